"""Small things about exact numbers and monomials."""

from __future__ import annotations

from fractions import Fraction

from flint import fmpq, fmpz
from flint.utils.flint_exceptions import DomainError

from derive.exact.field import Poly

FACTORABLE_BITS = 64
SMALL_PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47)


def rational(value: Fraction) -> fmpq:
    """A fraction as python-flint has it."""
    return fmpq(value.numerator, value.denominator)


def constant(poly: Poly) -> fmpq:
    """The number that a constant polynomial is."""
    return fmpq(0) if poly.is_zero() else poly.leading_coefficient()


def single(monomial: tuple[int, ...]) -> int | None:
    """The place of the only variable of a monomial, when it has degree 1."""
    if sum(monomial) != 1:
        return None
    return monomial.index(1)


def square_root(poly: Poly) -> Poly | None:
    """The polynomial whose square this is, if there is one."""
    try:
        return poly.sqrt()
    except DomainError:
        return None


def primes(value: fmpz) -> list[tuple[fmpz, int]]:
    """A whole number as powers; beyond some size only small primes are taken out."""
    if value == 1:
        return []
    if value.bit_length() <= FACTORABLE_BITS:
        return [(fmpz(prime), int(times)) for prime, times in value.factor()]
    found = []
    for prime in SMALL_PRIMES:  # a large number is not factored, only freed of small primes
        times = 0
        while value % prime == 0:
            value, times = value // prime, times + 1
        found += [(fmpz(prime), times)] if times else []
    return [*found, (value, 1)] if value != 1 else found
