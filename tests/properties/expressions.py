"""Random expressions of the fragment, and the domains in which they are compared."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random

from derive.domains import LABELS, POSITIVE, SIGNS, UNIT, Domains, Interval
from derive.terms import (
    PI,
    Term,
    add,
    case,
    compare,
    fn,
    mul,
    num,
    power,
    sym,
)

WHOLE = Interval(integer=True)
TRIED_POINTS = 60
DOMAINS = Domains({"p": UNIT, "q": UNIT, "w": POSITIVE, "y": LABELS, "t": SIGNS, "n": WHOLE, "m": WHOLE})
HALF = Fraction(1, 2)
SYMBOLS = tuple(map(sym, ("x", "s", "b", "p", "q", "w", "y", "t")))
COUNTS = tuple(map(sym, ("n", "m")))
SMOOTH = ("exp", "sigmoid", "tanh", "softplus", "normcdf", "erf", "sin", "cos", "atan", "sinh", "cosh")
KINKED = ("abs", "relu", "sign", "step")
NUMBERS = tuple(map(Fraction, ("1", "2", "3", "1/2", "-1", "1/3", "5")))


def expression(random: Random, depth: int) -> Term:
    """A random expression."""
    if depth == 0 or random.random() < 0.15:
        return random.choice(SYMBOLS) if random.random() < 0.8 else num(random.choice(NUMBERS))
    return random.choice(_SHAPES)(random, depth - 1)


def _sum(random: Random, depth: int) -> Term:
    return add(*(expression(random, depth) for _ in range(random.randint(2, 3))))


def _product(random: Random, depth: int) -> Term:
    return mul(expression(random, depth), expression(random, depth))


def _difference(random: Random, depth: int) -> Term:
    return expression(random, depth) - expression(random, depth)


def _quotient(random: Random, depth: int) -> Term:
    return expression(random, depth) / expression(random, depth)


def _smooth(random: Random, depth: int) -> Term:
    return fn(random.choice(SMOOTH), expression(random, depth))


def _kinked(random: Random, depth: int) -> Term:
    return fn(random.choice(KINKED), expression(random, depth))


def _log(random: Random, depth: int) -> Term:
    inner = expression(random, depth)
    return fn("log", random.choice([inner, fn("abs", inner), 1 + fn("exp", inner), inner**2 + 1]))


def _power(random: Random, depth: int) -> Term:
    return power(expression(random, depth), num(random.choice([2, 3, -1, HALF, -HALF, Fraction(3, 2)])))


def _symbolic_power(random: Random, depth: int) -> Term:
    base = random.choice([sym("p"), 1 - sym("p"), sym("w"), fn("sigmoid", expression(random, depth))])
    return power(base, random.choice([sym("y"), 1 - sym("y"), sym("x"), expression(random, 0)]))


def _whole_power(random: Random, depth: int) -> Term:
    base = random.choice([num(-1), num(2), sym("x"), sym("w"), sym("t"), expression(random, 0)])
    return power(base, random.choice(COUNTS) * random.choice([1, 2, 3]) + random.choice([0, 1, -1]))


def _turn(random: Random, depth: int) -> Term:
    angle = PI * random.choice(COUNTS) * random.choice([1, 2, HALF]) + random.choice([0, 1]) * expression(
        random, 0
    )
    return fn(random.choice(["sin", "cos"]), angle)


def _root_of_product(random: Random, depth: int) -> Term:
    parts = [
        expression(random, 0),
        fn("sigmoid", sym("x")),
        1 - fn("cos", sym("s")) ** 2,
        sym("w"),
        sym("x") ** 2 + 1,
    ]
    return power(mul(*random.sample(parts, 2)), random.choice([HALF, -HALF, Fraction(1, 4)]))


def _label_choice(random: Random, depth: int) -> Term:
    label, value = random.choice([("y", 0), ("y", 1), ("t", 1), ("n", 2)])
    relation = random.choice(["=", "<=", "!="])
    condition = compare(relation, sym(label), value)  # type: ignore[arg-type]
    return case([(condition, expression(random, depth))], expression(random, depth))


def _extreme(random: Random, depth: int) -> Term:
    return fn(random.choice(["max", "min"]), expression(random, depth), expression(random, depth))


def _case(random: Random, depth: int) -> Term:
    relation = random.choice(["<", "<=", "<", "<=", "="])
    condition = compare(relation, expression(random, 0), expression(random, min(depth, 1)))  # type: ignore[arg-type]
    return case([(condition, expression(random, depth))], expression(random, depth))


_SHAPES: tuple[Callable[[Random, int], Term], ...] = (
    _sum, _sum, _product, _product, _difference, _quotient, _smooth, _smooth, _smooth, _kinked, _log, _power,
    _symbolic_power, _extreme, _case, _whole_power, _turn, _root_of_product, _label_choice,
)  # fmt: skip
