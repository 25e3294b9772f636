r"""A bar over data that nothing explains is the mean where a line is right so, and refutes nothing."""

from __future__ import annotations

import pytest

from derive.check import check

RATE = r"$\ell(c) = n\log c - c\sum_{i=1}^n t_i$. "


@pytest.mark.parametrize(
    ("line", "verdict", "conditions"),
    [
        (r"\frac{n}{c} - n\bar t", "right", (r"with \bar{t} the mean",)),
        (r"\frac{n}{c} - \bar t", "cannot-tell", ()),
        (r"\frac{n}{c} - n\hat t", "cannot-tell", ()),
    ],
)
def test_verdict(line: str, verdict: str, conditions: tuple[str, ...]) -> None:
    found = check(rf"{RATE}$$\frac{{d\ell}}{{dc}} = {line}$$" + "\n").relations[-1]
    assert (found.verdict, found.conditions) == (verdict, conditions)
