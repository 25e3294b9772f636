"""Masks that words tell are 0 or 1; each right line with a wrong twin, and masks that may hold other numbers."""

from __future__ import annotations

import pytest

from derive.check import check

PAGE = r"""
Let $D, S \in \mathbb{R}^{a \times b}$, $U \in \mathbb{R}^{a \times c}$ and $T \in \mathbb{R}^{b \times c}$. %s

$$F = S \odot (U T^\top - D), \qquad J = \tfrac12 \|F\|_F^2$$

$$\frac{\partial J}{\partial T} = %s$$
"""
SURE = [
    "Here $S$ is a binary mask.",
    "`S` is the 0/1 mask of the ratings that we have.",
    "The binary matrix $S$ says which entries are known.",
    r"The mask \(S\) has entries 0 or 1.",
    "$S$ is a matrix of zeros and ones.",
    "There is a mask $S$ with $S_{ij} = 1$ if the entry is known and 0 if it is not.",
    "Let S be a boolean mask.",
    "$S$ is the mask of observed entries.",
    "The loss is masked by the mask $S$.",
]
OPEN = [
    "",
    "$S$ is not a binary matrix.",
    "$S$ are weights.",
    "Unlike a 0/1 mask $S$ is anything.",
    "The soft mask $S$ weighs.",
]


@pytest.mark.parametrize("words", SURE)
def test_what_is_told_to_be_a_mask_is_zero_or_one(words: str) -> None:
    assert check(PAGE % (words, r"F^\top U")).relations[-1].verdict == "right"
    assert check(PAGE % (words, r"-F^\top U")).relations[-1].verdict == "wrong"


@pytest.mark.parametrize("words", OPEN)
def test_what_is_not_told_proves_nothing(words: str) -> None:
    assert check(PAGE % (words, r"F^\top U")).relations[-1].verdict != "right"
    assert check(PAGE % (words, r"(S \odot F)^\top U")).relations[-1].verdict == "right"
