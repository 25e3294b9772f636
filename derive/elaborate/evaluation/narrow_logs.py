r"""Logarithms before a vector: log t_i x_i is (log t_i) x_i where x_i is a vector."""

from __future__ import annotations

from typing import TYPE_CHECKING

from derive.reader import syntax as s

if TYPE_CHECKING:
    from derive.elaborate.evaluation.evaluate import Evaluation, Frame

LOG_OF_VECTOR = "log-of-vector"


def note_logs_of_vectors(ev: Evaluation, node: s.Call, at: Frame) -> None:
    """Note that a bare logarithm is read as one of a number times a vector, which nobody means."""
    match node:
        case s.Call(
            function=s.Name(letter="log" | "ln"),
            arguments=(s.Product(left=left, right=right, sign=""),),
            style="bare",
        ):
            if ev.value(left, at).is_scalar and not ev.value(right, at).is_scalar:
                ev.notes.add(LOG_OF_VECTOR)
