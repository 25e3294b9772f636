"""Certified derivatives: power series with ball coefficients (Arb) along one symbol of a formula."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import factorial
from typing import Any

from flint import arb, arb_series, ctx, fmpq

from derive.errors import GradproofError, NotSupported
from derive.terms import (
    Add,
    AllOf,
    AnyOf,
    Case,
    Compare,
    Condition,
    Const,
    Fn,
    Mul,
    Negation,
    Num,
    Pow,
    Sym,
    Term,
)

Series = Any  # arb_series has no type stubs

FIRST_PRECISION, LAST_PRECISION = 128, 4096


@dataclass(frozen=True, slots=True)
class Jet:
    """f, f′, f″, … at a point, each an Arb ball that certainly holds the true value."""

    balls: tuple[Any, ...]

    def value(self, order: int) -> float:
        """The midpoint of the derivative of this order, as the nearest float."""
        return float(self.balls[order].mid())

    def radius(self, order: int) -> float:
        """An upper bound for how far the midpoint is from the true derivative."""
        return float(self.balls[order].rad())

    def floats(self) -> list[float]:
        """All midpoints, as ``error_curve`` wants them."""
        return [self.value(order) for order in range(len(self.balls))]

    def show(self, order: int, digits: int = 20) -> str:
        """The certain digits of one derivative."""
        text: str = self.balls[order].str(digits, radius=False)
        return text


def certified_jet(
    formula: Term, by: str, point: Mapping[str, Fraction | int], order: int = 3, digits: int = 30
) -> Jet:
    """The jet of a formula along one symbol, with at least this many certain digits.

    The precision is doubled until every ball is small against its value (or against 1).
    Raises NotSupported where there is no power series, GradproofError where a symbol has no value.
    """
    cap, precision = ctx.cap, ctx.prec
    try:
        ctx.cap, ctx.prec = order + 1, FIRST_PRECISION
        while True:
            balls = _derivatives(formula, by, point, order)
            if all(_small(ball, digits) for ball in balls):
                return Jet(balls)
            if ctx.prec >= LAST_PRECISION:
                raise NotSupported("no certified derivatives at this point", remedy="is it a pole or a kink?")
            ctx.prec *= 2
    finally:
        ctx.cap, ctx.prec = cap, precision


def ball_value(formula: Term, point: Mapping[str, Any]) -> Any:
    """The value of a formula at a point whose coordinates are Arb balls, at the current precision.

    >>> from derive.terms import fn, sym
    >>> bool(ball_value(fn("sigmoid", sym("s")), {"s": arb(0)}) == arb(1) / 2)
    True
    """
    cap = ctx.cap
    try:
        ctx.cap = 1
        return arb(_Jets("", point).of(formula)[0])
    finally:
        ctx.cap = cap


def _derivatives(formula: Term, by: str, point: Mapping[str, Fraction | int], order: int) -> tuple[Any, ...]:
    try:
        series = _Jets(by, point).of(formula)
    except (ValueError, ZeroDivisionError) as problem:
        raise NotSupported(f"no power series at this point: {problem}", remedy="is it a pole?") from None
    return tuple(arb(series[k]) * factorial(k) for k in range(order + 1))


def _small(ball: Any, digits: int) -> bool:
    size = abs(ball).upper()
    return bool(ball.is_finite()) and bool(ball.rad() <= max(1.0, float(size)) * arb(10) ** -digits)


def _raised(series: Series, exponent: int) -> Series:
    """A whole power by squaring: ``**`` goes through the logarithm, which a ball around 0 does not have."""
    if exponent == 0:
        return arb_series([1])
    half = _raised(series * series, exponent // 2)
    return series * half if exponent % 2 else half


class _Jets:
    """Evaluates terms; equal terms are evaluated once."""

    def __init__(self, by: str, point: Mapping[str, Any]) -> None:
        self.by, self.point = by, point
        self.known: dict[Term, Series] = {}

    def of(self, node: Term) -> Series:
        if node not in self.known:
            self.known[node] = self._evaluate(node)
        return self.known[node]

    def _evaluate(self, node: Term) -> Series:
        match node:
            case Num(value):
                return arb_series([_ball(value)])
            case Const():
                return arb_series([arb.pi()])
            case Sym(name):
                return self._symbol(name)
            case Add(args):
                return sum((self.of(arg) for arg in args[1:]), self.of(args[0]))
            case Mul(args):
                product = self.of(args[0])
                for arg in args[1:]:
                    product = product * self.of(arg)
                return product
            case Pow(base, exponent):
                return self._power(base, exponent)
            case Fn(name, args):
                return self._function(name, [self.of(arg) for arg in args])
            case Case(branches, otherwise):
                chosen = next((value for condition, value in branches if self._holds(condition)), otherwise)
                return self.of(chosen)

    def _symbol(self, name: str) -> Series:
        if name not in self.point:
            raise GradproofError(f"the symbol {name} has no value", remedy="give every symbol a number")
        given = self.point[name]
        ball = given if isinstance(given, arb) else _ball(Fraction(given))
        return arb_series([ball, 1] if name == self.by else [ball])

    def _power(self, base: Term, exponent: Term) -> Series:
        if isinstance(exponent, Num) and exponent.value.denominator == 1:
            whole = int(exponent.value)
            inner = self.of(base) if whole >= 0 else 1 / self.of(base)
            return _raised(inner, abs(whole))
        if isinstance(exponent, Num) and exponent.value == Fraction(1, 2):
            return self.of(base).sqrt()
        return (self.of(exponent) * self.of(base).log()).exp()

    def _function(self, name: str, args: list[Series]) -> Series:
        if name in SMOOTH:
            return SMOOTH[name](*args)
        if name in ("max", "min"):
            return _choice(name, args)
        if name in PIECES:
            negative, positive = PIECES[name]
            return positive(args[0]) if _is_positive(args[0]) else negative(args[0])
        raise NotSupported(f"{name} has no certified power series here")

    def _holds(self, condition: Condition) -> bool:
        match condition:
            case Compare(relation, left, right):
                certain = _is_positive(self.of(right) - self.of(left))
                return {"<": certain, "<=": certain, "=": False, "!=": True}[relation]
            case AllOf(parts):
                return all(self._holds(part) for part in parts)
            case AnyOf(parts):
                return any(self._holds(part) for part in parts)
            case Negation(part):
                return not self._holds(part)


def _ball(value: Fraction) -> Any:
    return arb(fmpq(value.numerator, value.denominator))


def _is_positive(series: Series) -> bool:
    # Decided by balls alone; at 0 itself a case or |u| has a kink and no power series.
    here = arb(series[0])
    if here > 0:
        return True
    if here < 0:
        return False
    raise NotSupported("this point lies on a kink", remedy="move it a little")


def _choice(name: str, args: list[Series]) -> Series:
    best = args[0]
    for other in args[1:]:
        larger = _is_positive(other - best)
        best = other if larger == (name == "max") else best
    return best


def _exp(u: Series) -> Series:
    return u.exp()


def _tanh(u: Series) -> Series:
    # Of the two forms the one whose exponential stays small.
    if arb(u[0]) < 0:
        return -_tanh(-u)
    small = (-2 * u).exp()
    return (1 - small) / (1 + small)


def _softplus(u: Series) -> Series:
    return (1 + u.exp()).log() if not arb(u[0]) > 0 else u + (1 + (-u).exp()).log()


def _root_of_pi(factor: int) -> Series:
    return arb_series([(factor * arb.pi()).sqrt()])


SMOOTH: dict[str, Callable[..., Series]] = {
    "exp": _exp,
    "log": lambda u: u.log(),
    "sigmoid": lambda u: 1 / (1 + (-u).exp()),
    "softplus": _softplus,
    "logit": lambda u: u.log() - (1 - u).log(),
    "tanh": _tanh,
    "sinh": lambda u: (u.exp() - (-u).exp()) / 2,
    "cosh": lambda u: (u.exp() + (-u).exp()) / 2,
    "sin": lambda u: u.sin(),
    "cos": lambda u: u.cos(),
    "atan": lambda u: u.atan(),
    "erf": lambda u: u.erf(),
    "normcdf": lambda u: (1 + (u / arb_series([arb(2).sqrt()])).erf()) / 2,
    "normpdf": lambda u: (-u * u / 2).exp() / _root_of_pi(2),
    "gamma": lambda u: u.gamma(),
    "loggamma": lambda u: u.lgamma(),
}

PIECES: dict[str, tuple[Callable[[Series], Series], Callable[[Series], Series]]] = {
    "abs": (lambda u: -u, lambda u: u),
    "relu": (lambda u: arb_series([0]), lambda u: u),
    "step": (lambda u: arb_series([0]), lambda u: arb_series([1])),
    "sign": (lambda u: arb_series([-1]), lambda u: arb_series([1])),
}
