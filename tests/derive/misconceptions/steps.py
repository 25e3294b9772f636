"""The wrong steps of the records' own examples: those of the models, and those of the documents."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import derive.diagnose
from derive.check import check
from derive.diagnose import Diagnosis
from derive.misconceptions import MISCONCEPTIONS
from derive.misconceptions.step import WrongStep
from derive.misconceptions.worked import example_step


def steps_of_models() -> Iterator[WrongStep]:
    """The examples that are gradients of models."""
    for record in MISCONCEPTIONS:
        yield from map(example_step, record.caught)


def steps_of_documents() -> list[WrongStep]:
    """The slips on paper, as the judge of documents hands them to the diagnosis."""
    seen: list[WrongStep] = []

    def keep(step: WrongStep) -> Diagnosis:
        seen.append(step)
        return Diagnosis()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(derive.diagnose, "diagnose", keep)
        for record in MISCONCEPTIONS:
            for paper in record.paper:
                check(f"{paper.setting}\n\nThen\n\n$${paper.slip}$$\n")
    return seen
