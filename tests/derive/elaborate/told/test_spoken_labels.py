"""Labels whose values the words give, and data among the arguments of a likelihood."""

from __future__ import annotations

import pytest

from derive.check import check

MARGINS = r"""
%s
$$f(v) = \sum_i \log(1+\exp(-y_i v^Tx_i))$$
$$\nabla f(v) = \sum_i\left(\sigma(v^T x_i)-\tfrac{1+y_i}{2}\right)x_i$$
"""
SAID = [
    (r"The labels are in $\{-1,+1\}$.", "right"),
    (r"Targets are $\pm 1$.", "right"),
    ("We use labels +1 and -1.", "right"),
    (r"Labels are in $\{0,1\}$.", "cannot-tell"),
    ("Nothing is said.", "right"),
]


@pytest.mark.parametrize(("words", "verdict"), SAID)
def test_labels_in_words(words: str, verdict: str) -> None:
    assert check(MARGINS % words).relations[-1].verdict == verdict


PLAIN = r"""
user "fern" wrote:
  %s My loss is $$F(a) = \sum_i (1 - t_i\, a \cdot z_i)^2$$

user "moss" replied:
  %s so that
  $$\frac{\partial F}{\partial a} = %s \sum_i (a \cdot z_i - t_i)\, z_i$$
"""
IN_PLAIN_WORDS = [
    ("Labels are t_i in {-1,+1}.", "Expand,", True),
    ("Here t_i is either +1 or -1.", "Expand,", True),
    ("Each t_i takes the values plus or minus one.", "Expand,", True),
    ("", "Since t_i squared is 1 the factor goes,", True),
    ("Labels are t_i in {-1,+1}, elsewhere y_i in {0,1}.", "Expand,", True),
    ("Labels are t_i in {0,1}.", "Expand,", False),
    ("Here t_i is -1 or 1.5.", "Expand,", False),
    ("If t_i is 1 or -1 it is easy.", "Expand,", False),
]


@pytest.mark.parametrize(("asked", "replied", "are_signs"), IN_PLAIN_WORDS)
def test_labels_in_plain_words_hold_for_the_replies(asked: str, replied: str, are_signs: bool) -> None:
    verdict = check(PLAIN % (asked, replied, "2")).relations[-1].verdict
    assert (verdict == "right") == are_signs
    assert check(PLAIN % (asked, replied, "-2")).relations[-1].verdict != "right"


OUTPUT = r"""
For large $v$ the output a is 0 or 1.
$$a = \frac{1}{1 + e^{-v}}, \quad C = \frac12 (a - q)^2$$
$$\frac{\partial C}{\partial a} = %s$$
"""


@pytest.mark.parametrize(("slope", "verdict"), [("a - q", "right"), ("a^2 - q", "wrong")])
def test_what_is_worked_out_is_no_label(slope: str, verdict: str) -> None:
    assert check(OUTPUT % slope).relations[-1].verdict == verdict


LIKELIHOOD = r"""
$$L(a; x_1, \ldots, x_n) = \prod_{i=1}^n a e^{-a x_i}$$
$$\log L(a; x_1, \ldots, x_n) = n\log a - a\sum_i x_i$$
$$\frac{\partial \log L}{\partial a} = \frac{n}{a} %s \sum_i x_i$$
"""


@pytest.mark.parametrize(("sign", "verdict"), [("-", "right"), ("+", "wrong")])
def test_data_among_the_arguments(sign: str, verdict: str) -> None:
    assert check(LIKELIHOOD % sign).relations[-1].verdict == verdict
