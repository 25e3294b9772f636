r"""∂σ/∂w, where σ stands for what it gives in the same formula; one row a page and the verdict on its last line."""

from __future__ import annotations

import pytest

from derive.check import check

UNIT = r"Let $s$ be the logistic function, $o = s(u)$, $u = vx + c$, $C = \frac12(o - t)^2$. "
STEP = r"$$\frac{\partial C}{\partial v} = (s(u) - t)\frac{\partial s}{\partial v} = %s$$"
OWN = r"Let $g(u) = u^3$ and $L = g(ax)$. $$\frac{\partial g}{\partial u} = %s$$"
OPEN = r"Let $C = o^2$. $$\frac{\partial C}{\partial v} = o\,\frac{\partial h}{\partial v}$$"
UNMADE = (
    r"$$a_j = m_j + e^{v_j/2}n_j,\qquad Q = D(a) + \frac12\sum_j(m_j^2 + e^{v_j} - v_j)$$ "
    r"with $d_j = \partial D/\partial a_j$. "
)
MADE = r"$$a_j = m_jn_j,\qquad D(a) = \sum_j a_j^2$$ with $d_j = \partial D/\partial a_j$. "
TIMES = r"$$Q = D(a + m),\qquad d = \partial Q/\partial a$$ "

CASES = (
    (UNMADE + r"$$\frac{\partial Q}{\partial m_j} = d_j + m_j$$", "right"),
    (UNMADE + r"$$\frac{\partial Q}{\partial m_j} = d_j - m_j$$", "wrong"),
    (UNMADE + r"$$\frac{\partial Q}{\partial v_j} = \frac12d_je^{v_j/2}n_j + \frac12(e^{v_j}-1)$$", "right"),
    (UNMADE + r"$$\frac{\partial Q}{\partial v_j} = d_je^{v_j/2}n_j + \frac12(e^{v_j}-1)$$", "wrong"),
    (UNMADE + r"$$\frac{\partial D}{\partial m_j} = d_j$$", "right"),
    (UNMADE + r"$$\nabla_a D = d$$", "right"),
    (MADE + r"$$\frac{\partial D}{\partial m_j} = d_jn_j$$", "right"),
    (MADE + r"$$\frac{\partial D}{\partial m_j} = d_j$$", "wrong"),
    (TIMES + r"$$\frac{\partial Q}{\partial m} = d$$", "right"),
    (UNIT + STEP % r"(s(u) - t)s'(u)x", "right"),
    (UNIT + STEP % r"(s(u) - t)s'(u)", "wrong"),
    (OWN % "3u^2", "right"),
    (OWN % "2u^2", "wrong"),
    (OPEN, "cannot-tell"),
)


@pytest.mark.parametrize(("text", "verdict"), CASES)
def test_slopes_of_functions_without_their_argument(text: str, verdict: str) -> None:
    assert check(text + "\n").relations[-1].verdict == verdict
