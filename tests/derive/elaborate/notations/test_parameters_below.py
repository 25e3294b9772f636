"""Models with their parameters below, g_v(u_n), of which nobody writes a formula, and extrema over parameters."""

import pytest

from derive.check import check

MODEL = r"""The loss is

$$E(v) = -\sum_{n=1}^N \left[t_n \log g_v(u_n) + (1 - t_n) \log(1 - g_v(u_n))\right]$$

where $g_v(u_n)$ is the sigmoid function.

"""
SLOPE = r"""$$\frac{\partial E}{\partial v} = -\sum_{n=1}^N \left[\frac{t_n}{%s} - \frac{1 - t_n}{1 - %s}\right]
\frac{\partial}{\partial v} %s$$"""
SHORT = r"""$$\frac{\partial E}{\partial v} = -\sum_{n=1}^N \frac{t_n - \sigma(u_n)}{\sigma(u_n)(1 - \sigma(u_n))}
\frac{\partial}{\partial v} \sigma(u_n)$$"""
SOUGHT = r"""The model is $$g_v(u) = v_0 + v_1 u$$ and the cost
$$E(v) = \frac{1}{2N}\sum_{n=1}^N (g_v(u_n) - t_n)^2.$$ We look for
$$\operatorname*{argmin}_v E(v).$$
"""


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (SLOPE % (("g_v(u_n)",) * 3), "right"),
        ((SLOPE % (("g_v(u_n)",) * 3)).replace("- \\frac", "+ \\frac"), "wrong"),
        (SHORT, "right"),
        (SHORT.replace("t_n - ", "t_n + "), "wrong"),
        (r"$$\frac{\partial E}{\partial v_0} = -\sum_{n=1}^N (t_n - g_v(u_n))$$", "cannot-tell"),
    ],
)
def test_a_model_without_a_formula_is_some_number_of_every_example(text: str, verdict: str) -> None:
    assert check(MODEL + text).relations[-1].verdict == verdict


@pytest.mark.parametrize(("factor", "verdict"), [("", "right"), (" u_n", "wrong")])
def test_what_is_sought_has_entries(factor: str, verdict: str) -> None:
    text = rf"$$\frac{{\partial}}{{\partial v_0}} E(v) = \frac1N \sum_{{n=1}}^N (g_v(u_n) - t_n){factor}$$"
    assert check(SOUGHT + text).relations[-1].verdict == verdict


def test_a_model_with_a_formula_keeps_it() -> None:
    page = r"With $g_v(u) = v u$ and $E = \sum_n g_v(u_n)^2$ $$\frac{\partial E}{\partial v} = 2 \sum_n v u_n^2$$"
    assert check(page).relations[-1].verdict == "right"
