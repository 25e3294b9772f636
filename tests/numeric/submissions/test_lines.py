"""The line of a slip is found wherever the secret points fall, and its name is among the explanations."""

from __future__ import annotations

import pytest
from slips import EXERCISES, SLIPS, Slip

from numeric.submissions import Judge, Status
from numeric.submissions.assignment import Assignment, parse_assignment

pytestmark = pytest.mark.sandbox


def exercise(name: str) -> Assignment:
    objective, parameters, inputs, call = EXERCISES[name]
    text = (
        f"objective = '''{objective}'''\nparameters = [{parameters}]\n"
        f"[inputs]\n{inputs}\n[call]\ncode = '''{call}'''\n"
    )
    return parse_assignment(text, name)


@pytest.mark.sampled(4)
@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.name)
def test_the_line_and_the_name_are_found(slip: Slip) -> None:
    with Judge(exercise(slip.exercise)) as judge:
        review = judge.review(slip.code)
    assert review.status is Status.WRONG
    assert review.lines[:1] in [(line,) for line in slip.lines]
    assert not slip.misconception or slip.misconception in {
        id for each in review.misconceptions for id in each
    }
