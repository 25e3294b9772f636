"""Sums: what belongs inside a sum, and which sums may be exchanged with what."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction

from derive.arrays import Shape, indices
from derive.calculus import free_symbols, replaced, substitute
from derive.misconceptions import settings
from derive.misconceptions.base import (
    Example,
    Finishing,
    Misconception,
    OnPaper,
    Result,
    TermChange,
    differentiating,
    rewriting,
)
from derive.misconceptions.differential import Differential, LocalChange, Place, Roles, logit
from derive.misconceptions.forms import activation
from derive.misconceptions.sites import factors, family, groups
from derive.misconceptions.step import Case
from derive.terms import ONE, ZERO, Add, Fn, Mul, Num, Pow, Term, add, mul, num
from derive.traverse import children, postorder

Level = Callable[[Term, Place], Term | None]


def _prediction(part: Term, place: Place) -> Term | None:
    """The innermost activation, if the variable enters a summand through it alone."""
    for node in postorder((part,)):
        if place.moves(node) and isinstance(node, Fn | Pow | Mul) and activation(node) is not None:
            rest = replaced(part, {node: ONE})
            return None if place.by.name in free_symbols(rest) else node
    return None


def _homes(levels: list[Term | None]) -> list[Term | None]:
    """A level that is a summand of another one belongs to it: in exp(s) - s, the s was opened into its summands."""
    sums = [each for each in levels if isinstance(each, Add)]
    return [next((whole for whole in sums if each in whole.args), each) for each in levels]


def _collapsed(level: Level, share: Callable[[int], Fraction]) -> LocalChange:
    """Slopes of all samples are added up down to one level of the chain, the rest as well, and the sums multiplied.

    ``share`` of the number of samples is a further factor: the two sums may have become means.
    """

    def change(node: Term, place: Place) -> Term | None:
        if not isinstance(node, Add):
            return None
        moving = [part for part in node.args if place.moves(part)]
        levels = _homes([level(part, place) for part in moving])
        found = list(dict.fromkeys(each for each in levels if each is not None))
        if None in levels or len(found) < 2 or all(place.d[each] is ONE for each in found):
            return None
        pairs = [(part, each) for part, each in zip(moving, levels, strict=True) if each is not None]
        slopes = add(*(place.d[part] / place.d[each] for part, each in pairs))
        return mul(num(share(len(found))), slopes, add(*(place.d[each] for each in found)))

    return change


def only_one(which: int) -> LocalChange:
    """Of every kind of summand, one is kept; of a shorter kind, its last at most."""

    def change(node: Term, place: Place) -> Term | None:
        if not isinstance(node, Add):
            return None
        alike = groups(part for part in node.args if place.moves(part))
        if not alike or max(map(len, alike)) < 2:
            return None
        return add(*(place.d[group[min(which, len(group) - 1)]] for group in alike))

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


def _constant_counted_once(node: Term, roles: Roles) -> Term | None:
    """A summand that is the same for all samples is taken out of the sum without their number: Σ(y − a) as Σy − a."""
    size = dict(roles.sizes).get(roles.samples)
    if size is None or size == 1 or not isinstance(node, Add):
        return None
    often = {part for part in node.args if node.args.count(part) == size}
    return add(*(part for part in node.args if part not in often), *often) if often else None


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
        if case.right_shape in (rest, kept) or _is_same_row(rest, case.right_shape):
            for name, factor in (("sum", 1), ("mean", shape[axis])):
                yield f"{name} over axis {axis}", Result(shape, _settled(case, shape, axis, factor))


def _is_same_row(shape: Shape, other: Shape) -> bool:
    """Whether both are rows or columns of one length: how a bias is written says nothing."""
    one, two = [n for n in shape if n > 1], [n for n in other if n > 1]
    return one == two and len(one) < 2


def flat_sums(case: Case) -> Iterator[tuple[str, Result]]:
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


def only_own_sample(case: Case, roles: Roles) -> Iterator[tuple[str, Result]]:
    """Entries bound index by index: of one kind of summand only the bound sample is kept, the others stay whole."""
    for number, each in enumerate(case.differentiations):
        slopes = [Differential(out, by, roles) for out, by in zip(each.outputs, each.by, strict=True)]
        for axis, which in _flat_axes(case):
            # With a single sample every place is right as it is.
            sites = slopes[0].sites(only_one(0)) if max(which) else dict.fromkeys(slopes[0].looks.values())
            for site in sites:
                kept = tuple(s.with_slips([(only_one(k), site)]) for s, k in zip(slopes, which, strict=True))
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
    paper=(
        OnPaper(
            settings.LOGISTIC,
            r"\nabla J(w) = \frac{1}{n} \sum_{i=1}^n (p_i - y_i) \cdot \sum_{k=1}^n x_k",
            r"\nabla J(w) = \frac{1}{n} \sum_{i=1}^n (p_i - y_i) x_i",
        ),
    ),
    mutations=(
        *differentiating(
            _collapsed(logit, lambda count: Fraction(1)),
            _collapsed(_prediction, lambda count: Fraction(1)),
            _collapsed(logit, lambda count: Fraction(1, count)),
            _collapsed(_prediction, lambda count: Fraction(1, count)),
        ),
        *rewriting(_sums_multiplied(-1), _sums_multiplied(0), on=("before",)),
    ),
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
        OnPaper(
            (
                r"Data $t_i \in \mathbb{R}$, $i = 1, \dots, n$, $s > 0$. $$E(s) = n \log s + "
                r"\sum_{i=1}^n \frac{t_i^2}{2 s^2}$$"
            ),
            r"\frac{dE}{ds} = \frac{1}{s} - \sum_{i=1}^n \frac{t_i^2}{s^3}",
            r"\frac{dE}{ds} = \frac{n}{s} - \sum_{i=1}^n \frac{t_i^2}{s^3}",
        ),
        OnPaper(
            r"Data $t_i, x_i \in \mathbb{R}$, $i = 1, \dots, n$. $$E(m, k) = \sum_{i=1}^n (t_i - m - k x_i)^2$$",
            r"-2 \sum_{i=1}^n (t_i - m - k x_i) = -2 \left( \sum_{i=1}^n t_i - m - k \sum_{i=1}^n x_i \right)",
            r"-2 \sum_{i=1}^n (t_i - m - k x_i) = -2 \left( \sum_{i=1}^n t_i - n m - k \sum_{i=1}^n x_i \right)",
        ),
    ),
    mutations=(
        Finishing(_unsummed),
        Finishing(lambda case, roles: flat_sums(case)),
        Finishing(only_own_sample),
        Finishing(_only_own_entry),
        *differentiating(only_one(-1), only_one(0), *(_only_in(k, -1) for k in range(2)), _count_dropped),
        *rewriting(_constant_counted_once, on=("before", "result")),
    ),
    rank=2,
)

RECORDS = (
    SUM_COLLAPSED_BEFORE_CHAIN_RULE,
    SUM_DROPPED,
)
