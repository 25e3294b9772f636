"""Inner products of matrices by name, and differentials of products that hold one factor."""

from __future__ import annotations

import pytest

from derive.check import check

SETTING = r"""Take $A\in\mathbb R^{m\times p}$, $Q\in\mathbb R^{p\times r}$ and $S = A Q Q^\top - B$. """
TOTAL = SETTING + r"Let $h(Q) = \frac12\langle S, S\rangle_F$. "

LINES = (
    (SETTING, r"\mathrm{d}S = A\,\mathrm{d}Q\,Q^\top + A Q\,\mathrm{d}Q^\top", "right"),
    (SETTING, r"\mathrm{d}S = A\,\mathrm{d}Q\,Q^\top", "wrong"),
    (SETTING, r"\mathrm{d}S = A Q\,\mathrm{d}Q^\top", "wrong"),
    (SETTING + "In the first factor alone, ", r"\mathrm{d}S = A\,\mathrm{d}Q\,Q^\top", "cannot-tell"),
    (TOTAL, r"\mathrm{d}h = \langle S, \mathrm{d}S\rangle_{\mathrm F}", "right"),
    (TOTAL, r"\mathrm{d}h = 2\langle S, \mathrm{d}S\rangle_F", "wrong"),
    (TOTAL, r"\mathrm{d}h = \langle S, A\,\mathrm{d}Q\,Q^\top\rangle_F", "wrong"),
    (TOTAL, r"\mathrm{d}h = \langle A^\top S Q + S^\top A Q, \mathrm{d}Q\rangle_{\text{F}}", "right"),
    (TOTAL, r"\nabla_Q h = A^\top S Q + S^\top A Q", "right"),
)


@pytest.mark.parametrize(("page", "line", "verdict"), LINES)
def test_verdict(page: str, line: str, verdict: str) -> None:
    assert check(f"{page}$${line}$$\n").relations[-1].verdict == verdict


def test_the_dropped_term_is_named() -> None:
    found = check(SETTING + r"$$\mathrm{d}S = A\,\mathrm{d}Q\,Q^\top$$" + "\n").relations[-1]
    assert found.misconceptions == (("product-rule-dropped-term",),)


def test_a_matrix_of_that_name_weighs_the_product() -> None:
    page = r"With the Fisher matrix $F$ let $\langle u, v\rangle_F = u^\top F v$ and $g(u) = \langle u, u\rangle_F$. "
    assert check(page + r"$$\nabla g(u) = 2u$$" + "\n").relations[-1].verdict == "cannot-tell"
