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


MEAN = r"""
Labels $t\in\{0,1\}$, $q=\sigma(a^\top u)$ with $\sigma(s)=1/(1+e^{-s})$, and one example costs
$$c(a) = -t\log q-(1-t)\log(1-q).$$
The whole data set costs $C(a) = \frac1N\sum_n c_n(a)$, thus
$$\nabla_a C = \frac1N\sum_{n=1}^N %s\,u_n$$
"""


@pytest.mark.parametrize(("slope", "verdict"), [("(q_n-t_n)", "right"), ("(q_n+t_n)", "wrong")])
def test_the_loss_of_one_example_as_a_function_of_the_weights(slope: str, verdict: str) -> None:
    assert check(MEAN % slope).relations[-1].verdict == verdict


BOTH = r"""
**One sample, a column.** $$a = Vu + c,\quad k = \tanh(a),\quad s = Uk, \quad C = \tfrac12\|s-r\|^2$$

$$\gamma = \frac{\partial C}{\partial a} = (U^T(s-r))\odot(1-k\odot k)$$ $$\frac{\partial C}{\partial V} = \gamma u^T$$

**All samples, in rows.** From here on
samples are the *rows* of $S$ and $R$, $V$ and $U$ are the transposes of the ones above.

$$A = XV + \mathbf 1 c,\quad K = \tanh(A),\quad S = KU, \quad C = \frac1{2N}\|S-R\|_F^2$$

$$\Gamma = \frac{\partial C}{\partial A} = %s, \quad \frac{\partial C}{\partial V} = X^T\Gamma$$

Why does the slide have $\gamma u^T$? It is the same, transposed.
"""


@pytest.mark.parametrize(
    ("slope", "verdicts"),
    [
        (r"\frac1N((S-R)U^T)\odot(1-K\odot K)", ["right"] * 4),
        (r"((S-R)U^T)\odot(1-K\odot K)", ["right", "right", "cannot-tell", "right"]),
    ],
)
def test_rows_after_columns_with_the_same_letters(slope: str, verdicts: list[str]) -> None:
    found = check(BOTH % slope).relations
    assert [each.verdict for each in found if each.role == "claim"] == verdicts


WAYS = r"""
Every gradient has the shape of its variable. One example $u\in\mathbb R^d$: $z = Vu + c$, $q = \sigma(z)$ with the
logistic $\sigma$, and $\ell = \tfrac12\|q - r\|^2$.
$$\frac{\partial \ell}{\partial V} = \left((q-r)\odot q\odot(1-q)\right) u^\top$$
For a batch %s and $J = \tfrac12\|Q - R\|_F^2$
$$\frac{\partial J}{\partial V} = %s$$
"""
ROWS = r"\left((Q-R)\odot Q\odot(1-Q)\right)^\top U"
COLUMNS_OF_ALL = r"\left((Q-R)\odot Q\odot(1-Q)\right) U^\top"
TOLD = [
    ("with one example per row", ROWS),
    ("with the examples as *columns*", COLUMNS_OF_ALL),
    (r"$U\in\mathbb R^{N\times d}$", ROWS),
    (r"$U\in\mathbb R^{d\times N}$", COLUMNS_OF_ALL),
    ("in which each column is an example", COLUMNS_OF_ALL),
]


@pytest.mark.parametrize(("words", "slope"), TOLD)
def test_which_way_the_examples_lie(words: str, slope: str) -> None:
    assert check(WAYS % (words, slope)).relations[-1].verdict == "right"
    assert check(WAYS % (words, "2" + slope)).relations[-1].verdict == "wrong"
    other = ROWS if slope == COLUMNS_OF_ALL else COLUMNS_OF_ALL
    assert check(WAYS % (words, other)).relations[-1].verdict != "right"


def test_examples_that_lie_both_ways_or_in_no_way_stay_open() -> None:
    for words in (
        "of many examples",
        "with one example per row of $U$ and the outputs of the examples in columns",
    ):
        assert check(WAYS % (words, ROWS)).relations[-1].verdict in ("right", "cannot-tell")
        assert check(WAYS % (words, "2" + ROWS)).relations[-1].verdict in ("wrong", "cannot-tell")


SAME = r"""
One sample: $s = U^\top v + a$, $q = \mathrm{softmax}(s)$, one-hot $t$, $C = -\sum_k t_k\log q_k$.
$$\frac{\partial C}{\partial s} = q - t, \qquad \frac{\partial C}{\partial U} = v(q-t)^\top$$
For a batch, stack the samples as rows of $V$, $Q$ and $T$%s.
$$\frac{\partial C}{\partial U} = %s V^\top(Q-T)$$
"""
LOSSES = [
    ("; with the loss averaged over the $N$ samples", r"\frac1N", "right"),
    ("; with the loss averaged over the $N$ samples", r"\frac2N", "wrong"),
    ("; $C$ is now the sum of all losses", "", "right"),
    ("; the losses are summed", "", "right"),
    ("; the losses are summed", "2", "wrong"),
    ("", r"\frac1N", "cannot-tell"),
    ("", "", "cannot-tell"),
]


@pytest.mark.parametrize(("words", "factor", "verdict"), LOSSES)
def test_the_loss_of_the_batch_by_the_letter_of_one_example(words: str, factor: str, verdict: str) -> None:
    found = [each.verdict for each in check(SAME % (words, factor)).relations if each.role == "claim"]
    assert found == ["right", "right", verdict]
