"""Exact scalar expressions: what every formula and every traced program becomes before it is judged.

Terms are immutable and shared: equal terms are the same object, so equality and hashing cost nothing.
Building a term folds rational numbers and drops neutral elements, and decides nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from sys import getrefcount
from typing import Any, ClassVar, Literal

Number = int | Fraction
Relation = Literal["<", "<=", "=", "!="]


class _Printed:
    """Terms and conditions show themselves as they are written."""

    __slots__ = ()

    def __repr__(self) -> str:
        from derive.printing import term_text

        return term_text(self)  # type: ignore[arg-type]


class _Arithmetic(_Printed):
    """The operators +, -, *, /, ** for terms, so that rules read as they are written on paper."""

    __slots__ = ()

    def __add__(self, other: TermLike) -> Term:
        return add(self, other)

    def __radd__(self, other: TermLike) -> Term:
        return add(other, self)

    def __sub__(self, other: TermLike) -> Term:
        return add(self, mul(-1, other))

    def __rsub__(self, other: TermLike) -> Term:
        return add(other, mul(-1, self))

    def __mul__(self, other: TermLike) -> Term:
        return mul(self, other)

    def __rmul__(self, other: TermLike) -> Term:
        return mul(other, self)

    def __truediv__(self, other: TermLike) -> Term:
        return mul(self, power(other, -1))

    def __rtruediv__(self, other: TermLike) -> Term:
        return mul(other, power(self, -1))

    def __pow__(self, other: TermLike) -> Term:
        return power(self, other)

    def __rpow__(self, other: TermLike) -> Term:
        return power(other, self)

    def __neg__(self) -> Term:
        return mul(-1, self)


@dataclass(frozen=True, slots=True, eq=False, repr=False, weakref_slot=True)
class Num(_Arithmetic):
    """A rational number."""

    value: Fraction


@dataclass(frozen=True, slots=True, eq=False, repr=False, weakref_slot=True)
class Sym(_Arithmetic):
    """A free scalar, known by its name."""

    name: str


@dataclass(frozen=True, slots=True, eq=False, repr=False, weakref_slot=True)
class Const(_Arithmetic):
    """A transcendental constant: "pi" (e is written exp(1))."""

    name: str


@dataclass(frozen=True, slots=True, eq=False, repr=False, weakref_slot=True)
class Add(_Arithmetic):
    """A sum, flattened, with at most one number in it."""

    args: tuple[Term, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False, weakref_slot=True)
class Mul(_Arithmetic):
    """A product, flattened, with at most one number in it (first); a zero factor is kept, as it may hide log 0."""

    args: tuple[Term, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False, weakref_slot=True)
class Pow(_Arithmetic):
    """A power; the exponent is any term."""

    base: Term
    exponent: Term


@dataclass(frozen=True, slots=True, eq=False, repr=False, weakref_slot=True)
class Fn(_Arithmetic):
    """A function of ``derive.functions`` applied to arguments."""

    name: str
    args: tuple[Term, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False, weakref_slot=True)
class Case(_Arithmetic):
    """Value of the first branch whose condition holds, else ``otherwise``."""

    branches: tuple[tuple[Condition, Term], ...]
    otherwise: Term


@dataclass(frozen=True, slots=True, eq=False, repr=False, weakref_slot=True)
class Compare(_Printed):
    """A comparison of two scalars."""

    relation: Relation
    left: Term
    right: Term


@dataclass(frozen=True, slots=True, eq=False, repr=False, weakref_slot=True)
class AllOf(_Printed):
    """Every part holds (no parts: always)."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False, weakref_slot=True)
class AnyOf(_Printed):
    """Some part holds (no parts: never)."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False, weakref_slot=True)
class Negation(_Printed):
    """The part does not hold."""

    part: Condition


Term = Num | Sym | Const | Add | Mul | Pow | Fn | Case
Condition = Compare | AllOf | AnyOf | Negation
TermLike = Term | _Arithmetic | int | Fraction


class _Shared:
    """The table of terms: one object for each distinct term; terms that nobody else holds are dropped now and then."""

    table: ClassVar[dict[tuple[object, ...], Any]] = {}
    purge_at: ClassVar[int] = 200_000


def _share(kind: type[Any], *fields: object) -> Any:
    key = (kind, *fields)
    found = _Shared.table.get(key)
    if found is None:
        found = kind(*fields)
        _Shared.table[key] = found
        if len(_Shared.table) > _Shared.purge_at:
            _purge()
    return found


_ONLY_HERE = 3  # references to a term that only the table holds: the table, a variable, the call that counts


def _purge() -> None:
    # Newest first, so that a term goes before its parts, which nothing holds then either.
    table = _Shared.table
    keys = list(table)
    while keys:
        key = keys.pop()
        found = table[key]
        if getrefcount(found) <= _ONLY_HERE:
            del table[key]
        del found, key
    _Shared.purge_at = max(200_000, 2 * len(table))


def term(value: TermLike) -> Term:
    """The term of a number, or the term itself.

    >>> term(3) is num(3)
    True
    """
    if isinstance(value, int | Fraction):
        return num(value)
    return value  # type: ignore[return-value]


def num(value: Number) -> Num:
    """The term of a rational number."""
    found: Num | None = _numbers.get(value)
    if found is None:
        found = _numbers[value] = _share(Num, Fraction(value))
    return found


_numbers: dict[Number, Num] = {}


def sym(name: str) -> Sym:
    """The free scalar of this name.

    >>> sym("x") is sym("x")
    True
    """
    found: Sym = _share(Sym, name)
    return found


ZERO = num(0)
ONE = num(1)
PI: Const = _share(Const, "pi")


def add(*parts: TermLike) -> Term:
    """The sum of the parts, flattened, its numbers added up.

    >>> add(sym("x"), 1, add(2, sym("y"))) is add(sym("x"), sym("y"), 3)
    True
    """
    numbers, rest = _flat(parts, Add)
    total = _one_number(numbers, sum, ZERO)
    if total is not ZERO or not rest:
        rest.append(total)
    return rest[0] if len(rest) == 1 else _share(Add, tuple(rest))


def mul(*parts: TermLike) -> Term:
    """The product of the parts, flattened, its numbers multiplied.

    >>> mul(2, sym("x"), 3) is mul(6, sym("x"))
    True
    """
    numbers, rest = _flat(parts, Mul)
    total = _one_number(numbers, prod, ONE)
    if total is not ONE or not rest:
        rest.insert(0, total)
    return rest[0] if len(rest) == 1 else _share(Mul, tuple(rest))


def some_factors(args: tuple[Term, ...]) -> Term:
    """The product of some factors of a product without its number: they need no flattening.

    >>> some_factors((2 * sym("x") * sym("y")).args[1:]) is sym("x") * sym("y")
    True
    """
    if len(args) < 2:
        return args[0] if args else ONE
    found: Mul = _share(Mul, args)
    return found


def power(base: TermLike, exponent: TermLike) -> Term:
    """base ** exponent; whole powers of non-zero numbers are folded.

    >>> power(2, -1) is num(Fraction(1, 2))
    True
    """
    low, high = term(base), term(exponent)
    if high is ONE:
        return low
    small = isinstance(high, Num) and high.value.denominator == 1 and abs(high.value) <= 64
    if small and isinstance(low, Num) and (low.value or high.value > 0):  # type: ignore[union-attr]
        return num(low.value ** int(high.value))  # type: ignore[union-attr]
    found: Pow = _share(Pow, low, high)
    return found


def fn(name: str, *args: TermLike) -> Term:
    """A function of ``derive.functions`` applied to arguments."""
    found: Fn = _share(Fn, name, tuple(term(arg) for arg in args))
    return found


def case(branches: Iterable[tuple[Condition, TermLike]], otherwise: TermLike) -> Term:
    """The first branch whose condition holds, else ``otherwise``; branches with one value collapse.

    >>> case([(compare("<", sym("x"), 0), 1)], 1) is num(1)
    True
    """
    kept = tuple((condition, term(value)) for condition, value in branches)
    last = term(otherwise)
    if all(value is last for _, value in kept):
        return last
    found: Case = _share(Case, kept, last)
    return found


def compare(relation: Relation, left: TermLike, right: TermLike) -> Compare:
    """The comparison ``left relation right``; > and >= are written with the sides exchanged."""
    found: Compare = _share(Compare, relation, term(left), term(right))
    return found


def all_of(*parts: Condition) -> Condition:
    """Every part holds."""
    found: Condition = parts[0] if len(parts) == 1 else _share(AllOf, parts)
    return found


def any_of(*parts: Condition) -> Condition:
    """Some part holds."""
    found: Condition = parts[0] if len(parts) == 1 else _share(AnyOf, parts)
    return found


def negation(part: Condition) -> Condition:
    """The part does not hold."""
    if isinstance(part, Negation):
        return part.part
    found: Negation = _share(Negation, part)
    return found


def _flat(parts: tuple[TermLike, ...], kind: type[Add] | type[Mul]) -> tuple[list[Num], list[Term]]:
    # The numbers among the parts, and the other parts, those of nested sums (or products) included.
    numbers: list[Num] = []
    rest: list[Term] = []
    for part in parts:
        whole = part if isinstance(part, _Arithmetic) else term(part)
        if whole.__class__ is kind:
            for one in whole.args:
                (numbers if one.__class__ is Num else rest).append(one)  # type: ignore[arg-type]
        else:
            (numbers if whole.__class__ is Num else rest).append(whole)  # type: ignore[arg-type]
    return numbers, rest


def _one_number(numbers: list[Num], together: Callable[[Iterator[Number]], Number], none: Num) -> Num:
    # A number that stands alone is kept as it is: looking its term up again means hashing a fraction.
    if len(numbers) > 1:
        return num(together(one.value for one in numbers))
    return numbers[0] if numbers else none
