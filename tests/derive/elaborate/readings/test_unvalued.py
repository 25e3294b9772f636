r"""Lines that hold whatever a name is that is made with a function of which nothing is known."""

from __future__ import annotations

import pytest

from derive.check import check

POLICY = r"$$q_c = \frac{e^{u_c}}{\sum_d e^{u_d}}, \qquad V = \sum_c q_cm_c$$ "
FEATURES = r" With features, $u_c = \beta\cdot f(o,c)$, of a state $o$, where $o = k f(o)$ is the state. "

VERDICTS = (
    (r"$$\frac{\partial\log q_c}{\partial u_d} = 1[c=d]-q_d$$", "right"),
    (r"$$\frac{\partial\log q_c}{\partial u_d} = q_d-1[c=d]$$", "cannot-tell"),
    (r"$$\frac{\partial V}{\partial u_d} = q_d(m_d-V)$$", "right"),
    (r"$$\frac{\partial V}{\partial u_d} = q_d(m_d+V)$$", "cannot-tell"),
    (r"$$\frac{\partial V}{\partial\beta} = \sum_c m_c-\sum_d m_d$$", "cannot-tell"),
)


@pytest.mark.parametrize(("claim", "verdict"), VERDICTS)
def test_verdict(claim: str, verdict: str) -> None:
    relations = check(POLICY + claim + FEATURES + "\n").relations
    found = next(each for each in relations if each.lhs.startswith(r"\frac{\partial"))
    assert found.verdict == verdict


def test_a_condition_behind_a_definition_may_end_a_page() -> None:
    assert check("Now $h = 3q$, where $s^2 > 1$.\n").relations[0].verdict == "definition"
