r"""Letters that another section gives to something else, ends of sums, open units and variables through an inverse."""

from __future__ import annotations

import pytest

from derive.check import check

FIT = (
    "## A curve\n\n"
    r"$$q_i = c\,e^{-gu_i} - v_i, \qquad E = \frac12\sum_i q_i^2$$ $$\frac{\partial E}{\partial c} = %s$$"
    "\n\n## A unit\n\nNew letters: "
    r"$$g = p\cdot u, \qquad c = \frac{1}{1 + e^{-g}}$$ $$\frac{dc}{dg} = c(1 - c)$$"
    "\n"
)
CODE = (
    r"$$K = \frac12(m^2 + s^2 - 1 - \ln s^2)$$ With $l = \ln s^2$ $$z = m + e^{l/2}\varepsilon, \quad J = z^2 + K$$ "
    r"$$\frac{\partial J}{\partial l} = %s$$"
)
OPEN = (
    r"$$h = \max(0, ax), \quad L = \frac12(h - t)^2$$ The unit is open and its slope is 1, hence "
    r"$$\frac{\partial L}{\partial a} = %s$$"
)
TAPS = (
    r"$$y_n = b + \sum_{k=0}^{K-1} w_k x_{n+k}, \qquad n=0,\dots,N-K$$ I receive $\delta_n = \partial E/\partial y_n$. "
    r"$$\frac{\partial E}{\partial b} = \sum_{n=0}^{N-K}\delta_n$$"
)
HALVED = (
    r"Let $Q = (t - gu)^2$. We drop the 2, as it goes into the learning rate: $$\frac{dQ}{dg} = %s(t - gu)u$$"
)
OTHERWISE = (
    r"Let $Q = (t - gu)^2 + cg^2$. $$\frac{dQ}{dg} = -2u(t - gu) + 2cg$$ "
    r"If we had halved the penalty, it would be $$\frac{dQ}{dg} = -2u(t - gu) + cg$$"
)
ALL_HALVED = (
    "I ignore the constant 2 in all gradients, it sits in the learning rate.\n\n"
    r"$$Q = (t - gu)^2$$ $$\frac{dQ}{dg} = %s(t - gu)u$$"
)
TURNED = (
    r"Let $r = t - q$ and $h(r) = \log\cosh r$. $$\frac{dh(r)}{dr} = \tanh r$$"
    "\n\nIn my field r is defined the other way round. With that r $$\\frac{dh(r)}{dq} = %s\\tanh r$$"
)
THREE = (
    "## A curve\n\n"
    r"Model $v(u) = c e^{-gu}$, data $(u_i, v_i)$, $q_i = c e^{-g u_i} - v_i$. $$E = \frac12\sum_i q_i^2$$ "
    r"$$\frac{\partial E}{\partial c} = \sum_i q_i e^{-g u_i}$$"
    "\n\n## A unit\n\n"
    r"New letters: $u$ is a vector, $g = p \cdot u$ and $c = 1/(1 + e^{-g})$. $$E = -\ln c$$ "
    r"$$\frac{\partial E}{\partial g} = c - 1$$"
    "\n\n## A bump\n\n"
    r"$z$ and $g$ are vectors, $u$ the width. $$c = \exp\Bigl(-\frac{\|z - g\|^2}{2u^2}\Bigr)$$ "
    r"$$\frac{\partial c}{\partial g} = \frac{c}{u^2}(z - g)$$"
)
PAGES = (
    THREE,
    ALL_HALVED % "-",
    TURNED % "",
    OTHERWISE,
    HALVED % "-",
    FIT % r"\sum_i q_i e^{-gu_i}",
    CODE % r"z e^{l/2}\varepsilon + \frac12(e^l - 1)",
    OPEN % "(h - t)x",
    TAPS,
)


LATER_VALUE = (
    r"$$Q(v) = \|Av - r\|^2 + c\, v^T v$$ $$\nabla Q(v) = 2A^T(Av - r) + %s$$"
    "\n\n## As a posterior\n\n"
    r"With $c = s^2/t^2$ $$R(v) = -\frac{1}{2s^2}\|Av - r\|^2 - \frac{1}{2t^2} v^T v$$ "
    r"$$\nabla R(v) = \frac{1}{s^2} A^T(r - Av) - \frac{1}{t^2} v$$"
)
SPREAD = (
    "## One\n\nHere $g > 0$ is the spread. "
    r"$$Q = \log g + \frac{(r - m)^2}{2g^2}$$ $$\frac{\partial Q}{\partial g} = %s$$"
    "\n\n## Two\n\nThe letter is free again: "
    r"$g(a) = 1/(1 + e^{-a})$. $$g'(a) = g(a)(1 - g(a))$$"
)


@pytest.mark.parametrize(
    ("page", "right", "wrong"),
    [
        (LATER_VALUE, "2cv", "cv"),
        (SPREAD, r"\frac{1}{g} - \frac{(r - m)^2}{g^3}", r"\frac{1}{g} - \frac{(r - m)^2}{g^2}"),
    ],
)
def test_a_letter_that_is_free_here_and_made_later_is_judged_free(page: str, right: str, wrong: str) -> None:
    assert check(page % right).relations[1].verdict == "right"
    assert check(page % wrong).relations[1].verdict == "wrong"


@pytest.mark.parametrize("page", PAGES)
def test_no_right_line_is_blamed(page: str) -> None:
    assert check(page + "\n").first_wrong is None


@pytest.mark.parametrize("page", [HALVED % "", FIT % r"-\sum_i q_i e^{-gu_i}", OPEN % "(t - h)x"])
def test_no_wrong_line_is_right(page: str) -> None:
    assert check(page + "\n").relations[2 if page.startswith("##") else -1].verdict != "right"
