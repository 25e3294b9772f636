"""Points at which a run is looked at: what a draw must not hide by chance."""

from random import Random

import pytest

from numeric.submissions.assignment import parse_assignment
from numeric.submissions.points import SATURATED, saturated

LABELS = """\
objective = "np.sum(d * (X @ w))"
parameters = ["w"]
[inputs]
w = { shape = [2] }
X = { shape = [3, 2] }
d = { shape = [3], domain = "%s" }
[call]
code = "return {'w': d @ X}"
"""


@pytest.mark.parametrize("domain", ["{0,1}", "{-1,1}", "{0..2}"])
def test_a_saturated_point_has_labels_of_more_than_one_kind(domain: str) -> None:
    assignment = parse_assignment(LABELS % domain, "labels.toml")
    for seed in range(60):  # three labels in {0,1} are alike in one draw of four
        point = saturated(assignment, {}, Random(seed), 1 << 14)
        assert point.kind == SATURATED
        assert len(set(point.values["d"])) > 1
        assert all(abs(value) >= 1 << 11 for value in point.values["w"])
