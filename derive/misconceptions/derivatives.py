"""Derivatives: the rules for powers, products, quotients, logarithms and chains, each with its slips."""

from __future__ import annotations

from derive.arrays import Array, Contract, Leaf, Map, filled
from derive.misconceptions.base import (
    AdjointChange,
    Example,
    Finishing,
    Misconception,
    OnPaper,
    chaining,
    differentiating,
)
from derive.misconceptions.differential import Place, product_part
from derive.misconceptions.inner import (
    by_another_variable,
    link_skipped,
    no_inner,
    no_inner_label,
    no_inner_number,
    no_inner_size,
    no_outer,
    root_left_out,
)
from derive.reverse import adjoints, program
from derive.terms import ZERO, Fn, Mul, Num, Pow, Term, add, mul, power

# --- logarithms ---------------------------------------------------------------------------------


def _log_left_out(node: Term, place: Place) -> Term | None:
    return place.d[node.args[0]] if isinstance(node, Fn) and node.name == "log" else None


def _log_kept(node: Term, place: Place) -> Term | None:
    if isinstance(node, Fn) and node.name == "log":
        return mul(node, place.d[node.args[0]])
    return None


def _log_without_inner_value(node: Term, place: Place) -> Term | None:
    # The derivative of log u is written as 1/u', or as 1/u with the inner derivative forgotten upstairs.
    if isinstance(node, Fn) and node.name == "log" and place.moves(node.args[0]):
        return power(place.d[node.args[0]], -1)
    return None


# --- powers, products, quotients ----------------------------------------------------------------


def _power_parts(node: Term, place: Place) -> tuple[Term, Term, Term] | None:
    if isinstance(node, Pow) and isinstance(node.exponent, Num) and place.moves(node.base):
        return node.base, node.exponent, place.d[node.base]
    return None


def _fixed_power(node: Term, place: Place) -> tuple[Term, Term, Term] | None:
    """The parts of a power with a number or any other fixed exponent."""
    if isinstance(node, Pow) and place.moves(node.base) and not place.moves(node.exponent):
        return node.base, node.exponent, place.d[node.base]
    return None


def _exponent_not_in_front(node: Term, place: Place) -> Term | None:
    found = _fixed_power(node, place)
    if found is None or (isinstance(found[1], Num) and found[1].value < 0):
        return None
    base, exponent, inner = found
    return mul(power(base, add(exponent, -1)), inner)


def _exponent_not_lowered(node: Term, place: Place) -> Term | None:
    found = _fixed_power(node, place)
    return None if found is None else mul(found[1], node, found[2])


def _power_left_out(node: Term, place: Place) -> Term | None:
    # The exponent comes down and the rest of the power goes: the norm's derivative is x, not x / |x|.
    found = _power_parts(node, place)
    return None if found is None else mul(found[1], found[2])


def _root_lost(node: Term, place: Place) -> Term | None:
    # The derivative of a root is written with u itself below: u'/(2u) for u'/(2 sqrt(u)).
    found = _power_parts(node, place)
    if found is None or found[1].value.denominator == 1:  # type: ignore[union-attr]
        return None
    return mul(found[1], power(found[0], -1), found[2])


def _exponent_size_not_in_front(node: Term, place: Place) -> Term | None:
    # For a negative exponent the sign is brought down and the size is not: (x^-2)' = -x^-3.
    found = _power_parts(node, place)
    if found is None or found[1].value >= 0:  # type: ignore[union-attr]
        return None
    base, exponent, inner = found
    return mul(-1, power(base, add(exponent, -1)), inner)


def _exponent_raised(node: Term, place: Place) -> Term | None:
    # For a negative exponent, one is added where one is to be taken away: (x^-2)' = -2 x^-1.
    found = _power_parts(node, place)
    if found is None or found[1].value >= 0:  # type: ignore[union-attr]
        return None
    base, exponent, inner = found
    return mul(exponent, power(base, add(exponent, 1)), inner)


def _exponent_taken_for_base(node: Term, place: Place) -> Term | None:
    # The variable stands in the exponent, and the rule for powers is used all the same: (a^x)' = x a^(x-1).
    if not isinstance(node, Pow) or place.moves(node.base) or not place.moves(node.exponent):
        return None
    return mul(node.exponent, power(node.base, add(node.exponent, -1)), place.d[node.exponent])


def _exponent_held(node: Term, place: Place) -> Term | None:
    # Base and exponent both depend on the variable, and only the base is differentiated: (u^v)' = v u^(v-1) u'.
    if not isinstance(node, Pow) or not place.moves(node.base) or not place.moves(node.exponent):
        return None
    return mul(node.exponent, power(node.base, add(node.exponent, -1)), place.d[node.base])


def _square_not_doubled(node: Term, place: Place) -> Term | None:
    # A square written as a product u u: its derivative u' u + u u' becomes u u'.
    if not isinstance(node, Mul) or len(set(node.args)) == len(node.args):
        return None
    moving = [arg for arg in node.args if place.moves(arg)]
    if len(moving) == 2 and moving[0] is moving[1]:
        return product_part(node.args, node.args.index(moving[0]), place.d)
    return None


def _moving_factors(node: Term, place: Place) -> list[int]:
    if not isinstance(node, Mul):
        return []
    return [k for k, arg in enumerate(node.args) if place.moves(arg)]


def _only_first_factor(node: Term, place: Place) -> Term | None:
    moving = _moving_factors(node, place)
    if len(moving) < 2:
        return None
    return product_part(node.args, moving[0], place.d)  # type: ignore[union-attr]


def _only_last_factor(node: Term, place: Place) -> Term | None:
    moving = _moving_factors(node, place)
    if len(moving) < 2:
        return None
    return product_part(node.args, moving[-1], place.d)  # type: ignore[union-attr]


def _one_way(number: int) -> AdjointChange:
    """Of two factors of an array product that both depend on the variable, only one sends something back."""

    def change(node: Array, seed: Array) -> tuple[Array, ...] | None:
        product = isinstance(node.operation, Contract) or node.operation == Map("mul")
        if not product or not all(
            _depends_on(arg, other) for arg, other in zip(node.args, node.args[::-1], strict=True)
        ):
            return None
        parts = list(adjoints(node, seed))
        parts[number] = filled(ZERO, parts[number].shape)
        return tuple(parts)

    return change


def _depends_on(one: Array, other: Array) -> bool:
    mine = {id(node) for node in program(one) if isinstance(node.operation, Leaf)}
    return any(id(node) in mine for node in program(other))


def _product_of_derivatives(node: Term, place: Place) -> Term | None:
    moving = _moving_factors(node, place)
    if len(moving) < 2:
        return None
    args = node.args  # type: ignore[union-attr]
    return mul(*(place.d[arg] if k in moving else arg for k, arg in enumerate(args)))


MISSING_INNER_DERIVATIVE = Misconception(
    id="missing-inner-derivative",
    family="derivatives",
    title="The chain rule stops too early: the inner derivative is missing",
    people_do="f(g(x))′ is written as f′(g(x)): log(1−ŷ) is differentiated to 1/(1−ŷ), exp(−s) to exp(−s).",
    tempts=(
        "The outer function is the one that is looked at, and inner functions such as 1 − ŷ or −s look "
        "too simple to count."
    ),
    right_way="f(g(x))′ = f′(g(x))·g′(x); for 1 − ŷ and −s the inner derivative is −1.",
    glance="log(1−ŷ) falls as ŷ grows, so its derivative must be negative.",
    source="Rudin, Principles of Mathematical Analysis, theorem 5.5",
    caught=(
        Example("cross-entropy", "p", "-y / p - (1 - y) / (1 - p)"),
        Example("poisson", "w", "X.T @ (1 - y)"),
        Example("log variance", "s", "exp(-s) - (y - m) ** 2 * exp(-3 * s)"),
        Example("distance", "p", "-maximum(0, 9 - sqrt(sum((p - q) ** 2))) * (p - q)"),
    ),
    paper=(
        OnPaper(
            r"One unit: $z = w x + b$, $p = \sigma(z)$ with $\sigma(t) = 1/(1 + e^{-t})$, label $y \in \{0, "
            r"1\}$. The loss is $$L = -y \log p - (1 - y) \log(1 - p)$$",
            r"\frac{\partial L}{\partial p} = -\frac{y}{p} - \frac{1 - y}{1 - p}",
            r"\frac{\partial L}{\partial p} = -\frac{y}{p} + \frac{1 - y}{1 - p}",
        ),
    ),
    mutations=(
        *differentiating(
            no_inner_number, no_inner_size, no_inner, link_skipped, no_inner_label, no_outer, root_left_out
        ),
        Finishing(by_another_variable),
    ),
    rank=3,
)


MISSING_LOG_DERIVATIVE = Misconception(
    id="missing-log-derivative",
    family="derivatives",
    title="The logarithm is differentiated as if it were not there",
    people_do="The derivative of log u is written as u′ (or the log is kept: log u · u′); y log ŷ becomes y.",
    tempts="Logarithms vanish so often in these derivations that one more seems to vanish by itself.",
    right_way="(log u)′ = u′/u.",
    glance="log is flat where its argument is large: its derivative must contain 1/u.",
    source="Rudin, Principles of Mathematical Analysis, (8.39)",
    caught=(
        Example("cross-entropy", "p", "-(y - (1 - y))"),
        Example("entropy", "p", "-log(p) - p"),
    ),
    paper=(
        OnPaper(
            r"One unit: $z = w x + b$, $p = \sigma(z)$ with $\sigma(t) = 1/(1 + e^{-t})$, label $y \in \{0, "
            r"1\}$. The loss is $$L = -y \log p - (1 - y) \log(1 - p)$$",
            r"\frac{\partial L}{\partial p} = -y + (1 - y)",
            r"\frac{\partial L}{\partial p} = -\frac{y}{p} + \frac{1 - y}{1 - p}",
        ),
    ),
    mutations=differentiating(_log_left_out, _log_kept, _log_without_inner_value),
)


POWER_RULE_DROPPED_EXPONENT = Misconception(
    id="power-rule-dropped-exponent",
    family="derivatives",
    title="The power rule without its exponent",
    people_do=(
        "(uⁿ)′ is written as uⁿ⁻¹u′, without n in front, or as n uⁿ u′, with the power not lowered. Where the variable "
        "stands in the exponent, (aˣ)′ is written as x aˣ⁻¹, and (uᵛ)′ as v uᵛ⁻¹ u′."
    ),
    tempts=(
        "Halves are put in front of squares just to cancel the 2; where there is no half, the 2 is "
        "dropped all the same."
    ),
    right_way="(uⁿ)′ = n uⁿ⁻¹ u′ for a fixed n, and (aᵘ)′ = aᵘ log(a) u′.",
    glance="At u = 1 the slope of uⁿ is n: compare 1.1² = 1.21, which is 0.21 ≈ 2 · 0.1 above 1.",
    source="Rudin, Principles of Mathematical Analysis, example 5.4",
    caught=(
        Example("regression", "w", "r = X @ w + b - y; X.T @ r / N"),
        Example("squared unit", "w", "p = sigmoid(w * x); (p - y) * p * (1 - p) * x / 2"),
        Example(
            "standardised",
            "x",
            "d = x - mean(x); s = mean(d ** 2); (v - mean(v)) * s ** (-1 / 2) - sum(v * d) * d / N / s",
        ),
    ),
    paper=(
        OnPaper(
            "$L(w) = (y - w x)^4$",
            r"\frac{\partial L}{\partial w} = -x (y - w x)^3",
            r"\frac{\partial L}{\partial w} = -4 x (y - w x)^3",
        ),
        OnPaper(
            r"$f(x) = x^{-2}$ for $x > 0$",
            r"\frac{df}{dx} = -x^{-3}",
            r"\frac{df}{dx} = -2 x^{-3}",
        ),
        OnPaper(
            r"$f(x) = a^x$ for $a > 0$",
            r"\frac{df}{dx} = x a^{x - 1}",
            r"\frac{df}{dx} = a^x \log a",
        ),
        OnPaper(
            r"$g(t) = (1 + t^2)^t$",
            r"\frac{dg}{dt} = 2 t^2 (1 + t^2)^{t - 1}",
            r"\frac{dg}{dt} = (1 + t^2)^t \log(1 + t^2) + 2 t^2 (1 + t^2)^{t - 1}",
        ),
    ),
    mutations=differentiating(
        _exponent_not_in_front,
        _power_left_out,
        _root_lost,
        _exponent_size_not_in_front,
        _square_not_doubled,
        _exponent_not_lowered,
        _exponent_raised,
        _exponent_taken_for_base,
        _exponent_held,
    ),
    rank=2,
)


PRODUCT_RULE_DROPPED_TERM = Misconception(
    id="product-rule-dropped-term",
    family="derivatives",
    title="The product rule with only one of its terms",
    people_do="(uv)′ is written as u′v (or uv′, or u′v′): p log p is differentiated to log p.",
    tempts=(
        "One of the factors is taken for a constant because it is called something else, or occurs far away."
    ),
    right_way="(uv)′ = u′v + uv′; a variable that occurs twice contributes twice.",
    glance="For u = v = x the rule must give 2x, and u′v alone gives x.",
    source="Rudin, Principles of Mathematical Analysis, theorem 5.3 (b)",
    caught=(
        Example("entropy", "p", "-log(p)"),
        Example("quadratic form", "x", "A @ x"),
    ),
    paper=(
        OnPaper(
            r"$H(p) = -p \log p$ for $p \in (0, 1)$",
            r"\frac{dH}{dp} = -\log p",
            r"\frac{dH}{dp} = -\log p - 1",
        ),
    ),
    mutations=(
        *differentiating(_only_first_factor, _only_last_factor, _product_of_derivatives),
        *chaining(_one_way(0), _one_way(1)),
    ),
    rank=2,
)


RECORDS = (
    MISSING_LOG_DERIVATIVE,
    POWER_RULE_DROPPED_EXPONENT,
    PRODUCT_RULE_DROPPED_TERM,
    MISSING_INNER_DERIVATIVE,
)
