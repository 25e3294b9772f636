"""The product of rows with weights is chosen by trial, only where rows come from memory, and once in a process."""

import time

import numpy as np
import pytest

from numeric.training import product, train
from numeric.training.product import quickest_product

X = np.random.default_rng(5).normal(size=(4000, 40))
Y = (np.random.default_rng(6).random(4000) < 0.5).astype(float)


@pytest.fixture(autouse=True)
def small_data_count_as_large(monkeypatch):
    monkeypatch.setattr(product, "IN_MEMORY", 1 << 20)
    monkeypatch.setattr(product, "GATHERED_BYTES", 1 << 13)
    monkeypatch.setattr(product, "_found", {})


def late(function):
    def called(*given):
        time.sleep(0.002)
        return function(*given)

    return called


@pytest.mark.parametrize("slow", ["dot", "vecdot"])
def test_the_quicker_one_is_taken(monkeypatch, slow):
    given = {"dot": np.dot, "vecdot": np.vecdot}
    monkeypatch.setattr(np, slow, late(given[slow]))
    quick = "vecdot" if slow == "dot" else "dot"
    assert quickest_product(X) is given[quick]


def test_it_is_tried_once(monkeypatch):
    first = quickest_product(X)
    monkeypatch.setattr(np, "dot" if first is np.dot else "vecdot", late(first))
    assert quickest_product(X) is first


@pytest.mark.parametrize("samples", [np.asfortranarray(X), X[::2], X[:100]], ids=["columns", "gaps", "few"])
def test_where_nothing_is_tried_it_is_that_of_blas(monkeypatch, samples):
    monkeypatch.setattr(np, "vecdot", None)
    assert quickest_product(samples) is np.dot


@pytest.mark.parametrize("threads", [1, 2])
def test_a_fit_with_either_ends_at_the_same_weights(monkeypatch, threads):
    fits = {}
    for name in ("dot", "vecdot"):
        key = (X.shape[1], X.dtype.str)
        monkeypatch.setattr(product, "_found", {key: getattr(np, name)})
        fits[name] = train(X, Y, threads=threads, tolerance=1e-11)
    assert all(fit.converged for fit in fits.values())
    assert fits["dot"].weights == pytest.approx(fits["vecdot"].weights, abs=1e-9)


def test_a_second_fit_repeats_the_first_to_the_last_bit():
    assert train(X, Y).weights.tobytes() == train(X, Y).weights.tobytes()
