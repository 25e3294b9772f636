"""The place of the reader in a row of tokens, and what it has noted down so far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from derive.errors import ReadError, Refused
from derive.reader.notation import Notation
from derive.reader.syntax import Ambiguous, Node, Repair, RepairKind, Span
from derive.reader.tokens import Token

DEEPEST = 80
MOST_QUESTIONS = 24


class Run(NamedTuple):
    """Factors side by side, and the signs between them ("" where nothing stands between).

    ``closed`` says of each factor whether it stands in brackets of its own.
    """

    factors: list[Node]
    signs: list[str]
    closed: list[bool]


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of the grammar that the others need: each reads one thing and steps behind it."""

    chain: Callable[[Cursor], Node]
    sum: Callable[[Cursor], Node]
    term: Callable[[Cursor], Node]
    run: Callable[[Cursor], Run]
    join: Callable[[Cursor, Run], Node]
    factor: Callable[[Cursor], Node]
    items: Callable[[Cursor], list[Node]]


class Cursor:
    """Walks over balanced tokens. ``partner[i]`` is the index of the token that closes token i."""

    __slots__ = (
        "at", "bars", "colon", "depth", "end_of_last", "in_index", "inside", "kind", "notation", "partner", "questions",
        "repairs", "rules",
        "token", "tokens",
    )  # fmt: skip

    def __init__(
        self, tokens: list[Token], partner: dict[int, int], notation: Notation, rules: Rules
    ) -> None:
        self.tokens = tokens
        self.partner = partner
        self.notation = notation
        self.rules = rules
        self.at = 0
        self.token = tokens[0]
        self.kind = self.token.kind
        self.end_of_last = self.token.start
        self.depth = 0
        self.questions = 0
        self.bars: list[str] = []
        self.colon = "product"
        self.inside = False
        self.in_index = False
        self.repairs: list[Repair] = []

    def advance(self) -> Token:
        """Step over a token and return it."""
        token = self.token
        self.end_of_last = token.end
        if self.at + 1 < len(self.tokens):
            self.at += 1
            self.token = self.tokens[self.at]
            self.kind = self.token.kind
        return token

    def jump(self, at: int) -> None:
        """Go to the token with this index."""
        self.at = at
        self.token = self.tokens[at]
        self.kind = self.token.kind
        self.end_of_last = self.tokens[at - 1].end if at else self.token.start

    def ahead(self, steps: int = 1) -> Token:
        """The token some steps ahead (the last one where there are not so many)."""
        return self.tokens[min(self.at + steps, len(self.tokens) - 1)]

    def span(self, start: int) -> Span:
        """From ``start`` to the end of the last token that was read."""
        return Span(start, max(start, self.end_of_last))

    def repair(self, start: int, end: int, what: str, kind: RepairKind) -> None:
        """Note what had to be repaired."""
        self.repairs.append(Repair(Span(start, end), what, kind))

    def fail(self, message: str) -> ReadError:
        """The error to raise at this token."""
        return ReadError(message, start=self.token.start, end=max(self.token.end, self.token.start + 1))

    def must_move(self, before: int) -> None:
        """Refuse what no rule can read, so that no loop stands still."""
        if self.at == before:
            raise self.fail(f"this cannot stand here: {self.token.text or self.kind}")

    def deeper(self) -> None:
        """Count one level of nesting; too many are refused, so that the work stays bounded."""
        self.depth += 1
        if self.depth > DEEPEST:
            token = self.token
            raise Refused(
                f"the formula is nested more than {DEEPEST} levels deep", start=token.start, end=token.end
            )

    def choose(self, key: str, options: dict[str, Node], start: int) -> Node:
        """The reading that the document's notation chooses, or all of them, the likeliest first."""
        chosen = options.get(self.notation.choices.get(key, ""))
        if chosen is not None or len(options) == 1:
            return chosen or next(iter(options.values()))
        return self.open(key, options, start)

    def open(self, key: str, options: dict[str, Node], start: int) -> Node:
        """All readings, the likeliest first."""
        if self.questions >= MOST_QUESTIONS:
            raise self.fail(f"more than {MOST_QUESTIONS} places of this formula can be read in several ways")
        self.questions += 1
        return Ambiguous(tuple(options.values()), key, self.span(start))
