"""The chain rule through layers: factors that get lost, and values taken at the wrong place."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

from derive.arrays import Array, Contract, Map, apply, broadcast_to, filled, reshape
from derive.calculus import differentiate, free_symbols, substitute
from derive.misconceptions.base import (
    Example,
    Finishing,
    Misconception,
    OnPaper,
    Result,
    chaining,
    differentiating,
    rewriting,
)
from derive.misconceptions.differential import LocalChange, Place, Roles, logit
from derive.misconceptions.forms import activation
from derive.misconceptions.sites import family
from derive.misconceptions.step import Case
from derive.printing import term_text
from derive.reverse import adjoints
from derive.terms import ONE, ZERO, Add, Fn, Mul, Num, Pow, Sym, Term, add, mul, num, sym

# --- the factor that a weight is multiplied by ---------------------------------------------------


def _is_linear(node: Term, place: Place) -> bool:
    """Whether a node is the variable itself or a sum of its multiples by data."""
    if node is place.by:
        return True
    return isinstance(node, Add) and all(
        not place.moves(arg) or (isinstance(arg, Mul) and place.by in arg.args) or arg is place.by
        for arg in node.args
    )


def _one_moving(node: Term, place: Place) -> tuple[Term, list[Term]] | None:
    """The one factor of a product that moves, and those that stand still (numbers left out)."""
    if not isinstance(node, Mul):
        return None
    moving = [arg for arg in node.args if place.moves(arg)]
    still: list[Term] = [arg for arg in node.args if not place.moves(arg) and not isinstance(arg, Num)]
    return (moving[0], still) if len(moving) == 1 and still else None


def _numbers(node: Term) -> list[Term]:
    return [arg for arg in node.args if isinstance(arg, Num)] if isinstance(node, Mul) else []


def _input_left_out(node: Term, place: Place) -> Term | None:
    found = _one_moving(node, place)
    if found is None or found[0] is not place.by:
        return None
    return mul(*_numbers(node), ONE)


def _one_input_left_out(node: Term, place: Place) -> Term | None:
    # Of several factors, only data are left out: y x w loses x, alpha x w loses x.
    found = _one_moving(node, place)
    if found is None or found[0] is not place.by or len(found[1]) < 2:
        return None
    kept = [arg for arg in found[1] if not _is_input(arg, place)]
    return mul(*_numbers(node), *kept) if len(kept) < len(found[1]) else None


def _label_of_margin_left_out(node: Term, place: Place) -> Term | None:
    # Of the factors y x of a margin's weight, y is left out.
    found = _one_moving(node, place)
    if found is None or not _is_linear(found[0], place):
        return None
    kept = [arg for arg in found[1] if not place.roles.is_label(arg)]
    if len(kept) == len(found[1]):
        return None
    return mul(*_numbers(node), *kept, place.d[found[0]])


def _is_input(node: Term, place: Place) -> bool:
    return isinstance(node, Sym) and family(node.name) in place.roles.inputs


def _input_dropped(node: Term, roles: Roles) -> Term | None:
    """In a finished expression: a product without its data factors."""
    if not isinstance(node, Mul):
        return None
    kept = [arg for arg in node.args if not (isinstance(arg, Sym) and family(arg.name) in roles.inputs)]
    some = [arg for arg in kept if not isinstance(arg, Num)]
    return mul(*kept) if some and len(kept) < len(node.args) else None


# --- the weights on the way back -----------------------------------------------------------------


def _weights_left_out(node: Term, place: Place) -> Term | None:
    found = _one_moving(node, place)
    if found is None or _is_linear(found[0], place):
        return None
    unit = activation(found[0]) is not None
    kept = [arg for arg in found[1] if not (_is_parameter(arg, place) or (unit and _is_weight(arg, place)))]
    if len(kept) == len(found[1]):
        return None
    return mul(*_numbers(node), *kept, place.d[found[0]])


def _is_weight(node: Term, place: Place) -> bool:
    # What multiplies a unit and is no label is its outgoing weight, whatever its letter.
    return isinstance(node, Sym) and not place.roles.is_label(node)


def _is_parameter(node: Term, place: Place) -> bool:
    return isinstance(node, Sym) and family(node.name) in place.roles.parameters and node is not place.by


def _layer_skipped(node: Term, place: Place) -> Term | None:
    # The whole outer layer is skipped: its weights and its activation.
    found = activation(node)
    if found is None or not isinstance(found.argument, Add):
        return None
    parts = [arg for arg in found.argument.args if place.moves(arg)]
    inner = [_one_moving(arg, place) for arg in parts]
    if not inner or any(each is None or _is_linear(each[0], place) for each in inner):
        return None
    return add(*(place.d[each[0]] for each in inner if each is not None))


def _seed_through_weights(node: Array, seed: Array) -> tuple[Array, ...] | None:
    """The adjoint of a layer's input is the adjoint of its output, without the weights."""
    if not isinstance(node.operation, Contract):
        return None
    ordinary = list(adjoints(node, seed))
    changed = False
    for k, arg in enumerate(node.args):
        other = node.args[1 - k]
        if arg.args and not other.args and _depends_on_leaf(arg):
            ordinary[k] = _fitted(seed, arg)
            changed = True
    return tuple(ordinary) if changed else None


def _seed_past_the_layer(node: Array, seed: Array) -> tuple[Array, ...] | None:
    """A whole layer is skipped on the way back: its weights and the activation before them."""
    if not isinstance(node.operation, Contract):
        return None
    ordinary = list(adjoints(node, seed))
    changed = False
    for k, arg in enumerate(node.args):
        if isinstance(arg.operation, Map) and len(arg.args) == 1 and not node.args[1 - k].args:
            (slope,) = adjoints(arg, filled(ONE, arg.shape))
            # The activation's slope is multiplied in at the next step, so it is divided out here.
            ordinary[k] = apply("mul", _fitted(seed, arg), apply("pow", slope, filled(-1)))
            changed = True
    return tuple(ordinary) if changed else None


def _depends_on_leaf(array: Array) -> bool:
    return any(free_symbols(entry) for entry in array.entries[:1])


def _fitted(seed: Array, target: Array) -> Array:
    if seed.shape == target.shape:
        return seed
    if len(seed.entries) == len(target.entries):
        return reshape(seed, target.shape)
    return broadcast_to(seed, target.shape)


# --- values taken at the wrong place ---------------------------------------------------------------


def _argument_for_activation(node: Term, roles: Roles) -> Term | None:
    found = activation(node)
    return None if found is None or _has_label(node, roles) else found.argument


def _argument_for_exp(node: Term, roles: Roles) -> Term | None:
    return node.args[0] if isinstance(node, Fn) and node.name == "exp" else None


def _input_before_activation(node: Term, place: Place) -> Term | None:
    # The gradient of V in V h uses the pre-activation of h.
    found = _one_moving(node, place)
    if found is None or found[0] is not place.by:
        return None
    values = [activation(arg) for arg in found[1]]
    if not any(values):
        return None
    still = [value.argument if value else arg for arg, value in zip(found[1], values, strict=True)]
    return mul(*_numbers(node), *still)


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
        found = _one_moving(node, place)
        if found is None or _is_linear(found[0], place):
            return None
        still = [_stepped(arg, rate, place) if _is_parameter(arg, place) else arg for arg in found[1]]
        return None if still == found[1] else mul(*_numbers(node), *still, place.d[found[0]])

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


def _loss_for_slope(node: Term, place: Place) -> Term | None:
    """The loss of each sample takes the place of its derivative by the logit."""
    if not isinstance(node, Add | Mul | Fn | Pow) or not _has_label(node, place.roles):
        return None
    moving = [part for part in node.args if place.moves(part)] if isinstance(node, Add) else [node]
    if any(activation(part) and not _has_label(part, place.roles) for part in moving):
        return None
    logits = [logit(part, place) for part in moving]
    pairs = [(part, s) for part, s in zip(moving, logits, strict=True) if s is not None and s is not part]
    if len(pairs) < len(moving):
        return None
    return add(*(mul(part, place.d[s]) for part, s in pairs))


MISSING_INPUT_FACTOR = Misconception(
    id="missing-input-factor",
    family="chain rule",
    title="The factor that the weight is multiplied by is missing",
    people_do=(
        "∂L/∂w is written as ŷ − y, which is ∂L/∂s; the x of s = wᵀx is left out (or the y of a margin "
        "y·wᵀx)."
    ),
    tempts="ŷ − y is the famous part of the result, and for the bias it is the whole of it.",
    right_way="∂L/∂w = ∂L/∂s · ∂s/∂w, and ∂s/∂w = x.",
    glance="A feature that is 0 cannot move the loss, so its weight must have gradient 0.",
    source="Bishop, Pattern Recognition and Machine Learning, (5.53)",
    caught=(
        Example("one unit", "w", "p = sigmoid(w * x + b); p - y"),
        Example("squared unit", "w", "p = sigmoid(w * x); (p - y) * p * (1 - p)"),
    ),
    paper=(
        OnPaper(
            r"One unit: $z = w x + b$, $p = \sigma(z)$ with $\sigma(t) = 1/(1 + e^{-t})$, label $y \in \{0, "
            r"1\}$. The loss is $$L = -y \log p - (1 - y) \log(1 - p)$$",
            r"\frac{\partial L}{\partial w} = p - y",
            r"\frac{\partial L}{\partial w} = (p - y) x",
        ),
    ),
    mutations=(
        *differentiating(_input_left_out, _one_input_left_out, _label_of_margin_left_out),
        *rewriting(_input_dropped, on=("before",)),
    ),
)

MISSING_WEIGHTS_IN_HIDDEN_DELTA = Misconception(
    id="missing-weights-in-hidden-delta",
    family="chain rule",
    title="The weights of the next layer are missing in the hidden delta",
    people_do="δ₁ = δ₂ ⊙ σ′(z₁) is written where δ₁ = (W₂ᵀδ₂) ⊙ σ′(z₁) belongs.",
    tempts="On paper with one unit a layer, the weight is a single letter, easily overlooked.",
    right_way="A hidden unit reaches the loss through its outgoing weights: ∂L/∂a = Wᵀδ of the next layer.",
    glance="With outgoing weights 0 a hidden unit does nothing, so its delta must be 0.",
    source="Bishop, Pattern Recognition and Machine Learning, (5.56)",
    caught=(
        Example(
            "two layers",
            "W1",
            "Z = X @ W1 + b1; A = sigmoid(Z); D = A @ W2 - Y; X.T @ (sum(D, axis=1, keepdims=True) * A * "
            "(1 - A))",
        ),
        Example(
            "two layers columns",
            "W1",
            "Z = W1 @ X; A = relu(Z); D = (W2 @ A - Y) / N; (sum(D, axis=0, keepdims=True) * step(Z)) @ X.T",
        ),
    ),
    mutations=(
        *differentiating(_weights_left_out, _layer_skipped),
        *chaining(_seed_through_weights, _seed_past_the_layer),
    ),
)

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
    mutations=differentiating(_loss_for_slope),
)

RECORDS = (
    MISSING_INPUT_FACTOR,
    MISSING_WEIGHTS_IN_HIDDEN_DELTA,
    WRONG_FORWARD_VALUE,
    USES_UPDATED_WEIGHTS,
    USES_LOSS_INSTEAD_OF_RESIDUAL,
)
