"""What words say of the shape of a gradient by a matrix holds for the lines after them."""

from __future__ import annotations

from pathlib import Path

import pytest

from derive.check import check
from derive.elaborate.prose.kept_shapes import says_shapes_are_kept

LAYOUTS = (
    ("By gradient I mean the matrix of partials, arranged in the shape of $X$.", True),
    ("The derivative by a matrix has the same dimensions as the matrix.", True),
    ("$\\nabla f$ collects the partial derivatives, laid out like $W$.", True),
    (r"$\partial f/\partial X$ is the matrix whose $(i,j)$ entry is $\partial f/\partial X_{ij}$.", True),
    (r"$\partial f/\partial X$ is the matrix whose $(i,j)$ entry is $\partial f/\partial X_{ji}$.", False),
    ("Der Gradient hat dieselbe Form wie $X$.", True),
    ("Le gradient a la même forme que $X$.", True),
    ("Some authors arrange the gradient in the shape of $X$.", False),
    ("The gradient has the shape of $X^T$.", False),
    ("The gradient takes the form of a product.", False),
)


@pytest.mark.parametrize(("words", "kept"), LAYOUTS)
def test_words(words: str, kept: bool) -> None:
    assert says_shapes_are_kept(words) is kept


SAID = "By gradient I mean the matrix of partials, arranged in the shape of $Q$.\n\n"
PAGE = r"""Given P (k x a), R (c x d), S (k x d), find the slope by the a x c matrix Q.

$$g(Q) = \frac12\|PQR - S\|_F^2, \qquad D = PQR - S$$

"""
TURNED, KEPT = (
    r"$$\frac{\partial g}{\partial Q} = R D^T P$$",
    r"$$\frac{\partial g}{\partial Q} = P^T D R^T$$",
)


def test_a_transposed_gradient_is_wrong_where_the_shape_is_said() -> None:
    found = check(SAID + PAGE + TURNED).relations[-1]
    assert found.verdict == "wrong"
    assert found.misconceptions == (("missing-transpose",),)


@pytest.mark.parametrize("text", [SAID + PAGE + KEPT, PAGE + TURNED, PAGE + KEPT])
def test_right_as_before(text: str) -> None:
    assert check(text).relations[-1].verdict == "right"


@pytest.mark.parametrize("words", ["In numerator layout ", "Transposed, "])
def test_a_line_may_say_that_it_lies_otherwise(words: str) -> None:
    assert check(SAID + PAGE + words + TURNED).relations[-1].verdict == "right"


def test_a_square_matrix_refutes_nothing() -> None:
    text = "The gradient has the shape of $X$, which is n x n.\n\nLet $f = \\operatorname{tr}(AX)$. "
    assert check(text + r"$$\frac{\partial f}{\partial X} = A$$").relations[-1].verdict != "right"


QUESTION = """How do I differentiate this?
Asked 3 years ago

{asked}$Q$ is a x c, $P$ k x a, $R$ c x d and $S$ k x d.

$$g(Q) = \\frac12\\|PQR - S\\|_F^2, \\qquad D = PQR - S$$

1 Answer

Sorted by: votes

{line}

answered Mar 3 by somebody
"""


@pytest.mark.parametrize(("asked", "verdict"), [(SAID, "wrong"), ("", "right")])
def test_what_a_question_says_holds_in_its_answers(tmp_path: Path, asked: str, verdict: str) -> None:
    page = tmp_path / "page.txt"
    page.write_text(QUESTION.format(asked=asked, line=TURNED))
    assert check(page).relations[-1].verdict == verdict
