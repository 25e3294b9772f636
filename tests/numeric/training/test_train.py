"""train: every method, layout, type and option reaches the optimum that an independent solver finds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from derive.catalog.problems import PROBLEMS
from derive.domains import FiniteSet, Interval
from numeric.compile import sample_loss
from numeric.lambdify import evaluate
from numeric.training import train
from numeric.training.certificate import certified_gradient
from training.problems import mean_loss, overlapping, relative_slope

X, Y = overlapping()
LARGE = overlapping(30_000, 6, seed=3)
BEST = train(X, Y, tolerance=1e-12).weights


def test_an_independent_solver_agrees():
    scale = X.std(axis=0)
    found = minimize(lambda v: mean_loss(v / scale, X, Y), np.zeros(4), method="BFGS", options={"gtol": 1e-9})
    assert pytest.approx(found.x / scale, rel=1e-5) == BEST
    assert mean_loss(BEST, X, Y) <= found.fun + 1e-15


@pytest.mark.parametrize("method", ["auto", "newton", "gd"])
def test_every_method_reaches_the_tolerance_it_claims(method):
    fit = train(X, Y, method=method, tolerance=1e-8)
    assert fit.converged
    assert relative_slope(fit.weights, X, Y) <= 1.01e-8


def test_subsamples_are_used_on_larger_data_and_save_passes():
    X, Y = LARGE
    fit = train(X, Y)
    assert fit.converged
    assert fit.passes <= 12
    assert relative_slope(fit.weights, X, Y) <= 1.01e-8
    exact = train(X, Y, method="newton", tolerance=1e-13).weights
    assert train(X, Y, tolerance=1e-12).weights == pytest.approx(exact, rel=1e-8)


def test_mini_batches_come_near_and_do_not_claim_more():
    fit = train(X, Y, method="sgd", max_iterations=30)
    assert not fit.converged
    assert "limit" in fit.reason
    assert mean_loss(fit.weights, X, Y) < mean_loss(BEST, X, Y) + 2e-3


def as_given(X):
    frozen = X.copy()
    frozen.flags.writeable = False
    wide = np.zeros((X.shape[0], 2 * X.shape[1]))
    wide[:, ::2] = X
    return {
        "fortran": np.asfortranarray(X),
        "read-only": frozen,
        "strided": wide[:, ::2],
        "reversed twice": X[::-1, ::-1].copy()[::-1, ::-1],
        "lists": X.tolist(),
        "big-endian": X.astype(">f8"),
        "objects": X.astype(object),
        "unaligned": np.frombuffer(b"\0" + X.tobytes(), np.uint8)[1:].view(float).reshape(X.shape),
    }


@pytest.mark.parametrize("form", list(as_given(X)))
@pytest.mark.parametrize("layout", ["rows", "columns"])
def test_every_memory_order(form, layout):
    given = as_given(X)[form]
    if layout == "columns":
        given = np.asarray(given).T
    assert train(given, Y, layout=layout, tolerance=1e-12).weights == pytest.approx(BEST, rel=1e-8)


@pytest.mark.parametrize("dtype", [np.int8, np.int64, np.uint16, bool])
def test_integers(dtype):
    whole = (np.abs(X) * 3).astype(dtype)
    exact = train(whole.astype(float), Y, intercept=True)
    assert train(whole, Y.astype(int), intercept=True).weights == pytest.approx(exact.weights, rel=1e-7)


@pytest.mark.parametrize("threads", [2, 3])
@pytest.mark.parametrize("method", ["auto", "newton", "sgd"])
def test_threads_change_nothing_but_the_order_of_sums(threads, method, monkeypatch):
    monkeypatch.setattr("numeric.training.parallel.SHARE_BYTES", 1 << 16)
    X, Y = LARGE
    options = {"method": method, "intercept": True, "max_iterations": 3 if method == "sgd" else None}
    assert train(X, Y, threads=threads, **options).weights == pytest.approx(
        train(X, Y, **options).weights, rel=1e-7, abs=1e-12
    )
    repeated = [train(X, Y, threads=threads, **options).weights.tolist() for _ in range(2)]
    assert repeated[0] == repeated[1]


def test_small_data_are_gone_through_by_one_thread_as_if_no_other_were_there():
    assert train(X, Y, threads=2).weights.tolist() == train(X, Y, threads=1).weights.tolist()


@pytest.mark.parametrize("given", [np.float32, np.int16, np.float64])
@pytest.mark.parametrize("batch", [1, 7, 256, 10**6])
def test_mini_batches_of_any_size_and_type(given, batch):
    X, Y = overlapping(400, 3)
    X = np.round(X * 4).astype(given)
    weight = np.ones(400)
    fit = train(
        X, Y, method="sgd", batch=batch, max_iterations=4, intercept=True, l2=1.0, sample_weight=weight
    )
    assert fit.history[-1] < fit.history[0]


def test_mini_batches_descend_the_penalised_objective():
    X, Y = overlapping(2000, 3)
    best = train(X, Y, l2=50.0, intercept=True)
    fit = train(X, Y, l2=50.0, intercept=True, method="sgd", max_iterations=40)
    assert fit.objective == pytest.approx(best.objective, rel=1e-3)


def test_float32_is_within_a_hundred_thousandth_and_still_keeps_the_tolerance():
    for X, Y in (overlapping(), LARGE):
        fit = train(X.astype(np.float32), Y.astype(np.float32))
        assert fit.converged
        assert fit.weights == pytest.approx(train(X, Y).weights, rel=1e-5, abs=1e-6)


def test_float32_labels_without_signal_still_reach_the_tolerance():
    """The first gradient is small itself, so that float32 products end far above the tolerance."""
    X = np.random.default_rng(3).normal(size=(20_011, 6)).astype(np.float32)
    y = (np.random.default_rng(4).random(20_011) < 0.5).astype(float)
    assert relative_slope(train(X, y).weights, X.astype(float), y) <= 1.01e-8


def test_float32_columns_far_from_zero_take_few_passes():
    """Rounding stops float32 steps early; the rest is float64's."""
    X, Y = LARGE
    far = (X + 1e4).astype(np.float32)
    fit = train(far, Y)
    assert fit.converged
    assert fit.passes <= 30
    assert fit.weights == pytest.approx(train(far.astype(float), Y).weights, rel=1e-5, abs=1e-6)


def test_a_loose_tolerance_of_float32_data_is_reached_too():
    X, Y = LARGE
    assert train((X + 1e4).astype(np.float32), Y, tolerance=1e-4).converged


def test_both_signs_tell_the_same_optimum():
    up, down = train(X, Y, sign="log-likelihood"), train(X, Y)
    assert up.weights.tolist() == down.weights.tolist()
    assert (up.history == -down.history).all()
    assert np.all(np.diff(up.history) > -1e-12)


@given(st.integers(1, 40), st.integers(1, 40), st.integers(1, 40), st.integers(1, 40))
@settings(max_examples=40, deadline=None)
def test_saturated_design_has_the_log_odds(a, b, c, d):
    """One binary feature and an intercept: the optimum is known in closed form."""
    x = np.repeat([0.0, 0.0, 1.0, 1.0], [a, b, c, d])
    y = np.repeat([0, 1, 0, 1], [a, b, c, d])
    fit = train(x[:, None], y, intercept=True, tolerance=1e-10)
    if a == b and c == d:
        assert fit.converged
        return
    assert fit.intercept == pytest.approx(np.log(b / a), abs=1e-7)
    assert fit.weights[0] == pytest.approx(np.log(d / c) - np.log(b / a), abs=1e-7)


@pytest.mark.parametrize("l2", [1e-3, 1.0, 1e3])
@pytest.mark.parametrize("intercept", [False, True])
@pytest.mark.parametrize("data", [overlapping(), LARGE], ids=["small", "large"])
def test_penalty_balances_the_gradient_and_spares_the_intercept(l2, intercept, data):
    X, Y = data
    fit = train(X, Y, l2=l2, intercept=intercept, tolerance=1e-10)
    residual = 1 / (1 + np.exp(-fit.logits(X))) - Y
    assert fit.converged
    assert X.T @ residual + l2 * fit.weights == pytest.approx(np.zeros(X.shape[1]), abs=1e-6 * len(Y))
    if intercept:
        assert residual.sum() == pytest.approx(0, abs=1e-7 * len(Y))


@given(st.lists(st.integers(0, 3), min_size=60, max_size=60).filter(any))
@settings(max_examples=15, deadline=None)
def test_sample_weights_are_repetitions(counts):
    X, Y = overlapping(60, 2, seed=5)
    repeated = np.repeat(np.arange(60), counts)
    if len(set(Y[repeated])) < 2:
        return
    weighted = train(X, Y, sample_weight=counts, l2=0.5)
    plain = train(X[repeated], Y[repeated], l2=0.5)
    assert weighted.weights == pytest.approx(plain.weights, rel=1e-6, abs=1e-8)


def labels_for(problem, s):
    generator = np.random.default_rng(1)
    match sample_loss(problem).labels:
        case FiniteSet(values):
            one = generator.random(len(s)) < 1 / (1 + np.exp(-s))
            return np.where(one, float(max(values)), float(min(values)))
        case Interval(integer=True):
            return generator.poisson(np.exp(s / 4))
        case Interval():
            return s + generator.normal(size=len(s))


@pytest.mark.parametrize("problem", PROBLEMS)
@pytest.mark.parametrize("weighted", [False, True])
def test_every_catalogue_loss(problem, weighted):
    generator = np.random.default_rng(2)
    X = generator.normal(size=(900, 3))
    y = labels_for(problem, X @ [1.0, -1.0, 0.5])
    weight = generator.random(900) + 0.5 if weighted else None
    fit = train(X, y, loss=problem, sample_weight=weight)
    residual = evaluate(sample_loss(problem).residual, {"s": X @ fit.weights, "y": y.astype(float)})
    assert fit.converged
    slope = X.T @ (residual * (1 if weight is None else weight)) / (900 if weight is None else weight.sum())
    assert np.linalg.norm(slope) <= 1.1e-8 * fit.start_norm
    assert fit.objective == pytest.approx(_mean(problem, X @ fit.weights, y, weight), rel=1e-10)


@pytest.mark.parametrize("problem", PROBLEMS)
def test_every_catalogue_loss_in_both_layouts_and_signs(problem):
    X = np.random.default_rng(2).normal(size=(900, 3))
    y = labels_for(problem, X @ [1.0, -1.0, 0.5])
    plain = train(X, y, loss=problem)
    for layout, samples in (("rows", X), ("columns", np.ascontiguousarray(X.T))):
        for sign, turn in (("loss", 1), ("log-likelihood", -1)):
            fit = train(samples, y, loss=problem, layout=layout, sign=sign)
            assert fit.converged
            assert fit.objective == pytest.approx(turn * plain.objective, rel=1e-12)
            assert fit.weights == pytest.approx(plain.weights, rel=1e-6)


@pytest.mark.parametrize("problem", PROBLEMS)
def test_the_gradient_at_the_start_is_that_at_zero_weights(problem):
    X = np.random.default_rng(2).normal(size=(900, 3))
    y = labels_for(problem, X @ [1.0, -1.0, 0.5])
    residual = evaluate(sample_loss(problem).residual, {"s": np.zeros(900), "y": y.astype(float)})
    fit = train(X, y, loss=problem)
    assert fit.start_norm == pytest.approx(np.linalg.norm(X.T @ residual) / 900, rel=1e-12)
    assert fit.history[0] == pytest.approx(_mean(problem, np.zeros(900), y, None), rel=1e-12)


def _mean(problem, s, y, weight):
    values = evaluate(sample_loss(problem).loss, {"s": s, "y": y.astype(float)})
    return np.average(values, weights=weight)


def test_linear_loss_is_least_squares():
    generator = np.random.default_rng(4)
    X, y = generator.normal(size=(500, 5)), generator.normal(size=500)
    assert train(X, y, loss="linear").weights == pytest.approx(np.linalg.lstsq(X, y)[0], rel=1e-7)


def test_gradient_is_certified_with_balls():
    X, Y = overlapping(200, 3)
    for options in ({}, {"intercept": True, "l2": 2.0}):
        fit = train(X, Y, **options)
        certified = certified_gradient(fit, X, Y)
        assert certified.norm <= 1.01e-8 * fit.start_norm
        assert max(float(ball.rad()) for ball in certified.balls) < 1e-30


def test_certificate_sees_a_wrong_optimum():
    X, Y = overlapping(100, 2)
    fit = train(X, Y, method="gd", max_iterations=2)
    assert not fit.converged
    assert certified_gradient(fit, X, Y).norm == pytest.approx(fit.gradient_norm, rel=1e-9)


def test_progress_is_told_and_ctrl_c_keeps_the_best_weights():
    seen = []

    def stop_at_third(passes, loss, norm):
        seen.append((passes, loss, norm))
        if len(seen) == 3:
            raise KeyboardInterrupt

    fit = train(X, Y, method="gd", progress=stop_at_third)
    assert not fit.converged
    assert "interrupted" in fit.reason
    assert mean_loss(fit.weights, X, Y) == pytest.approx(min(loss for _, loss, _ in seen))


def test_ctrl_c_before_the_first_step_gives_zero_weights(monkeypatch):
    def interrupted(*arguments, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr("numeric.training.objective.Objective.opening", interrupted)
    fit = train(X, Y)
    assert not fit.converged
    assert fit.weights.tolist() == [0.0] * 4


def test_ctrl_c_while_it_looks_for_a_separation_keeps_the_weights(monkeypatch):
    def interrupted(*arguments, **options):
        raise KeyboardInterrupt

    best = train(X, Y)
    monkeypatch.setattr("numeric.training.account.overlap", interrupted)
    fit = train(X, Y)
    assert not fit.converged
    assert "interrupted" in fit.reason
    assert fit.weights.tolist() == best.weights.tolist()


@pytest.mark.parametrize("limit", [0, 1, 2, 3])
def test_no_more_steps_than_asked_for(limit):
    X, Y = LARGE
    fit = train(X, Y, max_iterations=limit, tolerance=1e-13)
    assert not fit.converged
    assert "limit" in fit.reason
    assert len(fit.history) <= limit + 2


def test_fixed_rate_that_overshoots_is_told():
    fit = train(X, Y, method="gd", rate=1e4)
    assert not fit.converged
    assert "rate is too large" in fit.reason
    assert np.isfinite(fit.history).all()


def test_jupyter_and_text_say_the_same():
    bundle = train(X, Y)._repr_mimebundle_()
    assert "converged" in bundle["text/plain"]
    assert "<table>" in bundle["text/html"]
