"""Where the variables live: intervals, finite sets of labels, one-hot and simplex vectors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Interval:
    """Real numbers between two ends; None is an infinite end; ``integer`` keeps only the whole numbers."""

    low: Fraction | None = None
    high: Fraction | None = None
    open_low: bool = True
    open_high: bool = True
    integer: bool = False


@dataclass(frozen=True, slots=True)
class FiniteSet:
    """Finitely many rational values, such as the labels {0,1} or {-1,1}."""

    values: tuple[Fraction, ...]


Domain = Interval | FiniteSet

REALS = Interval()
POSITIVE = Interval(low=Fraction(0))
UNIT = Interval(Fraction(0), Fraction(1))
LABELS = FiniteSet((Fraction(0), Fraction(1)))
SIGNS = FiniteSet((Fraction(-1), Fraction(1)))


@dataclass(frozen=True, slots=True)
class OneHot:
    """Symbols of which exactly one is 1 and the others are 0."""

    symbols: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Simplex:
    """Positive symbols that sum to 1."""

    symbols: tuple[str, ...]


Group = OneHot | Simplex


@dataclass(frozen=True)
class Domains:
    """The declared domain of every symbol; a symbol that is not named is any real number.

    Constraints that are equations (labels, one-hot, simplex) are applied only after differentiation.
    """

    of: Mapping[str, Domain] = field(default_factory=lambda: MappingProxyType({}))
    groups: tuple[Group, ...] = ()

    def __hash__(self) -> int:
        """Equal domains have one hash, in whatever order their names were declared."""
        return hash((frozenset(self.of.items()), self.groups))

    def domain(self, name: str) -> Domain:
        """The declared domain of one symbol; members of a one-hot vector are labels, those of a simplex lie in (0,1).

        >>> Domains({"p": UNIT}).domain("q") == REALS
        True
        """
        found = self.of.get(name)
        if found is not None:
            return found
        for group in self.groups:
            if name in group.symbols:
                return LABELS if isinstance(group, OneHot) else UNIT
        return REALS


ANYWHERE = Domains()
