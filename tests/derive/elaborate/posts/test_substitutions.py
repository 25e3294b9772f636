r"""Equations that define nothing: a fixed point of what is defined, and what is put into a lemma."""

from __future__ import annotations

import pytest

from derive.check import check

SHARES = (
    r"Let $s_k = e^{a_k} / \sum_j e^{a_j}$ and $w_k = s_k u_k / \sum_j s_j u_j$ with $u_k > 0$. The best shares have "
    r"$s_k = w_k / 2$. With $F = \log\sum_k s_k u_k$ "
    r"$$\frac{\partial F}{\partial a_k} = w_k %s s_k$$"
)
LEMMA = (
    r"For numbers $v_1, \dots, v_K$ let $F = \log\sum_k e^{v_k}$. Then "
    r"$$\frac{\partial F}{\partial v_k} = %s\frac{e^{v_k}}{\sum_j e^{v_j}}.$$ "
    r"Taking $v_k = \log p_k - x_i$ in the lemma gives the rest: for $G = \sum_k p_k^2$ "
    r"$$\frac{\partial G}{\partial p_k} = 2 p_k$$"
)


@pytest.mark.parametrize(("text", "right", "wrong"), [(SHARES, "-", "+"), (LEMMA, "", "-")])
def test_what_is_no_definition_changes_no_meaning(text: str, right: str, wrong: str) -> None:
    for sign, verdict in ((right, "right"), (wrong, "wrong")):
        claims = [r for r in check(text % sign + "\n").relations if r.relation == "=" and r.role == "claim"]
        assert verdict in {claim.verdict for claim in claims}
        assert {claim.verdict for claim in claims} <= {"right", verdict}


PUT_IN = (
    r"For a number $v$ let $F = \log(1 + e^{v})$. Then $$\frac{dF}{dv} = \frac{e^v}{1 + e^v}.$$ "
    r"Taking $v = a x$ in the lemma, $$\frac{\partial F}{\partial a} = %s\frac{e^{ax}}{1 + e^{ax}} x$$"
)


def test_what_is_put_in_is_kept_where_more_follows_from_it() -> None:
    verdicts = [[r.verdict for r in check(PUT_IN % sign + "\n").relations][-1] for sign in ("", "-")]
    assert verdicts == ["right", "wrong"]


CHOICES = (
    r"Let $A$ be symmetric, $f(w) = \frac12 w^T A w$ and $h(t) = f(w + t d)$. Then $$h'(t) = %sd^T A (w + t d).$$ "
    r"For Newton's direction, the slope at the start is $$h'(0) = w^T A d.$$ "
    r"For $d = -A w$ it falls fast, while for $d = -w$ one step suffices."
)


def test_choices_of_a_free_name_define_nothing() -> None:
    claims = [[r.verdict for r in check(CHOICES % sign).relations if r.role == "claim"] for sign in ("", "-")]
    assert claims == [["right", "right"], ["wrong", "right"]]
