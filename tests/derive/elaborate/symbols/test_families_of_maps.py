"""Mixtures of experts: matrices that are members of a family, gates, and the slopes of the gates as a column."""

from __future__ import annotations

import pytest

from derive.check import check

EXPERTS = r"""
Let $v_j = %s \in \mathbb{R}^m$ for $j = 1, \dots, J$, $z = Gx$ and $a = \mathrm{softmax}(z)$. With
$$ f = \sum_{j=1}^J a_j v_j $$
$$ L = \tfrac12 \|f - y\|^2 $$
and $r = f - y$:
"""
GATES = "\n**The gates.** If $q$ is the column of the numbers $\\partial L/\\partial z_j$,\n"
LINES = [
    (r"B_j x", r"$$\frac{\partial L}{\partial v_j} = a_j r$$", "right"),
    (r"B_j x", r"$$\frac{\partial L}{\partial v_j} = r$$", "wrong"),
    (r"B_j x", r"$$\frac{\partial L}{\partial B_j} = a_j r x^T$$", "right"),
    (r"B_j x", r"$$\frac{\partial L}{\partial B_j} = r x^T$$", "wrong"),
    (r"B_j x + b_j", r"$$\frac{\partial L}{\partial b_j} = a_j r$$", "right"),
    (r"B_j x", r"$$\frac{\partial L}{\partial a_j} = r^T v_j$$", "right"),
    (r"B_j x", r"$$\frac{\partial L}{\partial z_j} = a_j r^T (v_j - f)$$", "right"),
    (r"B_j x", r"$$\frac{\partial L}{\partial z_j} = a_j (1 - a_j) r^T v_j$$", "wrong"),
    (r"B_j x", GATES + r"$$\frac{\partial L}{\partial G} = q x^T$$", "right"),
    (r"B_j x", GATES + r"$$\frac{\partial L}{\partial G} = -q x^T$$", "wrong"),
    (r"B_j x", GATES + r"$$\frac{\partial L}{\partial x} = \sum_{j=1}^J a_j B_j^T r + G^T q$$", "right"),
    (r"B_j x", GATES + r"$$\frac{\partial L}{\partial x} = \sum_{j=1}^J a_j B_j^T r$$", "wrong"),
]


@pytest.mark.parametrize(("expert", "line", "verdict"), LINES)
def test_a_mixture_of_experts(expert: str, line: str, verdict: str) -> None:
    assert check(EXPERTS % expert + line).relations[-1].verdict == verdict


def test_a_row_before_a_vector_makes_a_number() -> None:
    text = r"Let $z_k = W_k x$ and $L = \frac12 \sum_{k=1}^K (z_k - t_k)^2$. $$\frac{\partial L}{\partial z_k} = %s$$"
    assert check(text % "z_k - t_k").relations[-1].verdict == "right"
    assert check(text % "t_k - z_k").relations[-1].verdict == "wrong"


def test_declared_members_stand_before_a_vector() -> None:
    text = r"Let $A_k \in \mathbb{R}^{p \times q}$ and $u_k = A_k x$. With $L = \sum_{k=1}^K \|u_k\|^2$, "
    text += r"$$\frac{\partial L}{\partial x} = %s$$"
    assert check(text % r"2\sum_{k=1}^K A_k^T u_k").relations[-1].verdict == "right"
    assert check(text % r"\sum_{k=1}^K A_k^T u_k").relations[-1].verdict == "wrong"
