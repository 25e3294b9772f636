"""Terms and texts as TeX: what is printed is well formed, and nothing of it is lost on the way to MathML."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from derive.derivation.lines import Line, derivative_of
from derive.derivation.matrices import (
    Colon,
    Entrywise,
    Hadamard,
    Matrix,
    Named,
    Plus,
    Product,
    Scaled,
    Transposed,
)
from derive.errors import GradproofError
from derive.terms import Term, add, case, compare, fn, mul, num, power, sym
from reports.formats.latex import plain, rich
from reports.latex import tex
from reports.mathml import mathml
from reports.messages import ball, name
from reports.page import runs

X, Y, P = sym("x"), sym("y"), sym("ŷ")
Z, R, W = Named("Z", "1", "N"), Named("Y", "1", "N"), Named("W", "1", "M")


@pytest.mark.parametrize(
    ("term", "printed"),
    [
        (1 - P, r"1 - \hat y"),
        (P - Y, r"\hat y - y"),
        (-Y + P, r"\hat y - y"),
        (-(Y / P), r"-\frac{y}{\hat y}"),
        (2 * X / 3, r"\tfrac{2}{3}\,x"),
        (X / (2 * Y), r"\frac{x}{2\,y}"),
        (X / Y * P, r"\frac{x}{y} \cdot \hat y"),
        (fn("log", X) * Y, r"\log(x)\,y"),
        (Y * fn("log", X), r"y\,\log x"),
        (fn("log", 1 - X), r"\log(1 - x)"),
        (fn("exp", -X), "e^{-x}"),
        (fn("tanh", X) ** 2, r"(\tanh x)^{2}"),
        ((X + Y) ** 2, "(x + y)^{2}"),
        (fn("max", X, num(0)), r"\max(x,\, 0)"),
        (fn("abs", X), r"\left|x\right|"),
        (sym("X[1,2]"), r"X_{1\,2}"),
        (case([(compare("<", X, 0), 0)], X), r"\begin{cases}0 & x < 0 \\ x & \text{otherwise}\end{cases}"),
    ],
)
def test_terms(term: Term, printed: str) -> None:
    assert tex(term) == printed


def both(term: Term) -> Entrywise:
    return Entrywise(term, (("ŷ", Z), ("y", R)))


@pytest.mark.parametrize(
    ("matrix", "printed"),
    [
        (Product(both(P - Y), Transposed(Named("X", "M", "N"))), r"(Z - Y)\,X^{\mathsf T}"),
        (Product(both(P * Y), Transposed(Named("X", "M", "N"))), r"(Z \odot Y)\,X^{\mathsf T}"),
        (Colon(both(P), Hadamard(R, Z)), r"Z : (Y\odot Z)"),
        (Scaled(1 / sym("N"), Colon(both(P), Z)), r"\frac{1}{N}\,Z : Z"),
        (Plus((Z, Scaled(num(-1), R))), r"Z - Y"),
        (both(fn("exp", P)), r"\exp(Z)"),
        (both(P**2), r"Z^{\odot 2}"),
        (Named("ŷ", "N", "1"), r"\hat{\mathbf y}"),
    ],
)
def test_matrices(matrix: Matrix, printed: str) -> None:
    assert tex(matrix) == printed


def test_a_derivative_still_to_be_taken() -> None:
    assert tex(derivative_of(fn("log", X), "x")) == r"\frac{\partial}{\partial x}[\log x]"
    assert tex(Line(Y)) == "y"


leaves = st.sampled_from([X, Y, P, num(1), num(-2), num(1) / 3])


def grown(parts: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
    return st.one_of(
        st.builds(add, parts, parts),
        st.builds(mul, parts, parts),
        st.builds(power, parts, st.sampled_from([num(-1), num(2), num(-2), Y])),
        st.builds(fn, st.sampled_from(["exp", "log", "sigmoid", "tanh", "abs", "softplus"]), parts),
    )


@given(st.recursive(leaves, grown, max_leaves=8))
def test_every_term_prints_as_mathml(term: Term) -> None:
    shown = mathml(tex(term), display=True)
    assert shown.count("<m") >= 1
    assert "merror" not in shown


@given(st.recursive(leaves, grown, max_leaves=8))
def test_nothing_is_printed_twice_or_lost(term: Term) -> None:
    printed = tex(term)
    assert printed.count("{") == printed.count("}")
    assert printed.count("(") == printed.count(")")
    assert not re.search(r"\+ -|- -|\\,\s*$", printed)


def test_mathml_refuses_loudly() -> None:
    with pytest.raises(GradproofError, match="cannot be shown"):
        mathml(r"\nosuchcommand{x}")


@given(
    st.text(alphabet=st.characters(codec="ascii", exclude_characters="\n\r\t\x00\x0b\x0c\x1c\x1d\x1e\x1f"))
)
def test_escaped_text_has_no_command_of_its_own(text: str) -> None:
    found = re.findall(r"\\([a-zA-Z]+|.)", plain(text))
    assert set(found) <= {
        "textbackslash",
        "textasciitilde",
        "textasciicircum",
        "textbar",
        "textless",
        "textgreater",
        "{",
        "}",
        "#",
        "%",
        "&",
        "_",
        "$",
    }


def test_texts_with_formulas_code_and_strong_words() -> None:
    text = "**Why** is $s$ in `X_1` at 50 %?"
    assert [run.kind for run in runs(text)] == ["strong", "text", "math", "text", "code", "text"]
    assert rich(text) == r"\textbf{Why} is $s$ in \texttt{X\_1} at 50 \%?"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[-0.119202922022118 +/- 4.45e-16]", "−0.119202922022…"),
        ("[0.00596014610110588 +/- 2.2e-19]", "0.00596014610110…"),
        ("[123.456789012345678 +/- 1e-15]", "123.456789012…"),
        ("[0.250000000000000 +/- 2.3e-19]", "0.250000000000000 ± 2.3e−19"),
        ("[0.123456789012000000 +/- 2e-18]", "0.123456789012000000 ± 2e−18"),
        ("[-0.5 +/- 1e-9]", "−0.5 ± 1e−9"),
        ("[1.39e-9 +/- 6e-18]", "1.39e−9 ± 6e−18"),
        ("[+/- 0.3]", "± 0.3"),
        ("-3/4", "−3/4"),
    ],
)
def test_balls_show_their_certain_digits(text: str, shown: str) -> None:
    assert ball(text) == shown


def test_names_of_entries() -> None:
    assert (name("w"), name("X[1,2]")) == ("w", "X₁₂")
