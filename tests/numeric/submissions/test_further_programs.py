"""Further programs get the verdict that stands beside them; the right ones are proved."""

from __future__ import annotations

import pytest
from exercise import Exercise
from further import EXERCISES

from numeric.submissions import Judge, Status
from numeric.submissions.assignment import parse_assignment

pytestmark = pytest.mark.sandbox


def text(exercise: Exercise) -> str:
    return (
        f"objective = '''{exercise.objective}'''\nparameters = [{exercise.parameters}]\n"
        f"[inputs]\n{exercise.inputs}\n[call]\ncode = '''{exercise.call}'''\n"
    )


@pytest.mark.sampled(4)
@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda each: each.programs[0][0])
def test_the_verdicts_are_as_the_table_says(exercise: Exercise) -> None:
    with Judge(parse_assignment(text(exercise), "further")) as judge:
        reviews = {name: judge.review(code, f"{name}.py") for name, _, code in exercise.programs}
    assert {name: review.status.value for name, review in reviews.items()} == {
        name: verdict for name, verdict, _ in exercise.programs
    }
    assert all(review.proof for review in reviews.values() if review.status is not Status.WRONG)
