"""Factorisations with a mask: sums over known pairs, then the same with matrices that words describe."""

from __future__ import annotations

import pytest

from derive.check import check

PAGE = r"""
Reader $a$ gave book $b$ the mark $s_{ab}$, known only for the pairs $(a,b)\in\mathcal D$. With the
vectors $g_a\in\mathbb R^k$,
$h_b\in\mathbb R^k$
$$d_{ab} = s_{ab}-g_a^\top h_b, \qquad
C = \frac12\sum_{(a,b)\in\mathcal D} d_{ab}^2 + \frac\mu2\Bigl(\sum_a\|g_a\|^2+\sum_b\|h_b\|^2\Bigr)$$
%s
$$\nabla_G C = %s, \qquad \nabla_H C = %s$$
"""
MASK = (
    "In matrix form let $M$ be the 0/1 mask of the known marks, $D$ the matrix of the errors, "
    "$G$ and $H$ the factors in rows."
)
ZERO = "Stack the vectors as rows of $G$ and $H$, and let $D$ hold the errors, zero where no mark is known."
FULL = "Stack the vectors as rows of $G$ and $H$, and let $D$ hold the errors."
MADE = (
    r"Let $G$ have rows $g_a^\top$, $H$ rows $h_b^\top$, "
    r"let $M_{ab}=1$ if $(a,b)\in\mathcal D$ and $0$ otherwise, and put"
    "\n" + r"$$D = M\odot(S-GH^\top)$$ where $S$ holds the marks."
)
CASES = [
    (MASK, r"\mu G-(M\odot D)H", r"\mu H-(M\odot D)^\top G", ["right", "right"]),
    (MASK, r"\mu G+(M\odot D)H", r"2\mu H-(M\odot D)^\top G", ["wrong", "wrong"]),
    (ZERO, r"\mu G-DH", r"\mu H-D^\top G", ["right", "right"]),
    (ZERO, r"\mu G-2DH", r"\mu H+D^\top G", ["wrong", "wrong"]),
    (MADE, r"\mu G-DH", r"\mu H-D^\top G", ["right", "right"]),
    (MADE, r"\mu G+DH", r"\mu H-2D^\top G", ["wrong", "wrong"]),
    (FULL, r"\mu G-DH", r"\mu H-D^\top G", ["cannot-tell", "cannot-tell"]),
]


@pytest.mark.parametrize(("words", "first", "second", "verdicts"), CASES)
def test_tables_of_what_is_known(words: str, first: str, second: str, verdicts: list[str]) -> None:
    found = check(PAGE % (words, first, second)).relations
    assert [each.verdict for each in found if each.role == "claim"] == verdicts


@pytest.mark.parametrize("seen", ["missing", "unknown", "dropped"])
def test_a_mask_of_what_is_missing_is_not_the_set(seen: str) -> None:
    found = check(
        PAGE % (MASK.replace("known", seen), r"\mu G-(M\odot D)H", r"\mu H-(M\odot D)^\top G")
    ).relations
    assert not {each.verdict for each in found if each.role == "claim"} & {"right"}
