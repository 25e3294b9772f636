"""A line about a name that nothing makes leaves the other lines of its page decided."""

from __future__ import annotations

import pytest

from derive.check import check

HEAD = r"""One request $c$, entries $m_i$ and contents $u_i$, all columns, $m_i$ of length $d$:

1. match $b_i = c^\top m_i / \sqrt d$
2. share $\beta_i$ = softmax of the matches
3. answer $r = \sum_i \beta_i u_i$

We receive $h$, the gradient of the loss $L$ with respect to $r$ (also a column).

"""
STRANGE = r"""
For the code the entries become the rows of $M$ and the slopes $t_i$ a column $t$:

$$\frac{\partial L}{\partial M} = \frac{1}{\sqrt d}\, t\, c^\top$$
"""
TABLE = (
    (r"\frac{\partial L}{\partial u_i} = \beta_i\, h", "right"),
    (r"\frac{\partial L}{\partial b_i} = \beta_i\, h^\top (u_i - r)", "right"),
    (r"\frac{\partial L}{\partial u_i} = \beta_i\, r", "cannot-tell"),
    (r"\frac{\partial L}{\partial b_i} = \beta_i\, h^\top u_i", "cannot-tell"),
)


@pytest.mark.parametrize(("line", "verdict"), TABLE)
def test_a_stranger_hinders_no_other_line(line: str, verdict: str) -> None:
    page = f"{HEAD}$${line}$$\n{STRANGE}"
    assert next(one for one in check(page).relations if one.role == "claim").verdict == verdict
