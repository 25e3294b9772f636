r"""Names of several letters that only stand in a logarithm, \log PL(β); one row a page and its verdicts."""

from __future__ import annotations

import pytest

from derive.check import check

SCORE = (
    r"The log partial likelihood is $$\log PL(b) = b - \log(2e^{b}+2)$$ with the score "
    r"$$S(b) = \frac{d \log PL}{db} = 1 - \frac{e^b}{e^b + 1}$$ and "
    r"$$\frac{dS}{db} = -\frac{e^b}{(e^b+1)^2}, \qquad S(0) = \frac12$$"
)
CASES = (
    (SCORE, ["right", "right", "right"]),
    (SCORE.replace("PL", "pl"), ["right", "right", "right"]),
    (SCORE.replace("= 1 -", "= 1 +"), ["wrong", "right", "right"]),
    (SCORE.replace("= -", "= "), ["right", "wrong", "right"]),
)


@pytest.mark.parametrize(("text", "verdicts"), CASES)
def test_verdicts(text: str, verdicts: list[str]) -> None:
    assert [r.verdict for r in check(text + "\n").relations if r.role == "claim"] == verdicts
