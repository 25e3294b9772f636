r"""An activation of which only the name is given: lines that keep its slope g′(z) hold for any, or for none."""

from __future__ import annotations

import pytest

from derive.check import check

UNIT = r"$a = g(z)$, $z = wx + b$ and $L=\frac12(a-y)^2$. "
LAYERS = r"A layer: $z^l = W^la^{l-1}+b^l$, $a^l = f(z^l)$ and cost $C = \frac12\|a^L - y\|^2$. "
HIDDEN = r"Let $h = f(Ux)$, $o = Vh$, $L = \frac12\|o-t\|^2$. "

VERDICTS = (
    (UNIT + r"$$\frac{\partial L}{\partial w} = (a-y)g'(z)x$$", "right"),
    (UNIT + r"$$\frac{\partial L}{\partial w} = (a-y)g'(z)$$", "wrong"),
    (UNIT + r"$$\frac{\partial L}{\partial z} = (y-a)g'(z)$$", "wrong"),
    (UNIT + r"$$\frac{\partial L}{\partial w} = (a-y)a(1-a)x$$", "cannot-tell"),
    (UNIT + r"$$\frac{\partial L}{\partial w} = (a-y)x$$", "cannot-tell"),
    (LAYERS + r"$$\frac{\partial C}{\partial z^L} = (a^L - y)\odot f'(z^L)$$", "right"),
    (LAYERS + r"$$\frac{\partial C}{\partial z^L} = (y - a^L)\odot f'(z^L)$$", "wrong"),
    (HIDDEN + r"$$\frac{\partial L}{\partial U} = \left(V^\top(o-t)\odot f'(Ux)\right)x^\top$$", "right"),
    (HIDDEN + r"$$\frac{\partial L}{\partial U} = -\left(V^\top(o-t)\odot f'(Ux)\right)x^\top$$", "wrong"),
)


@pytest.mark.parametrize(("text", "verdict"), VERDICTS)
def test_verdict(text: str, verdict: str) -> None:
    assert check(text + "\n").relations[-1].verdict == verdict
