"""Layers that normalise their rows: what is left of a row adds up to 0, which a mended backward pass needs."""

from __future__ import annotations

import pytest

from numeric.submissions import Judge, Status
from numeric.submissions.assignment import parse_assignment

pytestmark = pytest.mark.sandbox

ROWS = """
objective = '''
S = A @ M
C = S - np.mean(S, axis=1, keepdims=True)
U = C / np.sqrt(np.mean(C ** 2, axis=1, keepdims=True) + 1e-3)
return np.sum((U * g - R) ** 2)
'''
parameters = ["M", "g"]
[inputs]
A = { shape = ["n", "d"] }
M = { shape = ["d", 3] }
g = { shape = [3] }
R = { shape = ["n", 3] }
[call]
code = "return {'M': student.back(A, M, g, R)[0], 'g': student.back(A, M, g, R)[1]}"
"""

BACK = """\
import numpy as np

def back(A, M, g, R):
    S = A @ M
    C = S - S.mean(1, keepdims=True)
    q = 1 / np.sqrt((C * C).mean(1, keepdims=True) + 1e-3)
    U = C * q
    e = 2 * (U * g - R)
    u = e * g
    first = u.mean(axis=1, keepdims=True)
    second = U * (u * U).mean(axis=1, keepdims=True)
    return A.T @ (q * (u - first - second)), (e * U).sum(axis=0)
"""

SLIPS = {
    "another axis": (10, "first = u.mean(axis=1,", "first = u.mean(axis=0,", "wrong-axis"),
    "a sum": (11, "(u * U).mean(axis=1,", "(u * U).sum(axis=1,", "missing-mean-factor"),
}


def test_the_right_program_is_proved() -> None:
    with Judge(parse_assignment(ROWS)) as judge:
        assert judge.review(BACK).status is Status.RIGHT


@pytest.mark.sampled(2)
@pytest.mark.parametrize("name", SLIPS)
def test_the_mended_line_is_proved_and_named(name: str) -> None:
    line, good, bad, slip = SLIPS[name]
    with Judge(parse_assignment(ROWS)) as judge:
        review = judge.review(BACK.replace(good, bad))
    assert (review.status, review.lines[:1]) == (Status.WRONG, (line,))
    assert any("is proved right" in note for note in review.notes)
    assert review.misconceptions[:1] == ((slip,),)
