"""The forward pass: values taken at the wrong place, after the wrong step, or instead of their derivatives."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

from derive.calculus import differentiate, free_symbols, substitute
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
from derive.misconceptions.chain_rule import is_parameter, numbers, one_moving
from derive.misconceptions.differential import LocalChange, Place, Roles, logit
from derive.misconceptions.forms import activation
from derive.misconceptions.sites import factors, family, summands
from derive.misconceptions.step import Case
from derive.printing import term_text
from derive.terms import ZERO, Add, Fn, Mul, Num, Pow, Sym, Term, add, mul, num, sym

# --- values taken at the wrong place ---------------------------------------------------------------


def _argument_for_activation(node: Term, roles: Roles) -> Term | None:
    found = activation(node)
    return None if found is None or _has_label(node, roles) else found.argument


def _argument_for_exp(node: Term, roles: Roles) -> Term | None:
    return node.args[0] if isinstance(node, Fn) and node.name == "exp" else None


def _input_before_activation(node: Term, place: Place) -> Term | None:
    # The gradient of V in V h uses the pre-activation of h.
    found = one_moving(node, place)
    if found is None or found[0] is not place.by:
        return None
    values = [activation(arg) for arg in found[1]]
    if not any(values):
        return None
    still = [value.argument if value else arg for arg, value in zip(found[1], values, strict=True)]
    return mul(*numbers(node), *still)


# --- updated weights, and the loss for its slope ---------------------------------------------------


def _with_updated_weights(case: Case, roles: Roles) -> Iterator[tuple[str, Result]]:
    """The gradient by one parameter, taken after another parameter has already made its step."""
    for source in case.differentiations:
        wanted = {family(one.name) for one in source.by}
        others = sorted(roles.parameters - wanted)
        for rate in _rates(case, roles):
            for other in others:
                entries = _updated(case, source.outputs[0], other, rate)
                if entries is not None:
                    yield f"{other} after a step of {term_text(rate)}", entries
        return


def _rates(case: Case, roles: Roles) -> list[Term]:
    """Learning rates: scalars that occur only in what is written."""
    known = free_symbols(*(out for each in case.differentiations for out in each.outputs))
    extra = sorted(free_symbols(*case.written) - known)
    return [sym(name) for name in extra if family(name) in roles.rates or len(extra) == 1]


def _stepped_weights(rate: str) -> LocalChange:
    """On the way back, the next layer's weights have already made a step; the forward pass was the old one."""

    def change(node: Term, place: Place) -> Term | None:
        found = one_moving(node, place)
        if found is None:
            return None
        still = [_stepped(arg, rate, place) if is_parameter(arg, place) else arg for arg in found[1]]
        return None if still == found[1] else mul(*numbers(node), *still, place.d[found[0]])

    return change


def _stepped(weight: Term, rate: str, place: Place) -> Term:
    return weight - num(Fraction(rate)) * _slope(place.root, weight)


@lru_cache(maxsize=256)
def _slope(root: Term, weight: Term) -> Term:
    return differentiate(root, weight.name) if isinstance(weight, Sym) else ZERO


_USUAL_RATES = ("1", "1/2", "1/10", "1/100", "1/1000", "1/20", "1/5")


def _updated(case: Case, output: Term, other: str, rate: Term) -> Result | None:
    names = [name for name in free_symbols(*case.right) if family(name) == other]
    if not names:
        return None
    moved = {name: sym(name) - rate * differentiate(output, name) for name in names}
    return Result(case.right_shape, tuple(substitute(entry, moved) for entry in case.right))


def _has_label(node: Term, roles: Roles) -> bool:
    return any(family(name) in roles.labels for name in free_symbols(node))


def _is_loss(node: Term, place: Place) -> bool:
    """Whether a node is the loss or one sample's: a summand of what is differentiated, and no residual inside it."""
    labelled = not place.roles.labels or _has_label(node, place.roles)
    return labelled and any(node is part for part in _losses(place.root, place))


def _losses(root: Term, place: Place) -> Iterator[Term]:
    yield root
    match root:
        case Add(args=parts):
            for part in parts:
                yield from _losses(part, place)
        case Mul(args=parts):
            moving = [part for part in parts if place.moves(part)]
            if len(moving) == 1:
                yield from _losses(moving[0], place)


def _loss_for_slope(node: Term, place: Place) -> Term | None:
    """The loss of each sample takes the place of its derivative by the logit."""
    if not isinstance(node, Add | Mul | Fn | Pow) or not _is_loss(node, place):
        return None
    moving = [part for part in node.args if place.moves(part)] if isinstance(node, Add) else [node]
    if any(activation(part) and not _has_label(part, place.roles) for part in moving):
        return None
    logits = [logit(part, place) for part in moving]
    pairs = [(part, s) for part, s in zip(moving, logits, strict=True) if s is not None and s is not part]
    if len(pairs) < len(moving):
        return None
    return add(*(mul(part, place.d[s]) for part, s in pairs))


def _loss_for_outer_slope(node: Term, place: Place) -> Term | None:
    """The loss takes the place of its derivative by what its outermost function is applied to: f(u) u' for f'(u) u'."""
    if not _is_loss(node, place):
        return None
    moving = [part for part in summands(node) if place.moves(part)]
    inner = [_outermost_argument(part, place) for part in moving]
    if None in inner:
        return None
    return add(*(mul(part, place.d[u]) for part, u in zip(moving, inner, strict=True) if u is not None))


def _outermost_argument(part: Term, place: Place) -> Term | None:
    moving = [arg for arg in factors(part) if place.moves(arg)]
    match moving:
        case [Pow(base=base, exponent=Num())]:
            return base
        case [Fn(args=(argument,))]:
            return argument
        case _:
            return None


WRONG_FORWARD_VALUE = Misconception(
    id="wrong-forward-value",
    family="chain rule",
    title="A value of the forward pass is taken at the wrong place",
    people_do="The logit s stands where the prediction σ(s) belongs, or z where the activation a belongs.",
    tempts="Every layer has two values, before and after the activation, and their letters are neighbours.",
    right_way="The gradient by a weight uses what that weight was multiplied by in the forward pass.",
    glance="Write the forward pass down, and point at the value each factor of the chain was evaluated at.",
    source="Goodfellow, Bengio and Courville, Deep Learning, algorithm 6.4",
    caught=(
        Example("logistic", "w", "X.T @ (X @ w + b - y) / N"),
        Example("logistic columns", "w", "X @ (w @ X - y)"),
        Example("two layers", "W2", "Z = X @ W1 + b1; A = sigmoid(Z); Z.T @ (A @ W2 - Y)"),
    ),
    paper=(
        OnPaper(
            settings.ONE_UNIT,
            r"\frac{\partial L}{\partial w} = (z - y) x",
            r"\frac{\partial L}{\partial w} = (p - y) x",
        ),
    ),
    mutations=(
        *differentiating(_input_before_activation),
        *rewriting(_argument_for_activation, _argument_for_exp, on=("function", "result", "before")),
    ),
    rank=3,
)

USES_UPDATED_WEIGHTS = Misconception(
    id="uses-updated-weights",
    family="chain rule",
    title="One layer is updated before the gradient of another is computed",
    people_do="W₂ makes its step, and the hidden delta is then computed with the new W₂.",
    tempts="It is the order in which the layers come up on the way back.",
    right_way="Compute all gradients at the old weights, then make all steps.",
    glance="All partial derivatives of one gradient belong to the same point.",
    source="Goodfellow, Bengio and Courville, Deep Learning, algorithm 8.1",
    caught=(
        Example(
            "two layers",
            "W1",
            "Z = X @ W1 + b1; A = sigmoid(Z); D = A @ W2 - Y; V = W2 - A.T @ D / 10; "
            "X.T @ (D @ V.T * A * (1 - A))",
        ),
        Example("linear units", "u", "n = v - eta * (v * u * x - y) * u * x; (n * u * x - y) * n * x"),
    ),
    paper=(
        OnPaper(
            settings.TWO_UNITS,
            (
                r"\frac{\partial L}{\partial u} = (p - y) p (1 - p) \left(v - \frac{1}{10} (p - y) p "
                r"(1 - p) h\right) h (1 - h) x"
            ),
            r"\frac{\partial L}{\partial u} = (p - y) p (1 - p) v h (1 - h) x",
        ),
    ),
    mutations=(Finishing(_with_updated_weights), *differentiating(*map(_stepped_weights, _USUAL_RATES))),
)

USES_LOSS_INSTEAD_OF_RESIDUAL = Misconception(
    id="uses-loss-instead-of-residual",
    family="chain rule",
    title="The loss itself is sent back instead of its derivative",
    people_do="The gradient is written as L·x: the value of the loss takes the place of ∂L/∂s.",
    tempts="Backpropagation is told as 'the error is sent back', and the loss is called the error, too.",
    right_way="What is sent back is the derivative of the loss: for the cross-entropy the residual ŷ − y.",
    glance="The loss is never negative, so L·x could never push a weight both ways.",
    source="Bishop, Pattern Recognition and Machine Learning, (5.54)",
    caught=(
        Example("logistic", "w", "p = sigmoid(X @ w + b); -X.T @ (y * log(p) + (1 - y) * log(1 - p)) / N"),
        Example("poisson", "w", "X.T @ (exp(X @ w) - y * (X @ w))"),
    ),
    paper=(
        OnPaper(
            settings.ONE_UNIT,
            r"\frac{\partial L}{\partial w} = L x",
            r"\frac{\partial L}{\partial w} = (p - y) x",
        ),
    ),
    mutations=differentiating(_loss_for_slope, _loss_for_outer_slope),
)

RECORDS = (WRONG_FORWARD_VALUE, USES_UPDATED_WEIGHTS, USES_LOSS_INSTEAD_OF_RESIDUAL)
