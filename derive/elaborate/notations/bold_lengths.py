r"""Lengths between single bars: where r = |𝐮 − 𝐯| is a name in plain type, the bars around vectors mean a length."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.elaborate.symbols.size_letters import space_dims
from derive.reader import syntax as s
from derive.reader.blocks import Document
from derive.reader.tree import Part, rebuilt, walk

BOLD = ("bold", "vec")
_LENGTHS = re.compile(
    r"\b(?:lengths?|distances?|norms?|magnitude|radius|unit\s+vectors?|euclidean)\b", re.IGNORECASE
)
_ENTRIES = re.compile(
    r"\b(?:element|entry|component|coordinate)(?:s|[\s-]?wise)\b|\babsolute\s+values?\b", re.IGNORECASE
)
Vectors = frozenset[s.Node]


def with_lengths_of_bold_names(document: Document) -> Document:
    r"""The document with ‖𝐮 − 𝐯‖ for |𝐮 − 𝐯|, where an equation gives such bars a name in plain type.

    Elsewhere they may be the absolute values of all entries: 𝐰/|𝐰| is the sign of 𝐰. Plain names are vectors where
    a space says so, x ∈ ℝ², and the words speak of lengths.

    >>> from derive.reader.document import read_text
    >>> read = with_lengths_of_bold_names(read_text(r"$r = |\mathbf u - \mathbf v|$"))
    >>> type(read.blocks[0].formulas[0].tree.members[1]).__name__
    'Norm'
    """
    trees = written_trees(document)
    lengths = _LENGTHS.search(document.text) and not _ENTRIES.search(document.text)
    vectors = _declared(trees) if lengths else frozenset()
    if any(_names_a_length(tree, vectors) for tree in trees):
        return rewritten(document, lambda tree: _with_lengths(tree, vectors))
    return document


def _declared(trees: Sequence[s.Node]) -> Vectors:
    """The plain names that a space makes vectors, and those that are made from them by shifts: e = x − p."""
    found = {name for tree in trees for name in _in_a_space(tree)}
    for tree in trees:
        match tree:
            case s.Chain(
                members=(s.Name() as head, s.Sub(left=left, right=right) | s.Add(left=left, right=right), *_),
                relations=(s.Relation(sign="=" | ":="), *_),
            ) if {left, right} & found and all(isinstance(part, s.Name) for part in (left, right)):
                found.add(head)
    return frozenset(found)


def _in_a_space(tree: s.Node) -> Iterator[s.Node]:
    match tree:
        case s.Chain(members=(left, space), relations=(s.Relation(sign="in"),)):
            dims = space_dims(space)
            items = left.items if isinstance(left, s.Sequence) else (left,)
            if dims is not None and len(dims) == 1 and dims != ("1",):
                yield from (item for item in items if isinstance(item, s.Name) and item.letter.islower())


def _names_a_length(tree: s.Node, vectors: Vectors) -> bool:
    match tree:
        case s.Chain(members=(s.Name() | s.Index(base=s.Name()) as head, value, *_), relations=(first, *_)):
            plain = not any(_is_bold(part) for part in walk(head))
            length = isinstance(value, s.Abs) and _is_vector(value.of, vectors)
            return plain and first.sign in ("=", ":=") and length
    return False


def _is_vector(node: s.Node, vectors: Vectors) -> bool:
    """Whether a formula is a bold name in small letters, or adds such, or has a declared vector among its summands."""
    match node:
        case s.Add(left=left, right=right) | s.Sub(left=left, right=right):
            both = (_is_vector(left, vectors), _is_vector(right, vectors))
            return all(both) or (any(both) and {left, right} & vectors != set())
        case s.Index(base=base):
            return _is_vector(base, frozenset())
        case s.Name(letter=letter):
            return node in vectors or (_is_bold(node) and letter == letter.lower())
    return False


def _is_bold(part: Part) -> bool:
    return isinstance(part, s.Name) and any(style in part.decorations for style in BOLD)


def _with_lengths(node: s.Node, vectors: Vectors) -> s.Node:
    changed: s.Node = rebuilt(node, lambda part: _with_lengths(part, vectors))
    if isinstance(changed, s.Abs) and _is_vector(changed.of, vectors):
        return s.Norm(changed.of, None, changed.span)
    return changed
