"""Sums that a document leaves out: written beside those that it writes."""

from __future__ import annotations

import pytest

from derive.check import check

SAID = r"Repeated indices are summed over. Let $E = -\sum_i t_i \log q_i$."


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        (r"-\sum_i t_i \log q_i = -t_i \log q_i", "right"),
        (r"-\sum_i t_i \log q_i = -2 t_i \log q_i", "wrong"),
        (r"\frac{\partial E}{\partial q_k} = -\frac{t_k}{q_k}", "right"),
        (r"\frac{\partial E}{\partial q_k} = \frac{t_k}{q_k}", "wrong"),
    ],
)
def test_a_written_sum_is_not_implied_again(line: str, verdict: str) -> None:
    """An index that a sign binds is summed once."""
    found = check(f"{SAID}\n$${line}$$\n")
    assert found.relations[-1].verdict == verdict


MAP = r"""Repeated indices are summed. With $s_j = q_i M_{ij}$, $p = \text{softmax}(s)$ and $E = -t_i \log p_i$

"""
OFTEN = r"$$\frac{\partial E}{\partial p_a} = -\frac{t_i}{p_i}\delta_{ia} = -\frac{t_a}{p_a}$$"
PICKED = r"""$$\frac{\partial E}{\partial q_k} = -\frac{t_a}{p_a}[p_a\delta_{ab} - p_a p_b] M_{kb}
= [p - t]_b M_{kb} = [p - t]_b M^T_{bk}$$"""


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        (OFTEN, ["right", "right"]),
        (OFTEN.replace(r"= -\frac{t_a}", r"= \frac{t_a}"), ["right", "wrong"]),
        (PICKED, ["right", "right", "right"]),
        (PICKED.replace("[p - t]_b M_", "[p + t]_b M_"), ["right", "wrong", "wrong"]),
        (PICKED.replace("M^T_{bk}", "M^T_{kb}"), ["right", "right", "wrong"]),
    ],
)
def test_an_index_may_stand_three_times_or_pick_from_a_bracket(text: str, verdicts: list[str]) -> None:
    assert [each.verdict for each in check(MAP + text).relations[3:]] == verdicts


def test_an_index_that_stands_for_a_sum_by_itself_is_not_blamed() -> None:
    page = r"""With $p = \text{softmax}(s)$, the cross entropy is in Einstein notation $E = -t_i \log p_i$, so that
    $$-t_i\frac{1}{p_i}\frac{\partial}{\partial s_k} \frac{e^{s_i}}{e^{s_m}}
    = -t_i\frac{1}{p_i}\left[\frac{\frac{\partial}{\partial s_k} e^{s_i}}{e^{s_m}} - \frac{e^{s_i}}{(e^{s_m})^2}
    \frac{\partial}{\partial s_k} e^{s_q}\right]$$"""
    assert check(page).relations[-1].verdict == "cannot-tell"


@pytest.mark.parametrize(("end", "verdict"), [("A_{kk}", "right"), ("2 A_{kk}", "wrong")])
def test_an_index_that_a_derivative_repeats_is_summed_to_the_end_of_its_chain(end: str, verdict: str) -> None:
    page = r"""Repeated indices are summed. With $A \in \mathbb{R}^{n \times n}$ and $r_i = A_{ij} x_j$ we have
    $$\frac{\partial r_k}{\partial x_k} = A_{kj} \delta_{jk} = %s$$"""
    assert [each.verdict for each in check(page % end).relations[1:]] == ["right", verdict]


@pytest.mark.parametrize(
    "words", ["the Bose-Einstein distribution", "(see en.wikipedia.org/wiki/Albert_Einstein)"]
)
def test_a_mention_of_einstein_sums_nothing(words: str) -> None:
    page = rf"In {words} $u_i = \sum_j m_{{ij}} h_j$ is one sum. $$\frac{{\partial u_i}}{{\partial m_{{ij}}}} = h_j$$"
    assert check(page).relations[-1].verdict == "right"
