"""Single changes of a formula at a factor or a number below a name: W for Wᵀ, pᵀp for p pᵀ, 1 for δ_ij, A_1 for A_2."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from derive.reader import syntax as s
from derive.reader.tree import Part, children, rebuilt, walk

Change = tuple[s.Node, s.Node]
"""A part of a formula and what may belong in its place."""
DELTA = s.Name(r"\delta")


def transpositions(whole: s.Node) -> Iterator[Change]:
    """A factor with a transpose sign that was lost, and an outer product for an inner one, or the other way round."""
    for part in _products(whole):
        match part.left, part.right:
            case s.Transpose(of=left), s.Name() | s.Index() as right:
                yield part, s.Product(left, s.Transpose(right))
            case s.Name() | s.Index() as left, s.Transpose(of=right):
                yield part, s.Product(s.Transpose(left), right)
        for factor in (part.left, part.right):
            if _is_capital(factor):
                yield factor, s.Transpose(factor)
    yield from ((inverse, s.Transpose(inverse)) for inverse in _inverses(whole))


def _inverses(node: Part) -> Iterator[s.Power]:
    """The W^{-1} of a formula, which may lack a transpose sign."""
    if isinstance(node, s.Power) and node.exponent == s.Neg(s.Number("1")) and _is_capital(node.base):
        yield node
    for part in children(node):
        yield from _inverses(part)


def _is_capital(node: s.Node) -> bool:
    """Whether a node is a matrix by its letter, with what stands below it: W, W_V."""
    node = node.base if isinstance(node, s.Index) else node
    return isinstance(node, s.Name) and node.letter.lstrip("\\")[:1].isupper()


def _products(node: Part) -> Iterator[s.Product]:
    if isinstance(node, s.Product) and node.sign in ("", "cdot"):
        yield node
    for part in children(node):
        yield from _products(part)


def kroneckers(whole: s.Node, free: Sequence[str]) -> Iterator[Change]:
    """δ_jk for the 1 that is right for j = k alone, where two indices are free."""
    if len(free) != 2:
        return
    first, second = map(s.Name, free)
    delta = s.Index(DELTA, s.Indices((first, second)))
    yield from ((one, delta) for one in _ones(whole))


def neighbouring_numbers(node: Part) -> Iterator[Change]:
    """The number of the layer before or after: A_2 for A_1, a^{(1)} for a^{(2)}."""
    if isinstance(node, s.Index):
        for other in _neighbours(node.below):
            yield node, replace(node, below=other)
        for other in _neighbours(node.above):
            yield node, replace(node, above=other)
    for part in children(node):
        yield from neighbouring_numbers(part)


def split_squares(whole: s.Node) -> Iterator[Change]:
    """(1 − h_2²)(1 − h_1²) for (1 − h_2²)²: what every step has of its own was taken twice at one of them."""
    for part in walk(whole):
        match part:
            case s.Power(base=base, exponent=s.Number(text="2")):
                for old, new in neighbouring_numbers(base):
                    yield part, s.Product(base, _with(base, old, new))


def _with(whole: s.Node, old: s.Node, new: s.Node) -> s.Node:
    if whole is old:
        return new
    changed: s.Node = rebuilt(whole, lambda part: _with(part, old, new))
    return changed


def _neighbours(indices: s.Indices | None) -> Iterator[s.Indices]:
    match indices:
        case s.Indices(items=(s.Number(text=text),)) if text.isdigit():
            for number in (int(text) - 1, int(text) + 1):
                if number >= 1:
                    yield replace(indices, items=(s.Number(str(number)),))


def sandwiches(whole: s.Node) -> Iterator[Change]:
    """A⁻¹BA⁻¹ for A⁻²B or BA⁻²: the slope of an inverse, which is that of a number no longer where products turn."""
    for part in _products(whole):
        for power, other in ((part.left, part.right), (part.right, part.left)):
            match power:
                case s.Power(base=base, exponent=s.Neg(of=s.Number(text="2"))):
                    inverse = s.Power(base, s.Neg(s.Number("1")))
                    yield part, s.Product(s.Product(inverse, other), inverse)


def _ones(node: Part) -> Iterator[s.Number]:
    """The summands 1 of 1 − p_j."""
    if isinstance(node, s.Add | s.Sub):
        yield from (
            each for each in (node.left, node.right) if isinstance(each, s.Number) and each.text == "1"
        )
    for part in children(node):
        yield from _ones(part)
