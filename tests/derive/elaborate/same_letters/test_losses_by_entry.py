"""The loss of one entry beside that of all, by one letter; a Jacobian and its entries stay one object."""

from __future__ import annotations

import pytest

from derive.check import check

PAGE = r"""
Let $D \in \mathbb{R}^{a \times b}$, $S \in \mathbb{R}^{a \times c}$, $T \in \mathbb{R}^{b \times c}$.
Here $s_i$, $t_j$ are the rows of $S$ and $T$.

$$E = S T^\top - D, \qquad J = \tfrac12 \sum_{i,j} E_{ij}^2 + \tfrac{\mu}{2} \|S\|_F^2$$

One entry alone has $J_{ij} = \tfrac12 E_{ij}^2$, so

$$\frac{\partial J_{ij}}{\partial s_i} = %s$$

$$\frac{\partial J}{\partial S} = %s$$
"""
CASES = [
    (r"E_{ij} t_j", r"E T + \mu S", ["right", "right"]),
    (r"-E_{ij} t_j", r"E T + \mu S", ["wrong", "right"]),
    (r"E_{ij} t_j", r"E T - \mu S", ["right", "wrong"]),
]


@pytest.mark.parametrize(("one", "all_of_it", "verdicts"), CASES)
def test_one_entry_and_all(one: str, all_of_it: str, verdicts: list[str]) -> None:
    claims = [each.verdict for each in check(PAGE % (one, all_of_it)).relations if each.role == "claim"]
    assert claims == verdicts


JACOBIAN = r"""
Let $p = \operatorname{softmax}(z)$ and $J_{ij} = \partial p_i / \partial z_j$.

$$J = \operatorname{diag}(p) - p p^\top$$
"""


def test_entries_of_a_jacobian() -> None:
    assert check(JACOBIAN).relations[-1].verdict == "right"
