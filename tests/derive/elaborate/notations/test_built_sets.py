r"""Sums over a set that the document makes by a condition, in a formula or in words."""

from __future__ import annotations

import pytest

from derive.check import check

HINGE = (
    r"Labels $y_i \in\{-1, 1\}$, $f_i = w^T x_i - b$ and "
    r"$$P(w, b) = \frac{1}{n}\sum_{i=1}^{n} \max(0,\, 1 - y_i f_i)$$ "
)
SETS = (
    r"$$V = \{i : y_i f_i < 1\}$$ ",
    r"$$V = \{k \mid y_k f_k < 1\}$$ ",
    r"$$V = \{i \in \{1, \dots, n\} : y_i f_i < 1\}$$ ",
    r"Let $V$ be the set of indices with $y_i f_i < 1$. ",
    r"Let $V$ be the set of all samples $k$ for which $y_k f_k < 1$. ",
    r"Let $V$ be the set of margin violators, i.e.\ of those $k$ with $y_k f_k < 1$. ",
    r"We write $V$ for the set of violating points, namely the $k$ with $y_k f_k < 1$. ",
)
LINES = (
    (r"$$\nabla_w P = -\frac{1}{n}\sum_{i\in V} y_i x_i$$", "right"),
    (r"$$\nabla_w P = \frac{1}{n}\sum_{i\in V} y_i x_i$$", "wrong"),
    (r"$$\nabla_b P = \frac{1}{n}\sum_{i\in V} y_i$$", "right"),
    (r"$$\nabla_b P = \frac{1}{|V|}\sum_{i\in V} y_i$$", "cannot-tell"),
)


@pytest.mark.sampled(3)
@pytest.mark.parametrize("made", SETS)
@pytest.mark.parametrize(("line", "verdict"), LINES)
def test_verdict(made: str, line: str, verdict: str) -> None:
    assert check(f"{HINGE}{made}{line}\n").relations[-1].verdict == verdict


def test_a_set_that_is_only_named_is_open() -> None:
    text = f"{HINGE}Let $V$ be the set of support vectors. {LINES[0][0]}\n"
    assert check(text).relations[-1].verdict == "cannot-tell"


SLOPES = (
    r"Let $\phi(u) = \begin{cases} u & u \ge 0 \\ 0.2\,u & u < 0 \end{cases}$ act on every entry, "
    r"$u = Ax$ and $L = \frac12\|\phi(u) - y\|^2$ with $A\in\mathbb{R}^{h\times d}$, $x\in\mathbb{R}^d$. "
)


@pytest.mark.parametrize(("below", "verdict"), [("0.2", "right"), ("0", "cannot-tell")])
def test_a_condition_on_a_vector_is_one_on_every_entry(below: str, verdict: str) -> None:
    line = r"$$\phi'(u) = \begin{cases} 1 & u > 0 \\ B & u < 0 \end{cases}$$".replace("B", below)
    assert check(f"{SLOPES}{line}\n").relations[-1].verdict == verdict


ERRORS = r"$$J(w) = \frac{1}{n}\sum_{i=1}^{n} e_i^2, \qquad e_i = y_i - w^\top x_i$$ "


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        (r"$$e = y - Xw$$", "right"),
        (r"$$\nabla_w J = -\frac{2}{n} X^\top e$$", "right"),
        (r"$$\nabla_w J = \frac{2}{n} X^\top e$$", "wrong"),
        (r"$$\frac{d}{dt} e^{3t} = 3e^{3t}$$", "right"),
    ],
)
def test_a_bare_e_is_the_vector_of_errors_where_they_are_defined(line: str, verdict: str) -> None:
    assert check(f"{ERRORS}{line}\n").relations[-1].verdict == verdict


VIOLATORS = (
    r"Let $m_i = y_i(w^\top x_i + b)$. Let $\mathcal V$ be the set of violators, those with $m_i < 1$. "
    r"$$J = \frac{1}{n}\sum_{i=1}^{n}\max(0, 1 - m_i)$$ Hence "
)


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        (r"\frac{\partial J}{\partial b} = -\frac1n\sum_{i\in\mathcal V} y_i", "right"),
        (r"\frac{\partial J}{\partial b} = -\sum_{i\in\mathcal V} y_i", "wrong"),
    ],
)
def test_a_set_is_named_and_told_in_one_breath(line: str, verdict: str) -> None:
    assert check(f"{VIOLATORS}$${line}$$\n").relations[-1].verdict == verdict


PAIRS = (
    r"$$e_{ui} = r_{ui} - p_u^\top q_i, \qquad J = \sum_{(u,i)\in\Omega} e_{ui}^2 + \lambda\sum_u b_u^2$$ "
    "One index is fixed, and the sums run over the known partners. "
)


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        (r"\frac{\partial J}{\partial p_u} = -2\sum_i e_{ui} q_i", "right"),
        (r"\frac{\partial J}{\partial q_i} = -2\sum_u e_{ui} p_u", "right"),
        (r"\frac{\partial J}{\partial q_i} = 2\sum_u e_{ui} p_u", "wrong"),
    ],
)
def test_sums_over_partners_run_over_the_pairs_that_there_are(line: str, verdict: str) -> None:
    assert check(f"{PAIRS}$${line}$$\n").relations[-1].verdict == verdict
    silent = PAIRS.replace("One index is fixed, and the sums run over the known partners.", "Hence")
    assert check(f"{silent}$${line}$$\n").relations[-1].verdict == "cannot-tell"


DRAWS = (
    r"$$J = \frac{1}{N}\sum_{i=1}^{N}(y_i - a)^2$$ LINE Draw one $i$ and use $J_i = (y_i - a)^2$ instead: "
    r"$$\frac{\partial J_i}{\partial a} = -2(y_i - a)$$"
)


@pytest.mark.parametrize(("factor", "verdict"), [(r"\frac{2}{N}", "right"), ("2", "wrong")])
def test_a_mean_beside_the_loss_of_one_draw_is_no_sum(factor: str, verdict: str) -> None:
    line = rf"$$\frac{{\partial J}}{{\partial a}} = -{factor}\sum_{{i=1}}^{{N}}(y_i - a)$$"
    claims = [r.verdict for r in check(DRAWS.replace("LINE", line) + "\n").relations if r.role == "claim"]
    assert claims[0] == verdict
