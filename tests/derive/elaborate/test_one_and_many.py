r"""A model derived for one sample with entries p_k, and then the loss of many, ℓ_n of p_n: two uses of one index."""

from __future__ import annotations

import pytest

from derive.check import check

MODEL = (
    r"An input $u\in\mathbb R^d$ gets scores $s = Vu + c$ with $V\in\mathbb R^{C\times d}$; the target $g$ is one-hot."
    r"$$ q_k = \frac{e^{s_k}}{\sum_{j=1}^{C} e^{s_j}}, \qquad h = -\sum_{k=1}^{C} g_k \log q_k $$ "
    r"Since $s_j = \sum_i V_{ji}u_i + c_j$, "
)
ENTRIES = r"$$ \frac{\partial h}{\partial V_{ji}} = %s $$ "
MANY = (
    r"For $M$ inputs, $$ H = \frac1M\sum_{m=1}^{M} h_m + \frac{\rho}{2}\,\|V\|_F^2, $$ "
    r"$$ \nabla_V H = \frac1M\sum_{m=1}^{M} %s\,u_m^\top + %s $$"
)


@pytest.mark.parametrize(
    ("entry", "slope", "penalty", "verdicts"),
    [
        (r"(q_j - g_j)\,u_i", "(q_m - g_m)", r"\rho V", ["right", "right"]),
        (r"(g_j - q_j)\,u_i", "(q_m - g_m)", r"\rho V", ["wrong", "right"]),
        (r"(q_j - g_j)\,u_i", "(q_m - g_m)", r"2\rho V", ["right", "wrong"]),
        (r"(q_j - g_j)\,u_i", "(g_m - q_m)", r"\rho V", ["right", "wrong"]),
    ],
    ids=["right", "entry turned", "penalty doubled", "sum turned"],
)
def test_entries_of_one_sample_stand_beside_samples(
    entry: str, slope: str, penalty: str, verdicts: list[str]
) -> None:
    page = MODEL + ENTRIES % entry + MANY % (slope, penalty)
    found = [one.verdict for one in check(page + "\n").relations if one.role == "claim"]
    assert found[-2:] == verdicts
