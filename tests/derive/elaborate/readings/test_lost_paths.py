"""A variable that goes several ways into the loss: a derivative that follows one of them alone is wrong."""

from __future__ import annotations

import pytest

from derive.check import check

BLOCK = r"""
A residual block: $u = Ax$, $a = \tanh(u)$, $y = x + Ba$, $Q = \frac12\|y - t\|^2$, and $g = y - t$.

$$\frac{\partial Q}{\partial a} = B^T g$$

%s

$$\frac{\partial Q}{\partial x} = %s$$

%s
"""
INNER = r"$$\frac{\partial Q}{\partial u} = B^T g \odot (1 - a \odot a)$$"
THROUGH, DIRECT = r"A^T (B^T g \odot (1 - a \odot a))", "g"
LINES = [
    (INNER, f"{THROUGH} + {DIRECT}", "", "right"),
    (INNER, THROUGH, "", "wrong"),
    (INNER, DIRECT, "", "wrong"),
    (INNER + "\n\nThe skip connection contributes", DIRECT, "", "cannot-tell"),
    (INNER + "\n\nThrough the layer,", THROUGH, "", "cannot-tell"),
    (
        INNER,
        THROUGH,
        rf"Together: $$\frac{{\partial Q}}{{\partial x}} = {THROUGH} + {DIRECT}$$",
        "cannot-tell",
    ),
    ("The total derivative has more in it.", DIRECT, "", "cannot-tell"),
]


@pytest.mark.parametrize(("before", "line", "after", "verdict"), LINES)
def test_a_lost_way(before: str, line: str, after: str, verdict: str) -> None:
    found = check(BLOCK % (before, line, after)).relations
    assert next(one.verdict for one in found if r"\partial x" in one.lhs) == verdict


GATE = r"""
A gate: $z = \sigma(Ax)$, $n = \tanh(Bx + Ch)$, $s = z \odot h + (1 - z) \odot n$ with $\sigma$ the logistic function.
We are given $g = \partial Q/\partial s$.

$$\frac{\partial Q}{\partial n} = g \odot (1 - z)$$
$$\frac{\partial Q}{\partial C} = (g \odot (1 - z) \odot (1 - n \odot n))\,h^T$$
$$\frac{\partial Q}{\partial h} = C^T (g \odot (1 - z) \odot (1 - n \odot n))%s$$
"""


@pytest.mark.parametrize(("rest", "verdict"), [(r" + g \odot z", "right"), ("", "wrong")])
def test_a_lost_way_of_a_gate(rest: str, verdict: str) -> None:
    assert check(GATE % rest).relations[-1].verdict == verdict


SQUARES = r"""
Let $P = P^T$. For any $K$ and $x$ $$\nabla_x (x^T P x) = 2Px$$

## By the matrix

$$\frac{\partial}{\partial K}\|Kx - r\|^2 = 2(Kx - r)\,%s$$
"""


@pytest.mark.parametrize(("last", "is_right"), [("x^T", True), ("x", False)])
def test_only_what_is_called_symmetric_is(last: str, is_right: bool) -> None:
    assert (check(SQUARES % last).relations[-1].verdict == "right") == is_right


STATES = r"""
Two steps with inputs $c_1$ and $c_2$: $m_1 = \tanh(v c_1)$, $m_2 = \tanh(v c_2 + k m_1)$ and $E = \frac12 (m_2 - t)^2$.

$$\frac{\partial m_2}{\partial k} = (1 - m_2^2)\, m_1$$
$$\frac{d m_2}{d v} = (1 - m_2^2)\, %s$$
"""


@pytest.mark.parametrize(
    ("rest", "verdict"),
    [(r"(c_2 + k (1 - m_1^2) c_1)", "right"), ("c_2", "wrong"), (r"(c_2 + k c_1)", "wrong")],
)
def test_d_beside_partial_slopes_counts_all_ways(rest: str, verdict: str) -> None:
    assert check(STATES % rest).relations[-1].verdict == verdict
