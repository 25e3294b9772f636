"""Shapes said in words, and what a claim may not settle by itself."""

from __future__ import annotations

import pytest

from derive.check import check
from derive.elaborate.told.spoken_shapes import spoken_shapes

SAID = [
    (r"- $X$: $m \times n$; $W_1$: $n \times h$", [("m", "n"), ("n", "h")]),
    (
        r"the rows of $H$ ($B\times M$), and the bias $b$ is a row vector $1\times C$",
        [("B", "M"), ("1", "C")],
    ),
    (r"the $n\times d$ design matrix $X$", [("n", "d")]),
    (r"\(\mathbf{Y}\) has shape \(n \times q\)", [("n", "q")]),
    (r"$A$, $B$ are $m\times n$ and $n\times p$", []),
    (r"| $Z, H$ | $K\times n$ |", [("K", "n")]),
    (r"| $b$ | the bias | $\mathbb{R}^{K\times 1}$ |", [("K", "1")]),
    (r"$X$ is large; multiply $3 \times 4$", []),
    ("given A (m x n) and the p by q matrix Z; X is n x p", [("m", "n"), ("n", "p"), ("p", "q")]),
    ("A (m x n) matrix is meant, and (n x m)(m x q) is n x q", []),
]


@pytest.mark.parametrize(("text", "sizes"), SAID)
def test_shapes_in_words(text: str, sizes: list[tuple[str, ...]]) -> None:
    assert [found for _, found in spoken_shapes(text)] == sizes


NET = r"""Let $\sigma$ be the sigmoid.
$$Z = P Q, \quad A = \sigma(Z), \quad r = A v$$
$$c = \frac{1}{m}\sum_{i=1}^m (r_i - y_i)^2$$
$$\frac{\partial c}{\partial Q} = \frac{2}{m} P \left( [(r - y) v^T] \odot A \odot (1 - A) \right)$$
$$\frac{\partial c}{\partial Q} = \frac{2}{m} P^T \left( [(r - y) v^T] \odot A \odot (1 - A) \right)$$
"""


def test_a_matrix_is_not_taken_for_square_to_make_a_line_right() -> None:
    without, transposed = (relation.verdict for relation in check(NET).relations[-2:])
    assert without != "right"
    assert transposed == "right"


BIAS = r"""The rows of $H$ ($B\times M$) are examples; the bias $b$ is a row vector $1\times C$, added to every row.
$$Z = H W + b, \qquad L = \frac12 \sum_{n=1}^B \sum_{c=1}^C (Z_{nc} - Y_{nc})^2, \qquad \Delta = Z - Y$$
$$\frac{\partial L}{\partial W} = H^\top \Delta$$
$$\frac{\partial L}{\partial b} = \Delta$$
"""


def test_a_stated_shape_refutes() -> None:
    review = check(BIAS)
    assert [relation.verdict for relation in review.relations][-2:] == ["right", "wrong"]


TABLE = r"""The one-hot labels $T$ are $C\times m$, the samples are the columns of $X$.

| $V$ | $C\times d$ |
|---|---|
| $X$ | $d\times m$ |
| $S, Q$ | $C\times m$ |

$$S = V X, \quad Q_{cj} = \frac{e^{S_{cj}}}{\sum_k e^{S_{kj}}}, \quad J = -\frac1m \sum_{c,j} T_{cj} \log Q_{cj}$$
$$\frac{\partial J}{\partial V} = \frac1m (Q - T) X^\top$$
$$\frac{\partial J}{\partial X} = \frac1m V (Q - T)$$
"""


def test_labels_are_one_hot_along_columns_and_a_table_gives_shapes() -> None:
    assert [relation.verdict for relation in check(TABLE).relations][-2:] == ["right", "wrong"]


FLIPPED = TABLE.replace("(Q - T)", "(T - Q)")


def test_columns_that_sum_to_one_do_not_make_a_wrong_sign_right() -> None:
    assert [relation.verdict for relation in check(FLIPPED).relations][-2:] == ["wrong", "wrong"]


FAMILY = r"""Let $q_k(a) = \frac{e^{a u_k}}{\sum_j e^{a u_j}}$.
$$\frac{d q_j}{d a} = q_j \Big(u_j - \sum_k q_k u_k\Big)$$
"""


def test_a_function_is_not_taken_at_its_own_value() -> None:
    assert check(FAMILY).relations[-1].verdict == "right"


WEIGHTED = r"Let $W$ be a diagonal matrix of weights, $r = y - X\beta$ and $Q = r^T W r$. "
FORM = r"For a square matrix $A$ let $q(x) = x^T A x$. "


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (WEIGHTED + r"$$\frac{\partial Q}{\partial\beta} = -2X^T W r$$", "right"),
        (WEIGHTED + r"$$\frac{\partial Q}{\partial\beta} = 2X^T W r$$", "wrong"),
        (FORM + r"$$\nabla q(x) = (A + A^T) x$$", "right"),
        (FORM + r"$$\nabla q(x) = (A - A^T) x$$", "wrong"),
    ],
)
def test_square_matrices_in_words(text: str, verdict: str) -> None:
    assert [r.verdict for r in check(text + "\n").relations if r.role == "claim"] == [verdict]


LAYER = (
    r"Let $Z = WX + b\mathbf{1}^\top$, $A=\tanh(Z)$ and $L = \frac{1}{2m}\|A - Y\|_F^2$; "
    r"$W\in\mathbb{R}^{k\times n}$, $X\in\mathbb{R}^{n\times m}$. "
)


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        (r"W^\top\frac{\partial L}{\partial Z}", "right"),
        (r"\frac{\partial L}{\partial Z} W^\top", "cannot-tell"),
    ],
)
def test_ones_and_what_is_set_against_a_known_shape_leave_no_doubt(line: str, verdict: str) -> None:
    confirmed = r"$$\frac{\partial L}{\partial W} = \frac{\partial L}{\partial Z} X^\top$$"
    review = check(rf"{LAYER}{confirmed} $$\frac{{\partial L}}{{\partial X}} = {line}$$" + "\n")
    assert [relation.verdict for relation in review.relations[-2:]] == ["right", verdict]


COLUMNS = (
    r"Input $x \in \mathbb{R}^D$, target in $\mathbb{R}^K$. Weights: "
    r"$A$ of shape $H \times D$, $B$ of shape $K \times H$. "
    r"$$u = A x + c, \qquad v = \tanh(u), \qquad s = B v + d, \qquad L = \frac{1}{2}\| s - y \|^2$$ "
)


@pytest.mark.parametrize(("matrix", "verdict"), [("B^T", "right"), ("B", "wrong")])
def test_a_bias_leaves_no_doubt_of_the_shape_of_a_weight(matrix: str, verdict: str) -> None:
    text = rf"{COLUMNS}$$\frac{{\partial L}}{{\partial v}} = {matrix} (s - y)$$"
    assert check(text + "\n").relations[-1].verdict == verdict
