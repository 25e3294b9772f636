"""Generated NumPy code against plain evaluation in balls, for random terms."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from derive.errors import NotSupported
from derive.terms import add, case, compare, fn, mul, num, power, sym
from numeric.jets import ball_value
from numeric.lambdify import evaluate, lambdify

X, Y = sym("x"), sym("y")
LEAVES = st.sampled_from([X, Y, num(2), num(-1), num(Fraction(1, 3))])


def _grown(inner):
    return st.one_of(
        st.lists(inner, min_size=2, max_size=4).map(lambda parts: add(*parts)),
        st.lists(inner, min_size=2, max_size=4).map(lambda parts: mul(*parts)),
        inner.map(lambda u: -u),
        inner.map(lambda u: power(u, 2)),
        inner.map(lambda u: fn("tanh", u)),
        inner.map(lambda u: fn("exp", -fn("abs", u))),
        inner.map(lambda u: fn("log", 1 + fn("exp", -fn("abs", u)))),
        inner.map(lambda u: 1 / (2 + fn("cos", u))),
        st.tuples(inner, inner).map(lambda pair: fn("max", *pair)),
        st.tuples(inner, inner).map(lambda pair: case([(compare("<", pair[0], 0), pair[1])], pair[0] - 1)),
    )


TERMS = st.recursive(LEAVES, _grown, max_leaves=12)


@given(st.lists(TERMS, min_size=1, max_size=3), st.fractions(-2, 2, max_denominator=64))
@example([power(fn("log", 1 + fn("exp", -fn("abs", power(X + X + Y, 2)))), 2)], Fraction(2))
@settings(max_examples=150, deadline=None)
def test_buffers_never_mix_up_values(terms, x):
    point = {"x": x, "y": x + Fraction(1, 7)}
    try:
        expected = [float(ball_value(term, point).mid()) for term in terms]
    except NotSupported:  # the point lies on a kink
        return
    program = lambdify(["x", "y"], terms)
    outputs = [np.empty(2) for _ in terms]
    inputs = [np.full(2, float(point[name])) for name in ("x", "y")]
    program.run(*inputs, *program.workspace(2, float), *outputs)
    for output, value in zip(outputs, expected, strict=True):
        assert output == pytest.approx(value, rel=1e-9, abs=1e-9)
    assert inputs[0].tolist() == [float(x)] * 2  # arguments are only read


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_nothing_is_widened(dtype):
    program = lambdify(["s"], [fn("tanh", num(Fraction(1, 2)) * sym("s")) + 1])
    out = np.empty(3, dtype)
    program.run(np.ones(3, dtype), *program.workspace(3, dtype), out)
    assert out[0] == pytest.approx(1 + np.tanh(0.5), rel=1e-6)


def test_shared_subterms_are_computed_once():
    shared = fn("exp", -fn("abs", sym("s")))
    source = lambdify(["s"], [shared / (1 + shared), shared * shared]).source
    assert source.count("np.exp") == 1


def test_log_of_one_plus_a_little_is_exact():
    assert evaluate(fn("log", 1 + sym("v")), {"v": np.array([1e-20])})[0] == 1e-20


def test_unknown_function_is_refused():
    with pytest.raises(NotSupported, match="cannot be compiled"):
        lambdify(["s"], [fn("no-such-function", sym("s"))])
