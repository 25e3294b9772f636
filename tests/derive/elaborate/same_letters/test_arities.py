"""Names that mean two things by the number of their indices."""

from __future__ import annotations

import pytest

from derive.check import check

RANKED = r"""
$$s_{ij} = s_i - s_j, \qquad C_{ij} = \log(1 + e^{-s_{ij}})$$
$$\frac{\partial C_{ij}}{\partial s_{ij}} = -\frac{1}{1 + e^{s_{ij}}}$$
$$\frac{\partial C_{ij}}{\partial s_i} = -\frac{1}{1 + e^{s_{ij}}}$$
$$\frac{\partial C_{ij}}{\partial s_i} = \frac{1}{1 + e^{s_{ij}}}$$
"""


def test_a_pair_is_told_from_its_members() -> None:
    assert [relation.verdict for relation in check(RANKED).relations][-3:] == ["right", "right", "wrong"]


def test_the_two_sides_of_a_pair_have_opposite_slopes() -> None:
    text = RANKED + r"$$-\frac{1}{1 + e^{s_{ij}}} = -\frac{\partial C_{ij}}{\partial s_j}$$"
    assert check(text).relations[-1].verdict != "wrong"


VALUES = r"""
$$E(w) = \frac12\sum_{n=1}^N (y(x_n, w) - t_n)^2, \qquad y(x, w) = w^Tx$$
%s
$$\frac{\partial E}{\partial w_j} = %s\sum_n (y_n - t_n) x_{nj}$$
"""


@pytest.mark.parametrize("said", ["", "with $y_n = y(x_n, w)$:"])
@pytest.mark.parametrize(("sign", "verdict"), [("", "right"), ("-", "wrong")])
def test_a_function_s_value_at_a_datum_is_no_entry_of_it(said: str, sign: str, verdict: str) -> None:
    assert check(VALUES % (said, sign)).relations[-1].verdict == verdict


ENTRIES = r"""
$$s(a) = \frac{e^a}{\mathbf 1^T e^a}, \qquad s_j = \frac{e^{a_j}}{\sum_k e^{a_k}}$$
$$\frac{\partial s_j}{\partial a_i} = s_j(\delta_{ij} - s_i)$$
"""


def test_entries_of_a_function_stay_entries() -> None:
    assert check(ENTRIES).relations[-1].verdict == "right"
