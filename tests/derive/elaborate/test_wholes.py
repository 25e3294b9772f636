r"""A whole and its members of one letter, L = Σ_i L_i: two objects; one row a case."""

from __future__ import annotations

import pytest

from derive.check import check

ONE = r"Let $z_i = w x_i + b$ and $L_i = (z_i - y_i)^2$; over all data $$L = \frac1m\sum_{i=1}^m L_i.$$ "
ABOVE = r"Let $J^{(i)}(w) = (w x^{(i)} - y^{(i)})^2$ and $J(w) = \sum_{i=1}^m J^{(i)}(w)$. "
NAMED = r"Let $r_i = a t_i - y_i$ and $C = \sum_i C_i$ with $C_i = \frac12 r_i^2$. "
ENTRIES = r"Let $f(q) = \frac12\sum_i q_i^2$. "

RIGHT = (
    ONE + r"$$\frac{\partial L}{\partial w} = \frac2m\sum_{i=1}^m (z_i - y_i) x_i$$",
    ONE + r"$$\frac{\partial L_i}{\partial z_i} = 2(z_i - y_i)$$",
    ONE + r"$$\frac{\partial L}{\partial z_i} = \frac2m (z_i - y_i)$$",
    ABOVE + r"$$\frac{dJ}{dw} = 2\sum_{i=1}^m (w x^{(i)} - y^{(i)}) x^{(i)}$$",
    NAMED + r"$$\frac{\partial C}{\partial a} = \sum_i r_i t_i$$",
    ENTRIES + r"$$\frac{\partial f}{\partial q} = q$$",
)

WRONG = (
    ONE + r"$$\frac{\partial L}{\partial w} = 2\sum_{i=1}^m (z_i - y_i) x_i$$",
    ONE + r"$$\frac{\partial L_i}{\partial z_i} = -2(z_i - y_i)$$",
    ABOVE + r"$$\frac{dJ}{dw} = 2\sum_{i=1}^m (w x^{(i)} - y^{(i)})$$",
    NAMED + r"$$\frac{\partial C}{\partial a} = -\sum_i r_i t_i$$",
    ENTRIES + r"$$\frac{\partial f}{\partial q} = 2q$$",
)


@pytest.mark.parametrize("text", RIGHT)
def test_is_right(text: str) -> None:
    """The claim of the document is right."""
    assert [relation.verdict for relation in check(text).relations if relation.role == "claim"] == ["right"]


@pytest.mark.parametrize("text", WRONG)
def test_is_wrong(text: str) -> None:
    """The claim of the document is wrong."""
    assert [relation.verdict for relation in check(text).relations if relation.role == "claim"] == ["wrong"]
