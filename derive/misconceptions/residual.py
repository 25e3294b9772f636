"""The residual: what separates the written result from the right one, when no slip explains it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from derive.misconceptions.step import Case
from derive.terms import Term


@dataclass(frozen=True, slots=True)
class Residual:
    """Written = right × ``term`` (a ratio), or written = right + ``term`` (a difference)."""

    kind: Literal["ratio", "difference"]
    term: Term
    text: str


def residual_of(case: Case) -> Residual | None:
    """The ratio of the entries where it is the same for all of them, else the difference of the first that differ."""
    return None
