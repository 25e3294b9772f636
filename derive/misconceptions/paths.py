"""Ways from the variable to the result: one of several that is forgotten, and what multiplies the whole of one."""

from __future__ import annotations

from functools import lru_cache

from derive.calculus import free_symbols
from derive.misconceptions.base import Example, Misconception, OnPaper, differentiating
from derive.misconceptions.differential import LocalChange, Place
from derive.misconceptions.factors import scalar_left_out
from derive.misconceptions.forms import softmax
from derive.misconceptions.sites import factors, family, groups
from derive.terms import Add, Mul, Sym, Term, add, mul, power
from derive.traverse import Node, children

# --- several ways ----------------------------------------------------------------------------------


def _without_difference(which: int) -> LocalChange:
    """Of a difference such as s_i − s_j or x_i − mean(x), one part is taken for a constant."""

    def change(node: Term, place: Place) -> Term | None:
        if not isinstance(node, Add):
            return None
        mine = [part for part in node.args if _holds(part, place.by)]
        alike = groups(mine)
        if len(alike) < 2 or which >= len(alike) or not all(_is_linear(part, place.by) for part in mine):
            return None
        return add(*(place.d[part] for k, group in enumerate(alike) if k != which for part in group))

    return change


def _holds(node: Term, by: Sym) -> bool:
    """Whether a term has the variable in it, or another entry of the same array."""
    return any(family(name) == family(by.name) for name in free_symbols(node))


def _is_linear(node: Term, by: Sym) -> bool:
    """Whether a term is a sum of multiples of entries of the variable."""
    if isinstance(node, Sym):
        return family(node.name) == family(by.name)
    if isinstance(node, Add):
        return all(_is_linear(arg, by) for arg in node.args)
    held = [arg for arg in factors(node) if _holds(arg, by)]
    return isinstance(node, Mul) and len(held) == 1 and _is_linear(held[0], by)


def _without_twin(which: int) -> LocalChange:
    """Of summands that are built alike from different names, such as the errors of two outputs, one is left out."""

    def change(node: Term, place: Place) -> Term | None:
        if not isinstance(node, Add):
            return None
        alike = groups(part for part in node.args if place.moves(part))
        if len(alike) < 2 or which >= len(alike) or len({_built(group[0]) for group in alike}) > 1:
            return None
        return add(*(place.d[part] for k, group in enumerate(alike) if k != which for part in group))

    return change


@lru_cache(maxsize=4096)
def _built(node: Node) -> str:
    """How a term is built, whatever its names are."""
    if isinstance(node, Sym):
        return "name"
    below = sorted(_built(child) for child in children(node))
    name = getattr(node, "name", None) or str(getattr(node, "value", ""))
    return f"{type(node).__name__} {name}({','.join(below)})"


# --- one way, and what belongs to all of it -----------------------------------------------------------


def _score_for_slope(node: Term, place: Place) -> Term | None:
    """The derivative of log p stands for that of the share p itself: the p in front is lost."""
    found = softmax(node)
    if found is None or not any(map(place.moves, found.logits)):
        return None
    return mul(place.correct, power(found.share(found.own), -1))


PATH_DROPPED = Misconception(
    id="path-dropped",
    family="chain rule",
    title="Of several ways from the variable to the result, one is left out",
    people_do="In Σᵢⱼ f(sᵢ − sⱼ) only sᵢ is differentiated, or of two outputs only the first sends something back.",
    tempts="The index that is looked at stands first, and the mean or the second output looks like a constant.",
    right_way="Add up the chain rule over every place at which the variable occurs.",
    glance="Move the variable a little and mark all that moves with it: each mark gives a summand.",
    source="Rudin, Principles of Mathematical Analysis, theorem 9.15",
    caught=(
        Example("pairs", "s", "e = s[:, None] - s[None, :]; -sum(C * (1 - sigmoid(e)), axis=1)"),
        Example("two outputs", "h", "(tanh(u * h) - a) * (1 - tanh(u * h) ** 2) * u"),
    ),
    paper=(
        OnPaper(
            r"Two outputs: $p = \tanh(u h)$, $q = \tanh(v h)$. $$E = \frac{1}{2} (p - a)^2 + \frac{1}{2} (q - c)^2$$",
            r"\frac{\partial E}{\partial h} = (p - a) (1 - p^2) u",
            r"\frac{\partial E}{\partial h} = (p - a) (1 - p^2) u + (q - c) (1 - q^2) v",
        ),
    ),
    mutations=differentiating(
        *(_without_difference(k) for k in range(2)), *(_without_twin(k) for k in range(2))
    ),
    rank=3,
)

SCORE_FOR_SLOPE = Misconception(
    id="log-derivative-for-derivative",
    family="derivatives",
    title="The derivative of log p stands for that of p",
    people_do="∇p is replaced by ∇log p: in Σ r ∇p the p in front of the score is lost.",
    tempts="The trick ∇p = p ∇log p is remembered as 'put a log behind the nabla'.",
    right_way="∇p = p ∇log p: a sum over all outcomes keeps p as its weight, and only a mean over samples has none.",
    glance="The shares sum to 1, so their slopes sum to 0; those of the logarithms do not.",
    source="Sutton and Barto, Reinforcement Learning, section 13.3",
    caught=(Example("expected reward", "z", "p = softmax(z); r - p * sum(r)"),),
    paper=(
        OnPaper(
            r"Shares $p_k = \frac{e^{z_k}}{\sum_{j=1}^K e^{z_j}}$ and rewards $r_1, \dots, r_K$. "
            r"$$V(z) = \sum_{k=1}^K p_k r_k$$",
            r"\frac{\partial V}{\partial z_i} = r_i - p_i \sum_{k=1}^K r_k",
            r"\frac{\partial V}{\partial z_i} = p_i (r_i - \sum_{k=1}^K p_k r_k)",
        ),
    ),
    mutations=differentiating(_score_for_slope),
    rank=2,
)

MISSING_SCALE_FACTOR = Misconception(
    id="missing-scale-factor",
    family="sums",
    title="A scale in front is lost on the way back",
    people_do="The 1/√d of attention scores, the 1/T of a temperature or the strength of a kernel is left out.",
    tempts="It was settled in the forward pass, and it only makes the gradient larger or smaller.",
    right_way="(c u)′ = c u′: a constant that multiplies on the way forward multiplies on the way back.",
    glance="Double the constant: scores that are twice as steep must have twice the slope.",
    source="Vaswani et al., Attention Is All You Need, section 3.2.1",
    caught=(
        Example("temperature", "z", "softmax(z / T) - y"),
        Example(
            "scaled attention",
            "q",
            "a = softmax(K @ q / D ** (1 / 2)); o = sum(a * v); (o - t) * (K.T @ (a * (v - o)))",
        ),
    ),
    paper=(
        OnPaper(
            r"Logits $z_1, \dots, z_K$, a temperature $T > 0$, one-hot $y$ with $\sum_k y_k = 1$, "
            r"$p_k = \frac{e^{z_k / T}}{\sum_{j=1}^K e^{z_j / T}}$. $$L = -\sum_{k=1}^K y_k \log p_k$$",
            r"\frac{\partial L}{\partial z_i} = p_i - y_i",
            r"\frac{\partial L}{\partial z_i} = \frac{1}{T} (p_i - y_i)",
        ),
    ),
    mutations=differentiating(scalar_left_out),
    rank=2,
)

RECORDS = (PATH_DROPPED, SCORE_FOR_SLOPE, MISSING_SCALE_FACTOR)
