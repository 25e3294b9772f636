"""Slopes of activations: left out, taken twice, and taken at the value for the argument."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from derive.calculus import free_symbols
from derive.functions import FUNCTIONS
from derive.misconceptions import settings
from derive.misconceptions.base import (
    Example,
    Finishing,
    Misconception,
    OnPaper,
    Result,
    differentiating,
    rewriting,
)
from derive.misconceptions.differential import Place, Roles
from derive.misconceptions.forms import activation
from derive.misconceptions.sites import factors, family
from derive.misconceptions.step import Case
from derive.terms import ONE, Add, Mul, Pow, Term, fn, mul, num


def _slope(name: str, argument: Term) -> Term:
    return FUNCTIONS[name].derivatives[0](argument)


def inner_of(node: Term, place: Place) -> tuple[str, Term, Term] | None:
    """Name, argument and derivative of the argument of an activation."""
    found = activation(node)
    if found is None:
        return None
    u = found.argument
    inner = place.d.get(u)
    if inner is None and isinstance(u, Mul):
        inner = mul(-1, place.d[mul(-1, u)]) if mul(-1, u) in place.d else None
    return None if inner is None else (found.name, u, inner)


def _left_out(node: Term, place: Place) -> Term | None:
    # A loss such as softplus(-y s) is no activation: its argument holds the label.
    found = inner_of(node, place)
    if found is None or any(family(name) in place.roles.labels for name in free_symbols(found[1])):
        return None
    return found[2]


def _slope_dropped(node: Term, roles: Roles) -> Term | None:
    """In a finished expression: a product a (1 - a) that is sigma', or the bracket 1 - a^2, is dropped."""
    found = sigma_slope(node)
    if found is not None:
        return found[2]
    parts = factors(node)
    kept = [one for one in parts if tanh_slope(one) is None]
    return mul(*kept) if kept and len(kept) < len(parts) else None


def sigma_slope(node: Term) -> tuple[Term, Term, Term] | None:
    """The a and its argument of a product a (1 - a), or sigma(u) sigma(-u), with the other factors."""
    parts = factors(node)
    for arg in parts:
        found = activation(arg)
        if found is None or found.name != "sigmoid":
            continue
        for other in (1 - arg, fn("sigmoid", mul(-1, found.argument))):
            if other in parts:
                return arg, found.argument, mul(*(x for x in parts if x is not arg and x is not other))
    return None


def tanh_slope(node: Term) -> tuple[Term, Term] | None:
    """The a and its argument of 1 - a^2 with a = tanh."""
    if not isinstance(node, Add) or len(node.args) != 2 or ONE not in node.args:
        return None
    square = mul(-1, next(arg for arg in node.args if arg is not ONE))
    if not isinstance(square, Pow) or square.exponent is not num(2):
        return None
    found = activation(square.base)
    return (square.base, found.argument) if found is not None and found.name == "tanh" else None


def _twice(node: Term, place: Place) -> Term | None:
    found = inner_of(node, place)
    return None if found is None else mul(_slope(found[0], found[1]), place.correct)


_SLOPES: dict[str, Callable[[Term], Term]] = {"sigma": lambda a: a * (1 - a), "tanh": lambda a: 1 - a**2}


def _slope_of_own_activation(case: Case, roles: Roles) -> Iterator[tuple[str, Result]]:
    """The derivative by an activation a is given for that by its pre-activation: times a (1 - a) or 1 - a^2."""
    for source in case.differentiations[:1]:
        for name, slope in _SLOPES.items():
            pairs = zip(case.right, source.by, strict=True)
            yield name, Result(case.right_shape, tuple(mul(entry, slope(by)) for entry, by in pairs))


def _of_softplus_twice(node: Term, place: Place) -> Term | None:
    # The loss in its logits has no sigma in it any more, and sigma' is put in all the same.
    found = inner_of(node, place)
    if found is None or found[0] != "softplus":
        return None
    return mul(_slope("sigmoid", found[1]), place.correct)


def _at_activation(node: Term, place: Place) -> Term | None:
    found = inner_of(node, place)
    return None if found is None else mul(_slope(found[0], node), found[2])


MISSING_SIGMA_PRIME = Misconception(
    id="missing-sigma-prime",
    family="derivatives",
    title="The derivative of the activation is missing",
    people_do=(
        "The chain is cut at the activation: for ½(ŷ − y)² with ŷ = σ(s) the gradient is written as (ŷ − y)x."
    ),
    tempts="With the cross-entropy σ′ really cancels, and that result is remembered for every loss.",
    right_way="∂L/∂s = ∂L/∂ŷ · σ′(s); only if ∂L/∂ŷ has ŷ(1−ŷ) in its denominator does it cancel.",
    glance="For the squared error a saturated unit (σ′ ≈ 0) must have a gradient near 0.",
    source="Bishop, Pattern Recognition and Machine Learning, (5.53) to (5.56)",
    caught=(
        Example("squared unit", "w", "p = sigmoid(w * x); (p - y) * x"),
        Example("tanh unit", "w", "a = tanh(X @ w); X.T @ (a - y)"),
    ),
    paper=(
        OnPaper(
            r"One unit: $z = w x + b$, $p = \sigma(z)$ with $\sigma(t) = 1/(1 + e^{-t})$, label $y \in \{0, "
            r"1\}$. The loss is $$L = \frac{1}{2} (p - y)^2$$",
            r"\frac{\partial L}{\partial w} = (p - y) x",
            r"\frac{\partial L}{\partial w} = (p - y) p (1 - p) x",
        ),
        OnPaper(
            settings.SQUARED_UNIT,
            r"\frac{\partial L}{\partial w} = (p - y) p (1 - p) x = (p - y) x",
            r"\frac{\partial L}{\partial w} = (p - y) p (1 - p) x = x (p - y) p (1 - p)",
        ),
    ),
    mutations=(*differentiating(_left_out), *rewriting(_slope_dropped, on=("before",))),
    rank=1,
)

EXTRA_SIGMA_PRIME = Misconception(
    id="extra-sigma-prime",
    family="derivatives",
    title="The derivative of the activation is there once too often",
    people_do="For the cross-entropy the gradient is written as (ŷ − y)ŷ(1−ŷ)x.",
    tempts=(
        "The delta of the squared error is remembered, or ∂L/∂s is taken for ∂L/∂ŷ and multiplied by σ′ "
        "again."
    ),
    right_way="ŷ − y is already ∂L/∂s: σ′ has cancelled against the denominator of ∂L/∂ŷ.",
    glance="A sure and wrong answer (ŷ ≈ 0, y = 1) must give a large gradient under the cross-entropy.",
    source="Bishop, Pattern Recognition and Machine Learning, (4.91)",
    caught=(
        Example("logistic", "w", "p = sigmoid(X @ w + b); X.T @ ((p - y) * p * (1 - p)) / N"),
        Example("logistic columns", "w", "q = sigmoid(w @ X); X @ ((q - y) * q * (1 - q))"),
    ),
    paper=(
        OnPaper(
            r"One unit: $z = w x + b$, $p = \sigma(z)$ with $\sigma(t) = 1/(1 + e^{-t})$, label $y \in \{0, "
            r"1\}$. The loss is $$L = -y \log p - (1 - y) \log(1 - p)$$",
            r"\frac{\partial L}{\partial w} = (p - y) p (1 - p) x",
            r"\frac{\partial L}{\partial w} = (p - y) x",
        ),
    ),
    mutations=(*differentiating(_twice, _of_softplus_twice), Finishing(_slope_of_own_activation)),
    rank=1,
)

SIGMA_PRIME_OF_ACTIVATION = Misconception(
    id="sigma-prime-of-activation",
    family="derivatives",
    title="σ′ is taken at the activation instead of the pre-activation",
    people_do="σ′(a) with a = σ(z) is written where σ′(z) belongs; in code sigmoid_prime(a).",
    tempts="a(1−a) is a function of a, so σ′ seems to want a.",
    right_way="σ′(z) = σ(z)(1−σ(z)) = a(1−a): either σ′ of z, or the formula in a, never σ′ of a.",
    glance="At z = 0 the slope is 1/4, and σ′(σ(0)) = σ′(1/2) ≈ 0.235.",
    source="Nielsen, Neural Networks and Deep Learning, chapter 2, (BP2)",
    caught=(
        Example(
            "two layers",
            "W1",
            "Z = X @ W1 + b1; A = sigmoid(Z); D = A @ W2 - Y; B = sigmoid(A); X.T @ (D @ W2.T * B * (1 - B))",
        ),
        Example("squared unit", "w", "p = sigmoid(w * x); (p - y) * sigmoid(p) * (1 - sigmoid(p)) * x"),
    ),
    paper=(
        OnPaper(
            settings.SQUARED_UNIT,
            r"\frac{\partial L}{\partial w} = (p - y) \sigma(p) (1 - \sigma(p)) x",
            r"\frac{\partial L}{\partial w} = (p - y) \sigma(z) (1 - \sigma(z)) x",
        ),
    ),
    mutations=differentiating(_at_activation),
)

RECORDS = (
    MISSING_SIGMA_PRIME,
    EXTRA_SIGMA_PRIME,
    SIGMA_PRIME_OF_ACTIVATION,
)
