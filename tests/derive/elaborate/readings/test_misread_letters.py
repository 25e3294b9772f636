r"""Letters of which a reading would make too much: the imaginary unit, indices on both ends, functions named anew."""

from __future__ import annotations

import pytest

from derive.check import check

FIELD = r"Let $g$ be a complex number, $g = a + i b$, and $J = |g|^2$. "
FAMILY = (
    r"$\eta_i = x_i^\top\beta$, $\mu_i = e^{\eta_i}$, $Q(\beta) = \sum_i (\log\mu_i + \frac{y_i}{\mu_i})$ and "
    r"$Q_i = \log\mu_i + y_i/\mu_i$. "
)
TWO = (
    "# A\n\n$g$ is the logistic function, $v = g(k u)$:\n\n$$\\frac{dv}{dk} = %s$$\n\n"
    "# B\n\n$g$ is the hyperbolic tangent, $v = g(k u)$:\n\n$$\\frac{dv}{dk} = %s$$"
)
LOGS = (
    r"Here $\log$ is $\log_{10}$. $r = 10\log\frac{s}{m}$. ",
    r"Here $\log$ is natural. $r = 10\log\frac{s}{m}$. ",
)

NORM = r"Here $\|\cdot\|$ is the %s. $J(u) = \|u\|$. "

VERDICTS = (
    (FIELD + r"$$\frac{\partial J}{\partial b} = 2b$$", ["cannot-tell"]),
    (FIELD + r"$$\frac{\partial J}{\partial a} = 2(a + i b)$$", ["cannot-tell"]),
    (FAMILY + r"$$\frac{\partial\eta_i}{\partial\beta} = x_i$$", ["right"]),
    (FAMILY + r"$$\frac{\partial\eta_i}{\partial\beta} = x_j$$", ["cannot-tell"]),
    (TWO % ("u(1 - v^2)", "u v(1 - v)"), ["cannot-tell", "right", "cannot-tell"]),
    (LOGS[0] + r"$$\frac{dr}{ds} = \frac{10}{s \ln 10}$$", ["right"]),
    (LOGS[0] + r"$$\frac{dr}{ds} = \frac{10}{s}$$", ["wrong"]),
    (LOGS[1] + r"$$\frac{dr}{ds} = \frac{10}{s}$$", ["right"]),
    (NORM % "1-norm" + r"$$\nabla J = \frac{u}{\|u\|}$$", ["cannot-tell"]),
    (NORM % "Euclidean norm" + r"$$\nabla J = \frac{u}{\|u\|}$$", ["right"]),
    (r"A student wrote $\frac{d}{dk}(ku)^2 = 2ku$. With $J = (ku)^2$, $$\frac{dJ}{dk} = 2ku^2$$", ["right"]),
    (
        r"$J(k) = (ku - v)^2$. Some authors write $J(k) = \frac12(ku - v)^2$, which changes little. "
        r"$$\frac{d}{dk}(ku - v)^2 = 2(ku - v)u$$",
        ["right"],
    ),
)


@pytest.mark.parametrize(("text", "verdicts"), VERDICTS)
def test_letters(text: str, verdicts: list[str]) -> None:
    claims = [one for one in check(text + "\n").relations if one.role == "claim"]
    assert [one.verdict for one in claims] == verdicts
