"""Finite differences: the observed error covers the real one; the referee's balls hold the truth."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from derive.errors import GradproofError, NotSupported
from derive.terms import fn, sym
from numeric.difference import Method, central, complex_step, error_curve, forward, referee, richardson

S = sym("s")
SMOOTH = [
    ("exp", np.exp, lambda x: np.exp(x)),
    ("sin", np.sin, lambda x: np.cos(x)),
    ("cube", lambda x: x**3, lambda x: 3 * x**2),
    ("tanh", np.tanh, lambda x: 1 / np.cosh(x) ** 2),
]


@pytest.mark.parametrize("method", [forward, central, richardson, complex_step])
@pytest.mark.parametrize(("name", "f", "slope"), SMOOTH, ids=[row[0] for row in SMOOTH])
@given(st.floats(-3, 3))
@example(-2.9160898177909527)  # x + h is rounded by more than sin(x + h) is
@settings(max_examples=25, deadline=None)
def test_observed_error_covers_the_real_one(method, name, f, slope, x):
    found = method(lambda w: f(w[0]), np.array([x]))
    assert abs(found.value[0] - slope(x)) <= 4 * found.error[0] + 1e-14


@pytest.mark.parametrize(("method", "worst"), [(forward, 1e-6), (central, 1e-9), (richardson, 1e-11)])
def test_better_methods_are_better(method, worst):
    assert abs(method(lambda w: np.exp(w[0]), np.array([0.7])).value[0] - np.exp(0.7)) < worst


def test_any_shape():
    point = np.arange(6.0).reshape(2, 3)
    found = central(lambda w: float((w**2).sum()), point)
    assert found.value.shape == (2, 3)
    assert found.value == pytest.approx(2 * point, abs=1e-7)
    assert found.worst < 1e-6


CURVES = [(Method.FORWARD, 1e-10, 1e-6), (Method.CENTRAL, 1e-7, 1e-3)]


@pytest.mark.parametrize(("method", "least", "most"), CURVES)
def test_v_curve_has_its_best_step_where_theory_says(method, least, most):
    jet = referee(fn("exp", S), "s", {"s": 1}).floats()
    curve = error_curve(np.exp, jet, 1.0, method)
    assert least < curve.best_step < most
    assert least / 10 < curve.steps[np.argmin(curve.errors)] < most * 10
    wide = curve.steps > 10 * curve.best_step
    assert curve.errors[wide] == pytest.approx(curve.truncation[wide], rel=0.8)


def test_complex_step_has_no_other_arm():
    curve = error_curve(np.exp, [np.e] * 4, 1.0, Method.COMPLEX, np.array([1e-200, 1e-100, 1e-30, 1e-8]))
    assert curve.errors.max() < 1e-14


JETS = [
    (fn("sigmoid", S), 0, ["0.5000000000", "0.2500000000", "0", "-0.1250000000"]),
    (fn("tanh", S), 0, ["0", "1.000000000", "0", "-2.000000000"]),
    (fn("log", S), 2, ["0.6931471806", "0.5000000000", "-0.2500000000", "0.2500000000"]),
    (fn("abs", S), -3, ["3.000000000", "-1.000000000", "0", "0"]),
    (fn("max", S, 1), 2, ["2.000000000", "1.000000000", "0", "0"]),
    (S ** Fraction(1, 2), 4, ["2.000000000", "0.2500000000", "-0.03125000000", "0.01171875000"]),
]


@pytest.mark.parametrize(("formula", "at", "shown"), JETS)
def test_referee_knows_tables(formula, at, shown):
    jet = referee(formula, "s", {"s": at})
    assert [float(jet.show(k, 10)) for k in range(4)] == pytest.approx([float(text) for text in shown])
    assert max(jet.radius(k) for k in range(4)) < 1e-29


def test_referee_holds_where_floats_give_nothing():
    jet = referee(fn("softplus", S) - S, "s", {"s": 800}, digits=400)
    assert 0 < jet.value(0) < 1e-300 or jet.show(0, 5).endswith("e-348")


def test_referee_takes_sympy():
    import sympy

    s = sympy.Symbol("s", real=True)
    assert referee(sympy.log(1 + sympy.exp(s)), "s", {"s": 0}).value(1) == 0.5


def test_kinks_poles_and_missing_values_are_refused():
    with pytest.raises(NotSupported, match="kink"):
        referee(fn("abs", S), "s", {"s": 0})
    with pytest.raises(NotSupported):
        referee(1 / S, "s", {"s": 0})
    with pytest.raises(GradproofError, match="no value"):
        referee(S * sym("y"), "s", {"s": 0})
