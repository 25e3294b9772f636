"""Labels of margins are −1 or 1 where nothing is said of them; other names are not."""

from __future__ import annotations

import pytest

from derive.check import check

LOGISTIC = r"""
Let $f(w) = \log(1 + \exp(-y\,w^\top x))$ and $\sigma(u) = 1/(1 + e^{-u})$.
$$\nabla^2 f = %s$$
"""
HINGE = r"""
Let $h = \max(0, 1 - m)^2$ with $m = ts$.
$$\frac{dh}{ds} = %s \quad\text{if } m < 1$$
"""
SQUARES = r"""
Let $e = \frac{1}{2}(1 - ru)^2$.
$$\frac{d^2e}{du^2} = %s$$
"""


@pytest.mark.parametrize(
    ("text", "claim", "verdict"),
    [
        (LOGISTIC, r"\sigma(y w^\top x)\,(1 - \sigma(y w^\top x))\,x x^\top", "right"),
        (LOGISTIC, r"y\,\sigma(y w^\top x)\,(1 - \sigma(y w^\top x))\,x x^\top", "wrong"),
        (HINGE, "2(s - t)", "right"),
        (HINGE, "2(t - s)", "wrong"),
        (SQUARES, "r^2", "right"),
    ],
)
def test_verdict(text: str, claim: str, verdict: str) -> None:
    assert check(text % claim).relations[-1].verdict == verdict


def test_a_factor_in_a_square_is_no_label() -> None:
    assert check(SQUARES % "1").relations[-1].verdict != "right"


STEEP = r"""
Let $f(x) = \log(1 + e^{-cx})$ and $\sigma(u) = 1/(1 + e^{-u})$.
$$f''(x) = %s\,\sigma(cx)\,(1 - \sigma(cx))$$
"""


@pytest.mark.parametrize(("factor", "is_right"), [("c^2", True), ("", False)])
def test_a_steepness_is_no_label(factor: str, is_right: bool) -> None:
    assert (check(STEEP % factor).relations[-1].verdict == "right") is is_right


def test_what_is_assumed_is_told() -> None:
    assert "t in {-1,1}" in check(HINGE % "2(s - t)").relations[-1].conditions


SHORTHAND = r"""
Let $f(w) = \log(1 + \exp(-y\,w^\top x))$ with $y \in \{-1, 1\}$. With $\sigma(1 - \sigma) \le 1/4$ in mind,
$$\nabla f = %s$$
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [(r"-y\,\sigma(-y w^\top x)\,x", "right"), (r"y\,\sigma(-y w^\top x)\,x", "wrong")],
)
def test_sigma_before_a_bracket_is_a_function_beside_its_shorthand(claim: str, verdict: str) -> None:
    assert check(SHORTHAND % claim).relations[-1].verdict == verdict
