"""The chain rule through layers: the inputs and the weights that get lost on the way."""

from __future__ import annotations

from derive.arrays import Array, Contract, Map, apply, broadcast_to, filled, reshape
from derive.calculus import free_symbols
from derive.misconceptions import settings
from derive.misconceptions.base import (
    Example,
    Misconception,
    OnPaper,
    chaining,
    differentiating,
    rewriting,
)
from derive.misconceptions.differential import Place, Roles
from derive.misconceptions.forms import activation
from derive.misconceptions.sites import family, summands
from derive.reverse import adjoints
from derive.terms import ONE, Add, Mul, Num, Sym, Term, add, mul

# --- the factor that a weight is multiplied by ---------------------------------------------------


def _is_linear(node: Term, place: Place) -> bool:
    """Whether a node is the variable itself or a sum of its multiples by data."""
    if node is place.by:
        return True
    return isinstance(node, Add) and all(
        not place.moves(arg) or (isinstance(arg, Mul) and place.by in arg.args) or arg is place.by
        for arg in node.args
    )


def one_moving(node: Term, place: Place) -> tuple[Term, list[Term]] | None:
    """The one factor of a product that moves, and those that stand still (numbers left out)."""
    if not isinstance(node, Mul):
        return None
    moving = [arg for arg in node.args if place.moves(arg)]
    still: list[Term] = [arg for arg in node.args if not place.moves(arg) and not isinstance(arg, Num)]
    return (moving[0], still) if len(moving) == 1 and still else None


def numbers(node: Term) -> list[Term]:
    """The numbers among the factors of a product."""
    return [arg for arg in node.args if isinstance(arg, Num)] if isinstance(node, Mul) else []


def _input_left_out(node: Term, place: Place) -> Term | None:
    found = one_moving(node, place)
    if found is None or found[0] is not place.by:
        return None
    return mul(*numbers(node), ONE)


def _one_input_left_out(node: Term, place: Place) -> Term | None:
    # Of several factors, only data are left out: y x w loses x, alpha x w loses x.
    found = one_moving(node, place)
    if found is None or found[0] is not place.by or len(found[1]) < 2:
        return None
    kept = [arg for arg in found[1] if not _is_input(arg, place)]
    return mul(*numbers(node), *kept) if len(kept) < len(found[1]) else None


def _label_of_margin_left_out(node: Term, place: Place) -> Term | None:
    # Of the factors y x of a margin's weight, y is left out.
    found = one_moving(node, place)
    if found is None or not _is_linear(found[0], place):
        return None
    kept = [arg for arg in found[1] if not place.roles.is_label(arg)]
    if len(kept) == len(found[1]):
        return None
    return mul(*numbers(node), *kept, place.d[found[0]])


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
    found = one_moving(node, place)
    if found is None or _is_linear(found[0], place):
        return None
    unit = activation(found[0]) is not None
    kept = [arg for arg in found[1] if not (is_parameter(arg, place) or (unit and _is_weight(arg, place)))]
    if len(kept) == len(found[1]):
        return None
    return mul(*numbers(node), *kept, place.d[found[0]])


def _is_weight(node: Term, place: Place) -> bool:
    # What multiplies a unit and is no label is its outgoing weight, whatever its letter.
    return isinstance(node, Sym) and not place.roles.is_label(node)


def is_parameter(node: Term, place: Place) -> bool:
    """Whether a node is a parameter other than the variable."""
    return isinstance(node, Sym) and family(node.name) in place.roles.parameters and node is not place.by


def _layer_skipped(node: Term, place: Place) -> Term | None:
    # The whole outer layer is skipped: its weights and its activation.
    found = activation(node)
    if found is None:
        return None
    parts = [arg for arg in summands(found.argument) if place.moves(arg)]
    inner = [one_moving(arg, place) for arg in parts]
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
    paper=(
        OnPaper(
            settings.TWO_UNITS,
            r"\frac{\partial L}{\partial u} = (p - y) p (1 - p) h (1 - h) x",
            r"\frac{\partial L}{\partial u} = (p - y) p (1 - p) v h (1 - h) x",
        ),
        OnPaper(
            settings.TWO_UNITS,
            r"\frac{\partial L}{\partial u} = (p - y) h (1 - h) x",
            r"\frac{\partial L}{\partial u} = (p - y) p (1 - p) v h (1 - h) x",
        ),
    ),
    mutations=(
        *differentiating(_weights_left_out, _layer_skipped),
        *chaining(_seed_through_weights, _seed_past_the_layer),
    ),
)

RECORDS = (MISSING_INPUT_FACTOR, MISSING_WEIGHTS_IN_HIDDEN_DELTA)
