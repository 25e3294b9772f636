"""Recursions over layers of which the last one is lost."""

from __future__ import annotations

from derive.check import check

BACKWARD = r"""
The layers are $z^{(l)} = W^{(l)} a^{(l-1)}$ and $a^{(l)} = \tanh(z^{(l)})$ for every layer $l$. With
$$d^{(l)} = (W^{(l+1)})^T d^{(l+1)} \odot (1 - a^{(l)} \odot a^{(l)})$$
we have
$$d^{(1)} = (W^{(2)})^T d^{(2)} \odot (1 - a^{(1)} \odot a^{(1)})$$
"""


def test_a_recursion_upwards_comes_to_an_end() -> None:
    """Every layer is defined by the one above it, and no last one is given."""
    found = check(BACKWARD)
    assert len(found.relations) >= 4
    assert all(relation.verdict != "wrong" for relation in found.relations)
