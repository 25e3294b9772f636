r"""Matrices whose rows are told in brackets behind what they are called."""

from __future__ import annotations

import pytest

from derive.check import check

READ_OUT = (
    r"Let $A \in \mathbb{R}^{n\times d}$ be the keys (row $a_j^\top$), $B \in \mathbb{R}^{n\times m}$ the values "
    r"(row $b_j^\top$) and $q\in\mathbb{R}^d$. $$u = Aq,\qquad w = \mathrm{softmax}(u),\qquad r = B^\top w$$ "
    r"with $h = \nabla_r L$. "
)

VERDICTS = (
    (r"$$\frac{\partial L}{\partial u_j} = w_j(b_j - r)^\top h$$", "right"),
    (r"$$\frac{\partial L}{\partial u_j} = w_j(r - b_j)^\top h$$", "wrong"),
    (r"$$u_j = a_j^\top q$$", "right"),
)


@pytest.mark.parametrize(("claim", "verdict"), VERDICTS)
def test_verdict(claim: str, verdict: str) -> None:
    assert check(READ_OUT + claim + "\n").relations[-1].verdict == verdict
