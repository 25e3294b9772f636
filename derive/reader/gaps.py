r"""Several spaces on end, "a = b \ \ \ c = d": whether they separate formulas, the entries of a row, or nothing."""

from __future__ import annotations

from itertools import pairwise

from derive.reader import signs
from derive.reader.lexer import Token

GAP, WIDE = "gap", "much"
"""Several spaces, which are much where three of the wider ones stand side by side."""
_ENDS = frozenset(("row", "wide", "text", "eof", "amp", "semicolon", "end"))
_OPENING = {"open": "close", "group": "endgroup", "begin": "end"}


def with_gaps_settled(tokens: list[Token]) -> list[Token]:
    r"""The tokens without gaps: wide space between two relations and before a remark, & in a row that has none.

    >>> from derive.reader.tokens import tokens
    >>> [one.kind for one in tokens(r"a = b \ \ \ c = d") if one.kind != "letter"]
    ['rel', 'wide', 'rel', 'eof']
    >>> [one.kind for one in tokens(r"a = b \;\; c") if one.kind != "letter"]
    ['rel', 'eof']
    """
    if not any(token.kind == GAP for token in tokens):
        return tokens
    kinds = dict(_settled(_once(tokens)))
    return [
        token._replace(kind=kinds.get(at, token.kind))
        for at, token in enumerate(_once(tokens))
        if token.kind != GAP or at in kinds
    ]


def _once(tokens: list[Token]) -> list[Token]:
    """Gaps that follow one another as one, the last of them."""
    pairs = pairwise(tokens)
    return [*(one for one, other in pairs if {one.kind, other.kind} != {GAP}), *tokens[-1:]]


def _settled(tokens: list[Token]) -> list[tuple[int, str]]:
    """The places of gaps that mean something, with the kinds of token that they are."""
    found: list[tuple[int, str]] = []
    stack: list[tuple[str, int]] = []
    for at, token in enumerate(tokens):
        if token.kind in _OPENING and not _holds_rows(tokens, at):
            stack.append((_OPENING[token.kind], at))
        elif stack and token.kind == stack[-1][0]:
            stack.pop()
        elif token.kind == GAP and not stack and _separates(tokens, at, {place for place, _ in found}):
            found.append((at, "wide"))
        elif token.kind == GAP and stack and stack[-1][0] == "end" and _is_one_row(tokens, stack[-1][1]):
            found.append((at, "amp"))
    return found


def _holds_rows(tokens: list[Token], at: int) -> bool:
    r"""Whether an environment, or the brace in front of it, holds rows of formulas: {\begin{align}."""
    following = tokens[at + 1] if tokens[at].kind == "group" and at + 1 < len(tokens) else tokens[at]
    return following.kind == "begin" and following.text in signs.ROW_ENVIRONMENTS


def _separates(tokens: list[Token], at: int, cuts: set[int]) -> bool:
    """Whether relations stand on both sides of a gap, not right beside it, or a remark in brackets follows."""
    if {tokens[at - 1].kind, tokens[min(at + 1, len(tokens) - 1)].kind} & {"rel", "op"}:
        return False
    before = _segment(tokens, at, -1, cuts)
    after = _segment(tokens, at, 1, {place for place, one in enumerate(tokens) if one.kind == GAP})
    related = any(token.kind == "rel" for token in before)
    begins = tokens[at].text == WIDE and any(token.kind == "rel" for token in after[1:])
    return related and (is_remark(after) or begins)


def _segment(tokens: list[Token], at: int, step: int, cuts: set[int]) -> list[Token]:
    """The tokens from a gap to the next separator on one side; those before it without what is in brackets."""
    found: list[Token] = []
    depth, place = 0, at + step
    while 0 <= place < len(tokens):
        token = tokens[place]
        closes, opens = token.kind in _OPENING.values(), token.kind in _OPENING
        if depth == 0 and (token.kind in _ENDS or place in cuts or _holds_rows(tokens, place)):
            break
        if depth == 0 or step > 0:
            found.append(token)
        depth = max(depth + step * (opens - closes), 0)
        place += step
    return found


def is_remark(tokens: list[Token]) -> bool:
    r"""Whether tokens are words in brackets: (chain rule), (\text{by definition}).

    >>> from derive.reader.tokens import tokens
    >>> [is_remark(tokens(text)[:-1]) for text in (r"(\text{since it is so})", "(power rule)", "(data)", "(x)")]
    [True, True, False, False]
    """
    if len(tokens) < 3 or tokens[0].kind != "open" or tokens[-1].kind != "close":
        return False
    inner = tokens[1:-1]
    words = [word for token in inner if token.kind in ("text", "word") for word in token.text.split()]
    spoken = all(token.kind in ("text", "word") for token in inner) and not any(
        _is_function(word) for word in words
    )
    return spoken and (len(words) > 1 or any(not word.isascii() for word in words))


def _is_function(word: str) -> bool:
    return word.lower() in signs.FUNCTION_WORDS


def _is_one_row(tokens: list[Token], at: int) -> bool:
    r"""Whether an environment of a matrix holds dots and neither & nor \\."""
    end = next((place for place in range(at, len(tokens)) if tokens[place].kind == "end"), len(tokens))
    kinds = {token.kind for token in tokens[at + 1 : end]}
    return (
        tokens[at].text in signs.MATRICES and "dots" in kinds and not kinds & {"amp", "row", "soft", "begin"}
    )
