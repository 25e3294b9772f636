"""The sound rules that derivations are made of: one record each, in the words of a textbook.

A rule only proposes the next line. Whether the line follows is decided by ``derive.prove`` for every step,
and every rule carries examples that the tests prove in the same way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from derive.calculus import free_symbols
from derive.derivation.factors import (
    cancelled,
    expanded_numerator,
    factors,
    over_common_denominator,
    product,
    sign_taken_in,
)
from derive.derivation.lines import Differentiate, SlopeRewrite
from derive.functions import FUNCTIONS, derivative
from derive.terms import ONE, Add, Fn, Mul, Num, Pow, Sym, Term, add, fn, mul, num, power, sym


@dataclass(frozen=True, slots=True)
class Rule:
    """What a step is called: a dotted id, a name, the statement in TeX, and where it is printed."""

    id: str
    name: str
    statement: str
    source: str


@dataclass(frozen=True, slots=True)
class SlopeRule(Rule):
    """A rule for one derivative: ``rewrite(of, by, d)`` gives ∂of/∂by with ``d`` for what is left, or None.

    ``examples`` are terms in x and y that the rule rewrites when they are differentiated by x.
    """

    rewrite: SlopeRewrite
    examples: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class TermRule(Rule):
    """A rule of plain algebra: ``rewrite(term)`` gives an equal term in another form, or None."""

    rewrite: Callable[[Term], Term | None]
    examples: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class NamedRule(Rule):
    """A rule that puts in or names something: the derivation itself knows what."""


CALCULUS = "Abramowitz and Stegun, Handbook of Mathematical Functions, section 3.3"
COOKBOOK = "Petersen and Pedersen, The Matrix Cookbook"
X, Y = sym("x"), sym("y")


def _constant(of: Term, by: str, d: Differentiate) -> Term | None:
    return num(0) if by not in free_symbols(of) else None


def _variable(of: Term, by: str, d: Differentiate) -> Term | None:
    return ONE if isinstance(of, Sym) and of.name == by else None


def _linear(of: Term, by: str, d: Differentiate) -> Term | None:
    parts = of.args if isinstance(of, Add) else (of,)
    slopes = [_linear_slope(part, by) for part in parts]
    return None if None in slopes else add(*(slope for slope in slopes if slope is not None))


def _linear_slope(part: Term, by: str) -> Term | None:
    if by not in free_symbols(part):
        return num(0)
    number, held = factors(part)
    rest = {factor: k for factor, k in held.items() if factor is not sym(by)}
    plain = held.get(sym(by)) == 1 and by not in free_symbols(*rest)
    return product(number, rest) if plain else None


def _sum(of: Term, by: str, d: Differentiate) -> Term | None:
    return add(*map(d, of.args)) if isinstance(of, Add) else None


def _constant_factor(of: Term, by: str, d: Differentiate) -> Term | None:
    if not isinstance(of, Mul):
        return None
    fixed = [factor for factor in of.args if by not in free_symbols(factor)]
    moving = [factor for factor in of.args if by in free_symbols(factor)]
    return mul(*fixed, d(mul(*moving))) if fixed and moving else None


def _product(of: Term, by: str, d: Differentiate) -> Term | None:
    if not isinstance(of, Mul):
        return None
    first, rest = of.args[0], mul(*of.args[1:])
    return d(first) * rest + first * d(rest)


def _quotient(of: Term, by: str, d: Differentiate) -> Term | None:
    number, held = factors(of)
    above = product(number, {factor: k for factor, k in held.items() if k > 0})
    below = product(Fraction(1), {factor: -k for factor, k in held.items() if k < 0})
    if below is ONE or by not in free_symbols(above):
        return None
    return (d(above) * below - above * d(below)) / below**2


def _reciprocal(of: Term, by: str, d: Differentiate) -> Term | None:
    match of:
        case Pow(base=base, exponent=Num(value=value)) if value == -1:
            return -(d(base) / base**2)
        case _:
            return None


def _power(of: Term, by: str, d: Differentiate) -> Term | None:
    if not isinstance(of, Pow) or by in free_symbols(of.exponent):
        return None
    return of.exponent * power(of.base, of.exponent - 1) * d(of.base)


def _log(of: Term, by: str, d: Differentiate) -> Term | None:
    return power(of.args[0], -1) * d(of.args[0]) if isinstance(of, Fn) and of.name == "log" else None


def _exp(of: Term, by: str, d: Differentiate) -> Term | None:
    return of * d(of.args[0]) if isinstance(of, Fn) and of.name == "exp" else None


def _table(of: Term, by: str, d: Differentiate) -> Term | None:
    if not isinstance(of, Fn) or of.name not in FUNCTIONS:
        return None
    parts = [k for k, arg in enumerate(of.args) if by in free_symbols(arg)]
    return add(*(mul(derivative(of.name, of.args, k), d(of.args[k])) for k in parts))


SLOPE_RULES = (
    SlopeRule("diff.constant", "derivative of a constant", r"c' = 0", CALCULUS, _constant, (Y**2,)),
    SlopeRule("diff.variable", "derivative of the variable", r"x' = 1", CALCULUS, _variable, (X,)),
    SlopeRule(
        "diff.inner",
        "inner derivative",
        r"(a + b\,x)' = b",
        CALCULUS,
        _linear,
        (1 - X, Y * X, 3 * X + Y**2),
    ),
    SlopeRule(
        "diff.constant-factor",
        "constant factor",
        r"(c\,u)' = c\,u'",
        "Abramowitz and Stegun, 3.3.1",
        _constant_factor,
        (Y * fn("log", X), -(X**2)),
    ),
    SlopeRule(
        "diff.sum",
        "sum rule",
        r"(u + v)' = u' + v'",
        "Abramowitz and Stegun, 3.3.2",
        _sum,
        (X**2 + fn("exp", X), Y * fn("log", X) + X**3),
    ),
    SlopeRule(
        "diff.reciprocal",
        "reciprocal rule",
        r"\left(\frac{1}{u}\right)' = -\frac{u'}{u^2}",
        "Abramowitz and Stegun, 3.3.4 with u = 1",
        _reciprocal,
        (1 / (1 + fn("exp", X)),),
    ),
    SlopeRule(
        "diff.quotient",
        "quotient rule",
        r"\left(\frac{u}{v}\right)' = \frac{u'v - uv'}{v^2}",
        "Abramowitz and Stegun, 3.3.4",
        _quotient,
        (fn("exp", X) / (1 + X**2), X / fn("cosh", X)),
    ),
    SlopeRule(
        "diff.product",
        "product rule",
        r"(u\,v)' = u'v + u\,v'",
        "Abramowitz and Stegun, 3.3.3",
        _product,
        (X * fn("log", X), fn("exp", X) * fn("sin", X)),
    ),
    SlopeRule(
        "diff.power",
        "power rule",
        r"(u^n)' = n\,u^{n-1}\,u'",
        CALCULUS,
        _power,
        (X**3, (1 - X) ** 2),
    ),
    SlopeRule(
        "diff.log",
        "derivative of the logarithm",
        r"(\log u)' = \frac{u'}{u}",
        "Abramowitz and Stegun, 4.1.46",
        _log,
        (fn("log", X), fn("log", 1 - X)),
    ),
    SlopeRule(
        "diff.exp",
        "derivative of the exponential",
        r"(e^u)' = e^u\,u'",
        "Abramowitz and Stegun, 4.2.49",
        _exp,
        (fn("exp", -X), fn("exp", X * Y)),
    ),
    SlopeRule(
        "diff.table",
        "derivative from the table, times the inner derivative",
        r"f(u)' = f'(u)\,u'",
        "Abramowitz and Stegun, 3.3.5",
        _table,
        (fn("softplus", X), fn("tanh", 2 * X), fn("sigmoid", X)),
    ),
)


def _logistic(term: Term) -> Term | None:
    number, held = factors(term)
    for below in [factor for factor, k in held.items() if k == -1 and isinstance(factor, Add)]:
        for above in [factor for factor in held if isinstance(factor, Fn) and factor.name == "exp"]:
            if held[above] == 1 and below in (1 + above, above + 1):
                named = {fn("sigmoid", *above.args): 1} if isinstance(above, Fn) else {}
                rest = {factor: k for factor, k in held.items() if factor not in (above, below)}
                return product(number, rest | named)
    return None


COMMON_DENOMINATOR = TermRule(
    "algebra.common-denominator",
    "common denominator",
    r"\frac{a}{b} + \frac{c}{d} = \frac{ad + cb}{bd}",
    "Abramowitz and Stegun, section 3.1",
    over_common_denominator,
    (1 / X + Y / (1 - X), -(Y / X - (1 - Y) / (1 - X))),
)
EXPAND = TermRule(
    "algebra.expand",
    "multiply out and collect",
    r"a\,(b + c) = ab + ac",
    "Abramowitz and Stegun, section 3.1",
    expanded_numerator,
    (-((Y * (1 - X) - (1 - Y) * X) / (X * (1 - X))),),
)
CANCEL = TermRule(
    "algebra.cancel",
    "cancel",
    r"\frac{a\,c}{b\,c} = \frac{a}{b}",
    "Abramowitz and Stegun, section 3.1",
    cancelled,
    ((X - Y) / (X * (1 - X)) * (X * (1 - X)),),
)
LOGISTIC = TermRule(
    "algebra.logistic",
    "recognise the logistic function",
    r"\frac{e^{u}}{1 + e^{u}} = \sigma(u)",
    "Bishop, Pattern Recognition and Machine Learning, (4.59)",
    _logistic,
    (-(Y * fn("exp", -(X * Y)) / (1 + fn("exp", -(X * Y)))),),
)
SIGN = TermRule(
    "algebra.sign",
    "take the sign into the difference",
    r"-(a - b) = b - a",
    "Abramowitz and Stegun, section 3.1",
    sign_taken_in,
    (-(X - Y) * X, -2 * (Y - X) / X),
)
TERM_RULES = (COMMON_DENOMINATOR, EXPAND, CANCEL, LOGISTIC, SIGN)

CHAIN = NamedRule(
    "chain.scalar",
    "chain rule",
    r"\frac{\partial f}{\partial x} = \frac{\partial f}{\partial u}\,\frac{\partial u}{\partial x}",
    "Abramowitz and Stegun, 3.3.5",
)
SUBSTITUTE = NamedRule("name.substitute", "substitution", r"u = v \Rightarrow f(u) = f(v)", "Leibniz's law")
DEFINITION = NamedRule("name.definition", "definition", r"f \coloneqq \ldots", "the model above")
OWN_VALUE = NamedRule(
    "name.own-value",
    "in terms of the function's own value",
    r"f'(s) = g(f(s))",
    "Bishop, Pattern Recognition and Machine Learning, (4.88)",
)
NAMED_RULES = (CHAIN, SUBSTITUTE, DEFINITION, OWN_VALUE)

RULES: dict[str, Rule] = {rule.id: rule for rule in (*SLOPE_RULES, *TERM_RULES, *NAMED_RULES)}
