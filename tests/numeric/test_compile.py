"""compile_gradient: layouts, signs, reductions and types, against the complex step and exact balls."""

import warnings
from fractions import Fraction

import numpy as np
import pytest

from derive.catalog.problems import PROBLEMS
from derive.conventions import Convention, Layout, Reduction, Sign
from derive.domains import FiniteSet
from derive.errors import GradproofError
from numeric.compile import compile_gradient
from numeric.difference import complex_step, referee
from numeric.jets import ball_value

RNG = np.random.default_rng(7)
X, W, Y = RNG.normal(size=(6, 3)), RNG.normal(size=3), np.array([0, 1, 1, 0, 1, 1])
EVERY = [Convention(s, r, la) for s in Sign for r in (Reduction.SUM, Reduction.MEAN) for la in Layout]


def expected(convention):
    total = X.T @ (1 / (1 + np.exp(-X @ W)) - Y)
    total = total / 6 if convention.reduction is Reduction.MEAN else total
    return total if convention.sign is Sign.LOSS else -total


@pytest.mark.parametrize("convention", EVERY, ids=str)
def test_every_convention(convention):
    gradient = compile_gradient("bce", convention)
    given = X if convention.layout is Layout.ROWS else X.T
    assert gradient(W, given, Y) == pytest.approx(expected(convention), rel=1e-12)
    assert gradient(W.reshape(1, 3), given, Y.reshape(1, 6)).shape == (1, 3)


@pytest.mark.parametrize("convention", EVERY, ids=str)
def test_gradient_is_the_slope_of_its_own_loss(convention):
    compiled = compile_gradient("bce", convention)
    given = X if convention.layout is Layout.ROWS else X.T
    slope = complex_step(lambda w: compiled.loss(w, given, Y), W)
    assert compiled(W, given, Y) == pytest.approx(slope.value, rel=1e-12)


@pytest.mark.parametrize("problem", sorted(PROBLEMS))
def test_residual_of_every_problem_against_the_certified_referee(problem):
    labels = PROBLEMS[problem].labels
    label = labels.values[-1] if isinstance(labels, FiniteSet) else Fraction(1)
    from derive.terms import sym

    s = Fraction(3, 5)
    jet = referee(PROBLEMS[problem].composed(sym("s"), sym("y")), "s", {"s": s, "y": label})
    compiled = compile_gradient(problem, Convention(reduction=Reduction.SUM, layout=Layout.ROWS))
    found = compiled(np.array([float(s)]), np.ones((1, 1)), np.array([float(label)]))
    assert found[0] == pytest.approx(jet.value(1), rel=1e-13, abs=1e-13)


def test_float32_stays_float32_and_close():
    gradient = compile_gradient("bce", Convention(layout=Layout.ROWS))
    narrow = gradient(W.astype(np.float32), X.astype(np.float32), Y)
    assert narrow.dtype == np.float32
    assert narrow == pytest.approx(gradient(W, X, Y), rel=1e-5)


def test_no_warning_at_a_thousand():
    compiled = compile_gradient("bce", Convention(layout=Layout.ROWS))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert compiled.loss(np.array([1000.0]), np.array([[1.0], [-1.0]]), np.array([1, 1])) == 500
        assert compiled(np.array([1000.0]), np.array([[1.0], [-1.0]]), np.array([1, 1])).tolist() == [0.5]


def test_unknown_problem_is_named():
    with pytest.raises(GradproofError, match="did you mean bce"):
        compile_gradient("bec")


def test_ball_value_of_the_loss_holds_the_compiled_value():
    from derive.terms import sym

    exact = ball_value(PROBLEMS["bce"].stable_loss(sym("s"), sym("y")), {"s": Fraction(7, 3), "y": 1})
    compiled = compile_gradient("bce", Convention(reduction=Reduction.ONE, layout=Layout.ROWS))
    found = compiled.loss(np.array([7 / 3]), np.ones((1, 1)), np.array([1.0]))[0]
    assert found == pytest.approx(float(exact.mid()), rel=1e-14)
