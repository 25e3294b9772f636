r"""Losses and sums told in words: "any scalar computed from $y$", "the row sums of $M$"."""

from __future__ import annotations

import pytest

from derive.check import check

MIXED = (
    r"Let $w_i = e^{t_i}/\sum_j e^{t_j}$ and $y = \sum_i w_i u_i$ with $u_i \in \mathbb R^m$. %s "
    r"$$\frac{\partial L}{\partial u_i} = w_i h, \qquad \frac{\partial L}{\partial t_i} = w_i(h^\top u_i %s h^\top y)$$"
)
LOSSES = (
    r"Let $L$ be any scalar computed from $y$ and let $h$ denote its gradient there.",
    r"Let $L$ be some differentiable function of $y$; write $h$ for its gradient with respect to $y$.",
    r"With $L$ a scalar that depends on $y$, let $h$ be its gradient there.",
)


@pytest.mark.parametrize("said", LOSSES)
def test_any_loss_of_a_name_is_known_by_its_gradient_there(said: str) -> None:
    for sign, last in (("-", "right"), ("+", "wrong")):
        claims = [r.verdict for r in check(MIXED % (said, sign) + "\n").relations if r.role == "claim"]
        assert claims == ["right", last]


MATRIX = (
    r"**Forward.** $P$ is the softmax of $Z$ along each row and $Y = PU$. "
    r"Write $H$ for the gradient of $L$ with respect to $Y$. "
    r"With %s, $$\frac{\partial L}{\partial Z} = P\odot(HU^\top %s)$$"
)
SUMS = (
    (r"$r$ the column vector of the row sums of $H\odot Y$", r"- r\mathbf 1^\top", r"+ r\mathbf 1^\top"),
    (r"$r$ being the row sums of $H\odot Y$", r"- r\mathbf 1^\top", r"+ r\mathbf 1^\top"),
    (r"the vector $r$ of row sums of $P\odot HU^\top$", r"- r\mathbf 1^\top", r"+ r\mathbf 1^\top"),
)


@pytest.mark.parametrize(("said", "right", "wrong"), SUMS)
def test_sums_of_rows_are_told_in_words(said: str, right: str, wrong: str) -> None:
    for last, verdict in ((right, "right"), (wrong, "wrong")):
        claims = [r.verdict for r in check(MATRIX % (said, last) + "\n").relations if r.role == "claim"]
        assert claims == [verdict]


LAYER = (
    r"Let $Y = XW + \mathbf 1 b^\top$ with $X \in \mathbb R^{n\times p}$, $W \in \mathbb R^{p\times m}$, "
    r"$b \in \mathbb R^m$. "
    r"Write $H$ for the gradient of $L$ with respect to $Y$. With $c$ the vector of %s sums of $H$, "
    r"$$\frac{\partial L}{\partial b} = c$$"
)


def test_sums_of_columns_are_told_in_words() -> None:
    said = [
        [r.verdict for r in check(LAYER % axis).relations if r.role == "claim"] for axis in ("column", "row")
    ]
    assert said[0] == ["right"]
    assert said[1] != ["right"]
