"""Sums and factors: what belongs inside a sum, how often it is counted, and by what it is divided."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction

from derive.arrays import Shape, indices
from derive.calculus import free_symbols, substitute
from derive.misconceptions.base import (
    Example,
    Finishing,
    Misconception,
    OnPaper,
    Result,
    Scaling,
    TermChange,
    differentiating,
    rewriting,
)
from derive.misconceptions.differential import Differential, LocalChange, Place, Roles, logit, product_part
from derive.misconceptions.sites import factors, family, groups
from derive.misconceptions.step import Case
from derive.terms import ONE, ZERO, Add, Fn, Mul, Num, Pow, Sym, Term, add, fn, mul, num, power
from derive.traverse import children, postorder

# --- factors -------------------------------------------------------------------------------------


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


def _scalar_left_out(node: Term, place: Place) -> Term | None:
    # A constant with a name, such as a temperature or a strength, is lost in one summand.
    if not isinstance(node, Mul) or not any(map(place.moves, node.args)):
        return None
    kept = [arg for arg in node.args if place.moves(arg) or not _is_named_constant(arg)]
    if len(kept) == len(node.args) or not kept:
        return None
    moving = [k for k, arg in enumerate(kept) if place.moves(arg)]
    return add(*(product_part(tuple(kept), k, place.d) for k in moving))


def _power_of_constant(change: Callable[[Fraction], Fraction | int]) -> LocalChange:
    """The power of a named constant in one summand becomes another: 1/b for 1/b^2, or T for 1/T."""

    def slip(node: Term, place: Place) -> Term | None:
        if not isinstance(node, Mul) or not any(map(place.moves, node.args)):
            return None
        factor: Term = ONE
        for arg in node.args:
            if isinstance(arg, Pow) and _is_named_constant(arg) and isinstance(arg.exponent, Num):
                exponent = arg.exponent.value
                if not place.moves(arg) and change(exponent) != exponent:
                    factor = mul(factor, power(arg.base, change(exponent) - exponent))
        return None if factor is ONE else mul(factor, place.correct)

    return slip


def _lowered(exponent: Fraction) -> Fraction | int:
    if abs(exponent) < 2:
        return exponent
    return exponent - 1 if exponent > 0 else exponent + 1


def _turned(exponent: Fraction) -> Fraction | int:
    return -exponent if exponent < 0 else exponent


def _is_named_constant(node: Term) -> bool:
    inner = node.base if isinstance(node, Pow) and isinstance(node.exponent, Num) else node
    return isinstance(inner, Sym) and "[" not in inner.name


def _doubled(node: Term, place: Place) -> Term | None:
    return mul(2, place.correct) if isinstance(node, Mul | Pow | Fn) else None


def _halved(node: Term, place: Place) -> Term | None:
    return mul(num(Fraction(1, 2)), place.correct) if isinstance(node, Mul | Pow | Fn) else None


# --- sums ----------------------------------------------------------------------------------------


def _collapsed(node: Term, place: Place) -> Term | None:
    """Slopes of all samples are added up first, inputs of all samples as well, and the sums multiplied."""
    if not isinstance(node, Add):
        return None
    moving = [part for part in node.args if place.moves(part)]
    logits = [logit(part, place) for part in moving]
    if None in logits or len(set(logits)) < 2 or all(s is not None and place.d[s] is ONE for s in logits):
        return None
    pairs = [(part, s) for part, s in zip(moving, logits, strict=True) if s is not None]
    slopes = add(*(place.d[part] / place.d[s] for part, s in pairs))
    return slopes * add(*(place.d[s] for s in dict.fromkeys(s for _, s in pairs)))


def _only(which: int) -> LocalChange:
    def change(node: Term, place: Place) -> Term | None:
        if not isinstance(node, Add):
            return None
        alike = groups(part for part in node.args if place.moves(part))
        if not alike or max(map(len, alike)) < 2:
            return None
        return add(*(place.d[group[which]] for group in alike))

    return change


def _only_in(place_of_group: int, which: int) -> LocalChange:
    """Of one kind of summand, only one is kept; the other kinds keep their sums."""

    def change(node: Term, place: Place) -> Term | None:
        if not isinstance(node, Add):
            return None
        alike = groups(part for part in node.args if place.moves(part))
        if len(alike) < 2 or place_of_group >= len(alike) or len(alike[place_of_group]) < 2:
            return None
        kept = [group if k != place_of_group else [group[which]] for k, group in enumerate(alike)]
        return add(*(place.d[part] for group in kept for part in group))

    return change


def _count_dropped(node: Term, place: Place) -> Term | None:
    # The number of samples in front of a summand that is the same for all of them is lost: -n log s.
    size = dict(place.roles.sizes).get(place.roles.samples)
    if size is None or size == 1 or not isinstance(node, Mul) or not isinstance(node.args[0], Num):
        return None
    return mul(num(Fraction(1, size)), place.correct) if abs(node.args[0].value) == size else None


def _unsummed(case: Case, roles: Roles) -> Iterator[tuple[str, Result]]:
    """What is written, put right in one place so that its sums are right (so it is right just if they are)."""
    if not is_bias(case):
        yield from summed_right(case)


def is_bias(case: Case) -> bool:
    """Whether the variable enters only as a summand, never as a factor."""
    for each in case.differentiations:
        by = each.by[0]
        parents = [node for node in postorder((each.outputs[0],)) if by in children(node)]
        return bool(parents) and all(isinstance(node, Add) for node in parents)
    return False


def summed_right(case: Case) -> Iterator[tuple[str, Result]]:
    """For every axis that is too much: the written entries, the last one along the axis such that the sum is right."""
    shape = case.written_shape
    for axis in range(len(shape)):
        rest = shape[:axis] + shape[axis + 1 :]
        kept = (*shape[:axis], 1, *shape[axis + 1 :])
        if shape[axis] == 1 and all(size > 1 for _, size in case.sizes):
            continue
        if case.right_shape in (rest, kept):
            for name, factor in (("sum", 1), ("mean", shape[axis])):
                yield f"{name} over axis {axis}", Result(shape, _settled(case, shape, axis, factor))


def _flat_sums(case: Case, roles: Roles) -> Iterator[tuple[str, Result]]:
    """Entries bound index by index: where the right side does not depend on an index, its sum may be dropped."""
    count = len(case.written)
    if case.written_shape != (count,) or case.right_shape != (count,):
        return
    for size in dict.fromkeys(size for _, size in case.sizes if 1 < size <= count and count % size == 0):
        for shape, axis in (((size, count // size), 0), ((count // size, size), 1)):
            at = dict(zip(indices(shape), case.right, strict=True))
            if all(entry is at[_first(index, axis)] for index, entry in at.items()):
                outer = tuple(entry for index, entry in at.items() if index[axis] == 0)
                case_2d = replace(case, right=outer)
                yield f"flat {axis}", Result((count,), _settled(case_2d, shape, axis, 1))


def _only_own_sample(case: Case, roles: Roles) -> Iterator[tuple[str, Result]]:
    """Entries bound index by index: of one kind of summand only the bound sample is kept, the others stay whole."""
    for number, each in enumerate(case.differentiations):
        slopes = [Differential(out, by, roles) for out, by in zip(each.outputs, each.by, strict=True)]
        for axis, which in _flat_axes(case):
            # With a single sample every place is right as it is.
            sites = slopes[0].sites(_only(0)) if max(which) else dict.fromkeys(slopes[0].looks.values())
            for site in sites:
                kept = tuple(s.with_slips([(_only(k), site)]) for s, k in zip(slopes, which, strict=True))
                yield f"own sample {number} {axis} {site}", Result(case.right_shape, kept)


def _only_own_entry(case: Case, roles: Roles) -> Iterator[tuple[str, Result]]:
    """The sum over the entries of the variable is lost: w_j x_ij stands where sum_k w_k x_ik belongs."""
    for number, each in enumerate(case.differentiations):
        known = {name for name in free_symbols(*case.right) if name.count(",") == 0}
        entries = []
        for entry, by in zip(case.right, each.by, strict=True):
            others = (name for name in known if family(name) == family(by.name) and name != by.name)
            entries.append(substitute(entry, dict.fromkeys(others, ZERO)))
        yield f"own entry {number}", Result(case.right_shape, tuple(entries))


def _flat_axes(case: Case) -> Iterator[tuple[str, list[int]]]:
    """The axes along which the right side, listed entry by entry, repeats itself, with the place of each entry."""
    count = len(case.right)
    if case.written_shape != (count,) or case.right_shape != (count,):
        return
    for size in dict.fromkeys(size for _, size in case.sizes if size <= count and count % size == 0):
        for axis, step in (("first", count // size), ("last", 1)):
            which = [k // step % size for k in range(count)]
            if all(case.right[k] is case.right[k - place * step] for k, place in enumerate(which)):
                yield axis, which


def _first(index: tuple[int, ...], axis: int) -> tuple[int, ...]:
    return (*index[:axis], 0, *index[axis + 1 :])


def _settled(case: Case, shape: Shape, axis: int, factor: int) -> tuple[Term, ...]:
    at = dict(zip(indices(shape), case.written, strict=True))
    outer = [index for index in at if index[axis] == 0]
    last = shape[axis] - 1
    for index, wanted in zip(outer, case.right, strict=True):
        others = [at[(*index[:axis], k, *index[axis + 1 :])] for k in range(last)]
        at[(*index[:axis], last, *index[axis + 1 :])] = add(
            mul(factor, wanted), *(mul(-1, other) for other in others)
        )
    return tuple(at.values())


def _sums_multiplied(which: int) -> TermChange:
    """A sum of products becomes a product of sums: one factor of every summand is summed on its own."""

    def change(node: Term, roles: Roles) -> Term | None:
        if not isinstance(node, Add) or len(groups(node.args)) > 1:
            return None
        parts = [factors(part) for part in node.args]
        bare = [[one for one in part if not isinstance(one, Num)] for part in parts]
        if min(map(len, bare)) < 2 or abs(which) > min(map(len, bare)):
            return None
        taken = [part[which] for part in bare]
        if len(set(taken)) == 1:
            return None
        rest = (mul(*(one for one in part if one is not out)) for part, out in zip(parts, taken, strict=True))
        return mul(add(*rest), add(*taken))

    return change


# --- sums and logarithms ---------------------------------------------------------------------------


def _log_of_sum_split(node: Term, roles: Roles) -> Term | None:
    if isinstance(node, Fn) and node.name == "log" and isinstance(node.args[0], Add):
        return add(*(fn("log", part) for part in node.args[0].args))
    return None


def _logs_joined(node: Term, roles: Roles) -> Term | None:
    """A sum of multiples of logarithms becomes the logarithm of the sum."""
    if not isinstance(node, Add):
        return None
    parts = [_weighted_log(part) for part in node.args]
    if len(parts) < 2 or any(part is None for part in parts):
        return None
    minus = all(isinstance(part, Mul) and part.args[0] is num(-1) for part in node.args)
    inside = add(*(mul(weight, argument) for weight, argument in (p for p in parts if p is not None)))
    return mul(-1, fn("log", mul(-1, inside))) if minus else fn("log", inside)


def _weighted_log(part: Term) -> tuple[Term, Term] | None:
    args = part.args if isinstance(part, Mul) else (part,)
    logs = [arg for arg in args if isinstance(arg, Fn) and arg.name == "log"]
    if len(logs) != 1:
        return None
    return mul(*(arg for arg in args if arg is not logs[0])), logs[0].args[0]


SUM_COLLAPSED_BEFORE_CHAIN_RULE = Misconception(
    id="sum-collapsed-before-chain-rule",
    family="sums",
    title="The sum over samples is taken before the chain rule, not after it",
    people_do=(
        "Σᵢ(ŷᵢ − yᵢ)xᵢ is written as Σᵢ(ŷᵢ − yᵢ) · Σᵢxᵢ; in code a sum or mean too early, then a product."
    ),
    tempts="For one sample it is the same, and sum(a)·sum(b) looks like sum(a·b).",
    right_way="The chain rule holds sample by sample; the sum over samples comes last.",
    glance="With two samples x = 1 and x = −1 the product of sums is always 0, the gradient is not.",
    source="Graham, Knuth and Patashnik, Concrete Mathematics, section 2.4",
    caught=(
        Example("logistic", "w", "p = sigmoid(X @ w + b); sum(p - y) * sum(X, axis=0) / N"),
        Example("poisson", "w", "sum(exp(X @ w) - y) * sum(X, axis=0)"),
    ),
    mutations=(
        *differentiating(_collapsed),
        *rewriting(_sums_multiplied(-1), _sums_multiplied(0), on=("before",)),
    ),
)

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
    mutations=(
        Scaling(_constants),
        *differentiating(
            _doubled,
            _halved,
            _scalar_left_out,
            _power_of_constant(_lowered),
            _power_of_constant(_turned),
        ),
    ),
    rank=8,
)

SUM_DROPPED = Misconception(
    id="sum-dropped",
    family="sums",
    title="A sum got lost",
    people_do=(
        "The index of the sum is still there and the Σ is not; in code, only the last sample of a loop "
        "counts."
    ),
    tempts="The derivative is worked out for one summand, and that line is taken for the result.",
    right_way="A sum stays a sum when it is differentiated; a loop must add up (+=), not assign.",
    glance="Every index on the right is either on the left as well or summed over.",
    source="Graham, Knuth and Patashnik, Concrete Mathematics, section 2.2",
    caught=(
        Example("logistic", "w", "p = sigmoid(X @ w + b); (p - y)[:, None] * X / N"),
        Example("poisson", "w", "(exp(X @ w) - y)[:, None] * X"),
    ),
    paper=(
        OnPaper(
            r"Data $x_i \in \mathbb{R}^d$, $y_i \in \{0,1\}$, $i = 1, \dots, n$; $\sigma(t) = "
            r"1/(1+e^{-t})$, $p_i = \sigma(w^T x_i)$ and $$J(w) = -\frac{1}{n} \sum_{i=1}^n [y_i \log p_i + "
            r"(1-y_i) \log(1-p_i)]$$",
            r"\frac{\partial J}{\partial w_j} = \frac{1}{n} (p_i - y_i) x_{ij}",
            r"\frac{\partial J}{\partial w_j} = \frac{1}{n} \sum_{i=1}^n (p_i - y_i) x_{ij}",
        ),
    ),
    mutations=(
        Finishing(_unsummed),
        Finishing(_flat_sums),
        Finishing(_only_own_sample),
        Finishing(_only_own_entry),
        *differentiating(_only(-1), _only(0), *(_only_in(k, -1) for k in range(3)), _count_dropped),
    ),
    rank=2,
)

LOG_OF_SUM_FOR_SUM_OF_LOGS = Misconception(
    id="log-of-sum-for-sum-of-logs",
    family="sums",
    title="The logarithm of a sum is taken for the sum of logarithms",
    people_do="log(a + b) is written as log a + log b, or Σ log p as log Σ p.",
    tempts="The logarithm does turn products into sums, and Π becomes Σ.",
    right_way="log(ab) = log a + log b; log(a + b) has no such rule.",
    glance="log(1 + 1) is log 2, and log 1 + log 1 is 0.",
    source="Graham, Knuth and Patashnik, Concrete Mathematics, section 2.1",
    caught=(
        Example(
            "logistic",
            "w",
            "p = sigmoid(X @ w + b); -X.T @ ((2 * y - 1) * p * (1 - p)) / sum(y * p + (1 - y) * (1 - p)) / N",
        ),
        Example("entropy", "p", "-2 * p / sum(p ** 2)"),
    ),
    mutations=rewriting(_log_of_sum_split, _logs_joined),
)

RECORDS = (
    SUM_COLLAPSED_BEFORE_CHAIN_RULE,
    MISSING_MEAN_FACTOR,
    EXTRA_MEAN_FACTOR,
    WRONG_SAMPLE_COUNT,
    SUM_DROPPED,
    LOG_OF_SUM_FOR_SUM_OF_LOGS,
    CONSTANT_FACTOR,
)
