r"""Functions that words lead from one name to another by; one row a page."""

from __future__ import annotations

import pytest

from derive.check import check

SCORES = (
    r"Let $u = Vx$ and $J = -\sum_k h_k\log q_k$ with the one-hot target $h$. {said} "
    r"$$\frac{{\partial J}}{{\partial V}} = {line}x^T$$"
    "\n"
)
SAID = (
    "$q$ is the softmax of the raw parameters $u$.",
    "$q$ is obtained from $u$ by a softmax.",
    r"\(q\) comes from a softmax over the scores \(u\).",
    "Applying the softmax function to $u$ gives $q$.",
    "The vector $u$ goes through a softmax, which gives $q$.",
    "A softmax turns $u$ into $q$.",
    "Passing $u$ through a softmax yields $q$.",
)
UNIT = (
    r"Let $a = w^T x + b$ and $J = \frac12(s - y)^2$. {said} $$\frac{{\partial J}}{{\partial b}} = {line}s(1-s)$$"
    "\n"
)


@pytest.mark.parametrize("said", SAID)
def test_softmax_in_other_words(said: str) -> None:
    assert check(SCORES.format(said=said, line="(q - h)")).relations[-1].verdict == "right"
    assert check(SCORES.format(said=said, line="(h - q)")).relations[-1].verdict == "wrong"


@pytest.mark.parametrize("said", ["The sigmoid maps $a$ to $s$.", "We apply a sigmoid to $a$ and get $s$."])
def test_units_in_other_words(said: str) -> None:
    assert check(UNIT.format(said=said, line="(s - y)")).relations[-1].verdict == "right"
    assert check(UNIT.format(said=said, line="(y - s)")).relations[-1].verdict == "wrong"


@pytest.mark.parametrize(
    "said",
    ["Here $q$ is not obtained from $u$ by a softmax.", "If a softmax turns $u$ into $q$, things are easy."],
)
def test_what_is_not_said(said: str) -> None:
    assert check(SCORES.format(said=said, line="(q - h)")).relations[-1].verdict == "cannot-tell"
