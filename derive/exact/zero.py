"""The exact zero test: is the difference of two terms the zero polynomial in the normal form?"""

from __future__ import annotations

from dataclasses import dataclass

from derive.domains import Domains
from derive.exact.budget import Budget
from derive.exact.field import Field
from derive.exact.kernels import Lowering
from derive.exact.signs import Signs
from derive.terms import Term


MOST_SPLITS = 64


@dataclass(frozen=True, slots=True)
class ZeroTest:
    """The outcome: ``is_zero``, ``nowhere`` (the term is defined nowhere), and the signs on which it rests."""

    is_zero: bool
    nowhere: bool = False
    field: Field | None = None
    signs: Signs | None = None


def zero_test(difference: Term, domains: Domains, budget: Budget) -> ZeroTest:
    """Whether a term is zero in the normal form, if need be for each choice of the signs that it depends on.

    >>> from derive.domains import ANYWHERE
    >>> from derive.terms import fn, sym
    >>> zero_test(fn("log", fn("exp", sym("x"))) - sym("x"), ANYWHERE, Budget(1000)).is_zero
    True
    """
    first = _one_field(difference, Signs(domains), budget)
    if first.is_zero or first.nowhere or first.field is None:
        return first
    splits = 1
    pending = [_next_splits(first)]
    while pending:
        for signs in pending.pop():
            splits += 1
            if splits > MOST_SPLITS:
                return first
            test = _one_field(difference, signs, budget)
            if test.is_zero or test.nowhere:
                continue
            further = _next_splits(test)
            if not further:
                return first
            pending.append(further)
    return ZeroTest(splits > 1, False, first.field, first.signs)


def _one_field(difference: Term, signs: Signs, budget: Budget) -> ZeroTest:
    lowering = Lowering(signs, budget)
    value = lowering.lower([difference])[0]
    if value is None:
        return ZeroTest(False, nowhere=True)
    return ZeroTest(bool(value.num.is_zero()), False, lowering.field, signs)


def _next_splits(test: ZeroTest) -> list[Signs]:
    # Both signs of the first polynomial whose sign matters and is not known yet.
    field, signs = test.field, test.signs
    if field is None or signs is None:
        return []
    for generator in field.generators:
        if generator.kind == "sign" and field.meaning(generator.data) not in signs.assumed:
            key = field.meaning(generator.data)
            return [Signs(signs.domains, {**signs.assumed, key: sign}) for sign in (1, -1)]
    return []
