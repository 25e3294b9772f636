"""Differentials: dL = A : dŷ is judged by its coefficients."""

from __future__ import annotations

from typing import TYPE_CHECKING

from derive import arrays
from derive.elaborate.evaluation.unknown_functions import symbols_of, total_derivative
from derive.elaborate.evaluation.values import Value
from derive.elaborate.symbols.errors import outside
from derive.reader import syntax as s
from derive.terms import Term, add, mul, sym

if TYPE_CHECKING:
    from derive.elaborate.evaluation.evaluate import Evaluation, Frame

MARK = "d "


def differential(ev: Evaluation, node: s.Differential, at: Frame) -> Value:
    """d of something: the sum of its derivatives by the atoms of the varying names, each times its own differential."""
    if not ev.varying:
        raise outside("a differential of nothing that varies")
    if isinstance(node.of, s.Differential) and ev.varying & ev.scope.definitions.keys():
        raise outside("a second differential by names that follow from others")
    value = ev.value(node.of, at.holding(ev.varying))
    if not ev.concrete:
        return Value(value.shape, None, value.loose)
    assert value.array is not None
    entries = [_differential(ev, term) for term in value.entries]
    return Value(value.shape, arrays.constant(entries, value.array.shape), value.loose)


def _differential(ev: Evaluation, term: Term) -> Term:
    names = sorted(name for name in symbols_of(ev, term) if name.split("[", 1)[0] in ev.varying)
    return add(*(mul(total_derivative(ev, term, name), sym(MARK + name)) for name in names))
