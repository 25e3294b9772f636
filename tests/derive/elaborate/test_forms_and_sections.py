r"""A loss written anew in each section, proved forms of it, adjoints told in words, and a D_t that is no operator."""

from __future__ import annotations

import pytest

from derive.check import check

SECTIONS = (
    "# Squared\n$$E_i = \\tfrac12 (y_i - w x_i)^2$$\n"
    "# Counts, with the rate $m_i = e^{w x_i}$\n$$E_i = m_i - y_i w x_i$$\n"
)
AGAIN = "# Squared\n$$E_i = \\tfrac12 (y_i - w x_i)^2$$\n# Again\n$$E_i = \\tfrac12 y_i^2 - y_i w x_i$$\n"
EXPANDED = (
    r"Let $S = \frac1n X^\top X$ with the samples $x_i$ as rows of $X$. "
    r"$$F(v) = \frac1n \sum_{i=1}^n \|x_i - v v^\top x_i\|^2$$ Expanding, "
    r"$$F(v) = \operatorname{tr} S - 2 v^\top S v + (v^\top v)(v^\top S v)$$"
)
STEPS = (
    r"Columns; $$a_t = W h_{t-1} + U x_t, \quad h_t = \tanh(a_t), \quad F = \sum_{t=1}^T \tfrac12\|h_t - y_t\|^2$$ "
    r"With $D_t = \operatorname{diag}(1 - h_t \odot h_t)$ $$\frac{\partial h_t}{\partial h_{t-1}} = D_t W$$ "
    r"Let $q_t$ be the *total* gradient of $F$ with respect to $h_t$ (all later steps) and $r_t$ the same for $a_t$. "
    r"$$q_t = h_t - y_t + W^\top D_{t+1} q_{t+1}, \quad r_t = D_t q_t$$"
)
CASES = {
    "a loss for each section": (SECTIONS + r"$$\frac{\partial E_i}{\partial w} = (m_i - y_i) x_i$$", "right"),
    "a loss for each section, a sign": (
        SECTIONS + r"$$\frac{\partial E_i}{\partial w} = (y_i - m_i) x_i$$",
        "wrong",
    ),
    "a second form of the same names": (
        AGAIN + r"$$\frac{\partial E_i}{\partial w} = -x_i(y_i - w x_i)$$",
        "cannot-tell",
    ),
    "a proved form": (
        EXPANDED + r"$$\frac{\partial F}{\partial v} = -4 S v + 2 (v^\top v) S v + 2 (v^\top S v) v$$",
        "right right",
    ),
    "a proved form, half a product rule": (
        EXPANDED + r"$$\frac{\partial F}{\partial v} = -4 S v + 2 (v^\top v) S v$$",
        "right wrong",
    ),
    "adjoints told in words": (
        STEPS + r"$$\frac{\partial F}{\partial W} = \sum_{t=1}^T r_t h_{t-1}^\top$$",
        "right right right right",
    ),
    "adjoints told in words, a step late": (
        STEPS + r"$$\frac{\partial F}{\partial W} = \sum_{t=1}^T r_t h_t^\top$$",
        "right right right wrong",
    ),
    "a coefficient with a bound": (
        r"With $c \ge 0$, $$R = \sum_k u_k^2, \quad \frac{\partial (cR)}{\partial u_k} = -2 c u_k$$",
        "wrong",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_forms_and_sections(name: str) -> None:
    text, verdicts = CASES[name]
    assert [each.verdict for each in check(text).relations if each.role == "claim"] == verdicts.split()
