"""A formula that its author only tells as the outcome of a mistake, or calls wrong at once, is not blamed."""

from __future__ import annotations

import pytest

from derive.check import check

PAGE = r"""
Let $q_i = e^{u_i} / \sum_k e^{u_k}$ and $C = -\sum_i t_i \log q_i$ with one-hot $t$.

%s

%s$$\frac{\partial C}{\partial u_j} = %s$$

%s
"""
TRUE, FALSE = "q_j - t_j", "-t_j(1 - q_j)"
DENIED = [
    ("If one kept the diagonal alone, as our old script did, one would end up with", "", "More below."),
    ("If one kept the diagonal alone, one would end up with", "> ", ""),
    ("The naive chain rule gives", "", "More below."),
    ("Some notes have", "", "which is zero for each other class, i.e. also wrong."),
    ("The wiki has", "> ", "**This is false**, and we say why."),
    ("On the slide stands", "", "That is clearly not right."),
    ("Here", "", "is what you get if you forget the rest."),
]
ASSERTED = [
    ("Hence", "", "which is zero for each other class."),
    ("By the chain rule one gets", "> ", "This is the result. The other formula is wrong."),
    ("If I am not mistaken, this would give", "", "More below."),
    ("I get", "", "This is wrong according to my finite differences. Why?"),
    ("Hence", "", "It is wrong to leave out the labels here."),
    ("If one kept the diagonal alone, one would lose entries. So", "", "More below."),
]


@pytest.mark.parametrize(("before", "mark", "after"), DENIED)
def test_what_a_mistake_leads_to_is_not_blamed(before: str, mark: str, after: str) -> None:
    assert check(PAGE % (before, mark, FALSE, after)).first_wrong is None


@pytest.mark.parametrize(("before", "mark", "after"), ASSERTED)
def test_what_is_asserted_is_wrong_beside_denials(before: str, mark: str, after: str) -> None:
    assert check(PAGE % (before, mark, FALSE, after)).relations[-1].verdict == "wrong"


@pytest.mark.parametrize(("before", "mark", "after"), [*DENIED, *ASSERTED])
def test_what_is_right_stays_so(before: str, mark: str, after: str) -> None:
    assert check(PAGE % (before, mark, TRUE, after)).relations[-1].verdict == "right"
