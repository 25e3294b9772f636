"""A matrix that one summand lost, and the slope of a summand that is missing altogether."""

from __future__ import annotations

import pytest

from derive.check import check

RIDGE = r"""Let $G$ be a symmetric $p\times p$ matrix, $b, u$ columns and $v = b - Gu$. We minimise
$$ F(u) = \tfrac12\|b - Gu\|^2 + \tfrac{\mu}{2} u^\top G u. $$

"""
QUOTIENT = r"""With $A$ and $B$ symmetric, $m = z^T B z$ and
$$\rho(z) = \frac{z^T A z}{z^T B z}$$

"""
SMOOTH = r"""$X$ is $n\times p$ and $L$ is $p\times p$. With $e = X\beta - y$,
$$ S(\beta) = \tfrac12 \|X\beta - y\|^2 + \tfrac{\tau}{2}\|L\beta\|^2 . $$

"""
DENSITY = r"""With mean $m=\theta^{\top}\varphi(s)$ and $\sigma=e^{\rho}$ we have
$$\ell = -\frac{(a-m)^2}{2\sigma^2} - \log\sigma - \frac12\log(2\pi)$$

"""
DATA = r"""For $i=1,\dots,n$ let $r_i = y_i - \theta^\top x_i$ with $x_i\in\mathbb{R}^d$. Then
$$\ell = \sum_{i=1}^n\Bigl[\frac{s}{2} - \frac{e^{s} r_i^2}{2}\Bigr]$$

"""
TABLE = (
    (RIDGE, r"\nabla F(u) = -Gv + \mu Gu", "right"),
    (RIDGE, r"\nabla F(u) = -Gv + \mu u", "wrong"),
    (RIDGE, r"\nabla F(u) = -v + \mu Gu", "wrong"),
    (QUOTIENT, r"\nabla \rho = \frac{2}{m}(Az - \rho Bz)", "right"),
    (QUOTIENT, r"\nabla \rho = \frac{2}{m}(Az - \rho z)", "wrong"),
    (SMOOTH, r"\nabla S = X^\top e + \tau L^\top L\beta", "right"),
    (SMOOTH, r"\nabla S = X^\top e + \tau L\beta", "wrong"),
    (DENSITY, r"\frac{\partial \ell}{\partial\rho} = \frac{(a-m)^2}{\sigma^2} - 1", "right"),
    (DENSITY, r"\frac{\partial \ell}{\partial\rho} = \frac{(a-m)^2}{\sigma^2}", "wrong"),
    (DATA, r"\frac{\partial \ell}{\partial s} = \frac{n}{2} - \frac{e^s}{2}\sum_{i=1}^n r_i^2", "right"),
    (DATA, r"\frac{\partial \ell}{\partial s} = -\frac{e^s}{2}\sum_{i=1}^n r_i^2", "wrong"),
)


@pytest.mark.parametrize(("page", "line", "verdict"), TABLE)
def test_what_a_summand_lost_is_put_back(page: str, line: str, verdict: str) -> None:
    relation = check(f"{page}$${line}$$\n").relations[-1]
    assert relation.verdict == verdict
    assert verdict == "right" or relation.correction is not None or relation.misconceptions


@pytest.mark.parametrize(
    ("page", "line"),
    [
        (
            DENSITY,
            r"The quadratic term gives $$\frac{\partial \ell}{\partial\rho} = \frac{(a-m)^2}{\sigma^2}$$",
        ),
        (RIDGE, r"Preconditioned in the penalty, $$\nabla F(u) = -Gv + \mu u$$"),
    ],
)
def test_a_line_about_a_part_lost_nothing(page: str, line: str) -> None:
    assert check(page + line + "\n").relations[-1].verdict == "cannot-tell"
