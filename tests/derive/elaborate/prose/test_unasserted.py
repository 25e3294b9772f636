"""What an author denies or offers for choice is no claim; what he says of his own attempt is one."""

from __future__ import annotations

import pytest

from derive.check import check

LOSS = r"""
The loss is $L = -\left[y \log p + (1 - y)\log(1 - p)\right]$ with $p = \frac{1}{1 + e^{-z}}$.
%s
$$\frac{\partial L}{\partial z} = %s$$
"""
DENIED = [
    "Students often write",
    "It is tempting to conclude that",
    "Do not write",
    "A common mistake is",
    "Wrong:",
    "One wrong answer that came up is",
    "Those who forget the sign end with",
    "Not accepted is",
    "There are no marks for",
    "**Wrong** (seen in many scripts):",
    "The right one is $p - y$, not",
]
ASSERTED = [
    "Hence",
    "One also sees that",
    "I get",
    "What is wrong with my attempt",
    "Do not forget the sign:",
    "Not surprisingly,",
    "As sketches are not accepted, we calculate",
    "Full marks for",
]


@pytest.mark.parametrize("words", DENIED)
def test_what_is_denied_is_no_claim(words: str) -> None:
    assert check(LOSS % (words, "y - p")).relations[-1].role == "condition"


def test_what_people_often_write_is_right_where_it_is() -> None:
    assert check(LOSS % ("People often write", "p - y")).relations[-1].verdict == "right"


@pytest.mark.parametrize("words", ASSERTED)
def test_what_is_asserted_is_wrong(words: str) -> None:
    assert check(LOSS % (words, "y - p")).relations[-1].verdict == "wrong"


def test_what_is_denied_behind_the_formula() -> None:
    text = LOSS % ("Here", "p - y") + r"To claim that $\frac{\partial L}{\partial z} = y - p$ is wrong."
    assert [each.verdict for each in check(text).relations if each.role == "claim"] == ["right"]


OPTIONS = r"""
Let $L(w) = \log(1 + e^{-wx})$. %s

(A) $L'(w) = \frac{x}{1 + e^{wx}}$

(B) $L'(w) = -\frac{x}{1 + e^{wx}}$
"""


@pytest.mark.parametrize(("words", "wrong"), [("Which of these is its derivative?", 0), ("We show:", 1)])
def test_options_are_offered_not_claimed(words: str, wrong: int) -> None:
    assert sum(each.verdict == "wrong" for each in check(OPTIONS % words).relations) == wrong


TWO_LOSSES = r"""
Let $L = (a - y)^2$ with $a = wx$. $$\frac{dL}{dw} = 2(a - y)x$$
With two layers, $h = ux$, $o = vh$ and $L = (o - y)^2$. $$\frac{dL}{du} = 2(o - y)%s x$$
"""


@pytest.mark.parametrize(("factor", "is_right"), [("v", True), ("", False)])
def test_a_second_model_of_other_names_is_a_new_object(factor: str, is_right: bool) -> None:
    assert (check(TWO_LOSSES % factor).relations[-1].verdict == "right") is is_right


SQUARES = r"""
The cost is $C = \sum_k (y_k - v^T x_k)^2$. %s $\nabla_v C = -\sum_k (y_k - v^T x_k) x_k$%s
"""
LEFT_BEHIND = [
    ("I first thought that", " for all weights.", False),
    ("The quick answer", " forgets the factor 2.", False),
    ("I wrote", " at first, which misses the factor from the square.", False),
    ("Initially I had", "; this drops the 2.", False),
    ("Whoever forgets the square writes", " and loses two points.", False),
    ("Here", " is not accepted.", False),
    ("I get", ", which misses the factor that my book has.", True),
    ("Hence", ", which drops by itself.", True),
]


@pytest.mark.parametrize(("before", "after", "asserted"), LEFT_BEHIND)
def test_an_attempt_that_is_left_behind_is_no_claim(before: str, after: str, asserted: bool) -> None:
    verdicts = [each.verdict for each in check(SQUARES % (before, after)).relations]
    assert ("wrong" in verdicts) == asserted
