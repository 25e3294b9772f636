r"""A last line about a batch, ∂𝓛/∂a_k^{(b)} = (p_k^{(b)} − t_k^{(b)})/B, where all before is about a_k and p_k."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from derive.elaborate.symbols.rewriting import written_trees
from derive.reader import syntax as s
from derive.reader.blocks import Document
from derive.reader.names import AT
from derive.reader.tree import rebuilt, walk

MARK = AT + "batch"


def with_batches_apart(document: Document) -> Document:
    r"""The document in which names of a batch are others than those of one example, in a line about a loss of its own.

    So it is where no other formula names the loss, nor has an index above any of the names: the shapes of the page are
    not those of this line.

    >>> from derive.reader.document import read_text
    >>> text = r"$$L = a_k^2, \quad \frac{\partial \mathcal L}{\partial a_k^{(b)}} = 2 a_k^{(b)}$$"
    >>> with_batches_apart(read_text(text)).blocks[0].formulas[1].tree.members[0].by[0].base.decorations
    ('at batch',)
    """
    trees = written_trees(document)
    endings = {id(tree): names for tree in trees if (names := _names_of_a_batch(tree, trees))}
    if not endings:
        return document
    blocks = []
    for block in document.blocks:
        formulas = (
            replace(one, tree=_marked(one.tree, endings[id(one.tree)])) if id(one.tree) in endings else one
            for one in block.formulas
        )
        blocks.append(replace(block, formulas=tuple(formulas)))
    return replace(document, blocks=tuple(blocks))


def _names_of_a_batch(tree: s.Node, trees: Sequence[s.Node]) -> frozenset[s.Name]:
    """The names with an example above them in a line by itself; none for any other formula."""
    match tree:
        case s.Chain(members=(s.Derivative(of=s.Name() as loss, by=(by,)), *_)):
            names = frozenset(_numbered(tree))
        case _:
            return frozenset()
    if not isinstance(by, s.Index) or by.base not in names:
        return frozenset()
    others = [other for other in trees if other is not tree]
    plain = {part.base for other in others for part in walk(other) if isinstance(part, s.Index)}
    above = {name for other in others for name in _numbered(other)}
    is_own = not any(part == loss for other in others for part in walk(other))
    return names if is_own and names <= plain and not names & above else frozenset()


def _numbered(tree: s.Node) -> Iterator[s.Name]:
    """The names with an index below and an example above: a_k^{(b)}."""
    for part in walk(tree):
        match part:
            case s.Index(
                base=s.Name() as base, below=s.Indices(), above=s.Indices(items=(s.Name(),), bracket="(")
            ):
                yield base


def _marked(node: s.Node | None, names: frozenset[s.Name]) -> s.Node | None:
    return None if node is None else _with_marks(node, names)


def _with_marks(node: s.Node, names: frozenset[s.Name]) -> s.Node:
    changed: s.Node = rebuilt(node, lambda part: _with_marks(part, names))
    if isinstance(changed, s.Name) and changed in names:
        return replace(changed, decorations=(*changed.decorations, MARK))
    return changed
