"""Pages that derive one example and then write the batch: X, P and Y are the rows or columns of x, p and y."""

from __future__ import annotations

import pytest

from derive.check import check

SOFTMAX = r"""
Features $\mathbf v\in\mathbb R^D$, a weight matrix $U$ of size $D\times C$ with columns $\mathbf u_c$, offsets $a_c$,
one-hot target $\mathbf t$.
$$s_c = \mathbf u_c^\top \mathbf v + a_c, \qquad q_c = \frac{e^{s_c}}{\sum_j e^{s_j}}, \qquad F = -\sum_c t_c \log q_c$$
$$\frac{\partial F}{\partial s_c} = q_c - t_c$$
Now all the samples: put them in the rows of $V$ ($M\times D$), the shares in the rows of $Q$ and the targets
in the rows of $T$, and take the mean $\bar F = \frac1M\sum_m F_m$:
$$\frac{\partial \bar F}{\partial U} = %s$$
"""

NET = r"""
Every gradient has the shape of its variable. One sample, a column $x$: the hidden layer is tanh, the output linear.
$$a_1 = W_1x+c_1,\qquad h = \tanh(a_1),\qquad \hat t = W_2h+c_2, \qquad E = \tfrac12\|\hat t-t\|^2$$
$$\frac{\partial E}{\partial W_2} = (\hat t-t)\,h^T$$
The batch: the samples are the rows of $X$, the targets are the rows of $T$,
$A_1$ are the inputs of the hidden layer, one
row for each sample, and $H=\tanh(A_1)$, $\hat T$ the outputs. With the mean
$$\bar E = \frac{1}{2N}\|\hat T-T\|_F^2$$
$$D_2 = \frac{\partial\bar E}{\partial\hat T} = \frac1N(\hat T-T), \qquad \frac{\partial\bar E}{\partial W_2} = %s$$
With $D_1=\partial\bar E/\partial A_1$
$$\frac{\partial\bar E}{\partial W_1} = %s$$
"""

COLUMNS = r"""
Every gradient has the shape of its variable. For one sample $z = Wx$, $p = \sigma(z)$ with the logistic $\sigma$, entry
by entry, and $\ell = \tfrac12\|p - y\|^2$.
$$\delta = \frac{\partial \ell}{\partial z} = (p-y)\odot p\odot(1-p)$$
$$\frac{\partial \ell}{\partial W} = \delta x^\top$$
All the samples are the columns of $X$, and the targets $y$ are the columns of $Y$. For $J = \tfrac12\|P - Y\|_F^2$,
where $P$ has the columns $p$,
$$\frac{\partial J}{\partial W} = %s$$
"""

PAGES = [
    (SOFTMAX, (r"\frac1M V^\top (Q-T)",), ["right", "right"]),
    (SOFTMAX, (r"V^\top (Q-T)",), ["right", "wrong"]),
    (SOFTMAX, (r"\frac1M V^\top (Q+T)",), ["right", "wrong"]),
    (NET, ("D_2^TH", "D_1^TX"), ["right", "right", "right", "right"]),
    (NET, ("2D_2^TH", "D_1^TX"), ["right", "right", "wrong", "right"]),
    (NET, ("D_2^TH", "-D_1^TX"), ["right", "right", "right", "wrong"]),
    (COLUMNS, (r"\left((P-Y)\odot P\odot(1-P)\right)X^\top",), ["right", "right", "right"]),
    (COLUMNS, (r"\left((P-Y)\odot P\odot(1+P)\right)X^\top",), ["right", "right", "wrong"]),
    (COLUMNS, (r"\left((P-Y)\odot P\right)X^\top",), ["right", "right", "wrong"]),
]


@pytest.mark.parametrize(("page", "lines", "verdicts"), PAGES)
def test_one_example_and_then_the_batch(page: str, lines: tuple[str, ...], verdicts: list[str]) -> None:
    found = check(page % lines).relations
    assert [each.verdict for each in found if each.role == "claim"] == verdicts


TURNED = [
    (SOFTMAX, (r"\frac1M V (Q-T)^\top",)),
    (NET, ("H^TD_2", "D_1^TX")),
    (COLUMNS, (r"X\left((P-Y)\odot P\odot(1-P)\right)^\top",)),
]


@pytest.mark.parametrize(("page", "lines"), TURNED)
def test_what_is_stacked_the_other_way_is_never_right(page: str, lines: tuple[str, ...]) -> None:
    found = [each for each in check(page % lines).relations if each.role == "claim"]
    assert found[-len(lines)].verdict != "right"
