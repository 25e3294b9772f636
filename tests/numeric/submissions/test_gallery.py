"""Every snippet of the gallery gets the verdict that stands beside it; the figures are in benchmarks/code.py."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from correct import CORRECT
from table import HEADS, Snippet, assignment
from wrong import WRONG

from numeric.submissions import Judge

pytestmark = pytest.mark.sandbox

BY_ASSIGNMENT = {name: [each for each in CORRECT + WRONG if each.assignment == name] for name in HEADS}


@pytest.fixture(scope="module", params=HEADS)
def opened(request: pytest.FixtureRequest) -> Iterator[tuple[Judge, list[Snippet]]]:
    with Judge(assignment(request.param)) as judge:
        yield judge, BY_ASSIGNMENT[request.param]


@pytest.mark.sampled(4)
def test_the_verdicts_are_as_the_table_says(opened: tuple[Judge, list[Snippet]]) -> None:
    judge, snippets = opened
    said = {each.name: judge.review(each.code, f"{each.name}.py").status.value for each in snippets}
    assert said == {each.name: each.verdict for each in snippets}


def test_there_are_enough() -> None:
    assert len(CORRECT) + len(WRONG) >= 60
    assert len({each.name for each in CORRECT + WRONG}) == len(CORRECT) + len(WRONG)
