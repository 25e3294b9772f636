r"""One example beside the data, features counted from 0 and with the samples' letter; each with a wrong twin."""

from __future__ import annotations

import pytest

from derive.check import check

LIKELIHOOD = (
    r"Let $h(x) = \sigma(u^T x)$ with $\sigma(z) = 1/(1+e^{-z})$ and "
    r"$$\ell(u) = \sum_{i=1}^m y^{(i)}\log h(x^{(i)}) + (1-y^{(i)})\log(1-h(x^{(i)}))$$ "
)
ONE = "For one training example $(x, y)$ "
SQUARES = (
    r"Let $f_v(x) = \sum_{j=0}^n v_j x_j$ with $x_0 = 1$ and "
    r"$J(v) = \frac{1}{2m}\sum_{i=1}^m (f_v(x^{(i)}) - y^{(i)})^2$. "
)
INNER = r"$$(f_v(x) - y)\frac{\partial}{\partial v_j}\Big(\sum_{i=0}^n v_i x_i - y\Big) = "

CASES = {
    "of one example": (
        LIKELIHOOD + ONE + r"$$\frac{\partial}{\partial u_j}\ell(u) = (y - h(x))x_j$$",
        "right",
    ),
    "a chain of one example": (
        LIKELIHOOD
        + ONE
        + r"$$\frac{\partial}{\partial u_j}\ell(u) = \Big(\frac{y}{h(x)} - \frac{1-y}{1-h(x)}\Big)h(x)(1-h(x))x_j "
        r"= (y - h(x))x_j$$",
        "right right",
    ),
    "a chain of one example, the sign": (
        LIKELIHOOD
        + ONE
        + r"$$\frac{\partial}{\partial u_j}\ell(u) = \Big(\frac{y}{h(x)} - \frac{1-y}{1-h(x)}\Big)h(x)(1-h(x))x_j "
        r"= (h(x) - y)x_j$$",
        "right wrong",
    ),
    "the samples' letter for features": (SQUARES + ONE + INNER + r"(f_v(x) - y)x_j$$", "right"),
    "the samples' letter for features, the sign": (SQUARES + ONE + INNER + r"(y - f_v(x))x_j$$", "wrong"),
    "all examples, from 0": (
        SQUARES
        + r"$$\frac{\partial J}{\partial v_j} = \frac1m\sum_{i=1}^m (f_v(x^{(i)}) - y^{(i)})x_j^{(i)}$$",
        "right",
    ),
    "all examples, from 0, no mean": (
        SQUARES + r"$$\frac{\partial J}{\partial v_j} = \sum_{i=1}^m (f_v(x^{(i)}) - y^{(i)})x_j^{(i)}$$",
        "wrong",
    ),
}
BOLD = (
    r"Let $\ell(b) = \sum_{i=1}^N \{y_i b^T x_i - \log(1+e^{b^T x_i})\}$ "
    r"and $p(x; b) = \frac{e^{b^T x}}{1+e^{b^T x}}$. "
    r"With $\mathbf{y}$ the vector of the $y_i$, $$X^T\mathbf{y} = \sum_{i=1}^N y_i x_i$$ "
)
CASES |= {
    "a bold vector of all": (
        BOLD + r"$$\frac{\partial\ell(b)}{\partial b} = \sum_{i=1}^N x_i(y_i - p(x_i; b))$$",
        "right right",
    ),
    "a bold vector of all, the sign": (
        BOLD + r"$$\frac{\partial\ell(b)}{\partial b} = \sum_{i=1}^N x_i(y_i + p(x_i; b))$$",
        "right wrong",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_one_example(name: str) -> None:
    text, verdicts = CASES[name]
    review = check(text + "\n")
    assert " ".join(r.verdict for r in review.relations if r.role == "claim") == verdicts
