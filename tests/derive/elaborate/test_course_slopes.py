r"""Slopes as courses write them for short, dz beside dZ, and the numbers of one example behind them."""

from __future__ import annotations

import pytest

from derive.check import check

EACH = (
    r"Let $s^{(i)} = u^T x^{(i)} + c$ and $p^{(i)} = \sigma(s^{(i)})$, with the cost "
    r"$$J = -\frac1m\sum_{i=1}^m [y^{(i)}\log p^{(i)} + (1-y^{(i)})\log(1-p^{(i)})]$$ "
)
ALL = r"For all samples $S = u^T X + c$ and $P = \sigma(S)$. $$dS = P - Y$$ "
TOGETHER = (
    r"Let $S = u^T X + c$ and $A = \sigma(S)$, with the cost "
    r"$$J = -\frac1m\sum_{i=1}^m [y^{(i)}\log a^{(i)} + (1-y^{(i)})\log(1-a^{(i)})]$$ $$dS = A - Y$$ "
)
EXAMPLE = r"With zeros for all weights, $x = (1, 2)^T$ and $y = 1$ we have $p = 0.5$ and "

CASES = {
    "ds of a sample beside dS of all": (EACH + ALL + r"$$dc = \frac1m\sum_{i=1}^m ds^{(i)}$$", "right right"),
    "ds of a sample beside dS of all, no mean": (
        EACH + ALL + r"$$dc = \sum_{i=1}^m ds^{(i)}$$ $$du = \frac1m X\,dS^T$$",
        "right wrong right",
    ),
    "columns of S alone": (
        TOGETHER + r"$$du = \frac1m X\,dS^T$$ $$dc = \frac1m\sum_{i=1}^m ds^{(i)}$$",
        "right right right",
    ),
    "columns of S alone, the sign": (
        TOGETHER + r"$$du = \frac1m X\,dS^T$$ $$dc = -\frac1m\sum_{i=1}^m ds^{(i)}$$",
        "right right wrong",
    ),
    "numbers of one example": (
        EACH + r"For one: $$dp = -\frac{y}{p} + \frac{1-y}{1-p}$$ $$ds = p - y$$ "
        r"$$du = \frac1m\sum_{i=1}^m x^{(i)} ds^{(i)}$$ " + EXAMPLE + "$ds = -0.5$, $du = (-0.5, -1)^T$.",
        "right right right cannot-tell cannot-tell",
    ),
    "numbers of one example, the sign": (
        EACH + r"For one: $$dp = \frac{y}{p} + \frac{1-y}{1-p}$$ $$ds = p - y$$ "
        r"$$du = \frac1m\sum_{i=1}^m x^{(i)} ds^{(i)}$$ " + EXAMPLE + "$ds = -0.5$.",
        "wrong right right cannot-tell",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_slopes_of_samples_and_of_the_cost(name: str) -> None:
    text, verdicts = CASES[name]
    assert [each.verdict for each in check(text).relations if each.role == "claim"] == verdicts.split()


SINGLE = EACH + r"For one example: $$ds = p - y$$ "
TERMS = {
    r"$$dc = ds$$": "right",
    r"$$dc = -ds$$": "wrong",
    r"$$du = x\,ds$$": "right",
    r"$$du_1 = x_1\,ds$$ $$du_2 = x_2\,ds$$": "right right",
    r"$$du_1 = x_2\,ds$$ $$du_2 = x_1\,ds$$": "wrong wrong",
    r"$$du_1 = x_1\,ds$$ $$du_2 = x_2^2\,ds$$": "right wrong",
    r"$$du = \frac1m\sum_{i=1}^m x^{(i)} ds^{(i)}$$": "right",
}


@pytest.mark.parametrize("lines", TERMS)
def test_slopes_of_the_loss_of_one_example(lines: str) -> None:
    found = [each.verdict for each in check(SINGLE + lines).relations if each.role == "claim"]
    assert found == ["right", *TERMS[lines].split()]
