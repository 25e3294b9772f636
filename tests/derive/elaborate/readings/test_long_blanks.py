"""Long blanks before a condition: a page is judged as quickly as without them."""

from __future__ import annotations

import time

from derive.check import check

PAGE = (
    r"Let $q_k = e^{z_k}/\sum_j e^{z_j}$.%sOff the diagonal ($i \ne j$), where only the lower part of the quotient "
    r"moves and the upper part stays as it is throughout, $$\frac{\partial q_i}{\partial z_j} = -q_i q_j$$"
)


def test_blanks_cost_nothing() -> None:
    start = time.process_time()
    verdicts = {
        check(PAGE % blanks).relations[-1].verdict for blanks in (" ", "\n" + " " * 600 + "\n" + " " * 60)
    }
    assert verdicts == {"right"}
    assert time.process_time() - start < 10  # it took minutes, as every division of the blanks was tried
