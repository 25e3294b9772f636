"""Runs a few lines of NumPy exactly and in floating point, and compares what they give."""

from __future__ import annotations

from typing import Any

import numpy as np

from derive.arrays import leaf
from numeric.tracing.array import ExactArray, lifted, plain
from numeric.tracing.imports import plain_modules
from numeric.tracing.program import compile_program, run_program
from numeric.tracing.record import entries
from numeric.tracing.scalar import exact
from numeric.tracing.shims import exact_modules
from numeric.tracing.state import Trace, running
from numeric.tracing.witness import approximate

POINT = {
    "A": np.array([[0.5, -1.25, 2.0], [1.5, 0.75, -0.5]]),
    "B": np.array([[1.0, 0.5], [-0.5, 2.0], [0.25, -1.0]]),
    "v": np.array([0.5, -2.0, 1.25]),
    "s": 0.75,
}

HEAD = "import math\nfrom scipy.special import expit, logsumexp, softmax, xlogy\n"


def exactly(body: str) -> Any:
    inputs = {name: entries(leaf(name, np.shape(value))).view(ExactArray) for name, value in POINT.items()}
    inputs["s"] = inputs["s"].item()
    witness = {
        term.name: float(value)
        for name, array in POINT.items()
        for term, value in zip(leaf(name, np.shape(array)).entries, np.ravel(array), strict=True)
    }
    with running(Trace(witness=witness)) as trace:
        program = compile_program("", HEAD + body, list(POINT), exactly=True)
        held = lifted(run_program(program, inputs, exact_modules(), trace.note))
        found = [approximate(exact(each).term, witness) for each in plain(held).ravel()]
        inexact = trace.inexact
    return np.array(found).reshape(held.shape), inexact


def in_floats(body: str) -> Any:
    program = compile_program("", HEAD + body, list(POINT), exactly=False)
    inputs = {name: np.array(value) if np.ndim(value) else value for name, value in POINT.items()}
    return np.asarray(run_program(program, inputs, plain_modules(lambda note: None), print), dtype=float)


def check(body: str) -> None:
    found, inexact = exactly(body)
    wanted = in_floats(body)
    assert found.shape == wanted.shape
    np.testing.assert_allclose(found, wanted, rtol=1e-9, atol=1e-12)
    assert not inexact
