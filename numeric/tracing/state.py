"""What a traced run knows about itself: the path it takes, its witness, and what it noticed on the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from derive.terms import AllOf, AnyOf, Compare, Condition, Negation, Num, Term, compare, negation
from numeric.tracing.witness import holds

MAX_DECISIONS = 400


class PathLimit(Exception):
    """The run took more decisions on symbols than a path may have."""


@dataclass
class Trace:
    """One run on exact values.

    ``prefix`` forces the first decisions, later ones follow the ``witness`` (symbol to number); ``inexact``
    is the first reason why the result is no exact expression any more, or "" while it is one. ``letters`` says which
    length of an axis is which size, where a program is traced for every size; ``sized`` is the first reason why it is
    one for this size only. ``once`` runs loops over whole axes once for all their rounds; ``has_infinities`` says
    that one was met.
    """

    witness: Mapping[str, float] = field(default_factory=dict)
    prefix: Sequence[bool] = ()
    recording: bool = False
    guards: bool = False
    letters: Mapping[int, str] = field(default_factory=dict)
    once: bool = False
    decisions: list[tuple[Condition, bool]] = field(default_factory=list)
    known: dict[Condition, bool] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    inexact: str = ""
    sized: str = ""
    has_infinities: bool = False

    def decide(self, condition: Condition) -> bool:
        """Which way the run goes at a condition on symbols; the decision is recorded."""
        settled = settle(condition)
        if settled is not None:
            return settled
        if condition in self.known:
            return self.known[condition]
        if len(self.decisions) >= MAX_DECISIONS:
            raise PathLimit(f"more than {MAX_DECISIONS} decisions depend on the inputs")
        number = len(self.decisions)
        outcome = self.prefix[number] if number < len(self.prefix) else holds(condition, self.witness)
        self.decisions.append((condition, outcome))
        self.known[condition] = outcome
        self.known[negation(condition)] = not outcome
        return outcome

    def is_known(self, condition: Condition) -> bool:
        """Whether the path has settled a condition already."""
        return condition in self.known or settle(condition) is not None

    def note(self, sentence: str) -> None:
        """Remember a sentence for the person who reads the verdict, once."""
        if sentence not in self.notes:
            self.notes.append(sentence)

    def leave_exactness(self, reason: str) -> None:
        """From here on the result proves nothing."""
        self.inexact = self.inexact or reason
        self.note(reason)

    def only_this_size(self, reason: str) -> None:
        """From here on the program is one for this size only."""
        self.sized = self.sized or reason


def settle(condition: Condition) -> bool | None:
    """The truth of a condition that needs no symbol, else None.

    >>> from derive.terms import compare
    >>> settle(compare("<", 1, 2))
    True
    """
    match condition:
        case Compare(relation=relation, left=Num(value=left), right=Num(value=right)):
            return {"<": left < right, "<=": left <= right, "=": left == right, "!=": left != right}[relation]
        case Compare(relation=relation, left=left, right=right) if left is right:
            return relation in ("<=", "=")
        case AllOf(parts=()):
            return True
        case AnyOf(parts=()):
            return False
        case Negation(part=part):
            inner = settle(part)
            return None if inner is None else not inner
        case _:
            return None


def is_not_zero(value: Term) -> Condition:
    """The condition that a number counts as true."""
    return compare("!=", value, 0)


class _Current:
    trace: Trace = Trace()


def current() -> Trace:
    """The run that is going on."""
    return _Current.trace


@contextmanager
def running(trace: Trace) -> Iterator[Trace]:
    """Make ``trace`` the run that is going on."""
    before, _Current.trace = _Current.trace, trace
    try:
        yield trace
    finally:
        _Current.trace = before
