r"""Values at a point, with a wrong twin each; one row a case."""

from __future__ import annotations

import pytest

from derive.check import check

SURFACE = r"Let $f(x, y) = x^2 y + \sin(xy)$. "
SQUARES = r"Let $J(w) = \frac12\|Xw - y\|^2$. "
CURVE = r"Let $h(t) = \frac{A}{1 + e^{-kt}}$ and $S = \sum_{i=1}^n (y_i - h(t_i))^2$. "
LOGISTIC = r"Let $\sigma(z) = 1/(1 + e^{-z})$. "
FITTED = (
    r"$$\frac{\partial S}{\partial k} = -2\sum_{i=1}^n (y_i - h(t_i))"
    r"\left.\frac{\partial h}{\partial k}\right|_{t="
)

CASES = {
    "two numbers": (SURFACE + r"$$\left.\frac{\partial f}{\partial y}\right|_{(1,0)} = 2$$", "right"),
    "two numbers, wrong": (SURFACE + r"$$\left.\frac{\partial f}{\partial y}\right|_{(1,0)} = 1$$", "wrong"),
    "behind a derivative": (SURFACE + r"$$\frac{\partial f}{\partial y}(1,0) = 2$$", "right"),
    "behind a derivative, wrong": (SURFACE + r"$$\frac{\partial f}{\partial y}(1,0) = 1$$", "wrong"),
    "a gradient": (SURFACE + r"$$\nabla f(1,0) = (0, 2)$$", "right"),
    "a gradient, exchanged": (SURFACE + r"$$\nabla f(1,0) = (2, 0)$$", "wrong"),
    "a vector that is zero": (
        SQUARES + r"$$\left.\frac{\partial J}{\partial w}\right|_{w=0} = -X^T y$$",
        "right",
    ),
    "a vector that is zero, the sign": (
        SQUARES + r"$$\left.\frac{\partial J}{\partial w}\right|_{w=0} = X^T y$$",
        "wrong",
    ),
    "a vector with a name": (
        SQUARES + r"$$\left.\frac{\partial J}{\partial w}\right|_{w=w_0} = X^T(Xw_0 - y)$$",
        "right",
    ),
    "at the data": (CURVE + FITTED + r"t_i}$$", "right"),
    "at other data": (CURVE + FITTED + r"y_i}$$", "cannot-tell"),
    "a number": (LOGISTIC + r"$$\left.\frac{d\sigma}{dz}\right|_{z=0} = \frac14$$", "right"),
    "a number, wrong": (LOGISTIC + r"$$\left.\frac{d\sigma}{dz}\right|_{z=0} = \frac12$$", "wrong"),
}


@pytest.mark.parametrize("name", CASES)
def test_evaluated(name: str) -> None:
    text, verdicts = CASES[name]
    review = check(text + "\n")
    assert " ".join(r.verdict for r in review.relations if r.role == "claim") == verdicts
