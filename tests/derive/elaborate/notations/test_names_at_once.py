"""Gated layers: slopes that are handed on by names, given to several lines at once or with letters above."""

from __future__ import annotations

import pytest

from derive.check import check
from derive.elaborate.notations.names_at_once import with_names_at_once
from derive.reader.document import read_text

GATED = r"""
All vectors are columns, $P, Q \in \mathbb{R}^{n \times n}$ and $\sigma$ is the logistic function.
$$ c = \tanh(Px) $$
$$ m = \sigma(Qx) $$
$$ s = m \circ c + (1 - m) \circ x $$
Let $q = \frac{\partial F}{\partial s}$ be handed down. With $u = Px$ and $w = Qx$,
$$ \frac{\partial F}{\partial u} = q \circ m \circ (1 - c \circ c) $$
$$ \frac{\partial F}{\partial w} = q \circ (c - x) \circ m \circ (1 - m) $$
%s
$$ \frac{\partial F}{\partial P} = %s x^T $$
$$ \frac{\partial F}{\partial x} = %s $$
"""
INPUT = r"P^T \delta^u + Q^T \delta^w + (1 - m) \circ q"
SHORT = [
    (r"($\delta^u$ and $\delta^w$ are short for these two vectors)", r"\delta^u", INPUT, ["right", "right"]),
    (r"We call these two $\delta^u$ and $\delta^w$.", r"\delta^u", INPUT, ["right", "right"]),
    (r"Let $\delta^u = \frac{\partial F}{\partial u}$, $\delta^w = \frac{\partial F}{\partial w}$.",
     r"\delta^u", INPUT, ["right", "right"]),
    (r"($\delta^u$ and $\delta^w$ stand for these)", r"\delta^u", r"P^T \delta^u + Q^T \delta^w",
     ["right", "wrong"]),
    (r"Denote both by $a$, $b$.", "a", r"P^T a + Q^T b + (1 - m) \circ q", ["right", "right"]),
    (r"Denote both by $a$, $b$.", "b", r"P^T a + Q^T b + q", ["cannot-tell", "cannot-tell"]),
    (r"The slopes $a$ and $b$ are large.", "a", r"P^T a + Q^T b + q", ["cannot-tell", "cannot-tell"]),
]  # fmt: skip


@pytest.mark.parametrize(("words", "name", "of_the_input", "verdicts"), SHORT)
def test_slopes_that_get_names_together(
    words: str, name: str, of_the_input: str, verdicts: list[str]
) -> None:
    found = check(GATED % (words, name, of_the_input)).relations
    slopes = [each.verdict for each in found if each.role == "claim"]
    assert slopes == ["right", "right", *verdicts]


def test_a_letter_above_that_is_of_another_slope() -> None:
    text = r"$$\frac{dL}{du} = g$$ $$\frac{dL}{dv} = h$$ We call these two $\delta_v$ and $\delta_u$."
    named = with_names_at_once(read_text(text)).blocks[2].formulas[0]
    assert named.chain is None


def test_powers_of_a_discount_factor_stay_powers() -> None:
    text = r"Let $U = \delta^s a + \delta^t b$. $$\frac{\partial U}{\partial a} = \delta^s$$ "
    text += r"$$\frac{\partial U}{\partial s} = %s$$"
    right, wrong = r"a \delta^s \log\delta", r"a \delta^s"
    assert check(text % right).relations[-1].verdict == "right"
    assert check(text % wrong).relations[-1].verdict != "right"
