r"""A document that promises one layout of derivatives is held to it; one that promises none is not."""

from __future__ import annotations

import pytest

from derive.check import check

LINEAR = r"Let $z = Wx$, $L = \frac{1}{2}\|z - y\|^2$; $W\in\mathbb{R}^{k\times n}$, $x\in\mathbb{R}^{n}$. "
MATRIX = r"Let $Z = WX$, $L = \frac{1}{2}\|Z - Y\|_F^2$; $W\in\mathbb{R}^{k\times n}$, $X\in\mathbb{R}^{n\times m}$. "
COLUMN = r"$$\frac{\partial L}{\partial x} = W^\top(z-y)$$"
ROW = r"$$\frac{\partial L}{\partial x} = (z-y)^\top W$$"
NABLA = r"$$\nabla_x L = W^\top(z-y)$$"
JACOBIAN = r"$$\frac{\partial z}{\partial x} = W$$"
TURNED = r"$$\frac{\partial z}{\partial x} = W^\top$$"

TRACE = r"The gradient is defined by $dL = \mathrm{tr}((\partial L/\partial W)^\top dW)$. "
SHAPED = "A gradient has the shape of its variable. "
BY_TURNED = r"$$\frac{\partial L}{\partial W^\top} = "

VERDICTS = (
    ("We use the numerator layout. " + LINEAR + ROW, "right"),
    ("We use the numerator layout. " + LINEAR + COLUMN, "wrong"),
    ("We use the numerator layout. " + LINEAR + NABLA, "right"),
    ("We use the numerator layout. " + LINEAR + JACOBIAN, "right"),
    ("We use the numerator layout. " + LINEAR + TURNED, "wrong"),
    ("In denominator layout: " + LINEAR + COLUMN, "right"),
    ("In denominator layout: " + LINEAR + ROW, "wrong"),
    ("In denominator layout: " + LINEAR + TURNED, "right"),
    ("In denominator layout: " + LINEAR + JACOBIAN, "wrong"),
    ("We use the numerator layout for Jacobians. " + LINEAR + COLUMN, "right"),
    ("In numerator layout that would be a row, in denominator layout a column. " + LINEAR + ROW, "right"),
    ("In the denominator (gradient) layout therefore " + LINEAR + ROW, "right"),
    (
        "In the denominator (gradient) layout a column, in the numerator layout a row: " + LINEAR + ROW,
        "right",
    ),
    (
        "We use the denominator layout. " + LINEAR + r"$$\frac{\partial L}{\partial x^\top} = (z-y)^\top W$$",
        "right",
    ),
    (TRACE + MATRIX + r"$$\frac{\partial L}{\partial W} = (Z-Y)X^\top$$", "right"),
    (TRACE + MATRIX + r"$$\frac{\partial L}{\partial W} = X(Z-Y)^\top$$", "wrong"),
    (LINEAR + ROW, "right"),
    (SHAPED + MATRIX + BY_TURNED + r"X(Z-Y)^\top$$", "right"),
    (SHAPED + MATRIX + BY_TURNED + r"-X(Z-Y)^\top$$", "wrong"),
    (SHAPED + MATRIX + BY_TURNED + r"(Z-Y)X^\top$$", "cannot-tell"),
    (MATRIX + BY_TURNED + r"X(Z-Y)^\top$$", "right"),
    ("We use the denominator layout. " + MATRIX + BY_TURNED + r"X(Z-Y)^\top$$", "right"),
    (
        "We write all in denominator layout. " + MATRIX + r"$$\frac{\partial L}{\partial W} = (Z-Y)X^\top$$",
        "right",
    ),
    (
        "We write all in denominator layout. " + MATRIX + r"$$\frac{\partial L}{\partial W} = X(Z-Y)^\top$$",
        "wrong",
    ),
)

INVERSE = r"$$\frac{\partial \operatorname{tr}(B^{-1}C)}{\partial B} = "
FREE = r"Let B be square and invertible with independent entries (no symmetry here). "
LIES = r"A derivative $\partial f/\partial B$ has the shape of $B$. "
OTHER = r" In the end $S$ is a symmetric positive definite matrix."
MATRICES = (
    (FREE + LIES + INVERSE + r"-B^{-\top}C^\top B^{-\top}$$" + OTHER, "right"),
    (FREE + LIES + INVERSE + r"-B^{-1}CB^{-1}$$" + OTHER, "wrong"),
    (LIES + INVERSE + r"-B^{-1}CB^{-1}$$" + OTHER, "cannot-tell"),  # B and C may be symmetric, too
    (r"Let $B$ and $C$ be symmetric. " + INVERSE + r"-B^{-1}CB^{-1}$$", "right"),
    (FREE + INVERSE + r"-B^{-1}CB^{-1}$$" + OTHER, "right"),
)
VERDICTS += MATRICES


@pytest.mark.sampled(3)
@pytest.mark.parametrize(("text", "verdict"), VERDICTS)
def test_verdict(text: str, verdict: str) -> None:
    assert check(text + "\n").relations[-1].verdict == verdict


def test_a_header_promises_a_layout() -> None:
    header = "---\ngradproof: {convention: {derivatives: denominator}}\n---\n"
    assert check(header + LINEAR + ROW + "\n").relations[-1].verdict == "wrong"
