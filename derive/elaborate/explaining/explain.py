"""Why a line is wrong: the same step handed to the diagnosis, and whether it only carries an earlier mistake on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from derive.domains import FiniteSet
from derive.elaborate.claims.judge import Context, Judgement
from derive.elaborate.explaining.carried import carries
from derive.elaborate.explaining.collapsed import collapsed_sum
from derive.elaborate.explaining.dropped_differentials import drops_a_differential
from derive.elaborate.explaining.slips import Slip, slips_of
from derive.elaborate.symbols.roles import head_of
from derive.misconceptions.step import Case, WrongStep
from derive.model import Wrong

if TYPE_CHECKING:
    from derive.misconceptions.base import Misconception

MOST_READINGS = 4
HARD_ON_SOFT = "hard-label-identity-on-soft-labels"


@dataclass(frozen=True)
class Why:
    """What is said of a wrong line beside its counterexample."""

    misconceptions: tuple[tuple[str, ...], ...] = ()
    residual: str | None = None
    follows: Slip | None = None
    told: tuple[str, ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether a slip is named, or an earlier one that the line follows from."""
        return bool(self.misconceptions or self.follows)


def why_wrong(context: Context, judgement: Judgement, earlier: Sequence[Slip]) -> tuple[Slip | None, Why]:
    """The wrong line as a slip of its own, or as what follows from an earlier one, in any of its readings."""
    if _is_turned(judgement):
        return None, Why((("missing-transpose",),))
    told = [*islice(slips_of(context, judgement, earlier[0].by if earlier else None), MOST_READINGS)]
    found = [(slip, _why(slip, context, earlier)) for slip in told[:1]]
    for slip in told[1:]:
        if found[-1][1].is_known:
            break
        found.append((slip, _why(slip, context, earlier)))
    known = next((each for each in found if each[1].is_known), None)
    if known is not None:
        return known
    if drops_a_differential(judgement.link, context):
        return found[0][0] if found else None, Why((("product-rule-dropped-term",),))
    collapsed = _collapsed(context, judgement)
    return (None, collapsed) if collapsed.is_known or not found else found[0]


def _is_turned(judgement: Judgement) -> bool:
    """Whether a line is right but for the layout that the document promises: its table is turned round."""
    verdict, reading = judgement.verdict, judgement.reading
    return isinstance(verdict, Wrong) and verdict.kind == "shape" and reading is not None


def _why(slip: Slip, context: Context, earlier: Sequence[Slip]) -> Why:
    for first in earlier:
        if carries(first, slip):
            return Why(follows=first)
    from derive.diagnose import diagnose

    step = WrongStep(slip.cases, labels=_labels(slip.cases))
    found = diagnose(step)
    ids = found.explanations
    if _says_anew(slip, context):
        ids = tuple(each for each in ids if not set(each) <= _GENERAL)
    if _settles_labels(context.typed.scope.words):
        ids = tuple(dict.fromkeys(_without_assumption(ids)))
        # Smoothed labels are taken for the hard ones whatever is said of the hard ones.
        ids = ids or (diagnose(step, _assuming_nothing()).explanations if found.explanations else ())
    return Why(ids, found.residual.text if found.residual is not None else None)


_GENERAL = frozenset({"sign-flipped", "constant-factor", "missing-mean-factor", "extra-mean-factor"})


def _says_anew(slip: Slip, context: Context) -> bool:
    """Whether a line says a value again that is no derivative: ℓ(μ, v) of another parametrisation, or −ℓ for ℓ."""
    link = slip.link
    return slip.about is None and link.begins and head_of(link.left, context.typed.scope.letters) is not None


_HARD = (
    "one-hot",
    "one hot",
    "1-of-",
    "distribution",
    "probabilit",
    "proportion",
    "simplex",
    "convex",
    "responsibilit",
)
_SUMMING = re.compile(r"(?<!not )(?<!n't )\b(?:sum(?:s|ming)? to (?:one|1|unity)|normali[sz]ed)\b")


def _settles_labels(words: str) -> bool:
    """Whether a text says that labels are hard or sum to one: an identity of such labels is theirs, no slip."""
    return any(word in words for word in _HARD) or _SUMMING.search(words) is not None


def _without_assumption(explanations: Sequence[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    kept = (tuple(id for id in ids if id != HARD_ON_SOFT) for ids in explanations)
    return (ids for ids in kept if ids)


@lru_cache(maxsize=1)
def _assuming_nothing() -> tuple[Misconception, ...]:
    from derive.misconceptions import MISCONCEPTIONS
    from derive.misconceptions.base import Assuming

    told = (
        (each, tuple(m for m in each.mutations if not isinstance(m, Assuming))) for each in MISCONCEPTIONS
    )
    return tuple(replace(each, mutations=mutations) for each, mutations in told)


def _collapsed(context: Context, judgement: Judgement) -> Why:
    shapes = isinstance(judgement.verdict, Wrong) and judgement.verdict.kind == "shape"
    found = collapsed_sum(judgement.link, context) if shapes and judgement.link is not None else None
    return Why() if found is None else Why((("sum-collapsed-before-chain-rule",),), told=(found.told,))


def _labels(cases: Sequence[Case]) -> tuple[str, ...]:
    finite = (
        name for case in cases for name, domain in case.domains.of.items() if isinstance(domain, FiniteSet)
    )
    grouped = (name for case in cases for group in case.domains.groups for name in group.symbols)
    return tuple(dict.fromkeys(name.partition("[")[0] for name in (*finite, *grouped)))
