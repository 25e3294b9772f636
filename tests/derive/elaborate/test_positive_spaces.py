r"""Spaces of positive numbers, \mathbb{R}_+^{m×n}: the shapes and signs of names."""

from __future__ import annotations

import pytest

from derive.check import check

FACTORS = (
    r"Let $A \in \mathbb{R}%s$, $B \in \mathbb{R}%s$, $C \in \mathbb{R}%s$, $M = BC$ and "
    r"$d = \frac12 \|A - M\|_F^2$. "
)
PLUS = FACTORS % (r"_+^{m \times n}", r"_+^{m \times r}", r"_+^{r \times n}")
AT_LEAST = FACTORS % (r"_{\ge 0}^{m \times n}", r"_{\ge 0}^{m \times r}", r"_{\ge 0}^{r \times n}")
AFTER = FACTORS % (r"^{m \times n}_+", r"^{m \times r}_+", r"^{r \times n}_+")
ROOT = r"For $a \in \mathbb{R}%s$ let $u = \sqrt{a^2}$. "
CASES = (
    *((page + r"$$\nabla_B d = (M - A) C^\top$$", "right") for page in (PLUS, AT_LEAST, AFTER)),
    *((page + r"$$\nabla_B d = (M - A) C$$", "wrong") for page in (PLUS, AT_LEAST, AFTER)),
    (ROOT % "_+" + r"$$\frac{du}{da} = 1$$", "right"),
    (ROOT % "_{> 0}" + r"$$\frac{du}{da} = -1$$", "wrong"),
    (ROOT % "" + r"$$\frac{du}{da} = 1$$", "wrong"),
)


@pytest.mark.parametrize(("text", "verdict"), CASES)
def test_verdict(text: str, verdict: str) -> None:
    assert check(text + "\n").relations[-1].verdict == verdict
