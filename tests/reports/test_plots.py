"""Charts: ticks, labels that do not cover each other, and the same marks in SVG and in LaTeX."""

from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree

import pytest

from reports.plots import (
    SMALL,
    WIDE,
    Axis,
    Chart,
    Dots,
    Frame,
    Series,
    Stroke,
    Words,
    marks,
    svg,
    tex_picture,
)

LINES = tuple(Series(f"line {k}", ((0, 0.5), (10, 0.5 + 0.001 * k)), k) for k in range(6))


def chart(*series: Series, frame: Frame = WIDE) -> Chart:
    return Chart("Six <lines>", Axis("step", 0, 10), Axis("loss", 0, 1), series, frame)


@pytest.mark.parametrize(
    ("axis", "ticks"),
    [
        (Axis("", 0, 60), [0, 20, 40, 60]),
        (Axis("", 0.5, 1), [0.5, 0.6, 0.7, 0.8, 0.9, 1.0]),
        (Axis("", 1e-15, 1, log=True), [1e-15, 1e-12, 1e-9, 1e-6, 1e-3, 1]),
        (Axis("", 0.1, 100, log=True), [0.1, 1, 10, 100]),
    ],
)
def test_ticks_are_round(axis: Axis, ticks: list[float]) -> None:
    assert axis.ticks() == pytest.approx(ticks)


@pytest.mark.parametrize("frame", [WIDE, SMALL])
def test_labels_keep_their_distance_and_stay_inside(frame: Frame) -> None:
    drawn = chart(*LINES, frame=frame)
    heights = sorted(mark.at[1] for mark in marks(drawn) if isinstance(mark, Words) and mark.role == "series")
    assert len(heights) == 6
    assert all(below - above >= frame.line - 0.2 for above, below in pairwise(heights))
    assert heights[0] >= 0
    assert heights[-1] <= frame.height


def test_a_line_ends_where_it_leaves_the_frame() -> None:
    (line,) = [
        mark
        for mark in marks(chart(Series("", ((0, 0.5), (10, 1.5)))))
        if isinstance(mark, Stroke) and mark.role == "line"
    ]
    assert line.points[-1][1] == WIDE.top
    assert line.points[-1][0] == pytest.approx((WIDE.left + WIDE.width - WIDE.right) / 2, abs=0.1)


def test_values_that_are_not_finite_are_left_out() -> None:
    series = Series("", ((0, 0.5), (1, float("nan")), (2, float("inf")), (3, 0.4)), dots=True)
    (dots,) = [mark for mark in marks(chart(series)) if isinstance(mark, Dots)]
    assert len(dots.points) == 2


def test_svg_is_well_formed_and_says_what_is_to_be_seen() -> None:
    root = ElementTree.fromstring(svg(chart(*LINES)))
    assert root.get("aria-label") == "Six <lines>"
    assert {text.text for text in root.iter("text")} >= {"step", "loss", "line 5", "0.2"}


def test_latex_picture_is_balanced() -> None:
    picture = tex_picture(chart(*LINES))
    assert picture.count("{") == picture.count("}")
    assert picture.count(r"\put") == len(list(marks(chart(*LINES))))
