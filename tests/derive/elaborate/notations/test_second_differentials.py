"""Second differentials."""

from __future__ import annotations

import pytest

from derive.check import check

PAGE = (
    r"Let $f = \frac12\|Mw - t\|^2$; $M$ and $t$ are fixed. Then $df = (Mw - t)^T M\,dw$ and $$d^2 f = %s$$"
)


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        (r"dw^T M^T M\,dw", "right"),
        (r"\|M\,dw\|^2", "right"),
        (r"-dw^T M^T M\,dw", "wrong"),
        (r"2\|M\,dw\|^2", "wrong"),
    ],
)
def test_the_differential_of_a_differential(line: str, verdict: str) -> None:
    assert check(PAGE % line).relations[-1].verdict == verdict


def test_a_square_of_a_number_d_is_none() -> None:
    page = (
        r"The width is $d$. With $s = d^2 a$ we get $$\frac{\partial s}{\partial a} = d^2, \qquad d^2 a = s$$"
    )
    assert all(one.verdict != "wrong" for one in check(page).relations)
