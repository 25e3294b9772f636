r"""Equations that only say what data are like, y = mx + c; one row a model, a loss and its gradient."""

from __future__ import annotations

import pytest

from derive.check import check

SQUARES = r"$$J = \frac12\sum_i (t_i - a u_i - b)^2$$ "
BY_A = r"$$\frac{\partial J}{\partial a} = %s\sum_i (t_i - a u_i - b)u_i$$"
ROWS = r"$$F = \|y - X w\|^2$$ $$\nabla F = %s X^T(X w - y)$$"
BERNOULLI = (
    r"$$J = -\sum_i (y_i\log s(w^Tx_i) + (1-y_i)\log(1-s(w^Tx_i)))$$ $$\nabla J = %s\sum_i (s(w^Tx_i) - y_i)x_i$$ "
    r"Here $s$ is the logistic sigmoid."
)
GAP = r"$$J = (y - \hat y)^2$$ $$\frac{\partial J}{\partial g} = %s(y - \hat y)x$$"

# What is said of the targets, the gradient, its right factor and a wrong one.
MODELS = (
    ("We fit the line $t = a u + b$. ", SQUARES + BY_A, "-", "-2"),
    (
        r"Assume $t_i = a u_i + b + \varepsilon_i$ with $\varepsilon_i \sim N(0, s^2)$. ",
        SQUARES + BY_A,
        "-",
        "",
    ),
    ("The model is $y = X w$. ", ROWS, "2", "-2"),
    (r"The model is $$y = X w + \epsilon$$ ", ROWS, "2", "-2"),
    (r"We model $y = s(w^T x)$. ", BERNOULLI, "", "-"),
    (r"The prediction is $\hat y = g x$, and we would like $y = \hat y$. ", GAP, "-2", "2"),
)


@pytest.mark.parametrize(("said", "lines", "right", "wrong"), MODELS)
def test_a_target_is_not_what_a_model_says_of_it(said: str, lines: str, right: str, wrong: str) -> None:
    for factor, verdict in ((right, "right"), (wrong, "wrong")):
        claims = [r for r in check(said + lines % factor + "\n").relations if r.role == "claim"]
        assert [claim.verdict for claim in claims] == [verdict]


# Names that are what an equation says, although their formula is written out or stands beside them.
MADE = (
    r"Let $r = y - X w$ and $$F = \|y - X w\|^2 = r^T r$$ $$\nabla F = -2X^T r$$",
    r"Let $z = A x$ and $E = \|z - x\|^2 + c\|A\|^2$. $$\frac{\partial E}{\partial A} = 2(z - x)x^T + 2cA$$",
    r"Let $q = \sigma(x)$ with the sigmoid $\sigma$ and $f = x q$. $$\frac{df}{dx} = q + x q(1 - q)$$",
    r"A unit gives $y = w x + u$, and $L = (y - t)^2$. $$\frac{\partial L}{\partial w} = 2(y - t)x$$",
    r"Let $z = \mu + s e$, $L = (z - t)^2$. $$\frac{\partial L}{\partial s} = 2(z - t)e$$",
)


@pytest.mark.parametrize("text", MADE)
def test_other_equations_define(text: str) -> None:
    assert {r.verdict for r in check(text + "\n").relations if r.role == "claim"} == {"right"}


CONSTANT = (
    r"Let $r_i = t_i - t_i$ and $Q = \sum_i r_i u_i^2$. $$\frac{\partial Q}{\partial u_k} = %s r_k u_k$$"
)


@pytest.mark.parametrize("factor", ["2", "7"])
def test_what_vanishes_proves_nothing(factor: str) -> None:
    assert check(CONSTANT % factor + "\n").relations[-1].verdict == "cannot-tell"
