"""What a hand-written gradient is: a formula to judge and a program to run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from derive.derivation.batch import ROWS, Names
from derive.derivation.matrices import (
    Entrywise,
    Matrix,
    Sample,
)
from derive.derivation.matrix_rules import entrywise, scaled
from derive.terms import ONE, Term, num, sym

P, Y, S, N = sym("ŷ"), sym("y"), sym("s"), sym("N")
MEAN = 1 / N
OUTER = -(Y / P - (1 - Y) / (1 - P))
SLOPE = P * (1 - P)
GUARD = num(1) / 10**10

PRELUDE = """import numpy as np

def sigmoid(s):
    return 1 / (1 + np.exp(-s))
"""


@dataclass(frozen=True, slots=True)
class Version:
    """One hand-written gradient.

    ``gradient`` is its formula in the names of ``names``; ``objective`` the loss that its author minimises,
    per sample, where that is not the loss itself; ``code`` defines ``gradient``, called with w (M,),
    X (N, M) and y (N,), or with W (1, M), X (M, N) and Y (1, N) where samples are columns.
    ``misconception`` is an id of derive.misconceptions, None for a correct version. ``remark`` is what a
    teacher says about it.
    """

    id: str
    title: str
    names: Names
    gradient: Matrix
    code: str
    remark: str
    misconception: str | None = None
    objective: Term | None = None


def rows(term: Term) -> Entrywise:
    return ROWS.of(term)


def mean(residual: Matrix, names: Names = ROWS, factor: Term = MEAN) -> Matrix:
    return scaled(factor, names.gradient(residual))


def ones() -> Entrywise:
    return entrywise(ONE, (Y.name, ROWS.labels))


def sample(term: Term) -> Entrywise:
    return entrywise(term, (P.name, Sample(ROWS.predictions, 0)), (Y.name, Sample(ROWS.labels, 0)))


@cache
def run(code: str) -> Callable[..., Any]:
    """The function ``gradient`` that a code text of this file defines."""
    return _namespace(code)["gradient"]  # type: ignore[no-any-return]


def own_loss(code: str) -> Callable[..., Any] | None:
    """The function ``loss`` of a code text, if it has one of its own."""
    found: Callable[..., Any] | None = _namespace(code).get("loss")
    return found


@cache
def _namespace(code: str) -> dict[str, Any]:
    namespace: dict[str, Any] = {}
    exec(PRELUDE + code, namespace)
    return namespace
