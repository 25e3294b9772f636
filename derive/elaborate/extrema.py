"""Values by cases, indicators, and values at a point."""

from __future__ import annotations

from typing import TYPE_CHECKING

from derive import arrays
from derive.elaborate.coverage import is_partition
from derive.elaborate.dims import SCALAR
from derive.elaborate.errors import outside
from derive.elaborate.values import Value, built, common_shape, pointwise, scalar
from derive.reader import syntax as s
from derive.terms import Condition, Term, case

if TYPE_CHECKING:
    from derive.elaborate.evaluate import Evaluation, Frame

OTHERWISE = ("otherwise", "else", "sonst", "in all other cases")


def cases(ev: Evaluation, node: s.Cases, at: Frame) -> Value:
    """A value by cases; a case that no branch covers is a kink, left out by the last branch."""
    values = [ev.value(branch.value, at) for branch in node.branches]
    shape = common_shape(ev.dims, values)
    conditions = [_condition(ev, branch.condition, at) for branch in node.branches]
    if not ev.concrete:
        return built(shape, None, *values)
    if None not in conditions and is_partition([c for c in conditions if c is not None]) is False:
        raise outside("cases that overlap or leave something out")
    full = [pointwise(ev.dims, "add", value, built(shape, _zeros(ev, shape))) for value in values]
    parts = []
    for place in range(len(full[0].entries)):
        branches = [(c, v.entries[place]) for c, v in zip(conditions, full, strict=True) if c is not None]
        last = next((v.entries[place] for c, v in zip(conditions, full, strict=True) if c is None), None)
        if last is None:
            last = branches.pop()[1]
        parts.append(_chosen(branches, last))
    made = full[0].array
    assert made is not None
    return built(shape, arrays.constant(parts, made.shape), *values)


def _chosen(branches: list[tuple[Condition, Term]], last: Term) -> Term:
    for condition, value in reversed(branches):
        settled = _decided(condition)
        if settled is None:
            last = case([(condition, value)], last)
        elif settled:
            last = value
    return last


def _decided(condition: Condition) -> bool | None:
    """The truth of a comparison of numbers, such as i = j at given indices."""
    from derive.terms import Compare, Num

    if isinstance(condition, Compare):
        left, right = condition.left, condition.right
        if isinstance(left, Num) and isinstance(right, Num):
            a, b = left.value, right.value
            return {"<": a < b, "<=": a <= b, "=": a == b, "!=": a != b}[condition.relation]
    return None


def _zeros(ev: Evaluation, shape: tuple[str, str]) -> arrays.Array:
    sizes = () if shape == SCALAR else tuple(1 if d == "1" else ev.size(d) for d in shape)
    return arrays.filled(0, sizes)


def _condition(ev: Evaluation, node: s.Node | None, at: Frame) -> Condition | None:
    match node:
        case None:
            return None
        case s.Text(text=text) if any(word in text.lower() for word in OTHERWISE):
            return None
        case s.Chain():
            return ev.condition(node, at)
    raise outside("a case whose condition is in words")


def indicator(ev: Evaluation, node: s.Indicator, at: Frame) -> Value:
    """1 where the condition holds, else 0."""
    chain = node.condition
    if not isinstance(chain, s.Chain) or len(chain.relations) != 1:
        return _indicated(ev.condition(chain, at)) if ev.concrete else Value(SCALAR)
    if any(ev.letters.class_of(member) for member in chain.members):
        condition = ev.condition(chain, at)
        return _indicated(condition) if ev.concrete else Value(SCALAR)
    left, right = (ev.compared_value(member, at) for member in chain.members)
    shape = common_shape(ev.dims, (left, right))
    if not ev.concrete:
        return Value(shape)
    sides = [pointwise(ev.dims, "add", side, Value(shape, _zeros(ev, shape))) for side in (left, right)]
    pairs = zip(sides[0].entries, sides[1].entries, strict=True)
    entries = [_indicated(ev.compared(chain.relations[0].sign, a, b)).entries[0] for a, b in pairs]
    made = sides[0].array
    assert made is not None
    return Value(shape, arrays.constant(entries, made.shape))


def _indicated(condition: Condition) -> Value:
    settled = _decided(condition)
    return scalar(case([(condition, 1)], 0) if settled is None else 1 if settled else 0)


def at(ev: Evaluation, node: s.At, frame: Frame) -> Value:
    """A value where a variable has a given value."""
    raise outside("a value at a point")
