"""The public questions: texts, SymPy, matrices, sizes, odd input, and what must never happen."""

from __future__ import annotations

import subprocess
import sys
import time
from fractions import Fraction

import pytest
import sympy

from derive.domains import UNIT, Domains
from derive.errors import GradproofError, ReadError
from derive.model import Reason, Right, Unknown, Wrong
from derive.prove import assert_right, prove_arrays, prove_equal, prove_terms
from derive.terms import Term, add, fn, mul, sym

x, y, p = sympy.symbols("x y p")
W = sympy.MatrixSymbol("W", 2, 3)
v = sympy.MatrixSymbol("v", 3, 1)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (sympy.exp(x) * sympy.exp(y), sympy.exp(x + y)),
        (sympy.Derivative(sympy.log(1 + sympy.exp(x)), x), 1 / (1 + sympy.exp(-x))),
        (sympy.Max(0, x), (x + sympy.Abs(x)) / 2),
        (sympy.Piecewise((x, x > 0), (0, True)), sympy.Max(x, 0)),
        (sympy.Heaviside(x) * x, sympy.Max(x, 0)),
        (sympy.Sum(sympy.Symbol("k") * x, (sympy.Symbol("k"), 1, 4)), 10 * x),
        (sympy.erf(x) + sympy.erf(-x), 0),
        (sympy.Float("0.25") * x, x / 4),
        (W * v, sympy.Matrix(2, 1, lambda i, _: sum(W[i, j] * v[j, 0] for j in range(3)))),
        (sympy.Matrix([[x, 1], [y, 2]]).T, sympy.Matrix([[x, y], [1, 2]])),
        ("x*(p - y)", x * (p - y)),
        (0.5, Fraction(1, 2)),
        ([["x", 1], [y, 0.5]], sympy.Matrix([[x, 1], [y, sympy.Rational(1, 2)]])),
    ],
)
def test_sympy_sides_are_right(left: object, right: object) -> None:
    assert isinstance(prove_equal(left, right), Right)


def test_assumptions_become_domains() -> None:
    positive, real = sympy.Symbol("t", positive=True), sympy.Symbol("t")
    assert isinstance(prove_equal(sympy.sqrt(positive**2), positive), Right)
    assert isinstance(prove_equal(sympy.sqrt(real**2), real), Wrong)


@pytest.mark.parametrize(
    ("left", "right", "domains"),
    [
        (sympy.Symbol("t", positive=True), 1, {"t": "negative"}),
        (sympy.Symbol("t", positive=True) + sympy.Symbol("t"), 1, None),
        ("x", "y", ["x > 1", "x < 0"]),
        ("x", "y", ["x in (0,1)", "x in {0,1}"]),
        ("[1, 2]", "1", None),
        ("[[1, 2]]", "[1, 2]", None),
        (sympy.eye(2), sympy.eye(3), None),
        (object(), 1, None),
        ("x +", "y", None),
        ("x", "y ?", None),
        ("nan", "x", None),
        ("__import__('os')", "x", None),
        ("(" * 10_000 + "x" + ")" * 10_000, "x", None),
    ],
)
def test_what_makes_no_question_is_an_error(left: object, right: object, domains: object) -> None:
    with pytest.raises(GradproofError):
        prove_equal(left, right, domains=domains)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("1/0", "x"),
        ("log(0)", "x"),
        ("1/(x - x)", "x"),
        (sympy.zoo, x),
        (sympy.nan, x),
        (sympy.oo, x),
        (sympy.I * x, x),
        (sympy.Function("f")(x), x),
        (sympy.Symbol("z", complex=True, real=False), x),
        ("exp(exp(exp(exp(40))))", "1"),
        ("sum(x[i], i, 1, 3)**60000", "sum(x[i], i, 1, 3)**60000 + 0*log(x[1])"),
    ],
)
def test_what_has_no_meaning_gets_no_verdict(left: object, right: object) -> None:
    verdict = prove_equal(left, right)
    assert not isinstance(verdict, Wrong)


def chain(length: int) -> Term:
    term: Term = sym("x")
    for _ in range(length):
        term = fn("sigmoid", term)
    return term


def test_deep_and_large_terms_end() -> None:
    start = time.monotonic()
    assert not isinstance(prove_terms(chain(10_000), sym("x")), Right)
    many = add(*(mul(sym(f"x{k}"), sym(f"y{k}")) for k in range(150_000)))
    verdict = prove_terms(many, many * 2)
    assert isinstance(verdict, Unknown)
    assert verdict.reason is Reason.BUDGET
    assert time.monotonic() - start < 20


@pytest.mark.parametrize(
    ("left", "right", "sizes", "said"),
    [
        ("sum(x[i] - m, i, 1, N)", "sum(x[i], i, 1, N) - N*m", None, "every N"),
        ("sum(sum(x[i]*x[j], i, 1, N), j, 1, N)", "sum(x[i], i, 1, N)**2", {"N": 4}, None),
        ("sum(a[i]*b[k], i, 1, N)", "b[k]*sum(a[i], i, 1, N)", None, "every N"),
    ],
)
def test_sizes(left: str, right: str, sizes: dict[str, int] | None, said: str | None) -> None:
    verdict = prove_equal(left, right, sizes=sizes)
    assert isinstance(verdict, Right)
    assert verdict.sizes == said


def test_a_wrong_entry_is_named() -> None:
    verdict = prove_equal("[[1, x], [y, 2]]", "[[1, x], [z, 2]]")
    assert isinstance(verdict, Wrong)
    assert verdict.entry == (1, 0)
    assert prove_arrays([sym("x")], [sym("x"), sym("y")]) == Wrong((), "1 entries", "2 entries", kind="shape")


def test_the_point_is_simple_and_inside_the_domain() -> None:
    verdict = prove_equal("log(q)", "q - 1", domains={"q": "(0,1)"})
    assert isinstance(verdict, Wrong)
    assert dict(verdict.point) == {"q": Fraction(1, 2)}


def test_assert_right_shows_the_evidence() -> None:
    assert_right("sigmoid(-s)", "1 - sigmoid(s)")
    with pytest.raises(AssertionError, match=r"at s = .* the left side is"):
        assert_right("sigmoid(s)", "tanh(s)")


def test_the_trail_tells_the_steps() -> None:
    verdict = prove_equal("log(exp(s) + 1)", "softplus(s)")
    assert isinstance(verdict, Right)
    assert verdict.trail == (
        "the kernels are exp(s), log(exp(s) + 1)",
        "the numerator of left - right is the zero polynomial in them",
        "both sides are certainly defined at s = 1",
    )


@pytest.mark.parametrize("count", [2, 5])
def test_sums_of_clipped_residuals(count: int) -> None:
    clipped = f"sum(min(max(a*x[i] - y[i], -1), 1)*x[i], i, 1, {count})"
    cases = f"sum(where(abs(a*x[i] - y[i]) <= 1, a*x[i] - y[i], sign(a*x[i] - y[i]))*x[i], i, 1, {count})"
    assert isinstance(prove_equal(clipped, cases), Right)


def test_read_errors_know_their_place() -> None:
    with pytest.raises(ReadError) as problem:
        prove_equal("x*(y + $)", "x")
    assert (problem.value.start, problem.value.text) == (7, "x*(y + $)")


def test_verdicts_have_no_truth_value() -> None:
    with pytest.raises(TypeError):
        bool(prove_terms(sym("x"), sym("x"), Domains({"x": UNIT})))


def test_the_cold_path_imports_neither_sympy_nor_numpy() -> None:
    code = (
        "import sys, derive.prove as p; p.prove_equal('x', 'x'); print({'sympy', 'numpy'} & {*sys.modules})"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "set()"


def test_a_factor_that_stands_twice_is_a_square_that_nothing_has_to_be_asked_of() -> None:
    e = sym("a") * sym("x") - sym("b")
    verdict = prove_terms(e / (1 + e * e), e / (e**2 + 1))
    assert isinstance(verdict, Right)
    assert verdict.conditions == ()
