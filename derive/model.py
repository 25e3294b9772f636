"""The frozen data that flow between the parts: verdicts and what they rest on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import NoReturn, overload

from derive.domains import Domains
from derive.terms import Term


class Reason(Enum):
    """Why nothing is said: each member's value is a sentence for a person."""

    OUTSIDE_FRAGMENT = "The formula uses something outside the fragment that can be decided."
    BUDGET = "The work budget was spent before a proof or a counterexample was found."
    TIME = "The wall-clock guard stopped the work."
    NO_DOMAIN_POINT = "No point of the declared domain was found at which both sides are certainly defined."
    UNDECLARED = "A name in this line is not defined anywhere in the document."
    READINGS_DISAGREE = "The notation allows several readings, and they do not agree."
    NOT_READ = "The formula could not be read."
    REPAIR_MATTERS = "The formula had to be repaired, and the verdict depends on how."
    SIZES_ONLY = "It holds at the sizes that were tried, and nothing proves it for the others."
    UNEXPLAINED = (
        "Refuted as it was read, but no slip explains the difference, so the reading may be at fault."
    )
    UNDECIDED = "Neither a proof nor a certified counterexample was found."
    NOT_A_CLAIM = "This kind of relation is not judged unless it can be proved."
    INEXACT = "A step left exact arithmetic, so nothing can be proved about it."
    UNCOVERED_PATHS = "Part of the declared domain takes a path through the program that was not explored."


@dataclass(frozen=True, slots=True)
class Claim:
    """What a verdict is about: two scalar sides over declared domains, kept so that evidence can be re-checked."""

    left: Term
    right: Term
    domains: Domains


class _NoTruthValue:
    __slots__ = ()

    def __bool__(self) -> NoReturn:
        raise TypeError("a verdict has no truth value; match on Right, Wrong and Unknown instead")

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        from derive.evidence import verdict_text

        assert isinstance(self, Right | Wrong | Unknown)
        return {"text/plain": verdict_text(self)}


class Trail(Sequence[str]):
    """The steps of a proof in words, written down when they are first read.

    >>> Trail(lambda: ("first", "second"))[1]
    'second'
    """

    __slots__ = ("_lines", "_write")

    def __init__(self, write: Callable[[], tuple[str, ...]]) -> None:
        self._write: Callable[[], tuple[str, ...]] | None = write
        self._lines: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """The steps."""
        if self._write is not None:
            self._lines, self._write = self._write(), None
        return self._lines

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[str]: ...
    def __getitem__(self, place: int | slice) -> str | Sequence[str]:
        return self.lines[place]

    def __len__(self) -> int:
        return len(self.lines)

    def __eq__(self, other: object) -> bool:
        return self.lines == (other.lines if isinstance(other, Trail) else other)

    def __hash__(self) -> int:
        return hash(self.lines)

    def __repr__(self) -> str:
        return repr(self.lines)

    def __reduce__(self) -> tuple[type[tuple[str, ...]], tuple[tuple[str, ...]]]:
        return tuple, (self.lines,)


@dataclass(frozen=True, slots=True)
class Right(_NoTruthValue):
    """Equal wherever both sides are defined and real, by an exact proof.

    ``method`` names the argument, ``trail`` its steps in words, ``conditions`` what it holds under
    ("y in {0,1}", "x > 0"), ``sizes`` the sizes that were proved ("N=1..3, M=2"; "every N"; None: no sizes).
    ``claims`` are the scalar equations that were proved.
    """

    method: str
    trail: Sequence[str] = ()
    conditions: tuple[str, ...] = ()
    sizes: str | None = None
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class Wrong(_NoTruthValue):
    """Refuted: at the exact rational ``point`` inside the declared domain the sides certainly differ.

    ``left``, ``right`` and ``gap`` print the two values and their difference (exact, or a certified ball).
    ``kind`` is "value" for two different values, "undefined" where one side is defined nowhere in the domain,
    "shape" where the shapes of the sides cannot be reconciled (then ``left`` and ``right`` print the shapes).
    ``entry`` is the 0-based index of the differing entry of an array; ``sizes`` the sizes of the counterexample.
    """

    point: tuple[tuple[str, Fraction], ...]
    left: str
    right: str
    gap: str = ""
    kind: str = "value"
    conditions: tuple[str, ...] = ()
    sizes: tuple[tuple[str, int], ...] = ()
    entry: tuple[int, ...] = ()
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class Unknown(_NoTruthValue):
    """Cannot tell; ``reason`` is the sentence that says why, ``detail`` names what it is about."""

    reason: Reason
    detail: str = ""


Verdict = Right | Wrong | Unknown
