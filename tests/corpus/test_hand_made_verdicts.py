"""No document with hand-made verdicts is judged falsely."""

from __future__ import annotations

import pytest

from tests.corpus.expectations import Expected, expected_documents, scored

DOCUMENTS = list(expected_documents())


@pytest.mark.sampled(50)
@pytest.mark.parametrize("expected", DOCUMENTS, ids=lambda expected: expected.name)
def test_nothing_false_is_said(expected: Expected) -> None:
    assert not scored(expected).false


def test_the_corpus_is_there() -> None:
    assert len(DOCUMENTS) > 750
