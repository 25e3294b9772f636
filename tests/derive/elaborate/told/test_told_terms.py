r"""Terms of a sum that words name by their number, and D as an operator before functions; one row a page."""

from __future__ import annotations

import pytest

from derive.check import check

PAGE = (
    r"Let $r = Xw - y$ and $$J(w) = \frac12\|r\|^2 + \mu\|w\|^2.$$ {said} "
    r"$$\frac{{\partial {name}}}{{\partial w}} = {line}$$"
    "\n"
)
SAID = (
    (r"Call $Q$ the second term of $J$.", "Q", r"2\mu w", r"\mu w"),
    (r"Let $D$ be the first term and $R$ the last term.", "R", r"2\mu w", r"\mu w"),
    (r"Write \(D\) for the first term in $J$.", "D", "X^T r", "-X^T r"),
    (r"Denote the first term by $D$.", "D", "X^T r", "-X^T r"),
)


@pytest.mark.parametrize(("said", "name", "right", "slip"), SAID)
def test_terms_by_number(said: str, name: str, right: str, slip: str) -> None:
    assert check(PAGE.format(said=said, name=name, line=right)).relations[-1].verdict == "right"
    assert check(PAGE.format(said=said, name=name, line=slip)).relations[-1].verdict == "wrong"


@pytest.mark.parametrize(
    "said",
    ["Here $Q$ is not the second term.", "Let $Q$ be the fourth term.", "In $Q$ the second term vanishes."],
)
def test_no_term(said: str) -> None:
    assert check(PAGE.format(said=said, name="Q", line=r"2\mu w")).relations[-1].verdict == "cannot-tell"


def test_a_subtracted_term_has_no_sign() -> None:
    text = r"$$J = \log a - b^2.$$ Call $Q$ the second term. $$\frac{\partial Q}{\partial b} = 2b$$"
    assert check(text + "\n").relations[-1].verdict == "cannot-tell"


INVERSE = (
    r"$V\in\mathbb{R}^{d\times d}$. $D_V$ of a number is the matrix of partial derivatives, entry $(i,j)$ belonging to "
    r"$V_{ij}$. $$J = \log|\det V| + \frac12\|V\|_F^2$$ $$D_V J = V^{-T} + V$$ $$D_V\log|\det V| = V^{%s}$$"
    "\n"
)


@pytest.mark.parametrize(("power", "verdict"), [("-T", "right"), ("-1", "wrong")])
def test_d_before_functions(power: str, verdict: str) -> None:
    assert [each.verdict for each in check(INVERSE % power).relations[1:]] == ["right", verdict]
