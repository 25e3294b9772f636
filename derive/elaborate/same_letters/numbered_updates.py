r"""Updates of all layers at once: W_k ← W_k − η ∂L/∂W_k beside W_1 and W_2 is one update for each number."""

from __future__ import annotations

from collections.abc import Iterator

from derive.elaborate.symbols.names import is_letter
from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.reader import syntax as s
from derive.reader.blocks import Document
from derive.reader.tree import rebuilt, walk


def with_numbered_updates(document: Document) -> Document:
    r"""The document with updates written for the first number, of names that have numbers everywhere else.

    Layers have shapes of their own, so a letter that runs over their numbers would make them equal.

    >>> from derive.reader.document import read_text
    >>> from derive.reader.tex import tex
    >>> read = read_text(r"$$Y = W_2 W_1 X, \quad W_k \leftarrow W_k - \eta G_k$$")
    >>> tex(with_numbered_updates(read).blocks[0].formulas[1].tree)
    'W_{1} \\leftarrow W_{1} - \\eta G_{1}'
    """
    trees = written_trees(document)
    indexed = [each for tree in trees for each in _indexed(tree, _is_update(tree))]
    numbered = {base for base, item, _ in indexed if isinstance(item, s.Number)}
    lettered = {base for base, item, in_update in indexed if not isinstance(item, s.Number) and not in_update}
    updated = {item for base, item, in_update in indexed if in_update and base in numbered - lettered}
    letters = {item for item in updated if isinstance(item, s.Name) and is_letter(item)}
    if not letters:
        return document

    def first(node: s.Node) -> s.Node:
        if isinstance(node, s.Name) and node in letters:
            return s.Number("1", span=node.span)
        changed: s.Node = rebuilt(node, first)
        return changed

    return rewritten(document, lambda tree: tree, lambda tree: first(tree) if _is_update(tree) else tree)


def _is_update(tree: s.Node) -> bool:
    if not isinstance(tree, s.Chain):
        return False
    name, *values = tree.members
    is_said_again = isinstance(name, s.Index) and any(part == name for each in values for part in walk(each))
    return is_said_again or any(each.sign in ("<-", ":=") for each in tree.relations)


def _indexed(tree: s.Node, in_update: bool) -> Iterator[tuple[s.Node, s.Node, bool]]:
    """Names with a single index, which is a number or a letter."""
    for part in walk(tree):
        match part:
            case (
                s.Index(base=base, below=s.Indices(items=(item,)), above=None)
                | s.Index(base=base, below=None, above=s.Indices(items=(item,)))
            ):
                yield base, item, in_update
