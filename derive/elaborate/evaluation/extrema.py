"""Values by cases, indicators, and values at a point."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from derive import arrays
from derive.elaborate.evaluation.coverage import is_partition
from derive.elaborate.evaluation.values import Value, built, common_shape, pointwise, scalar
from derive.elaborate.symbols.dims import SCALAR
from derive.elaborate.symbols.errors import outside
from derive.reader import syntax as s
from derive.terms import Add, Compare, Condition, Mul, Num, Sym, Term, case
from derive.traverse import postorder

if TYPE_CHECKING:
    from derive.elaborate.evaluation.evaluate import Evaluation, Frame

COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
OTHERWISE = ("otherwise", "else", "sonst", "in all other cases")


def cases(ev: Evaluation, node: s.Cases, at: Frame) -> Value:
    """A value by cases, entry by entry; a case that no branch covers is a kink, left out by the last branch."""
    values = [ev.value(branch.value, at) for branch in node.branches]
    sides = [_sides(ev, branch.condition, at) for branch in node.branches]
    shape = common_shape(ev.dims, (*values, *(side for pair in sides for side in pair)))
    if not ev.concrete:
        _check(ev, node, at)
        return built(shape, None, *values)
    full = [_spread(ev, value, shape) for value in values]
    conditions = [
        _conditions(
            ev,
            branch.condition,
            [_spread(ev, side, shape).entries for side in pair],
            at,
            len(full[0].entries),
        )
        for branch, pair in zip(node.branches, sides, strict=True)
    ]
    parts = [_part(full, conditions, place) for place in range(len(full[0].entries))]
    made = full[0].array
    assert made is not None
    return built(shape, arrays.constant(parts, made.shape), *values)


def _part(values: Sequence[Value], conditions: Sequence[list[Condition] | None], place: int) -> Term:
    """One entry of a value by cases."""
    held = [
        (c[place] if c is not None else None, v.entries[place])
        for c, v in zip(conditions, values, strict=True)
    ]
    branches = [(c, value) for c, value in held if c is not None]
    last = next((value for c, value in held if c is None), None)
    if last is None:
        if is_partition([c for c, _ in branches]) is False:
            raise outside("cases that overlap or leave something out")
        last = branches.pop()[1]
    return _chosen(branches, last)


def _spread(ev: Evaluation, value: Value, shape: tuple[str, str]) -> Value:
    return pointwise(ev.dims, "add", value, built(shape, _zeros(ev, shape)))


def _chosen(branches: list[tuple[Condition, Term]], last: Term) -> Term:
    for condition, value in reversed(branches):
        settled = _decided(condition)
        if settled is None:
            last = case([(condition, value)], last)
        elif settled:
            last = value
    return last


def _decided(condition: Condition) -> bool | None:
    """The truth of a comparison of numbers, such as i = j at given indices, or of something with itself, t_i ≥ t_i."""
    if isinstance(condition, Compare):
        left, right = condition.left, condition.right
        if isinstance(left, Num) and isinstance(right, Num):
            a, b = left.value, right.value
            return {"<": a < b, "<=": a <= b, "=": a == b, "!=": a != b}[condition.relation]
        if left is right and _is_defined(left):
            return condition.relation in ("<=", "=")
    return None


def _is_defined(term: Term) -> bool:
    """Whether a term has a value at every point: it is made of sums and products alone."""
    return all(isinstance(part, Sym | Num | Add | Mul) for part in postorder((term,)))


def _zeros(ev: Evaluation, shape: tuple[str, str]) -> arrays.Array:
    sizes = () if shape == SCALAR else tuple(1 if d == "1" else ev.size(d) for d in shape)
    return arrays.filled(0, sizes)


def _is_otherwise(node: s.Node | None) -> bool:
    return node is None or (isinstance(node, s.Text) and any(word in node.text.lower() for word in OTHERWISE))


def _sides(ev: Evaluation, node: s.Node | None, at: Frame) -> tuple[Value, ...]:
    """What a plain comparison compares, which may be arrays: u ≥ 0 says so of every entry."""
    if not isinstance(node, s.Chain) or len(node.relations) != 1 or node.relations[0].sign not in COMPARISONS:
        return ()
    if any(ev.letters.class_of(member) for member in node.members):
        return ()
    return tuple(ev.compared_value(member, at) for member in node.members)


def _check(ev: Evaluation, node: s.Cases, at: Frame) -> None:
    """Refuse a condition that cannot be worked out, while only shapes are."""
    for branch in node.branches:
        if not _sides(ev, branch.condition, at):
            _whole(ev, branch.condition, at)


def _whole(ev: Evaluation, node: s.Node | None, at: Frame) -> Condition | None:
    if _is_otherwise(node):
        return None
    if not isinstance(node, s.Chain):
        raise outside("a case whose condition is in words")
    return ev.condition(node, at)


def _conditions(
    ev: Evaluation, node: s.Node | None, sides: Sequence[Sequence[Term]], at: Frame, count: int
) -> list[Condition] | None:
    """The condition of a branch for every entry; None where it is what remains."""
    if sides:
        assert isinstance(node, s.Chain)
        return [ev.compared(node.relations[0].sign, a, b) for a, b in zip(*sides, strict=True)]
    whole = _whole(ev, node, at)
    return None if whole is None else [whole] * count


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
