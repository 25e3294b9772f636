"""Separable data have no finite optimum: the direction that proves it, found in floats, re-checked exactly.

A direction d separates when every signed margin ±dᵀxₖ is at least 0 and not all are 0: completely where all
are positive, quasi-completely where some are 0. Along d the loss falls for ever.
Source: Albert and Anderson, On the existence of maximum likelihood estimates, Biometrika 71, 1984.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from numeric.training.inverse import inverse
from numeric.training.objective import Objective, Point
from numeric.training.rows import Array, Rows

SEPARABLE = frozenset({"bce", "ce-logits", "logistic", "exponential"})  # f falls along a margin, for ever
WORKING_ROWS = 4000  # rows added to the linear program at a time
ROUNDS = 30
ZERO = Fraction(0)
TIE = 1e-7  # margins this small beside their rounding scale are taken for ties, and made exact ones


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


def overlaps(objective: Objective, point: Point) -> bool:
    """Whether the data certainly overlap, so that the optimum is finite: True is proof up to rounding.

    Let H be the Hessian over any part of the samples, c its least curvature, g the summed gradient over all.
    If d separates, dᵀHd ≤ max|xₖᵀd| · (−gᵀd) as f″ ≤ |f′|, and c·max|xₖᵀd|² ≤ dᵀHd; so gᵀH⁻¹g < c leaves
    no d that the part can see.
    """
    few = max(256, 4 * objective.parameters)
    return any(_sees_overlap(objective, point, rows) for rows in (few, objective.rows.count))


def _sees_overlap(objective: Objective, point: Point, rows: int) -> bool:
    curved = objective.curved_from(rows, point.parameters)
    gradient = point.gradient * objective.total
    decrement = float(gradient @ inverse(curved.hessian, 1e-14) @ gradient)
    return decrement < curved.flattest


def find_separation(objective: Objective, point: Point) -> Separation | None:
    """A certified separating direction, or None where none was found.

    The parameters themselves are tried first, then a linear program over the samples that matter.
    """
    signs = _Signed(objective)
    own = objective.unscaled(point.parameters)
    found = certify(signs, own) if np.any(own) else None
    if found is not None:
        return found
    direction = _by_linear_program(signs)
    return None if direction is None else certify(signs, direction)


class _Signed:
    """The samples with the intercept column, each turned so that a positive margin is the right side."""

    def __init__(self, objective: Objective) -> None:
        self.rows: Rows = objective.rows
        self.intercept = objective.sweep.intercept
        self.size = objective.parameters

    def pieces(self) -> Iterator[Array]:
        for chunk in self.rows.chunks():
            for start in range(0, chunk.X.shape[0], 1 << 14):
                part = chunk.part(start, start + (1 << 14))
                turned = np.empty((part.X.shape[0], self.size))
                turned[:, : self.rows.columns] = part.X
                turned[:, self.rows.columns :] = 1.0
                turned *= np.where(part.y > 0, 1.0, -1.0)[:, None]
                yield turned if part.weight is None else turned[part.weight > 0]


def _by_linear_program(signs: _Signed) -> Array | None:
    """Maximise Σ ±dᵀxₖ with every ±dᵀxₖ ≥ 0 and |dⱼ| ≤ 1 (scaled), adding violated rows until none is."""
    from scipy.optimize import linprog

    scale, total = _scale_and_total(signs)
    working = _most_violated(signs, np.ones(signs.size) / scale, everything=True)
    for _ in range(ROUNDS):
        found = linprog(
            -(total / scale),
            A_ub=-(working / scale),
            b_ub=np.zeros(len(working)),
            bounds=(-1, 1),
            method="highs",
        )
        if found.status != 0 or -found.fun <= 1e-9 * float(np.abs(total / scale).sum()):
            return None
        direction = np.asarray(found.x) / scale
        violated = _most_violated(signs, direction)
        if not len(violated):
            return direction
        working = np.concatenate([working, violated])
    return None


def _scale_and_total(signs: _Signed) -> tuple[Array, Array]:
    largest, total = np.zeros(signs.size), np.zeros(signs.size)
    for piece in signs.pieces():
        largest = np.maximum(largest, np.abs(piece).max(axis=0, initial=0.0))
        total += piece.sum(axis=0)
    return np.where(largest > 0, largest, 1.0), total


def _most_violated(signs: _Signed, direction: Array, everything: bool = False) -> Array:
    kept = np.empty((0, signs.size))
    for piece in signs.pieces():
        size = np.abs(piece) @ np.abs(direction)
        wrong = piece @ direction < -TIE * size if not everything else np.ones(len(piece), bool)
        kept = np.concatenate([kept, piece[wrong]])
        if len(kept) > WORKING_ROWS:
            worst = np.argpartition(kept @ direction, WORKING_ROWS)[:WORKING_ROWS]
            kept = kept[worst]
    return kept


def certify(signs: _Signed, direction: Array) -> Separation | None:
    """The exact certificate for a direction given in floats, or None where it does not hold.

    Samples whose margin is 0 up to rounding are first made exact ties: the direction is moved into the null
    space of those rows, in rational arithmetic. Then every margin is checked, by a rigorous rounding bound or
    exactly.
    """
    exact = project(_ties(signs, direction), direction)
    floats = np.array([float(entry) for entry in exact])
    positive = touching = 0
    for piece in signs.pieces():
        margins = piece @ floats
        doubt = margins <= (len(exact) + 4) * 2.0**-51 * (np.abs(piece) @ np.abs(floats))
        positive += int(np.count_nonzero(~doubt))
        for row in piece[doubt]:
            margin = sum((Fraction(float(row[j])) * exact[j] for j in np.flatnonzero(row * floats)), ZERO)
            if margin < 0:
                return None
            positive, touching = positive + (margin > 0), touching + (margin == 0)
    return Separation(tuple(exact), positive, touching) if positive else None


def _ties(signs: _Signed, direction: Array) -> Array:
    # Linearly independent rows that span all those on the boundary.
    from scipy.linalg import qr

    ties = np.empty((0, signs.size))
    for piece in signs.pieces():
        near = np.abs(piece @ direction) <= TIE * (np.abs(piece) @ np.abs(direction))
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
