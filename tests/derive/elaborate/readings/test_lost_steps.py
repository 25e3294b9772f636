r"""Total derivatives of a recurrence that hold the steps before, where words say that d is the total one."""

from __future__ import annotations

import pytest

from derive.check import check

PAGE = r"""All are numbers, $s_0 = 0$ and for $t = 1, \dots, T$

$$s_t = \sigma(a s_{t-1} + c z_t)$$

with the logistic $\sigma$, and the cost is

$$E = \frac12\sum_t (s_t - y_t)^2$$

%s

$$\frac{\mathrm d s_t}{\mathrm d a} = s_t(1 - s_t)\left(s_{t-1} + a\frac{\mathrm d s_{t-1}}{\mathrm d a}\right)$$

$$\frac{%s s_t}{%s c} = s_t(1 - s_t)%s$$

The direct effect of $s_t$ on the cost is $\frac{\partial E}{\partial s_t}$.
"""
TOTAL = r"The *total* derivatives, written with an upright d, follow a recursion."
FULL = r"\left(z_t + a\frac{\mathrm d s_{t-1}}{\mathrm d c}\right)"
D, PARTIAL = r"\mathrm d", r"\partial"


@pytest.mark.parametrize(
    ("said", "sign", "factor", "verdict"),
    [
        (TOTAL, D, FULL, "right"),
        (TOTAL, D, " z_t", "wrong"),
        (TOTAL, PARTIAL, " z_t", "cannot-tell"),
        ("Its slopes follow a recursion.", D, " z_t", "cannot-tell"),
    ],
)
def test_a_total_derivative_goes_through_the_steps_before(
    said: str, sign: str, factor: str, verdict: str
) -> None:
    claims = [r for r in check(PAGE % (said, sign, sign, factor)).relations if r.role == "claim"]
    assert [claim.verdict for claim in claims] == ["right", verdict]


def test_a_slope_of_one_step_is_not_blamed_where_no_words_call_it_total() -> None:
    page = PAGE.replace("direct effect", "effect") % ("Its slopes:", PARTIAL, PARTIAL, " z_t")
    assert "wrong" not in {r.verdict for r in check(page).relations}


def test_who_cuts_steps_off_is_not_blamed_for_it() -> None:
    said = TOTAL + " Truncated after one step they are short."
    verdicts = {r.verdict for r in check(PAGE % (said, D, D, " z_t")).relations}
    assert "wrong" not in verdicts


MEMBERS = r"""
A unit reads three numbers: $r_0 = 0$ and
\[ a_t = v r_{t-1} + u x_t, \quad r_t = \tanh(a_t), \quad C = \tfrac12 (r_3 - y)^2. \]
The local errors are
\[ \delta_t \equiv \frac{\partial C}{\partial a_t}. \]
\[ \delta_3 = (r_3 - y)(1 - r_3^2) \]
\[ \delta_2 = \delta_3 v (1 - r_2^2) \]
\[ \delta_1 = \delta_2 v (1 - r_%s^2) \]
\[ \frac{\partial C}{\partial u} = %s \]
"""


@pytest.mark.parametrize(
    ("member", "total", "verdicts"),
    [
        ("1", r"\delta_1 x_1 + \delta_2 x_2 + \delta_3 x_3", ["right", "right", "right", "right"]),
        ("2", r"\delta_1 x_1 + \delta_2 x_2 + \delta_3 x_3", ["right", "right", "wrong", "right"]),
        ("1", r"\delta_1 x_1 - \delta_2 x_2 + \delta_3 x_3", ["right", "right", "right", "wrong"]),
    ],
)
def test_steps_that_are_numbered(member: str, total: str, verdicts: list[str]) -> None:
    claims = [one.verdict for one in check(MEMBERS % (member, total)).relations if one.role == "claim"]
    assert claims == verdicts
