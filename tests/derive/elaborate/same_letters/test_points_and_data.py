r"""A point and the data beside it have one letter: an entry is never taken from its own vector."""

from __future__ import annotations

import pytest

from derive.check import check

KERNEL = r"$$h(u,v) = \exp\Bigl(-\frac{\|u-v\|^2}{2c^2}\Bigr)$$ and $g(u) = \sum_k a_k\,h(u,u_k)$. "
SUM = r"$$g(u) = \sum_k a_k\exp\Bigl(-\frac{\|u-u_k\|^2}{2c^2}\Bigr)$$ "
SQUARES = r"$$E(m) = \frac12\sum_i (m_i - m)^2$$ "
ENTRIES = r"$$E = \frac12\|m\|^2$$ "

VERDICTS = (
    (KERNEL + r"$$\nabla g(u) = \frac{1}{c^2}\sum_k a_k\,h(u,u_k)(u_k-u)$$", "right"),
    (KERNEL + r"$$\nabla g(u) = \frac{1}{c^2}\sum_k a_k\,h(u,u_k)(u-u_k)$$", "wrong"),
    (
        SUM + r"$$\nabla g(u) = \frac{1}{c^2}\sum_k a_k\exp\Bigl(-\frac{\|u-u_k\|^2}{2c^2}\Bigr)(u_k-u)$$",
        "right",
    ),
    (
        SUM + r"$$\nabla g(u) = \frac{1}{c^2}\sum_k a_k\exp\Bigl(-\frac{\|u-u_k\|^2}{2c^2}\Bigr)(u-u_k)$$",
        "wrong",
    ),
    (SQUARES + r"$$\frac{dE}{dm} = -\sum_i(m_i-m)$$", "right"),
    (SQUARES + r"$$\frac{dE}{dm} = \sum_i(m_i-m)$$", "wrong"),
    (ENTRIES + r"$$\frac{\partial E}{\partial m_i} = m_i$$", "right"),
)


@pytest.mark.parametrize(("text", "verdict"), VERDICTS)
def test_verdict(text: str, verdict: str) -> None:
    assert check(text + "\n").relations[-1].verdict == verdict
