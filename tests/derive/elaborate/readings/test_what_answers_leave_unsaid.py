r"""d/dx before a product in brackets, j ≠ i where i = j has its own line, and f_θ(x) of which nobody says more."""

import pytest

from derive.check import check

SHARES = r"$$q_j = \frac{e^{s_j}}{\sum_k e^{s_k}}$$ "
MODEL = r"$$E(\phi) = -\sum_{i=1}^n [t_i \log f_\phi(u_i) + (1-t_i)\log(1-f_\phi(u_i))]$$ "
CASES = {
    "an operator before two brackets": (
        r"$$E(v) = (c - Av)^T(c - Av)$$ $$\frac{dE}{dv} = \frac{d}{dv}(c^T - v^TA^T)(c - Av)$$",
        "right",
    ),
    "an operator before a power": (
        SHARES
        + r"$$\frac{\partial q_j}{\partial s_j} = \frac{\partial}{\partial s_j} e^{s_j}\Big(\sum_k e^{s_k}\Big)^{-1}$$",
        "right",
    ),
    "an operator, half a product rule": (r"$$\frac{d}{dt} (t^2)(\sin t) = 2t \sin t$$", "cannot-tell"),
    "an operator, half a product rule with a dot": (
        r"$$\frac{d}{dt} t^2 \cdot \sin t = 2t \sin t$$",
        "cannot-tell",
    ),
    "the other case has its line": (
        SHARES
        + r"$$\frac{\partial q_i}{\partial s_i} = q_i - q_i^2$$ and \begin{align}\frac{\partial}{\partial s_i} q_j"
        r" &= \frac{\partial}{\partial s_i}\frac{e^{s_j}}{\sum_k e^{s_k}}\\ &= e^{s_j}\frac{\partial}{\partial s_i}"
        r"\Big(\sum_k e^{s_k}\Big)^{-1}\end{align}",
        "right right right",
    ),
    "the other case has its line, a sign": (
        SHARES
        + r"$$\frac{\partial q_i}{\partial s_i} = q_i - q_i^2$$ and $$\frac{\partial q_j}{\partial s_i} = q_j q_i$$",
        "right wrong",
    ),
    "a function with its parameter below": (
        MODEL + r"$$\frac{\partial E}{\partial \phi_j} = -\sum_{i=1}^n \Big[\frac{t_i}{f_\phi(u_i)} - "
        r"\frac{1-t_i}{1-f_\phi(u_i)}\Big]\frac{\partial}{\partial\phi_j} f_\phi(u_i)$$",
        "right",
    ),
    "a function with its parameter below, a sign": (
        MODEL + r"$$\frac{\partial E}{\partial \phi_j} = -\sum_{i=1}^n \Big[\frac{t_i}{f_\phi(u_i)} + "
        r"\frac{1-t_i}{1-f_\phi(u_i)}\Big]\frac{\partial}{\partial\phi_j} f_\phi(u_i)$$",
        "wrong",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_left_unsaid(case: str) -> None:
    text, expected = CASES[case]
    claims = [one.verdict for one in check(text).relations if one.role == "claim"]
    assert " ".join(claims) == expected
