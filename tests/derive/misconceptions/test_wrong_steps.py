"""The table of wrong steps: how many are named as meant, and nothing without proof."""

from __future__ import annotations

from functools import cache

import pytest

from derive.diagnose import Diagnosis, diagnose
from derive.misconceptions.base import Example
from derive.misconceptions.worked import example_step
from tests.derive.misconceptions.wrong_losses import WRONG_LOSSES
from tests.derive.misconceptions.wrong_steps import WRONG_STEPS

ROWS = (*WRONG_STEPS, *WRONG_LOSSES)
LEAST_ROWS, LEAST_IDS, LEAST_SHARE = 150, 40, 0.95
SOME = 6


@cache
def diagnosed(row: int) -> Diagnosis:
    model, by, _, written = ROWS[row]
    return diagnose(example_step(Example(model, by, written)))


def is_named(row: int) -> bool:
    meant = frozenset(ROWS[row][2].split("+"))
    return meant in [frozenset(names) for names in diagnosed(row).explanations]


def test_the_table_is_large_enough() -> None:
    ids = {name for _, _, meant, _ in ROWS for name in meant.split("+")}
    assert len(ROWS) >= LEAST_ROWS
    assert len(ids) >= LEAST_IDS


def share_named(rows: range) -> float:
    return sum(map(is_named, rows)) / len(rows)


def test_nearly_all_are_named_as_meant() -> None:
    assert share_named(range(0, len(ROWS), SOME)) >= LEAST_SHARE


@pytest.mark.soak
def test_nearly_all_of_the_whole_table_are_named_as_meant(capsys: pytest.CaptureFixture[str]) -> None:
    share = share_named(range(len(ROWS)))
    with capsys.disabled():
        print(f"\nnamed as meant: {share:.1%} of {len(ROWS)}")
    assert share >= LEAST_SHARE
