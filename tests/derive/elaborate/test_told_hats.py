r"""Hats that words call unit vectors, and probabilities that a sentence names; a right line and a wrong twin."""

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
