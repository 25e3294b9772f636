"""The factor of a mean that a slope of one sample may lack is that of the loss, and all of the line lacks it."""

from __future__ import annotations

import pytest

from derive.check import check

NORM = r"""With $s = \sqrt{\frac1K\sum_{k=1}^K v_k^2}$ let $z_i = a_i v_i/s$, and let $L$ depend on $z$, with
$g_i = \partial L/\partial z_i$ given. """
CENTRED = r"With $m = \frac1K\sum_{k=1}^K v_k$ and $u_j = v_j - m$ let $L = \sum_j c_j u_j^2$. "
PENALTY = r"Let $L = \frac1N\sum_{i=1}^N (v_i - y_i)^2 + \lambda\left(\sum_{i=1}^N v_i\right)^2$. "
MEAN = r"Let $L = \frac1N\sum_{i=1}^N (v_i - y_i)^2$. "
VARIANCE = r"With $V = \frac1K\sum_{k=1}^K v_k^2$ let $z_i = a_i v_i/V$ and $g_i = \partial L/\partial z_i$. "

LINES = (
    (NORM, r"\frac{\partial L}{\partial v_j} = \frac{g_ja_j}{s} - \frac{v_j}{Ks^3}\sum_k g_ka_kv_k", "right"),
    (NORM, r"\frac{\partial L}{\partial v_j} = \frac{g_ja_j}{s} - \frac{v_j}{s^3}\sum_k g_ka_kv_k", "wrong"),
    (CENTRED, r"\frac{\partial L}{\partial v_j} = 2c_ju_j - \frac2K\sum_k c_ku_k", "right"),
    (CENTRED, r"\frac{\partial L}{\partial v_j} = 2c_ju_j - 2\sum_k c_ku_k", "wrong"),
    (PENALTY, r"\frac{\partial L}{\partial v_i} = \frac2N(v_i - y_i) + 2\lambda\sum_k v_k", "right"),
    (PENALTY, r"\frac{\partial L}{\partial v_i} = 2(v_i - y_i) + 2\lambda\sum_k v_k", "cannot-tell"),
    (
        VARIANCE,
        r"\frac{\partial L}{\partial v_j} = \frac{g_ja_j}{V} - \frac{2v_j}{V^2}\sum_k g_ka_kv_k",
        "cannot-tell",
    ),
    (MEAN, r"\frac{\partial L}{\partial v_i} = 2(v_i - y_i)", "right"),
)


@pytest.mark.parametrize(("page", "line", "verdict"), LINES)
def test_verdict(page: str, line: str, verdict: str) -> None:
    assert check(f"{page}$${line}$$\n").relations[-1].verdict == verdict
