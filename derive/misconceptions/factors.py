"""Factors: by what a sum is divided, and constants that were lost or added."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from derive.misconceptions import settings
from derive.misconceptions.base import Example, Misconception, OnPaper, Scaling, differentiating
from derive.misconceptions.differential import LocalChange, Place, Roles, product_part
from derive.misconceptions.sites import groups
from derive.misconceptions.step import Case
from derive.terms import ONE, Add, Fn, Mul, Num, Pow, Sym, Term, add, mul, num, power


def _times_sizes(case: Case, roles: Roles) -> Iterator[tuple[str, Fraction]]:
    sizes = dict(case.sizes)
    count = sizes.pop(roles.samples, None)
    if count is not None:
        yield roles.samples, Fraction(count)
        yield from ((f"{roles.samples} {name}", Fraction(count * size)) for name, size in sizes.items())


def _over_samples(case: Case, roles: Roles) -> Iterator[tuple[str, Fraction]]:
    for name, size in case.sizes:
        if name == roles.samples or len(case.sizes) == 1:
            yield f"1/{name}", Fraction(1, size)


def _other_counts(case: Case, roles: Roles) -> Iterator[tuple[str, Fraction]]:
    sizes = dict(case.sizes)
    count = sizes.get(roles.samples)
    if count is None:
        return
    yield f"{roles.samples}/({roles.samples}+1)", Fraction(count, count + 1)
    if count > 1:
        yield f"{roles.samples}/({roles.samples}-1)", Fraction(count, count - 1)
    for name, size in sizes.items():
        if name != roles.samples:
            yield f"{roles.samples}/{name}", Fraction(count, size)
            yield f"1/{name}", Fraction(1, size)
            yield f"1/({roles.samples} {name})", Fraction(1, size * count)
            yield f"{roles.samples}/({roles.samples} {name})", Fraction(1, size)


_SMALL = (2, 3, 4, 5, 6, 8, 10)
_CONSTANTS = tuple(
    dict.fromkeys(
        [Fraction(n) for n in _SMALL]
        + [Fraction(1, n) for n in _SMALL]
        + [Fraction(n, m) for n in (2, 3, 4) for m in (2, 3, 4) if n != m]
    )
)


def _constants(case: Case, roles: Roles) -> Iterator[tuple[str, Fraction]]:
    return ((str(value), value) for value in _CONSTANTS)


def _mean_lost(node: Term, place: Place) -> Term | None:
    # The 1/N of one summand is lost; the other summands, such as a regulariser, stay as they are.
    size = dict(place.roles.sizes).get(place.roles.samples)
    if size is None or not isinstance(node, Mul) or not isinstance(node.args[0], Num):
        return None
    return mul(size, place.correct) if node.args[0].value.denominator % size == 0 else None


def _mean_added(node: Term, place: Place) -> Term | None:
    # A sum over samples in one summand is divided by their number.
    size = dict(place.roles.sizes).get(place.roles.samples)
    if size is None or not isinstance(node, Add):
        return None
    alike = groups(part for part in node.args if place.moves(part))
    if len(alike) != 1 or len(alike[0]) != size:
        return None
    return mul(num(Fraction(1, size)), place.correct)


def scalar_left_out(node: Term, place: Place) -> Term | None:
    """A constant with a name, such as a temperature or a strength, or a root of a size, is lost in one summand."""
    if not isinstance(node, Mul) or not any(map(place.moves, node.args)):
        return None
    kept = [arg for arg in node.args if place.moves(arg) or not (_is_named_constant(arg) or _is_root(arg))]
    if len(kept) == len(node.args) or not kept:
        return None
    moving = [k for k, arg in enumerate(kept) if place.moves(arg)]
    return add(*(product_part(tuple(kept), k, place.d) for k in moving))


def _power_of_constant(change: Callable[[Fraction], Fraction]) -> LocalChange:
    """The power of a named constant in one summand becomes another: 1/b for 1/b^2, or T for 1/T."""

    def slip(node: Term, place: Place) -> Term | None:
        if not isinstance(node, Mul) or not any(map(place.moves, node.args)):
            return None
        factor: Term = ONE
        for arg in node.args:
            base, exponent = _whole_power(arg)
            if _is_named_constant(base) and not place.moves(arg) and change(exponent) != exponent:
                factor = mul(factor, power(base, change(exponent) - exponent))
        return None if factor is ONE else mul(factor, place.correct)

    return slip


def _whole_power(node: Term) -> tuple[Term, Fraction]:
    """The base and the exponent of a power of a power: (b^2)^-1 is b to the -2."""
    if not isinstance(node, Pow) or not isinstance(node.exponent, Num):
        return node, Fraction(1)
    base, exponent = _whole_power(node.base)
    return base, exponent * node.exponent.value


def _lowered(exponent: Fraction) -> Fraction:
    if abs(exponent) < 2:
        return exponent
    return exponent - 1 if exponent > 0 else exponent + 1


def _turned(exponent: Fraction) -> Fraction:
    return -exponent if exponent < 0 else exponent


def _is_named_constant(node: Term) -> bool:
    inner = node.base if isinstance(node, Pow) and isinstance(node.exponent, Num) else node
    return isinstance(inner, Sym) and "[" not in inner.name


def _is_root(node: Term) -> bool:
    """Whether a node is a root of a number, as the size d is in 1/sqrt(d)."""
    base, exponent = _whole_power(node)
    return isinstance(base, Num) and exponent.denominator > 1


def _doubled(node: Term, place: Place) -> Term | None:
    return mul(2, place.correct) if isinstance(node, Mul | Pow | Fn) else None


def _halved(node: Term, place: Place) -> Term | None:
    return mul(num(Fraction(1, 2)), place.correct) if isinstance(node, Mul | Pow | Fn) else None


MISSING_MEAN_FACTOR = Misconception(
    id="missing-mean-factor",
    family="sums",
    title="The loss is a mean and the gradient is a sum",
    people_do="The 1/N of the loss is lost on the way: Xᵀ(ŷ − y) instead of Xᵀ(ŷ − y)/N.",
    tempts="A constant factor does not move the minimum, so it seems not to matter.",
    right_way="The derivative of a mean is the mean of the derivatives: 1/N stays.",
    glance="Doubling the data set must leave the gradient of a mean unchanged.",
    source="Goodfellow, Bengio and Courville, Deep Learning, section 5.9",
    caught=(
        Example("logistic", "w", "p = sigmoid(X @ w + b); X.T @ (p - y)"),
        Example("regression", "w", "r = X @ w + b - y; 2 * X.T @ r"),
    ),
    paper=(
        OnPaper(
            r"Data $x_i \in \mathbb{R}^d$, $y_i \in \{0,1\}$, $i = 1, \dots, n$; $\sigma(t) = "
            r"1/(1+e^{-t})$, $p_i = \sigma(w^T x_i)$ and $$J(w) = -\frac{1}{n} \sum_{i=1}^n [y_i \log p_i + "
            r"(1-y_i) \log(1-p_i)]$$",
            r"\nabla J(w) = \sum_{i=1}^n (p_i - y_i) x_i",
            r"\nabla J(w) = \frac{1}{n} \sum_{i=1}^n (p_i - y_i) x_i",
        ),
    ),
    mutations=(Scaling(_times_sizes), *differentiating(_mean_lost)),
)

EXTRA_MEAN_FACTOR = Misconception(
    id="extra-mean-factor",
    family="sums",
    title="The gradient is divided by N once too often",
    people_do="The loss is a sum (or its 1/N is already there), and the gradient is divided by N (again).",
    tempts="Averages are the habit, and 1/N may enter both with the residual and with the sum.",
    right_way="1/N occurs in the gradient as often as in the loss.",
    glance="Doubling the data set must double the gradient of a sum.",
    source="Goodfellow, Bengio and Courville, Deep Learning, section 5.9",
    caught=(
        Example("logistic", "w", "p = sigmoid(X @ w + b); X.T @ (p - y) / N ** 2"),
        Example("poisson", "w", "X.T @ (exp(X @ w) - y) / N"),
    ),
    paper=(
        OnPaper(
            settings.LOGISTIC,
            r"\nabla J(w) = \frac{1}{n^2} \sum_{i=1}^n (p_i - y_i) x_i",
            r"\nabla J(w) = \frac{1}{n} \sum_{i=1}^n (p_i - y_i) x_i",
        ),
    ),
    mutations=(Scaling(_over_samples), *differentiating(_mean_added)),
)

WRONG_SAMPLE_COUNT = Misconception(
    id="wrong-sample-count",
    family="sums",
    title="The mean divides by the wrong count",
    people_do=(
        "The gradient is divided by the number of features, of classes or by N − 1, not by the number of "
        "samples."
    ),
    tempts="X.shape[0] and X.shape[1] change places between the two layouts; statistics divides by N − 1.",
    right_way="Divide by the number of samples: columns of X in one layout, rows in the other.",
    glance="Change the number of features: the factor must not change.",
    source="Goodfellow, Bengio and Courville, Deep Learning, section 5.9",
    caught=(
        Example("logistic", "w", "p = sigmoid(X @ w + b); X.T @ (p - y) / D"),
        Example("softmax", "W", "P = softmax(X @ W, axis=1); X.T @ (P - Y) / K"),
    ),
    paper=(
        OnPaper(
            settings.LOGISTIC,
            r"\nabla J(w) = \frac{1}{d} \sum_{i=1}^n (p_i - y_i) x_i",
            r"\nabla J(w) = \frac{1}{n} \sum_{i=1}^n (p_i - y_i) x_i",
        ),
    ),
    mutations=(Scaling(_other_counts),),
    rank=2,
)

CONSTANT_FACTOR = Misconception(
    id="constant-factor",
    family="sums",
    title="The result is off by a constant factor",
    people_do="2(ŷ − y)x for a loss with ½ in front, or (ŷ − y)x for one without.",
    tempts="A factor does not move the minimum, and every book puts its halves somewhere else.",
    right_way="Carry the factor of the loss through: (½u²)′ = u·u′ and (u²)′ = 2u·u′.",
    glance="Finite differences of the stated loss show the factor at once.",
    source="Bishop, Pattern Recognition and Machine Learning, (3.12)",
    caught=(
        Example("logistic", "w", "p = sigmoid(X @ w + b); 2 * X.T @ (p - y) / N"),
        Example("regression", "w", "r = X @ w + b - y; 4 * X.T @ r / N"),
    ),
    paper=(
        OnPaper(
            settings.SQUARED_UNIT,
            r"\frac{\partial L}{\partial p} = 2 (p - y)",
            r"\frac{\partial L}{\partial p} = p - y",
        ),
        OnPaper(
            r"$L(x) = \frac{x^2}{b^2}$ for $b > 0$",
            r"\frac{dL}{dx} = \frac{2 x}{b}",
            r"\frac{dL}{dx} = \frac{2 x}{b^2}",
        ),
        OnPaper(
            r"$L(z) = \frac{1}{T} e^{z}$ for $T > 0$",
            r"\frac{dL}{dz} = T e^z",
            r"\frac{dL}{dz} = \frac{1}{T} e^z",
        ),
    ),
    mutations=(
        Scaling(_constants),
        *differentiating(
            _doubled,
            _halved,
            scalar_left_out,
            _power_of_constant(_lowered),
            _power_of_constant(_turned),
        ),
    ),
    rank=8,
)

RECORDS = (
    MISSING_MEAN_FACTOR,
    EXTRA_MEAN_FACTOR,
    WRONG_SAMPLE_COUNT,
    CONSTANT_FACTOR,
)
