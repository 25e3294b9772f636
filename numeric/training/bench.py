"""The vectors that a pass works on, cut into row blocks once: no pass allocates anything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from numeric.compile import Kernel
from numeric.training.rows import Array, Chunk


@dataclass(frozen=True, slots=True)
class Block:
    """Views of a bench for one row block (``start`` to ``stop`` of the chunk), and programs' arguments.

    ``both`` holds ``residual`` and the residual at s = 0, ``partials`` their products with the rows.
    """

    start: int
    stop: int
    logits: Array
    residual: Array
    both: Array
    curvature: Array
    partial: Array
    partials: Array
    slope: tuple[Array, ...]
    bend: tuple[Array, ...]


@dataclass(slots=True)
class Bench:
    """The vectors for chunks of one length, cut into blocks once: no pass allocates anything.

    ``products`` sum up the loss: each a number times the dot product of two vectors. ``prepared_for`` are the
    samples whose labels are in ``prepared`` already.
    """

    labels: Array
    weight: Array
    ones: Array
    logits: Array
    start_residual: Array
    prepared: tuple[Array, ...]
    prepare_buffers: tuple[Array, ...]
    total: tuple[Array, ...]
    basis: tuple[Array, ...]
    products: tuple[tuple[float, Array, Array], ...]
    partials: Array
    blocks: tuple[Block, ...]
    prepared_for: Chunk | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Share:
    """As many samples as one bench holds, with the row blocks of X and the way to multiply them."""

    part: Chunk
    bench: Bench
    rows: tuple[Array, ...]
    as_it_lies: bool


def new_bench(kernel: Kernel, rows: int, block_rows: int, columns: int, dtype: np.dtype[Any]) -> Bench:
    """A bench for this many samples, in blocks of at most ``block_rows``."""
    labels, weight, logits, curvature = (np.empty(rows, dtype) for _ in range(4))
    ones = np.ones(rows, dtype)
    basis = tuple(np.empty(rows, dtype) for _ in range(kernel.total.outputs))
    residuals = np.empty((2, rows), dtype)
    prepared = tuple(np.empty(rows, dtype) for _ in range(kernel.prepared))
    starts = range(0, rows, block_rows)
    partials = np.zeros((len(starts), 2, columns), dtype)
    size = min(rows, block_rows)
    slope, bend = kernel.slope.workspace(size, dtype), kernel.bend.workspace(size, dtype)

    def block(index: int, start: int) -> Block:
        cut = slice(start, min(rows, start + block_rows))
        s, r, c = logits[cut], residuals[0, cut], curvature[cut]
        held = (s, *(vector[cut] for vector in prepared))
        first, second = (tuple(buffer[: s.size] for buffer in buffers) for buffers in (slope, bend))
        return Block(
            start=cut.start,
            stop=cut.stop,
            logits=s,
            residual=r,
            both=residuals[:, cut],
            curvature=c,
            partial=partials[index, 0],
            partials=partials[index],
            slope=(*held, *first, r),
            bend=(*held, *second, r, c),
        )

    def product(coefficient: float | int, index: int | None) -> tuple[float, Array, Array]:
        vector = ones if index is None else (logits, *basis)[index]
        if isinstance(coefficient, float):
            return coefficient, ones, vector
        return 1.0, prepared[coefficient], vector

    return Bench(
        labels=labels,
        weight=weight,
        ones=ones,
        logits=logits,
        start_residual=residuals[1],
        prepared=prepared,
        prepare_buffers=kernel.prepare.workspace(rows, dtype),
        total=(*prepared, *kernel.total.program.workspace(rows, dtype)),
        basis=basis,
        products=tuple(product(*summand) for summand in kernel.total.summands),
        partials=partials,
        blocks=tuple(block(index, start) for index, start in enumerate(starts)),
    )
