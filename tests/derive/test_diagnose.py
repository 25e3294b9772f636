"""Diagnosis: order, residuals, roles, shapes, and lines that need no diagnosis."""

from __future__ import annotations

import pytest

from derive.diagnose import diagnose
from derive.domains import LABELS, UNIT, Domains
from derive.misconceptions.models import MODELS
from derive.misconceptions.step import Case, Differentiation, WrongStep
from derive.terms import Sym, Term, fn, sym

X, S, Y, P = sym("x"), sym("s"), sym("y"), sym("p")


def line(written: Term, right: Term, **more: object) -> WrongStep:
    return WrongStep((Case(written=(written,), right=(right,), **more),))  # type: ignore[arg-type]


def derivative_line(function: Term, by: Sym, written: Term, right: Term) -> WrongStep:
    return line(written, right, differentiations=(Differentiation((function,), (by,)),))


@pytest.mark.parametrize(
    ("before", "written", "expected"),
    [
        (-(X + S), -X + S, "minus-reaches-first-term-only"),
        (fn("log", X + S), fn("log", X) + fn("log", S), "log-of-sum-for-sum-of-logs"),
        (fn("exp", X), 1 + X, "approximation-as-equality"),
        (X - S, S - X, "sign-flipped"),
        (X * S, 2 * X * S, "constant-factor"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_rewriting_is_explained_from_the_member_before(before: Term, written: Term, expected: str) -> None:
    assert (expected,) in diagnose(line(written, before, before=(before,))).explanations


@pytest.mark.parametrize(
    ("function", "written", "right", "expected"),
    [
        (fn("log", 1 - X), 1 / (1 - X), -1 / (1 - X), "missing-inner-derivative"),
        (X**3, X**2, 3 * X**2, "power-rule-dropped-exponent"),
        (X * fn("log", X), fn("log", X), fn("log", X) + 1, "product-rule-dropped-term"),
        (fn("log", X) / X, (1 + fn("log", X)) / X**2, (1 - fn("log", X)) / X**2, "quotient-rule-sign"),
        (1 / (2 * X), -1 / X**2, -1 / (2 * X**2), "constant-factor"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_derivative_is_explained_from_its_function(
    function: Term, written: Term, right: Term, expected: str
) -> None:
    assert (expected,) in diagnose(derivative_line(function, X, written, right)).explanations  # type: ignore[arg-type]


def test_a_right_line_gets_no_diagnosis() -> None:
    found = diagnose(line(1 - fn("sigmoid", S), fn("sigmoid", -S)))
    assert found.explanations == ()
    assert found.residual is None


def test_the_specific_comes_before_the_general() -> None:
    found = diagnose(
        MODELS["quotient"].step("x", "u = x**2 + 1; v = x + exp(x); (u*(1 + exp(x)) - 2*x*v)/v**2")
    )
    assert found.explanations == (("quotient-rule-sign",), ("sign-flipped",))


def test_what_nothing_explains_gets_its_ratio() -> None:
    p = fn("sigmoid", S)
    found = diagnose(line((p - Y) / p * (1 + X**2) ** 2, (p - Y) * (1 + X**2) ** 2))
    assert found.explanations == ()
    assert found.residual is not None
    assert found.residual.text == "yours = right × 1/sigmoid(s)"


def test_what_nothing_explains_and_no_ratio_gets_its_difference() -> None:
    found = diagnose(line(X**2 + 7 * S, X**2 + S**3))
    assert found.residual is not None
    assert found.residual.kind == "difference"


def test_a_hard_label_identity_is_named_only_for_soft_labels() -> None:
    soft, hard = (
        WrongStep((Case(written=(Y,), right=(Y**2,), domains=Domains({"y": domain})),), labels=("y",))
        for domain in (UNIT, LABELS)
    )
    assert diagnose(soft).explanations[0] == ("hard-label-identity-on-soft-labels",)
    assert diagnose(hard).explanations == ()


def test_one_sample_alone_names_no_mean() -> None:
    sizes = [{"N": 1, "D": 2}]
    step = MODELS["logistic"].step("w", "X.T @ (sigmoid(X @ w + b) - y)", sizes)
    assert diagnose(step).explanations == ()


@pytest.mark.parametrize("written", [sym("unheard of"), fn("digamma", X), 1 / (X - X), fn("log", -(X**2))])
def test_odd_lines_get_an_answer_and_no_exception(written: Term) -> None:
    assert diagnose(derivative_line(X**2, X, written, 2 * X)).explanations == ()  # type: ignore[arg-type]
