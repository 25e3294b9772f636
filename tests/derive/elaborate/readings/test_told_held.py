r"""What words or a stroke hold while a line is derived; each right line with a wrong twin, and what stays open."""

from __future__ import annotations

import pytest

from derive.check import check

ROBUST = r"Let $r_i = y_i - x_i^\top\beta$, $q_i = 1/(1+r_i^2)$ and $$B = \frac12\sum_i q_i r_i^2.$$ "
HELD = r"$$\frac{\partial B}{\partial\beta} = -\sum_i q_i r_i x_i"
SIGN = r"$$\frac{\partial B}{\partial\beta} = \sum_i q_i r_i x_i"
MOVING = r"$$\frac{\partial B}{\partial\beta} = -\sum_i q_i^2 r_i x_i$$"
BEHIND = r" \qquad\text{(weights constant)}$$"
GATE = r"Let $u$ be a number, $z = \sin u$, $h = z u$ and $L = h^2$. "
BAR = r"$$\left.\frac{\partial L}{\partial u}\right|_{z} = "
CONST = r"$$\left.\frac{\partial L}{\partial u}\right|_{z\ \text{const}} = "
FIXED = r"$$\frac{\partial L}{\partial u}\Big|_{\text{inner } z \text{ frozen}} = "
PAIR = (
    r"For one pair $(x, y)$ the residual is $r = x^\top\beta - y$; over the data $E = \frac12\sum_i r_i^2$. "
    r"$$\frac{\partial E}{\partial\beta} = \sum_i r_i x_i$$"
    "\n\n## Other sign\n\n"
    r"From here on $r = y - x^\top\beta$. Let $D = \frac12\sum_i r_i^2$. "
)

TARGET = (
    r"Let $e = y - w^\top x$, where the target $y = r + g\, w^\top z$ is treated as a constant, "
    r"and $L = \frac12 e^2$. "
)

CASES = {
    "a second derivative": (TARGET + r"$$\nabla_w^2 L = x x^\top$$", "right"),
    "a second derivative, the target moving": (TARGET + r"$$\nabla_w^2 L = (x - g z) x^\top$$", "wrong"),
    "words behind": (ROBUST + HELD + BEHIND, "right"),
    "words behind, the sign": (ROBUST + SIGN + BEHIND, "wrong"),
    "a letter in words": (ROBUST + r"The weights $q_i$ are treated as constants: " + HELD + "$$", "right"),
    "frozen weights": (ROBUST + r"We freeze the $q_i$ at their present values. " + HELD + "$$", "right"),
    "where they are": (ROBUST + r"The weights $q_i$ stay where they are. " + HELD + "$$", "right"),
    "where they are, the sign": (ROBUST + r"The weights $q_i$ stay where they are. " + SIGN + "$$", "wrong"),
    "they do not move": (ROBUST + r"In this step the $q_i$ do not move: " + HELD + "$$", "right"),
    "another letter in words": (ROBUST + r"Here $\alpha$ is held fixed. " + HELD + "$$", "cannot-tell"),
    "by mistake": (ROBUST + r"Treating $q_i$ as a constant would be wrong. " + HELD + "$$", "cannot-tell"),
    "no words": (ROBUST + HELD + "$$", "wrong"),
    "no words, all of it": (ROBUST + MOVING, "right"),
    "below a stroke": (GATE + BAR + "2 h z$$", "right"),
    "below a stroke, the other path too": (GATE + BAR + r"2 h (z + u\cos u)$$", "wrong"),
    "a word below a stroke": (GATE + CONST + "2 h z$$", "right"),
    "a word below a stroke, a factor lost": (GATE + CONST + "h z$$", "wrong"),
    "words below a stroke": (GATE + FIXED + "2 h z$$", "right"),
    "redefined for one example": (
        PAIR + r"$$\frac{\partial D}{\partial\beta} = \sum_i r_i x_i$$",
        "cannot-tell",
    ),
}


@pytest.mark.sampled(3)
@pytest.mark.parametrize("name", CASES)
def test_verdict(name: str) -> None:
    text, verdict = CASES[name]
    assert check(text + "\n").relations[-1].verdict == verdict
