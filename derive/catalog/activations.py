"""The activations: one record each. Adding a record is all it takes to derive and prove its gradient."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from derive.domains import LABELS, POSITIVE, REALS, SIGNS, UNIT, Domain, Interval
from derive.terms import ONE, ZERO, Term, fn, num

Scalar = Callable[[Term], Term]


@dataclass(frozen=True, slots=True)
class Activation:
    """The function that turns the logit s into the prediction ŷ.

    ``value`` is the prediction as a function of s, ``written`` the same in TeX, ``definition`` what it is
    made of (its derivative is derived from there), ``derivative`` the claim about its derivative in terms of
    the prediction itself (it is proved, never trusted), ``range`` where predictions live, ``labels`` what a
    loss without labels of its own expects. ``examples`` are pairs (logit, prediction).
    """

    id: str
    name: str
    written: str
    value: Scalar
    definition: Scalar
    derivative: Scalar
    range: Domain
    labels: Domain
    source: str
    examples: tuple[tuple[Term, Term], ...]


def _exp(u: Term) -> Term:
    return fn("exp", u)


COUNTS = Interval(low=Fraction(0), open_low=False, integer=True)
BETWEEN_SIGNS = Interval(Fraction(-1), Fraction(1))
LOG_3, LOG_2 = fn("log", num(3)), fn("log", num(2))

SIGMOID = Activation(
    id="sigmoid",
    name="logistic sigmoid",
    written=r"\frac{1}{1 + e^{-s}}",
    value=lambda s: fn("sigmoid", s),
    definition=lambda s: 1 / (1 + _exp(-s)),
    derivative=lambda p: p * (1 - p),
    range=UNIT,
    labels=LABELS,
    source="Bishop, Pattern Recognition and Machine Learning, (4.59) and (4.88)",
    examples=((ZERO, num(Fraction(1, 2))), (LOG_3, num(Fraction(3, 4)))),
)

TANH = Activation(
    id="tanh",
    name="hyperbolic tangent",
    written=r"\tanh(s)",
    value=lambda s: fn("tanh", s),
    definition=lambda s: (_exp(s) - _exp(-s)) / (_exp(s) + _exp(-s)),
    derivative=lambda p: 1 - p**2,
    range=BETWEEN_SIGNS,
    labels=SIGNS,
    source="Abramowitz and Stegun, 4.5.3 and 4.5.73",
    examples=((ZERO, ZERO), (LOG_2, num(Fraction(3, 5)))),
)

IDENTITY = Activation(
    id="identity",
    name="identity",
    written=r"s",
    value=lambda s: s,
    definition=lambda s: s,
    derivative=lambda p: ONE,
    range=REALS,
    labels=REALS,
    source="Bishop, Pattern Recognition and Machine Learning, section 3.1",
    examples=((num(2), num(2)),),
)

EXPONENTIAL = Activation(
    id="exp",
    name="exponential",
    written=r"e^{s}",
    value=_exp,
    definition=_exp,
    derivative=lambda p: p,
    range=POSITIVE,
    labels=COUNTS,
    source="McCullagh and Nelder, Generalized Linear Models, section 6.2",
    examples=((ZERO, ONE), (LOG_2, num(2))),
)

SOFTPLUS = Activation(
    id="softplus",
    name="softplus",
    written=r"\log(1 + e^{s})",
    value=lambda s: fn("softplus", s),
    definition=lambda s: fn("log", 1 + _exp(s)),
    derivative=lambda p: 1 - _exp(-p),
    range=POSITIVE,
    labels=COUNTS,
    source="Dugas et al., Incorporating Second-Order Functional Knowledge, NIPS 2000",
    examples=((ZERO, LOG_2), (LOG_3, fn("log", num(4)))),
)

ACTIVATIONS = (SIGMOID, TANH, IDENTITY, EXPONENTIAL, SOFTPLUS)
