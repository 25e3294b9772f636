"""The pass without labels gives what the pass with labels gives: any layout, type and intercept, more blocks than a
product of factors survives."""

import numpy as np
import pytest

from numeric.compile import compile_kernel
from numeric.training.objective import Objective, Trace
from numeric.training.rows import ArrayRows, Chunk
from numeric.training.sweep import BARE, Sweep

RNG = np.random.default_rng(3)
X = RNG.normal(size=(1003, 4))
Y = (RNG.random(1003) < 0.4).astype(float)


def opened(rows, intercept=False, scale=None, block_bytes=1 << 12):
    sweep = Sweep(compile_kernel("bce"), rows.columns, rows.dtype, intercept, scale, block_bytes)
    objective = Objective(rows, sweep, 0.0, rows.total, Trace())
    objective.opening(np.zeros(objective.parameters))
    return objective


def labelled(objective, parameters):
    found = objective.sweep.sums(objective.rows.chunks(), parameters)
    return found.loss / objective.total, found.gradient / objective.total


CASES = {
    "rows": (X, {}),
    "columns": (np.asfortranarray(X), {}),
    "every second": (np.repeat(X, 2, axis=0)[::2], {}),
    "with intercept": (X, {"intercept": True}),
    "scaled": (X, {"scale": np.array([0.5, 1.0, 2.0, 4.0])}),
    "one block": (X, {"block_bytes": 1 << 20}),
    "more blocks than doublings": (np.tile(X, (40, 1)), {"block_bytes": 1}),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize(("dtype", "near"), [(np.float64, 1e-13), (np.float32, 1e-5)])
def test_same_loss_and_gradient_with_and_without_labels(name, dtype, near):
    samples, options = CASES[name]
    labels = np.resize(Y, len(samples))
    objective = opened(ArrayRows(Chunk(samples.astype(dtype), labels, None), np.dtype(dtype)), **options)
    for size in (0.0, 0.3, 300.0):
        parameters = size * RNG.normal(size=objective.parameters)
        point, (loss, gradient) = objective.at(parameters), labelled(objective, parameters)
        assert point.loss == pytest.approx(loss, rel=near)
        assert point.gradient == pytest.approx(gradient, abs=10 * near)


def test_entries_that_are_no_numbers_show_in_the_loss():
    samples = X.copy()
    samples[17, 2] = np.nan
    objective = opened(ArrayRows(Chunk(samples, Y, None), np.dtype(float)))
    assert np.isnan(objective.at(np.ones(4)).loss)


def test_a_pass_that_was_interrupted_leaves_nothing_behind():
    def broken(chunks):
        yield from chunks
        raise KeyboardInterrupt

    objective = opened(ArrayRows(Chunk(X, Y, None), np.dtype(float)))
    before = objective.at(np.ones(4))
    with pytest.raises(KeyboardInterrupt):
        objective.sweep.sums(broken(objective.rows.chunks()), np.full(4, 7.0), BARE)
    assert objective.at(np.ones(4)).loss == pytest.approx(before.loss, rel=1e-14)
