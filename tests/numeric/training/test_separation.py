"""Separable data: never "converged", always a direction whose margins are checked exactly."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from numeric.training import train
from numeric.training.overlap import Pull
from numeric.training.separation import project
from training.problems import overlapping

RNG = np.random.default_rng(11)
POINTS = RNG.normal(size=(400, 3))
OVERLAP_X, OVERLAP_Y = overlapping(4000, 4)


def rare(X, y, samples):
    """The data with one more column that is 1 in a few samples, all of class 1."""
    column = np.zeros(len(y))
    column[:samples] = 1.0
    return np.c_[X, column], np.where(column > 0, 1.0, y)


def holds_exactly(separation, X, y, intercept):
    rows = np.c_[X, np.ones(len(X))] if intercept else X
    margins = [
        sum(Fraction(float(x)) * d for x, d in zip(row, separation.direction, strict=True))
        * (1 if label else -1)
        for row, label in zip(rows, y, strict=True)
    ]
    counts = (sum(margin > 0 for margin in margins), sum(margin == 0 for margin in margins))
    return min(margins) >= 0 and counts == (separation.positive, separation.touching)


CASES = [
    ("complete", POINTS, POINTS @ [1.0, 2.0, -1.0] > 0, True),
    ("complete, shifted", POINTS, POINTS @ [1.0, 2.0, -1.0] > 0.4, True),
    ("rare column", *rare(OVERLAP_X, OVERLAP_Y, 9), False),
    ("one sample", *rare(OVERLAP_X, OVERLAP_Y, 1), False),
    (
        "tie on a line",
        np.array([[1.0], [2.0], [3.0], [3.0], [4.0], [5.0]]),
        np.array([0, 0, 0, 1, 1, 1]),
        False,
    ),
    ("fewer samples than features", RNG.normal(size=(8, 20)), np.arange(8) % 2, True),
    ("scaled", POINTS * [1e9, 1.0, 1e-9], POINTS @ [1.0, 2.0, -1.0] > 0.2, True),
]


@pytest.mark.parametrize("gap", [1e-5, 1e-7, 1e-8, 1e-9, 1e-10])
def test_columns_that_differ_by_little_more_than_rounding_can_separate(gap):
    level = np.round(RNG.normal(size=300) * 16) / 16 + 2
    side = np.where(np.arange(300) < 3, 0, RNG.choice([-1, 1], 300))
    X, y = np.c_[level, level + side * gap * RNG.integers(1, 6, 300)], (side > 0) | (np.arange(300) == 0)
    fit = train(X, y.astype(int))
    assert not fit.converged
    assert fit.separation is not None
    assert holds_exactly(fit.separation, X, y, intercept=False)


def test_strong_signals_are_told_from_separation_without_a_linear_program(monkeypatch):
    monkeypatch.setattr("numeric.training.separation.certify", None)
    X = RNG.normal(size=(20_000, 6))
    noise = RNG.logistic(size=20_000)
    fit = train(X, (X @ [40.0, -30.0, 20.0, 10.0, 0.0, 50.0] + noise > 0).astype(int))
    assert fit.converged
    assert fit.notes == ()


def test_a_part_of_the_samples_without_one_that_leans_proves_nothing():
    nothing, some = np.zeros(2), Pull(np.eye(2), least=np.inf, leaning=5, average=0.1)
    assert not some.leaves_no_direction(nothing)
    assert Pull(np.eye(2), least=np.inf, leaning=0, average=0.0).leaves_no_direction(nothing)


@pytest.mark.parametrize(("name", "X", "y", "complete"), CASES, ids=[case[0] for case in CASES])
@pytest.mark.parametrize("method", ["auto", "newton", "gd"])
def test_separation_is_certified(name, X, y, complete, method):
    limit = 400 if method == "gd" else None
    fit = train(X, y.astype(int), intercept=True, method=method, max_iterations=limit)
    assert not fit.converged
    assert fit.separation is not None
    assert fit.separation.complete is complete
    assert holds_exactly(fit.separation, X, y, intercept=True)
    assert "separated" in fit.reason
    assert "l2" in fit.reason
    assert np.isfinite(fit.history).all()
    assert np.isfinite(fit.weights).all()


@pytest.mark.parametrize(("name", "X", "y", "complete"), CASES, ids=[case[0] for case in CASES])
def test_a_penalty_gives_it_a_minimum(name, X, y, complete):
    assert train(X, y.astype(int), intercept=True, l2=1.0).converged


OVERLAPPING = [
    ("plain", OVERLAP_X, OVERLAP_Y),
    ("duplicated columns", np.c_[OVERLAP_X, OVERLAP_X], OVERLAP_Y),
    ("empty column", np.c_[OVERLAP_X, 0 * OVERLAP_Y], OVERLAP_Y),
    ("rare column that overlaps", *(lambda X, y: (X, np.r_[0.0, y[1:]]))(*rare(OVERLAP_X, OVERLAP_Y, 9))),
    ("one percent", OVERLAP_X, (np.arange(4000) % 100 == 0).astype(float)),
    ("all samples equal", np.ones((50, 2)), np.arange(50) % 2),
]


@pytest.mark.parametrize(("name", "X", "y"), OVERLAPPING, ids=[case[0] for case in OVERLAPPING])
def test_overlapping_data_converge(name, X, y):
    fit = train(X, y)
    assert fit.converged, fit.reason
    assert fit.separation is None


@pytest.mark.parametrize("columns", [0, 1, 2])
def test_dependent_columns_are_named(columns):
    X = np.c_[OVERLAP_X, OVERLAP_X[:, :columns]]
    assert bool(train(X, OVERLAP_Y).notes) is (columns > 0)


@pytest.mark.parametrize("loss", ["bce", "linear"])
@pytest.mark.parametrize(("gap", "named"), [(0.0, True), (1e-9, False)])
def test_columns_that_differ_a_little_are_not_called_dependent(loss, gap, named):
    twin = OVERLAP_X[:, 0] * (1 + gap * RNG.normal(size=len(OVERLAP_X)))
    fit = train(np.c_[OVERLAP_X, twin], OVERLAP_Y, loss=loss)
    assert any("dependent" in note for note in fit.notes) is named


@pytest.mark.parametrize("seed", range(6))
def test_dependent_columns_share_their_weight_instead_of_drifting_apart(seed):
    X, y = overlapping(500, 8, seed=seed)
    fit, alone = train(np.c_[X, X[:, :2]], y), train(X, y, tolerance=1e-12)
    assert fit.converged
    assert fit.passes <= 20
    both = fit.weights[:8] + np.r_[fit.weights[8:], np.zeros(6)]
    assert both == pytest.approx(alone.weights, rel=1e-5, abs=1e-6)
    assert np.abs(fit.weights).max() <= 2 * np.abs(alone.weights).max()


def separable(rows):
    """An independent answer by one linear program: is there d with ±dᵀx ≥ 0 everywhere and > 0 somewhere?"""
    found = linprog(-rows.sum(axis=0), A_ub=-rows, b_ub=np.zeros(len(rows)), bounds=(-1, 1))
    return -found.fun > 1e-7


@given(st.lists(st.tuples(st.integers(-3, 3), st.integers(-3, 3), st.booleans()), min_size=4, max_size=25))
@settings(max_examples=60, deadline=None)
def test_the_linear_program_agrees_on_random_grids(samples):
    X = np.array([[a, b] for a, b, _ in samples], float)
    y = np.array([label for _, _, label in samples], int)
    if len(set(y)) < 2:
        return
    fit = train(X, y, intercept=True)
    turned = np.c_[X, np.ones(len(y))] * np.where(y > 0, 1, -1)[:, None]
    assert fit.converged is not separable(turned)
    if fit.separation is not None:
        assert holds_exactly(fit.separation, X, y, intercept=True)


LEANING = [("mse+sigmoid", 0, 1), ("mse+tanh", -1, 1), ("logistic", -1, 1), ("exponential+identity", -1, 1)]


@pytest.mark.parametrize(("loss", "no", "yes"), LEANING)
def test_every_loss_that_never_reaches_its_minimum(loss, no, yes):
    X, y = rare(OVERLAP_X, OVERLAP_Y, 9)
    fit = train(X, np.where(y > 0, yes, no), loss=loss, intercept=True)
    assert not fit.converged
    assert fit.separation is not None
    assert train(OVERLAP_X, np.where(OVERLAP_Y > 0, yes, no), loss=loss, intercept=True).converged


def test_counts_that_are_all_zero_in_a_group_have_no_finite_rate():
    counts = np.random.default_rng(3).poisson(2.0, 400)
    group = np.zeros(400)
    group[:7] = 1.0
    counts[:7] = 0
    fit = train(group[:, None], counts, loss="poisson", intercept=True)
    assert not fit.converged
    assert fit.separation is not None
    assert float(fit.separation.direction[0]) < 0
    assert (fit.separation.positive, fit.separation.touching) == (7, 393)
    counts[0] = 1
    assert train(group[:, None], counts, loss="poisson", intercept=True).converged


def test_a_gradient_that_is_zero_from_the_start_is_converged():
    fit = train([[1e-4], [-1e-4], [1e-4], [-1e-4]], [1, 1, 0, 0])
    assert fit.converged
    assert fit.weights.tolist() == pytest.approx([0.0], abs=1e-6)


def test_projection_solves_ties_exactly():
    ties = np.array([[0.1, 0.2, 0.3], [1.0, -1.0, 0.5]])
    found = project(ties, np.array([-0.4, -0.1, 0.2]))
    for row in ties:
        assert sum(Fraction(float(x)) * d for x, d in zip(row, found, strict=True)) == 0


def test_log_odds_that_are_infinite():
    fit = train([[0.0], [0.0], [1.0], [1.0]], [0, 1, 1, 1], intercept=True)
    assert fit.separation is not None
    assert not fit.separation.complete
    assert str(fit.separation).startswith("separated quasi-completely")
