"""How much is tried for a submission is counted, never clocked."""

from __future__ import annotations

import pytest

from numeric.submissions.repair import tried
from numeric.tracing.harness import WORK_OF_AN_EDIT, answers

SOURCE = """
def gradient(w):
    g = 0.0
    for k in range(3):
        g = g + w
    return g
"""
RUN = 1 + 1 + 4 + 3 + 1  # the definition, then each line of the function as often as it is run


@pytest.mark.parametrize(("work", "tried_edits"), [(0, 0), (1, 1), (2, 2), (9, 3)])
def test_edits_are_tried_as_far_as_the_work_allows(work: int, tried_edits: int) -> None:
    start = SOURCE.index("g + w")
    job = {
        "kind": "edited",
        "call": "gradient",
        "inputs": {"w": {"shape": [], "values": [1.5], "dtype": "float64"}},
        "edits": [[start, start + 5, ["g - w", "g + 2 * w", "w + g"], True]],
        "work": work * (WORK_OF_AN_EDIT + RUN),
        "seconds": tried.SECONDS,
    }
    calls = {"gradient": "return student.gradient(w)"}
    (answer,) = answers({"jobs": [job], "source": SOURCE, "calls": calls, "names": ["w"]})
    values = [result[""]["values"] for result in answer["results"]]
    assert values == [[-4.5], [9.0], [4.5]][:tried_edits]
