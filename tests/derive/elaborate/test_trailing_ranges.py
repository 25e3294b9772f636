r"""Ranges that trail a line, … for k = 1, …, K, with the index of which the line is about."""

from __future__ import annotations

import pytest

from derive.check import check

LOSS = r"$$ E = \sum_{m=1}^M \log(1 + e^{a_m^\top s}) $$ with $\sigma(u) = 1/(1+e^{-u})$. "
RANGES = [r"m = 1,\dots,M", r"m = 1, 2, \ldots, M", r"1 \le m \le M", r"m \in \{1,\dots,M\}", r"\forall m"]


@pytest.mark.parametrize("trailing", RANGES)
@pytest.mark.parametrize(
    ("slope", "verdict"), [(r"\sigma(a_m^\top s)\, s", "right"), (r"\sigma(-a_m^\top s)\, s", "wrong")]
)
def test_a_trailing_range_changes_no_verdict(trailing: str, slope: str, verdict: str) -> None:
    page = LOSS + r"$$ \frac{\partial E}{\partial a_m} = " + slope + r", \qquad " + trailing + " $$"
    assert check(page + "\n").relations[-1].verdict == verdict
