r"""A mark over any name for the slope of the loss by it."""

from __future__ import annotations

import pytest

from derive.check import check

NET = r"$$a = Wx, \quad h = \tanh(a), \quad y = Vh$$ "
SAID = [
    r"Write $\bar v$ for $\partial L/\partial v$, for any loss $L$ of $y$. ",
    r"A bar marks adjoints throughout, $\bar v = \partial L/\partial v$ for a loss $L$. ",
    r"For any quantity $v$ we denote by $\bar v$ the array $\partial L/\partial v$. ",
    r"\newcommand{\adj}[1]{\bar{#1}} Let $\adj v$ be the gradient $\partial L/\partial v$ of a loss. ",
    r"The derivative $\partial L/\partial v$ is written $\bar v$. ",
    r"Dots mark adjoints ($\dot U$ is short for $\partial\mathcal L/\partial U$). ",
]
LINES = [
    (r"$$\bar h = V^T\bar y$$", "right"),
    (r"$$\bar h = -V^T\bar y$$", "wrong"),
    (r"$$\bar a = \bar h \odot (1 - h^2)$$", "right"),
    (r"$$\bar a = -\bar h \odot (1 - h^2)$$", "wrong"),
    (r"$$\bar W = \bar a x^T$$", "right"),
    (r"$$\bar W = 2\bar a x^T$$", "wrong"),
]


@pytest.mark.parametrize("said", SAID)
@pytest.mark.parametrize(("line", "verdict"), LINES)
def test_marks_for_adjoints(said: str, line: str, verdict: str) -> None:
    text = said + NET + line
    text = text if "dot" not in said else said + NET + line.replace(r"\bar", r"\dot")
    assert check(text).relations[-1].verdict == verdict


def test_a_mean_and_a_slope_in_time_keep_their_meaning() -> None:
    mean = r"Let $\bar x = \frac1n\sum_{i=1}^n x_i$. $$\frac{\partial\bar x}{\partial x_k} = \frac1n$$"
    assert check(mean).relations[-1].verdict == "right"
    slope = r"$\dot h$ stands for $dh/dw$. With $h = w^2 x$ $$\dot h = 2wx$$"
    assert check(slope).relations[-1].verdict == "right"


def test_a_bar_that_is_set_against_a_slope_is_none() -> None:
    text = r"Compare the mean $\bar v$ with $\partial L/\partial v$. " + NET + r"$$\bar h = V^T\bar y$$"
    assert check(text).relations[-1].verdict not in ("right", "wrong")
