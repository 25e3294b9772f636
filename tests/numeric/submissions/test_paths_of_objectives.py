"""An objective that takes its path by the inputs is all its paths, and never the one that was walked first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from derive.arrays import Choose
from derive.errors import GradproofError
from numeric.submissions import Judge, Status, read_assignment
from numeric.submissions.objective import trace_objective

pytestmark = pytest.mark.sandbox

TRIMMED = '''
title = "Squares without the largest"
objective = """
r = y - w * x
order = np.argsort(r ** 2)
return np.sum(r[order][:-1] ** 2)
"""
parameters = ["w"]
[inputs]
w = { shape = [] }
x = { shape = ["N"] }
y = { shape = ["N"] }
[sizes]
N = { min = 2, max = 3 }
[call]
code = "return {'w': student.gradient(w, x, y)}"
'''
GRADIENT = """import numpy as np
def gradient(w, x, y):
    r = y - w * x
    kept = np.where(r ** 2 < np.max(r ** 2), 1, 0)
    return -2 * np.sum(kept * r * x)
"""
RANKED = """import numpy as np
def gradient(w, x, y):
    r = y - w * x
    order = np.argsort(r ** 2)[:-1]
    return -2 * np.sum(r[order] * x[order])
"""


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Judge]:
    path = tmp_path_factory.mktemp("trimmed") / "a.toml"
    path.write_text(TRIMMED)
    with Judge(read_assignment(str(path))) as opened:
        yield opened


@pytest.mark.parametrize("code", [GRADIENT, RANKED])
def test_a_right_gradient_is_never_wrong_on_another_path(judge: Judge, code: str) -> None:
    assert judge.review(code).status in (Status.RIGHT, Status.CANNOT_TELL)


@pytest.mark.parametrize("code", [GRADIENT, RANKED])
def test_a_wrong_one_is_wrong(judge: Judge, code: str) -> None:
    assert judge.review(code.replace("-2 *", "2 *")).status is Status.WRONG


def test_all_paths_are_one_case_distinction(judge: Judge) -> None:
    objective = trace_objective(judge.assignment, {"N": 2})
    assert objective.conditions
    assert isinstance(objective.output.operation, Choose)


def test_too_many_paths_are_told_with_a_way_out(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text(TRIMMED.replace("min = 2, max = 3", "min = 6"))
    with pytest.raises(GradproofError, match="more than 64 paths"):
        Judge(read_assignment(str(path)))
