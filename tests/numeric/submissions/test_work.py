"""How much is tried for a submission is counted, never clocked."""

from __future__ import annotations

import pytest

from derive.domains import ANYWHERE
from derive.model import Right
from derive.terms import ZERO, fn, sym
from numeric.submissions import Judge, Status, path_proofs
from numeric.submissions.assignment import parse_assignment
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


def test_a_program_of_too_many_paths_names_the_size() -> None:
    assignment = parse_assignment(
        """
objective = "np.sum(np.maximum(0, X @ w))"
parameters = ["w"]
[inputs]
X = { shape = ["N", "D"] }
w = { shape = ["D"] }
[sizes]
D = { min = 7, max = 7 }
[call]
code = "return {'w': student.slope(X, w)}"
"""
    )
    code = """
def slope(X, w):
    g = 0 * w
    for row in X:
        s = 0.0
        for a, b in zip(row, w):
            s += a * b
            if s > 100:
                print("large")
        if s > 0:
            g = g + row
    return g
"""
    with Judge(assignment) as judge:
        review = judge.review(code)
    assert review.status is Status.CANNOT_TELL
    assert "more than 64 paths at N=1, D=7" in review.parameters[0].evidence


def test_a_way_that_was_in_vain_is_not_tried_first_again(monkeypatch: pytest.MonkeyPatch) -> None:
    terms = [sum((fn("exp", sym(f"a{k}")) * fn("log", 1 + sym(f"b{k}") ** 2) for k in range(30)), ZERO)]
    tried_ways: list[int] = []
    monkeypatch.setattr(path_proofs, "_by_steps", lambda *terms: None)
    monkeypatch.setattr(path_proofs, "_for_any_function_values", lambda *terms: tried_ways.append(1))
    ways = path_proofs.Ways()
    for _ in range(2):
        assert isinstance(path_proofs.proved_on(terms, terms, path_proofs.ALWAYS, ANYWHERE, ways), Right)
    assert len(tried_ways) == 1
