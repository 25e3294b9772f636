r"""∇f of a function of several numbers: one derivative above the other."""

from __future__ import annotations

import pytest

from derive.check import check

GIVEN = r"Let $f(x,y) = x^2y + \sin(xy)$. "
VERDICTS = (
    (r"\nabla f = \begin{pmatrix} 2xy + y\cos(xy)\\ x^2 + x\cos(xy)\end{pmatrix}", "right"),
    (r"\nabla f(x,y) = (2xy + y\cos(xy), x^2 + x\cos(xy))", "right"),
    (r"\nabla f = \begin{pmatrix} 2xy + y\cos(xy)\\ x^2 - x\cos(xy)\end{pmatrix}", "wrong"),
    (r"\nabla f = \left(\frac{\partial f}{\partial y}, \frac{\partial f}{\partial x}\right)", "wrong"),
    (
        r"\nabla^2 f = \begin{pmatrix} 2y - y^2\sin(xy) & 2x+\cos(xy)-xy\sin(xy)\\ "
        r"2x+\cos(xy)-xy\sin(xy) & -x^2\sin(xy)\end{pmatrix}",
        "right",
    ),
)


@pytest.mark.parametrize(("line", "verdict"), VERDICTS)
def test_verdict(line: str, verdict: str) -> None:
    assert check(f"{GIVEN} $${line}$$\n").relations[-1].verdict == verdict
