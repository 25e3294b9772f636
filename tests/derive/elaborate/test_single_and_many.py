r"""Parameters that vary by example from some line on, and predictions that only a chain rule names; one row a case."""

from __future__ import annotations

import pytest

from derive.check import check

SCALE = r"Let $L = \sum_i (v_i - r/s)^2$. $$\frac{\partial L}{\partial s} = %s$$ "
LATER = r"Now let the scale depend on covariates, $s_i = \exp(x_i^T b)$."
ENTRIES = r"Let $L = \frac12\|w\|^2$. $$\frac{\partial L}{\partial w} = w$$ With $w_j = a_j + b_j$ "
CHAINED = r"With $u = A^T v$ let $CE(\mathrm{softmax}(u), x)$ be the loss. "

CASES = {
    "one scale at first": (SCALE % r"\frac{2r}{s^2}\sum_i (v_i - r/s)" + LATER, ["right"]),
    "one scale at first, the sign": (SCALE % r"-\frac{2r}{s^2}\sum_i (v_i - r/s)" + LATER, ["wrong"]),
    "entries of a vector": (ENTRIES + r"$$\frac{\partial L}{\partial w_j} = w_j$$", ["right", "right"]),
    "a chain rule by an expression": (
        CHAINED + r"$$\frac{dCE}{dv} = \frac{dCE}{d\,\mathrm{softmax}(u)} \odot \frac{du}{dv}$$",
        ["cannot-tell"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_single_and_many(name: str) -> None:
    text, verdicts = CASES[name]
    relations = check(text + "\n").relations
    assert [r.verdict for r in relations if not r.inline and r.role == "claim"] == verdicts
