r"""vec and the product of Kronecker: lengths that are products, Jacobians and Hessians of stacked matrices."""

from __future__ import annotations

import pytest

from derive.check import check

PAGE = r"""Let $P \in \mathbb{R}^{m\times n}$, $Z \in \mathbb{R}^{n\times p}$, $Q \in \mathbb{R}^{p\times q}$ and
$T \in \mathbb{R}^{m\times q}$; $\operatorname{vec}$ stacks the columns and $\otimes$ is the Kronecker product.
$$h(Z) = \tfrac12\|E\|_F^2, \qquad E = PZQ - T$$ %s
"""
LINES = (
    (r"$$\operatorname{vec}(PZQ) = (Q^\top\otimes P)\operatorname{vec} Z$$", "right"),
    (r"$$\operatorname{vec}(PZQ) = (Q\otimes P)\operatorname{vec} Z$$", "wrong"),
    (
        r"$$\frac{\partial\operatorname{vec}E}{\partial(\operatorname{vec}Z)^\top} = Q^\top\otimes P$$",
        "right",
    ),
    (
        r"$$\frac{\partial\operatorname{vec}E}{\partial(\operatorname{vec}Z)^\top} = -Q^\top\otimes P$$",
        "open",
    ),
    (r"$$\operatorname{vec}\nabla h(Z) = (Q\otimes P^\top)\operatorname{vec}E$$", "right"),
    (r"$$(Q\otimes P^\top)(Q^\top\otimes P) = (QQ^\top)\otimes(P^\top P)$$", "right"),
    (r"$$(Q\otimes P^\top)(Q^\top\otimes P) = (QQ^\top)\otimes(PP^\top)$$", "open"),
    (r"$$\nabla^2 h = (QQ^\top)\otimes(P^\top P)$$", "right"),
    (r"$$\nabla^2 h = 2(QQ^\top)\otimes(P^\top P)$$", "wrong"),
    (r"$$\mathrm d^2 h = \|P\,\mathrm dZ\,Q\|_F^2$$", "right"),
    (r"$$\mathrm d^2 h = 2\|P\,\mathrm dZ\,Q\|_F^2$$", "wrong"),
)


@pytest.mark.parametrize(("line", "verdict"), LINES)
def test_stacked_matrices(line: str, verdict: str) -> None:
    found = check(PAGE % line).relations[-1].verdict
    assert found == verdict or (verdict == "open" and found != "right")


@pytest.mark.parametrize(("line", "verdict"), [(r"a\otimes r", "right"), (r"r\otimes a", "open")])
def test_the_order_of_a_product_of_vectors(line: str, verdict: str) -> None:
    page = rf"""$a \in \mathbb{{R}}^d$, $r \in \mathbb{{R}}^K$, $V \in \mathbb{{R}}^{{K\times d}}$, vec stacks columns
    ($\otimes$: Kronecker product). A gradient has the shape of its variable. With $f = r^\top V a$
    $$\operatorname{{vec}}(\nabla_V f) = {line}$$"""
    found = check(page).relations[-1].verdict
    assert found == verdict or (verdict == "open" and found in ("wrong", "cannot-tell"))


def test_rows_may_be_stacked_instead() -> None:
    page = r"""vec stacks the rows, $\otimes$ is the Kronecker product, $A \in \mathbb{R}^{m\times n}$,
    $X \in \mathbb{R}^{n\times p}$, $B \in \mathbb{R}^{p\times q}$.
    $$\operatorname{vec}(AXB) = (A\otimes B^\top)\operatorname{vec}(X)$$"""
    assert check(page).relations[-1].verdict == "right"


def test_without_symmetry_a_lost_transpose_is_seen() -> None:
    page = r"""$A,B\in\mathbb{R}^{n\times n}$ are matrices without any symmetry, $\otimes$ is the Kronecker
    product, and    vec stacks columns. The matrix is positive definite:
    $$(B\otimes A)(B^\top\otimes A^\top) = (BB)\otimes(AA^\top)$$"""
    found = check(page).relations[-1]
    assert found.verdict == "wrong"
