r"""Lines that have one summand of a definition where the whole belongs; one row a page and its verdicts."""

from __future__ import annotations

import pytest

from derive.check import check

SMOOTHED = (
    r"With true class $y$ $$L = -\sum_{c=1}^{C} t_c \log p_c, \qquad p_c = \frac{e^{a_c}}{\sum_{d} e^{a_d}}, "
    r"\qquad t_c = (1-\alpha)\,\delta_{cy} + \frac{\alpha}{C}$$ where $\delta_{cy}$ is the Kronecker delta. Then "
)
AFFINE = (
    r"Let $z = W x + b$, $J = \frac12 \|z - y\|^2$, $x \in \mathbb{R}^n$, $W \in \mathbb{R}^{m\times n}$. "
)

CASES = (
    (SMOOTHED + r"$$\frac{\partial L}{\partial a_j} = p_j - (1-\alpha)\,\delta_{jy} - \frac{\alpha}{C}$$", ["right"]),
    (SMOOTHED + r"$$\frac{\partial L}{\partial a_j} = p_j - (1-\alpha)\,\delta_{jy}$$", ["wrong"]),
    (AFFINE + r"$$\frac{\partial J}{\partial W} = (W x + b - y) x^T$$", ["right"]),
    (AFFINE + r"$$\frac{\partial J}{\partial W} = (W x - y) x^T$$", ["wrong"]),
    (AFFINE + r"Ignoring the bias, $$\frac{\partial J}{\partial W} = (W x - y) x^T$$", ["cannot-tell"]),
)  # fmt: skip


@pytest.mark.parametrize(("text", "verdicts"), CASES)
def test_verdicts(text: str, verdicts: list[str]) -> None:
    assert [r.verdict for r in check(text + "\n").relations if r.role == "claim"] == verdicts
