r"""Sums over differences that begin at 0: $\sum_{s=0}^{S-1}(h_{s+1} - h_s)^2$ is $\sum_{s=1}^{S}(h_s - h_{s-1})^2$."""

from __future__ import annotations

from collections.abc import Iterator

from derive.elaborate.symbols.names import letters_of
from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.reader import syntax as s
from derive.reader.blocks import Document
from derive.reader.tree import Part, children, rebuilt, walk

ZERO, ONE = s.Number("0"), s.Number("1")


def with_neighbour_sums(document: Document) -> Document:
    r"""The document in which sums over a member and the next one end with the last member.

    Only where nothing but such families has the letter, and none of them follows from a law of its own, x_{t+1} = ….

    >>> from derive.reader.document import read_text
    >>> from derive.reader.tex import tex
    >>> read = with_neighbour_sums(read_text(r"$$R = \sum_{s=0}^{S-1} (h_{s+1} - h_s)^2$$"))
    >>> tex(read.blocks[0].formulas[0].tree.members[1])
    '\\sum_{s = 1}^{S} \\left(h_{s} - h_{s - 1}\\right)^{2}'
    """
    made = {base for tree in written_trees(document) for base in _made(tree)}
    return rewritten(document, lambda tree: _shifted(tree, made))


def _made(tree: s.Node) -> Iterator[s.Node]:
    """The families of which a formula makes members."""
    match tree:
        case s.Chain(members=(s.Index(base=base, below=s.Indices(items=items)), *others)):
            numbered = any(isinstance(item, s.Number) for item in items)
            yield from () if numbered or isinstance(others[0], s.Number) else (base,)


def _shifted(node: s.Node, made: set[s.Node]) -> s.Node:
    changed: s.Node = rebuilt(node, lambda part: _shifted(part, made))
    match changed:
        case s.Big(
            symbol="sum",
            body=body,
            below=s.Chain(members=(s.Name() as letter, first), relations=relations) as below,
            above=s.Sub(left=s.Name() as end, right=last),
        ) if body is not None and first == ZERO and last == ONE and letters_of(letter):
            if _is_of_neighbours(body, letter, made):
                begun = s.Chain((letter, ONE), relations, below.span)
                return s.Big("sum", _back(body, letter), begun, end, changed.span)
    return changed


def _is_of_neighbours(body: s.Node, letter: s.Name, made: set[s.Node]) -> bool:
    """Whether a letter picks members and the next ones of the same families, and does nothing else."""
    picked: dict[s.Node, set[s.Node]] = {}
    for part in walk(body):
        if isinstance(part, s.Index) and part.below is not None and part.above is None:
            for item in part.below.items if len(part.below.items) == 1 else ():
                if letters_of(letter) & letters_of(item) or item == letter:
                    picked.setdefault(part.base, set()).add(item)
    both: set[s.Node] = {letter, s.Add(letter, ONE)}
    every = sum(part == letter for part in walk(body))
    inside = sum(part == letter for part in _picking(body, both))
    alike = bool(picked) and all(items == both for items in picked.values())
    return alike and every == inside and not made & picked.keys()


def _picking(node: Part, items: set[s.Node]) -> Iterator[Part]:
    """The parts of the indices of names that are among some."""
    if isinstance(node, s.Index) and node.below is not None and len(node.below.items) == 1:
        yield from walk(node.below.items[0]) if node.below.items[0] in items else ()
        return
    for part in children(node):
        yield from _picking(part, items)


def _back(node: s.Node, letter: s.Name) -> s.Node:
    """A body with every member replaced by the one before."""
    match node:
        case s.Index(base=base, below=s.Indices(items=(item,)) as below, above=None):
            if item == letter:
                return s.Index(base, s.Indices((s.Sub(letter, ONE),), span=below.span), None, node.span)
            if item == s.Add(letter, ONE):
                return s.Index(base, s.Indices((letter,), span=below.span), None, node.span)
    changed: s.Node = rebuilt(node, lambda part: _back(part, letter))
    return changed
