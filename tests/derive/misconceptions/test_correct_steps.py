"""No right line of the documents with hand-made verdicts is diagnosed."""

from __future__ import annotations

import pytest

from tests.corpus.expectations import expected_documents
from tests.derive.misconceptions.correct_steps import right_lines

SOME = 160


PARTS = 16


def asked_of(first: int, step: int) -> tuple[int, list[str]]:
    asked = [right_lines(each.path) for each in list(expected_documents())[first::step]]
    return sum(each.lines for each in asked), [text for each in asked for text in each.blamed]


def test_right_lines_of_some_documents_are_not_diagnosed() -> None:
    lines, blamed = asked_of(0, SOME)
    assert lines > 20
    assert blamed == []


@pytest.mark.soak
@pytest.mark.parametrize("part", range(PARTS))
def test_right_lines_of_all_documents_are_not_diagnosed(part: int) -> None:
    lines, blamed = asked_of(part, PARTS)
    assert lines > 20
    assert blamed == []
