"""A covariance matrix by a parameter of which no formula says how it enters, and a formula for one case later."""

from __future__ import annotations

import pytest

from derive.check import check

GENERAL = r"""The matrix $V$ is symmetric and positive definite and depends on the parameters $\phi$;
$u$ is given and $b = V^{-1}u$.
$$\mathcal E(\phi) = \frac12 u^\top V^{-1}u + \frac12\log\det V$$
"""
CASE = r"""
Our kernel is $V_{kl} = s\,h_{kl} + c^2\delta_{kl}$, where $h_{kl}$ is the distance of $k$ and $l$. """

SLOPE = r"\frac{\partial\mathcal E}{\partial\phi_j}"
LINES = (
    (r"\frac{\partial V^{-1}}{\partial\phi_j} = -V^{-1}\frac{\partial V}{\partial\phi_j}V^{-1}", "right"),
    (r"\frac{\partial V^{-1}}{\partial\phi_j} = V^{-1}\frac{\partial V}{\partial\phi_j}V^{-1}", "wrong"),
    (
        SLOPE
        + r" = \frac12\operatorname{tr}\left((V^{-1} - bb^\top)\frac{\partial V}{\partial\phi_j}\right)",
        "right",
    ),
    (
        SLOPE + r" = \operatorname{tr}\left(V^{-1}\frac{\partial V}{\partial\phi_j}\right)"
        r" - \frac12 b^\top\frac{\partial V}{\partial\phi_j}b",
        "wrong",
    ),
)


@pytest.mark.parametrize(("line", "verdict"), LINES)
@pytest.mark.parametrize("case", ["", CASE])
def test_in_general(line: str, verdict: str, case: str) -> None:
    relations = check(f"{GENERAL}$${line}$$\n{case}").relations
    found = next(
        each for each in relations if each.lhs.startswith((r"\frac{\partial V", r"\frac{\partial\mathcal"))
    )
    assert found.verdict == verdict


IN_THE_CASE = (
    (r"\frac{\partial\mathcal E}{\partial c} = c\left(\operatorname{tr}(V^{-1}) - b^\top b\right)", "right"),
    (r"\frac{\partial\mathcal E}{\partial c} = c\left(\operatorname{tr}(V^{-1}) + b^\top b\right)", "wrong"),
)


@pytest.mark.parametrize(("line", "verdict"), IN_THE_CASE)
def test_in_the_case(line: str, verdict: str) -> None:
    assert check(f"{GENERAL}{CASE}$${line}$$\n").relations[-1].verdict == verdict


def test_a_formula_that_comes_first_is_meant() -> None:
    text = (
        GENERAL
        + CASE
        + r"$$\frac{\partial V^{-1}}{\partial\phi_j} = -V^{-1}\frac{\partial V}{\partial\phi_j}V^{-1}$$"
    )
    assert check(text + "\n").relations[-1].verdict == "cannot-tell"
