"""Pairs of formulas without a document."""

from __future__ import annotations

import pytest

from derive.elaborate.conclusions.single import judge_pair
from derive.errors import GradproofError
from derive.model import Right, Unknown, Wrong

EQUAL = (
    (r"\sigma(z)(1-\sigma(z))", r"\sigma(z)-\sigma(z)^2"),
    (r"-\frac{y}{p}+\frac{1-y}{1-p}", r"\frac{p-y}{p(1-p)}"),
)
UNEQUAL = (
    (r"\frac{\partial L}{\partial w}=(p-y)x", r"\frac{\partial L}{\partial b}=(p-y)x"),
    (r"\sum_{i=1}^{N}(p_i-y_i)x_i", r"\sum_{i=1}^{N}(y_i-p_i)x_i"),
    (r"10^{-8} w", r"10^{-9} w"),
    (r"W^T x", r"W x^T"),
    (r"a^T b", r"a b^T"),
    (r"x^T A x", r"x A x^T"),
)


@pytest.mark.parametrize(("left", "right"), EQUAL)
def test_equal(left: str, right: str) -> None:
    assert isinstance(judge_pair(left, right), Right)


@pytest.mark.parametrize(("left", "right"), UNEQUAL)
def test_unequal(left: str, right: str) -> None:
    assert isinstance(judge_pair(left, right), Wrong)


def test_square_matrices_only_refute() -> None:
    # Square matrices make sense of these, and there the sides are equal; that is no proof for other shapes.
    assert isinstance(judge_pair(r"(W x^T)^T", r"x W^T"), Unknown)


def test_an_unknown_domain_is_refused() -> None:
    with pytest.raises(GradproofError, match="domain"):
        judge_pair("y", "y", {"y": "blue"})
