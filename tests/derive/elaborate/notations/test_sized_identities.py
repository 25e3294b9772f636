r"""I_p for the identity of a stated size; one row a page and its verdicts."""

from __future__ import annotations

import pytest

from derive.check import check

RIDGE = r"Let $J(b) = \|Xb\|^2 + \lambda \|b\|^2$ with $X\in\mathbb{R}^{n\times p}$, $b\in\mathbb{R}^p$. "
BARE = r"Let $J(b) = \|Xb\|^2 + \lambda \|b\|^2$ with $X\in\mathbb{R}^{n\times m}$. "
HESSIAN = r"$$\nabla^2 J = 2X^\top X + 2\lambda \mathbf{I}_p$$"

CASES = (
    (RIDGE + HESSIAN, ["right"]),
    (RIDGE + HESSIAN.replace("+ 2", "- 2"), ["wrong"]),
    (RIDGE + HESSIAN.replace("}_p", "}_n"), ["cannot-tell"]),
    (BARE + HESSIAN, ["cannot-tell"]),
    (RIDGE + r"The information is $I_p(b)$. " + HESSIAN, ["cannot-tell"]),
)


@pytest.mark.parametrize(("text", "verdicts"), CASES)
def test_verdicts(text: str, verdicts: list[str]) -> None:
    assert [r.verdict for r in check(text + "\n").relations if r.role == "claim"] == verdicts
