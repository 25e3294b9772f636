"""Kinks and shares: the derivatives of max and ReLU, and of the softmax."""

from __future__ import annotations

from collections.abc import Callable

from derive.arrays import Array, Map, apply, filled
from derive.calculus import free_symbols
from derive.misconceptions.base import Example, Misconception, OnPaper, chaining, differentiating
from derive.misconceptions.differential import LocalChange, Place
from derive.misconceptions.forms import Softmax, activation, softmax
from derive.misconceptions.sites import skeletons
from derive.terms import ZERO, Add, Fn, Mul, Num, Pow, Sym, Term, add, fn, mul, power

# --- max ----------------------------------------------------------------------------------------


def _max_of_slopes(node: Term, place: Place) -> Term | None:
    if isinstance(node, Fn) and node.name in ("max", "min"):
        return fn(node.name, *(place.d[arg] for arg in node.args))
    if isinstance(node, Fn) and node.name == "relu":
        return fn("max", ZERO, place.d[node.args[0]])
    return None


def _max_of_slopes_in_power(node: Term, place: Place) -> Term | None:
    # max(0, u)^2 is differentiated to 2 max(0, u').
    if not isinstance(node, Pow) or not isinstance(node.exponent, Num) or node.exponent.value <= 1:
        return None
    u = _relu_argument(node.base)
    if u is None or not place.moves(u):
        return None
    return mul(node.exponent, power(fn("max", ZERO, place.d[u]), add(node.exponent, -1)))


def _mask(argument: Term) -> Term:
    return fn("step", argument)


def _relu_argument(node: Term) -> Term | None:
    found = activation(node)
    return found.argument if found is not None and found.name == "relu" else None


def _turned_mask(node: Term, place: Place) -> Term | None:
    u = _relu_argument(node)
    return None if u is None else mul(_mask(mul(-1, u)), place.d[u])


def _value_for_mask(node: Term, place: Place) -> Term | None:
    u = _relu_argument(node)
    return None if u is None else mul(fn("relu", u), place.d[u])


def _argument_for_mask(node: Term, place: Place) -> Term | None:
    u = _relu_argument(node)
    return None if u is None else mul(u, place.d[u])


def _sign_for_mask(node: Term, place: Place) -> Term | None:
    u = _relu_argument(node)
    return None if u is None else mul(fn("sign", u), place.d[u])


def _mask_of_shifted(node: Term, place: Place) -> Term | None:
    # The mask of max(0, 1 - m) is taken as m < 0 instead of m < 1: the constant of the argument is lost.
    u = _relu_argument(node)
    if not isinstance(u, Add):
        return None
    rest = [arg for arg in u.args if not isinstance(arg, Num)]
    return mul(_mask(add(*rest)), place.d[u]) if len(rest) < len(u.args) else None


def _no_hinge_mask(node: Term, place: Place) -> Term | None:
    u = _relu_argument(node)
    return None if u is None else place.d[u]


def _mask_of_seed(node: Array, seed: Array) -> tuple[Array, ...] | None:
    """What comes back is let through where it is positive itself, not where the unit was on."""
    if not isinstance(node.operation, Map) or not node.entries or _relu_argument(node.entries[0]) is None:
        return None
    passed = apply("mul", seed, apply("step", seed))
    fits = [arg.shape == node.shape and bool(free_symbols(*arg.entries[:1])) for arg in node.args]
    return (
        tuple(passed if fit else filled(ZERO, arg.shape) for fit, arg in zip(fits, node.args, strict=True))
        if any(fits)
        else None
    )


def _own_factor(node: Term, place: Place) -> Term | None:
    # The derivative of u v by u is written as u.
    if not isinstance(node, Mul) or len([arg for arg in node.args if place.moves(arg)]) != 1:
        return None
    others = [arg for arg in node.args if not isinstance(arg, Num) and arg is not place.by]
    if place.by not in node.args or len(others) != 1 or not isinstance(others[0], Sym):
        return None
    return mul(*(arg for arg in node.args if isinstance(arg, Num)), place.by)


# --- softmax ------------------------------------------------------------------------------------


ShareChange = Callable[[Softmax, Place], Term]


def of_share(form: ShareChange) -> LocalChange:
    """The derivative of a softmax share becomes ``form``; what stands still beside it stays in front."""

    def change(node: Term, place: Place) -> Term | None:
        found = softmax(node)
        if found is None or place.moves(found.rest):
            return None
        return mul(found.rest, form(found, place))

    return change


def _diagonal_only(found: Softmax, place: Place) -> Term:
    share = found.share(found.own)
    return share * (1 - share) * place.d[found.own]


def _diagonal_of_logsumexp(node: Term, place: Place) -> Term | None:
    # log p_k written as z_k - log(sum of exp z_j): only the own logit of the sum is seen.
    if not isinstance(node, Add):
        return None
    for part in node.args:
        total = _logsumexp(part)
        own = [arg for arg in node.args if total is not None and fn("exp", arg) in total.args]
        if total is not None and len(own) == 1 and len(node.args) == 2:
            return mul(1 - fn("exp", own[0]) / total, place.d[own[0]])
    return None


def _logsumexp(part: Term) -> Add | None:
    match part:
        case Mul(args=(Num(value=value), Fn(name="log", args=(Add() as total,)))) if value == -1:
            return total
        case _:
            return None


def _no_diagonal(found: Softmax, place: Place) -> Term:
    # Only the off-diagonal form -p_k p_i is used, for i = k as well.
    share = found.share(found.own)
    return add(*(mul(-1, share, found.share(z), place.d[z]) for z in found.logits))


def _own_share_for_others(found: Softmax, place: Place) -> Term:
    # p_k (delta_ki - p_k): the second share has the index of the first.
    share = found.share(found.own)
    return add(share * place.d[found.own], *(mul(-1, share, share, place.d[z]) for z in found.logits))


def _other_share_in_front(found: Softmax, place: Place) -> Term:
    # p_i (delta_ki - p_i): the first share has the index of the second.
    squares = (mul(-1, found.share(z), found.share(z), place.d[z]) for z in found.logits)
    return add(found.share(found.own) * place.d[found.own], *squares)


def _exchanged_scores(node: Term, place: Place) -> Term | None:
    # In a difference of two entries of one array the indices are exchanged.
    if not isinstance(node, Add):
        return None
    looks = skeletons(node.args)
    changed = list(node.args)
    for k, one in enumerate(node.args):
        for m, other in enumerate(node.args):
            if place.moves(one) and looks[other] in ("-1*" + looks[one],) and other is not mul(-1, one):
                changed[k], changed[m] = mul(-1, one), mul(-1, other)
    if changed == list(node.args):
        return None
    turned = (
        mul(-1, place.d[a]) if a is not b else place.d[a] for a, b in zip(node.args, changed, strict=True)
    )
    return add(*turned)


RELU_MASK_WRONG = Misconception(
    id="relu-mask-wrong",
    family="derivatives",
    title="The mask of max(0, u), or another one, is wrong",
    people_do=(
        "The derivative of max(0, u) is taken where u < 0, or as u itself, as max(0, u), as sign u or as "
        "1 everywhere; in dropout 1 − D comes back where D was let through."
    ),
    tempts=(
        "The condition is copied from the branch that vanishes, or the value is copied instead of the slope."
    ),
    right_way="max(0, u)′ = u′ where u > 0, and 0 where u < 0; a mask that is given is the same both ways.",
    glance="Where the unit is off, nothing may pass; where it is on, everything passes unchanged.",
    source="Goodfellow, Bengio and Courville, Deep Learning, section 6.3.1",
    caught=(
        Example("hinge", "w", "m = y * (X @ w); -X.T @ (y * step(m - 1)) / N + 2 * lam * w"),
        Example(
            "two layers columns", "W1", "Z = W1 @ X; A = relu(Z); D = (W2 @ A - Y) / N; (W2.T @ D * A) @ X.T"
        ),
    ),
    paper=(
        OnPaper(
            r"$L(u) = \max(0, 3 u - 1)$",
            r"\frac{dL}{du} = \begin{cases} 3 & \text{if } u < 1/3 \\ 0 & \text{otherwise} \end{cases}",
            r"\frac{dL}{du} = \begin{cases} 3 & \text{if } u > 1/3 \\ 0 & \text{otherwise} \end{cases}",
        ),
    ),
    mutations=(
        *differentiating(
            _turned_mask,
            _value_for_mask,
            _argument_for_mask,
            _sign_for_mask,
            _mask_of_shifted,
            _no_hinge_mask,
        ),
        *chaining(_mask_of_seed),
    ),
    rank=1,
)

MAX_DERIVATIVE_PUSHED_INSIDE = Misconception(
    id="max-derivative-pushed-inside",
    family="derivatives",
    title="The derivative is pushed inside the max",
    people_do="The derivative of max(0, 1 − m) is written as max(0, −m′).",
    tempts="Differentiation commutes with sums, and max looks like one more thing it might commute with.",
    right_way="First see which branch is the larger, then differentiate that branch.",
    glance="A derivative of the hinge may be negative, and max(0, …) never is.",
    source="Boyd and Vandenberghe, Convex Optimization, section 3.2.3",
    caught=(
        Example("hinge", "w", "sum(maximum(0, -y[:, None] * X), axis=0) / N + 2 * lam * w"),
        Example("squared hinge", "w", "w + C * sum(maximum(0, -y[:, None] * X), axis=0)"),
    ),
    paper=(
        OnPaper(
            r"$L(u) = \max(0, 1 - 3 u)$",
            r"\frac{dL}{du} = \max(0, -3)",
            r"\frac{dL}{du} = \begin{cases} -3 & \text{if } u < 1/3 \\ 0 & \text{otherwise} \end{cases}",
        ),
    ),
    mutations=differentiating(_max_of_slopes, _max_of_slopes_in_power),
)

SOFTMAX_JACOBIAN_DIAGONAL_ONLY = Misconception(
    id="softmax-jacobian-diagonal-only",
    family="derivatives",
    title="Only the diagonal of the softmax Jacobian is used",
    people_do="∂p_k/∂z_i is written as δ_ki p_k(1−p_k), as if every class were a sigmoid of its own.",
    tempts="p(1−p) is known from the sigmoid, and the other logits hide in the denominator.",
    right_way="∂p_k/∂z_i = p_k(δ_ki − p_i): every logit moves every share.",
    glance="The shares sum to 1, so the derivatives of all p_k by one z_i must sum to 0.",
    source="Bishop, Pattern Recognition and Machine Learning, (4.106)",
    caught=(
        Example("soft labels", "z", "p = softmax(z); -y * (1 - p)"),
        Example("softmax", "W", "P = softmax(X @ W, axis=1); -X.T @ (Y * (1 - P)) / N"),
    ),
    paper=(
        OnPaper(
            r"Logits $z_1, \dots, z_K$, $p_k = \frac{e^{z_k}}{\sum_j e^{z_j}}$, one-hot $y$ with $\sum_k "
            r"y_k = 1$. $$L = -\sum_{k=1}^K y_k \log p_k$$",
            r"\frac{\partial p_k}{\partial z_i} = \delta_{ki} p_k (1 - p_k)",
            r"\frac{\partial p_k}{\partial z_i} = p_k (\delta_{ki} - p_i)",
        ),
        OnPaper(
            (
                r"Logits $z_1, \dots, z_K$, $p_k = \frac{e^{z_k}}{\sum_j e^{z_j}}$, $\ell_k = z_k - "
                r"\log \sum_j e^{z_j}$."
            ),
            r"\frac{\partial \ell_k}{\partial z_i} = \delta_{ki} (1 - p_i)",
            r"\frac{\partial \ell_k}{\partial z_i} = \delta_{ki} - p_i",
        ),
    ),
    mutations=differentiating(of_share(_diagonal_only), _diagonal_of_logsumexp, of_share(_no_diagonal)),
)

INDEX_MIXED_UP = Misconception(
    id="index-mixed-up",
    family="sums",
    title="An index stands where another belongs",
    people_do=(
        "p_k(δ_ki − p_k) instead of p_k(δ_ki − p_i); w_y − w_j instead of w_j − w_y; in code, a loop that ends a round "
        "early."
    ),
    tempts="Two indices run at the same time, one of them summed, and their names are alike.",
    right_way="Name the free index once, on the left, and let every sum have an index of its own.",
    glance="Both sides must have the same free indices, and must agree for i = k and for i ≠ k.",
    source="Petersen and Pedersen, The Matrix Cookbook, section 2",
    caught=(Example("soft labels", "z", "p = softmax(z); sum(y * p) - y"),),
    paper=(
        OnPaper(
            r"Logits $z_1, \dots, z_K$, $p_k = \frac{e^{z_k}}{\sum_j e^{z_j}}$, one-hot $y$ with $\sum_k "
            r"y_k = 1$. $$L = -\sum_{k=1}^K y_k \log p_k$$",
            r"\frac{\partial p_k}{\partial z_i} = p_k (\delta_{ki} - p_k)",
            r"\frac{\partial p_k}{\partial z_i} = p_k (\delta_{ki} - p_i)",
        ),
        OnPaper(
            r"Scores $s_1, \dots, s_K$ with $K \ge 3$. $$L = e^{s_1 - s_2}$$",
            r"\frac{\partial L}{\partial s_1} = -e^{s_1 - s_2}",
            r"\frac{\partial L}{\partial s_1} = e^{s_1 - s_2}",
        ),
    ),
    mutations=differentiating(
        of_share(_own_share_for_others), of_share(_other_share_in_front), _exchanged_scores, _own_factor
    ),
)

RECORDS = (
    RELU_MASK_WRONG,
    MAX_DERIVATIVE_PUSHED_INSIDE,
    SOFTMAX_JACOBIAN_DIAGONAL_ONLY,
    INDEX_MIXED_UP,
)
