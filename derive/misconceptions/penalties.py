"""Regularisers: left out, with the wrong factor, or on the bias as well."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache

from derive.calculus import differentiate, free_symbols, replaced, substitute
from derive.misconceptions import settings
from derive.misconceptions.base import Example, Misconception, OnPaper, differentiating
from derive.misconceptions.differential import LocalChange, Place
from derive.misconceptions.sites import family, groups
from derive.terms import ONE, ZERO, Add, Fn, Mul, Num, Pow, Sym, Term, add, mul
from derive.traverse import postorder


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
    # The score of a ridge is linear in the weights, and has their strength in front.
    has_strength = any(isinstance(part, Sym) and part.name in _STRENGTHS for part in parts)
    return len(inner) > 1 or has_strength or not (isinstance(inner[0], Sym) or _is_sum_of_symbols(inner[0]))


_STRENGTHS = frozenset(("lam", "lambda", r"\lambda", "reg", r"\alpha", r"\gamma"))


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
        return form(node, place) if _is_regulariser(node, place) else None

    return change


def _is_regulariser(node: Term, place: Place) -> bool:
    """Whether a summand is a penalty of parameters, or one of what is differentiated by, with a strength of its own.

    Where every letter may be a parameter, ½‖v − Wh‖² + ½β‖h‖², nothing says which summand holds the data.
    """
    own = frozenset((family(place.by.name),))
    if node in _regularisers(place.root, place.roles.parameters):
        return True
    return node in _regularisers(place.root, own) and _has_own_strength(node, place.root, own)


@lru_cache(maxsize=256)
def _has_own_strength(summand: Term, root: Term, own: frozenset[str]) -> bool:
    """Whether what multiplies a penalty stands in no other summand."""
    strengths = _families(summand) - own
    sums = (node for node in postorder((root,)) if isinstance(node, Add) and summand in node.args)
    others = (part for node in sums for part in node.args if part != summand)
    return not any(strengths & _families(part) for part in others)


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


def _absolute_as_square(node: Term, place: Place) -> Term | None:
    """The slope of |w| is taken for that of w²/2: λ w for λ sign(w)."""
    sizes = {part: part.args[0] for part in postorder((node,)) if isinstance(part, Fn) and part.name == "abs"}
    if not sizes:
        return None
    return differentiate(replaced(node, {size: inner * inner / 2 for size, inner in sizes.items()}), place.by)


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


REGULARISER_MISSING = Misconception(
    id="regulariser-missing",
    family="labels and terms",
    title="The regulariser is left out of the gradient",
    people_do="The loss has + λ‖w‖²/2 in it, and the gradient has no λw.",
    tempts="The data term is the work, and the regulariser is added 'later'.",
    right_way="The gradient of a sum is the sum of the gradients: λ‖w‖²/2 gives λw.",
    glance="At w where the data term is flat, weights must still be pulled towards 0.",
    source="Goodfellow, Bengio and Courville, Deep Learning, section 7.1.1",
    caught=(
        Example("ridge", "w", "r = X @ w + b - y; X.T @ r / N"),
        Example("hinge", "w", "m = y * (X @ w); -X.T @ (y * step(1 - m)) / N"),
    ),
    paper=(
        OnPaper(
            r"Data $X \in \mathbb{R}^{n \times d}$, $t \in \mathbb{R}^n$, $w \in \mathbb{R}^d$, $b \in "
            r"\mathbb{R}$, $\lambda > 0$. The loss is $$E(w, b) = \frac{1}{2} \sum_{i=1}^n (w^T x_i + b - "
            r"t_i)^2 + \frac{\lambda}{2} w^T w$$",
            r"\frac{\partial E}{\partial w} = \sum_{i=1}^n (w^T x_i + b - t_i) x_i",
            r"\frac{\partial E}{\partial w} = \sum_{i=1}^n (w^T x_i + b - t_i) x_i + \lambda w",
        ),
    ),
    mutations=differentiating(_regulariser_becomes(lambda node, place: ZERO)),
)


REGULARISER_FACTOR = Misconception(
    id="regulariser-factor",
    family="labels and terms",
    title="The regulariser's gradient has the wrong factor",
    people_do="λ‖w‖² is differentiated to λw, λ‖w‖²/2 to 2λw, λ|w| to λw, or λ is divided by N on one side only.",
    tempts="Books write the regulariser with and without ½ and with and without 1/N.",
    right_way="Differentiate it as it stands: λ‖w‖² gives 2λw, λ‖w‖²/2 gives λw.",
    glance="Compare with the loss at 2w: λ‖w‖² grows fourfold, so its slope doubles.",
    source="Goodfellow, Bengio and Courville, Deep Learning, section 7.1.1",
    caught=(
        Example("ridge", "w", "r = X @ w + b - y; X.T @ r / N + 2 * lam * w"),
        Example("hinge", "w", "m = y * (X @ w); -X.T @ (y * step(1 - m)) / N + lam * w"),
        Example("elastic net", "w", "X.T @ (X @ w - y) / N + mu * w + 2 * lam * w"),
    ),
    paper=(
        OnPaper(
            settings.RIDGE,
            r"\frac{\partial E}{\partial w} = \sum_{i=1}^n (w^T x_i + b - t_i) x_i + 2 \lambda w",
            r"\frac{\partial E}{\partial w} = \sum_{i=1}^n (w^T x_i + b - t_i) x_i + \lambda w",
        ),
    ),
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
        _regulariser_becomes(_absolute_as_square),
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
    caught=(Example("ridge", "b", "r = X @ w + b - y; mean(r) + lam * b"),),
    paper=(
        OnPaper(
            r"Data $X \in \mathbb{R}^{n \times d}$, $t \in \mathbb{R}^n$, $w \in \mathbb{R}^d$, $b \in "
            r"\mathbb{R}$, $\lambda > 0$. The loss is $$E(w, b) = \frac{1}{2} \sum_{i=1}^n (w^T x_i + b - "
            r"t_i)^2 + \frac{\lambda}{2} w^T w$$",
            r"\frac{\partial E}{\partial b} = \sum_{i=1}^n (w^T x_i + b - t_i) + \lambda b",
            r"\frac{\partial E}{\partial b} = \sum_{i=1}^n (w^T x_i + b - t_i)",
        ),
    ),
    mutations=differentiating(_bias_regularised),
)


RECORDS = (REGULARISER_MISSING, REGULARISER_FACTOR, REGULARISES_BIAS)
