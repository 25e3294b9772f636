"""The records' examples as programs: the slip is wrong and named, the right program is right and not diagnosed."""

from __future__ import annotations

from functools import cache

import pytest

from derive.arrays import ShapeError
from derive.misconceptions import MISCONCEPTIONS
from derive.misconceptions.base import Example, Misconception
from derive.misconceptions.models import MODELS
from derive.misconceptions.programs import assignment, program
from numeric.submissions import CodeReview, Judge
from numeric.submissions.assignment import parse_assignment

IN_CODE = [
    pytest.param(record, id=record.id) for record in MISCONCEPTIONS if record.mutations and record.caught
]


def is_square(example: Example) -> bool:
    """Whether the slip makes sense only where all sizes are equal."""
    try:
        MODELS[example.model].step(example.by, example.written)
    except ShapeError:
        return True
    return False


def reviewed(example: Example, written: str) -> CodeReview:
    return judged(example.model, example.by, written, is_square(example))


@cache
def judged(model: str, by: str, written: str, square: bool) -> CodeReview:
    with Judge(parse_assignment(assignment(MODELS[model], by, square=square))) as judge:
        return judge.review(program(MODELS[model], written))


@pytest.mark.sampled(6)
@pytest.mark.parametrize("record", IN_CODE)
def test_a_slip_is_named_in_code(record: Misconception) -> None:
    reviews = (reviewed(example, example.written) for example in record.caught)
    assert any((record.id,) in review.misconceptions for review in reviews)


@pytest.mark.sampled(6)
@pytest.mark.parametrize("record", IN_CODE)
def test_the_right_program_is_right_and_not_diagnosed(record: Misconception) -> None:
    example = record.caught[0]
    found = reviewed(example, MODELS[example.model].gradients[example.by])
    assert found.status.value in ("right", "right-but-unstable")
    assert set(found.misconceptions) <= {("unstable-sigmoid",)}
