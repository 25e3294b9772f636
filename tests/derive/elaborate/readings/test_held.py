r"""Differentials in which only some of the variables move."""

from __future__ import annotations

import pytest

from derive.check import check

GIVEN = (
    r"Let $A \in \mathbb{R}^{n \times k}$, $B \in \mathbb{R}^{k \times d}$, $Y \in \mathbb{R}^{n \times d}$, "
    r"$R = AB - Y$ and $f = \frac12 \|R\|_F^2$. "
)
BOTH = r" $$df = R : dA\,B + R : A\,dB$$"

VERDICTS = (
    (GIVEN + r"With $B$ fixed, $$df = \operatorname{tr}(R^\top dA\, B)$$" + BOTH, "right", ("with B held",)),
    (
        GIVEN + r"With respect to $A$: $$df = \operatorname{tr}(R^\top dA\, B)$$" + BOTH,
        "right",
        ("with B held",),
    ),
    (
        GIVEN
        + r"Then $$df = \operatorname{tr}(R^\top dA\, B)$$ and $$df = \operatorname{tr}(R^\top A\, dB)$$",
        "right",
        ("with B held",),
    ),
    (GIVEN + r"Then $$df = \operatorname{tr}(R^\top dA\, B)$$" + BOTH, "cannot-tell", ()),
    (GIVEN + r"With $B$ fixed, $$df = 2\operatorname{tr}(R^\top dA\, B)$$" + BOTH, "wrong", ()),
)


@pytest.mark.parametrize(("text", "verdict", "conditions"), VERDICTS)
def test_verdict(text: str, verdict: str, conditions: tuple[str, ...]) -> None:
    first = next(r for r in check(text + "\n").relations if r.role == "claim")
    assert (first.verdict, first.conditions) == (verdict, conditions)


DATA = (
    r"Let $L = \|y - Xw\|^2$ where $X\in\mathbb{R}^{n\times d}$. "
    r"$$dL = 2(y-Xw)^\top d(y-Xw)$$ $$= -2(y-Xw)^\top X\,dw$$"
)
SIGN = DATA.replace("= -2", "= 2")
FACTORS = r"Let $F = UV$ with $U \in\mathbb{R}^{n\times r}$, $V\in\mathbb{R}^{r\times m}$. $$d(UV) = U\,dV$$"
OF_W = DATA.replace("L =", "L(w) =", 1)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (DATA, "cannot-tell"),
        (OF_W, "right"),
        (DATA + r" Hence $\frac{\partial L}{\partial w} = -2X^\top(y-Xw)$.", "right"),
        (SIGN, "cannot-tell"),
        (FACTORS, "cannot-tell"),
    ],
)
def test_data_that_stand_in_a_differential_do_not_move(text: str, verdict: str) -> None:
    displays = [r for r in check(text + "\n").relations if r.role == "claim" and not r.inline]
    assert displays[-1].verdict == verdict


def test_d_counts_columns_and_makes_differentials() -> None:
    first = next(r for r in check(DATA + "\n").relations if r.role == "claim")
    assert (first.verdict, first.reading.startswith("dL")) == ("right", True)
