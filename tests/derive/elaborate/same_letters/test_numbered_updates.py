"""An update of all layers at once says nothing of their shapes."""

from __future__ import annotations

import pytest

from derive.check import check

NET = r"""
Rows of $U$ (n x p) are examples and $T$ is n x q. $V_1$ is p x m, $V_2$ is m x q.

$$H = \tanh(U V_1), \quad O = H V_2, \quad E = \frac{1}{2n}\|O - T\|_F^2$$

$$\frac{\partial E}{\partial V_2} = %s$$

$$\frac{\partial E}{\partial V_1} = \frac1n U^T\left((O - T) V_2^T \odot (1 - H \odot H)\right)$$

%s
"""
RIGHT, FLIPPED = r"\frac1n H^T (O - T)", r"\frac1n H^T (T - O)"
UPDATES = (
    r"$$V_k \leftarrow V_k - \rho \frac{\partial E}{\partial V_k}, \qquad k = 1, 2$$",
    r"Then $V_l := V_l - \rho \, \partial E/\partial V_l$ for both layers.",
    r"$$V_i = V_i - \rho \frac{\partial E}{\partial V_i}$$",
)


@pytest.mark.parametrize("update", UPDATES)
@pytest.mark.parametrize(("slope", "verdict"), [(RIGHT, "right"), (FLIPPED, "wrong")])
def test_layers_keep_their_shapes(update: str, slope: str, verdict: str) -> None:
    claims = [each for each in check(NET % (slope, update)).relations if each.role == "claim"]
    assert [each.verdict for each in claims[:2]] == [verdict, "right"]
