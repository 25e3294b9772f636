"""What is said of a case in words alone is not wrong for being no general formula; what holds in no case is."""

from __future__ import annotations

import pytest

from derive.check import check
from derive.elaborate.told_cases import tells_a_case

MARGIN = r"""
The loss is $L = \log(1 + e^{-ys})$ with $y \in \{-1, 1\}$.
$$\frac{\partial L}{\partial s} = -\frac{y}{1 + e^{ys}}$$
%s $$\frac{\partial L}{\partial s} = %s$$
"""
RIDGE = r"""
The cost is $J = \frac{1}{2}\|Xw - y\|^2 + \frac{\lambda}{2}\|w\|^2$.
%s $$\nabla_w J = %s$$
"""
RAMP = r"""
Let $f(x) = \max(0, x)^2$.
%s $$f'(x) = %s$$
"""
PAIRS = r"""
The loss is $C = \frac{1}{2} m d^2 + \frac{1}{2}(1 - m) \max(0, a - d)^2$.
%s $$\frac{\partial C}{\partial d} = %s$$
"""
TOLD = [
    (MARGIN, "For a positive example this is", r"-\frac{1}{1 + e^{s}}"),
    (MARGIN, "On the negative class we have", r"\frac{1}{1 + e^{-s}}"),
    (RIDGE, "Without regularisation this becomes", r"X^\top (Xw - y)"),
    (RIDGE, "At zero initial weights,", r"-X^\top y"),
    (RAMP, "Outside the support:", "0"),
    (PAIRS, "Matching pair:", "d"),
    (PAIRS, "Within the radius, other pairs have", "-(a - d)"),
]
NEVER = [
    (MARGIN, "For a positive example this is", r"\frac{1}{1 + e^{s}}"),
    (RIDGE, "Without regularisation this becomes", r"2 X^\top (Xw - y)"),
    (RAMP, "On the positive half-line we have", "x"),
    (PAIRS, "Matching pair:", "-d"),
]
UNRESTRICTED = [
    (MARGIN, "Hence", r"-\frac{1}{1 + e^{s}}"),
    (RIDGE, "So we get", r"X^\top (Xw - y)"),
    (PAIRS, "Altogether", "m d"),
]


@pytest.mark.parametrize(("text", "words", "claim"), TOLD)
def test_a_case_told_in_words_is_not_wrong(text: str, words: str, claim: str) -> None:
    assert check(text % (words, claim)).relations[-1].verdict != "wrong"


@pytest.mark.parametrize(("text", "words", "claim"), NEVER)
def test_what_holds_in_no_case_is_wrong(text: str, words: str, claim: str) -> None:
    assert check(text % (words, claim)).relations[-1].verdict == "wrong"


@pytest.mark.parametrize(("text", "words", "claim"), UNRESTRICTED)
def test_without_such_words_the_general_formula_is_meant(text: str, words: str, claim: str) -> None:
    assert check(text % (words, claim)).relations[-1].verdict == "wrong"


@pytest.mark.parametrize(
    ("before", "after", "tells"),
    [
        ("With no penalty ", "", True),
        ("We find ", " in the noiseless case.", True),
        ("Hence ", ".", False),
        ("This is for later. So ", "", False),
    ],
)
def test_the_words_of_the_own_sentence_count(before: str, after: str, tells: bool) -> None:
    assert tells_a_case(before, after) is tells
