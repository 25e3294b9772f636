"""What the diagnosis says of the right lines of a document, as if they had been called wrong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

import derive.check
from derive.check import check
from derive.diagnose import diagnose
from derive.domains import Domains
from derive.elaborate.conclusions.verdicts import context_of, settle_role
from derive.elaborate.explaining.slips import slips_of
from derive.judgement import prove_arrays
from derive.misconceptions.step import Case, WrongStep
from derive.model import Right, Wrong


@dataclass
class Asked:
    """How many right lines were handed to the diagnosis, and what was said of those that got an explanation."""

    lines: int = 0
    blamed: tuple[str, ...] = ()


def right_lines(path: Path) -> Asked:
    """Every right line of a document, diagnosed."""
    found = Asked()
    with _asking(found):
        check(path)
    return found


@contextmanager
def _asking(found: Asked) -> Iterator[None]:
    def settled(story: Any, link: Any, place: int) -> Any:
        role, judgement = settle_role(story, link, place)
        # What holds under conditions only (labels that sum to one, λ = 0) is another line without them; and the
        # sides of f(0) ≠ 0 are as different as they should be.
        verdict, plain = judgement.verdict, not judgement.conditions and link.sign != "!="
        if role == "claim" and isinstance(verdict, Right) and not verdict.conditions and plain:
            _ask(found, story, link, judgement)
        return role, judgement

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(derive.check, "settle_role", settled)
        yield


def _holds(case: Case) -> bool:
    """Whether a line holds for any value of what it differentiates by.

    ∂ℓ/∂μ of a batch normalisation holds at the mean μ = Σ x_i / m alone, where Σ (x_i − μ) is 0; the step that is
    handed on leaves μ free, and is another one.
    """
    return not isinstance(prove_arrays(case.written, case.right, Domains()), Wrong)


def _ask(found: Asked, story: Any, link: Any, judgement: Any) -> None:
    typed = judgement.reading.typed if judgement.reading is not None else story.typed
    doubted = replace(judgement, verdict=Wrong((), "", ""))
    slip = next(slips_of(context_of(story, typed, story.order, link), doubted), None)
    if slip is not None and all(map(_holds, slip.cases)):
        found.lines += 1
        said = diagnose(WrongStep(slip.cases)).explanations
        found.blamed += tuple(f"{link.right}: {names}" for names in said)
