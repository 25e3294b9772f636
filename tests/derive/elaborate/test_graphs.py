"""Quadratic forms of graphs: symmetric weights told by entries, and degree matrices known by their diagonal."""

from __future__ import annotations

import pytest

from derive.check import check

WEIGHTS = r"Let the weights satisfy $a_{kl}=a_{lk}$, $a_{kk} = 0$. "
ENERGY = r"We minimise $$R(z) = \frac12\sum_{k=1}^{n}\sum_{l=1}^{n} a_{kl}\,(z_k-z_l)^2.$$ "
DEGREES = r"The degree matrix $T$ has $T_{kk}=\sum_l a_{kl}$, and $K = T-a$. "

LINES = (
    (WEIGHTS + ENERGY + DEGREES, r"R(z) = z^\top K z", "right"),
    (WEIGHTS + ENERGY + DEGREES, r"\nabla R(z) = 2 K z", "right"),
    (WEIGHTS + ENERGY + DEGREES, r"\nabla R(z) = K z", "wrong"),
    (WEIGHTS + ENERGY, r"\frac{\partial R}{\partial z_m} = 2\sum_{l=1}^{n} a_{ml}(z_m - z_l)", "right"),
    (WEIGHTS + ENERGY, r"\frac{\partial R}{\partial z_m} = \sum_{l=1}^{n} a_{ml}(z_m - z_l)", "wrong"),
)


@pytest.mark.parametrize(("page", "line", "verdict"), LINES)
def test_verdict(page: str, line: str, verdict: str) -> None:
    assert check(f"{page}$${line}$$\n").relations[-1].verdict == verdict


def test_weights_of_which_nothing_is_said() -> None:
    line = r"$$\frac{\partial R}{\partial z_m} = 2\sum_{l=1}^{n} a_{ml}(z_m - z_l)$$"
    assert check(f"{ENERGY}{line}\n").relations[-1].verdict != "right"


def test_a_diagonal_of_a_full_matrix() -> None:
    page = r"Let $H_{kk} = \sum_l a_{kl}$, the diagonal of $H$, and $R = z^\top H z$. "
    assert check(page + r"$$\nabla_z R = 2 H z$$" + "\n").relations[-1].verdict != "right"
