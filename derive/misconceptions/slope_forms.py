"""Wrong forms of sigma', of tanh' and of the sigmoid itself."""

from __future__ import annotations

from collections.abc import Callable

from derive.misconceptions.activations import inner_of, sigma_slope, tanh_slope
from derive.misconceptions.base import (
    Example,
    Misconception,
    OnPaper,
    differentiating,
    rewriting,
)
from derive.misconceptions.differential import LocalChange, Place, Roles
from derive.misconceptions.forms import activation
from derive.terms import Term, fn, mul


def _finished_sigma(form: Callable[[Term, Term], Term]) -> Callable[[Term, Roles], Term | None]:
    """In a finished expression: sigma' becomes ``form`` of the value and the argument."""

    def change(node: Term, roles: Roles) -> Term | None:
        found = sigma_slope(node)
        return None if found is None else mul(form(found[0], found[1]), found[2])

    return change


def _finished_tanh(form: Callable[[Term, Term], Term]) -> Callable[[Term, Roles], Term | None]:
    """In a finished expression: tanh' becomes ``form`` of the value and the argument."""

    def change(node: Term, roles: Roles) -> Term | None:
        found = tanh_slope(node)
        return None if found is None else form(*found)

    return change


def _as(name: str, form: Callable[[Term, Term], Term]) -> LocalChange:
    """The derivative of the activation ``name`` written as ``form`` of its value and its argument."""

    def change(node: Term, place: Place) -> Term | None:
        found = inner_of(node, place)
        if found is None or found[0] != name:
            return None
        return mul(form(node, found[1]), found[2])

    return change


def _sigmoid_becomes(form: Callable[[Term], Term]) -> Callable[[Term, Roles], Term | None]:
    def change(node: Term, roles: Roles) -> Term | None:
        found = activation(node)
        return form(found.argument) if found is not None and found.name == "sigmoid" else None

    return change


def _exp(u: Term) -> Term:
    return fn("exp", u)


_TANH_FORMS: tuple[Callable[[Term, Term], Term], ...] = (
    lambda a, u: 1 - a,
    lambda a, u: 1 + a**2,
    lambda a, u: a * (1 - a),
    lambda a, u: 1 - u**2,
    lambda a, u: a**2,
)


_SIGMA_FORMS: tuple[Callable[[Term, Term], Term], ...] = (
    lambda a, u: a * (1 + a),
    lambda a, u: a,
    lambda a, u: 1 - a,
    lambda a, u: 1 - a**2,
    lambda a, u: u * (1 - u),
)


SIGMA_PRIME_WRONG_FORM = Misconception(
    id="sigma-prime-wrong-form",
    family="derivatives",
    title="A wrong formula for σ′",
    people_do="σ′ is written as σ(1+σ), σ, 1−σ, σ², 1−σ² or z(1−z), or a(1−a) is used for an activation that is not σ.",
    tempts="The formula is remembered, not derived, and mixed with that of tanh or of exp.",
    right_way="σ′(z) = σ(z)(1−σ(z)).",
    glance="σ′ must vanish at both ends, where σ is 0 and where σ is 1.",
    source="Bishop, Pattern Recognition and Machine Learning, (4.88)",
    caught=(
        Example("squared unit", "w", "p = sigmoid(w * x); (p - y) * p * (1 + p) * x"),
        Example(
            "two layers",
            "W1",
            "Z = X @ W1 + b1; A = sigmoid(Z); D = A @ W2 - Y; X.T @ (D @ W2.T * Z * (1 - Z))",
        ),
    ),
    paper=(
        OnPaper(
            r"One unit: $z = w x + b$, $p = \sigma(z)$ with $\sigma(t) = 1/(1 + e^{-t})$, label $y \in \{0, "
            r"1\}$. The loss is $$L = \frac{1}{2} (p - y)^2$$",
            r"\frac{\partial L}{\partial w} = (p - y) p (1 + p) x",
            r"\frac{\partial L}{\partial w} = (p - y) p (1 - p) x",
        ),
        OnPaper(
            r"$\Phi$ is the distribution function of the standard normal and $\varphi$ its density. $g(t) = t \Phi(t)$",
            r"g'(t) = \Phi(t) + t \Phi(t) (1 - \Phi(t))",
            r"g'(t) = \Phi(t) + t \varphi(t)",
        ),
    ),
    mutations=differentiating(
        _as("sigmoid", lambda a, u: a * (1 + a)),
        _as("sigmoid", lambda a, u: a),
        _as("sigmoid", lambda a, u: 1 - a),
        _as("sigmoid", lambda a, u: a**2),
        _as("sigmoid", lambda a, u: 1 - a**2),
        _as("sigmoid", lambda a, u: u * (1 - u)),
        _as("sigmoid", lambda a, u: (1 - a) ** 2),
        _as("sigmoid", lambda a, u: a * (1 - a) ** 2),
        _as("sigmoid", lambda a, u: a**2 * (1 - a)),
        _as("sigmoid", lambda a, u: a * (1 - a**2)),
        _as("sigmoid", lambda a, u: a * (1 - u)),
        _as("sigmoid", lambda a, u: _exp(-u)),
        _as("sigmoid", lambda a, u: 1 / (1 + _exp(-u)) ** 2),
        _as("sigmoid", lambda a, u: _exp(-u) / (1 + _exp(-u))),
        _as("normcdf", lambda a, u: a * (1 - a)),
        _as("normcdf", lambda a, u: 1 - a**2),
    )
    + rewriting(*map(_finished_sigma, _SIGMA_FORMS), on=("before",)),
    rank=2,
)


TANH_PRIME_WRONG_FORM = Misconception(
    id="tanh-prime-wrong-form",
    family="derivatives",
    title="A wrong formula for tanh′",
    people_do=(
        "tanh′ is written as 1−tanh, 1+tanh², tanh(1−tanh), 1−z² or with the 2 of the square lost elsewhere."
    ),
    tempts="It is mixed up with a(1−a) of the sigmoid, or z is put where a = tanh z belongs.",
    right_way="tanh′(z) = 1 − tanh²(z) = 1 − a².",
    glance="tanh′ is 1 at z = 0, never above 1 and never negative.",
    source="Abramowitz and Stegun, Handbook of Mathematical Functions, 4.5.73",
    caught=(Example("tanh unit", "w", "a = tanh(X @ w); X.T @ ((a - y) * (1 - a))"),),
    paper=(
        OnPaper(
            r"$x \in \mathbb{R}^n$, $W \in \mathbb{R}^{m \times n}$, $V \in \mathbb{R}^{k \times m}$, $t "
            r"\in \mathbb{R}^k$, $h = \tanh(W x)$, $o = V h$, $$L = \frac{1}{2} \| o - t \|^2$$",
            r"\frac{\partial L}{\partial W} = \left[ V^T (o - t) \odot (1 - h) \right] x^T",
            r"\frac{\partial L}{\partial W} = \left[ V^T (o - t) \odot (1 - h \odot h) \right] x^T",
        ),
    ),
    mutations=differentiating(
        _as("tanh", lambda a, u: 1 - a),
        _as("tanh", lambda a, u: 1 + a**2),
        _as("tanh", lambda a, u: a * (1 - a)),
        _as("tanh", lambda a, u: 1 - u**2),
        _as("tanh", lambda a, u: a**2),
        _as("tanh", lambda a, u: (1 - a) ** 2),
        _as("tanh", lambda a, u: (1 - a**2) / 2),
        _as("tanh", lambda a, u: 1 + a),
        _as("tanh", lambda a, u: (1 - a**2) ** 2),
        _as("tanh", lambda a, u: u * (1 - u)),
        _as("tanh", lambda a, u: 1 - fn("sigmoid", u) ** 2),
    )
    + rewriting(*map(_finished_tanh, _TANH_FORMS), on=("before",)),
    rank=2,
)


WRONG_SIGMOID = Misconception(
    id="wrong-sigmoid",
    family="derivatives",
    title="The sigmoid itself is written wrongly",
    people_do="σ(z) is written as 1/(1+e^z), 1/(1−e^−z) or e^−z/(1+e^−z).",
    tempts="The minus in the exponent and the plus in the denominator are exchanged from memory.",
    right_way="σ(z) = 1/(1+e^−z) = e^z/(1+e^z).",
    glance="σ must grow: for large z it is 1, and 1/(1+e^z) is 0 there.",
    source="Bishop, Pattern Recognition and Machine Learning, (4.59)",
    caught=(
        Example("logistic", "w", "p = 1 / (1 + exp(X @ w + b)); X.T @ (p - y) / N"),
        Example("one unit", "w", "p = 1 / (1 - exp(-(w * x + b))); (p - y) * x"),
    ),
    paper=(
        OnPaper(
            r"$\sigma(t) = 1/(1 + e^{-t})$, label $y$. $$L(s) = -y s + \log(1 + e^s)$$",
            r"\frac{\partial L}{\partial s} = \frac{1}{1 + e^{s}} - y",
            r"\frac{\partial L}{\partial s} = \frac{1}{1 + e^{-s}} - y",
        ),
    ),
    mutations=rewriting(
        _sigmoid_becomes(lambda u: 1 / (1 + _exp(u))),
        _sigmoid_becomes(lambda u: 1 / (1 - _exp(-u))),
        _sigmoid_becomes(lambda u: _exp(u) / (1 - _exp(u))),
        _sigmoid_becomes(lambda u: 1 / (_exp(u) - 1)),
        _sigmoid_becomes(lambda u: 1 + _exp(-u)),
        _sigmoid_becomes(lambda u: _exp(-u)),
        on=("function", "before", "result"),
    ),
    rank=2,
)

RECORDS = (SIGMA_PRIME_WRONG_FORM, TANH_PRIME_WRONG_FORM, WRONG_SIGMOID)
