"""Matrices with lines that show their rows or columns, and with blanks amid dots."""

import pytest

from derive.check import check

ROWS = r"""The data $x_1, \dots, x_N$ are the rows of

$$X = \begin{bmatrix} - & x_1^T & - \\ & \vdots & \\ - & x_N^T & - \end{bmatrix}$$

and $E = \sum_{n=1}^N (x_n^T w - t_n)^2$. Then

"""
COLUMNS = r"""With columns $a_1, \dots, a_N$ let

$$A = \begin{pmatrix} | & | & & | \\ a_1 & a_2 & \cdots & a_N \\ | & | & & | \end{pmatrix}.$$

"""
SKETCH = r"""The weights are

$$V = \begin{bmatrix} v_{11} & v_{12} & \dots \\ v_{21} & v_{22} & \dots \\ \dots & \dots & \dots \end{bmatrix}$$

With $u = V x$, $h = \tanh(u)$ and $E = \frac12 \|h - t\|^2$

"""


@pytest.mark.parametrize(
    ("page", "text", "verdict"),
    [
        (ROWS, r"$$\nabla_w E = 2 X^T (X w - t)$$", "right"),
        (ROWS, r"$$\nabla_w E = 2 X (X w - t)$$", "wrong"),
        (COLUMNS, r"$$A A^T = \sum_{n=1}^N a_n a_n^T$$", "right"),
        (COLUMNS, r"$$A^T A = \sum_{n=1}^N a_n a_n^T$$", "wrong"),
        (
            COLUMNS.replace("|", r"\vert"),
            r"$$W A = \begin{pmatrix} | & | & & | \\ W a_1 & W a_2 & \cdots & W a_N \\ | & | & & | \end{pmatrix}$$",
            "right",
        ),
        (SKETCH, r"$$\frac{\partial E}{\partial V} = ((h - t) \odot (1 - h^2)) x^T$$", "right"),
        (SKETCH, r"$$\frac{\partial E}{\partial V} = ((h - t) \odot (1 + h^2)) x^T$$", "wrong"),
        (
            SKETCH.replace("v_{12}", "v_{21}"),
            r"$$\frac{\partial E}{\partial V} = ((h - t) \odot (1 + h^2)) x^T$$",
            "cannot-tell",
        ),
    ],
)
def test_lines_and_dots_show_how_a_matrix_goes_on(page: str, text: str, verdict: str) -> None:
    assert check(page + text).relations[-1].verdict == verdict


def test_blanks_at_a_corner_are_no_dots() -> None:
    page = r"$$D = \begin{bmatrix} a_1 & & \\ & \ddots & \\ & & a_n \end{bmatrix}$$ so that $$\det D = \sum_i a_i$$"
    assert check(page).relations[-1].verdict != "right"
