r"""Layers of whole batches: columns Z^{[1](i)} of samples, biases beside whole matrices, numbered weights in a sum."""

from __future__ import annotations

import pytest

from derive.check import check

COURSE = (
    r"The $n$ samples are the **columns** of $X$, with "
    r"$$Z^{[1]} = W^{[1]} X + b^{[1]} \quad A^{[1]} = \tanh(Z^{[1]})$$ "
    r"$$Z^{[2]} = W^{[2]} A^{[1]} + b^{[2]} \quad A^{[2]} = \sigma(Z^{[2]})$$ and the cost "
    r"$$J = -\frac1n\sum_{i=1}^n \big(y^{(i)}\log a^{[2](i)} + (1-y^{(i)})\log(1-a^{[2](i)})\big)$$ "
    r"With $\ell^{(i)}$ for the loss of one sample, $J = \frac1n\sum_i\ell^{(i)}$. For $l=1,2$ step down, "
    r"`*` being the elementwise product: "
    r"$$dZ^{[2]} = A^{[2]} - Y$$ $$dW^{[2]} = \frac1n dZ^{[2]} A^{[1]T}$$ "
)
ROWS = (
    "| name | shape |\n|---|---|\n| $X$ | $N\\times D$ |\n| $W_1, W_2$ | $D\\times H,\\; H\\times K$ |\n"
    "| $b_1, b_2$ | $1\\times H,\\; 1\\times K$ |\n| $Y$ | $N\\times K$ |\n\n"
    r"$$A = XW_1 + b_1 \qquad H = \tanh(A) \qquad F = HW_2 + b_2$$"
    r"$$J = \frac{1}{2N}\lVert F - Y\rVert_F^2 + \frac{\lambda}{2}\sum_{k=1}^{2}\lVert W_k\rVert_F^2$$"
    r"$$G = \frac{\partial J}{\partial F} = \frac1N(F-Y)$$"
)
CASES = {
    "columns of a hidden layer": (
        COURSE
        + r"$$dZ^{[1]} = W^{[2]T} dZ^{[2]} * (1-(A^{[1]})^2)$$ $$db^{[1]} = \frac1n\sum_{i=1}^n dZ^{[1](i)}$$ ",
        "right right right right",
    ),
    "columns of a hidden layer, no mean": (
        COURSE
        + r"$$dZ^{[1]} = W^{[2]T} dZ^{[2]} * (1-(A^{[1]})^2)$$ $$db^{[1]} = \sum_{i=1}^n dZ^{[1](i)}$$ ",
        "right right right wrong",
    ),
    "columns of a hidden layer, the sign": (
        COURSE + r"$$dZ^{[1]} = W^{[2]T} dZ^{[2]} * (1+(A^{[1]})^2)$$",
        "right right wrong",
    ),
    "rows, shapes in a table": (
        ROWS + r"$$\frac{\partial J}{\partial W_2} = H^\top G + \lambda W_2 \qquad "
        r"\frac{\partial J}{\partial b_2} = \mathbf 1^\top G$$",
        "right right right",
    ),
    "rows, the penalty twice": (
        ROWS + r"$$\frac{\partial J}{\partial W_2} = H^\top G + 2\lambda W_2$$",
        "right wrong",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_layers_of_whole_batches(name: str) -> None:
    text, verdicts = CASES[name]
    assert [each.verdict for each in check(text).relations if each.role == "claim"] == verdicts.split()
