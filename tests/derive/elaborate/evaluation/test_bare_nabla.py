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


SYSTEM = r"$r_i = \sum_j A_{ij}x_j - b_i$, $f = \tfrac12\sum_i r_i^2$. "
SLOPE = r"$$\frac{\partial f}{\partial x_j} = \sum_i A_{ij}r_i$$ "


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (SYSTEM + SLOPE + r"$$\nabla f = A^\top r$$", "right"),
        (SYSTEM + SLOPE + r"$$\nabla f = -A^\top r$$", "wrong"),
        (r"$f = \tfrac12\|Ax-b\|^2$. $$\nabla f = A^\top(Ax-b)$$", "cannot-tell"),
    ],
)
def test_the_variable_is_the_one_by_which_the_document_differentiates(text: str, verdict: str) -> None:
    assert check(text + "\n").relations[-1].verdict == verdict


FORM = r"$s = u^\top Mv$, $L=\log(1+e^{-s})$. "


@pytest.mark.parametrize(("factor", "verdict"), [(r"M^\top u", "right"), ("Mu", "cannot-tell")])
def test_a_bilinear_form_is_no_batch(factor: str, verdict: str) -> None:
    text = rf"{FORM}$$\frac{{\partial L}}{{\partial v}} = -\frac{{1}}{{1+e^s}}{factor}$$"
    assert check(text + "\n").relations[-1].verdict == verdict


def test_what_is_written_behind_the_function_is_the_variable() -> None:
    text = (
        r"$$\hat y = \frac{1}{1 + e^{-w^\top x}}, \qquad "
        r"\ell(y, \hat y) = y \log \hat y + (1-y) \log(1-\hat y)$$ "
        r"$$\nabla \ell(w) = (y - \hat y) x, \qquad \nabla \ell = (y - \hat y) x$$"
    )
    assert "wrong" not in [relation.verdict for relation in check(text + "\n").relations]
