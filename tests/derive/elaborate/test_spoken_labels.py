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


LIKELIHOOD = r"""
$$L(a; x_1, \ldots, x_n) = \prod_{i=1}^n a e^{-a x_i}$$
$$\log L(a; x_1, \ldots, x_n) = n\log a - a\sum_i x_i$$
$$\frac{\partial \log L}{\partial a} = \frac{n}{a} %s \sum_i x_i$$
"""


@pytest.mark.parametrize(("sign", "verdict"), [("-", "right"), ("+", "wrong")])
def test_data_among_the_arguments(sign: str, verdict: str) -> None:
    assert check(LIKELIHOOD % sign).relations[-1].verdict == verdict
