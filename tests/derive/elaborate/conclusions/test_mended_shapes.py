"""Lines of another shape than their variable, and lines that bend the shapes of a whole page."""

from __future__ import annotations

import pytest

from derive.check import check

BATCH = r"""Let $A\in\mathbb{R}^{M\times k}$, $q\in\mathbb{R}^{k}$, $c\in\mathbb{R}$, $t\in\mathbb{R}^M$ and
$s=\sigma(Aq+c)$ with
$$F = -\sum_i [t_i\log s_i + (1-t_i)\log(1-s_i)].$$
"""
NET = r"""Let $u\in\mathbb{R}^{k}$, $V\in\mathbb{R}^{r\times k}$, $a = \tanh(Vu)$, $\omega\in\mathbb{R}^r$,
$E = \frac12(\omega^\top a - t)^2$ and $\epsilon = \omega^\top a - t$.
"""
SLOPE = r"\epsilon\,(\omega\odot(1-a^2))"

TABLE = (
    (BATCH, r"\nabla_q F = A^\top(s-t)", "right", None),
    (BATCH, r"\nabla_q F = A(s-t)", "wrong", "missing-transpose"),
    (BATCH, r"\nabla_q F = (s-t)A", "wrong", "missing-transpose"),
    (BATCH, r"\nabla_q F = s-t", "wrong", "missing-input-factor"),
    (BATCH, r"\nabla_q F = A^\top(s-t) q^\top", "wrong", "shape-mismatch"),
    (BATCH, r"\frac{\partial F}{\partial c} = \mathbf{1}^\top(s-t)", "right", None),
    (NET, r"\nabla_\omega E = \epsilon\,a", "right", None),
    (NET, r"\nabla_\omega E = \epsilon\,u", "wrong", "wrong-forward-value"),
    (NET, r"\nabla_\omega E = \epsilon", "wrong", "missing-input-factor"),
    (NET, rf"\nabla_V E = {SLOPE} u^\top", "right", None),
    (NET, rf"\nabla_V E = {SLOPE} u", "wrong", "missing-transpose"),
    (NET, rf"\nabla_V E = {SLOPE}", "wrong", "missing-input-factor"),
    (NET, rf"\nabla_V E = {SLOPE} a^\top", "wrong", "wrong-forward-value"),
)


@pytest.mark.parametrize(("page", "line", "verdict", "named"), TABLE)
def test_another_shape_is_wrong_and_named(page: str, line: str, verdict: str, named: str | None) -> None:
    relation = check(f"{page}\n$${line}$$\n").relations[-1]
    assert relation.verdict == verdict
    assert relation.misconceptions == (((named,),) if named else ())


UNTOLD = "A model $s = \\sigma(Aq + c)$ with the cross-entropy $F$ of $s$ and $t$.\n"


@pytest.mark.parametrize(
    "line", [line for page, line, verdict, _ in TABLE if page == BATCH and verdict == "wrong"]
)
def test_where_no_shape_is_told_none_is_wrong(line: str) -> None:
    assert check(f"{UNTOLD}\n$${line}$$\n").relations[-1].verdict != "wrong"
