r"""The record of a relation: the point of a counterexample in what people wrote, sizes, readings."""

from __future__ import annotations

from derive.check import check
from derive.elaborate.claims.counterexamples import _entry

MEAN = r"Let $J = \frac{1}{m}\sum_{i=1}^m \log(p_i)$. $$\frac{\partial J}{\partial p_i} = -\frac{1}{m p_i}$$"
MODEL = r"""
Let $p = \frac{1}{1 + e^{-s}}$, $s = w^T x$ and $L = -\log p$. $$\frac{\partial L}{\partial w} = (1 - p) x$$
"""


def test_sizes_and_lists() -> None:
    wrong = check(MEAN).relations[-1]
    assert wrong.counterexample is not None
    assert wrong.counterexample.point == {"m": 2, "p": ["1", None]}
    assert wrong.sizes == "m=2"


def test_names_that_the_line_uses_have_their_values() -> None:
    wrong = check(MODEL).relations[-1]
    assert wrong.counterexample is not None
    point = wrong.counterexample.point
    assert point["w"] == point["x"] == ["1", "1"]
    assert str(point["p"]).startswith("0.88")
    assert "e" not in point


def test_readings_that_disagree_are_listed() -> None:
    found = check(r"Let $L = \frac{1}{2w}$. $$L = 1/2w$$" + "\n").relations[-1]
    assert found.verdict == "cannot-tell"
    assert found.readings == (r"L = \left(1/2\right) w", r"L = 1/\left(2 w\right)")


def test_the_point_of_a_rate_is_told_by_its_name() -> None:
    """Names that are no entries of an array are told whole."""
    assert [_entry(name) for name in ("x[1,2]", "s", r"rate of y[1] by \theta")] == [
        ("x", (1, 2)),
        ("s", ()),
        (r"rate of y[1] by \theta", ()),
    ]
