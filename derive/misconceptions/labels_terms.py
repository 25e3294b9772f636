"""Labels and terms: which label convention holds, what the loss consists of, and what only nearly holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import lru_cache
from itertools import groupby

from derive.calculus import differentiate, free_symbols, substitute
from derive.domains import LABELS, SIGNS, Domains, FiniteSet, OneHot, Simplex
from derive.misconceptions.base import (
    Assuming,
    Finishing,
    Misconception,
    Result,
    differentiating,
    rewriting,
)
from derive.misconceptions.differential import LocalChange, Place, Roles
from derive.misconceptions.scout import differ, glance, point_of
from derive.misconceptions.sites import activation, family, groups, index_of
from derive.misconceptions.step import Case
from derive.terms import ONE, ZERO, Add, Fn, Mul, Num, Pow, Sym, Term, add, fn, mul, num, sym
from derive.traverse import postorder

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
    if not soft:
        return
    yield "0 or 1", Domains({**case.domains.of, **dict.fromkeys(soft, LABELS)}, case.domains.groups)
    for which in (0, 1):
        rows = [tuple(row) for row in _rows(soft, which)]
        if all(len(row) > 1 for row in rows):
            yield f"sum to one {which}", Domains(case.domains.of, tuple(Simplex(row) for row in rows))
            yield f"one-hot {which}", Domains(case.domains.of, tuple(OneHot(row) for row in rows))


def _rows(names: list[str], which: int) -> Iterator[Iterator[str]]:
    def key(name: str) -> tuple[str, str]:
        indices = index_of(name)
        return family(name), indices[which] if len(indices) == 2 else ""

    for _, row in groupby(sorted(names, key=key), key=key):
        yield row


# --- regularisers ------------------------------------------------------------------------------------


@lru_cache(maxsize=256)
def _regularisers(root: Term, parameters: frozenset[str]) -> frozenset[Term]:
    """The summands that depend on parameters alone, beside summands that hold data."""
    found: set[Term] = set()
    for node in postorder((root,)):
        if isinstance(node, Add):
            held = [part for part in node.args if _is_penalty(part, parameters)]
            if any(_families(part) - parameters for part in node.args if part not in held):
                found.update(held)
    return frozenset(found)


def _is_penalty(node: Term, parameters: frozenset[str]) -> bool:
    """Whether a term is made of powers and absolute values of parameters, and not just linear in them."""
    parts = node.args if isinstance(node, Mul) else (node,)
    inner = [part for part in parts if _families(part) & parameters]
    if not inner or any(_families(part) - parameters for part in inner) or not all(map(_is_plain, inner)):
        return False
    return len(inner) > 1 or not (isinstance(inner[0], Sym) or _is_sum_of_symbols(inner[0]))


def _is_plain(node: Term) -> bool:
    functions = (part for part in postorder((node,)) if isinstance(part, Fn | Pow))
    return all(
        part.name == "abs" if isinstance(part, Fn) else _is_positive(part.exponent) for part in functions
    )


def _is_positive(exponent: Term) -> bool:
    return isinstance(exponent, Num) and exponent.value > 0


def _is_sum_of_symbols(node: Term) -> bool:
    return isinstance(node, Add) and all(isinstance(arg, Sym | Num) for arg in node.args)


def _families(node: Term) -> set[str]:
    return {family(name) for name in free_symbols(node)}


def _regulariser_becomes(form: Callable[[Term, Place], Term | None]) -> LocalChange:
    """The slope of every regulariser, or of one of them, becomes ``form`` of it."""

    def change(node: Term, place: Place) -> Term | None:
        return form(node, place) if node in _regularisers(place.root, place.roles.parameters) else None

    return change


def _times(factor: Fraction) -> Callable[[Term, Place], Term | None]:
    return lambda node, place: mul(factor, place.correct)


def _times_samples(exponent: int) -> Callable[[Term, Place], Term | None]:
    def form(node: Term, place: Place) -> Term | None:
        size = dict(place.roles.sizes).get(place.roles.samples)
        return None if size is None else mul(Fraction(size) ** exponent, place.correct)

    return form


def _without_strength(node: Term, place: Place) -> Term | None:
    strengths = {name for name in free_symbols(node) if family(name) not in place.roles.parameters}
    return substitute(place.correct, dict.fromkeys(strengths, ONE)) if strengths else None


def _undifferentiated(node: Term, place: Place) -> Term | None:
    return node


def _bias_regularised(node: Term, place: Place) -> Term | None:
    """The parameter gets the slope that the regulariser would have, were the parameter in it."""
    if not isinstance(node, Add):
        return None
    held = [part for part in node.args if part in _regularisers(place.root, place.roles.parameters)]
    if not held or any(place.moves(part) for part in held):
        return None
    return add(place.correct, *(_slope_for(group[0], place) for group in groups(held)))


def _slope_for(part: Term, place: Place) -> Term:
    name = min(n for n in free_symbols(part) if family(n) in place.roles.parameters)
    return substitute(differentiate(part, name), {name: place.by})


# --- approximations -----------------------------------------------------------------------------------


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
    source="Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, exercise 4.4 and section 10.5",
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
    mutations=(Assuming(_hard_labels),),
)

REGULARISER_MISSING = Misconception(
    id="regulariser-missing",
    family="labels and terms",
    title="The regulariser is left out of the gradient",
    people_do="The loss has + λ‖w‖²/2 in it, and the gradient has no λw.",
    tempts="The data term is the work, and the regulariser is added 'later'.",
    right_way="The gradient of a sum is the sum of the gradients: λ‖w‖²/2 gives λw.",
    glance="At w where the data term is flat, weights must still be pulled towards 0.",
    source="Goodfellow, Bengio and Courville, Deep Learning, section 7.1.1",
    mutations=differentiating(_regulariser_becomes(lambda node, place: ZERO)),
)

REGULARISER_FACTOR = Misconception(
    id="regulariser-factor",
    family="labels and terms",
    title="The regulariser's gradient has the wrong factor",
    people_do="λ‖w‖² is differentiated to λw, λ‖w‖²/2 to 2λw, or λ is divided by N on one side only.",
    tempts="Books write the regulariser with and without ½ and with and without 1/N.",
    right_way="Differentiate it as it stands: λ‖w‖² gives 2λw, λ‖w‖²/2 gives λw.",
    glance="Compare with the loss at 2w: λ‖w‖² grows fourfold, so its slope doubles.",
    source="Goodfellow, Bengio and Courville, Deep Learning, section 7.1.1",
    mutations=differentiating(
        _regulariser_becomes(_times(Fraction(1, 2))),
        _regulariser_becomes(_times(Fraction(2))),
        _regulariser_becomes(_times(Fraction(-1))),
        _regulariser_becomes(_times(Fraction(4))),
        _regulariser_becomes(_times(Fraction(1, 4))),
        _regulariser_becomes(_times_samples(-1)),
        _regulariser_becomes(_times_samples(1)),
        _regulariser_becomes(_without_strength),
        _regulariser_becomes(_undifferentiated),
    ),
)

REGULARISES_BIAS = Misconception(
    id="regularises-bias",
    family="labels and terms",
    title="The bias is regularised, too",
    people_do="The gradient of the bias gets a λb though the loss penalises the weights only.",
    tempts="One update line for all parameters is shorter.",
    right_way="Differentiate the loss that is stated: without b in the penalty there is no λb.",
    glance="Moving all labels by a constant must move b by as much, and a penalty on b would hinder that.",
    source="Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, section 3.4.1",
    mutations=differentiating(_bias_regularised),
)

APPROXIMATION_AS_EQUALITY = Misconception(
    id="approximation-as-equality",
    family="labels and terms",
    title="An approximation is written with an equals sign",
    people_do="e^u = 1 + u, log(1 + u) = u, σ(u) = ½ + u/4 or softplus(u) = max(0, u) is used as if it were exact.",
    tempts="Near 0 it is nearly so, and ≈ is quickly written as =.",
    right_way="Say ≈, and say for which u.",
    glance="Put u = 1: e is not 2.",
    source="Rudin, Principles of Mathematical Analysis, theorem 5.15",
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
    REGULARISER_MISSING,
    REGULARISER_FACTOR,
    REGULARISES_BIAS,
    APPROXIMATION_AS_EQUALITY,
)
