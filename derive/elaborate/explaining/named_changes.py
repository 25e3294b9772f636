"""The misconception that one change of a formula mends, told from what stands there before and after it.

A line that is proved right after one change is that right line with the change undone: a lost sign, a number or a mean
in front, an index, a transpose, a slope. The slip is proved with the correction itself.
"""

from __future__ import annotations

from derive.elaborate.symbols.names import letters_of
from derive.reader import syntax as s
from derive.reader.tree import Part, children, rebuilt, walk

SIGN, CONSTANT, INDEX = "sign-flipped", "constant-factor", "index-mixed-up"
LOST_MEAN, EXTRA_MEAN, COUNT = "missing-mean-factor", "extra-mean-factor", "wrong-sample-count"
LOST_SLOPE, EXTRA_SLOPE, VALUE = "missing-sigma-prime", "extra-sigma-prime", "wrong-forward-value"
TRANSPOSE, SCALE, MASK = "missing-transpose", "missing-scale-factor", "relu-mask-wrong"

_ON_THE_WAY_BACK = (LOST_SLOPE, EXTRA_SLOPE, SCALE)


def named_change(
    written: s.Node, corrected: s.Node, sizes: frozenset[str], way_back: bool = True
) -> str | None:
    """The misconception that leads from the corrected formula to the written one, or None.

    Slopes and scales get lost on the way back alone: in a line that says a derivative.

    >>> from derive.reader.syntax import Add, Name, Neg, Sub
    >>> x, y = Name("x"), Name("y")
    >>> named_change(Neg(Add(x, y)), Neg(Sub(x, y)), frozenset())
    'sign-flipped'
    """
    before, after, holders = _difference(written, corrected)
    if any(isinstance(each, s.Indices) for each in (*holders, before)):
        return _index(before, after)
    if any(isinstance(each, s.Power) for each in holders[-1:]):
        return None
    named = _sign(before, after) or _kind(before, after, sizes) or _factor(before, after, sizes)
    return named if way_back or named not in _ON_THE_WAY_BACK else None


def _difference(written: s.Node, corrected: s.Node) -> tuple[Part, Part, list[Part]]:
    """The smallest part that differs, before and after, and what holds it, outermost first."""
    before: Part = written
    after: Part = corrected
    holders: list[Part] = []
    while (pair := _only_pair(before, after)) is not None:
        holders.append(before)
        before, after = pair
    return before, after, holders


def _only_pair(before: Part, after: Part) -> tuple[Part, Part] | None:
    """The one part in which two formulas of the same kind differ, if they differ in one part alone."""
    ours, theirs = children(before), children(after)
    if type(before) is not type(after) or len(ours) != len(theirs):
        return None
    pairs = [(one, other) for one, other in zip(ours, theirs, strict=True) if one != other]
    if len(pairs) != 1:
        return None
    ((one, other),) = pairs
    same: Part = rebuilt(before, lambda part: other if part is one else part)
    return (one, other) if same == after else None


def _index(before: Part, after: Part) -> str | None:
    """One index letter for another, or two in the other order; no number of a layer, which is another value."""
    if isinstance(before, s.Number) and isinstance(after, s.Number):
        return VALUE
    parts = [part for each in (before, after) for part in walk(each) if not isinstance(part, s.Indices)]
    return INDEX if any(letters_of(part) for part in parts if isinstance(part, s.Name)) else None


def _sign(before: Part, after: Part) -> str | None:
    match before, after:
        case (s.Add() | s.Sub(), s.Add() | s.Sub()) if children(before) == children(after):
            return SIGN
        case (s.Neg(of=of), other) | (other, s.Neg(of=of)) if of == other:
            return SIGN
    return None


def _kind(before: Part, after: Part, sizes: frozenset[str]) -> str | None:
    """A transpose, a comparison, a slope or a count of samples that stands for another."""
    match before, after:
        case (s.Transpose(of=of), other) | (other, s.Transpose(of=of)) if of == other:
            return TRANSPOSE
        case s.Product(), s.Product() if _without_transposes(before) == _without_transposes(after):
            return TRANSPOSE
        case s.Product(), s.Product() if children(before) == children(after):
            return _PRODUCTS.get((before.sign == "odot", after.sign == "odot"))
        case s.Chain(), s.Chain():
            return MASK
        case (s.Name() as count, s.Sub(left=other)) | (s.Sub(left=other), s.Name() as count) if (
            count == other
        ):
            return COUNT
        case s.Name() as count, s.Big(symbol="sum", above=above) if above == count:
            return COUNT
    return None


_PRODUCTS = {
    (True, False): "elementwise-for-matrix-product",
    (False, True): "matrix-for-elementwise-product",
}


def _without_transposes(product: s.Product) -> list[Part]:
    return [part.of if isinstance(part, s.Transpose) else part for part in children(product)]


def _factor(before: Part, after: Part, sizes: frozenset[str]) -> str | None:
    """What multiplies or divides one of two formulas and not the other."""
    if isinstance(before, s.Number) and isinstance(after, s.Number):
        return CONSTANT
    for more, less, is_lost in ((after, before, True), (before, after, False)):
        match more:
            case s.Product(left=factor, right=rest) | s.Product(left=rest, right=factor) if rest == less:
                return _of_factor(factor, is_lost, sizes)
            case s.Fraction(top=top, bottom=bottom) if top == less:
                return _of_factor(s.Fraction(s.Number("1"), bottom), is_lost, sizes)
    return None


def _of_factor(factor: s.Node, is_lost: bool, sizes: frozenset[str]) -> str | None:
    names = {part.letter for part in walk(factor) if isinstance(part, s.Name)}
    if not names:
        return (
            CONSTANT
            if all(isinstance(part, s.Number | s.Fraction | s.Neg) for part in walk(factor))
            else None
        )
    if names <= sizes:
        return _of_mean(factor, is_lost)
    if any(isinstance(part, s.Prime) for part in walk(factor)):
        return LOST_SLOPE if is_lost else EXTRA_SLOPE
    return SCALE if is_lost and _is_scalar(factor) else None


def _of_mean(factor: s.Node, is_lost: bool) -> str | None:
    match factor:
        case s.Fraction(top=s.Number(text="1"), bottom=s.Name()):
            return LOST_MEAN if is_lost else EXTRA_MEAN
        case s.Name():
            return EXTRA_MEAN if is_lost else LOST_MEAN
    return None


def _is_scalar(factor: s.Node) -> bool:
    """Whether a factor is one name, or one over it or its root: 1/T, 1/√d, λ, ω_i."""
    match factor:
        case s.Fraction(top=s.Number(text="1"), bottom=bottom):
            return _is_scalar(bottom)
        case s.Root(of=of):
            return _is_scalar(of)
        case s.Index(base=s.Name(letter=letter)) | s.Name(letter=letter):
            return not letter.lstrip("\\")[:1].isupper()
    return False
