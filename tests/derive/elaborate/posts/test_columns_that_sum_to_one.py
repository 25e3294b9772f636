"""Targets that sum to one by columns, Σ_c Y_cn = 1, and by rows, Σ_c Y_nc = 1."""

from __future__ import annotations

import pytest

from derive.check import check

PAGE = r"""Samples $n = 1,\dots,M$, classes $c = 1,\dots,C$, scores $T_{%(at)s}$, shares
$Q_{%(at)s} = e^{T_{%(at)s}}/\sum_{k=1}^C e^{T_{%(other)s}}$ and targets with $\sum_c Z_{%(at)s} = 1$. The loss is
$$H = -\sum_{n=1}^M \sum_{c=1}^C Z_{%(at)s} \log Q_{%(at)s} .$$
$$\frac{\partial H}{\partial T_{%(at)s}} = %(sign)s(Q_{%(at)s} - Z_{%(at)s})$$
"""
BY_COLUMNS, BY_ROWS = {"at": "cn", "other": "kn"}, {"at": "nc", "other": "nk"}


@pytest.mark.parametrize("lies", [BY_COLUMNS, BY_ROWS])
@pytest.mark.parametrize(("sign", "verdict"), [("", "right"), ("-", "wrong")])
def test_what_sums_to_one_lies_as_the_formula_says(lies: dict[str, str], sign: str, verdict: str) -> None:
    assert check(PAGE % {**lies, "sign": sign}).relations[-1].verdict == verdict
