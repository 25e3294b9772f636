"""Terms of a sum that a sentence names."""

from __future__ import annotations

import pytest

from derive.check import check

COUNTS = r"Let $m_a = \exp(s_a)$, $s_a = u_a^\top w$ and $F = \sum_{a=1}^n (c_a \ln m_a - m_a)$. "
HALVED = r"Let $m_a = u_a^\top w$ and $F = -\frac{1}{n}\sum_{a=1}^n (m_a - c_a)^2$. "
NAMED = r"Write $F_a$ for the $a$-th term. "
CASES = (
    (COUNTS + NAMED + r"$$\frac{\partial F_a}{\partial m_a} = \frac{c_a}{m_a} - 1$$", "right"),
    (COUNTS + NAMED + r"$$\frac{\partial F_a}{\partial m_a} = \frac{c_a}{m_a} + 1$$", "wrong"),
    (COUNTS + r"Here $F_a$ is one summand of it. $$\frac{\partial F_a}{\partial s_a} = c_a - m_a$$", "right"),
    (
        COUNTS
        + r"Let $F_a$ denote the contribution of $a$. $$\frac{\partial F_a}{\partial s_a} = m_a - c_a$$",
        "wrong",
    ),
    (COUNTS + NAMED + r"$$\nabla_w F = \sum_{a=1}^n (c_a - m_a) u_a$$", "right"),
    (COUNTS + NAMED + r"$$\nabla_w F = \sum_{a=1}^n (m_a - c_a) u_a$$", "wrong"),
    (HALVED + NAMED + r"$$\frac{\partial F_a}{\partial m_a} = 2(m_a - c_a)$$", "cannot-tell"),
    (
        COUNTS + r"Here $F_a$ is one of the terms we drop. $$\frac{\partial F_a}{\partial s_a} = m_a$$",
        "cannot-tell",
    ),
)


@pytest.mark.parametrize(("text", "verdict"), CASES)
def test_verdict(text: str, verdict: str) -> None:
    assert check(text + "\n").relations[-1].verdict == verdict
