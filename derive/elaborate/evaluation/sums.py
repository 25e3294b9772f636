"""Sums, products and extrema over indices: the range is what is written, or what the indexed names have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING

from derive.elaborate.evaluation.configurations import over_configurations
from derive.elaborate.evaluation.recurrences import recurrent
from derive.elaborate.evaluation.sets import is_part, taking_part
from derive.elaborate.evaluation.values import Value, pointwise, scalar, total
from derive.elaborate.symbols.dims import SCALAR, Dim
from derive.elaborate.symbols.errors import outside
from derive.elaborate.symbols.from_zero import begins_at_zero
from derive.elaborate.symbols.names import USUAL_INDICES, letters_of, reference
from derive.reader import syntax as s
from derive.reader.anatomy import items_of
from derive.reader.tree import walk

if TYPE_CHECKING:
    from derive.elaborate.evaluation.evaluate import Evaluation, Frame, IndexValue


@dataclass(frozen=True, slots=True)
class Range:
    """A running index: its letter, dimension, first value, written end, what it must not be, and which are meant.

    ``chosen`` is a condition on values: i in Σ_{i: ξ_i > 0} takes part where ξ_i > 0.
    """

    letter: str
    dim: Dim | None
    first: int | s.Node = 1
    end: s.Node | None = None
    conditions: tuple[s.Chain, ...] = ()
    chosen: s.Chain | None = None


def big(ev: Evaluation, node: s.Big, at: Frame) -> Value:
    """A sum, product, maximum or minimum over the ranges under its sign."""
    if node.symbol not in ("sum", "prod", "max", "min") or node.body is None:
        raise outside(f"{node.symbol} of this form")
    if (configured := over_configurations(ev, node, at)) is not None:
        return configured
    ranges = _one_of_a_letter(_ranges(ev, node, at))
    if not ranges:
        return _over_all(ev, node.symbol, ev.value(node.body, at))
    if not ev.concrete:
        inside = at.with_indices({r.letter: (r.dim, None) for r in ranges})
        return _chosen_part(ev, node.body, _chosen(ranges), inside)
    _find_sizes(ev, node.body, ranges, at)
    chosen = _chosen(ranges)
    if chosen and node.symbol != "sum":
        raise outside("a choice among the factors or values under this sign")
    frames = [at.with_indices(bound) for bound in _bindings(ev, ranges, at)]
    return _combined(ev, node.symbol, [_chosen_part(ev, node.body, chosen, inside) for inside in frames])


def _chosen(ranges: Sequence[Range]) -> list[s.Chain]:
    return [r.chosen for r in ranges if r.chosen is not None]


def _chosen_part(ev: Evaluation, body: s.Node, chosen: Sequence[s.Chain], inside: Frame) -> Value:
    marks = [taking_part(ev, chain, inside) for chain in chosen]
    return pointwise(ev.dims, "mul", *marks, ev.value(body, inside)) if marks else ev.value(body, inside)


def _find_sizes(ev: Evaluation, body: s.Node, ranges: Sequence[Range], at: Frame) -> None:
    """A range that is not written is as long as the names that carry its index: work out the shapes first."""
    if all(r.dim is None or not ev.dims.find(r.dim).startswith("?") for r in ranges):
        return
    sizes, ev.sizes = ev.sizes, None
    try:
        _chosen_part(ev, body, _chosen(ranges), at.with_indices({r.letter: (r.dim, None) for r in ranges}))
    finally:
        ev.sizes = sizes


def _combined(ev: Evaluation, symbol: str, parts: Sequence[Value]) -> Value:
    match symbol:
        case "sum":
            return pointwise(ev.dims, "add", scalar(0), *parts) if parts else scalar(0)
        case "prod":
            return pointwise(ev.dims, "mul", scalar(1), *parts) if parts else scalar(1)
    if not parts:
        raise outside("an extremum over nothing")
    return pointwise(ev.dims, symbol, *parts)


def _over_all(ev: Evaluation, symbol: str, value: Value) -> Value:
    if symbol == "sum":
        return total(value)
    if not ev.concrete:
        return Value(SCALAR, None, value.loose)
    return _combined(ev, symbol, [scalar(entry) for entry in value.entries])


def _bindings(ev: Evaluation, ranges: Sequence[Range], at: Frame) -> Iterator[dict[str, IndexValue]]:
    spans = [range(_first(ev, r, at), _last(ev, r, at) + 1) for r in ranges]
    for values in product(*spans):
        bound: dict[str, IndexValue] = {
            r.letter: (r.dim, value) for r, value in zip(ranges, values, strict=True)
        }
        if all(_holds(ev, c, at.with_indices(bound)) for r in ranges for c in r.conditions):
            yield bound


def _first(ev: Evaluation, r: Range, at: Frame) -> int:
    if isinstance(r.first, int):
        return r.first
    value = ev.index(r.first, at)[1]
    if value is None:
        raise outside("a bound of a sum that is not known")
    return value


def _last(ev: Evaluation, r: Range, at: Frame) -> int:
    if r.end is not None:
        return ev.whole(r.end, at)
    assert r.dim is not None
    return ev.size(r.dim)


def _holds(ev: Evaluation, chain: s.Chain, at: Frame) -> bool:
    for place, relation in enumerate(chain.relations):
        left, right = ev.index(chain.members[place], at)[1], ev.index(chain.members[place + 1], at)[1]
        if left is None or right is None:
            raise outside("a condition under a sum")
        truth = {"!=": left != right, "<": left < right, "<=": left <= right, ">": left > right}
        truth |= {">=": left >= right, "=": left == right}
        if relation.sign not in truth:
            raise outside("a condition under a sum")
        if not truth[relation.sign]:
            return False
    return True


def _ranges(ev: Evaluation, node: s.Big, at: Frame) -> Iterator[Range]:
    below = node.below
    if below is None:
        yield from (Range(letter, ev.dims.fresh()) for letter in _silent(ev, node, at))
        return
    for item in _items(below):
        yield from _pairs(ev, item) or (*_partners(ev, item, node, at), _range(ev, item, node, at))


def _one_of_a_letter(ranges: Iterator[Range]) -> list[Range]:
    """The ranges, of which one is for each letter: in Σ_{j=1, j≠y}^K the second line restricts the first."""
    found: dict[str, Range] = {}
    for each in ranges:
        known = found.get(each.letter)
        merged = each if known is None else _both(known, each)
        found[each.letter] = merged
    return list(found.values())


def _both(known: Range, more: Range) -> Range:
    if more.first != 1 or more.end is not None or (known.chosen and more.chosen):
        raise outside("two ranges of one letter")
    return replace(
        known, conditions=(*known.conditions, *more.conditions), chosen=known.chosen or more.chosen
    )


def _items(below: s.Node) -> tuple[s.Node, ...]:
    """What stands below a sign, one for each letter of Σ_{i,j} and Σ_{ij}."""
    match below:
        case s.Sequence(items=items):
            return tuple(one for item in items for one in _items(item))
        case s.Product(left=left, right=right, sign=""):
            parts = (*_items(left), *_items(right))
            return parts if all(map(letters_of, parts)) else (below,)
    return (below,)


def _pairs(ev: Evaluation, item: s.Node) -> tuple[Range, ...]:
    """The ranges of (i, j) ∈ O."""
    match item:
        case s.Chain(members=(s.Sequence(items=items), s.Name()), relations=(relation,)) if (
            relation.sign == "in" and all(isinstance(one, s.Name) and letters_of(one) for one in items)
        ):
            letters = [one.letter for one in items if isinstance(one, s.Name)]
            first, *others = letters
            return (Range(first, ev.dims.fresh(), chosen=item), *(Range(x, ev.dims.fresh()) for x in others))
    return ()


def _partners(ev: Evaluation, item: s.Node, node: s.Big, at: Frame) -> Iterator[Range]:
    """The second letter of Σ_{a≠b}, where the sum runs over both: in the sum over b ≠ c the letter c is given."""
    if isinstance(item, s.Chain) and node.above is None and all(_is_order(r) for r in item.relations):
        free = [m.letter for m in item.members if isinstance(m, s.Name) and m.letter not in at.indices]
        if set(free) <= USUAL_INDICES or _paired_somewhere(node.body, set(free)):
            yield from (Range(letter, ev.dims.fresh()) for letter in free[1:])


def _paired_somewhere(body: s.Node | None, letters: set[str]) -> bool:
    """Whether a name carries all of the letters, as n_ab does: in Σ_{j≠c} s_j − s_c the class c may be given."""
    named = (part for part in walk(body) if isinstance(part, s.Index)) if body is not None else ()
    below = (part.below.items for part in named if part.below is not None)
    return any(letters <= {x for item in items for x in letters_of(item)} for items in below)


def _is_order(relation: s.Relation) -> bool:
    return relation.sign in ("!=", "<", "<=", ">", ">=")


def _range(ev: Evaluation, item: s.Node, node: s.Big, at: Frame) -> Range:
    match item:
        case s.Name(letter=letter) if letters_of(item):
            return _upto(ev, letter, _usual_first(ev, letter, node), node, at)
        case s.Chain(members=(s.Name(letter=letter), s.Number(text=first)), relations=(relation,)) if (
            relation.sign == "=" and first.isdigit()
        ):
            return _upto(ev, letter, int(first), node, at)
        case s.Chain(members=(s.Name(letter=letter), first), relations=(relation,)) if (
            relation.sign == "=" and node.above is not None
        ):
            return _upto(ev, letter, first, node, at)
        case s.Chain(members=(s.Number(text="1"), s.Number(text="1"))):
            raise outside("a sum over 1 = 1")
        case s.Chain(members=(s.Name(letter=letter), *rest), relations=(relation, *others)) if (
            relation.sign in ("colon", "mid", "|") and letters_of(item.members[0]) and others
        ):
            return Range(letter, ev.dims.fresh(), chosen=s.Chain(tuple(rest), tuple(others)))
        case s.Chain(members=(s.Name(letter=letter), *_), relations=(relation, *_)) if (
            relation.sign == "in" and letters_of(item.members[0])
        ):
            return Range(letter, ev.dims.fresh(), chosen=item if is_part(ev.scope, item) else None)
        case s.Chain() if node.above is None and (picked := _picked_letter(item, at)) is not None:
            return Range(picked, ev.dims.fresh(), chosen=item)
        case s.Chain(members=members) if all(letters_of(m) or ev.letters.class_of(m) for m in members):
            fresh = next(
                (m.letter for m in members if isinstance(m, s.Name) and m.letter not in at.indices), None
            )
            if fresh is not None:
                return Range(fresh, ev.dims.fresh(), conditions=(item,))
    raise outside("a sum over a range of this form")


def _usual_first(ev: Evaluation, letter: str, node: s.Big) -> int:
    """Where a sum begins that does not say it: at 1, or at 0 in a family that begins with a member of number 0."""
    if node.above is not None or node.body is None or not ev.letters.zeroth:
        return 1
    refs = (reference(part, ev.letters) for part in walk(node.body) if isinstance(part, s.Index))
    carrying = (ref for ref in refs if ref and any(letter in letters_of(item) for item in ref.indices))
    return 0 if any(begins_at_zero(ref, ev.letters.zeroth) for ref in carrying) else 1


def _picked_letter(item: s.Chain, at: Frame) -> str | None:
    """The letter i of Σ_{y_i = h_i}: the one index of the values that a condition compares."""
    found = {x for member in item.members for x in _index_letters(member)}
    alone = len(found) == 1 and isinstance(item.members[0], s.Index)
    return next(iter(found)) if alone and not found & at.indices.keys() else None


def _index_letters(node: s.Node) -> frozenset[str]:
    items = node.below.items if isinstance(node, s.Index) and node.below is not None else ()
    return frozenset(x for item in items for x in letters_of(item))


def _upto(ev: Evaluation, letter: str, first: int | s.Node, node: s.Big, at: Frame) -> Range:
    above, body = node.above, node.body
    match above:
        case None:
            return Range(letter, ev.dims.fresh(), first)
        case s.Name() if (key := _size_name(above)) and (above.letter not in at.indices):
            return Range(letter, key, first)
        case s.Number(text=text) if text.isdigit():
            return Range(letter, text, first)
        case s.Sub(left=s.Name() as top, right=s.Number(text="1")) if first == 0:
            # Of steps there is one more than the sum has: x_T, which x_{T−1} leads to.
            steps = _counts_steps(ev, letter, body)
            return Range(letter, _size_name(top), 0, above) if steps else Range(letter, _size_name(top), 1)
        case s.Abs():
            return Range(letter, ev.dims.fresh(), first)
    return Range(letter, None, first, above)


def _counts_steps(ev: Evaluation, letter: str, body: s.Node | None) -> bool:
    """Whether the letter of a sum picks members of a recurrence that goes on to x_T, or of what follows from one."""
    if body is None or not ev.letters.ended or not (made := recurrent(ev.scope) & ev.letters.ended):
        return False
    refs = (reference(part, ev.letters) for part in walk(body) if isinstance(part, s.Index))
    picked = {ref.key for ref in refs if ref and any(letter in letters_of(item) for item in ref.indices)}
    return any(key in made or made & ev.scope.ancestors_of(key) for key in picked)


def _size_name(name: s.Name) -> str:
    return name.letter


def _silent(ev: Evaluation, node: s.Big, at: Frame) -> list[str]:
    """The letters that a sum without a range runs over: those of its body that nothing else binds."""
    assert node.body is not None
    found: dict[str, None] = {}
    for part in walk(node.body):
        if isinstance(part, s.Index):
            ref = reference(part, ev.letters)
            for item in ref.indices if ref else ():
                for letter in sorted(letters_of(item)):
                    if (
                        letter not in at.indices
                        and letter not in ev.letters.sizes
                        and letter not in bound_in(node.body)
                    ):
                        found.setdefault(letter)
    return list(found)


def bound_in(node: s.Node) -> frozenset[str]:
    """The index letters that signs inside a formula bind."""
    letters: set[str] = set()
    for part in walk(node):
        if isinstance(part, s.Big) and part.below is not None:
            letters |= bound_letters(part.below)
    return frozenset(letters)


def bound_letters(below: s.Node) -> frozenset[str]:
    """The letters that stand under a sign as running indices."""
    letters: set[str] = set()
    for item in _items(below):
        head = item.members[0] if isinstance(item, s.Chain) else item
        for one in items_of(head):
            letters |= letters_of(one) | _index_letters(one)
    return frozenset(letters)
