r"""Letters that words say are full of ones: "$e$ is the vector of ones", "$J$ the $m \times n$ matrix of ones"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.reader import syntax as s
from derive.reader.anatomy import base_of
from derive.reader.blocks import Document
from derive.reader.fragments import fragment
from derive.reader.tree import Part, placed, rebuilt, walk

_MATHS = r"(?:\$[^$]{1,30}\$|\\\(.{1,30}?\\\))"
_NAME = r"(?:\$(?P<a>[^$=<>,;]{1,24}?)(?:\\in[^$]*)?\$|\\\((?P<b>[^=<>,;]{1,24}?)(?:\\in.*?)?\\\))"
_SIZE = rf"(?:{_MATHS}[\s-]*)?"
_THING = r"(?:(?:column\s+|row\s+)?(?:vector|matrix)|column|row)"
_ONLY = r"(?!\w|\.\d|\s*(?:or|and|if|in|at|on|where|when|except|above|below)\b|\s*[-,]?\s*(?:zeros?|0)\b)"
_FULL = (
    rf"(?:(?:the|a|an)\s+)?(?:all[- ]ones?\s+{_SIZE}{_THING}{_ONLY}"
    rf"|{_SIZE}{_THING}\s+(?:(?:full\s+)?of\s+(?:all\s+)?(?:{_MATHS}\s+)?ones{_ONLY}"
    r"|(?:whose|with|where)\s+(?:all\s+)?(?:the\s+|its\s+)?(?:entries|elements|components)\s+"
    rf"(?:are\s+)?(?:all\s+)?(?:equal\s+)?(?:to\s+)?(?:\$?1\$?|ones?){_ONLY}))"
)
_AFTER = re.compile(
    rf"{_NAME}\s*,?\s*(?:(?:is|be|being|denotes?|for|stands\s+for|as|means)\s+)?{_FULL}", re.IGNORECASE
)
_BEFORE = re.compile(rf"\b{_FULL}\s+{_NAME}(?!\s*=)", re.IGNORECASE)
_DENIED = re.compile(r"\b(?:not|never)\b", re.IGNORECASE)
ONES = s.Name("1", ("bold",))


def with_told_ones(document: Document) -> Document:
    r"""The document with 1 for the letters that are said to be vectors of ones, and 1 1ᵀ for matrices.

    >>> from derive.reader.document import read_text
    >>> read = with_told_ones(read_text(r"Here $e$ is the vector of ones. $$z = x + be$$"))
    >>> read.blocks[1].formulas[0].tree.members[1].right.right
    Name(letter='1', decorations=('bold',))
    """
    said = dict(_said(document.prose))
    if not said:
        return document
    trees = written_trees(document)
    made = {base_of(tree.members[0]) for tree in trees if isinstance(tree, s.Chain)}
    varied = {base_of(by) for tree in trees for part in walk(tree) for by in _by(part)}
    kept = {name: value for name, value in said.items() if name not in made | varied}
    return rewritten(document, lambda tree: _filled(tree, kept)) if kept else document


def _by(part: Part) -> tuple[s.Node, ...]:
    match part:
        case s.Derivative(by=by):
            return by
        case s.Nabla(by=by) if by is not None:
            return (by,)
    return ()


def _said(prose: str) -> Iterator[tuple[s.Node, s.Node]]:
    for match in (match for pattern in (_AFTER, _BEFORE) for match in pattern.finditer(prose)):
        name = fragment(match["a"] or match["b"])
        if isinstance(name, s.Name) and name.letter.isalpha() and not _DENIED.search(match[0]):
            yield (
                name,
                _ones("matrix" in match[0].lower(), re.search(r"\brow\b", match[0].lower()) is not None),
            )


def _ones(is_matrix: bool, is_row: bool) -> s.Node:
    row = s.Transpose(ONES)
    return s.Product(ONES, row) if is_matrix else row if is_row else ONES


def _filled(node: s.Node, said: Mapping[s.Node, s.Node]) -> s.Node:
    """The formula with ones for these letters; e^x and e_i are no vector of ones."""

    def summand(part: s.Node) -> s.Node:
        return _number_for(part, said) or change(part)  # type: ignore[return-value]

    def change(part: Part) -> Part:
        match part:
            case s.Power(base=s.Name(letter="e"), exponent=exponent):
                return s.Power(part.base, change(exponent), span=part.span)  # type: ignore[arg-type]
            case s.Index():
                return part
            case s.Add() | s.Sub():
                return replace(part, left=summand(part.left), right=summand(part.right))
            case s.Name() if part in said:
                return placed(said[part], part.span)
        return rebuilt(part, change)  # type: ignore[no-any-return]

    return change(node)  # type: ignore[return-value]


def _number_for(part: s.Node, said: Mapping[s.Node, s.Node]) -> s.Number | None:
    """The number 1 for a matrix of ones that something is added to or taken from: it goes to every entry."""
    return s.Number("1", part.span) if isinstance(said.get(part), s.Product) else None
