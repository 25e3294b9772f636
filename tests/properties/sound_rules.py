"""Sound rules: what they give equals what they take, wherever both are defined, in the domains of the expressions."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random

from expressions import COUNTS, DOMAINS, HALF, expression

from derive.calculus import rebuild
from derive.exact.definedness import open_demands
from derive.exact.needs import is_whole
from derive.exact.ranges import Ranges
from derive.terms import (
    PI,
    Add,
    Case,
    Fn,
    Mul,
    Num,
    Pow,
    Term,
    add,
    case,
    compare,
    fn,
    mul,
    negation,
    num,
    power,
    sym,
)
from derive.traverse import Node, postorder

Rule = Callable[[Term, Random], Term | None]


def rewritten(term: Term, random: Random) -> Term:
    """The term with one sound rule applied somewhere."""
    places = _places(term)
    for _ in range(20):
        place, rule = random.choice(places), random.choice(RULES)
        new = rule(place, random)
        if new is not None and new is not place:
            return put(term, place, new)
    return term


def _places(term: Term) -> list[Term]:
    # Everything but what makes an exponent a whole number to see.
    powers = [
        node for node in postorder((term,)) if isinstance(node, Pow) and is_whole(node.exponent, DOMAINS)
    ]
    whole = {node for one in powers for node in postorder((one.exponent,))}
    return [node for node in postorder((term,)) if isinstance(node, Term) and node not in whole] or [term]


def put(term: Term, place: Term, new: Term) -> Term:
    """The term with one of its parts replaced."""
    known: dict[Node, Node] = {}
    for node in postorder((term,)):
        known[node] = new if node is place else rebuild(node, known)
    return known[term]  # type: ignore[return-value]


def _shuffled(term: Term, random: Random) -> Term | None:
    if not isinstance(term, Add | Mul):
        return None
    args = list(term.args)
    random.shuffle(args)
    return add(*args) if isinstance(term, Add) else mul(*args)


def _plus_minus(term: Term, random: Random) -> Term | None:
    other = expression(random, 1)
    # What is nowhere defined, (-sigmoid(x))**(1/4), would leave no point at which the sides are equal.
    return None if open_demands([other], Ranges(DOMAINS)) else term + other - other


def _times_over(term: Term, random: Random) -> Term | None:
    other = random.choice([fn("exp", sym("x")), sym("p"), 1 + sym("s") ** 2, sym("w")])
    return term * other / other


def _distributed(term: Term, random: Random) -> Term | None:
    if not isinstance(term, Mul):
        return None
    sums = [arg for arg in term.args if isinstance(arg, Add)]
    if not sums:
        return None
    rest = list(term.args)
    rest.remove(sums[0])
    return add(*(mul(*rest, part) for part in sums[0].args))


def _square_multiplied(term: Term, random: Random) -> Term | None:
    match term:
        case Pow(base=base, exponent=Num(value=value)) if value in (2, 3):
            return mul(*[base] * int(value))
        case _:
            return None


def _of_function(term: Term, random: Random) -> Term | None:
    if not isinstance(term, Fn):
        return None
    choices = _IDENTITIES.get(term.name, [])
    return random.choice(choices)(*term.args) if choices else None


def _log_of_exp(term: Term, random: Random) -> Term | None:
    return fn("log", fn("exp", term))


def _exp_of_log(term: Term, random: Random) -> Term | None:
    return fn("exp", fn("log", term)) if Ranges(DOMAINS).of(term).is_positive else None


def _logit_of_sigmoid(term: Term, random: Random) -> Term | None:
    return fn("logit", fn("sigmoid", term))


def _case_turned(term: Term, random: Random) -> Term | None:
    if not isinstance(term, Case) or len(term.branches) != 1:
        return None
    ((condition, value),) = term.branches
    return case([(negation(condition), term.otherwise)], value)


def _same_branches(term: Term, random: Random) -> Term | None:
    condition = compare("<", expression(random, 0), expression(random, 1))
    return case([(condition, term + 0)], term * 1) if random.random() < 0.2 else None


def _labels(term: Term, random: Random) -> Term | None:
    if term is sym("y"):
        return random.choice([sym("y") ** 2, 1 - (1 - sym("y")), case([(compare("=", sym("y"), 1), 1)], 0)])
    return sym("t") ** 3 if term is sym("t") else None


def _inverse_sine(term: Term, random: Random) -> Term | None:
    return fn("sinh", fn("log", term + power(term**2 + 1, HALF))) if random.random() < 0.3 else None


def _moved_into_maximum(term: Term, random: Random) -> Term | None:
    if not isinstance(term, Add):
        return None
    chosen = [arg for arg in term.args if isinstance(arg, Fn) and arg.name in ("max", "min")]
    if not chosen:
        return None
    rest = list(term.args)
    rest.remove(chosen[0])
    return fn(chosen[0].name, *(add(arg, *rest) for arg in chosen[0].args))


def _whole_exponent(term: Term, random: Random) -> Term | None:
    match term:
        case Pow(base=base, exponent=exponent) if not isinstance(exponent, Num) and is_whole(
            exponent, DOMAINS
        ):
            return random.choice([power(base, exponent + 2) / base**2, 1 / power(base, -exponent)])
        case _:
            return None


def _minus_one(term: Term, random: Random) -> Term | None:
    n = random.choice(COUNTS)
    if random.random() < 0.7:
        return None
    return random.choice([
        term * power(num(-1), 2 * n), -term * power(num(-1), 2 * n + 1), term * fn("cos", 2 * PI * n),
        term + fn("sin", PI * n), term * fn("cos", PI * n) * power(num(-1), n),
    ])  # fmt: skip


def _arctangent(term: Term, random: Random) -> Term | None:
    if not (isinstance(term, Fn) and term.name == "atan"):
        return None
    (u,) = term.args
    bounds = Ranges(DOMAINS).of(u)
    if bounds.is_positive:
        return PI / 2 - fn("atan", 1 / u)
    if bounds.low is not None and bounds.high is not None and bounds.low >= -1 and bounds.high <= 1:
        return fn("atan", 2 * u / (1 - u**2)) / 2
    return -fn("atan", -u)


def _rational_power(term: Term, random: Random) -> Term | None:
    match term:
        case Pow(base=base, exponent=Num(value=value)) if value == HALF:
            return power(base, Fraction(1, 4)) * power(base, Fraction(1, 4))
        case Pow(base=base, exponent=Num(value=value)) if value.denominator == 1 and value > 1:
            return base * power(base, value - 1)
        case Pow(base=base, exponent=exponent) if not isinstance(exponent, Num):
            return fn("exp", exponent * fn("log", base)) if Ranges(DOMAINS).of(base).is_positive else None
        case _:
            return None


RULES: tuple[Rule, ...] = (
    _shuffled, _plus_minus, _times_over, _distributed, _square_multiplied, *[_of_function] * 4, _log_of_exp,
    _exp_of_log, _logit_of_sigmoid, _case_turned, _same_branches, _labels, _rational_power, _inverse_sine,
    _moved_into_maximum, _whole_exponent, _minus_one, _arctangent,
)  # fmt: skip

_IDENTITIES: dict[str, list[Callable[..., Term]]] = {
    "sigmoid": [
        lambda u: 1 / (1 + fn("exp", -u)),
        lambda u: 1 - fn("sigmoid", -u),
        lambda u: fn("exp", u) / (1 + fn("exp", u)),
        lambda u: (1 + fn("tanh", u / 2)) / 2,
    ],
    "tanh": [lambda u: 2 * fn("sigmoid", 2 * u) - 1, lambda u: fn("sinh", u) / fn("cosh", u)],
    "softplus": [
        lambda u: fn("log", 1 + fn("exp", u)),
        lambda u: u + fn("softplus", -u),
        lambda u: fn("relu", u) + fn("log", 1 + fn("exp", -fn("abs", u))),
        lambda u: -fn("log", fn("sigmoid", -u)),
    ],
    "exp": [lambda u: fn("exp", u / 2) ** 2, lambda u: 1 / fn("exp", -u)],
    "log": [lambda u: 2 * fn("log", power(u, HALF)), lambda u: -fn("log", 1 / u)],
    "abs": [
        lambda u: power(u**2, HALF),
        lambda u: fn("exp", fn("log", u**2) / 2),
        lambda u: u * fn("sign", u),
        lambda u: fn("max", u, -u),
    ],
    "relu": [
        lambda u: (u + fn("abs", u)) / 2,
        lambda u: fn("max", 0, u),
        lambda u: u * fn("step", u),
        lambda u: case([(compare("<", 0, u), u)], 0),
    ],
    "sign": [
        lambda u: fn("step", u) - fn("step", -u),
        lambda u: case([(compare("<", u, 0), -1)], fn("step", u)),
    ],
    "max": [
        lambda a, b: (a + b + fn("abs", a - b)) / 2,
        lambda a, b: -fn("min", -a, -b),
        lambda a, b: fn("max", b, a),
    ],
    "min": [lambda a, b: (a + b - fn("abs", a - b)) / 2, lambda a, b: case([(compare("<", a, b), a)], b)],
    "normcdf": [lambda u: 1 - fn("normcdf", -u), lambda u: (1 + fn("erf", u / power(num(2), HALF))) / 2],
    "erf": [lambda u: -fn("erf", -u)],
    "sinh": [
        lambda u: (fn("exp", u) - fn("exp", -u)) / 2,
        lambda u: 2 * fn("sinh", u / 2) * fn("cosh", u / 2),
    ],
    "cosh": [lambda u: power(1 + fn("sinh", u) ** 2, HALF), lambda u: 2 * fn("cosh", u / 2) ** 2 - 1],
    "sin": [
        lambda u: -fn("sin", -u),
        lambda u: 2 * fn("sin", u / 2) * fn("cos", u / 2),
        lambda u: fn("cos", u - PI / 2),
    ],
    "cos": [lambda u: 1 - 2 * fn("sin", u / 2) ** 2, lambda u: -fn("cos", u + PI)],
}
