r"""Lengths between single bars: where r = |𝐮 − 𝐯| is a name in plain type, the bars around bold names mean a length."""

from __future__ import annotations

from derive.elaborate.rewriting import rewritten, written_trees
from derive.reader import syntax as s
from derive.reader.blocks import Document
from derive.reader.tree import Part, rebuilt, walk

BOLD = ("bold", "vec")


def with_lengths_of_bold_names(document: Document) -> Document:
    r"""The document with ‖𝐮 − 𝐯‖ for |𝐮 − 𝐯|, where an equation gives such bars a name in plain type.

    Elsewhere they may be the absolute values of all entries: 𝐰/|𝐰| is the sign of 𝐰.

    >>> from derive.reader.document import read_text
    >>> read = with_lengths_of_bold_names(read_text(r"$r = |\mathbf u - \mathbf v|$"))
    >>> type(read.blocks[0].formulas[0].tree.members[1]).__name__
    'Norm'
    """
    if any(_names_a_length(tree) for tree in written_trees(document)):
        return rewritten(document, _with_lengths)
    return document


def _names_a_length(tree: s.Node) -> bool:
    match tree:
        case s.Chain(members=(s.Name() | s.Index(base=s.Name()) as head, value, *_), relations=(first, *_)):
            plain = not any(_is_bold(part) for part in walk(head))
            return plain and first.sign in ("=", ":=") and isinstance(value, s.Abs) and _is_vector(value.of)
    return False


def _is_vector(node: s.Node) -> bool:
    """Whether a formula is a bold name in small letters, or adds such."""
    match node:
        case s.Add(left=left, right=right) | s.Sub(left=left, right=right):
            return _is_vector(left) and _is_vector(right)
        case s.Index(base=base):
            return _is_vector(base)
        case s.Name(letter=letter):
            return _is_bold(node) and letter == letter.lower()
    return False


def _is_bold(part: Part) -> bool:
    return isinstance(part, s.Name) and any(style in part.decorations for style in BOLD)


def _with_lengths(node: s.Node) -> s.Node:
    changed: s.Node = rebuilt(node, _with_lengths)
    if isinstance(changed, s.Abs) and _is_vector(changed.of):
        return s.Norm(changed.of, None, changed.span)
    return changed
