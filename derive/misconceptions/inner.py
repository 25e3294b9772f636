"""Slips in the chain rule of one function: the inner derivative, or a link of the chain, is missing."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from derive.calculus import differentiate, free_symbols
from derive.functions import derivative
from derive.misconceptions.base import Result
from derive.misconceptions.differential import Place, Roles
from derive.misconceptions.forms import inside_activations
from derive.misconceptions.sites import factors
from derive.misconceptions.step import Case
from derive.terms import ZERO, Fn, Mul, Num, Pow, Sym, Term, fn, mul, power
from derive.traverse import postorder


def _outer(node: Term) -> tuple[Term, Term] | None:
    """The outer derivative and the inner function of a composition."""
    match node:
        case Fn(name=name, args=(inner,)):
            return derivative(name, (inner,)), inner
        case Pow(base=base, exponent=Num(value=value)) if value != 1:
            return mul(value, power(base, value - 1)), base
        case _:
            return None


def no_inner(node: Term, place: Place) -> Term | None:
    """The inner derivative is left out: (f(u))' is written as f'(u)."""
    found = _outer(node)
    if found is None or not place.moves(found[1]) or node in inside_activations(place.root):
        return None
    return found[0]


def no_inner_number(node: Term, place: Place) -> Term | None:
    """Only the number of the inner derivative is lost: (1 - a) and exp(-s) lose their -1, (2x + 1)^3 its 2."""
    found = _outer(node)
    if found is None or node in inside_activations(place.root):
        return None
    inner = place.d.get(found[1], ZERO)
    if isinstance(inner, Mul) and isinstance(inner.args[0], Num):
        return mul(found[0], *inner.args[1:])
    return found[0] if isinstance(inner, Num) else None


def no_inner_size(node: Term, place: Place) -> Term | None:
    """Of the number of the inner derivative only the sign is kept: exp(-2s) is differentiated to -exp(-2s)."""
    found = _outer(node)
    inner = place.d.get(found[1], ZERO) if found is not None else ZERO
    number = factors(inner)[0]
    if found is None or not isinstance(number, Num) or number.value == 0 or abs(number.value) == 1:
        return None
    sign = 1 if number.value > 0 else -1
    return mul(found[0], sign, *factors(inner)[1:])


def link_skipped(node: Term, place: Place) -> Term | None:
    """One link of a longer chain is left out: log cosh r is differentiated to r' / cosh r."""
    found = _outer(node)
    middle = _outer(found[1]) if found is not None else None
    if found is None or middle is None or not place.moves(middle[1]):
        return None
    return mul(found[0], place.d[middle[1]])


def no_outer(node: Term, place: Place) -> Term | None:
    """The derivative of exp(u) is written as u', and that of c exp(u) as well."""
    if isinstance(node, Fn) and node.name == "exp":
        return place.d[node.args[0]]
    moving = [arg for arg in node.args if place.moves(arg)] if isinstance(node, Mul) else []
    exponentials = [arg for arg in moving if isinstance(arg, Fn) and arg.name == "exp"]
    if len(moving) != 1 or not exponentials:
        return None
    numbers = [arg for arg in factors(node) if isinstance(arg, Num)]
    if len(numbers) + 1 == len(factors(node)):
        return None
    return mul(*numbers, place.d[exponentials[0].args[0]])


def no_inner_label(node: Term, place: Place) -> Term | None:
    """The label in the inner derivative of a margin is lost: exp(-y s) is differentiated as if by y s."""
    found = _outer(node)
    if found is None:
        return None
    inner = place.d.get(found[1], ZERO)
    if not isinstance(inner, Mul) or not any(place.roles.is_label(arg) for arg in inner.args):
        return None
    return mul(found[0], *(arg for arg in inner.args if not place.roles.is_label(arg)))


def root_left_out(node: Term, place: Place) -> Term | None:
    """The derivative of a distance is taken for half that of its square: (sqrt(u))' is written as u'/2."""
    match node:
        case Pow(base=base, exponent=Num(value=value)) if value == Fraction(1, 2) and place.moves(base):
            return mul(value, place.d[base])
        case _:
            return None


def by_another_variable(case: Case, roles: Roles) -> Iterator[tuple[str, Result]]:
    """The derivative by v = exp(s), s^2, 1/s, … is handed in for that by s: the inner derivative v' is missing."""
    for source in case.differentiations[:1]:
        pairs = list(zip(case.right, source.outputs, source.by, strict=True))
        found = [_replacing(out, by) for _, out, by in pairs]
        for number in range(min(map(len, found), default=0)):
            entries = (
                mul(right, power(slopes[number], -1))
                for (right, _, _), slopes in zip(pairs, found, strict=True)
            )
            yield f"variable {number + 1}", Result(case.right_shape, tuple(entries))


def _replacing(output: Term, by: Sym) -> list[Term]:
    """The derivatives of what could be taken for the variable instead: functions of it alone, and their inverses."""
    alone = [
        node
        for node in postorder((output,))
        if isinstance(node, Fn | Pow) and free_symbols(node) == {by.name}
    ]
    values = [value for node in alone for value in (node, power(node, -1))]
    values += [fn("exp", by) for node in alone if isinstance(node, Fn) and node.name == "exp"][:1]
    slopes = (differentiate(value, by) for value in values if value is not by)
    return list(dict.fromkeys(slope for slope in slopes if not isinstance(slope, Num)))
