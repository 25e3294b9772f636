r"""Softmax outputs and one-hot targets that only words tell, beside a sum of exponentials; one row a page."""

from __future__ import annotations

import pytest

from derive.check import check

SCORES = (
    r"The scores are $v_1,\dots,v_K$ and $$J = -v_c + \log\sum_m e^{{v_m}}.$$ {said} "
    r"$$\frac{{\partial J}}{{\partial v_m}} = {line}$$"
    "\n"
)
SAID = (
    "Let $q_m$ be the softmax of the scores and $h_m$ the one-hot target.",
    "With $q_m$ the softmax probabilities, and the one-hot vector $h$ of the class,",
    r"Here \(q\) is the softmax of the logits, \(h\) is one-hot.",
)
CONTRAST = (
    r"Candidate number $+$ is the positive one. "
    r"$$r_j = \frac{{g^\top d_j}}{{\theta}}, \qquad J = -r_+ + \log\sum_j e^{{r_j}}$$ "
    r"$q_j$ is the softmax of the scores, $h_j$ the one-hot target. $$\nabla_g J = {line}$$"
    "\n"
)
KEYS = (
    r"$$J = -\log\frac{{\exp(g^\top d_+/\theta)}}{{\sum_{{i=0}}^N \exp(g^\top d_i/\theta)}}$$ "
    r"{said} $$\nabla_g J = {line}$$"
    "\n"
)
NAMED = (
    r"Logits $r = Vx + a$, one-hot target $h$ and $$J = -\sum_k h_k \log q_k$$ where $q$ is the softmax of the logits. "
    r"$$\nabla_V J = {line}$$"
    "\n"
)
SAMPLES = (
    r"The labels are $y_i$: $$J = \frac1n\sum_i \Big(-r_{{i y_i}} + \log\sum_k e^{{r_{{ik}}}}\Big)$$ "
    r"with $q_{{ik}}$ the softmax probabilities. "
    r"$$\frac{{\partial J}}{{\partial r_{{ik}}}} = {line}$$"
    "\n"
)


def last(text: str) -> str:
    return check(text).relations[-1].verdict


@pytest.mark.parametrize("said", SAID)
def test_softmax_and_target_of_one_sum(said: str) -> None:
    assert last(SCORES.format(said=said, line="q_m - h_m")) == "right"
    assert last(SCORES.format(said=said, line="h_m - q_m")) == "wrong"


@pytest.mark.parametrize(
    ("page", "right", "slip"),
    [
        (
            CONTRAST,
            r"\frac1\theta\Bigl(\sum_j q_j d_j - d_+\Bigr)",
            r"\frac1\theta\Bigl(\sum_j q_j d_j + d_+\Bigr)",
        ),
        (NAMED, r"(q - h)x^\top", r"(h - q)x^\top"),
        (SAMPLES, r"\frac1n(q_{ik} - \mathbf 1[k = y_i])", r"q_{ik} - \mathbf 1[k = y_i]"),
    ],
)
def test_other_layouts(page: str, right: str, slip: str) -> None:
    assert last(page.format(line=right)) == "right"
    assert last(page.format(line=slip)) == "wrong"


def test_of_the_scores_needs_a_name_in_the_exponent() -> None:
    """Whether the softmax of scores is taken before or after they are divided by a temperature is not said there."""
    line = r"\frac1\theta\Big(\sum_i q_i d_i - d_+\Big)"
    assert last(KEYS.format(said="$q_i$ are the softmax probabilities.", line=line)) == "right"
    assert last(KEYS.format(said="$q_i$ is the softmax of the scores.", line=line)) == "cannot-tell"


def test_nothing_is_told_of_two_sums_or_of_no_softmax() -> None:
    two = SCORES.format(
        said=r"Also $M = \log\sum_j e^{w_j}$, with $q_m$ the softmax of the scores.", line="q_m - [m = c]"
    )
    assert last(two) == "cannot-tell"
    denied = SCORES.format(
        said="Here $q_m$ is not the softmax of the scores.", line=r"q_m - \mathbb 1[m = c]"
    )
    assert last(denied) == "cannot-tell"
