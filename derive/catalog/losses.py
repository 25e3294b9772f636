"""The losses: one record each, as they are written for one sample with prediction ŷ and label y."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from derive.domains import LABELS, POSITIVE, REALS, SIGNS, UNIT, Domain
from derive.terms import ONE, ZERO, Term, fn, num

PerSample = Callable[[Term, Term], Term]


@dataclass(frozen=True, slots=True)
class Loss:
    """What is to be made small for one sample, as a function of the prediction ŷ and the label y.

    ``written`` is the same in TeX. ``likelihood`` gives minus the loss as it is usually written, for the
    authors who ascend.
    ``predictions`` is where ŷ may live; ``labels`` where y lives, None where the activation decides.
    ``examples`` are triples (prediction, label, loss).
    """

    id: str
    name: str
    written: str
    value: PerSample
    likelihood: PerSample
    predictions: Domain
    labels: Domain | None
    source: str
    examples: tuple[tuple[Term, Term, Term], ...]


HALF = num(Fraction(1, 2))


def _log(u: Term) -> Term:
    return fn("log", u)


def _exp(u: Term) -> Term:
    return fn("exp", u)


def _bernoulli(p: Term, y: Term) -> Term:
    return y * _log(p) + (1 - y) * _log(1 - p)


BCE = Loss(
    id="bce",
    name="binary cross-entropy",
    written=r"-(y \log \hat{y} + (1 - y) \log(1 - \hat{y}))",
    value=lambda p, y: -_bernoulli(p, y),
    likelihood=_bernoulli,
    predictions=UNIT,
    labels=LABELS,
    source="Bishop, Pattern Recognition and Machine Learning, (4.90)",
    examples=((HALF, ONE, _log(num(2))), (num(Fraction(3, 4)), ZERO, _log(num(4)))),
)

MSE = Loss(
    id="mse",
    name="squared error",
    written=r"\frac{1}{2} (\hat{y} - y)^2",
    value=lambda p, y: HALF * (p - y) ** 2,
    likelihood=lambda p, y: -HALF * (p - y) ** 2,
    predictions=REALS,
    labels=None,
    source="Bishop, Pattern Recognition and Machine Learning, (3.12)",
    examples=((num(3), ONE, num(2)),),
)

POISSON = Loss(
    id="poisson",
    name="Poisson deviance (without its constant)",
    written=r"\hat{y} - y \log \hat{y}",
    value=lambda p, y: p - y * _log(p),
    likelihood=lambda p, y: y * _log(p) - p,
    predictions=POSITIVE,
    labels=None,
    source="McCullagh and Nelder, Generalized Linear Models, section 6.2",
    examples=((ONE, num(3), ONE),),
)

CE_LOGITS = Loss(
    id="ce-logits",
    name="cross-entropy with logits",
    written=r"\log(1 + e^{\hat{y}}) - y \hat{y}",
    value=lambda s, y: fn("softplus", s) - y * s,
    likelihood=lambda s, y: y * s - fn("softplus", s),
    predictions=REALS,
    labels=LABELS,
    source="Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, (4.20)",
    examples=((ZERO, ONE, _log(num(2))),),
)

LOGISTIC = Loss(
    id="logistic",
    name="logistic loss of the margin",
    written=r"\log(1 + e^{-y \hat{y}})",
    value=lambda s, y: _log(1 + _exp(-(y * s))),
    likelihood=lambda s, y: -_log(1 + _exp(-(y * s))),
    predictions=REALS,
    labels=SIGNS,
    source="Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, section 10.6",
    examples=((ZERO, ONE, _log(num(2))),),
)

EXPONENTIAL = Loss(
    id="exponential",
    name="exponential loss of the margin",
    written=r"e^{-y \hat{y}}",
    value=lambda s, y: _exp(-(y * s)),
    likelihood=lambda s, y: -_exp(-(y * s)),
    predictions=REALS,
    labels=SIGNS,
    source="Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, (10.8)",
    examples=((ZERO, ONE, ONE),),
)

LOSSES = (BCE, MSE, POISSON, CE_LOGITS, LOGISTIC, EXPONENTIAL)
