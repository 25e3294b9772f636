"""The conventions on which authors differ: sign, reduction over samples, and layout of the data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Sign(StrEnum):
    """Which of the two is differentiated: the loss (to descend) or the log-likelihood (to ascend)."""

    LOSS = "loss"
    LOG_LIKELIHOOD = "log-likelihood"


class Reduction(StrEnum):
    """How the samples are combined into one number."""

    ONE = "one"
    SUM = "sum"
    MEAN = "mean"


class Layout(StrEnum):
    """Whether samples are the columns of X (V = WX) or its rows (s = Xw)."""

    COLUMNS = "columns"
    ROWS = "rows"


@dataclass(frozen=True, slots=True)
class Convention:
    """One choice of sign, reduction and layout, kept for a whole derivation.

    >>> Convention(sign=Sign.LOG_LIKELIHOOD).sign.value
    'log-likelihood'
    """

    sign: Sign = Sign.LOSS
    reduction: Reduction = Reduction.MEAN
    layout: Layout = Layout.COLUMNS
