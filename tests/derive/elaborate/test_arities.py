"""Names that mean two things by the number of their indices."""

from __future__ import annotations

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
