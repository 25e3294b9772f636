r"""Sums without a range over what is listed from number 0: Σ_j is Σ_{j=0}^M beside "candidates $k_0, \dots, k_M$"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from derive.elaborate.symbols.from_zero import numbered_zero, summed_from
from derive.elaborate.symbols.names import key_of, letters_of
from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.reader import syntax as s
from derive.reader.blocks import Document
from derive.reader.tree import rebuilt, walk

ZERO = s.Number("0")
_OVER_SOME = re.compile(
    r"\b(?:sums?|summed|summing|summation|denominators?|runs?)\b[^.;]{0,60}\b(?:over|of|only)\b[^.;]{0,20}"
    r"\b(?:negatives?|others?|rest|remaining|except|but|distractors?)\b"
)
"""Words by which a sum leaves number 0 out."""


def with_sums_from_zero(document: Document) -> Document:
    r"""The document with Σ_{j=0}^M for every Σ_j over members of families that are listed from number 0.

    What such members make, s_j = z^\top k_j, is counted alike. Nothing is done where any of them is summed from 1,
    is made step by step, or stands with its member of number 0 beside such a sum, or words leave some out.

    >>> from derive.reader.document import read_text
    >>> from derive.reader.sexpr import sexpr
    >>> read = read_text(r"For $k_0, \dots, k_M$: $$S = \sum_j k_j, \quad T = S - k_0$$")
    >>> sexpr(with_sums_from_zero(read).blocks[-1].formulas[0].tree)
    '(rel = S (sum (rel = j 0) M k_j))'
    """
    trees = written_trees(document)
    parts = [part for tree in trees for part in walk(tree)]
    listed = dict(each for part in parts for each in (*_listed(part), *_listed_letters(part, parts)))
    if not listed or _OVER_SOME.search(document.prose):
        return document
    families = _with_made(listed, trees)
    if _is_otherwise(families, parts) or not numbered_zero(parts) & families.keys():
        return document
    return rewritten(document, lambda tree: _ranged(tree, families))


def _listed(part: object) -> Iterator[tuple[str, s.Name]]:
    """k and M of k_0, …, k_M, and of k_0, k_1, …, k_M."""
    match part:
        case s.Sequence(items=(first, *between, s.Dots(), last)):
            pair = _member(first), _member(last)
            if pair[0] is None or pair[1] is None or pair[0][0] != pair[1][0]:
                return
            key, number, size = pair[0][0], pair[0][1], pair[1][1]
            if number == ZERO and isinstance(size, s.Name) and len(between) <= 2:
                yield key, size


def _listed_letters(part: object, parts: Sequence[object]) -> Iterator[tuple[str, s.Name]]:
    """The families that carry the letter j of j = 0, …, M."""
    match part:
        case s.Chain(
            members=(s.Name() as letter, s.Sequence(items=(s.Number("0"), *_, s.Dots(), s.Name() as size))),
            relations=(relation,),
        ) if relation.sign in ("=", "in"):
            found = (_member(each) for each in parts)
            yield from ((one[0], size) for one in found if one is not None and one[1] == letter)


def _member(part: object) -> tuple[str, s.Node] | None:
    """The key and the index of a member of a family with one index."""
    match part:
        case s.Index(base=s.Name() as base, below=s.Indices(items=(item,)), above=None):
            return key_of(base), item
    return None


def _with_made(listed: Mapping[str, s.Name], trees: Sequence[s.Node]) -> dict[str, s.Name]:
    """The families that are listed, and those whose members are made from theirs, one from one."""
    families = dict(listed)
    for _ in range(len(trees)):
        before = len(families)
        for tree in trees:
            if isinstance(tree, s.Chain) and (made := _member(tree.members[0])) is not None:
                key, letter = made
                sizes = {families[one] for one in _carrying(tree.members[1], letter) if one in families}
                if isinstance(letter, s.Name) and len(sizes) == 1:
                    families.setdefault(key, sizes.pop())
        if len(families) == before:
            break
    return families


def _carrying(node: s.Node, letter: s.Node) -> Iterator[str]:
    """The families of which a formula has the member with a letter."""
    for part in walk(node):
        one = _member(part)
        if one is not None and one[1] == letter:
            yield one[0]


def _is_otherwise(families: Mapping[str, s.Name], parts: Sequence[object]) -> bool:
    """Whether something speaks against sums from 0: other ranges, members before and after, number 0 beside a sum."""
    sums = [part for part in parts if isinstance(part, s.Big)]
    from_one = {key for part in sums for key in summed_from(part, "1")}
    stepped = {
        key_of(part.base)
        for part in parts
        if isinstance(part, s.Index)
        and isinstance(part.base, s.Name)
        and part.below is not None
        and any(isinstance(item, s.Add | s.Sub) for item in part.below.items)
    }
    beside = any(_has_number_zero_beside(part, families) for part in parts)
    return beside or bool((from_one | stepped) & families.keys())


def _has_number_zero_beside(part: object, families: Mapping[str, s.Name]) -> bool:
    """Whether a sum over members is added to what is made in the same way from the member of number 0."""
    if not isinstance(part, s.Add):
        return False
    sums = [each for each in (part.left, part.right) if isinstance(each, s.Big) and each.above is None]
    others = [each for each in (part.left, part.right) if not isinstance(each, s.Big)]
    for each in sums:
        if isinstance(each.below, s.Name) and each.body is not None and others:
            at_zero = _at_zero(each.body, each.below)
            if at_zero in others and at_zero != each.body:
                return True
    return False


def _at_zero(node: s.Node, letter: s.Name) -> s.Node:
    changed: s.Node = rebuilt(node, lambda part: _at_zero(part, letter))
    return ZERO if changed == letter else changed


def _ranged(node: s.Node, families: Mapping[str, s.Name]) -> s.Node:
    changed: s.Node = rebuilt(node, lambda part: _ranged(part, families))
    match changed:
        case s.Big(symbol="sum", below=s.Name() as letter, above=None, body=body) if body is not None:
            keys = {
                key_of(part.base) if isinstance(part.base, s.Name) else ""
                for part in walk(body)
                if isinstance(part, s.Index) and any(letter.letter in letters_of(x) for x in _items(part))
            }
            sizes = {families[key] for key in keys if key in families}
            if len(sizes) == 1 and keys <= families.keys():
                chain = s.Chain((letter, ZERO), (s.Relation("="),), letter.span)
                return s.Big("sum", body, chain, sizes.pop(), changed.span)
    return changed


def _items(part: s.Index) -> tuple[s.Node, ...]:
    return part.below.items if part.below is not None else ()
