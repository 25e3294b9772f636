r"""Laws that sections define anew, p(c | z) of classes and then of numbers: each with a right line and a wrong twin."""

from __future__ import annotations

import pytest

from derive.check import check

FAMILY = r"""# One state

With $p_c = e^{u_c}/\sum_k e^{u_k}$ and $F = \sum_c p_c t_c$,

$$\frac{\partial F}{\partial u_c} = p_c(t_c - F)$$

"""
CLASSES = r"""# Scores that are linear

There are features $\phi(z, c) \in \mathbb R^m$ and a weight $w \in \mathbb R^m$, so that

$$p(c \mid z) = \frac{\exp(w^\top\phi(z, c))}{\sum_k \exp(w^\top\phi(z, k))}$$

$$\nabla_w\log p(c \mid z) = \phi(z, c) %s \sum_k p(k \mid z)\phi(z, k)$$

"""
NUMBERS = r"""# Answers that are numbers

Now $c$ is a real number from a normal law with mean $m = w^\top z$ and standard deviation $\sigma$:

$$\log p(c \mid z) = -\log\sigma - \frac{(c - m)^2}{2\sigma^2} + \text{const}$$

$$\nabla_w\log p(c \mid z) = %s\frac{c - m}{\sigma^2} z$$

$$\frac{\partial \log p(c \mid z)}{\partial\sigma} = \frac{(c - m)^2}{\sigma^3} - \frac1\sigma$$
"""


@pytest.mark.parametrize("before", ["", FAMILY])
def test_a_law_that_is_defined_anew_is_another_one(before: str) -> None:
    page = before + CLASSES + NUMBERS
    said = [
        {r.verdict for r in check(page % signs).relations if r.role == "claim"}
        for signs in (("-", ""), ("-", "-"))
    ]
    assert said == [{"right"}, {"right", "wrong"}]
    claims = [r for r in check(page % ("+", "")).relations if r.role == "claim"]
    assert [r.verdict for r in claims if r.rhs.count("+")] == ["wrong"]
