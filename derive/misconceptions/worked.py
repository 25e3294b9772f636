"""Examples worked out: the slip and the right way side by side, with a point at which they differ."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from derive.arrays import ShapeError
from derive.judgement import prove_arrays
from derive.misconceptions.base import Example
from derive.misconceptions.models import MODELS
from derive.misconceptions.step import Case, WrongStep
from derive.model import Wrong


@dataclass(frozen=True, slots=True)
class Worked:
    """An example: the loss, the right gradient and the slip as snippets, and where their values differ.

    ``point`` and the two values are empty where the two differ already in shape; then ``right_value`` and
    ``slip_value`` give the shapes.
    """

    model: str
    by: str
    loss: str
    right: str
    slip: str
    sizes: tuple[tuple[str, int], ...]
    point: tuple[tuple[str, Fraction], ...]
    entry: tuple[int, ...]
    right_value: str
    slip_value: str


def example_step(example: Example) -> WrongStep:
    """The wrong step of an example; at square sizes where it makes no sense at others."""
    model = MODELS[example.model]
    try:
        return model.step(example.by, example.written)
    except ShapeError:
        square = [dict.fromkeys(model.sizes[0], size) for size in (2, 3)]
        return model.step(example.by, example.written, square)


def worked(example: Example) -> Worked:
    """An example with its counterexample, at the smallest sizes at which there is one.

    >>> found = worked(Example("one unit", "b", "sigmoid(w * x + b)"))
    >>> found.right, found.slip, found.point[-1]
    ('sigmoid(w * x + b) - y', 'sigmoid(w * x + b)', ('y', Fraction(1, 1)))
    """
    model = MODELS[example.model]
    cases = example_step(example).cases
    refuted = [(case, found) for case in cases if isinstance(found := _refuted(case), Wrong)]
    case, verdict = refuted[0]
    return Worked(
        model=model.title,
        by=example.by,
        loss=model.loss,
        right=model.gradients[example.by],
        slip=example.written,
        sizes=case.sizes,
        point=verdict.point,
        entry=verdict.entry,
        right_value=verdict.left,
        slip_value=verdict.right,
    )


def _refuted(case: Case) -> object:
    if case.written_shape != case.right_shape:
        return Wrong((), str(case.right_shape), str(case.written_shape), kind="shape")
    return prove_arrays(case.right, case.written, case.domains)
