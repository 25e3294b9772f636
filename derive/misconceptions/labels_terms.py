"""Labels and terms: which label convention holds, what the loss consists of, and what only nearly holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import groupby

from derive.calculus import free_symbols, substitute
from derive.domains import LABELS, SIGNS, Domains, FiniteSet, OneHot, Simplex
from derive.misconceptions import settings
from derive.misconceptions.base import (
    Assuming,
    Example,
    Finishing,
    Misconception,
    OnPaper,
    Result,
    rewriting,
)
from derive.misconceptions.differential import Roles
from derive.misconceptions.forms import activation
from derive.misconceptions.mixtures import hard_for_mixed, smoothing_forgotten
from derive.misconceptions.scout import differ, glance, point_of
from derive.misconceptions.sites import family, index_of
from derive.misconceptions.step import Case
from derive.terms import ONE, ZERO, Add, Fn, Pow, Term, add, fn, mul, num, sym

HALF = num(Fraction(1, 2))


Form = Callable[[Term], Term]

# --- labels ----------------------------------------------------------------------------------------


def _one_for_one_minus_label(node: Term, roles: Roles) -> Term | None:
    if isinstance(node, Add) and len(node.args) == 2 and ONE in node.args:
        other = node.args[0] if node.args[1] is ONE else node.args[1]
        return ONE if roles.is_label(mul(-1, other)) else None
    return None


def _to_signs(node: Term, roles: Roles) -> Term | None:
    return 2 * node - 1 if roles.is_label(node) else None


def _to_zero_one(node: Term, roles: Roles) -> Term | None:
    return HALF * (node + 1) if roles.is_label(node) else None


def _turned_round(node: Term, roles: Roles) -> Term | None:
    return 1 - node if roles.is_label(node) else None


def _labels_in(case: Case, roles: Roles) -> list[str]:
    return sorted(name for name in free_symbols(*case.right) if family(name) in roles.labels)


def _other_convention(case: Case, roles: Roles) -> Iterator[tuple[str, Result]]:
    """The right result, affine in two-valued labels, read with labels of the other convention."""
    names = _labels_in(case, roles)
    domains = {case.domains.domain(name) for name in names}
    if domains == {SIGNS}:
        affine = [_affine_in(entry, names, -1) for entry in case.right]
        yield "0 and 1 for -1 and 1", Result(case.right_shape, tuple(f(lambda y: 2 * y - 1) for f in affine))
    elif domains == {LABELS}:
        affine = [_affine_in(entry, names, 0) for entry in case.right]
        yield (
            "-1 and 1 for 0 and 1",
            Result(case.right_shape, tuple(f(lambda y: (y + 1) * HALF) for f in affine)),
        )


def _affine_in(entry: Term, names: list[str], low: int) -> Callable[[Form], Term]:
    highest = substitute(entry, dict.fromkeys(names, ONE))
    slopes = {
        name: (highest - substitute(entry, {one: num(low) if one == name else ONE for one in names}))
        / (1 - low)
        for name in names
    }

    def read(form: Form) -> Term:
        return add(highest, *(slopes[name] * (form(sym(name)) - 1) for name in names))

    return read


_STRENGTHS = (
    "lam",
    "lambda",
    r"\lambda",
    "l2",
    "reg",
    "alpha",
    r"\alpha",
    "mu",
    r"\mu",
    "gamma",
    r"\gamma",
    "C",
    "c",
)


def _exchanged_residual(case: Case, roles: Roles) -> Iterator[tuple[str, Result]]:
    """y − ŷ for ŷ − y: the part with the label and the part without it exchange their signs."""
    names = _labels_in(case, roles)
    off = [name for name in free_symbols(*case.right) if family(name) in _STRENGTHS]
    without = [substitute(entry, dict.fromkeys([*names, *off], ZERO)) for entry in case.right]
    grouped = {name for group in case.domains.groups for name in group.symbols}
    if names and (set(names) <= grouped or not _all_zero(without, case)):
        yield "residual", Result(case.right_shape, tuple(mul(-1, entry) for entry in case.right))


def _all_zero(entries: list[Term], case: Case) -> bool:
    point = point_of(free_symbols(*entries), case.domains)
    values = glance([*entries, ZERO], point, case.domains)
    return not any(differ(value, values[-1]) for value in values)


def _exchanged_names(case: Case, roles: Roles) -> Iterator[tuple[str, Result]]:
    """Where the loss is differentiated by the prediction itself, label and prediction change places."""
    for each in case.differentiations:
        for label in sorted(roles.labels):
            swap: dict[str, Term] = {}
            for one in dict.fromkeys(each.by):
                partner = one.name.replace(family(one.name), label, 1)
                swap |= {one.name: sym(partner), partner: one}
            if any(name in swap for name in free_symbols(*case.right) if family(name) == label):
                entries = tuple(substitute(entry, swap) for entry in case.right)
                yield f"{label} and prediction", Result(case.right_shape, entries)


def _hard_labels(case: Case, roles: Roles) -> Iterator[tuple[str, Domains]]:
    """Domains in which the labels are hard, or sum to one."""
    names = sorted(n for n in free_symbols(*case.right, *case.written) if family(n) in roles.labels)
    soft = [name for name in names if not isinstance(case.domains.domain(name), FiniteSet)]
    if soft:
        yield "0 or 1", Domains({**case.domains.of, **dict.fromkeys(soft, LABELS)}, case.domains.groups)
    for which in (0, 1):
        rows = [tuple(row) for row in _rows(soft or _tables_of_hard(names, case), which)]
        if rows and all(len(row) > 1 for row in rows):
            yield f"sum to one {which}", Domains(case.domains.of, tuple(Simplex(row) for row in rows))
            yield f"one-hot {which}", Domains(case.domains.of, tuple(OneHot(row) for row in rows))


def _tables_of_hard(names: list[str], case: Case) -> list[str]:
    """Labels that are 0 or 1 in tables of which nobody says that their rows sum to one."""
    grouped = {name for group in case.domains.groups for name in group.symbols}
    free = (name for name in names if name not in grouped and case.domains.domain(name) == LABELS)
    return [name for name in free if len(index_of(name)) == 2]


def _rows(names: list[str], which: int) -> Iterator[Iterator[str]]:
    def key(name: str) -> tuple[str, str]:
        indices = index_of(name)
        return family(name), indices[which] if len(indices) == 2 else ""

    for _, row in groupby(sorted(names, key=key), key=key):
        yield row


# --- regularisers ------------------------------------------------------------------------------------


def _first_order(node: Term, roles: Roles) -> Term | None:
    match node:
        case Fn(name=name, args=(u,)) if name in _TAYLOR:
            return _TAYLOR[name](u)
        case _:
            return None


_TAYLOR: dict[str, Form] = {
    "exp": lambda u: 1 + u,
    "sigmoid": lambda u: HALF + u * Fraction(1, 4),
    "tanh": lambda u: u,
    "sin": lambda u: u,
    "cos": lambda u: ONE,
    "softplus": lambda u: fn("log", num(2)) + HALF * u,
}


def _log_near_one(node: Term, roles: Roles) -> Term | None:
    if isinstance(node, Fn) and node.name == "log":
        return node.args[0] - 1
    return None


def _reciprocal_near_one(node: Term, roles: Roles) -> Term | None:
    if (
        isinstance(node, Pow)
        and node.exponent is num(-1)
        and isinstance(node.base, Add)
        and ONE in node.base.args
    ):
        return 2 - node.base
    return None


def _hard_max(node: Term, roles: Roles) -> Term | None:
    found = activation(node)
    return fn("relu", found.argument) if found is not None and found.name == "softplus" else None


ONE_INSTEAD_OF_ONE_MINUS_Y = Misconception(
    id="one-instead-of-one-minus-y",
    family="labels and terms",
    title="1 stands where 1 − y belongs",
    people_do="y log ŷ + log(1−ŷ) is differentiated: the second term counts for y = 1 as well.",
    tempts="(1 − y) log(1 − ŷ) has two brackets that look alike, and one of them is dropped.",
    right_way="(1 − y) switches the second term off for y = 1; it stays in front of it.",
    glance="For y = 1 only −log ŷ may be left.",
    source="Bishop, Pattern Recognition and Machine Learning, (4.90)",
    caught=(
        Example("cross-entropy", "p", "-y / p + 1 / (1 - p)"),
        Example("logistic", "w", "p = sigmoid(X @ w + b); -X.T @ (y * (1 - p) - p) / N"),
    ),
    paper=(
        OnPaper(
            r"One unit: $z = w x + b$, $p = \sigma(z)$ with $\sigma(t) = 1/(1 + e^{-t})$, label $y \in \{0, "
            r"1\}$. The loss is $$L = -y \log p - (1 - y) \log(1 - p)$$",
            r"\frac{\partial L}{\partial p} = -\frac{y}{p} + \frac{1}{1 - p}",
            r"\frac{\partial L}{\partial p} = -\frac{y}{p} + \frac{1 - y}{1 - p}",
        ),
    ),
    mutations=rewriting(_one_for_one_minus_label, on=("function", "before", "result")),
)


SWAPPED_Y_AND_PREDICTION = Misconception(
    id="swapped-y-and-prediction",
    family="labels and terms",
    title="Label and prediction have changed places",
    people_do="y − ŷ is written where ŷ − y belongs, or −ŷ/y where −y/ŷ belongs.",
    tempts="(y − ŷ)² = (ŷ − y)², so the order seems free; its derivative is not.",
    right_way="The residual of a loss is prediction minus label.",
    glance="A prediction that is too high must be pushed down, so the gradient must be positive there.",
    source="Bishop, Pattern Recognition and Machine Learning, (4.91)",
    caught=(
        Example("logistic", "w", "p = sigmoid(X @ w + b); X.T @ (y - p) / N"),
        Example("softmax", "W", "P = softmax(X @ W, axis=1); X.T @ (Y - P) / N"),
    ),
    paper=(
        OnPaper(
            r"One unit: $z = w x + b$, $p = \sigma(z)$ with $\sigma(t) = 1/(1 + e^{-t})$, label $y \in \{0, "
            r"1\}$. The loss is $$L = -y \log p - (1 - y) \log(1 - p)$$",
            r"\frac{\partial L}{\partial z} = y - p",
            r"\frac{\partial L}{\partial z} = p - y",
        ),
    ),
    mutations=(Finishing(_exchanged_residual), Finishing(_exchanged_names)),
    rank=3,
)


LABEL_CONVENTION_MIXED_UP = Misconception(
    id="label-convention-mixed-up",
    family="labels and terms",
    title="The formula belongs to the other label convention",
    people_do="A formula for y ∈ {0, 1} is used with labels −1 and 1, or the other way round.",
    tempts="Both are called logistic regression, and both formulas are short.",
    right_way="Settle the labels first: y₀₁ = (1 + y±)/2 carries one formula over into the other.",
    glance="Put in both labels: the two gradients must be σ(s) − 1 and σ(s), times x.",
    source=(
        "Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, exercise 4.4 and section 10.5"
    ),
    caught=(
        Example("margin", "w", "X.T @ (sigmoid(X @ w) - y) / N"),
        Example("logistic", "w", "p = sigmoid(X @ w + b); X.T @ (p - (y + 1) / 2) / N"),
    ),
    paper=(
        OnPaper(
            (
                r"Data $x_i \in \mathbb{R}^d$, $y_i \in \{-1,1\}$, $i = 1, \dots, n$. $\sigma(t) = "
                r"1/(1+e^{-t})$. $$J(w) = \sum_{i=1}^n \log(1 + e^{-y_i w^T x_i})$$"
            ),
            r"\nabla J(w) = \sum_{i=1}^n (\sigma(w^T x_i) - y_i) x_i",
            r"\nabla J(w) = -\sum_{i=1}^n y_i \sigma(-y_i w^T x_i) x_i",
        ),
    ),
    mutations=(
        *rewriting(_to_signs, _to_zero_one, _turned_round, on=("function", "result")),
        Finishing(_other_convention),
    ),
    rank=2,
)


HARD_LABEL_IDENTITY_ON_SOFT_LABELS = Misconception(
    id="hard-label-identity-on-soft-labels",
    family="labels and terms",
    title="An identity of hard labels is used for soft ones",
    people_do="y² = y, y(1−y) = 0 or Σ y = 1 is used though y may be anything.",
    tempts="In the derivation that is remembered, y was 0 or 1, or one-hot.",
    right_way="p Σy − y is the gradient by a logit; only where Σy = 1 is it p − y.",
    glance="Put y = ½ in (or labels that sum to 2) and compare.",
    source="Bishop, Pattern Recognition and Machine Learning, (4.107) to (4.109)",
    caught=(
        Example("soft labels", "z", "softmax(z) - y"),
        Example("smoothed labels", "z", "softmax(z) - y"),
    ),
    paper=(
        OnPaper(
            (
                r"Logits $z_1, \dots, z_K$, $p_k = \frac{e^{z_k}}{\sum_j e^{z_j}}$, targets $y_1, "
                r"\dots, y_K > 0$. $$L = -\sum_{k=1}^K y_k \log p_k$$"
            ),
            r"\frac{\partial L}{\partial z_i} = p_i - y_i",
            r"\frac{\partial L}{\partial z_i} = p_i \sum_{k=1}^K y_k - y_i",
        ),
    ),
    mutations=(
        Assuming(_hard_labels),
        *rewriting(hard_for_mixed, smoothing_forgotten, on=("function", "result")),
    ),
)


APPROXIMATION_AS_EQUALITY = Misconception(
    id="approximation-as-equality",
    family="labels and terms",
    title="An approximation is written with an equals sign",
    people_do=(
        "e^u = 1 + u, log(1 + u) = u, σ(u) = ½ + u/4 or softplus(u) = max(0, u) is used as if it were exact."
    ),
    tempts="Near 0 it is nearly so, and ≈ is quickly written as =.",
    right_way="Say ≈, and say for which u.",
    glance="Put u = 1: e is not 2.",
    source="Rudin, Principles of Mathematical Analysis, theorem 5.15",
    caught=(
        Example("poisson", "w", "X.T @ (1 + X @ w - y)"),
        Example("margin", "w", "m = y * (X @ w); -X.T @ (y * step(-m)) / N"),
    ),
    paper=(
        OnPaper(
            settings.POISSON,
            r"\frac{\partial J}{\partial \beta} = \sum_{i=1}^n (1 + \beta^T x_i - y_i) x_i",
            r"\frac{\partial J}{\partial \beta} = \sum_{i=1}^n (e^{\beta^T x_i} - y_i) x_i",
        ),
    ),
    mutations=rewriting(
        _first_order, _log_near_one, _reciprocal_near_one, _hard_max, on=("function", "before", "result")
    ),
    rank=3,
)


RECORDS = (
    ONE_INSTEAD_OF_ONE_MINUS_Y,
    SWAPPED_Y_AND_PREDICTION,
    LABEL_CONVENTION_MIXED_UP,
    HARD_LABEL_IDENTITY_ON_SOFT_LABELS,
    APPROXIMATION_AS_EQUALITY,
)
