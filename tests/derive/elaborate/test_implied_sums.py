"""Sums that a document leaves out: written beside those that it writes."""

from __future__ import annotations

import pytest

from derive.check import check

SAID = r"Repeated indices are summed over. Let $E = -\sum_i t_i \log q_i$."


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        (r"-\sum_i t_i \log q_i = -t_i \log q_i", "right"),
        (r"-\sum_i t_i \log q_i = -2 t_i \log q_i", "wrong"),
        (r"\frac{\partial E}{\partial q_k} = -\frac{t_k}{q_k}", "right"),
        (r"\frac{\partial E}{\partial q_k} = \frac{t_k}{q_k}", "wrong"),
    ],
)
def test_a_written_sum_is_not_implied_again(line: str, verdict: str) -> None:
    """An index that a sign binds is summed once."""
    found = check(f"{SAID}\n$${line}$$\n")
    assert found.relations[-1].verdict == verdict
