"""Units that are 0 whatever the weights above them are: no slope there, so nothing is refuted there."""

from __future__ import annotations

import pytest

from derive.check import check

NET = r"Let $h = \max(0, x)$, $z = v h$ and $L = \frac12 (\max(0, z) - y)^2$ with numbers $x, v, y$. "


@pytest.mark.parametrize(
    ("slope", "verdict"),
    [
        (r"(\max(0,z) - y)\,\mathbb 1[z > 0]", {"right", "cannot-tell"}),
        (r"(\max(0,z) - y)\,\mathbb 1[z \ge 0]", {"right", "cannot-tell"}),
        (r"(y - \max(0,z))\,\mathbb 1[z > 0]", {"wrong"}),
    ],
)
def test_a_dead_unit_refutes_nothing(slope: str, verdict: set[str]) -> None:
    text = NET + r"Then $$\frac{\partial L}{\partial z} = " + slope + "$$\n"
    assert check(text).relations[-1].verdict in verdict


CHAIN = r"""
Let $a = \max(0, wx)$, $h = \max(0, ca)$ and $E = (h - t)^2$ with numbers $w, x, c, t$.
$$\frac{\partial E}{\partial %s} = %s$$
"""


@pytest.mark.parametrize(
    ("by", "slope", "verdict"),
    [
        ("a", r"2 (h - t) [ca > 0] c", "right"),
        ("a", r"2 (h - t) c [ca > 0]", "right"),
        ("a", r"2 (h - t) c [ca < 0]", "wrong"),
        ("a", r"(h - t) c [ca > 0]", "wrong"),
        ("w", r"2 (h - t) [ca > 0] c [wx > 0] x", "right"),
        ("w", r"2 (h - t) [ca > 0] c [wx > 0] w", "wrong"),
        ("c", r"2 (h - t) [ca > 0] a", "right"),
        ("c", r"2 (h - t) [ca > 0] w", "wrong"),
    ],
)
def test_a_unit_above_a_dead_one_is_looked_at_off_its_kink(by: str, slope: str, verdict: str) -> None:
    assert check(CHAIN % (by, slope)).relations[-1].verdict == verdict


STEP = r"""
Let $h = \max(0, as + b)$ and $C = \frac12 (h - t)^2$, where $%s$ is the %s.
$$\frac{\partial C}{\partial a} = %s$$
"""


@pytest.mark.parametrize(
    ("letter", "words", "slope", "verdict"),
    [
        ("H", "Heaviside function", r"(h - t) H(as + b) s", "right"),
        ("u", "unit step", r"(h - t) u(as + b) s", "right"),
        ("H", "Heaviside function", r"(h - t) H(as + b) a", "wrong"),
        ("H", "step size", r"(h - t) H(as + b) s", "cannot-tell"),
    ],
)
def test_step_functions_by_name(letter: str, words: str, slope: str, verdict: str) -> None:
    assert check(STEP % (letter, words, slope)).relations[-1].verdict == verdict
