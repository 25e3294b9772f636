r"""π ⊙ r beside π_a: a policy or the weights of a mixture, and not the number."""

from __future__ import annotations

import pytest

from derive.check import check

POLICY = r"""
$$\pi_a = \frac{e^{u_a}}{\sum_b e^{u_b}}, \qquad V = \sum_a \pi_a q_a$$

$$\nabla_u V = %s$$
"""


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        (r"\pi \odot (q - V \mathbf 1)", "right"),
        (r"\operatorname{diag}(\pi) q - \pi \pi^\top q", "right"),
        (r"\pi \odot (q + V \mathbf 1)", "wrong"),
        (r"\operatorname{diag}(\pi) q + \pi \pi^\top q", "wrong"),
    ],
)
def test_a_policy_is_a_vector(line: str, verdict: str) -> None:
    assert check(POLICY % line).relations[-1].verdict == verdict


def test_beside_a_number_it_is_the_number() -> None:
    text = POLICY % r"\pi \odot (q - V \mathbf 1)" + r"Also, $c = \frac12 \log(2 \pi)$."
    assert check(text).relations[2].verdict == "cannot-tell"
