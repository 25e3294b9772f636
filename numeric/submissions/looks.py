"""What the numeric runs of one parameter show beside the certified referee."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite

from derive.exact.balls import evaluate
from derive.terms import Term
from numeric.submissions.closeness import APART, gap, overflows
from numeric.submissions.compare import picked, placed_floats
from numeric.submissions.paths import path_at
from numeric.submissions.points import SATURATED, Point, shapes_at
from numeric.submissions.reference import BITS, Reference, rounded
from numeric.submissions.results import Ran, Traced
from numeric.submissions.shapes import fit


@dataclass(frozen=True, slots=True)
class Run:
    """One numeric run and where it was made; the answer is None where none came back."""

    point: Point
    ran: Ran

    @property
    def is_saturated(self) -> bool:
        """Whether the point is one of the extreme ones."""
        return self.point.kind == SATURATED


@dataclass(frozen=True, slots=True)
class Look:
    """One parameter in one run: the gap to the referee, whether it overflows, why there is no value at all.

    ``is_blind``: the referee itself has no certain value there, so that the run says nothing.
    """

    run: Run
    gap: float = 0.0
    overflows: bool = False
    misfit: bool = False
    missing: str = ""
    is_blind: bool = False

    @property
    def is_apart(self) -> bool:
        """Whether the value is clearly another one."""
        return self.misfit or (not self.missing and self.gap > APART)


def look_at(reference: Reference, run: Run, name: str, sole: bool, factor: Fraction) -> Look:
    """Compare one parameter of one run with the referee."""
    if run.ran.stop is not None:
        return Look(run, missing=str(run.ran.stop))
    value = picked(run.ran.values, name, sole)
    if value is None:
        named = ", ".join(run.ran.values) or "an empty table"
        return Look(run, missing=f"The call returns nothing for {name} (it returns {named})")
    if value.kind:
        hint = "; is a return missing?" if value.kind == "None" else ""
        return Look(
            run, missing=f"For {name} the call returns {value.kind}, and an array of numbers is needed{hint}"
        )
    shape = shapes_at(reference.assignment, run.point.sizes)[name]
    placed = placed_floats(value, shape)
    if placed is None:
        return Look(run, gap=float("inf"), misfit=True)
    wanted = [None if each is None else each * float(factor) for each in reference.at(run.point)[name]]
    is_blind = all(each is None for each in wanted)
    return Look(run, gap(placed[0], wanted), overflows(placed[0], wanted), is_blind=is_blind)


def is_faithful(
    traced: Traced, run: Run, name: str, sole: bool, shapes: Mapping[str, tuple[int, ...]]
) -> bool | None:
    """Whether the traced expressions have the values of the run at its point; None where that cannot be seen."""
    point = run.point.symbols(shapes)
    path = path_at(traced.paths, point)
    value, ran = (
        (None if path is None else picked(path.values, name, sole)),
        picked(run.ran.values, name, sole),
    )
    if value is None or ran is None or value.kind or ran.kind:
        return None
    if value.shape != ran.shape and fit(value.shape, ran.shape) is None:
        return False
    wanted = _floats(value.entries, point)
    if not all(isfinite(each) for each in ran.entries):
        return None
    return gap(ran.entries, wanted) < APART


def _floats(terms: Sequence[Term], point: Mapping[str, Fraction]) -> list[float | None]:
    return rounded(evaluate(terms, point, BITS))
