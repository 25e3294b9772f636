r"""The true class $k$ of H = −ln π_k, whose letter is an index elsewhere; one row a page and its verdicts."""

from __future__ import annotations

import pytest

from derive.check import check

COST = r"For the true class $k$, with $\pi_i = e^{z_i}/\sum_l e^{z_l}$: $$H = -\ln\pi_k$$ "
SLOPE = r"$$\frac{\partial H}{\partial z_j} = \pi_j - \delta_{jk}$$"

CASES = (
    (COST + SLOPE, ["right"]),
    (COST.replace("$k$", r"\(k\)") + SLOPE, ["right"]),
    (COST + SLOPE.replace(" - ", " + "), ["wrong"]),
    (COST.replace("true class", "class") + SLOPE, ["cannot-tell"]),
)


@pytest.mark.parametrize(("text", "verdicts"), CASES)
def test_verdicts(text: str, verdicts: list[str]) -> None:
    assert [r.verdict for r in check(text + "\n").relations if r.role == "claim"] == verdicts
