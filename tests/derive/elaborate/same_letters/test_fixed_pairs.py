"""Two points, x_i and x_j, that stay what they are: what is made of them has no index, and nothing runs."""

from __future__ import annotations

import pytest

from derive.check import check

SPRING = r"""Particles $i$ and $j$ sit at $p_i, p_j\in\mathbb{R}^3$. With $e = p_i - p_j$ and $h = \|e\|$
the spring stores
$$ W = \frac{c}{2}(h - l)^2, \qquad Q = m_i m_j / h . $$

"""
LEVELS = r"""The level stands at point $i$ and looks at $j$, with $\Delta u = u_j - u_i$ and
$\Delta v = v_j - v_i$, so that
$$ t = \sqrt{\Delta u^2 + \Delta v^2}, \qquad \beta = \arctan\frac{\Delta v}{\Delta u} $$

"""
TABLE = (
    (SPRING, r"\frac{\partial W}{\partial p_i} = c (h - l)\frac{e}{h}", "right"),
    (SPRING, r"\frac{\partial W}{\partial p_j} = -c (h - l)\frac{e}{h}", "right"),
    (SPRING, r"\frac{\partial W}{\partial p_j} = c (h - l)\frac{e}{h}", "wrong"),
    (SPRING, r"\frac{\partial W}{\partial p_i} = c (h - l) e", "wrong"),
    (SPRING, r"\frac{\partial Q}{\partial m_i} = \frac{m_j}{h}", "right"),
    (SPRING, r"\frac{\partial Q}{\partial p_i} = -\frac{m_i m_j}{h^3} e", "right"),
    (SPRING, r"\frac{\partial Q}{\partial p_i} = -\frac{m_i m_j}{h^2} e", "wrong"),
    (LEVELS, r"\frac{\partial t}{\partial u_j} = \frac{\Delta u}{t}", "right"),
    (LEVELS, r"\frac{\partial t}{\partial u_i} = \frac{\Delta u}{t}", "wrong"),
    (LEVELS, r"\frac{\partial \beta}{\partial u_j} = -\frac{\Delta v}{t^2}", "right"),
    (LEVELS, r"\frac{\partial \beta}{\partial v_i} = -\frac{\Delta u}{t^2}", "right"),
    (LEVELS, r"\frac{\partial \beta}{\partial v_i} = \frac{\Delta u}{t^2}", "wrong"),
    (LEVELS, r"t\frac{\partial t}{\partial u_j} + 2\Delta u = 3\Delta u", "right"),
)


@pytest.mark.parametrize(("page", "line", "verdict"), TABLE)
def test_two_points_are_different_ones(page: str, line: str, verdict: str) -> None:
    assert check(f"{page}$${line}$$\n").relations[-1].verdict == verdict


def test_a_name_of_a_difference_is_shown_whole() -> None:
    assert check(LEVELS).relations[0].lhs == r"\Delta u"


@pytest.mark.parametrize(
    "page",
    [
        SPRING
        + r"The total is $T = \sum_{i<j} m_i m_j$. $$\frac{\partial W}{\partial p_i} = c (h - l)\frac{e}{h}$$",
        r"With $d = x_i - x_j$, $E = \sum d^2$, $$\frac{\partial E}{\partial x_i} = d$$",
    ],
)
def test_letters_that_run_somewhere_are_no_labels(page: str) -> None:
    assert check(page + "\n").relations[-1].verdict == "cannot-tell"
