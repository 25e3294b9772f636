r"""Dots that differentiate by what the words say: "a dot denotes $d/d\lambda$", and not by the time."""

from __future__ import annotations

import pytest

from derive.check import check

RIDGE = r"""
Let $X$ be $n \times p$ and $P = (X^\top X + \kappa I)^{-1}$, where %s. With $b = P X^\top y$

$$\dot b = %s$$
"""
WORDS = (
    r"a dot denotes $d/d\kappa$",
    r"dots mean differentiation with respect to $\kappa$",
    r"an overdot stands for the derivative in $\kappa$",
    r"a dot over a letter is $\frac{d}{d\kappa}$",
)
CASES = [(words, line, verdict) for words in WORDS for line, verdict in (("-P b", "right"), ("P b", "wrong"))]
CHAIN = r"A dot denotes $d/ds$. Let $f = u^2 v$, where $u$ and $v$ move with $s$. $$\dot f = %s$$"
UNTOLD = r"Let $f = s^2$ and $\kappa = 2 s$. The dot in $\dot f$ is a derivative as usual. $$\dot f = 2s$$"


@pytest.mark.parametrize(("words", "line", "verdict"), CASES)
def test_a_dot_by_what_is_told(words: str, line: str, verdict: str) -> None:
    assert check(RIDGE % (words, line)).relations[-1].verdict == verdict


@pytest.mark.parametrize(
    ("line", "verdict"), [(r"2uv\dot u + u^2\dot v", "right"), (r"2u\dot u + u^2\dot v", "wrong")]
)
def test_names_that_move_with_it(line: str, verdict: str) -> None:
    found = check(CHAIN % line).relations[-1].verdict
    assert found == verdict if verdict == "right" else found != "right"


def test_nothing_told_is_nothing_proved() -> None:
    assert check(UNTOLD).relations[-1].verdict == "cannot-tell"
