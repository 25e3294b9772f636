r"""Columns and diagonals told in words: "$u$ the vector of $y_i - p_i$", "$D$ diagonal with entries $p_i(1 - p_i)$"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from derive.elaborate.symbols.names import Reference, reference
from derive.elaborate.symbols.roles import head_of
from derive.elaborate.symbols.scope import Definition, Scope
from derive.elaborate.told.introduced import formula_at, introduced_keys
from derive.reader import syntax as s
from derive.reader.tree import walk

_NAME = r"\$\s*([^$=<>,;]{1,30}?)\s*\$"
_MEMBERS = (
    r"(?:the\s+)?(?:diagonal\s+|respective\s+)?(?:entries|entry|elements?|components?|weights|values)?\s*"
    r"\$([^$]{1,90})\$"
)
_IS = r"(?:is|are|be|being|for|as|denotes?|=|,)?\s*(?:the|a|an)?\s*"
_OF = r"(?:with|of|whose|having|containing|holding|collecting)\s+"
_ALONG = rf"(?:square\s+)?(?:diagonal(?:\s+(?:weight\s+)?matrix)?)\s*,?\s*{_OF}{_MEMBERS}"
_DIAGONAL = re.compile(rf"{_NAME}\s*,?\s*{_IS}{_ALONG}", re.IGNORECASE)
_DIAGONAL_BEFORE = re.compile(
    rf"\bdiagonal\s+(?:weight\s+)?matrix\s+{_NAME}\s*,?\s*{_OF}{_MEMBERS}", re.IGNORECASE
)
_THINGS = r"(?:numbers|quantities|slopes|(?:partial\s+)?derivatives|gradients|sensitivities)"
_ONE_BELOW = (
    rf"(?:(?:column\s+)?vector\s+(?:of|with|containing|collecting)\s+(?:all\s+)?(?:(?:the\s+)?{_THINGS}\s+)?{_MEMBERS}"
    rf"|column\s+(?:of|with)\s+(?:all\s+)?(?:the\s+)?(?:{_THINGS}|entries|elements|components|values)\s+\$([^$]{{1,90}})\$)"
)
_COLUMN = re.compile(rf"{_NAME}\s*,?\s*{_IS}{_ONE_BELOW}", re.IGNORECASE)
_COLUMN_OF_PLAIN = re.compile(
    rf"\b(?:let|with|where|and|writing)\s+([A-Za-z])\s+(?:be|is|denotes?|for)\s+(?:the|a)\s+{_ONE_BELOW}",
    re.IGNORECASE,
)
"""The name without dollar signs, as on pages that are saved as text."""
_COLUMN_BEFORE = re.compile(
    rf"\b(?:collect|stack|gather)\s+(?:all\s+)?(?:the\s+)?\$([^$]{{1,90}})\$\s+(?:in|into)\s+(?:a|the)\s+(?:column\s+)?vector\s+{_NAME}",
    re.IGNORECASE,
)


def with_told_columns(scope: Scope, text: str, trees: Sequence[s.Node]) -> Scope:
    """The scope in which names without a formula are the columns and the diagonal matrices that words make of others.

    "Entries $d_i = …$" may be an equation: it is read where it stands, and here its left side is enough.
    """
    introduced = introduced_keys(trees, scope)
    for told in _told(text.replace(r"\(", " $").replace(r"\)", "$ ")):
        whole, entry = told.name or formula_at(trees, told.whole), _entry(formula_at(trees, told.members))
        ref = reference(whole, scope.letters) if whole is not None else None
        if ref is None or entry is None or ref.indices or ref.key in introduced:
            continue
        made = _made(ref, entry, told.is_diagonal, scope)
        scope = scope.define(made) if made is not None else scope
    return scope


@dataclass(frozen=True, slots=True)
class Told:
    """Where a text names the whole and where its members, and whether the whole is a diagonal matrix."""

    whole: tuple[int, int]
    members: tuple[int, int]
    is_diagonal: bool
    name: s.Name | None = None


def _told(text: str) -> Iterator[Told]:
    for pattern in (_DIAGONAL, _DIAGONAL_BEFORE):
        yield from (Told(match.span(1), match.span(2), True) for match in pattern.finditer(text))
    for match in _COLUMN.finditer(text):
        yield Told(match.span(1), _last_span(match), False)
    for match in _COLUMN_OF_PLAIN.finditer(text):
        yield Told(match.span(1), _last_span(match), False, s.Name(match[1]))
    yield from (Told(match.span(2), match.span(1), False) for match in _COLUMN_BEFORE.finditer(text))


def _last_span(match: re.Match[str]) -> tuple[int, int]:
    return match.span(match.lastindex or 0)


def _made(ref: Reference, entry: s.Node, is_diagonal: bool, scope: Scope) -> Definition | None:
    letters = sorted(_free_letters(entry, scope))
    own = head_of(entry, scope.letters)
    if len(letters) != 1 or (own is not None and own.key == ref.key):
        return None
    if is_diagonal:
        return Definition(ref.key, s.Call(s.Name("diag"), (entry,)))
    return Definition(ref.key, entry, (letters[0],))


def _free_letters(entry: s.Node, scope: Scope) -> frozenset[str]:
    """The index letters below the names of an entry that no sum binds; none where there is a sum."""
    parts = list(walk(entry))
    refs = (reference(part, scope.letters) for part in parts if isinstance(part, s.Index))
    items = (item for ref in refs if ref is not None for item in ref.indices)
    found = frozenset(item.letter for item in items if isinstance(item, s.Name))
    return frozenset() if any(isinstance(part, s.Big) for part in parts) else found & scope.letters.indices


def _entry(tree: s.Node | None) -> s.Node | None:
    match tree:
        case s.Chain(members=(left, _), relations=(relation,)) if relation.sign in ("=", ":="):
            return left
        case s.Chain():
            return None
    return tree
