"""Why a line is wrong: the same step handed to the diagnosis, and whether it only carries an earlier mistake on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from derive.domains import FiniteSet
from derive.elaborate.carried import carries
from derive.elaborate.collapsed import collapsed_sum
from derive.elaborate.judge import Context, Judgement
from derive.elaborate.slips import Slip, slip_of
from derive.misconceptions.step import Case, WrongStep
from derive.model import Wrong

HARD_ON_SOFT = "hard-label-identity-on-soft-labels"


@dataclass(frozen=True)
class Why:
    """What is said of a wrong line beside its counterexample."""

    misconceptions: tuple[tuple[str, ...], ...] = ()
    residual: str | None = None
    follows: Slip | None = None
    told: tuple[str, ...] = ()


def why_wrong(context: Context, judgement: Judgement, earlier: Sequence[Slip]) -> tuple[Slip | None, Why]:
    """The wrong line as a slip of its own, or as what follows from an earlier one."""
    slip = slip_of(context, judgement, earlier[0].by if earlier else None)
    if slip is None:
        return None, _collapsed(context, judgement)
    for first in earlier:
        if carries(first, slip):
            return slip, Why(follows=first)
    from derive.diagnose import diagnose

    found = diagnose(WrongStep(slip.cases, labels=_labels(slip.cases)))
    residual = found.residual.text if found.residual is not None else None
    words = context.typed.scope.words
    return slip, Why(tuple(ids for ids in found.explanations if not _is_denied(ids, words)), residual)


def _is_denied(ids: Sequence[str], words: str) -> bool:
    # Labels that the text calls one-hot are hard: an identity of hard labels is theirs, wherever else it may fail.
    return HARD_ON_SOFT in ids and any(word in words for word in ("one-hot", "one hot", "1-of-"))


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
