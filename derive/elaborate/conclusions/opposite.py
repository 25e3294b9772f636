"""What a gradient becomes for the opposite sign convention, where a document speaks of −ℓ beside ℓ."""

from __future__ import annotations

from dataclasses import replace

from derive.elaborate.readings.story import Story
from derive.elaborate.symbols.names import reference
from derive.elaborate.symbols.rewriting import all_trees
from derive.elaborate.symbols.roles import Link, contains
from derive.reader import syntax as s
from derive.reader.anatomy import function_of


def opposite(story: Story, link: Link) -> tuple[str, ...]:
    """A sentence with the gradient of −ℓ, for a line that gives the gradient of ℓ in closed form."""
    of = _differentiated(link.left)
    ref = reference(of, story.typed.scope.letters) if of is not None else None
    if of is None or ref is None or ref.key not in _negated_names(story) or _is_open(link.right):
        return ()
    from derive.reader.tex import tex

    return (f"for -{tex(function_of(of))} it is {tex(negated(link.right))}",)


def _is_open(node: s.Node) -> bool:
    return contains(node, s.Derivative, s.Nabla, s.Prime, s.Dots)


def _differentiated(left: s.Node) -> s.Node | None:
    match left:
        case s.Derivative(of=of, by=(_,)) | s.Nabla(of=of, order=1) if of is not None:
            return function_of(of)
    return None


def _negated_names(story: Story) -> frozenset[str]:
    """The names whose negative stands by itself somewhere, or defines another name."""
    letters = story.typed.scope.letters
    found: set[str] = set()
    for tree in all_trees(story.document.blocks):
        members = tree.members if isinstance(tree, s.Chain) else (tree,)
        for member in members:
            ref = reference(member.of, letters) if isinstance(member, s.Neg) else None
            found |= {ref.key} if ref is not None else set()
    return frozenset(found)


def negated(node: s.Node) -> s.Node:
    r"""The negative of a formula, by turning round its first difference where it is a product.

    >>> from derive.reader.grammar import parse
    >>> from derive.reader.tex import tex
    >>> tex(negated(parse(r"(y - p) x").tree)), tex(negated(parse("-x").tree))
    ('\\left(p - y\\right) x', 'x')
    """
    match node:
        case s.Neg(of=of):
            return of
        case s.Sub(left=left, right=right):
            return s.Sub(right, left)
        case s.Product(left=left) if _has_difference(left):
            return replace(node, left=negated(left))
        case s.Product(right=right) if _has_difference(right):
            return replace(node, right=negated(right))
        case s.Fraction(top=top) if _has_difference(top):
            return replace(node, top=negated(top))
    return s.Neg(node)


def _has_difference(node: s.Node) -> bool:
    match node:
        case s.Sub() | s.Neg():
            return True
        case s.Product(left=left, right=right):
            return _has_difference(left) or _has_difference(right)
        case s.Fraction(top=top):
            return _has_difference(top)
    return False
