"""A bias that is taken into the weights: a row of blocks times a column of blocks."""

import pytest

from derive.check import check

PAGE = r"""With the weights $V$, the bias $c \in \mathbb{R}^m$ and the batch $H \in \mathbb{R}^{d \times N}$ we have

$$S = \begin{pmatrix} c & V \end{pmatrix}\begin{pmatrix} \mathbf{1}^\top \\ H \end{pmatrix}$$

where $\mathbf{1} \in \mathbb{R}^N$ is the vector of ones. With $J = \frac12 \|S - T\|_F^2$

"""


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (r"$$\frac{\partial J}{\partial V} = (S - T) H^\top$$", "right"),
        (r"$$\frac{\partial J}{\partial c} = (S - T) \mathbf{1}$$", "right"),
        (r"$$\frac{\partial J}{\partial V} = (S + T) H^\top$$", "wrong"),
        (
            r"$$\begin{pmatrix} c & V \end{pmatrix}\begin{pmatrix} H \\ \mathbf{1}^\top \end{pmatrix} = S$$",
            "cannot-tell",
        ),
    ],
)
def test_blocks_are_multiplied(text: str, verdict: str) -> None:
    assert check(PAGE + text).relations[-1].verdict == verdict
