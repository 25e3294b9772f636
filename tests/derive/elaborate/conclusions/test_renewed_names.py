r"""A name that is given anew without a word about it proves nothing that its first equation refutes."""

from __future__ import annotations

import pytest

from derive.check import check

HALF = r"Let $C = \frac12 (k u - v)^2$. "
SLOPE = r"$$\frac{dC}{dk} = 2(k u - v)u$$"

VERDICTS = (
    (HALF + r"Recall that $C = (k u - v)^2$. So " + SLOPE, ["wrong", "wrong"]),
    (HALF + r"Recall that $C = \frac12 (v - k u)^2$. So $$\frac{dC}{dk} = (k u - v)u$$", ["right", "right"]),
    (r"$q = m^2 + 1$, $C = \sqrt{q}$. In other words $C = q^2$. $$\frac{dC}{dq} = 2q$$", ["wrong", "wrong"]),
    (HALF + r"With $C = (k u - v)^2$ we get " + SLOPE, ["cannot-tell"]),
    (HALF + r"Now take $C = (k u - v)^2$ instead. Then " + SLOPE, ["right"]),
    (HALF + r"Add a penalty: $C = \frac12 (k u - v)^2 + \mu k^2$. $$\frac{dC}{dk} = (k u - v)u + 2\mu k$$", ["right"]),
    (r"We have $a = k u + c$, $C = (a - v)^2$. Since $a = k u - c$, $$\frac{dC}{dc} = -2(a - v)$$", ["wrong", "wrong"]),
    (r"We have $a = k u + c$, $C = (a - v)^2$. Since $a = k u + c$, $$\frac{dC}{dc} = 2(a - v)$$", ["right", "right"]),
    (r"$m = k^3 + k$ and $C = m^2$. Here $$m = k^3 - k$$ and $$\frac{dC}{dk} = 2m(3k^2 - 1)$$", ["cannot-tell"]),
)  # fmt: skip


@pytest.mark.parametrize(("text", "verdicts"), VERDICTS)
def test_second_equations(text: str, verdicts: list[str]) -> None:
    claims = [one for one in check(text + "\n").relations if one.role == "claim"]
    assert [one.verdict for one in claims] == verdicts
