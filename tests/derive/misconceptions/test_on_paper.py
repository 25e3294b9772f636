"""The documents that records carry: the slip is wrong and named, the right line is right."""

from __future__ import annotations

import pytest

from derive.check import check
from derive.misconceptions import MISCONCEPTIONS
from derive.misconceptions.base import Misconception, OnPaper
from derive.review import RelationReview

ON_PAPER = [pytest.param(record, paper, id=record.id) for record in MISCONCEPTIONS for paper in record.paper]


def last_line(setting: str, line: str) -> RelationReview:
    return check(f"{setting}\n\nThen\n\n$${line}$$\n").relations[-1]


@pytest.mark.sampled(3)
@pytest.mark.parametrize(("record", "paper"), ON_PAPER)
def test_the_slip_is_wrong_and_named(record: Misconception, paper: OnPaper) -> None:
    found = last_line(paper.setting, paper.slip)
    assert found.verdict == "wrong"
    assert (record.id,) in found.misconceptions


@pytest.mark.sampled(3)
@pytest.mark.parametrize(("record", "paper"), ON_PAPER)
def test_the_right_line_is_right(record: Misconception, paper: OnPaper) -> None:
    found = last_line(paper.setting, paper.right)
    assert found.verdict == "right"
    assert found.misconceptions == ()
