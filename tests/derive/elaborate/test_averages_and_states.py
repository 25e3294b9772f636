r"""Habits of physicists: Σ_ij, averages ⟨A⟩, and sums over the states of units; one row a case."""

from __future__ import annotations

import pytest

from derive.check import check

PAIRS = r"Let $V = -\sum_i c_i q_i - \sum_{ij} q_i T_{ij} r_j$. "
AVERAGE = (
    r"Let $Z = \sum_k e^{-b E_k}$, $p_k = e^{-b E_k}/Z$ and $$\langle A\rangle = \sum_k p_k A_k.$$ "
    r"$$\frac{\partial \ln Z}{\partial b} = "
)
STATES = (
    r"Units $h_j \in \{0,1\}$ have $H(v, h) = -\sum_j b_j h_j - \sum_{ij} v_i w_{ij} h_j$; let "
    r"$G = -\ln\sum_h e^{-H(v, h)}$ and $f(u) = \frac{1}{1 + e^{-u}}$, $u_j = b_j + \sum_i v_i w_{ij}$. "
)

RIGHT = (
    PAIRS + r"$$\frac{\partial V}{\partial q_i} = -c_i - \sum_j T_{ij} r_j$$",
    PAIRS + r"$$\frac{\partial V}{\partial T_{ij}} = -q_i r_j$$",
    AVERAGE + r"-\langle E\rangle$$",
    AVERAGE
    + r"-\langle E\rangle, \quad \frac{\partial^2 \ln Z}{\partial b^2} = \langle E^2\rangle - \langle E\rangle^2$$",
    STATES + r"$$G = -\sum_j \ln(1 + e^{u_j})$$",
    STATES + r"$$\frac{\partial G}{\partial w_{ij}} = -v_i f(u_j)$$",
)

WRONG = (
    PAIRS + r"$$\frac{\partial V}{\partial q_i} = -c_i + \sum_j T_{ij} r_j$$",
    AVERAGE + r"\langle E\rangle$$",
    AVERAGE
    + r"-\langle E\rangle, \quad \frac{\partial^2 \ln Z}{\partial b^2} = \langle E\rangle^2 - \langle E^2\rangle$$",
    STATES + r"$$\frac{\partial G}{\partial w_{ij}} = v_i f(u_j)$$",
    STATES + r"$$\frac{\partial G}{\partial b_j} = f(u_j)$$",
)

OPEN = (
    r"Let $Z = \sum_k e^{-b E_k}$. $$\frac{\partial \ln Z}{\partial b} = -\langle E\rangle$$",
    r"Let $H = -\sum_j b_j h_j$ and $G = -\ln\sum_h e^{-H}$. $$\frac{\partial G}{\partial b_j} = -h_j$$",
)


@pytest.mark.parametrize("text", RIGHT)
def test_is_right(text: str) -> None:
    """Every claim of the document is right."""
    said = {relation.verdict for relation in check(text).relations if relation.role == "claim"}
    assert said == {"right"}


@pytest.mark.parametrize("text", WRONG)
def test_is_wrong(text: str) -> None:
    """The last claim of the document is wrong, and it alone."""
    said = [relation.verdict for relation in check(text).relations if relation.role == "claim"]
    assert said[-1] == "wrong"
    assert "wrong" not in said[:-1]


@pytest.mark.parametrize("text", OPEN)
def test_is_left_open(text: str) -> None:
    """An average, or a sum over states, of which nothing says what it runs over."""
    said = {relation.verdict for relation in check(text).relations if relation.role == "claim"}
    assert said == {"cannot-tell"}
