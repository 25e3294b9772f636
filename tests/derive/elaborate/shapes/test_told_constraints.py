r"""What is told of data, unit length and sums that vanish, holds for both sides of a line."""

from __future__ import annotations

import pytest

from derive.check import check

REST = r"$s = v - (u^\top v) u$, $J = \frac12\|s\|^2$. "
LINE = r"$J = \frac12\sum_{i=1}^n (t_i - c - m v_i)^2$. "

BIAS = r"$s = \sum_{k=0}^d m_k v_k$, $J = (s - t)^2$. %s "
MANY = r"With $v_{i0} = 1$ let $s_i = \sum_{k=0}^d m_k v_{ik}$, $J = \sum_{i=1}^n (s_i - t_i)^2$. "

VERDICTS = (
    (r"Let $u$ be a unit vector, " + REST + r"$$\nabla_v J = v - (u^\top v) u$$", "right"),
    (r"Let $u$ be a unit vector, " + REST + r"$$\nabla_v J = v + (u^\top v) u$$", "wrong"),
    (r"With $\|u\| = 1$, " + REST + r"$$\nabla_v J = v - (u^\top v) u$$", "right"),
    (r"With $\|u\| = 1$, " + REST + r"$$\nabla_v J = v$$", "other"),
    (r"Let $u$ be a vector, " + REST + r"$$\nabla_v J = v - (u^\top v) u$$", "other"),
    (r"Here $u$ is not a unit vector, " + REST + r"$$\nabla_v J = v - (u^\top v) u$$", "other"),
    (r"The $v_i$ are centred. " + LINE + r"$$\frac{\partial J}{\partial c} = \sum_i (c - t_i)$$", "cannot-tell"),
    (r"The $v_i$ are centred. " + LINE + r"$$\frac{\partial J}{\partial c} = \sum_i (t_i - c - m v_i)$$", "wrong"),
    (LINE + r"$$\frac{\partial J}{\partial c} = \sum_i (t_i - c - m v_i)$$", "wrong"),
    (BIAS % "Set $v_0 = 1$." + r"$$\frac{\partial J}{\partial m_0} = 2(s - t)$$", "right"),
    (BIAS % r"Here $v_0 \equiv 1$." + r"$$\frac{\partial J}{\partial m_k} = 2(s - t)v_k$$", "right"),
    (BIAS % "Set $v_0 = 1$." + r"$$\frac{\partial J}{\partial m_0} = (s - t)$$", "wrong"),
    (BIAS % "" + r"$$\frac{\partial J}{\partial m_0} = 2(s - t)$$", "wrong"),
    (MANY + r"$$\frac{\partial J}{\partial m_0} = 2\sum_i (s_i - t_i)$$", "right"),
    (r"$Q$ is orthogonal, $J = \frac12\|Qv - t\|^2$. $$\nabla_v J = v - Q^\top t$$", "cannot-tell"),
)  # fmt: skip


@pytest.mark.parametrize(("text", "verdict"), VERDICTS)
def test_told_constraints(text: str, verdict: str) -> None:
    said = check(text + "\n").relations[-1].verdict
    assert said == verdict if verdict != "other" else said != "right"
