"""The smallest wrong part of a line: one sign, factor, summand, exponent or index that makes it right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations, islice

from derive.elaborate.claims.judge import Context, judge
from derive.elaborate.evaluation.variables import free_letters
from derive.elaborate.explaining.counted_marks import counted_marks
from derive.elaborate.explaining.lost_factors import (
    Change,
    exchanged_names,
    left_outside,
    lost_factors,
    powers_of_divisors,
    split_inverses,
)
from derive.elaborate.explaining.lost_of_summands import lost_matrices, lost_slopes
from derive.elaborate.explaining.lost_summands import lost_summands
from derive.elaborate.explaining.multiplied_out import lost_products
from derive.elaborate.explaining.named_changes import named_change
from derive.elaborate.explaining.other_names import is_input, lost_inputs, other_names
from derive.elaborate.explaining.other_steps import other_steps
from derive.elaborate.explaining.turned import (
    kroneckers,
    neighbouring_numbers,
    sandwiches,
    split_squares,
    transpositions,
)
from derive.elaborate.shapes.plans import SMALL
from derive.elaborate.shapes.typed import Typed
from derive.elaborate.symbols.names import CONSTANTS, Letters, letters_of
from derive.elaborate.symbols.roles import Link
from derive.elaborate.symbols.scope import Axes
from derive.model import Right
from derive.reader import syntax as s
from derive.reader.tree import Part, rebuilt, walk

MOST_TRIES = 60
MOST_OF_NAMES = 110
QUICK_TRIES = 4
MOST_WORK = 60_000
"""For one line, in parts of formulas; usual ones need some thousands, those with symbolic inverses many times that."""


@dataclass(frozen=True, slots=True)
class Correction:
    """Where the mistake is, the right side as it should be, and the misconception that such a change mends."""

    place: s.Span
    corrected: s.Node
    mends: str | None = None


def find_correction(link: Link, context: Context, first: Iterable[Correction] = ()) -> Correction | None:
    """The first single change of the right side with which the link is right, or None; ``first`` are tried before."""
    quick = replace(context, plans=SMALL, tries=QUICK_TRIES, charitable=context.charitable)
    scope = context.typed.scope
    changes = (
        *first,
        *_exchanges(link.right, other_steps(link.right, scope)),
        *_turned(link, scope.letters),
        *_changes(link.right, tuple(_scalars(link, context)), scope.letters),
    )
    work, start = context.typed.work, context.typed.work.done
    for found in (*islice(changes, MOST_TRIES), *islice(_of_names(link, context.typed), MOST_OF_NAMES)):
        if work.done - start > MOST_WORK:
            return None
        changed = replace(link, right=found.corrected)
        if _right(changed, quick) and _right(changed, context):
            return _named(found, link, context.typed)
    return None


def _named(found: Correction, link: Link, typed: Typed) -> Correction:
    """A correction with the misconception that such a change mends, if it tells one."""
    way_back = not link.begins or _is_slope(link.left)
    sizes = typed.scope.letters.sizes
    return replace(found, mends=found.mends or named_change(link.right, found.corrected, sizes, way_back))


def _is_slope(side: s.Node) -> bool:
    return any(isinstance(part, s.Derivative | s.Nabla | s.Jacobian | s.Prime) for part in walk(side))


def _of_names(link: Link, typed: Typed) -> Iterator[Correction]:
    """Names of the definitions that were lost or taken for one another, and orders that numbers alone do not mind."""
    whole = link.right
    exchanged = (*exchanged_names(link, typed), *split_inverses(whole), *left_outside(whole))
    divided = (*powers_of_divisors(whole), *lost_factors(link, typed))
    added = (*lost_summands(link, typed), *counted_marks(link, typed))
    yield from (Correction(whole.span, each) for each in (*lost_products(link), *lost_slopes(link, typed)))
    yield from _exchanges(whole, (*added, *lost_matrices(link, typed), *exchanged, *divided))
    yield from with_inputs(link, typed)
    yield from with_other_names(link, typed)


def with_inputs(link: Link, typed: Typed) -> Iterator[Correction]:
    """The right sides times an input that the variable of the line is multiplied by."""
    for old, new in lost_inputs(link, typed):
        yield Correction(old.span, with_part(link.right, old, new), LOST)


def with_other_names(link: Link, typed: Typed) -> Iterator[Correction]:
    """The right sides with one name of the definitions for another."""
    for old, new in other_names(link, typed):
        mends = ANOTHER if is_input(new, link, typed) else None
        yield Correction(old.span, with_part(link.right, old, new), mends)


LOST, ANOTHER = "missing-input-factor", "wrong-forward-value"


def _exchanges(whole: s.Node, changes: Iterable[Change]) -> Iterator[Correction]:
    yield from (Correction(old.span, with_part(whole, old, new)) for old, new in changes)


def _turned(link: Link, letters: Letters) -> Iterator[Correction]:
    """Lost transposes and lost Kronecker deltas, and squares for what two steps have of their own."""
    free, whole = sorted(free_letters(link, letters)), link.right
    return _exchanges(whole, (*split_squares(whole), *kroneckers(whole, free), *transpositions(whole)))


def _right(link: Link, context: Context) -> bool:
    return isinstance(judge(link, context).verdict, Right)


def _scalars(link: Link, context: Context) -> Iterator[s.Node]:
    """The numbers that the left side is made from: T, λ, n."""
    scope, typing = context.typed.scope, context.typed.typing
    for key in sorted(scope.ancestors(link.left) | _sizes_in(link, context)):
        plain = len(key) == 1 or (key.startswith("\\") and key[1:].isalpha())
        if (
            plain
            and key not in scope.definitions
            and typing.get(key, Axes(0)).count == 0
            and key not in CONSTANTS
        ):
            yield s.Name(key)


def _sizes_in(link: Link, context: Context) -> frozenset[str]:
    bodies = (context.typed.scope.definitions.get(key) for key in context.typed.scope.ancestors(link.left))
    trees = [link.left, *(made.body for made in bodies if made is not None and made.body is not None)]
    letters = (part.letter for tree in trees for part in walk(tree) if isinstance(part, s.Name))
    return frozenset(letters) & context.typed.scope.letters.sizes


def _changes(whole: s.Node, scalars: tuple[s.Node, ...], letters: Letters) -> Iterator[Correction]:
    yield from _signs(whole)
    yield Correction(whole.span, s.Neg(whole))
    yield from _factors(whole)
    yield from _summands(whole)
    yield from _shared_factors(whole)
    yield from _factors_of_summands(whole)
    yield from _exponents(whole)
    yield from _degrees_of_freedom(whole, letters)
    yield from _orders(whole)
    yield from _indices(whole, letters)
    yield from _primes(whole)
    yield from _exchanges(whole, (*neighbouring_numbers(whole), *sandwiches(whole)))
    yield from _upside_down(whole)
    for scalar in scalars:
        yield Correction(whole.span, s.Fraction(whole, scalar))
        yield Correction(whole.span, s.Product(scalar, whole))


def _exponents(whole: s.Node) -> Iterator[Correction]:
    for part in walk(whole):
        if isinstance(part, s.Power) and isinstance(part.exponent, s.Number) and part.exponent.text.isdigit():
            power = int(part.exponent.text)
            for other in (power - 1, power + 1):
                changed = part.base if other == 1 else replace(part, exponent=s.Number(str(other)))
                yield Correction(part.exponent.span, with_part(whole, part, changed))


def _degrees_of_freedom(whole: s.Node, letters: Letters) -> Iterator[Correction]:
    """1/n for 1/(n − 1), and the other way round."""
    for part in walk(whole):
        match part:
            case s.Fraction(bottom=s.Name(letter=letter) as count) if letter in letters.sizes:
                less = s.Sub(count, s.Number("1"))
                yield Correction(count.span, with_part(whole, part, replace(part, bottom=less)))
            case s.Fraction(bottom=s.Sub(left=s.Name() as count, right=s.Number(text="1")) as bottom):
                yield Correction(bottom.span, with_part(whole, part, replace(part, bottom=count)))


def _primes(whole: s.Node) -> Iterator[Correction]:
    """The slope of a function for its value, σ'(z) for σ(z), and the other way round."""
    for part in walk(whole):
        match part:
            case s.Call(function=s.Prime(of=of, order=1) as function):
                yield Correction(function.span, with_part(whole, part, replace(part, function=of)))
            case s.Call(function=s.Name() as function, arguments=(_,)) if function.letter.startswith("\\"):
                slope = replace(part, function=s.Prime(function, 1))
                yield Correction(function.span, with_part(whole, part, slope))


_OPPOSITE: dict[str, s.RelationSign] = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}


def _orders(whole: s.Node) -> Iterator[Correction]:
    """A comparison the other way round: 1[m > 1] for 1[m < 1]."""
    for part in walk(whole):
        if isinstance(part, s.Chain) and len(part.relations) == 1 and part.relations[0].sign in _OPPOSITE:
            turned = s.Relation(_OPPOSITE[part.relations[0].sign])
            yield Correction(part.span, with_part(whole, part, replace(part, relations=(turned,))))


def _indices(whole: s.Node, letters: Letters) -> Iterator[Correction]:
    """One index for another that the line has, w_j for w_k, or two in the other order, w_ij for w_ji."""
    below = [part.below for part in walk(whole) if isinstance(part, s.Index) and part.below is not None]
    used = sorted({x for each in below for item in each.items for x in letters_of(item)} & letters.indices)
    for each in below:
        if len(each.items) == 2:
            yield Correction(each.span, _replaced(whole, each, replace(each, items=each.items[::-1])))
        for place, item in enumerate(each.items):
            for other in used if isinstance(item, s.Name) and item.letter in used else ():
                if s.Name(other) != item:
                    items = (*each.items[:place], s.Name(other), *each.items[place + 1 :])
                    yield Correction(each.span, _replaced(whole, each, replace(each, items=items)))
    for one, two in combinations(used, 2):
        yield Correction(whole.span, _exchanged(whole, one, two))


def _exchanged(node: s.Node, one: str, two: str) -> s.Node:
    """A formula with two index letters exchanged throughout: a_j δ_k for a_k δ_j."""
    if isinstance(node, s.Name) and node.letter in (one, two) and not node.decorations:
        return replace(node, letter=two if node.letter == one else one)
    changed: s.Node = rebuilt(node, lambda part: _exchanged(part, one, two))
    return changed


def _replaced(node: s.Node, old: s.Indices, new: s.Indices) -> s.Node:
    changed: s.Node = rebuilt(node, lambda part: new if part is old else _replaced(part, old, new))
    return changed


def _signs(whole: s.Node) -> Iterator[Correction]:
    ranges = {id(part) for part in _in_ranges(whole)}
    for part in walk(whole):
        if id(part) in ranges:
            continue
        match part:
            case s.Add():
                yield Correction(
                    _between(part), with_part(whole, part, s.Sub(part.left, part.right, part.span))
                )
            case s.Sub():
                yield Correction(
                    _between(part), with_part(whole, part, s.Add(part.left, part.right, part.span))
                )
            case s.Neg():
                yield Correction(part.span, with_part(whole, part, part.of))


def _in_ranges(whole: s.Node) -> Iterator[Part]:
    """What stands below and above sums: nobody takes N + K for N − K there."""
    bigs = (part for part in walk(whole) if isinstance(part, s.Big))
    for limit in (limit for big in bigs for limit in (big.below, big.above) if limit is not None):
        yield from walk(limit)


def _factors(whole: s.Node) -> Iterator[Correction]:
    for part in walk(whole):
        match part:
            case s.Product():
                yield Correction(part.right.span, with_part(whole, part, part.left))
                yield Correction(part.left.span, with_part(whole, part, part.right))
            case s.Number() if part.text != "1":
                yield Correction(part.span, with_part(whole, part, s.Number("1")))
            case s.Transpose():
                yield Correction(part.span, with_part(whole, part, part.of))
            case s.Fraction():
                yield Correction(part.span, with_part(whole, part, part.top))
    yield from (Correction(whole.span, s.Product(factor, whole)) for factor in _HALF_AND_TWO)


_HALF_AND_TWO = (s.Number("2"), s.Fraction(s.Number("1"), s.Number("2")))


def _upside_down(whole: s.Node) -> Iterator[Correction]:
    """2σ for 1/(2σ): the slope of the inverse function."""
    for part in walk(whole):
        if isinstance(part, s.Fraction):
            turned = (
                part.bottom if part.top == s.Number("1") else replace(part, top=part.bottom, bottom=part.top)
            )
            yield Correction(part.span, with_part(whole, part, turned))


def _summands(whole: s.Node) -> Iterator[Correction]:
    for part in walk(whole):
        if isinstance(part, s.Add | s.Sub):
            yield Correction(part.right.span, with_part(whole, part, part.left))
            rest = part.right if isinstance(part, s.Add) else s.Neg(part.right)
            yield Correction(part.left.span, with_part(whole, part, rest))


def _shared_factors(whole: s.Node) -> Iterator[Correction]:
    """A factor of one summand that belongs to both: a/T − b for (a − b)/T."""
    for part in walk(whole):
        if isinstance(part, s.Add | s.Sub):
            for factor in _outer(part.left):
                yield Correction(
                    part.right.span, with_part(whole, part, replace(part, right=factor(part.right)))
                )
            for factor in _outer(part.right):
                yield Correction(
                    part.left.span, with_part(whole, part, replace(part, left=factor(part.left)))
                )


def _factors_of_summands(whole: s.Node) -> Iterator[Correction]:
    """One summand twice or half as large: λw for 2λw."""
    for part in walk(whole):
        if isinstance(part, s.Add | s.Sub):
            for factor in _HALF_AND_TWO:
                left, right = s.Product(factor, part.left), s.Product(factor, part.right)
                yield Correction(part.left.span, with_part(whole, part, replace(part, left=left)))
                yield Correction(part.right.span, with_part(whole, part, replace(part, right=right)))


def _outer(node: s.Node) -> Iterator[Callable[[s.Node], s.Node]]:
    """What multiplies or divides a whole summand."""
    match node:
        case s.Fraction(bottom=bottom):
            yield lambda other: s.Fraction(other, bottom)
        case s.Product(left=s.Number() | s.Fraction() as factor):
            yield lambda other: s.Product(factor, other)


def _between(part: s.Add | s.Sub) -> s.Span:
    return s.Span(part.left.span.end, part.right.span.start)


def with_part(whole: s.Node, old: s.Node, new: s.Node) -> s.Node:
    """A formula with one of its parts replaced."""
    if whole is old:
        return new
    changed: s.Node = rebuilt(whole, lambda part: with_part(part, old, new))
    return changed
