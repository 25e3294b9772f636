r"""Four derivations of the gradient of a perceptron, as people ask about them: what is said of every line."""

from __future__ import annotations

from derive.check import check
from derive.review import RelationReview, Review

ROW = r"\begin{pmatrix}\frac{1}{z_1}, \dots, \frac{1}{z_N}\end{pmatrix}^T"
LESS = r"\begin{pmatrix}\frac{1}{z_1 - 1}, \dots, \frac{1}{z_N - 1}\end{pmatrix}^T"
COLLAPSED = rf"-\frac{{1}}{{N}} \left(Y {ROW} + (1_N - Y) {LESS}\right)"
COLUMNS = rf"""
The weights are $W = \begin{{pmatrix}} w_1, \dots, w_M \end{{pmatrix}}$, the samples the columns of
$X = \begin{{bmatrix}}
x_{{11}} & \dots & x_{{N1}} \\ \vdots & \ddots & \vdots \\ x_{{1M}} & \dots & x_{{NM}} \end{{bmatrix}}$,
the targets $Y = \begin{{pmatrix}} y_1, \dots, y_N \end{{pmatrix}}$ and the sigmoid
$\sigma(u) = \frac{{1}}{{1 + e^{{-u}}}}$.
Forward $V = WX$ and $Z = \sigma(V)$. The loss is
$L(Y, Z) = -\frac{{1}}{{N}} \sum_{{k=1}}^{{N}} y_k \log(z_k) + (1 - y_k) \log(1 - z_k)$, and with matrices
$L(Y, Z) = -\frac{{1}}{{N}} \left(Y (\log(Z))^T + (1_N - Y)(\log(1_N - Z))^T\right)$. Descent steps
$W(n+1) = W(n) - \eta \frac{{\partial L}}{{\partial W}}$.

$\frac{{\partial V}}{{\partial W}} = X$

$\frac{{\partial Z}}{{\partial V}} = \sigma'(V)$

$\frac{{\partial L}}{{\partial Z}} = {COLLAPSED}$

$W(n+1) = W(n) - \eta \left({COLLAPSED} \sigma'(V) X\right)$

1 Answer

With $N=1$ it is $$\frac{{\partial L}}{{\partial z}} = -y \frac{{1}}{{z}} - (1-y) \frac{{1}}{{z-1}}$$ and
$\sigma'(v) = \sigma(v)(1 - \sigma(v))$.
"""

ONE_SAMPLE = r"""
$$J(\hat y) = \frac{-1}{m} \sum_{i=1}^m y_i \log(\hat y_i) + (1-y_i)(\log(1-\hat y)$$

For one training example:

$$\frac{dJ}{d\hat y_i} = -1(\frac{d}{d\hat y_i}(y_i \log(\hat y_i) + (1-y_i)(\log(1-\hat y))))$$

$$= -1(\frac{d}{d\hat y_i} y_i \log(\hat y_i) + \frac{d}{d\hat y_i}(1-y_i)(\log(1-\hat y)))$$

$$= -1(\frac{y_i}{\hat y_i} + \frac{1-y_i}{1-\hat y_i})$$

Expected: $$\frac{dJ}{d\hat y_i} = -1(\frac{y_i}{\hat y_i} - \frac{1-y_i}{1-\hat y_i})$$

But $\frac{d}{du} \log(1-u) \neq \frac{1}{1-u}$.
"""

VECTORS = r"""
$$\mathbf{h} = \mathbf{w}^T \mathbf{X}$$
$$\mathbf{z} = \sigma(\mathbf{h}) = \frac{1}{1 + e^{-\mathbf{h}}}$$
$$J(\mathbf{w}) = -(\mathbf{y} \log(\mathbf{z}) + (1-\mathbf{y}) \log(1-\mathbf{z}))$$
$$\frac{\partial J(\mathbf{w})}{\partial \mathbf{z}}
= -(\frac{\mathbf{y}}{\mathbf{z}} - \frac{1-\mathbf{y}}{1-\mathbf{z}})
= \frac{\mathbf{z}-\mathbf{y}}{\mathbf{z}(1-\mathbf{z})}$$
$$\frac{\partial \mathbf{z}}{\partial \mathbf{h}} = \mathbf{z}(1-\mathbf{z})$$
$$\frac{\partial \mathbf{h}}{\partial \mathbf{w}} = \mathbf{X}$$
$$\frac{\partial J(\mathbf{w})}{\partial \mathbf{w}} = \mathbf{X}^T(\mathbf{z}-\mathbf{y})$$
$$\mathbf{w} = \mathbf{w} - \alpha \frac{\partial J(\mathbf{w})}{\partial \mathbf{w}}$$
"""

CARD = r"""
# Question

$$\hat{y}(x, w) = \rho\left(\sum_{i=1}^n w_i x_i\right), \qquad \rho(s) = \frac{1}{1+e^{-s}}$$
$$\ell(y, \hat{y}) = y \log \hat{y} + (1-y) \log(1-\hat{y})$$

# Solution

With $s = w^T x$ and $\hat{y} = \rho(s)$; the usual loss is $L = -\ell$, largest when $\hat{y} = y$.

$$\frac{\partial \ell}{\partial w_j} = (y - \hat{y}) x_j$$

The gradient is $(y - \hat{y}) x_j \cdot [1 \text{ or } -1]$. For descent $g = (\hat{y} - y) x$.
For ascent $g = (y - \hat{y}) x$.
"""


def line(review: Review, end: str) -> RelationReview:
    """The last relation whose right side ends so, as written."""
    return [one for one in review.relations if one.rhs.replace(" ", "").endswith(end.replace(" ", ""))][-1]


def test_a_number_where_a_row_belongs() -> None:
    review = check(COLUMNS)
    first = next(one for one in review.relations if one.index == review.first_wrong)
    assert first.lhs == r"\frac{\partial L}{\partial Z}"
    assert first.misconceptions == (("sum-collapsed-before-chain-rule",),)
    assert first.counterexample is not None
    assert (first.counterexample.left, first.counterexample.right) == ("a row of N", "a number")
    assert "right for N = 1, wrong from N = 2 on" in first.notes
    (update,) = [one for one in review.relations if one.role == "update" and one.verdict == "wrong"]
    assert update.follows_from == first.index


def test_the_other_lines_of_the_columns() -> None:
    review = check(COLUMNS)
    slope = line(review, r"\sigma'(V)")
    assert (slope.verdict, slope.layout) == ("right", "element-wise")
    assert any("needs ⊙" in note for note in slope.notes)
    (data,) = [one for one in review.relations if one.lhs == r"\frac{\partial V}{\partial W}"]
    assert (data.verdict, data.layout) == ("right", "denominator")
    one = line(review, r"\frac{1}{z-1}")
    assert one.verdict == "right"
    assert "for one sample; over N samples the factor 1/N is missing" in one.conditions
    assert line(review, r"\sigma(v)(1 - \sigma(v))").verdict == "right"


def test_a_lost_inner_derivative() -> None:
    review = check(ONE_SAMPLE)
    wrong = next(one for one in review.relations if one.index == review.first_wrong)
    assert wrong.rhs == r"-1(\frac{y_i}{\hat y_i} + \frac{1-y_i}{1-\hat y_i})"
    assert wrong.misconceptions[0] == ("missing-inner-derivative",)
    assert wrong.term is not None
    assert review.document.text[wrong.term.start : wrong.term.end].strip() == "+"
    assert [one.verdict for one in review.relations] == [
        "definition",
        "right",
        "right",
        "wrong",
        "right",
        "right",
    ]
    assert {what for _, what in review.relations[0].repairs} >= {"inserted )"}


def test_a_gradient_for_one_sample() -> None:
    review = check(VECTORS)
    found = {one.rhs: one for one in review.relations}
    last = found[r"\mathbf{X}^T(\mathbf{z}-\mathbf{y})"]
    assert (last.verdict, last.conditions) == ("right", ("for one sample",))
    assert "layouts-mixed" in last.notes
    assert any("samples as rows of X" in note for note in last.notes)
    assert found[r"\mathbf{X}"].layout == "denominator"
    assert review.relations[-1].role == "update"
    assert review.first_wrong is None


def test_the_sign_of_the_question_decides() -> None:
    review = check(CARD)
    gradient = line(review, r"(y - \hat{y}) x_j")
    assert gradient.verdict == "right"
    assert r"for -\ell it is \left(\hat{y} - y\right) x_{j}" in gradient.notes
    assert review.first_wrong is None
    assert not any(one.rhs == "y" for one in review.relations)
