"""The functions that terms may use: one record each, with the derivative as it stands in a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from derive.errors import NotSupported
from derive.terms import ONE, PI, ZERO, Term, case, compare, fn, num, power

HALF = num(Fraction(1, 2))


@dataclass(frozen=True, slots=True)
class Function:
    """A function of scalars: its name in terms, its TeX, and its derivative by each argument.

    ``derivatives[k]`` takes the arguments and gives the derivative by the k-th of them, where it exists.
    """

    name: str
    tex: str
    derivatives: tuple[Callable[..., Term], ...]


def _one(name: str, tex: str, derivative: Callable[[Term], Term]) -> Function:
    return Function(name, tex, (derivative,))


def _not_known(name: str) -> Term:
    raise NotSupported(f"the derivative of {name}")


_ONE_ARGUMENT = (
    _one("exp", r"\exp", lambda u: fn("exp", u)),
    _one("log", r"\log", lambda u: 1 / u),
    _one("abs", r"\operatorname{abs}", lambda u: fn("sign", u)),
    _one("sign", r"\operatorname{sign}", lambda u: ZERO),
    _one("step", r"\mathbb{1}_{>0}", lambda u: ZERO),
    _one("relu", r"\operatorname{ReLU}", lambda u: fn("step", u)),
    _one("sigmoid", r"\sigma", lambda u: fn("sigmoid", u) * (1 - fn("sigmoid", u))),
    _one("softplus", r"\operatorname{softplus}", lambda u: fn("sigmoid", u)),
    _one("logit", r"\operatorname{logit}", lambda u: 1 / (u * (1 - u))),
    _one("tanh", r"\tanh", lambda u: 1 - fn("tanh", u) ** 2),
    _one("sinh", r"\sinh", lambda u: fn("cosh", u)),
    _one("cosh", r"\cosh", lambda u: fn("sinh", u)),
    _one("sin", r"\sin", lambda u: fn("cos", u)),
    _one("cos", r"\cos", lambda u: -fn("sin", u)),
    _one("atan", r"\arctan", lambda u: 1 / (1 + u**2)),
    _one("erf", r"\operatorname{erf}", lambda u: 2 / power(PI, HALF) * fn("exp", -(u**2))),
    _one("normcdf", r"\Phi", lambda u: fn("normpdf", u)),
    _one("normpdf", r"\varphi", lambda u: -u * fn("normpdf", u)),
    _one("loggamma", r"\log\Gamma", lambda u: fn("digamma", u)),
    _one("gamma", r"\Gamma", lambda u: fn("gamma", u) * fn("digamma", u)),
    _one("digamma", r"\psi", lambda u: fn("trigamma", u)),
    _one("trigamma", r"\psi'", lambda u: fn("tetragamma", u)),
    _one("tetragamma", r"\psi''", lambda u: _not_known("tetragamma")),
)

_MANY_ARGUMENTS = ("max", "min")

FUNCTIONS: dict[str, Function] = {record.name: record for record in _ONE_ARGUMENT}


def derivative(name: str, args: tuple[Term, ...], index: int = 0) -> Term:
    """The derivative of a function by its argument number ``index``, where it exists; NotSupported if not known.

    >>> from derive.terms import sym
    >>> derivative("log", (sym("x"),)) is 1 / sym("x")
    True
    """
    if name in _MANY_ARGUMENTS:
        return _chosen(name, args, index)
    return FUNCTIONS[name].derivatives[index](*args)


def _chosen(name: str, args: tuple[Term, ...], index: int) -> Term:
    # d max(u_1, …)/d u_k is 1 where u_k is the strict choice, 0 where another is; ties are kinks.
    mine, others = args[index], args[:index] + args[index + 1 :]
    beaten = [compare("<", mine, other) if name == "max" else compare("<", other, mine) for other in others]
    return case([(condition, ZERO) for condition in beaten], ONE)
