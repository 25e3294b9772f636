r"""Short signs for derivatives: declared dots, strokes and ∂_c, and subscripts of functions."""

from __future__ import annotations

import pytest

from derive.check import check

STEPS = (
    r"All are numbers. $h = \tanh(w k + u x)$, $k = \tanh(w g + u z)$, $E = \frac12(h-t)^2$. "
    "A dot means $d/dw$, a prime means $d/du$. "
)
POLICY = r"Let $q_a = \frac{e^{v_a}}{\sum_b e^{v_b}}$ and write $\partial_c$ for $\partial/\partial v_c$. "
CURVE = r"Dots denote derivatives with respect to $t$. Let $r = t^2$. "
PLANE = r"Let $f(x,y) = x^2y + \sin(xy)$. "
BIASES = r"Let $e_{ui} = t_{ui} - b_u - c_i$ and $S = \frac12\sum_{u=1}^U\sum_{i=1}^M e_{ui}^2$. In subscript notation "
WHOLE = r"Subscripts denote partial derivatives. Let $G(\theta) = \frac12(a z + b z^3)^2 - a$. "

VERDICTS = (
    (STEPS + r"$$\dot h = (1-h^2)(k + w\dot k)$$", "right"),
    (STEPS + r"$$\dot h = (1-h^2)k$$", "wrong"),
    (STEPS + r"$$h' = (1-h^2)(x + wk')$$", "right"),
    (STEPS + r"$$E' = (h-t)(x + w(1-k^2)z)$$", "wrong"),
    (POLICY + r"$$\partial_c q_a = q_a(1_{a=c} - q_c)$$", "right"),
    (POLICY + r"$$\partial_b \log q_a = 1_{a=b} - q_b$$", "right"),
    (POLICY + r"$$\partial_c q_a = q_a(1_{a=c} + q_c)$$", "wrong"),
    (CURVE + r"$$\dot r = 2t$$", "right"),
    (CURVE + r"$$\dot r = t$$", "wrong"),
    (PLANE + r"$$f_x = 2xy + y\cos(xy)$$", "right"),
    (PLANE + r"$$f_y = x^2 - x\cos(xy)$$", "wrong"),
    (PLANE + r"$$f_{xy} = 2x + \cos(xy) - xy\sin(xy)$$", "right"),
    (PLANE + r"$$f_{yy} = x^2\sin(xy)$$", "wrong"),
    (WHOLE + r"$$G_a = (a z + b z^3) z - 1$$", "right"),
    (WHOLE + r"$$G_b = -(a z + b z^3) z^3$$", "wrong"),
    (WHOLE + r"$$G_{ab} = z^4$$", "right"),
    (BIASES + r"$$S_{b_u} = -\sum_{i=1}^M e_{ui}$$", "right"),
    (BIASES + r"$$S_{c_i} = \sum_{u=1}^U e_{ui}$$", "wrong"),
)


@pytest.mark.parametrize(("text", "verdict"), VERDICTS)
def test_verdict(text: str, verdict: str) -> None:
    assert check(text + "\n").relations[-1].verdict == verdict


LABELS = (
    WHOLE.replace("Subscripts denote partial derivatives.", "") + r"$$G_a = (a z + b z^3) z$$",
    BIASES.replace(" In subscript notation", "") + r"$$S_{b_u} = -\sum_{i=1}^M e_{ui}$$",
    r"Let $L(u, v) = (u - 2v)^2$ and let $L_u = u^2 + 1$ be another loss.",
    r"Let $E_d = (w x - d)^2$, $E_w = \frac12 w^2$ and $E(w, a) = E_d + aE_w$.",
)


@pytest.mark.parametrize("text", LABELS)
def test_a_subscript_may_be_a_label(text: str) -> None:
    assert check(text + "\n").relations[-1].verdict in ("definition", "cannot-tell")
