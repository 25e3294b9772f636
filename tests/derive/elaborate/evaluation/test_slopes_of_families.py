"""Strokes on the functions of a family, S_i'(b), and sums over the data that one datum says, {k: c_k ≥ c_i}."""

from __future__ import annotations

import pytest

from derive.check import check

FAMILY = r"""Let $S_i(b)=\sum_j a_j e^{b x_j - c_i b}$ for $i = 1, \dots, n$ and $\ell(b) = \sum_i \log S_i(b)$.

"""
RISK = r"""Unit $i$ fails at $c_i$, $m_i$ is 1 if that is seen and 0 if not, and $u_i$ is a number. Let
$A_i = \{k : c_k \ge c_i\}$ be those that still run.
$$P(g) = \sum_{i=1}^n m_i\left[g u_i - \log Z_i(g)\right], \qquad Z_i(g) = \sum_{k\in A_i} e^{g u_k}$$
$$q_{ik} = \frac{e^{g u_k}}{Z_i(g)}, \qquad \bar u_i = \sum_{k\in A_i} q_{ik} u_k$$

"""
TABLE = (
    (FAMILY, r"\frac{d}{db}\log S_i(b)=\frac{S_i'(b)}{S_i(b)}", "right"),
    (FAMILY, r"S_i'(b) = \sum_j a_j (x_j - c_i) e^{b x_j - c_i b}", "right"),
    (FAMILY, r"S_i'(b) = \sum_j a_j (x_j + c_i) e^{b x_j - c_i b}", "wrong"),
    (FAMILY, r"S_k''(b) = \sum_j a_j (x_j - c_k)^2 e^{b x_j - c_k b}", "right"),
    (FAMILY, r"S_k''(b) = \sum_j a_j (x_j - c_j)^2 e^{b x_j - c_k b}", "wrong"),
    (RISK, r"\frac{Z_i'(g)}{Z_i(g)} = \bar u_i", "right"),
    (RISK, r"\frac{dP}{dg} = \sum_{i=1}^n m_i (u_i - \bar u_i)", "right"),
    (RISK, r"\frac{dP}{dg} = \sum_{i=1}^n m_i (u_i + \bar u_i)", "wrong"),
    (RISK, r"\frac{d^2P}{dg^2} = -\sum_{i=1}^n m_i \sum_{k\in A_i} q_{ik} (u_k - \bar u_i)^2", "right"),
    (RISK, r"\frac{d^2P}{dg^2} = \sum_{i=1}^n m_i \sum_{k\in A_i} q_{ik} (u_k - \bar u_i)^2", "wrong"),
)


@pytest.mark.parametrize(("page", "line", "verdict"), TABLE)
def test_slopes_of_families_are_judged(page: str, line: str, verdict: str) -> None:
    assert check(f"{page}$${line}$$\n").relations[-1].verdict == verdict
