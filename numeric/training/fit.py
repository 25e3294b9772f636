"""What training returns."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np

from numeric.training.rows import Array

if TYPE_CHECKING:
    from numeric.training.separation import Separation


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """Fitted weights and an honest account of how good they are.

    ``weights`` (M,), ``intercept`` None where none was asked for. ``history`` holds the mean objective (loss
    with penalty, or log-likelihood) at the start and after each step, ``objective`` its value at the returned
    weights; ``gradient_norm`` is the Euclidean norm of its gradient at the returned weights, ``start_norm`` at
    zero weights. ``converged`` is true only where gradient_norm ≤ tolerance · start_norm, or where the gradient
    is no larger than its own rounding, and then ``reason`` says so; it is a sentence either way. ``passes``
    counts reads of all samples, ``separation`` is the certificate where no finite optimum exists, ``notes``
    says what else to know.
    """

    weights: Array
    intercept: float | None
    history: Array
    objective: float
    gradient_norm: float
    start_norm: float
    converged: bool
    reason: str
    method: str
    loss: str
    sign: str
    l2: float
    passes: int
    samples: int
    separation: Separation | None = None
    notes: tuple[str, ...] = ()

    def logits(self, X: Any) -> Array:
        """s = Xw + b for samples as rows.

        >>> import numpy as np
        >>> from numeric.training import train
        >>> fit = train(np.array([[1.0], [1.0], [1.0], [1.0]]), [0, 1, 1, 1])
        >>> bool(abs(fit.logits([[1.0]])[0] - np.log(3)) < 1e-8)
        True
        """
        found: Array = np.asarray(X) @ self.weights + (self.intercept or 0.0)
        return found

    def __str__(self) -> str:
        """The account in a few lines."""
        return "\n".join(f"{name:>14}  {value}" for name, value in self._lines())

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        rows = "".join(
            f"<tr><th style='text-align:left'>{escape(name)}</th><td>{escape(value)}</td></tr>"
            for name, value in self._lines()
        )
        return {"text/plain": str(self), "text/html": f"<table>{rows}</table>"}

    def _lines(self) -> list[tuple[str, str]]:
        shown = ", ".join(f"{weight:.6g}" for weight in self.weights[:8])
        more = f", … ({len(self.weights)} weights)" if len(self.weights) > 8 else ""
        kind = "loss" if self.sign == "loss" else "log-likelihood"
        lines = [
            ("converged" if self.converged else "NOT converged", self.reason),
            (kind, f"{self.objective:.12g} (mean of {self.samples} samples, {self.loss})"),
            ("gradient norm", f"{self.gradient_norm:.3g} (at zero weights: {self.start_norm:.3g})"),
            ("method", f"{self.method}, {self.passes} passes over the samples"),
            ("weights", shown + more),
        ]
        if self.intercept is not None:
            lines.append(("intercept", f"{self.intercept:.6g}"))
        return lines + [("note", note) for note in self.notes]
