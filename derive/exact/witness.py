"""A second evaluator, kept apart from the prover and the refuter, on which the re-check of evidence rests.

It knows complex balls (python-flint's ``acb``), and nothing of normal forms. A value that is not real, not finite or
not certain is None.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import isqrt
from typing import Any

from flint import acb, arb, ctx, fmpq

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
from derive.traverse import Node, postorder

Value = Fraction | arb
Ball = Value | None
BITS = 320
EXACT_DIGITS = 2000


def real_value(term: Term, point: Mapping[str, Fraction], whole: frozenset[str], bits: int = BITS) -> Ball:
    """The real value of a term at a point, exact or as a ball; None where it is undefined or cannot be certified.

    >>> from derive.terms import fn, sym
    >>> real_value(fn("log", sym("x")), {"x": Fraction(-1)}, frozenset()) is None
    True
    """
    before = ctx.prec
    ctx.prec = bits
    try:
        return _Evaluation(point, whole).value(term)
    finally:
        ctx.prec = before


def certainly_differ(left: Value, right: Value, bits: int = BITS) -> bool:
    """Whether two values are certainly different numbers."""
    before = ctx.prec
    ctx.prec = bits
    try:
        return bool(_folded([left, -right], lambda a, b: a + b) != 0)
    finally:
        ctx.prec = before


class _Evaluation:
    def __init__(self, point: Mapping[str, Fraction], whole: frozenset[str]) -> None:
        self.point, self.whole = point, whole
        self.values: dict[Node, Ball] = {}
        self.holds: dict[Node, bool | None] = {}

    def value(self, term: Term) -> Ball:
        for node in postorder((term,)):
            match node:
                case Compare() | AllOf() | AnyOf() | Negation():
                    self.holds[node] = self._condition(node)
                case _:
                    self.values[node] = _usable(self._term(node))
        return self.values[term]

    def _term(self, node: Term) -> Ball:
        match node:
            case Num(value=value):
                return value
            case Sym(name=name):
                return self.point[name]
            case Const():
                return arb.pi()
            case Case():
                return self._case(node)
            case Add(args=args) | Mul(args=args) | Fn(args=args):
                inner = [self.values[arg] for arg in args]
                known = [one for one in inner if one is not None]
                return self._applied(node, known) if len(known) == len(inner) else None
            case Pow():
                return self._power(node)

    def _applied(self, node: Add | Mul | Fn, args: list[Value]) -> Ball:
        match node:
            case Add():
                return _folded(args, lambda a, b: a + b)
            case Mul():
                return _folded(args, lambda a, b: a * b)
            case Fn(name=name):
                if name in _EXACT and all(isinstance(arg, Fraction) for arg in args):
                    return _EXACT[name](*args)
                return _FUNCTIONS[name](*map(_ball, args))

    def _power(self, node: Pow) -> Ball:
        base, exponent = self.values[node.base], self.values[node.exponent]
        if base is None or exponent is None:
            return None
        if isinstance(exponent, Fraction) and self._is_whole(node.exponent):
            return _whole_power(base, int(exponent))
        if base == 0:
            return Fraction(0) if exponent > 0 else None
        if (
            exponent == Fraction(1, 2)
            and isinstance(base, Fraction)
            and (root := _exact_root(base)) is not None
        ):
            return root
        base, exponent = _ball(base), _ball(exponent)
        return (exponent * base.log()).exp() if base > 0 else None

    def _is_whole(self, exponent: Term) -> bool:
        if isinstance(exponent, Num):
            return exponent.value.denominator == 1
        for node in postorder((exponent,)):
            match node:
                case Sym(name=name) if name not in self.whole:
                    return False
                case Num(value=value) if value.denominator != 1:
                    return False
                case Pow(exponent=Num(value=value)) if value >= 0:
                    pass
                case Pow() | Fn() | Case() | Const():
                    return False
                case _:
                    pass
        return True

    def _case(self, node: Case) -> Ball:
        for condition, value in node.branches:
            if self.holds[condition] is not False:
                return self.values[value] if self.holds[condition] else None
        return self.values[node.otherwise]

    def _condition(self, node: Condition) -> bool | None:
        match node:
            case Compare():
                return self._compare(node)
            case AllOf(parts=parts):
                return _conjunction([self.holds[part] for part in parts])
            case AnyOf(parts=parts):
                return _opposite(_conjunction([_opposite(self.holds[part]) for part in parts]))
            case Negation(part=part):
                return _opposite(self.holds[part])

    def _compare(self, node: Compare) -> bool | None:
        left, right = self.values[node.left], self.values[node.right]
        if left is None or right is None:
            return None
        gap = Fraction(0) if node.left is node.right else _folded([left, -right], lambda a, b: a + b)
        if node.relation in ("=", "!="):
            same = True if gap == 0 else False if gap != 0 else None
            return same if node.relation == "=" else _opposite(same)
        if node.relation == "<":
            return True if gap < 0 else False if gap >= 0 else None
        return True if gap <= 0 else False if gap > 0 else None


def _exact_root(value: Fraction) -> Fraction | None:
    if value < 0:
        return None
    top, bottom = isqrt(value.numerator), isqrt(value.denominator)
    return Fraction(top, bottom) if (top * top, bottom * bottom) == value.as_integer_ratio() else None


def _whole_power(base: Value, exponent: int) -> Ball:
    certainly_not_zero = base != 0
    if exponent < 0 and not certainly_not_zero:
        return None
    if isinstance(base, Fraction) and abs(exponent) <= 50:
        return base**exponent
    size = _squared_up(_ball(base), abs(exponent))
    return size if exponent >= 0 else 1 / size


def _squared_up(base: arb, exponent: int) -> arb:
    # base ** exponent by squaring: arb's own power asks for a base that excludes 0.
    result = arb(1)
    for bit in bin(exponent)[2:]:
        result = result * result * (base if bit == "1" else 1)
    return result


def _folded(args: list[Value], step: Callable[[Any, Any], Any]) -> Value:
    total = args[0]
    for arg in args[1:]:
        exact = isinstance(total, Fraction) and isinstance(arg, Fraction)
        total = step(total, arg) if exact else step(_ball(total), _ball(arg))
    return total


def _usable(value: Ball) -> Ball:
    if isinstance(value, Fraction):
        return value if value.denominator.bit_length() < EXACT_DIGITS else _ball(value)
    return value if value is not None and value.is_finite() else None


def _ball(value: Value) -> arb:
    return arb(fmpq(value.numerator, value.denominator)) if isinstance(value, Fraction) else value


def _conjunction(parts: list[bool | None]) -> bool | None:
    if False in parts:
        return False
    return None if None in parts else True


def _opposite(holds: bool | None) -> bool | None:
    return None if holds is None else not holds


def _real(compute: Callable[[acb], acb]) -> Callable[[arb], Ball]:
    def value(x: arb) -> Ball:
        found = compute(acb(x))
        return found.real if found.imag == 0 else None

    return value


def _sign(x: arb) -> Ball:
    if x > 0:
        return arb(1)
    if x < 0:
        return arb(-1)
    return arb(0) if x == 0 else None


def _step(x: arb) -> Ball:
    return arb(1) if x > 0 else arb(0) if x <= 0 else None


def _log(x: arb) -> Ball:
    return x.log() if x > 0 else None


def _logit(x: arb) -> Ball:
    return (x / (1 - x)).log() if x > 0 and x < 1 else None


_FUNCTIONS: dict[str, Callable[..., Ball]] = {
    "exp": _real(lambda z: z.exp()),
    "log": _log,
    "abs": lambda x: abs(x),
    "sign": _sign,
    "step": _step,
    "relu": lambda x: x if x > 0 else arb(0) if x <= 0 else (x + abs(x)) / 2,
    "sigmoid": lambda x: (1 + (x / 2).tanh()) / 2,
    "softplus": lambda x: (x + abs(x)) / 2 + (-abs(x)).exp().log1p(),
    "logit": _logit,
    "tanh": _real(lambda z: z.tanh()),
    "sinh": _real(lambda z: z.sinh()),
    "cosh": _real(lambda z: z.cosh()),
    "sin": _real(lambda z: z.sin()),
    "cos": _real(lambda z: z.cos()),
    "atan": lambda x: x.atan(),
    "erf": _real(lambda z: z.erf()),
    "normcdf": lambda x: (1 + (x / arb(2).sqrt()).erf()) / 2,
    "normpdf": lambda x: (-(x**2) / 2).exp() / (2 * arb.pi()).sqrt(),
    "loggamma": lambda x: x.lgamma() if x > 0 else None,
    "gamma": _real(lambda z: z.gamma()),
    "digamma": _real(lambda z: z.digamma()),
    "trigamma": lambda x: acb(x).polygamma(1).real if x > 0 else None,
    "tetragamma": lambda x: acb(x).polygamma(2).real if x > 0 else None,
    "max": lambda *args: _extreme(args, 1),
    "min": lambda *args: _extreme(args, -1),
}


_EXACT: dict[str, Callable[..., Fraction]] = {
    "abs": abs,
    "relu": lambda x: max(x, Fraction(0)),
    "max": max,
    "min": min,
}


def _extreme(args: tuple[arb, ...], way: int) -> arb:
    best = args[0]
    for arg in args[1:]:
        gap = (arg - best) * way
        best = arg if gap >= 0 else best if gap <= 0 else (best + arg + way * abs(best - arg)) / 2
    return best
