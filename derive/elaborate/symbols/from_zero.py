"""Families with a member of number 0: k_0 of Σ_{i=0}^n k_i, and h_0 with which a recurrence begins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from derive.elaborate.symbols.names import Reference, key_of, letters_of
from derive.reader import syntax as s
from derive.reader.tree import walk

DELTA = r"\delta"
_DELTA = s.Name(DELTA)


def zeroth_names(trees: Sequence[s.Node]) -> frozenset[str]:
    """The names with a member of number 0 in the same family: k_0 beside Σ_{i=0}^n k_i, and what is made from them.

    A family that is summed from 1 as well is left alone: there the member of number 0 plays a part of its own. Not so
    what makes, or is made from, one that begins with number 0: Σ_{j=1}^n p_j beside p_0 of a softmax over all.
    """
    parts = [part for tree in trees for part in walk(tree)]
    sums = [part for part in parts if isinstance(part, s.Big)]
    first = numbered_zero(parts)
    from_zero = {key for part in sums for key in summed_from(part, "0")}
    from_one = {key for part in sums for key in summed_from(part, "1")}
    counted = from_zero - from_one
    found = {x for x in counted if x in first or any(first & set(_indexed_alike(t, {x})) for t in trees)}
    made = {key for tree in trees for key in (*_indexed_alike(tree, found), *_making(tree, found))}
    family = found | (made & first)
    return frozenset(family | {DELTA} if family and _is_kronecker(trees) else family)


def _is_kronecker(trees: Sequence[s.Node]) -> bool:
    """Whether δ_{j0} compares an index with the number 0: no δ is worked out, and each has two indices."""
    heads = (tree.members[0] for tree in trees if isinstance(tree, s.Chain))
    if any(isinstance(head, s.Index) and head.base == _DELTA for head in heads):
        return False
    below = [p.below for tree in trees for p in walk(tree) if isinstance(p, s.Index) and p.base == _DELTA]
    return any(map(_compares_with_zero, below)) and all(
        one is not None and len(one.items) == 2 for one in below
    )


def _compares_with_zero(below: s.Indices | None) -> bool:
    return below is not None and any(item == s.Number("0") for item in below.items)


def begins_at_zero(ref: Reference, family: frozenset[str]) -> bool:
    """Whether the indices of a name run from 0: its family has a member of number 0, or δ_{j0} asks for it."""
    return ref.key in family and (ref.key != DELTA or any(item == s.Number("0") for item in ref.indices))


def initial_names(trees: Sequence[s.Node]) -> frozenset[str]:
    """The names of which a member of number 0 begins a recurrence: h_0 where h_{t−1} is written."""
    parts = [part for tree in trees for part in walk(tree)]
    begun = frozenset(key for part in parts if (key := _one_before(part)) is not None)
    return begun & numbered_zero(parts)


def ended_names(trees: Sequence[s.Node]) -> frozenset[str]:
    """The names with a member behind the sums from 0 to T − 1: x_T, to which the last step leads."""
    parts = [part for tree in trees for part in walk(tree)]
    tops = {part.above.left for part in parts if isinstance(part, s.Big) and isinstance(part.above, s.Sub)}
    indices = (part for part in parts if isinstance(part, s.Index) and isinstance(part.base, s.Name))
    return frozenset(
        key_of(part.base)
        for part in indices
        if isinstance(part.base, s.Name) and part.below is not None and tops & set(part.below.items)
    )


_RESTING = re.compile(
    r"\$\s*\\?(?:mathbf|boldsymbol|bm|vec)?\s*\{?\s*([a-z])\s*\}?_\{?0\}?\s*\$\s*"
    r"(?:,\s*)?(?:is|are|be|being|equals?|equal to|set to|starts? at|taken to be|at)\s+(?:set\s+to\s+|equal\s+to\s+)?"
    r"(?:the\s+)?(?:zero|\$\s*0\s*\$)"
)


def resting_names(trees: Sequence[s.Node], words: str) -> frozenset[str]:
    """The names of which the member of number 0 is zero: h_0 = 0, in a formula or in words.

    >>> resting_names((), "a state $h_0$ equal to zero")
    frozenset({'h'})
    """
    said = frozenset(_RESTING.findall(words))
    return said | {key for tree in trees if (key := _at_rest(tree)) is not None}


def _at_rest(tree: s.Node) -> str | None:
    match tree:
        case s.Chain(members=(first, s.Number(text="0") | s.Name(letter="0"))) if (
            tree.relations[0].sign == "="
        ):
            return _with_number_zero(first)
    return None


def numbered_zero(parts: Iterable[object]) -> frozenset[str]:
    """The names of which a member of number 0 is written."""
    return frozenset(key for part in parts if (key := _with_number_zero(part)) is not None)


def summed_from(node: s.Big, number: str) -> Iterator[str]:
    """The names that carry the index of a sum which begins at a number; Σ_{i=0}^{n−1} counts n things."""
    match node:
        case s.Big(
            body=body,
            below=s.Chain(
                members=(s.Name(letter=letter), s.Number(text=first)), relations=(s.Relation(sign="="),)
            ),
        ) if body is not None and first == number and not isinstance(node.above, s.Sub):
            yield from _carrying(body, letter)


def _carrying(node: s.Node, letter: str) -> Iterator[str]:
    for part in walk(node):
        match part:
            case s.Index(base=s.Name() as base, below=s.Indices(items=items)) if any(
                letter in letters_of(item) for item in items
            ):
                yield key_of(base)


def _indexed_alike(tree: s.Node, family: set[str]) -> Iterator[str]:
    """p where p_i = … is made from members k_i of a family."""
    match tree:
        case s.Chain(members=(s.Index(base=s.Name() as base, below=s.Indices(items=(item,))), body, *_)):
            for letter in letters_of(item):
                if family & set(_carrying(body, letter)):
                    yield key_of(base)


def _making(tree: s.Node, family: set[str]) -> Iterator[str]:
    """k where s_j = … k_j … makes the members of a family."""
    match tree:
        case s.Chain(members=(s.Index(base=s.Name() as base, below=s.Indices(items=(item,))), body, *_)) if (
            key_of(base) in family
        ):
            yield from (key for letter in letters_of(item) for key in _carrying(body, letter))


def _one_before(part: object) -> str | None:
    """h in h_{t−1}: the family whose member of number 0 begins a recurrence."""
    match part:
        case s.Index(base=s.Name() as base, below=s.Indices(items=(s.Sub(right=s.Number(text="1")),))):
            return key_of(base)
    return None


def says_a_start(node: s.Node) -> bool:
    """Whether a side is the member of number 0: h_0 = 0 says with what a recurrence begins.

    >>> says_a_start(s.Index(s.Name("h"), s.Indices((s.Number("0"),))))
    True
    """
    return _with_number_zero(node) is not None


def _with_number_zero(part: object) -> str | None:
    match part:
        case s.Index(base=s.Name() as base, below=s.Indices(items=(s.Number(text="0"),))):
            return key_of(base)
    return None
