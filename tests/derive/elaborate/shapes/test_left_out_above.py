"""One example without an index beside data that are counted above: z_k, and z^{(n)}_k under the sum over n."""

from __future__ import annotations

import pytest

from derive.check import check

PAGE = r"""
A net gives scores $a_1,\dots,a_K$ for an example. With $c > 0$

$$p_k = \frac{e^{c a_k}}{\sum_{j} e^{c a_j}}, \qquad F = \log \sum_j e^{c a_j} - \sum_k t_k c a_k.$$

$$\frac{dF}{dc} = %s$$

Over $M$ examples the whole loss is $$J = \frac1M\sum_{m=1}^{M} F^{(m)}, \qquad
\frac{dJ}{dc} = \frac1M\sum_{m=1}^M \sum_k (%s) a^{(m)}_k$$
"""
GOOD = (r"\sum_k (p_k - t_k) a_k", r"p^{(m)}_k - t^{(m)}_k")
CASES = [
    (GOOD, ["right", "right"]),
    ((r"\sum_k (p_k + t_k) a_k", GOOD[1]), ["wrong", "right"]),
    ((GOOD[0], r"p^{(m)}_k + t^{(m)}_k"), ["right", "wrong"]),
]


@pytest.mark.parametrize(("lines", "verdicts"), CASES)
def test_one_example_without_its_index(lines: tuple[str, str], verdicts: list[str]) -> None:
    assert [each.verdict for each in check(PAGE % lines).relations if each.role == "claim"] == verdicts


def test_an_index_left_out_under_its_sum_blames_nobody() -> None:
    found = check(PAGE % (GOOD[0], "p_k - t_k")).relations
    assert not any(each.verdict == "wrong" for each in found)


LABELS = r"""
An image has scores $s_1, \dots, s_K$ and the label $y$. With $c > 0$

$$p_k = \frac{e^{c s_k}}{\sum_{j} e^{c s_j}}, \qquad F = -\log p_y.$$

Over $M$ images $$J = \frac1M\sum_{m=1}^{M} F^{(m)}, \qquad
\frac{dJ}{dc} = \frac1M\sum_{m=1}^M \Bigl(\sum_k p^{(m)}_k s^{(m)}_k - s^{(m)}_{%s}\Bigr)$$
"""


def test_the_label_of_one_example_is_one_of_those_of_the_data() -> None:
    assert check(LABELS % "y_m").relations[-1].verdict == "right"
    assert check(LABELS.replace("- s", "+ s") % "y_m").relations[-1].verdict != "right"
    assert check(LABELS % "y").relations[-1].verdict != "wrong"
