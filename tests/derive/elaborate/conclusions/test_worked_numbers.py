"""Worked examples: values given to names, results with the digits of a calculator, and sums that do not add up."""

from __future__ import annotations

import pytest

from derive.check import check

UNIT = r"""
A unit has $z = wx + b$ and $a = \sigma(z)$ with the sigmoid $\sigma$; its loss is $L = \frac{1}{2}(a - y)^2$.
Take $w = 0.5$, $x = 2$, $b = -1$ and $y = 1$.

$$%s$$
"""
CLAIMS = [
    (r"\frac{\partial L}{\partial w} = (a - y)\,a(1 - a)\,x", "right"),
    (r"\frac{\partial L}{\partial w} = (a - y)\,a(1 + a)\,x", "wrong"),
    (r"\frac{\partial L}{\partial w} = -0.25", "right"),
    (r"\frac{\partial L}{\partial b} = -0.125", "right"),
    (r"\frac{\partial L}{\partial b} = 0.125", "cannot-tell"),
    (r"\sigma(0.0625) = 0.5156", "right"),
    (r"\sigma(1) = 0.7312", "definition"),
    (r"\sigma(0.0625) = 0.6156", "wrong"),
    (r"(0.5156 - 1)(0.5156)(0.4844)(2) = -0.242", "right"),
    (r"(0.5156 - 1)(0.5156)(0.4844)(2) = 0.242", "wrong"),
    (r"0.5 \cdot 2 - 1 = 0", "right"),
    (r"0.5 \cdot 2 - 1 = 1", "wrong"),
]


@pytest.mark.parametrize(("claim", "verdict"), CLAIMS)
def test_values_and_formulas_side_by_side(claim: str, verdict: str) -> None:
    assert check(UNIT % claim).relations[-1].verdict == verdict


def test_a_value_is_told_with_where_it_holds() -> None:
    conditions = check(UNIT % r"\frac{\partial L}{\partial b} = -0.125").relations[-1].conditions
    assert {"where w = 0.5", "where x = 2", "where b = -1", "where y = 1"} == set(conditions)


SECOND_PASS = r"""
Let $z = wx$ and $E = z^2$.
$$z = 0.5 \cdot 3 = 1.5$$
$$\frac{dE}{dw} = %s$$
"""


@pytest.mark.parametrize(("slope", "verdict"), [("2zx", "right"), ("2z", "wrong")])
def test_a_value_does_not_replace_the_formula_of_a_name(slope: str, verdict: str) -> None:
    assert check(SECOND_PASS % slope).relations[-1].verdict == verdict


LINE = r"""
The errors of a line are $S = \sum_{i=1}^n (y_i - a - b x_i)^2$. The data are $x = (1, 2, 3)$, $y = (2, 4, 5)$.
$$\frac{\partial S}{\partial b} = %s \sum_i x_i (y_i - a - b x_i)$$
"""


@pytest.mark.parametrize(("factor", "verdict"), [("-2", "right"), ("2", "wrong")])
def test_listed_data_do_not_replace_the_data_of_a_formula(factor: str, verdict: str) -> None:
    assert check(LINE % factor).relations[-1].verdict == verdict


DECAY = r"""
Let $f(v) = \frac{1}{2}(v - 4)^2 + \frac{\mu}{2} v^2$. %s

$$f'(v) = %s$$
"""
GIVEN = [
    (r"We take $\mu = 0.3$.", "1.3v - 4", "right"),
    (r"We take $\mu = 0.3$.", "1.4v - 4", "wrong"),
    (r"We take $\mu = 0.3$.", "0.3v - 4", "wrong"),
    (r"We take $\mu = 1$.", "2v - 4", "cannot-tell"),
    ("", "1.3v - 4", "wrong"),
]


@pytest.mark.parametrize(("words", "slope", "verdict"), GIVEN)
def test_a_formula_with_a_number_for_a_name(words: str, slope: str, verdict: str) -> None:
    assert check(DECAY % (words, slope)).relations[-1].verdict == verdict


DATA = r"""
The errors are $S = \frac{1}{3}\sum_{i=1}^{3}(v u_i + k - t_i)^2$ for the points $(1, 2)$, $(2, 3)$ and $(3, 5)$.
$$\frac{\partial^2 S}{\partial v\, \partial k} = %s$$
"""


@pytest.mark.parametrize(
    ("value", "verdicts"),
    [
        (r"\frac{2}{3}\sum_{i=1}^{3} u_i = 4", ["right", "cannot-tell"]),
        (r"\frac{1}{3}\sum_{i=1}^{3} u_i", ["wrong"]),
    ],
)
def test_a_value_at_data_that_only_words_give(value: str, verdicts: list[str]) -> None:
    claims = [each.verdict for each in check(DATA % value).relations if each.role == "claim"]
    assert claims == verdicts


def test_a_value_at_an_example_in_words() -> None:
    text = r"Let $\phi(t) = \log\sum_i e^{z_i + t v_i}$. Two terms, $z$ the origin, $v$ a unit vector. "
    assert check(text + r"Then $\phi'(0) = \frac{1}{2}$.").relations[-1].verdict != "wrong"


NEURON = r"""
A neuron has $s = w x$, $o = \sigma(s)$ and $E = \frac12 (o - t)^2$. We take $w = 0.5$, $x = 2$ and $t = 0$.
$$%s$$
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\frac{\partial E}{\partial w} = 0.2875", "right"),
        (r"\frac{\partial E}{\partial w} = 0.7311 \cdot 0.1966 \cdot 2", "right"),
        (r"\frac{\partial E}{\partial x} = 0.2875", "cannot-tell"),
        (r"o = 0.7311", "right"),
        (r"o = 0.7411", "definition"),
        (r"0.7311^2 / 2 = 0.2673", "right"),
        (r"0.7311^2 / 2 = 0.2763", "wrong"),
    ],
)
def test_numbers_are_right_to_the_digits_that_are_written(claim: str, verdict: str) -> None:
    assert check(NEURON % claim).relations[-1].verdict == verdict


def test_digits_are_named_as_a_condition() -> None:
    conditions = check(NEURON % r"\frac{\partial E}{\partial w} = 0.2875").relations[-1].conditions
    assert "to the digits that are written" in conditions
    assert "where w = 0.5" in conditions


@pytest.mark.parametrize("last", ["0.6652", "0.6562"])
def test_of_rows_of_rounded_numbers_nothing_is_proved(last: str) -> None:
    text = r"Let $p = \operatorname{softmax}(z)$. For $z = (1, 2, 3)$ we get $$p = (0.0900, 0.2447, %s)$$"
    assert check(text % last).relations[-1].verdict not in ("right", "wrong")


ENTRIES = r"""
A unit has $s = u_1 v_1 + u_2 v_2$ and $E = \frac12 (\tanh s - t)^2$. We take $u = (2, 1)$, $v = (3, -6)$, $t = 5$.
$$%s$$
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\frac{\partial E}{\partial u_1} = -15", "right"),
        (r"\frac{\partial E}{\partial u_2} = 30", "right"),
        (r"\frac{\partial E}{\partial u_2} = -15", "cannot-tell"),
        (r"s = 2 \cdot 3 + 1 \cdot (-6)", "right"),
    ],
)
def test_entries_of_rows_that_are_told(claim: str, verdict: str) -> None:
    assert check(ENTRIES % claim).relations[-1].verdict == verdict


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"wx + b = 0.5 \cdot 2 - 1", "right"),
        (r"wx + b = 0.5 \cdot 3 - 1", "cannot-tell"),
        (r"\frac{\partial L}{\partial w} = -0.25", "right"),
    ],
)
def test_values_in_spans_of_code(claim: str, verdict: str) -> None:
    assert (
        check(UNIT.replace("$w = 0.5$", "`w = 0.5`").replace("$x = 2$", "`x = 2`") % claim)
        .relations[-1]
        .verdict
        == verdict
    )
