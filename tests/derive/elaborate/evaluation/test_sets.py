"""Sums over sets of which only the name is given, and classes that are no samples."""

from __future__ import annotations

import pytest

from derive.check import check

RISK = r"""
$$\ell(\beta) = \sum_{i=1}^{n} \delta_i \left[ x_i^T\beta - \log\sum_{j \in R_i} e^{x_j^T\beta} \right]$$
$$\frac{\partial\ell}{\partial\beta}
= \sum_{i=1}^{n} \delta_i \left[ x_i - \frac{\sum_{j \in R_i} x_j e^{x_j^T\beta}}{\sum_{%s} e^{x_j^T\beta}} \right]$$
"""


@pytest.mark.parametrize(("below", "is_right"), [(r"j \in R_i", True), ("j", False)])
def test_a_set_with_an_index_is_not_everything(below: str, is_right: bool) -> None:
    assert (check(RISK % below).relations[-1].verdict == "right") is is_right


SMOOTHED = r"""
Let $u \in \mathbb{R}^{K}$ be scores and $c$ the class.
$$t_k = (1 - a)\,\mathbb{1}[k = c] + \frac{a}{K}, \qquad r_k = \frac{e^{u_k}}{\sum_l e^{u_l}}$$
$$J = -\sum_{k=1}^{K} t_k \log r_k$$
$$\frac{\partial J}{\partial u_j} = %s$$
"""


CLAIMS = [("r_j - t_j", True), (r"r_j - \mathbb{1}[j = c]", False)]


@pytest.mark.parametrize(("claim", "is_right"), CLAIMS)
def test_what_is_divided_among_the_classes_is_no_mean_over_samples(claim: str, is_right: bool) -> None:
    assert (check(SMOOTHED % claim).relations[-1].verdict == "right") is is_right


VOCABULARY = r"""
$$q_w = \frac{\exp(u_w^\top v)}{\sum_{r \in V}\exp(u_r^\top v)}, \qquad J = -\log q_o$$
$$\frac{\partial J}{\partial u_w} = %s v$$
"""


@pytest.mark.parametrize(
    ("factor", "verdict"), [("(q_w - 1[w = o])", "right"), ("-(q_w - 1[w = o])", "wrong")]
)
def test_a_set_that_is_all_there_is_leaves_nothing_out(factor: str, verdict: str) -> None:
    assert check(VOCABULARY % factor).relations[-1].verdict == verdict


MISTAKEN = r"""
$$E(v) = -\sum_{n\in\mathcal M} v^T x_n t_n$$
$$\nabla E(v) = -\sum_{n\in\mathcal M} x_n t_n$$
$$\nabla E(v) = -\sum_{n} x_n t_n$$
"""


def test_a_set_beside_a_sum_over_all_is_a_part() -> None:
    assert [relation.verdict for relation in check(MISTAKEN).relations][-2:] == ["right", "wrong"]
