"""Functions of several numbers, a part of which has a name of its own, taken at data."""

from __future__ import annotations

import pytest

from derive.check import check

RATE = (
    r"Let $h(u, v) = \frac{R_{\max} u}{H + u}$ with $H = H_0 (1 + \frac{v}{H_1})$, "
    r"$J = \frac{1}{2} \sum_{m=1}^n z_m^2$ and $z_m = y_m - h(u_m, v_m)$. "
)
SMALL = r"Let $h(u, v) = \frac{a u}{g + u}$ with $g = k(1 + v/d)$, $J = \frac12 \sum_m z_m^2$, "
SMALL += r"$z_m = y_m - h(u_m, v_m)$. "
LIGHT = (
    r"Let $G(q, h) = \frac{G_{\max} b}{G_{\max} + b}$ where $b = \alpha q e^{-\kappa h}$, and "
    r"$F = \frac12\sum_j (G(q_j, h_j) - p_j)^2$. "
)
TURNED = SMALL + r"$$\frac{\partial J}{\partial a} = -z^\top \frac{u}{g + u}$$"
WHOLE = SMALL + r"The data are $u = (u_1, \dots, u_n)$. "
CASES = (
    (LIGHT + r"$$\frac{\partial G}{\partial \kappa} = -\frac{G_{\max}^2 h b}{(G_{\max} + b)^2}$$", "right"),
    (LIGHT + r"$$\frac{\partial G}{\partial \kappa} = \frac{G_{\max}^2 h b}{(G_{\max} + b)^2}$$", "wrong"),
    (
        LIGHT + r"$$\frac{\partial F}{\partial G_{\max}} = \sum_j (G(q_j, h_j) - p_j) "
        r"\frac{b(q_j, h_j)^2}{(G_{\max} + b(q_j, h_j))^2}$$",
        "right",
    ),
    (
        LIGHT + r"$$\frac{\partial F}{\partial G_{\max}} = \sum_j (p_j - G(q_j, h_j)) "
        r"\frac{b(q_j, h_j)^2}{(G_{\max} + b(q_j, h_j))^2}$$",
        "wrong",
    ),
    (RATE + r"$$\frac{\partial h}{\partial R_{\max}} = \frac{u}{H + u}$$", "right"),
    (RATE + r"$$\frac{\partial h}{\partial R_{\max}} = -\frac{u}{H + u}$$", "wrong"),
    (
        RATE
        + r"$$\frac{\partial h}{\partial H} \frac{\partial H}{\partial H_1} "
        + r" = \frac{R_{\max} H_0 u v}{H_1^2 (H + u)^2}$$",
        "right",
    ),
    (
        RATE
        + r"$$\frac{\partial h}{\partial H} \frac{\partial H}{\partial H_1} "
        + r" = -\frac{R_{\max} H_0 u v}{H_1^2 (H + u)^2}$$",
        "wrong",
    ),
    (
        RATE + r"$$\frac{\partial J}{\partial R_{\max}} = -\sum_{m=1}^n z_m \frac{u_m}{H(v_m) + u_m}$$",
        "right",
    ),
    (RATE + r"$$\frac{\partial J}{\partial R_{\max}} = \sum_{m=1}^n z_m \frac{u_m}{H(v_m) + u_m}$$", "wrong"),
    (
        RATE
        + r"$$\frac{\partial J}{\partial H_0} = -\sum_{m=1}^n z_m \frac{\partial h}{\partial H_0}(u_m, v_m)$$",
        "right",
    ),
    (
        RATE
        + r"$$\frac{\partial J}{\partial H_0} = \sum_{m=1}^n z_m \frac{\partial h}{\partial H_0}(u_m, v_m)$$",
        "wrong",
    ),
    (
        SMALL + r"$$\frac{\partial J}{\partial a} = -\sum_m z_m \frac{\partial h}{\partial a}(u_m, v_m)$$",
        "right",
    ),
    (
        SMALL + r"$$\frac{\partial J}{\partial k} = \sum_m z_m \frac{a u_m (1 + v_m/d)}{(g(v_m) + u_m)^2}$$",
        "right",
    ),
    (
        SMALL + r"$$\frac{\partial J}{\partial k} = -\sum_m z_m \frac{a u_m (1 + v_m/d)}{(g(v_m) + u_m)^2}$$",
        "wrong",
    ),
)


@pytest.mark.parametrize(("text", "verdict"), CASES)
def test_verdict(text: str, verdict: str) -> None:
    assert check(text + "\n").relations[-1].verdict == verdict


def test_variables_beside_a_transpose_may_be_the_data() -> None:
    assert check(TURNED + "\n").relations[-1].verdict != "wrong"


def test_data_that_are_named_as_a_whole_stay_one_object() -> None:
    found = check(WHOLE + r"$$\frac{\partial J}{\partial a} = \sum_m z_m \frac{u_m}{g(v_m) + u_m}$$" + "\n")
    assert found.relations[-1].verdict != "right"
