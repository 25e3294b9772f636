r"""Typing slips through the whole way from text to verdict: every deletion of one sign, and any bytes."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derive.check import check, review_document
from derive.errors import GradproofError
from derive.reader.document import read_text
from derive.review import Options, Review

NOTE = (
    r"Let $s = w^T x$, $p = \frac{1}{1+e^{-s}}$ and $L = -y \log(p) - (1-y) \log(1-p)$. "
    r"""
$$\frac{\partial L}{\partial p} = -\frac{y}{p} + \frac{1-y}{1-p} = \frac{p-y}{p(1-p)}$$
Then
$$\frac{\partial L}{\partial w} = (p - y) x$$
"""
)
MEAN = r"""$$J = \frac{1}{m} \sum_{i=1}^m (\hat y_i - y_i)^2$$
$$\begin{align} \frac{\partial J}{\partial \hat y_i}
&= \frac{1}{m} \frac{\partial}{\partial \hat y_i} (\hat y_i - y_i)^2 \\
&= \frac{2}{m} (\hat y_i - y_i) \end{align}$$
"""
CHANGES = ("inserted", "removed", "is defined nowhere")


def survives(text: str) -> Review | None:
    """A review in which nothing wrong rests on a repair; None where the text is refused in words."""
    try:
        review = check(text + "\n")
    except GradproofError:
        return None
    for relation in review.relations:
        changed = [what for _, what in relation.repairs if any(sign in what for sign in CHANGES)]
        assert relation.verdict != "wrong" or not changed, (relation.reading, changed)
        assert relation.verdict != "unread" or relation.reason
    return review


@pytest.mark.parametrize("note", [NOTE, MEAN], ids=["note", "mean"])
def test_a_note_without_a_slip_is_right(note: str) -> None:
    review = survives(note)
    assert review is not None
    assert {relation.verdict for relation in review.relations} == {"definition", "right"}


@pytest.mark.parametrize("note", [NOTE, MEAN], ids=["note", "mean"])
@pytest.mark.parametrize("start", range(5))
def test_some_deletions_of_one_sign(note: str, start: int) -> None:
    for at in range(start, len(note), 17):
        survives(note[:at] + note[at + 1 :])


@pytest.mark.soak
@pytest.mark.parametrize("note", [NOTE, MEAN], ids=["note", "mean"])
def test_every_deletion_and_exchange_of_one_sign(note: str) -> None:
    chance = random.Random(11)
    for at in range(len(note)):
        survives(note[:at] + note[at + 1 :])
        survives(note[:at] + chance.choice(r"{}()\_^&=+-$") + note[at + 1 :])


def test_a_definition_with_a_guessed_bracket_blames_nobody() -> None:
    text = r"$$L = y \log(p) + (1-y (\log(1-p))$$ Then $$\frac{dL}{dp} = \frac{y}{p} - \frac{1-y}{1-p}$$"
    review = survives(text)
    assert review is not None
    assert review.relations[0].repairs
    assert review.first_wrong is None


def test_a_dotted_matrix_with_unlike_corners_is_left_open() -> None:
    rows = r"a_{11} & \dots & a_{1n} \\ \vdots & & \vdots \\ a_1 & \dots & a_{nn}"
    matrix = rf"$$A = \begin{{pmatrix}} {rows} \end{{pmatrix}}$$"
    text = rf"For $i = 1, \dots, n$ let {matrix} and $$\frac{{\partial A}}{{\partial a_1}} = x$$"
    review = survives(text)
    assert review is not None
    assert all(relation.verdict in ("definition", "cannot-tell") for relation in review.relations)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=80))
def test_any_bytes(data: bytes) -> None:
    text = data.decode("latin-1")
    for kind in ("markdown", "text", "html", "tex"):
        review_document(read_text(f"Let $a = b$. $$ {text} $$", kind), Options())
