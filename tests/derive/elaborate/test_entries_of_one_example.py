r"""One example with entries x_j, beside data x_i that are summed over: x_j is no datum."""

from __future__ import annotations

import pytest

from derive.check import check

PAGE = r"""For one example $(x, t)$ let $g = t\,(v\cdot x + c)$. Then
$$\frac{\partial g}{\partial v_j} = t\,x_j, \qquad \frac{\partial g}{\partial c} = t.$$
Over the data
$$F(v, c) = \sum_{i=1}^{n} \log\left(1 + e^{-g_i}\right) + \frac{k}{2}\|v\|^2.$$
"""
LINES = (
    (r"\nabla_v F = kv - \sum_{i=1}^n \frac{t_i x_i}{1 + e^{g_i}}", "right"),
    (r"\nabla_v F = kv + \sum_{i=1}^n \frac{t_i x_i}{1 + e^{g_i}}", "wrong"),
    (r"\frac{\partial F}{\partial c} = -\sum_{i=1}^n \frac{t_i}{1 + e^{g_i}}", "right"),
    (r"\frac{\partial F}{\partial c} = -\sum_{i=1}^n \frac{1}{1 + e^{g_i}}", "wrong"),
)


@pytest.mark.parametrize(("line", "verdict"), LINES)
def test_verdict(line: str, verdict: str) -> None:
    relations = check(f"{PAGE}$${line}$$\n").relations
    assert [each.verdict for each in relations if each.role == "claim"][:2] == ["right", "right"]
    assert (
        relations[-1].verdict in (verdict, "cannot-tell")
        if verdict == "wrong"
        else relations[-1].verdict == verdict
    )
