"""Mathematics without delimiters: which lines of a plain text are formulas; one row a case."""

from __future__ import annotations

import pytest

from derive.check import check, review_document
from derive.reader.document import read_text
from derive.reader.unmarked import unmarked
from derive.review import Options

LINES = (
    ("    ∂S/∂β = −2Xᵀe", ["∂S/∂β = −2Xᵀe"]),
    ("sum of squares:   S(β) = eᵀe.", ["S(β) = eᵀe"]),
    ("code       h = Wᵀx   (k numbers)", ["h = Wᵀx"]),
    ("(b)   ∂S/∂β = −2Xᵀe", ["∂S/∂β = −2Xᵀe"]),
    ("      = −2Xᵀ(y − Xβ)", ["= −2Xᵀ(y − Xβ)"]),
    ("As we have e = y − Xβ here, the sum is S.\n  S = eᵀe", ["e = y − Xβ", "S = eᵀe"]),
    ("  J = −(β ln s + v)", ["J = −(β ln s + v)"]),
    ("  J = −Σᵢ [ uᵢ log s + 1 ]", ["J = −Σᵢ [ uᵢ log s + 1 ]"]),
    ("  J = β u (log likelihood)", ["J = β u"]),
    ("Let uᵢ = 1[i = c] for short.\n  S = eᵀe", ["uᵢ = 1[i = c]", "S = eᵀe"]),
    ("Here D = diag(c_1, ..., c_n), as said.\n  S = eᵀe", ["D = diag(c_1, ..., c_n)", "S = eᵀe"]),
    ("We have g(x, y) = x, y > 0 (so h = g, as is u).\n  S = eᵀe", ["g(x, y) = x", "h = g", "S = eᵀe"]),
    ("Nothing to see: a plain sentence about β.", []),
    ("The price = 3 dollars", []),
    ("x = np.zeros(3)\n  y = x**2", []),
    ("see $S = eᵀe$ there", []),
)


@pytest.mark.parametrize(("text", "expected"), LINES)
def test_lines(text: str, expected: list[str]) -> None:
    assert [text[m.inside.start : m.inside.end] for m in unmarked(text, [], [])] == expected


SECONDS = ("∂²S/∂β∂βᵀ = 2XᵀX", r"\partial^2 S/\partial\beta\partial\beta^T = 2X^T X")


@pytest.mark.parametrize("formula", SECONDS)
def test_a_second_derivative_in_one_line(formula: str) -> None:
    text = f"The sum is $S(β) = (y - Xβ)^T(y - Xβ)$, so $${formula}$$"
    assert check(text).relations[-1].verdict == "right"


def test_a_plain_text_is_judged() -> None:
    text = "residual:  e = y − Xβ\nsquares:   S(β) = eᵀe\n\n    ∂S/∂β = −2Xᵀy + 2XᵀXβ\n          = −2Xᵀe\n"
    document = read_text(text, "text")
    assert [block.display for block in document.blocks] == [True] * 4
    verdicts = [r.verdict for r in review_document(document, Options()).relations]
    assert verdicts == ["definition", "definition", "right", "right"]


def test_a_number_behind_a_letter_is_a_label() -> None:
    document = read_text(
        "z2 = W2 h + b2\nL = ½‖z2 − y‖²\n\n  dL/dz2 = z2 − y\n  dL/db2 = 2(z2 − y)\n", "text"
    )
    verdicts = [r.verdict for r in review_document(document, Options()).relations]
    assert verdicts == ["definition", "definition", "right", "wrong"]
