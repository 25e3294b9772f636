"""What rounding explains is no other answer: right in exact numbers, and off in machine numbers at some points."""

from __future__ import annotations

import pytest

from numeric.submissions import Judge, Status
from numeric.submissions.assignment import parse_assignment

pytestmark = pytest.mark.sandbox

PROBIT = """
objective = '''
t = 0
for i in range(len(y)):
    p = (1 + math.erf((X[i] @ w) / math.sqrt(2))) / 2
    t = t + y[i] * math.log(p) + (1 - y[i]) * math.log(1 - p)
return t
'''
parameters = ["w"]
sense = "log-likelihood"
[inputs]
w = { shape = ["D"] }
X = { shape = ["N", "D"] }
y = { shape = ["N"], domain = "{0,1}" }
[[points]]
w = [3, 4]
X = [[2.5, 1]]
y = [0]
[call]
code = "return {'w': student.score(w, X, y)}"
"""

SCORE = """
import math
import numpy as np
def score(w, X, y):
    g = np.zeros(len(w))
    for row, label in zip(X, y):
        t = row @ w
        p = (1 + math.erf(t / math.sqrt(2))) / 2
        g += (label - p) / (p * (1 - p)) * np.exp(-t ** 2 / 2) / np.sqrt(2 * np.pi) * row
    return g{}
"""


@pytest.mark.parametrize(
    ("ending", "status"),
    [("", Status.UNSTABLE), (" * (1 + (len(y) > 5))", Status.WRONG), (" + 1e-2 * (t > 8)", Status.WRONG)],
)
def test_a_probit_score_is_right_but_unstable(ending: str, status: Status) -> None:
    with Judge(parse_assignment(PROBIT, "probit")) as judge:
        review = judge.review(SCORE.format(ending))
    assert review.status is status
