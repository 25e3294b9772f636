"""Subsamples are spread over all samples, whatever the memory order, and keep labels and weights with their rows."""

import numpy as np
import pytest

from numeric.training.rows import RUN, ArrayRows, Chunk

SAMPLES = 1003
X = np.arange(3.0 * SAMPLES).reshape(SAMPLES, 3)
ORDERS = {
    "rows": X,
    "columns": np.asfortranarray(X),
    "backwards": X[::-1].copy()[::-1],
    "strided": np.repeat(X, 2, 1)[:, ::2],
}


@pytest.mark.parametrize("order", list(ORDERS))
@pytest.mark.parametrize("stride", [1, 4, 16])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_one_run_in_so_many(order, stride, dtype, monkeypatch):
    monkeypatch.setattr("numeric.training.rows.GATHERED_BYTES", 1000)
    rows = ArrayRows(Chunk(ORDERS[order], np.arange(SAMPLES), np.arange(SAMPLES) + 0.5), np.dtype(float))
    found = [(chunk.X.copy(), chunk.y, chunk.weight) for chunk in rows.thinned(stride, dtype)]
    kept = np.concatenate([y for _, y, _ in found])
    first = kept[::RUN]
    assert first.tolist() == list(range(0, SAMPLES - stride * RUN + 1, stride * RUN))
    assert kept.tolist() == [start + k for start in first for k in range(RUN)]
    assert np.array_equal(np.concatenate([part for part, _, _ in found]), X[kept])
    assert np.array_equal(np.concatenate([weight for _, _, weight in found]), kept + 0.5)
    assert {part.dtype for part, _, _ in found} == {np.dtype(dtype)}
