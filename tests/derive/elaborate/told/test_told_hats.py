r"""Names that words make: hats that are unit vectors, a softmax of logits, a slope; a right line and a wrong twin."""

from __future__ import annotations

import pytest

from derive.check import check

COSINE = (
    r"%s All vectors are columns. Let $$s = \hat a^\top \hat b$$ "
    r"$$\frac{\partial s}{\partial a} = \frac{1}{\|a\|}(\hat b %s s\,\hat a)$$"
)
SAID = (
    r'A hat means "scaled to length one".',
    r"Hats mark unit vectors.",
    r"The hat stands for a vector divided by its norm.",
    r"A hat means division by the Euclidean norm.",
)


@pytest.mark.parametrize("said", SAID)
def test_a_hat_is_a_unit_vector_where_words_say_so(said: str) -> None:
    for sign, verdict in (("-", "right"), ("+", "wrong")):
        claims = [r.verdict for r in check(COSINE % (said, sign) + "\n").relations if r.role == "claim"]
        assert claims == [verdict]


def test_a_hat_of_which_no_words_speak_is_left_open() -> None:
    claims = [r.verdict for r in check(COSINE % ("", "-") + "\n").relations if r.role == "claim"]
    assert claims == ["cannot-tell"]


NAMED = (
    r"$$F = -z_o^\top h + \log\sum_k \exp(z_k^\top h)$$ Put $q_k$ for the softmax probability "
    r"$\exp(z_k^\top h)/\sum_j\exp(z_j^\top h)$. $$\frac{\partial F}{\partial h} = %sz_o + \sum_k q_k z_k$$"
)


def test_a_probability_that_a_sentence_names() -> None:
    said = [[r.verdict for r in check(NAMED % sign).relations if r.role == "claim"] for sign in ("-", "")]
    assert said == [["right"], ["wrong"]]


LOGITS = (
    r"With targets $t_k$ that sum to one let $s$ be the softmax of the logits $u_1,\dots,u_C$ and "
    r"$E = -\sum_k t_k\log s_k$. "
    r"$$\frac{\partial E}{\partial u_k} = s_k %s t_k$$"
)
RATE = (
    r"Let $F = \log\det K + b^T K^{-1} b$ with a symmetric positive definite $K$. "
    r"When $K$ depends on one parameter $\tau$, "
    r"write $\dot K$ for its entrywise derivative by $\tau$, and $a = K^{-1} b$. "
    r"$$\frac{dF}{d\tau} = \operatorname{tr}(K^{-1}\dot K) %s a^T\dot K a$$"
)


@pytest.mark.parametrize("page", [LOGITS, RATE])
def test_a_softmax_of_listed_logits_and_a_rate_in_words(page: str) -> None:
    for sign, verdict in (("-", "right"), ("+", "wrong")):
        claims = [r.verdict for r in check(page % sign + "\n").relations if r.role == "claim"]
        assert claims == [verdict]
