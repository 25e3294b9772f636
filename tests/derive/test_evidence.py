"""Evidence: re-checked by independent code, shown in three ways; and false evidence is found out."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from sympy import isprime

import derive.exact.residues
import derive.exact.witness
import derive.rechecking
from derive.domains import ANYWHERE, LABELS, UNIT, Domains
from derive.evidence import points, recheck, snippet, to_json, verdict_text
from derive.exact.residues import SAFE_PRIME, residue
from derive.exact.witness import real_value
from derive.model import Claim, Right, Wrong
from derive.plain import read_term
from derive.prove import prove_equal
from derive.terms import sym


def test_the_re_check_shares_no_code_with_the_prover() -> None:
    for module in (derive.rechecking, derive.exact.witness, derive.exact.residues):
        text = Path(module.__file__).read_text(encoding="utf-8")
        imports = {
            line.split()[1] for line in text.splitlines() if line.startswith(("from derive", "import derive"))
        }
        assert not imports & {"derive.prove", "derive.refute", "derive.exact.kernels", "derive.exact.balls"}


def test_the_safe_prime_is_one() -> None:
    assert isprime(SAFE_PRIME)
    assert isprime((SAFE_PRIME - 1) // 2)


@pytest.mark.parametrize(
    ("left", "right", "domains"),
    [
        ("x", "x + 1/10**40", ANYWHERE),
        ("sigmoid(x)", "1/(1+exp(x))", ANYWHERE),
        ("exp(x + y)", "exp(x)*exp(x)", ANYWHERE),
        ("abs(x)", "x", ANYWHERE),
        ("p**2", "p", Domains({"p": UNIT})),
        ("y**2", "2*y", Domains({"y": LABELS})),
    ],
)
def test_a_false_right_is_found_out(left: str, right: str, domains: Domains) -> None:
    claim = Claim(read_term(left), read_term(right), domains)
    assert not recheck(Right("none at all", claims=(claim,))).holds


def test_a_false_wrong_is_found_out() -> None:
    wrong = prove_equal("x**2", "x", domains={"x": "(0,1)"})
    assert isinstance(wrong, Wrong)
    claim = wrong.claims[0]
    assert recheck(wrong).holds
    assert not recheck(replace(wrong, point=(("x", Fraction(1)),))).holds, "1 is outside (0,1)"
    assert not recheck(replace(wrong, claims=(replace(claim, right=claim.left),))).holds


def test_points_lie_in_the_domain() -> None:
    domains = Domains({"p": UNIT, "y": LABELS})
    drawn = points(Claim(sym("p"), sym("y"), domains))
    assert all(0 < point["p"] < 1 and point["y"] in (0, 1) for point in drawn)


@pytest.mark.parametrize(
    "term", ["exp(2*x) - exp(x)**2", "sigmoid(x) + sigmoid(-x) - 1", "tanh(x/2) - 2*sigmoid(x) + 1"]
)
def test_residues_know_exponentials(term: str) -> None:
    assert residue(read_term(term), {"x": 123456789}, SAFE_PRIME) == 0


def test_a_value_outside_the_reals_is_none() -> None:
    assert real_value(read_term("sqrt(x)"), {"x": Fraction(-1)}, frozenset()) is None


@pytest.mark.parametrize(
    ("left", "right", "domains"),
    [
        ("x**2", "x", None),
        ("sigmoid(s)", "tanh(s)", None),
        ("1e-60 + exp(x)", "exp(x)", None),
        ("piecewise((x[1,2], x[1,2] < 0), y_hat)", "relu(x[1,2]) + Phi(y_hat)", None),
        ("log(p)", "p", {"p": "(0,1)"}),
    ],
)
def test_the_line_of_python_shows_the_difference(
    left: str, right: str, domains: dict[str, str] | None
) -> None:
    wrong = prove_equal(left, right, domains=domains)
    assert isinstance(wrong, Wrong)
    ran = subprocess.run([sys.executable, "-c", snippet(wrong)], capture_output=True, text=True, check=True)
    first, second = ran.stdout.split()
    assert first != second


@pytest.mark.parametrize(
    ("left", "right", "said"),
    [
        ("log(x^2)", "2*log(x)", "right, where x > 0 (by normal form)"),
        ("[1, x]", "[1, y]", "wrong: at x = 1, y = 0 the left side is 1, the right side is 0 in entry 2"),
        ("1/0", "1", "cannot tell: No point of the declared domain was found"),
    ],
)
def test_text(left: str, right: str, said: str) -> None:
    assert verdict_text(prove_equal(left, right)).startswith(said)


@pytest.mark.parametrize(("left", "right"), [("x", "x"), ("x", "y"), ("1/0", "x")])
def test_json(left: str, right: str) -> None:
    data = to_json(prove_equal(left, right))
    assert json.loads(json.dumps(data)) == data
    assert data["verdict"] in ("right", "wrong", "cannot tell")
