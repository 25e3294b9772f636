"""The pass that needs no labels: row block by row block, with vectors so short that they never leave the cache."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from numeric.training.gram import Gram
from numeric.training.product import Product
from numeric.training.rows import Array
from numeric.unlabelled import Unlabelled

DOUBLINGS = {
    np.dtype(np.float64): 1000,
    np.dtype(np.float32): 120,
}  # that a product of factors up to 2 survives
Piece = tuple[Array, Array | None]  # a block of samples, and its labels where they are asked for


@dataclass(frozen=True, slots=True)
class _Block:
    """Views of the buffers for so many samples; ``slope`` and ``bend`` are the arguments of the programs.

    ``both`` holds ``residual`` and what the labels add to it, ``shift``.
    """

    logits: Array
    both: Array
    residual: Array
    shift: Array
    ones: Array
    vectors: tuple[tuple[float, Array], ...]
    factors: tuple[tuple[Array, Array], ...]
    curvature: Array
    slope: tuple[Array, ...]
    bend: tuple[Array, ...]


@dataclass(slots=True)
class BareSums:
    """Σ D, Σ f(y, 0), and as rows of ``slopes`` Σ D′·(x, 1) and Σ ∂f/∂s(y, 0)·(x, 1), in float64."""

    loss: float
    label_loss: float
    slopes: Array


class BarePass:
    """Goes through row blocks for the form D of a loss without its labels; with ``intercept`` x ends in a 1."""

    def __init__(
        self,
        form: Unlabelled,
        rows: int,
        columns: int,
        dtype: Any,
        intercept: bool,
        product: Product = np.dot,
    ) -> None:
        self.product = product
        self.form, self.columns, self.dtype, self.intercept = form, columns, np.dtype(dtype), intercept
        self._slope, self._bend = form.slope.bound(self.dtype), form.bend.bound(self.dtype)
        self._products = [np.ones(rows, dtype) for _ in form.powers]
        self._partials = np.empty((2, columns), dtype)
        self._total: Callable[[Array, Array], Any] = np.dot if self.dtype == np.float64 else _wide_total
        self._blocks: dict[int, _Block] = {}

    def sums(
        self, pieces: Iterable[Piece], weights: Array, offset: float, gram: Gram | None = None, every: int = 1
    ) -> BareSums:
        """The sums for s = Xw + offset; every ``every``-th block adds its curvature to ``gram``."""
        weights, offset = weights * self.dtype.type(self.form.scale), offset * self.form.scale
        found = BareSums(0.0, 0.0, np.zeros((2, self.columns + self.intercept)))
        dot, add, multiply, slope, total = np.dot, np.add, np.multiply, self._slope, self._total
        product = self.product
        sums, partial, most = found.slopes[0, : self.columns], self._partials[0], DOUBLINGS[self.dtype]
        rest = loss = 0.0
        self._start_over()
        for index, (rows, labels) in enumerate(pieces):  # calls are dear here: ten to a block of X
            block = self._block(len(rows))
            product(rows, weights, block.logits)
            if offset:
                add(block.logits, offset, block.logits)
            bends = gram is not None and not index % every
            if bends:
                self._bend(*block.bend)
            else:
                slope(*block.slope)
            for weight, vector in block.vectors:
                loss += weight * float(total(block.ones, vector))
            for so_far, factor in block.factors:
                multiply(so_far, factor, so_far)
            if labels is None:
                dot(block.residual, rows, partial)
                add(sums, partial, sums)
                if self.intercept:
                    rest += float(add.reduce(block.residual))
            else:
                self._add_both_slopes(block, rows, labels, found)
            if gram is not None and bends:  # last, as its copy of the rows may drive them out of the cache
                gram.add(rows, block.curvature)
            if index % most == most - 1:
                loss += self._logarithms()
        found.loss = loss + self._logarithms()
        if self.intercept:
            found.slopes[0, -1] += rest
        found.slopes[0] *= self.form.leading
        return found

    def _add_both_slopes(self, block: _Block, rows: Array, labels: Array, found: BareSums) -> None:
        # Two products cost little more than one, as the rows come from the cache once.
        found.label_loss += self._look_at(block, labels)
        np.dot(block.both, rows, self._partials)
        sums = found.slopes[:, : self.columns]
        np.add(sums, self._partials, sums)
        if self.intercept:
            found.slopes[:, -1] += np.add.reduce(block.both, axis=1)

    def _look_at(self, block: _Block, labels: Array) -> float:
        # The slope at s = 0 goes into the block; the loss there is returned.
        shift, level = self.form.shift, self.form.level
        np.copyto(block.shift, labels, casting="unsafe")
        total = level.height * len(labels) + level.slope * float(np.add.reduce(block.shift, dtype=float))
        np.multiply(block.shift, shift.slope, block.shift)
        np.add(block.shift, shift.height, block.shift)
        return total

    def _logarithms(self) -> float:
        total, used = 0.0, max(self._blocks, default=0)
        for power, product in zip(self.form.powers, self._products, strict=True):
            total += power * float(np.add.reduce(np.log(product[:used], dtype=float)))
        self._start_over()
        return total

    def _start_over(self) -> None:
        for product in self._products:
            product.fill(1.0)

    def _block(self, rows: int) -> _Block:
        if rows not in self._blocks:
            self._blocks[rows] = self._cut(rows)
        return self._blocks[rows]

    def _cut(self, rows: int) -> _Block:
        form = self.form
        both, ones = np.zeros((2, rows), self.dtype), np.ones(rows, self.dtype)
        logits, curvature, *vectors = np.empty((2 + len(form.weights) + len(form.powers), rows), self.dtype)
        plain, factors = vectors[: len(form.weights)], vectors[len(form.weights) :]
        products = (product[:rows] for product in self._products)
        slope, bend = form.slope.workspace(rows, self.dtype), form.bend.workspace(rows, self.dtype)
        return _Block(
            logits=logits,
            both=both,
            residual=both[0],
            shift=both[1],
            ones=ones,
            vectors=tuple(zip(form.weights, plain, strict=True)),
            factors=tuple(zip(products, factors, strict=True)),
            curvature=curvature,
            slope=(logits, *slope, both[0], *vectors),
            bend=(logits, *bend, both[0], *vectors, curvature),
        )


def _wide_total(_: Array, vector: Array) -> Any:
    return np.add.reduce(vector, dtype=np.float64)
