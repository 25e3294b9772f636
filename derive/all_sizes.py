"""Equality of two array programs at every size, by a summand-wise argument.

Both sides become sums over the same indices; where the summands are equal for all values of their entries (and of
the sums inside functions, taken as numbers of their own), so are the sums, whatever the sizes are. The caller answers
for the programs being the same at every size.
"""

from __future__ import annotations

from collections.abc import Sequence

from derive.arrays import Array, reshape
from derive.generic import Reader
from derive.indexed import Bound, Form, NotGeneric, Summand, renamed, total
from derive.terms import ZERO, Term, mul


def equal_at_every_size(left: Array, right: Array, reader: Reader) -> bool:
    """Whether two arrays are proved equal at every size; False says nothing.

    >>> from derive.arrays import apply, leaf, sum_over
    >>> x = leaf("x", (3,))
    >>> twice = apply("add", sum_over(x), sum_over(x))
    >>> equal_at_every_size(twice, sum_over(apply("add", x, x)), Reader({3: "N"}, {}))
    True
    """
    try:
        turned = left if left.shape == right.shape else _turned(left, right)
        first, second = reader.read(turned), reader.read(right)
        return first.axes == second.axes and _vanishes([*first.form, *_negative(second.form)], reader)
    except NotGeneric:
        return False


def _turned(left: Array, right: Array) -> Array:
    if [n for n in left.shape if n != 1] != [n for n in right.shape if n != 1]:
        raise NotGeneric
    return reshape(left, right.shape)


def _negative(form: Form) -> Form:
    return tuple(Summand(each.bound, mul(-1, each.body)) for each in form)


def _vanishes(summands: Sequence[Summand], reader: Reader) -> bool:
    groups: dict[tuple[str, ...], list[Term]] = {}
    for summand in summands:
        names = _ordered(summand.bound)
        body = renamed(summand.body, {name: f"${k}" for k, (name, _) in enumerate(names)})
        groups.setdefault(tuple(str(extent) for _, extent in names), []).append(body)
    return all(reader.is_equal(total(*bodies), ZERO) for bodies in groups.values())


def _ordered(bound: Bound) -> Bound:
    return tuple(sorted(bound, key=lambda pair: str(pair[1])))
