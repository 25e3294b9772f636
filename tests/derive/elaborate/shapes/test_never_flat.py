"""A capital behind a matrix is no number."""

from __future__ import annotations

import pytest

from derive.check import check

PAGE = r"Set $$R = QV, \qquad C = \tfrac12\|R - M\|_F^2.$$ $$\frac{\partial C}{\partial Q} = %s$$"


@pytest.mark.parametrize(("line", "verdict"), [("(R - M)V^T", "right"), ("(R - M)V", "cannot-tell")])
def test_a_lost_transpose_makes_no_number(line: str, verdict: str) -> None:
    assert check(PAGE % line).relations[-1].verdict == verdict
