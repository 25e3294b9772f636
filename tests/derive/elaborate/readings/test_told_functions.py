"""A sentence that turns to another function than the one that is written, and units that are active."""

from __future__ import annotations

import pytest

from derive.check import check

NEURON = r"""
A neuron has $c = \tanh(vu + k)$.

%s $$\frac{\partial c}{\partial v} = %s$$
"""
TURNED = [
    ("If it were a sigmoid, we would have", "c(1 - c)u", "cannot-tell"),
    ("For the sigmoid this would be right:", "c(1 - c)u", "cannot-tell"),
    ("With softplus instead,", r"\frac{u}{1 + e^{-vu - k}}", "cannot-tell"),
    ("With a ReLU, where active,", "u", "cannot-tell"),
    ("By the derivative of the sigmoid", "c(1 - c)u", "wrong"),
    ("With the sigmoid derivative", "c(1 - c)u", "wrong"),
    ("For the sigmoid this would be", "c(1 + c)u", "wrong"),
    ("Hence", "(1 - c^2)u", "right"),
]


@pytest.mark.parametrize(("words", "slope", "verdict"), TURNED)
def test_a_turn_to_another_function(words: str, slope: str, verdict: str) -> None:
    assert check(NEURON % (words, slope)).relations[-1].verdict == verdict


RAMPS = [
    r"$c = \mathrm{ReLU}(vu + k)$",
    r"$c = g(vu + k)$ with $g = \mathrm{ReLU}$",
    r"$c = \max(0, vu + k)$",
]
ACTIVE = [
    ("For an active unit,", "u", "right"),
    ("If it is active, then", "u", "right"),
    ("For an active unit,", "2u", "wrong"),
    ("Hence", "u", "wrong"),
]


@pytest.mark.parametrize("ramp", RAMPS)
@pytest.mark.parametrize(("words", "slope", "verdict"), ACTIVE)
def test_active_units(ramp: str, words: str, slope: str, verdict: str) -> None:
    text = f"A unit has {ramp}.\n\n{words} $$\\frac{{\\partial c}}{{\\partial v}} = {slope}$$"
    assert check(text).relations[-1].verdict == verdict
