"""Quotients: the rule with five factors and one minus."""

from __future__ import annotations

from derive.misconceptions.base import Example, Misconception, OnPaper, differentiating
from derive.misconceptions.differential import Place, product_part
from derive.misconceptions.forms import activation
from derive.terms import ZERO, Mul, Num, Pow, Term, add, mul, power

# --- the chain rule of one function -------------------------------------------------------------


def _is_divisor(node: Term) -> bool:
    return isinstance(node, Pow) and isinstance(node.exponent, Num) and node.exponent.value < 0


def _quotient(node: Term, place: Place) -> tuple[Term, Term, Term, Term] | None:
    """Numerator, denominator and their derivatives, of a quotient whose denominator moves."""
    args = node.args if isinstance(node, Mul) else (node,)
    below = [arg for arg in args if isinstance(arg, Pow) and _is_divisor(arg) and place.moves(arg.base)]
    if len(below) != 1:
        return None
    above = [arg for arg in args if arg is not below[0]]
    moving = [k for k, arg in enumerate(above) if place.moves(arg)]
    slope = add(*(product_part(tuple(above), k, place.d) for k in moving))
    held = below[0]
    count = mul(-1, held.exponent)
    bottom = power(held.base, count)
    bottom_slope = mul(count, power(held.base, add(count, -1)), place.d[held.base])
    return mul(*above), bottom, slope, bottom_slope


def _plus_in_quotient(node: Term, place: Place) -> Term | None:
    found = _quotient(node, place)
    if found is None or _is_known_activation(node, place):
        return None
    u, v, du, dv = found
    return (du * v + u * dv) / v**2


def _is_known_activation(node: Term, place: Place) -> bool:
    # Inside a loss nobody differentiates 1/(1 + exp(-s)) as a quotient: its derivative is remembered.
    return node is not place.root and activation(node) is not None


def _turned_quotient(node: Term, place: Place) -> Term | None:
    found = _quotient(node, place)
    if found is None or found[2] is ZERO:
        return None
    u, v, du, dv = found
    return (u * dv - du * v) / v**2


def _denominator_not_squared(node: Term, place: Place) -> Term | None:
    found = _quotient(node, place)
    if found is None:
        return None
    u, v, du, dv = found
    return (du * v - u * dv) / v


def _first_factor_of_quotient(node: Term, place: Place) -> Term | None:
    found = _quotient(node, place)
    if found is None or found[2] is ZERO:
        return None
    u, v, du, dv = found
    return (du - u * dv) / v**2


def _second_factor_of_quotient(node: Term, place: Place) -> Term | None:
    found = _quotient(node, place)
    if found is None or found[2] is ZERO:
        return None
    _, v, du, dv = found
    return (du * v - dv) / v**2


def _quotient_of_derivatives(node: Term, place: Place) -> Term | None:
    found = _quotient(node, place)
    if found is None or found[2] is ZERO or found[3] is ZERO:
        return None
    return found[2] / found[3]


def _second_term_not_divided(node: Term, place: Place) -> Term | None:
    # u'/v - u v': only the first term is divided.
    found = _quotient(node, place)
    if found is None or found[2] is ZERO:
        return None
    u, v, du, dv = found
    return du / v - u * dv


def _numerator_only(node: Term, place: Place) -> Term | None:
    found = _quotient(node, place)
    if found is None or found[2] is ZERO:
        return None
    return found[2] / found[1]


QUOTIENT_RULE_SIGN = Misconception(
    id="quotient-rule-sign",
    family="derivatives",
    title="The quotient rule with the wrong sign",
    people_do="(u/v)′ is written as (u′v + uv′)/v², or with its two terms exchanged: (uv′ − u′v)/v².",
    tempts="The product rule has a plus, and the order of the two terms does not matter there.",
    right_way=(
        "(u/v)′ = (u′v − uv′)/v²: the derivative of the numerator comes first, the other term is subtracted."
    ),
    glance="A growing denominator makes a fraction smaller, so v′ must enter with a minus.",
    source="Rudin, Principles of Mathematical Analysis, theorem 5.3 (c)",
    caught=(
        Example("quotient", "x", "u = x ** 2 + 1; v = x + exp(x); (2 * x * v + u * (1 + exp(x))) / v ** 2"),
    ),
    paper=(
        OnPaper(
            r"$g(t) = \frac{t}{1 + t^2}$",
            r"\frac{dg}{dt} = \frac{(1 + t^2) + 2 t^2}{(1 + t^2)^2}",
            r"\frac{dg}{dt} = \frac{(1 + t^2) - 2 t^2}{(1 + t^2)^2}",
        ),
    ),
    mutations=differentiating(_plus_in_quotient, _turned_quotient),
)


QUOTIENT_RULE_DROPPED_FACTOR = Misconception(
    id="quotient-rule-dropped-factor",
    family="derivatives",
    title="The quotient rule without one of its factors",
    people_do="(u/v)′ is written as (u′v − uv′)/v, (u′ − uv′)/v², (u′v − v′)/v², u′/v or u′/v′.",
    tempts="The rule has five factors; a square or one factor is easily lost between two lines.",
    right_way="(u/v)′ = (u′v − uv′)/v².",
    glance="Try u = v: the fraction is 1, so its derivative must come out as 0.",
    source="Rudin, Principles of Mathematical Analysis, theorem 5.3 (c)",
    caught=(Example("quotient", "x", "u = x ** 2 + 1; v = x + exp(x); (2 * x * v - u * (1 + exp(x))) / v"),),
    paper=(
        OnPaper(
            r"$g(t) = \frac{t}{1 + t^2}$",
            r"\frac{dg}{dt} = \frac{(1 + t^2) - 2 t^2}{1 + t^2}",
            r"\frac{dg}{dt} = \frac{(1 + t^2) - 2 t^2}{(1 + t^2)^2}",
        ),
    ),
    mutations=differentiating(
        _denominator_not_squared,
        _first_factor_of_quotient,
        _second_factor_of_quotient,
        _quotient_of_derivatives,
        _numerator_only,
        _second_term_not_divided,
    ),
    rank=2,
)


RECORDS = (QUOTIENT_RULE_SIGN, QUOTIENT_RULE_DROPPED_FACTOR)
