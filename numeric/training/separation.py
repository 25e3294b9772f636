"""Separable data have no finite optimum: the direction that proves it, found in floats, re-checked exactly.

A direction d separates when every signed margin ±dᵀxₖ is at least 0 and not all are 0: completely where all
are positive, quasi-completely where some are 0. Along d the loss falls for ever.
Source: Albert and Anderson, On the existence of maximum likelihood estimates, Biometrika 71, 1984.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from numeric.training.objective import Objective, Point
from numeric.training.overlap import Signed
from numeric.training.rows import Array

WORKING_ROWS = 4000  # rows added to the linear program at a time
ROUNDS = 30
ZERO = Fraction(0)
LEAST_GAIN = 1e-9  # of the linear program, below which its answer is taken for 0
TIES = (
    1e-7,
    1e-10,
    1e-13,
)  # margins this small beside their rounding scale may be ties, to be made exact ones


@dataclass(frozen=True, slots=True)
class Separation:
    """A certificate that no finite optimum exists.

    ``direction`` holds exact rational numbers, one a weight and then the intercept where there is one. The
    signed margin of every sample along it was checked exactly to be at least 0; ``positive`` of them are
    positive and ``touching`` are 0.
    """

    direction: tuple[Fraction, ...]
    positive: int
    touching: int

    @property
    def complete(self) -> bool:
        """Whether every sample lies strictly on its side."""
        return self.touching == 0

    def __str__(self) -> str:
        """One line for a person."""
        kind = (
            "completely"
            if self.complete
            else f"quasi-completely ({self.touching} samples lie on the boundary)"
        )
        shown = ", ".join(f"{float(entry):.4g}" for entry in self.direction[:8])
        return f"separated {kind} by the direction ({shown}{', …' if len(self.direction) > 8 else ''})"


def find_separation(
    objective: Objective, point: Point, loss: str, thorough: bool = True
) -> Separation | None:
    """A certified separating direction, or None where none was found.

    The parameters themselves are tried first; then, if ``thorough``, a linear program over the samples that
    matter.
    """
    signs = Signed(objective, loss)
    own = point.parameters
    found = certify(signs, own) if np.any(own) else None
    if found is not None or not thorough:
        return found
    for strictly in (True, False):
        direction = _by_linear_program(signs, strictly)
        found = None if direction is None else certify(signs, direction)
        if found is not None and (found.complete or not strictly):
            return found
    return None


def _by_linear_program(signs: Signed, strictly: bool) -> Array | None:
    """A direction d, |dⱼ| ≤ 1 after scaling, with every margin ±dᵀxₖ ≥ 0, or None.

    ``strictly``: of the greatest least margin; otherwise of the greatest sum of margins. The program starts
    with some rows and takes in those that its answer violates, until there are none.
    """
    scale, total = _scale_and_total(signs)
    rows = _most_violated(signs, np.ones(signs.size) / scale, everything=True) / scale
    for _ in range(ROUNDS):
        direction = _widest(rows) if strictly else _greatest_sum(rows, total / scale)
        if direction is None:
            return None
        violated = _most_violated(signs, direction / scale)
        if not len(violated):
            return np.asarray(direction / scale)
        rows = np.concatenate([rows, violated / scale])
    return None


def _greatest_sum(rows: Array, total: Array) -> Array | None:
    from scipy.optimize import linprog

    found = linprog(
        -total, A_ub=-_of_length_one(rows), b_ub=np.zeros(len(rows)), bounds=(-1, 1), method="highs"
    )
    return None if found.status or -found.fun <= LEAST_GAIN * np.abs(total).sum() else np.asarray(found.x)


def _widest(rows: Array) -> Array | None:
    from scipy.optimize import linprog

    margin = np.append(np.zeros(rows.shape[1]), -1.0)
    below = np.hstack([-_of_length_one(rows), np.ones((len(rows), 1))])
    found = linprog(margin, A_ub=below, b_ub=np.zeros(len(rows)), bounds=(-1, 1), method="highs")
    return None if found.status or -found.fun <= LEAST_GAIN else np.asarray(found.x[:-1])


def _of_length_one(rows: Array) -> Array:
    # The tolerance of the program is absolute: a short row would count for nothing.
    lengths = np.abs(rows).sum(axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths > 0, lengths, 1.0))


def _scale_and_total(signs: Signed) -> tuple[Array, Array]:
    largest, total = np.zeros(signs.size), np.zeros(signs.size)
    for piece in signs.pieces():
        largest = np.maximum(largest, np.abs(piece).max(axis=0, initial=0.0))
        total += piece.sum(axis=0)
    return np.where(largest > 0, largest, 1.0), total


def _most_violated(signs: Signed, direction: Array, everything: bool = False) -> Array:
    kept = np.empty((0, signs.size))
    for piece in signs.pieces():
        size = np.abs(piece) @ np.abs(direction)
        wrong = piece @ direction < -TIES[0] * size if not everything else np.ones(len(piece), bool)
        kept = np.concatenate([kept, piece[wrong]])
        if len(kept) > WORKING_ROWS:
            worst = np.argpartition(kept @ direction, WORKING_ROWS)[:WORKING_ROWS]
            kept = kept[worst]
    return kept


def certify(signs: Signed, direction: Array) -> Separation | None:
    """The exact certificate for a direction given in floats, or None where it does not hold.

    Samples whose margin is 0 up to rounding are first made exact ties: the direction is moved into the null
    space of those rows, in rational arithmetic. Then every margin is checked, by a rigorous rounding bound or
    exactly. A small margin may be real: where it cannot be made a tie, only smaller ones are.
    """
    for tie in TIES:
        found = _certified(signs, project(_ties(signs, direction, tie), direction))
        if found is not None:
            return found
    return None


def _certified(signs: Signed, exact: list[Fraction]) -> Separation | None:
    floats = np.array([float(entry) for entry in exact])
    positive = 0
    for piece in signs.pieces():
        margins = piece @ floats
        rounding = (len(exact) + 4) * 2.0**-51 * (np.abs(piece) @ np.abs(floats))
        if np.any(margins < -rounding):
            return None
        doubt = margins <= rounding
        positive += int(np.count_nonzero(~doubt))
        for row in piece[doubt]:
            margin = sum((Fraction(float(row[j])) * exact[j] for j in np.flatnonzero(row * floats)), ZERO)
            if margin < 0:
                return None
            positive += margin > 0
    unscaled = tuple(entry * Fraction(float(unit)) for entry, unit in zip(exact, signs.scale, strict=True))
    return Separation(unscaled, positive, signs.samples - positive) if positive else None


def _ties(signs: Signed, direction: Array, tie: float) -> Array:
    # Linearly independent rows that span all those on the boundary.
    from scipy.linalg import qr

    ties = np.empty((0, signs.size))
    for piece in signs.pieces():
        near = np.abs(piece @ direction) <= tie * (np.abs(piece) @ np.abs(direction))
        ties = np.concatenate([ties, piece[near]])
        if len(ties) > signs.size:
            triangle, order = qr(ties.T, mode="r", pivoting=True)
            heights = np.abs(np.diag(triangle))
            ties = ties[order[: int(np.count_nonzero(heights > 1e-10 * max(heights[0], 1e-300)))]]
    return ties


def project(ties: Array, direction: Array) -> list[Fraction]:
    """Rational numbers near the direction that solve ties · d = 0 exactly: free entries stay, pivots follow.

    >>> project(np.array([[1.0, -2.0]]), np.array([0.4999999, 0.25]))
    [Fraction(1, 2), Fraction(1, 4)]
    """
    from flint import fmpq, fmpq_mat

    entries = [Fraction(float(entry)) for entry in direction]
    nonzero = ties[np.any(ties != 0, axis=1)] if len(ties) else ties
    if not len(nonzero):
        return entries
    # The smallest entries come first, so that they are the pivots that are solved for.
    rationals = [fmpq(*float(x).as_integer_ratio()) for row in nonzero for x in row]
    reduced, rank = fmpq_mat(len(nonzero), len(entries), rationals).rref()
    for k in range(rank):
        row = [Fraction(int(reduced[k, j].p), int(reduced[k, j].q)) for j in range(len(entries))]
        pivot = next(j for j, entry in enumerate(row) if entry)
        entries[pivot] = -sum((row[j] * entries[j] for j in range(pivot + 1, len(row))), ZERO)
    return entries
