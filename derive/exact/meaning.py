"""From the normal form back to terms: what polynomials in the generators stand for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from flint import fmpq

from derive.exact.field import Field, Poly, Quotient
from derive.terms import PI, Term, add, case, compare, fn, mul, num, power, sym

SHORT = 12


def poly_term(field: Field, poly: Poly) -> Term:
    """The term that a polynomial in the generators stands for."""
    parts = []
    for monomial, coefficient in poly.to_dict().items():
        parts.append(mul(_number(coefficient), *_factors(field, monomial)))
    return add(*parts)


def _factors(field: Field, monomial: tuple[int, ...]) -> list[Term]:
    # x times the sign of x is shown as |x|.
    powers = {k: int(times) for k, times in enumerate(monomial) if times}
    found = []
    for place in list(powers):
        generator = field.generators[place]
        if generator.kind == "sign" and len(generator.data) == 1 and generator.data.total_degree() == 1:
            inside = generator.data.monoms()[0].index(1)
            if inside in powers and powers[place] == 1:
                found.append(fn("abs", generator_term(field, inside)))
                del powers[place]
                powers[inside] -= 1
    return [*(power(generator_term(field, k), times) for k, times in powers.items() if times), *found]


def quotient_term(field: Field, value: Quotient) -> Term:
    """The term that a quotient stands for."""
    return poly_term(field, value.num) / poly_term(field, value.den)


def generator_term(field: Field, place: int) -> Term:
    """The term that one generator stands for, worked out once: generators nest, and each may be met many times."""
    if place not in field.meanings:
        field.meanings[place] = _generator_term(field, place)
    return field.meanings[place]


def _generator_term(field: Field, place: int) -> Term:
    generator = field.generators[place]
    data = generator.data
    match generator.kind:
        case "symbol":
            return sym(data)
        case "constant":
            return PI
        case "exp" | "sin" | "cos" as name:
            return fn(name, _vector_term(field, data))
        case "log":
            return fn("log", poly_term(field, data))
        case "root":
            return power(poly_term(field, data[0]), Fraction(1, data[1]))
        case "sign":
            return fn("sign", poly_term(field, data))
        case "parity":
            return power(quotient_term(field, data[0]), quotient_term(field, data[1]))
        case "power of 0":
            return power(num(0), quotient_term(field, data))
        case "power":
            return fn("exp", mul(_number(data[1]), quotient_term(field, data[0])))
        case "equal":
            return case([(compare("=", poly_term(field, data), 0), 1)], 0)
        case kind:
            parts = (data,) if isinstance(data, Quotient) else data
            return fn(kind, *(quotient_term(field, part) for part in parts))


def _vector_term(field: Field, vector: Mapping[Any, fmpq]) -> Term:
    parts = []
    for (den, monomial), coefficient in vector.items():
        top = poly_term(field, field.ring.from_dict({monomial: coefficient}))
        parts.append(top if den is None else top / poly_term(field, field.denominators[den]))
    return add(*parts)


def _number(value: fmpq) -> Term:
    return num(Fraction(int(value.p), int(value.q)))


def is_short(field: Field, place: int) -> bool:
    """Whether what a generator stands for is short enough to be shown."""
    polys = list(_polys(field, field.generators[place].data))
    if sum(map(len, polys)) > SHORT:
        return False
    inner = {k for poly in polys for monomial in poly.monoms() for k, times in enumerate(monomial) if times}
    return all(is_short(field, k) for k in inner)


def _polys(field: Field, data: Any) -> Iterator[Poly]:
    match data:
        case Quotient() | tuple():
            for part in data:
                yield from _polys(field, part)
        case dict():
            for den, monomial in data:
                yield field.ring.from_dict({monomial: fmpq(1)})
                yield from [] if den is None else [field.denominators[den]]
        case str() | int() | fmpq():
            return
        case _:
            yield data
