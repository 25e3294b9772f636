"""Brackets, braces and environments are paired before anything is read; a missing one is put in, and told."""

from __future__ import annotations

from collections.abc import Iterator

from derive.errors import ReadError, Refused
from derive.reader.syntax import Repair, Span
from derive.reader.tokens import Token

DEEPEST = 32
MOST_REPAIRS = 8
_OPENING = {"open": "close", "group": "endgroup", "begin": "end"}
_CLOSING = {"close": "open", "endgroup": "group", "end": "begin"}
_CLOSER = {"(": ")", "[": "]", "{": "}", "⟨": "⟩", "|": "|", "‖": "‖", "⌊": "⌋", ".": "."}
_STOPS = ("rel", "row", "amp", "wide", "text")


def balance(tokens: list[Token]) -> tuple[list[Token], list[Repair]]:
    """The tokens with every bracket paired, and the repairs that took; ReadError where that is hopeless.

    >>> from derive.reader.tokens import tokens
    >>> paired, repairs = balance(tokens("(1 - y)(1 - p"))
    >>> "".join(token.text for token in paired), repairs[0].what
    ('(1-y)(1-p)', 'inserted )')
    """
    open_ones, removed = _unpaired(tokens)
    if not open_ones and not removed:
        return tokens, []
    if len(open_ones) + len(removed) > MOST_REPAIRS:
        first = tokens[(open_ones or removed)[0]]
        raise ReadError("too many brackets have no partner", start=first.start, end=first.end)
    repairs = [_removal(tokens[index]) for index in removed]
    inserted: dict[int, list[Token]] = {}
    for index in reversed(open_ones):
        place = _place_to_close(tokens, index)
        closer = _closer(tokens[index], tokens[place])
        inserted.setdefault(place, []).append(closer)
        repairs.append(Repair(Span(closer.start, closer.end), f"inserted {closer.text or '.'}", "inserted"))
    return _rebuilt(tokens, inserted, set(removed)), repairs


def misfits(tokens: list[Token], pairs: dict[int, int]) -> Iterator[Repair]:
    r"""What was read as meant and is not so written: \right without a bracket, \end{matrix} of a pmatrix."""
    for first, last in pairs.items():
        opening, closing = tokens[first], tokens[last]
        if opening.kind == "begin" and opening.text != closing.text:
            what = rf"read \end{{{closing.text}}} as \end{{{opening.text}}}"
            yield Repair(Span(closing.start, closing.end), what, "replaced")
        if "." in (opening.text, closing.text) and _is_lost(opening, closing):
            lost = closing if closing.text == "." else opening
            yield Repair(Span(lost.start, lost.end), "inserted the bracket that is missing here", "inserted")


def _is_lost(opening: Token, closing: Token) -> bool:
    r"""Whether \left or \right stands alone, or nothing closes or opens a round or square bracket: \left( … \right."""
    alone = _is_bare(opening, r"\left") or _is_bare(closing, r"\right")
    return alone or opening.text in ("(", "[") or closing.text in (")", "]")


def _is_bare(token: Token, command: str) -> bool:
    return token.text == "." and token.end - token.start == len(command)


def partners(tokens: list[Token]) -> dict[int, int]:
    """The index of the closing token for the index of each opening one."""
    found: dict[int, int] = {}
    stack: list[int] = []
    for index, token in enumerate(tokens):
        if token.kind in _OPENING:
            stack.append(index)
        elif token.kind in _CLOSING and stack:
            found[stack.pop()] = index
    return found


def _unpaired(tokens: list[Token]) -> tuple[list[int], list[int]]:
    stack: list[int] = []
    unclosed: list[int] = []
    removed: list[int] = []
    for index, token in enumerate(tokens):
        if token.kind in _OPENING:
            stack.append(index)
            if len(stack) > DEEPEST:
                raise Refused(
                    f"brackets are nested more than {DEEPEST} deep", start=token.start, end=token.end
                )
        elif token.kind in _CLOSING:
            depth = _opener_depth(tokens, stack, _CLOSING[token.kind])
            if depth is None:
                removed.append(index)
            else:
                unclosed.extend(stack[depth + 1 :])
                del stack[depth:]
    return sorted(unclosed + stack), removed


def _opener_depth(tokens: list[Token], stack: list[int], kind: str) -> int | None:
    """How deep on the stack stands what this closes: brackets never reach out of a brace group."""
    for depth in range(len(stack) - 1, -1, -1):
        if tokens[stack[depth]].kind == kind:
            return depth
        if kind == "open":
            return None
    return None


def _place_to_close(tokens: list[Token], index: int) -> int:
    """Where a bracket ends that nobody closed: before the next relation, or where its surroundings end."""
    depth = 0
    for place in range(index + 1, len(tokens)):
        kind = tokens[place].kind
        if depth == 0 and (kind in _STOPS or kind == "eof" or kind in _CLOSING):
            return place
        depth += (kind in _OPENING) - (kind in _CLOSING)
        if depth < 0:
            return place
    return len(tokens) - 1


def _closer(opener: Token, before: Token) -> Token:
    text = opener.text if opener.kind == "begin" else _CLOSER.get(opener.text, "}")
    return Token(_OPENING[opener.kind], text, before.start, before.start)


def _removal(token: Token) -> Repair:
    return Repair(Span(token.start, token.end), f"removed {token.text}", "removed")


def _rebuilt(tokens: list[Token], inserted: dict[int, list[Token]], removed: set[int]) -> list[Token]:
    out: list[Token] = []
    for index, token in enumerate(tokens):
        out.extend(inserted.get(index, ()))
        if index not in removed:
            out.append(token)
    return out
