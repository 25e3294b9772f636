"""What can be reported on: a loss, an activation and the stable form of their composition."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product

from derive.catalog.activations import ACTIVATIONS, EXPONENTIAL, IDENTITY, SIGMOID, TANH, Activation
from derive.catalog.losses import BCE, CE_LOGITS, LOGISTIC, LOSSES, MSE, POISSON, Loss
from derive.domains import REALS, UNIT, Domain, FiniteSet, Interval
from derive.errors import GradproofError
from derive.terms import Term, fn


@dataclass(frozen=True, slots=True)
class Problem:
    """A loss after an activation, for one sample: s = wᵀx, ŷ = activation(s), loss(ŷ, y).

    ``stable`` writes the loss as a function of the logit s and the label y in the form that is safe in
    floating point (proved equal to the composition, never trusted); None where the composition is safe.
    ``convex`` says that the loss is convex in s, so that descent cannot end in a poor minimum.
    """

    id: str
    title: str
    loss: Loss
    activation: Activation
    stable: Callable[[Term, Term], Term] | None = None
    convex: bool = False

    @property
    def labels(self) -> Domain:
        """Where the label y lives."""
        return self.loss.labels or self.activation.labels

    def composed(self, s: Term, y: Term) -> Term:
        """The loss of one sample as a function of its logit, exactly as it is composed."""
        return self.loss.value(self.activation.value(s), y)

    def stable_loss(self, s: Term, y: Term) -> Term:
        """The loss of one sample as a function of its logit, in its stable form.

        >>> from derive.terms import sym
        >>> PROBLEMS["bce"].stable_loss(sym("s"), sym("y")) is fn("softplus", sym("s")) - sym("y") * sym("s")
        True
        """
        return (self.stable or self.composed)(s, y)


_NAMED = (
    Problem(
        "bce",
        "Logistic regression: the binary cross-entropy of a sigmoid",
        BCE,
        SIGMOID,
        stable=lambda s, y: fn("softplus", s) - y * s,
        convex=True,
    ),
    Problem("mse+sigmoid", "The squared error of a sigmoid", MSE, SIGMOID),
    Problem("mse+tanh", "The squared error of a hyperbolic tangent, labels −1 and 1", MSE, TANH),
    Problem("linear", "Linear regression: the squared error of the identity", MSE, IDENTITY, convex=True),
    Problem("ce-logits", "Cross-entropy with logits", CE_LOGITS, IDENTITY, convex=True),
    Problem(
        "logistic",
        "Logistic regression with labels −1 and 1: the logistic loss of the margin",
        LOGISTIC,
        IDENTITY,
        stable=lambda s, y: fn("softplus", -(y * s)),
        convex=True,
    ),
    Problem(
        "poisson",
        "Poisson regression: the Poisson deviance of an exponential",
        POISSON,
        EXPONENTIAL,
        stable=lambda s, y: fn("exp", s) - y * s,
        convex=True,
    ),
)


def fits(loss: Loss, activation: Activation) -> bool:
    """Whether every prediction of the activation is one that the loss accepts, and their labels go together.

    >>> fits(BCE, TANH)
    False
    """
    same_labels = loss.labels is None or loss.labels == activation.labels or activation.labels == REALS
    return same_labels and _inside(activation.range, loss.predictions)


def _inside(inner: Domain, outer: Domain) -> bool:
    return outer == REALS or inner == outer or (inner == UNIT and _is_positive(outer))


def _is_positive(domain: Domain) -> bool:
    match domain:
        case Interval(low=low, high=high):
            return low == 0 and high is None
        case FiniteSet():
            return False


def _combined() -> Iterator[Problem]:
    named = {(each.loss.id, each.activation.id) for each in _NAMED}
    for loss, activation in product(LOSSES, ACTIVATIONS):
        if fits(loss, activation) and (loss.id, activation.id) not in named:
            title = f"{loss.name[0].upper()}{loss.name[1:]} after {activation.name}"
            yield Problem(f"{loss.id}+{activation.id}", title, loss, activation)


_ALIASES = {f"{each.loss.id}+{each.activation.id}": each for each in _NAMED}
PROBLEMS: dict[str, Problem] = _ALIASES | {each.id: each for each in (*_NAMED, *_combined())}


def named_problem(name: str) -> Problem:
    """The problem of this name: one of its own, or "LOSS+ACTIVATION".

    Raises GradproofError with the nearest name where there is none.

    >>> named_problem("mse+tanh").activation.id
    'tanh'
    """
    if name in PROBLEMS:
        return PROBLEMS[name]
    from difflib import get_close_matches

    near = get_close_matches(name, PROBLEMS, n=1)
    remedy = f"did you mean {near[0]}?" if near else "known: " + ", ".join(sorted(PROBLEMS))
    raise GradproofError(f"there is no problem named {name!r}", remedy=remedy)
