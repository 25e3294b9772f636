r"""Letters that a section sets anew without a definition: $X \in \mathbb{R}^{N \times d}$, "for any loss $L(Y)$"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from derive.elaborate.symbols.names import key_of
from derive.elaborate.symbols.rewriting import all_trees
from derive.reader import syntax as s
from derive.reader.anatomy import base_of, function_of
from derive.reader.blocks import Block, Document
from derive.reader.tree import Part, walk

_ANY = re.compile(
    r"\b(?:an?|any|some)\s+(?:[\w-]+\s+){0,2}(?:loss|cost|objective|function)(?:\s+function)?[\s$]*(?:\\\()?\Z",
    re.IGNORECASE,
)
_NEAR = 60


def set_anew(document: Document, blocks: Sequence[Block], made: frozenset[str]) -> frozenset[str]:
    r"""The names that a section with some blocks, which makes some names, uses as if nothing were said of them before.

    >>> from derive.reader.document import read_text
    >>> page = read_text(r"$W \in \mathbb{R}^n$, $y = Wx$. $W \in \mathbb{R}^{m \times k}$, and any loss $L(W)$")
    >>> sorted(set_anew(page, page.blocks[2:], frozenset()))
    ['L', 'W', 'k', 'm']
    """
    spaces = spaces_in(blocks)
    sizes = {name for each in spaces.values() for space in each for name in _sizes_of(space)}
    shaped = frozenset(spaces) & of_several_spaces(document)
    return shaped | any_functions(blocks) | _losses_of(document, blocks, made) | frozenset(sizes)


def _sizes_of(space: s.Node) -> set[str]:
    return _names_in(space.exponent) if isinstance(space, s.Power) else set()


def _losses_of(document: Document, blocks: Sequence[Block], made: frozenset[str]) -> frozenset[str]:
    """The names that a section differentiates by what it makes, where their formulas elsewhere use nothing of that."""
    own = {id(block) for block in blocks}
    used = defaultdict[str, set[str]](set)
    for tree in all_trees(tuple(block for block in document.blocks if id(block) not in own)):
        if (head := _head(tree)) is not None:
            used[head] |= _names_in(tree)
    found = set[str]()
    for tree in all_trees(tuple(blocks)):
        for part in walk(tree):
            of, by = _slope(part)
            if by in made:
                found.add(of)
    return frozenset(name for name in found if not used[name] & made)


def _slope(part: Part) -> tuple[str, str | None]:
    """What a part differentiates, and by what."""
    match part:
        case s.Derivative(of=s.Name() as of, by=(s.Name() as by,)):
            return key_of(of), key_of(by)
        case s.Nabla(of=s.Name() as of, by=s.Name() as by):
            return key_of(of), key_of(by)
    return "", None


def _head(tree: s.Node) -> str | None:
    """The name that an equation says something of."""
    match tree:
        case s.Chain(members=(first, *_), relations=(s.Relation(sign="=" | ":="), *_)):
            head = base_of(function_of(first))
            return key_of(head) if isinstance(head, s.Name) else None
    return None


def _names_in(tree: s.Node) -> set[str]:
    return {key_of(part) for part in walk(tree) if isinstance(part, s.Name)}


def of_several_spaces(document: Document) -> frozenset[str]:
    r"""The names of which a page says two things: W \in \mathbb{R}^{n \times d} here, W \in \mathbb{R}^k there.

    >>> from derive.reader.document import read_text
    >>> page = r"$x, y \in \mathbb{R}^n$, and $x \in \mathbb{R}^m$"
    >>> sorted(of_several_spaces(read_text(page)))
    ['x']
    """
    return frozenset(name for name, spaces in spaces_in(document.blocks).items() if len(spaces) > 1)


def spaces_in(blocks: Iterable[Block]) -> dict[str, set[s.Node]]:
    """The names of which some formulas say where they lie, or which are written out, with all that is said of each."""
    found = defaultdict[str, set[s.Node]](set)
    for tree in all_trees(tuple(blocks)):
        for name, space in _memberships(tree):
            found[name].add(space)
    return dict(found)


def _memberships(tree: s.Node) -> Iterator[tuple[str, s.Node]]:
    match tree:
        case s.Chain(
            members=(head, *_, (s.Power(base=s.Name(letter="R")) | s.Name(letter="R")) as space),
            relations=(*_, last),
        ):
            if last.sign == "in":
                items = head.items if isinstance(head, s.Sequence) else (head,)
                yield from ((key_of(item), space) for item in items if isinstance(item, s.Name))
        case s.Chain(
            members=(s.Name() as head, s.Matrix(rows=rows)), relations=(s.Relation(sign="=" | ":="),)
        ):
            yield key_of(head), _space(len(rows), len(rows[0]))


def _space(rows: int, columns: int) -> s.Node:
    """Where a matrix lies that is written out."""
    count: s.Node = s.Number(str(rows))
    size = count if columns == 1 else s.Product(count, s.Number(str(columns)), "times")
    return s.Power(s.Name("R", ("bb",)), size)


def any_functions(blocks: Iterable[Block]) -> frozenset[str]:
    """The names that sentences introduce as any function: "consider a scalar loss $L(Y)$", "for some cost $C$".

    >>> from derive.reader.document import read_text
    >>> sorted(any_functions(read_text("For a scalar loss $L(Y)$ the loss $J(w)$ is not meant.").blocks))
    ['L']
    """
    return frozenset(
        name for block in blocks if _ANY.search(block.before[-_NEAR:]) for name in _introduced(block)
    )


def _introduced(block: Block) -> Iterator[str]:
    """The function at the head of a formula that makes none."""
    for tree in all_trees([block]):
        read = tree.readings[0] if isinstance(tree, s.Ambiguous) else tree
        head = read.members[0] if isinstance(read, s.Chain) and read.relations[0].sign == "colon" else read
        head = base_of(function_of(head))
        if isinstance(head, s.Name):
            yield key_of(head)
