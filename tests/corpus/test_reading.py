"""The reading figures on a corpus of real documents, where one is at hand (GRADPROOF_CORPUS)."""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path

import pytest

CORPUS = os.environ.get("GRADPROOF_CORPUS")
pytestmark = pytest.mark.skipif(CORPUS is None, reason="GRADPROOF_CORPUS names no corpus")


def test_the_judged_formulas_are_read_right() -> None:
    sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
    from reading import entries, judged, notation_of

    assert CORPUS is not None
    corpus = Path(CORPUS)
    found = [entry for entry in entries(corpus) if entry.get("judged_by_hand")]
    notations = {name: notation_of(corpus, name) for name in {entry["doc"] for entry in found}}
    counts = Counter(judged(entry, notations[entry["doc"]]).outcome for entry in found)
    assert counts["right"] >= 0.97 * len(found)
    assert counts["wrong"] <= 0.01 * len(found)
