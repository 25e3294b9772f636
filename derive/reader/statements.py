"""From the tokens of a block to its statements: rows, chains that go on, conditions, labels and remarks."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from derive.errors import ReadError
from derive.reader import signs
from derive.reader.blocks import Formula
from derive.reader.gaps import is_remark
from derive.reader.grammar import parse_tokens
from derive.reader.missing import completed
from derive.reader.notation import Notation
from derive.reader.rows import CLOSING, OPENING, has_relation, rows
from derive.reader.scripts import index_like
from derive.reader.syntax import Chain, Dots, Hole, Index, Name, Node, Number, Repair, Sequence, Span
from derive.reader.tokens import Token
from derive.reader.tree import walk

_CONDITIONAL = frozenset(
    ("forall", "if", "for", "when", "given", "s.t.", "unless", "otherwise", "such", "subject", "while", "all", "each",
    "every", "iff",
     "whenever", "provided", "assuming", "assume", "suppose", "case", "in case")
)  # fmt: skip
_LAST_WORDS = 4
"""How far before a formula a word such as "if" still makes a condition of it."""

_LINKS = frozenset(("=>", "<=>"))
_SEPARATING = frozenset(("text", "wide", "comma", "semicolon"))
_CAPITALS = frozenset(("\\Sigma", "\\Pi"))
"""Σ and Π written as letters."""


@dataclass(slots=True)
class _Piece:
    """Tokens between two separators, and the words before them."""

    tokens: list[Token] = field(default_factory=list)
    words: str = ""
    separator: str = ""

    def has_relation(self) -> bool:
        return has_relation(self.tokens)


def statements(tokens: list[Token], notation: Notation) -> list[Formula]:
    r"""The statements of a block, in order; what cannot be read has a ``failure`` in place of a tree.

    >>> from derive.reader.notation import PLAIN
    >>> from derive.reader.tokens import tokens
    >>> found = statements(tokens(r"a &= b \\ &= c, \quad i = 1, \dots, n"), PLAIN)
    >>> [(len(one.chain.members), len(one.conditions)) for one in found]
    [(2, 0), (2, 1)]
    """
    found: list[Formula] = []
    for row in rows(tokens):
        found.extend(_row(row, notation))
    return found


# -- statements of a row


def _row(row: list[Token], notation: Notation) -> list[Formula]:
    found: list[Formula] = []
    waiting: list[Node] = []
    for piece in _merged(_without_remarks(_pieces(row))):
        formula = _formula(piece, notation)
        if formula is None:
            continue
        condition = _as_condition(piece, formula, bool(found))
        if found and condition is None and _cuts_off(piece):
            found[-1] = _with_rest_left_out(found[-1], piece)
        elif condition is None:
            found.append(replace(formula, conditions=tuple(waiting)) if waiting else formula)
            waiting = []
        elif found:
            found[-1] = replace(found[-1], conditions=(*found[-1].conditions, condition))
        else:
            waiting.append(condition)
    return found or [Formula(waiting[0].span, waiting[0])] if waiting and not found else found


def _cuts_off(piece: _Piece) -> bool:
    """2 times x, in words: what follows words in a formula may belong to it, so that it is not read whole."""
    restricting = _CONDITIONAL.intersection(piece.words.lower().replace(",", " ").split())
    return piece.separator == "text" and not restricting and not piece.has_relation()


def _with_rest_left_out(formula: Formula, piece: _Piece) -> Formula:
    span = Span(piece.tokens[0].start, piece.tokens[-1].end)
    return replace(
        formula, repairs=(*formula.repairs, Repair(span, f"left out what follows “{piece.words}”", "removed"))
    )


def _pieces(row: list[Token]) -> list[_Piece]:
    """Cut a row at words, wide space, commas, semicolons and implications outside of brackets."""
    pieces = [_Piece()]
    depth = 0
    for at, token in enumerate(row):
        kind = token.kind
        depth += (kind in OPENING) - (kind in CLOSING)
        if depth <= 0 and _separates(token) and not _is_name(row, at):
            _cut(pieces, token)
        elif depth <= 0 and kind == "colon" and _begins_with_condition(pieces[-1]):
            pieces.append(_Piece(separator="colon"))
        else:
            pieces[-1].tokens.append(token)
    return [piece for piece in pieces if piece.tokens or piece.words]


def _without_remarks(pieces: list[_Piece]) -> list[_Piece]:
    """Drop words in brackets that stand apart at the end: "= 2x    (chain rule)"."""
    last = pieces[-1] if len(pieces) > 1 else None
    return pieces[:-1] if last is not None and last.separator == "wide" and is_remark(last.tokens) else pieces


def _separates(token: Token) -> bool:
    return token.kind in _SEPARATING or (
        token.kind == "rel" and (token.text in _LINKS or token.text == "forall")
    )


def _cut(pieces: list[_Piece], token: Token) -> None:
    last = pieces[-1]
    if last.tokens:
        last = _Piece()
        pieces.append(last)
    if token.kind == "text" or token.text == "forall":
        last.words = f"{last.words} {token.text}".strip()
        last.separator = "text"
    elif token.kind == "rel":
        last.separator = "=>"
    elif last.separator not in ("text", "=>"):
        last.separator = "wide" if token.kind == "wide" or last.separator == "wide" else token.kind


def _is_name(row: list[Token], at: int) -> bool:
    """Words that are a name: \\text{data loss} = …, or stand as an index."""
    token = row[at]
    if token.kind != "text":
        return False
    if at and row[at - 1].kind in ("_", "^"):
        return True
    following = row[at + 1].kind if at + 1 < len(row) else ""
    words = token.text.split()
    if len(words) == 1 and following == "open" and words[0].lower() not in signs.CONNECTIVES:
        return True
    plain = len(words) <= 4 and not signs.CONNECTIVES.intersection(word.lower() for word in words)
    return plain and not token.text.rstrip().endswith((":", ",", ".")) and following in ("rel", "_", "^")


def _begins_with_condition(piece: _Piece) -> bool:
    """If i = j: …"""
    return (
        bool(piece.tokens)
        and bool(_CONDITIONAL.intersection(piece.words.lower().split()))
        and piece.has_relation()
    )


def _merged(pieces: list[_Piece]) -> list[_Piece]:
    """Put together what commas cut apart but belongs together: i = 1, …, n and w, b ∈ ℝ."""
    found: list[_Piece] = []
    for piece in pieces:
        last = found[-1] if found else None
        joins = piece.separator == "comma" and last is not None and last.tokens and not piece.words
        if (
            joins
            and last is not None
            and (not piece.has_relation() or (not last.has_relation() and _plain(last)))
        ):
            last.tokens.append(Token("comma", ",", piece.tokens[0].start, piece.tokens[0].start))
            last.tokens.extend(piece.tokens)
        else:
            found.append(piece)
    return found


def _plain(piece: _Piece) -> bool:
    return len(piece.tokens) <= 12 and not any(
        token.kind in ("command", "op", "begin") for token in piece.tokens
    )


def _formula(piece: _Piece, notation: Notation) -> Formula | None:
    tokens = piece.tokens
    while tokens and tokens[0].kind == "colon":
        tokens = tokens[1:]
    if not tokens:
        return None
    span = Span(tokens[0].start, tokens[-1].end)
    label = piece.words if piece.words.lower() not in signs.CONNECTIVES else ""
    end = Token("eof", "", span.end, span.end)
    try:
        reading = parse_tokens([*tokens, end], notation)
    except ReadError as failure:
        return Formula(span, None, label=label, failure=failure)
    tree, repairs = reading
    if any(token.kind == "big" or token.text in _CAPITALS for token in tokens):
        tree, repairs = completed(tree, repairs)
    tree = _without_empty_end(tree)
    return None if isinstance(tree, Hole) else Formula(span, tree, repairs, label=label)


def _without_empty_end(tree: Node) -> Node:
    """m = (words): what stands on the right is no mathematics, so there is no relation."""
    if not isinstance(tree, Chain) or not isinstance(tree.members[-1], Hole):
        return tree
    members, relations = tree.members[:-1], tree.relations[:-1]
    return members[0] if not relations else Chain(members, relations, tree.span)


def _as_condition(piece: _Piece, formula: Formula, follows: bool) -> Node | None:
    """The tree where the piece restricts a statement and is none itself."""
    tree = formula.tree
    if tree is None or piece.separator == "=>":
        return None
    spoken = piece.words.lower().replace(",", " ").split()
    if _CONDITIONAL.intersection(spoken[-_LAST_WORDS:]):
        return tree
    words = set(spoken)
    if not follows or words - signs.CONNECTIVES:
        return None
    if isinstance(tree, Chain) and not words and piece.separator in ("comma", "wide", "semicolon"):
        return tree if _restricts(tree) or _in_brackets(piece) else None
    return None


def _in_brackets(piece: _Piece) -> bool:
    return piece.tokens[0].kind == "open" and piece.tokens[-1].kind == "close" and piece.tokens[0].text == "("


def _restricts(chain: Chain) -> bool:
    """i = 1, …, n; j ≠ i; y ∈ {0, 1}; n > 0."""
    first = chain.relations[0].sign
    if first in ("!=", "<", ">", "<=", ">="):
        return any(isinstance(member, Name | Index) for member in chain.members[:-1])
    if first != "=":
        return first in ("in", "notin", "forall", "sim")
    values = chain.members[-1]
    ranged = isinstance(values, Number) or (
        isinstance(values, Sequence) and any(isinstance(part, Dots) for part in walk(values))
    )
    return index_like(chain.members[0]) and (ranged or index_like(values))


__all__ = ["rows", "statements"]
