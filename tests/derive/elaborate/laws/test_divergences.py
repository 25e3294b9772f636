r"""Laws with names and their divergences: one row what is said, a line about the divergence and its wrong twin."""

from __future__ import annotations

import pytest

from derive.check import check

SLOPE = r"$$\frac{\partial K}{\partial a} = %s$$"
CLOSED = r"$$K = \log\frac{1}{a} + \frac{a^2 + %s m^2}{2} - \frac12$$"
TWO = r"$$K = \log\frac{s}{a} + \frac{a^2 + (m - u)^2}{2s^2} - \frac12$$"
MANY = r"$$K = \frac12\sum_j (a_j^2 + m_j^2 - 1 - 2\log a_j)$$ $$\frac{\partial K}{\partial a_j} = %s$$"
LAWS = (
    (r"Let $q = \mathcal N(m, a^2)$, $p = \mathcal N(0, 1)$, $K = \mathrm{KL}(q\,\|\,p)$. ", CLOSED, "", "2"),
    (r"$q = \mathcal N(m, a^2)$, $p = \mathcal N(0, 1)$, $K = D_{KL}(q\|p)$: ", SLOPE, r"a - \frac1a", r"a + \frac1a"),
    (
        r"For $q = \mathcal N(m, a^2)$ and $p = \mathcal N(u, s^2)$ let $K = \mathrm{KL}(q\|p)$. ",
        TWO + SLOPE,
        r"\frac{a}{s^2} - \frac1a",
        r"\frac{a}{s^2} + \frac1a",
    ),
    (
        r"$q = \mathrm{Bernoulli}(a)$, $p = \mathrm{Bernoulli}(b)$ with $a, b \in (0, 1)$, $K = \mathrm{KL}(q\|p)$. ",
        r"$$\frac{\partial K}{\partial b} = %s\frac{a}{b} + \frac{1 - a}{1 - b}$$",
        "-",
        "",
    ),
    (
        r"In $\mathbb R^d$: $q = \mathcal N(m, \mathrm{diag}(a^2))$, $p = \mathcal N(0, I)$, $K = \mathrm{KL}(q\|p)$. ",
        MANY,
        r"a_j - \frac{1}{a_j}",
        r"a_j + \frac{1}{a_j}",
    ),
    (
        r"Let $K = \mathrm{KL}(q\|p)$ be the divergence of two coins, ",
        r"$$K = a\log\frac ab + (1 - a)\log\frac{1 - a}{1 - b}$$ "
        r"$$\frac{\partial K}{\partial b} = %s\frac{b - a}{b(1 - b)}$$",
        "",
        "-",
    ),
)  # fmt: skip


@pytest.mark.parametrize(("said", "lines", "right", "wrong"), LAWS)
def test_a_divergence_of_named_laws_is_written_out_or_named(
    said: str, lines: str, right: str, wrong: str
) -> None:
    for factor, verdict in ((right, "right"), (wrong, "wrong")):
        claims = [r for r in check(said + lines % factor + "\n").relations if r.role == "claim"]
        assert claims[-1].verdict == verdict


# Laws of several numbers: nothing may be concluded from the formula for one number.
OPEN = (
    r"Vectors $m$ and $a$: $q = \mathcal N(m, a^2)$, $p = \mathcal N(0, 1)$. "
    r"$$\mathrm{KL}(q\|p) = \frac12\sum_j (a_j^2 + m_j^2 - 1 - 2\log a_j)$$",
    r"With $q = \mathcal N(m, a^2)$, $p = \mathcal N(0, 1)$ and $K = \mathrm{KL}(q\|p)$: "
    r"$$K = \frac12\sum_j (a_j^2 + m_j^2 - 1 - 2\log a_j)$$",
)


@pytest.mark.parametrize("text", OPEN)
def test_laws_of_several_numbers_blame_nothing(text: str) -> None:
    assert "wrong" not in {r.verdict for r in check(text + "\n").relations}
