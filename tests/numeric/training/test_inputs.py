"""Bad input is refused in one sentence that names row and column; hard input is fitted."""

import numpy as np
import pytest

from derive.errors import GradproofError
from numeric.training import train
from training.problems import overlapping, relative_slope

X, Y = overlapping(200, 3)


def spoiled(value, row, column, X=X):
    changed = X.copy()
    changed[row, column] = value
    return changed


REFUSED = [
    (spoiled(np.nan, 7, 2), Y, {}, "not finite at row 7, column 2"),
    (spoiled(np.inf, 199, 0), Y, {}, "not finite at row 199, column 0"),
    (spoiled(-np.inf, 0, 1).T, Y, {"layout": "columns"}, "not finite at row 0, column 1"),
    (X, np.ones(200), {}, "every label is 1; there is only one class"),
    (X, np.r_[Y[:-1], 2], {}, "label in row 199 is 2"),
    (X, np.r_[np.nan, Y[1:]], {}, "label in row 0 is nan"),
    (X, 2 * Y - 1, {}, "takes 0 or 1"),
    (X, Y, {"loss": "logistic"}, "takes -1 or 1"),
    (X, -Y, {"loss": "poisson"}, "from 0 on"),
    (X, Y + 0.5, {"loss": "poisson"}, "whole numbers"),
    (X, Y[:-1], {}, "199 entries, but X has 200 samples"),
    (X[0], Y, {}, "1 axes"),
    (X[:0], Y[:0], {}, "nothing to fit"),
    (X[:, :0], Y, {}, "nothing to fit"),
    ([[1.0, "a"]], [1], {}, "holds"),
    (np.array([[1.0, "a"]], object), [1], {}, "'a' at row 0, column 1"),
    ([[1.0], [1.0, 2.0]], [0, 1], {}, "same length"),
    (X.astype(complex), Y, {}, "complex128"),
    (X, np.array(["a", "b"] * 100), {}, "not numbers"),
    (X, Y, {"sample_weight": np.r_[-1, np.ones(199)]}, "weight in row 0 is -1"),
    (X, Y, {"sample_weight": np.zeros(200)}, "every sample weight is 0"),
    (X, Y, {"method": "nwton"}, "did you mean newton"),
    (X, Y, {"loss": "bec"}, "did you mean bce"),
    (X, Y, {"sign": "plus"}, "loss, log-likelihood"),
    (X, Y, {"layout": "row"}, "rows or columns"),
    (X, Y, {"l2": -1.0}, "l2 is -1"),
    (X, Y, {"tolerance": 0.0}, "tolerance is 0"),
    (X, Y, {"batch": 0}, "batch size is 0"),
]


@pytest.mark.parametrize(("X", "y", "options", "words"), REFUSED, ids=[case[3] for case in REFUSED])
@pytest.mark.parametrize("method", ["auto", "gd"])
def test_refused_in_words(X, y, options, words, method):
    with pytest.raises(GradproofError) as caught:
        train(X, y, **({"method": method} | options))
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_bad_entry_in_large_data_is_found_where_it_is():
    X, Y = overlapping(20_000, 4)
    with pytest.raises(GradproofError, match="row 19997, column 3"):
        train(spoiled(np.nan, 19_997, 3, X), Y)


def orthogonal(samples, features, condition):
    generator = np.random.default_rng(8)
    left, _ = np.linalg.qr(generator.normal(size=(samples, features)))
    right, _ = np.linalg.qr(generator.normal(size=(features, features)))
    X = left * np.logspace(0, -np.log10(condition), features) @ right * np.sqrt(samples) * 10
    return X, (generator.random(samples) < 1 / (1 + np.exp(-X @ generator.normal(size=features)))).astype(
        float
    )


def sparse(samples, features):
    generator = np.random.default_rng(9)
    X = generator.normal(size=(samples, features)) * (generator.random((samples, features)) < 0.03)
    return X, (generator.random(samples) < 1 / (1 + np.exp(-X.sum(axis=1)))).astype(float)


BIG = overlapping(20_000, 5)
HARD = [
    ("condition 1e6", *orthogonal(20_000, 8, 1e6)),
    ("condition 1e6, few samples", *orthogonal(300, 8, 1e6)),
    ("duplicated columns", np.c_[BIG[0], BIG[0]], BIG[1]),
    ("one huge column", BIG[0] * [1e9, 1, 1, 1, 1], BIG[1]),
    ("one tiny column", BIG[0] * [1e-9, 1, 1, 1, 1], BIG[1]),
    ("sparse-like zeros", *sparse(20_000, 20)),
    ("two percent positive", BIG[0], (np.arange(20_000) % 50 == 0).astype(float)),
    ("sorted by label", BIG[0][np.argsort(BIG[1])], np.sort(BIG[1])),
    ("periodic rows", np.tile(BIG[0][:64], (300, 1)), np.tile(np.arange(64) % 2, 300)),
]


@pytest.mark.parametrize(("name", "X", "y"), HARD, ids=[case[0] for case in HARD])
@pytest.mark.parametrize("method", ["auto", "newton"])
def test_hard_data_converge(name, X, y, method):
    fit = train(X, y, method=method)
    assert fit.converged, fit.reason
    assert relative_slope(fit.weights, X, y) <= 1.01e-8


def test_a_huge_column_does_not_hide_the_others():
    X, y = BIG[0] * [1e9, 1, 1, 1, 1], BIG[1]
    fit, plain = train(X, y, tolerance=1e-10), train(*BIG, tolerance=1e-12)
    assert fit.weights * [1e9, 1, 1, 1, 1] == pytest.approx(plain.weights, rel=1e-5)


@pytest.mark.parametrize(("samples", "features"), [(60, 700), (900, 600)])
@pytest.mark.parametrize("l2", [1e-3, 1.0, 100.0])
def test_more_columns_than_a_hessian_is_worth(samples, features, l2):
    generator = np.random.default_rng(3)
    X = generator.normal(size=(samples, features)) * np.exp(generator.normal(size=features))
    y = (generator.random(samples) < 0.5).astype(float)
    fit = train(X, y, l2=l2, tolerance=1e-9)
    residual = 1 / (1 + np.exp(-X @ fit.weights)) - y
    assert fit.converged
    assert np.linalg.norm(X.T @ residual + l2 * fit.weights) <= 1.1e-9 * np.linalg.norm(X.T @ (0.5 - y))
    if features > samples:
        bare = train(X, y)
        assert not bare.converged
        assert bare.separation is not None


@pytest.mark.parametrize("size", [1e-300, 1e-150, 1e150, 1e300])
def test_values_whose_squares_overflow(size):
    X, y = BIG
    fit = train(X * size, y, tolerance=1e-12)
    assert fit.converged
    assert "very small" in " ".join(fit.notes)
    assert fit.weights * size == pytest.approx(train(X, y, tolerance=1e-12).weights, rel=1e-6)


def test_saturated_labels_never_give_nan():
    X = np.r_[np.full((50, 1), 1e4), np.full((50, 1), -1e4)]
    y = np.r_[np.ones(50), np.zeros(50)]
    y[0] = 0
    fit = train(X, y)
    assert np.isfinite(fit.history).all()
    assert fit.converged
