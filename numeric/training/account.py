"""After the last step: is the result what it claims to be, and if not, why not?"""

from __future__ import annotations

import numpy as np

from derive.errors import GradproofError
from numeric.training.descent import End
from numeric.training.fit import Fit
from numeric.training.inputs import find_bad_entry
from numeric.training.leaning import leans
from numeric.training.objective import Objective, Point
from numeric.training.overlap import Overlap, dependent_columns, overlap
from numeric.training.separation import Separation, find_separation
from numeric.training.settings import Settings

LOOKED_THROUGH = 20_000  # samples
CONVERGED = (End.REACHED, End.ZERO)


def account(objective: Objective, settings: Settings, origin: Point | None, point: Point, end: End) -> Fit:
    """The fit, with a certificate where the data are separable; never "converged" on such data."""
    seen = _seen(objective, settings, point, end)
    separation = None
    if seen is not None and not seen.certain:
        # Steps that merely ran out say little about separation: on large data only the cheap look is due.
        thorough = end is not End.LIMIT or objective.rows.count <= LOOKED_THROUGH
        separation = find_separation(objective, point, settings.loss, thorough)
    turn = 1.0 if settings.sign == "loss" else -1.0
    return Fit(
        weights=objective.unscaled(point.parameters)[: objective.sweep.columns],
        intercept=float(point.parameters[-1]) if settings.intercept else None,
        history=turn * np.array(objective.trace.losses),
        objective=turn * point.loss,
        gradient_norm=point.norm,
        start_norm=np.nan if origin is None else origin.norm,
        converged=end in CONVERGED and separation is None,
        reason=end.value if separation is None else _no_optimum(separation),
        method=settings.method,
        loss=settings.loss,
        sign=settings.sign,
        l2=settings.l2,
        passes=objective.trace.passes,
        samples=objective.rows.count,
        separation=separation,
        notes=_notes(objective, settings.loss, end, separation, seen),
    )


def _seen(objective: Objective, settings: Settings, point: Point, end: End) -> Overlap | None:
    # None where separation is no question.
    if settings.l2 or end is End.STOPPED or not leans(settings.loss):
        return None
    asked = end in CONVERGED and not objective.is_wide
    return overlap(objective, point, settings.loss) if asked else Overlap(certain=False)


def _no_optimum(separation: Separation) -> str:
    kind = "completely" if separation.complete else "quasi-completely"
    return f"the data are {kind} separated, so no finite weights minimise the loss; l2=1 gives it a minimum"


def _notes(
    objective: Objective, loss: str, end: End, separation: Separation | None, seen: Overlap | None
) -> tuple[str, ...]:
    notes = [] if separation is None else [str(separation)]
    if objective.sweep.scale is not None:
        notes.append(
            "X holds very large or very small numbers: gradient norms are those for columns scaled to at most 1"
        )
    if end not in CONVERGED or separation is not None:
        return tuple(notes)
    if seen is not None and not seen.certain:
        notes.append("no direction was found that separates the data, but that there is none was not proved")
    dependent = False if objective.l2 else None if seen is None else seen.dependent
    if dependent is None:
        dependent = dependent_columns(objective, loss)
    if dependent:
        notes.append("columns of X are linearly dependent, so other weights fit as well")
    return tuple(notes)


def require_finite(objective: Objective) -> None:
    """Raise GradproofError, naming row and column, where an entry of X is not a finite number."""
    for chunk in objective.rows.chunks():
        bad = find_bad_entry(chunk.X, chunk.first)
        if bad is not None:
            raise GradproofError(
                f"X is not finite at row {bad[0]}, column {bad[1]}", remedy="remove or fill in such entries"
            )
