"""The functions of ``derive.functions`` on exact values and balls: certified, real, and undefined where they are."""

from __future__ import annotations

from collections.abc import Callable

from flint import acb, arb, fmpq

from derive.exact.values import Doubt, Value, ball, doubt_among, mixed, sign_of, tame


def apply(name: str, values: list[Value]) -> Value:
    """The value of a function at values; uncertain for a function that is not known here."""
    doubt = doubt_among(values)
    if doubt is not None:
        return doubt
    if name in _CHOICES:
        return _choose(values, name)
    found = _EXACT[name](values[0]) if name in _EXACT else None
    if found is not None:
        return found
    if name in _PIECEWISE:
        return _piecewise(values[0], name)
    if name in _BALLS:
        value = _BALLS[name](ball(values[0]))
        return value if isinstance(value, Doubt) else tame(value)
    return Doubt.UNCERTAIN


_CHOICES = ("max", "min")


def _choose(values: list[Value], name: str) -> Value:
    # Exact as far as possible; two balls that overlap have a maximum all the same.
    best = values[0]
    for value in values[1:]:
        sign = sign_of(mixed(value, -best, lambda a, b: a + b))
        if isinstance(sign, Doubt):
            a, b = ball(best), ball(value)
            best = a.max(b) if name == "max" else a.min(b)
        elif (sign > 0) == (name == "max"):
            best = value
    return best


_PIECEWISE = ("abs", "sign", "step", "relu")


def _piecewise(value: Value, name: str) -> Value:
    sign = sign_of(value)
    if isinstance(sign, Doubt):
        around = {"abs": lambda v: abs(v), "relu": lambda v: v.max(arb(0))}.get(name)
        return around(ball(value)) if around else sign
    results = {
        "abs": value if sign >= 0 else -value,
        "sign": fmpq(sign),
        "step": fmpq(int(sign > 0)),
        "relu": value if sign > 0 else fmpq(0),
    }
    return results[name]


def _at(place: int, value: fmpq) -> Callable[[Value], Value]:
    def exact(x: Value) -> Value:
        return value if isinstance(x, fmpq) and x == place else None

    return exact


_EXACT: dict[str, Callable[[Value], Value]] = {
    "exp": _at(0, fmpq(1)),
    "log": _at(1, fmpq(0)),
    "sigmoid": _at(0, fmpq(1, 2)),
    "tanh": _at(0, fmpq(0)),
    "sinh": _at(0, fmpq(0)),
    "cosh": _at(0, fmpq(1)),
    "sin": _at(0, fmpq(0)),
    "cos": _at(0, fmpq(1)),
    "atan": _at(0, fmpq(0)),
    "erf": _at(0, fmpq(0)),
    "normcdf": _at(0, fmpq(1, 2)),
}


def _log(x: arb) -> Value:
    if x > 0:
        return x.log()
    return Doubt.UNDEFINED if x <= 0 else Doubt.UNCERTAIN


def _sigmoid(x: arb) -> Value:
    if x > 0:
        return 1 / (1 + (-x).exp())
    return x.exp() / (1 + x.exp())


def _softplus(x: arb) -> Value:
    return x + (-x).exp().log1p() if x > 0 else x.exp().log1p()


def _logit(x: arb) -> Value:
    if x > 0 and x < 1:
        return (x / (1 - x)).log()
    return Doubt.UNDEFINED if x <= 0 or x >= 1 else Doubt.UNCERTAIN


def _gamma_like(compute: Callable[[arb], arb], only_positive: bool) -> Callable[[arb], Value]:
    def value(x: arb) -> Value:
        if x > 0:
            return compute(x)
        if only_positive and x <= 0:
            return Doubt.UNDEFINED
        pole = x.is_exact() and x.is_integer()
        return Doubt.UNDEFINED if pole else Doubt.UNCERTAIN if only_positive else compute(x)

    return value


_BALLS: dict[str, Callable[[arb], Value]] = {
    "exp": lambda x: x.exp(),
    "log": _log,
    "sigmoid": _sigmoid,
    "softplus": _softplus,
    "logit": _logit,
    "tanh": lambda x: x.tanh(),
    "sinh": lambda x: x.sinh(),
    "cosh": lambda x: x.cosh(),
    "sin": lambda x: x.sin(),
    "cos": lambda x: x.cos(),
    "atan": lambda x: x.atan(),
    "erf": lambda x: x.erf(),
    "normcdf": lambda x: (-x / arb(2).sqrt()).erfc() / 2,
    "normpdf": lambda x: (-x * x / 2).exp() / (2 * arb.pi()).sqrt(),
    "loggamma": _gamma_like(lambda x: x.lgamma(), only_positive=True),
    "gamma": _gamma_like(lambda x: x.gamma(), only_positive=False),
    "digamma": _gamma_like(lambda x: x.digamma(), only_positive=False),
    "trigamma": _gamma_like(lambda x: acb(x).polygamma(1).real, only_positive=False),
    "tetragamma": _gamma_like(lambda x: acb(x).polygamma(2).real, only_positive=False),
}
