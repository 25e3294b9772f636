"""All records of misconceptions, family by family."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from derive.errors import GradproofError
from derive.misconceptions import (
    activations,
    axes,
    chain_rule,
    code_only,
    derivatives,
    factors,
    forward,
    kinks,
    labels_terms,
    paths,
    penalties,
    quotients,
    shapes,
    signs,
    slope_forms,
    sums,
    sums_of_logs,
)
from derive.misconceptions.base import Misconception

MISCONCEPTIONS: tuple[Misconception, ...] = (
    *signs.RECORDS,
    *quotients.RECORDS,
    *derivatives.RECORDS,
    *kinks.RECORDS,
    *activations.RECORDS,
    *slope_forms.RECORDS,
    *chain_rule.RECORDS,
    *forward.RECORDS,
    *sums.RECORDS,
    *sums_of_logs.RECORDS,
    *factors.RECORDS,
    *paths.RECORDS,
    *shapes.RECORDS,
    *axes.RECORDS,
    *labels_terms.RECORDS,
    *penalties.RECORDS,
    *code_only.RECORDS,
)


def named_misconception(name: str) -> Misconception:
    """The record of this id; GradproofError names the nearest id where there is none.

    >>> named_misconception("sign-flipped").family
    'signs'
    """
    known = {record.id: record for record in MISCONCEPTIONS}
    if name in known:
        return known[name]
    near = get_close_matches(name, known, n=1, cutoff=0.4)
    remedy = f"did you mean {near[0]}?" if near else "gradproof explain lists them all"
    raise GradproofError(f"there is no misconception named {name!r}", remedy=remedy)


def sentence(names: Iterable[str]) -> str:
    """What is said of an explanation, by the titles of its misconceptions.

    >>> sentence(["sign-flipped"]).endswith(".")
    True
    """
    return "; ".join(named_misconception(name).title for name in names) + "."
