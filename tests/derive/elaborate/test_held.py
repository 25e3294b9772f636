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
