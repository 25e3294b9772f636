"""Sums over sizes without a value: for every size by the lemma, at some sizes only, or wrong at one of them."""

from __future__ import annotations

import pytest
import sympy

from derive.degrees import NotPolynomial, shapes_of_claim
from derive.errors import ReadError
from derive.evidence import recheck, verdict_text
from derive.model import Right, Unknown, Wrong
from derive.plain import read
from derive.prove import prove_equal
from derive.symbolic_sums import derivative, unfolded

SUM = "sum(x[i], i, 1, N)"
SQUARES = "sum(x[i]**2, i, 1, N)"
LOGIT = "sum(w[j]*x[i,j], j, 1, M)"
CROSS_ENTROPY = f"-sum(y[i]*log(sigmoid({LOGIT})) + (1-y[i])*log(1-sigmoid({LOGIT})), i, 1, N)/N"
SOFTMAX = "exp(z[{}])/sum(exp(z[k]), k, 1, K)"
RESIDUALS = "sum((w*x[i] - y[i])*x[i], i, 1, N)"

EVERY = (  # left, right, what the sizes are said to be
    ("sum(sum(x[i]*x[j], i, 1, N), j, 1, N)", f"{SUM}**2", "every N"),
    ("diff(sum((w*x[i] - y[i])**2, i, 1, N)/N, w)", f"2*{RESIDUALS}/N", "every N"),
    (f"diff({SQUARES}/N, x[k])", "2*x[k]/N + m - sum(m, i, 1, N)/N", "every N"),
    (f"sum((x[i] - {SUM.replace('i', 'j')}/N)**2, i, 1, N)/N", f"{SQUARES}/N - ({SUM}/N)**2", "every N"),
    (f"diff({CROSS_ENTROPY}, w[k])", f"sum((sigmoid({LOGIT}) - y[i])*x[i,k], i, 1, N)/N", "every M and N"),
    ("diff(log(sum(exp(z[k]), k, 1, K)), z[j])", SOFTMAX.format("j"), "every K"),
    (f"sum({SOFTMAX.format('i')}, i, 1, K)", "1", "every K"),
    (
        f"diff({SOFTMAX.format('a')}, z[b])",
        f"{SOFTMAX.format('a')}*(where(a==b,1,0) - {SOFTMAX.format('b')})",
        "every K",
    ),
    ("sum(sum(where(i==j,0,x[i]*x[j]), i, 1, N), j, 1, N)", f"{SUM}**2 - {SQUARES}", "every N"),
    (f"diff(sqrt({SQUARES}), x[k])", f"x[k]/sqrt({SQUARES})", "every N"),
    (
        "sum(max(0, 1 - t[i]*s[i]), i, 1, N)",
        "sum(where(t[i]*s[i] < 1, 1 - t[i]*s[i], 0), i, 1, N)",
        "every N",
    ),
    ("sum(x[i], i, 0, N-1)", "sum(x[k], k, 0, N-1)", "every N"),
)

SOME = (  # what the lemma does not cover
    ("sum(x[i+1] - x[i], i, 1, N)", "x[N+1] - x[1]"),
    ("sum(i, i, 1, N)", "N*(N+1)/2"),
    ("sum(x[i], i, 2, N)", f"{SUM} - x[1]"),
    ("sum(x[i], i, 1, N-1)", f"{SUM} - x[N]"),
    ("sum(sum(x[j], j, 1, i), i, 1, N)", "sum((N+1-i)*x[i], i, 1, N)"),
    ("where(N<4, 1, 2)*sum(x[i], i, 1, N)", f"{SUM}"),
    (f"log(N)*{SUM}", f"{SUM}*log(N)"),
)

WRONG = (
    (f"{SUM}", "N*x[1]"),
    (f"diff({SUM}**2, x[k])", "2*x[k]"),
    (f"diff({CROSS_ENTROPY}, w[k])", f"sum((sigmoid({LOGIT}) - y[i])*x[i,k], i, 1, N)"),
    (f"diff({SOFTMAX.format('a')}, z[b])", f"-{SOFTMAX.format('a')}*{SOFTMAX.format('b')}"),
    (  # holds for N = 1, 2, 3
        f"{SUM}**4 - 6*{SUM}**2*{SQUARES} + 3*{SQUARES}**2 + 8*{SUM}*sum(x[i]**3, i, 1, N)",
        "6*sum(x[i]**4, i, 1, N)",
    ),
)


@pytest.mark.parametrize(("left", "right", "said"), EVERY)
def test_for_every_size(left: str, right: str, said: str) -> None:
    verdict = prove_equal(left, right)
    assert isinstance(verdict, Right)
    assert verdict.sizes == said
    assert recheck(verdict).holds


@pytest.mark.parametrize(("left", "right"), SOME)
def test_for_some_sizes(left: str, right: str) -> None:
    verdict = prove_equal(left, right)
    assert isinstance(verdict, Right)
    assert verdict.sizes == "N=1..3"


@pytest.mark.parametrize(("left", "right"), WRONG)
def test_wrong_at_a_size(left: str, right: str) -> None:
    verdict = prove_equal(left, right)
    assert isinstance(verdict, Wrong)
    assert verdict.sizes
    assert recheck(verdict).holds


def test_given_sizes_are_used() -> None:
    assert isinstance(prove_equal(SUM, "N*x[1]", sizes={"N": 1}), Right)
    assert isinstance(prove_equal(SUM, "x[1] + x[2] + x[3]", sizes={"N": 3}), Right)


def test_the_domain_of_an_array_is_that_of_its_entries() -> None:
    verdict = prove_equal("sum(abs(log(p[i])), i, 1, N)", "-sum(log(p[i]), i, 1, N)", domains={"p": "(0,1)"})
    assert verdict_text(verdict).startswith("right, for every N")


def test_samples_of_their_own_domain_are_not_every_sample() -> None:
    verdict = prove_equal("sum(abs(x[i]), i, 1, N)", SUM, domains=["x[1] > 0", "x[2] > 0", "x[3] > 0"])
    assert isinstance(verdict, Right)
    assert verdict.sizes == "N=1..3"


def test_an_index_that_runs_over_nothing_is_no_number() -> None:
    assert isinstance(prove_equal("diff(a[i]**2, a[k])", "0"), Unknown)
    with pytest.raises(ReadError):
        prove_equal("x[(1)]", "x")


def test_sympy_sums() -> None:
    i, j, k = sympy.symbols("i j k", integer=True)
    size, x = sympy.Symbol("N"), sympy.IndexedBase("x")
    inner = sympy.Sum(x[i] * x[j], (i, 1, size), (j, 1, size))
    verdicts = [
        prove_equal(inner, sympy.Sum(x[k], (k, 1, size)) ** 2),
        prove_equal(
            sympy.Derivative(sympy.Sum(x[i], (i, 1, size)) ** 2, x[k]), 2 * sympy.Sum(x[j], (j, 1, size))
        ),
        prove_equal(sympy.Sum(x[i], (i, 0, size - 1)) / size, sympy.Sum(x[j], (j, 0, size - 1)) / size),
    ]
    assert [verdict.sizes for verdict in verdicts if isinstance(verdict, Right)] == ["every N"] * 3


@pytest.mark.parametrize(
    "text",
    [
        "exp(sum(x[i], i, 1, N))",
        "sum(i*x[i], i, 1, N)",
        "x[1] + sum(x[i], i, 1, N)",
        "exp(N)",
        "sum(x[i], i, 1, 2*N)",
    ],
)
def test_what_has_no_degree(text: str) -> None:
    with pytest.raises(NotPolynomial):
        shapes_of_claim([read(text)], [read("sum(x[i], i, 1, N)")], "N", {})  # type: ignore[list-item]


def test_derivatives_go_under_sums() -> None:
    slope = derivative(read("sum(sum(x[i]*x[j], i, 1, N), j, 1, N)"), "x[k]")  # type: ignore[arg-type]
    assert isinstance(prove_equal(unfolded(slope, {"N": 3, "k": 2}), "2*(x[1] + x[2] + x[3])"), Right)
