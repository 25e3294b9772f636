"""D_m ℓ is the derivative of ℓ where m is worked out by the document, D_t A a product where it says what D_t is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.reader import syntax as s
from derive.reader.blocks import Document
from derive.reader.tree import rebuilt, walk

D = s.Name("D")


def with_d_operators(document: Document) -> Document:
    """The document in which a D with a defined name below it derives what follows, and a defined D_t does not.

    >>> from derive.reader.document import read_text
    >>> read = read_text(r"$$m = a b, \\quad D_{m}\\ell = 1$$")
    >>> type(with_d_operators(read).blocks[0].formulas[1].tree.members[0]).__name__
    'Derivative'
    """
    trees = written_trees(document)
    if any(_makes_d(tree) for tree in trees):
        return rewritten(document, _with_factors)
    made = frozenset((*_made(trees), *_derived_by(trees)))
    if not made or _is_named(trees):
        return document
    return rewritten(document, lambda tree: _derived(tree, made))


def _makes_d(tree: s.Node) -> bool:
    """Whether a formula says what D_t is."""
    match tree:
        case s.Chain(
            members=(s.Index(base=base, above=None), *_), relations=(s.Relation(sign="=" | ":="), *_)
        ):
            return base == D
    return False


def _with_factors(node: s.Node) -> s.Node:
    """The product D_t A for the derivative of A by t."""
    changed: s.Node = rebuilt(node, _with_factors)
    match changed:
        case s.Derivative(of=of, by=(s.Name() as below,), symbol="D", style="subscript") if of is not None:
            return s.Product(s.Index(D, s.Indices((below,)), None, changed.span), of, "", changed.span)
    return changed


def _made(trees: Iterable[s.Node]) -> Iterator[s.Name]:
    """The names that equations introduce."""
    for tree in trees:
        match tree:
            case s.Chain(members=(s.Name() as head, *_), relations=(s.Relation(sign="=" | ":="), *_)):
                yield head


def _derived_by(trees: Iterable[s.Node]) -> Iterator[s.Name]:
    """The W of a D_W L that was read as a derivative: then D_W log|W| is one as well."""
    for part in (part for tree in trees for part in walk(tree)):
        match part:
            case s.Derivative(by=(s.Name() as below,), symbol="D", style="subscript"):
                yield below


def _is_named(trees: Iterable[s.Node]) -> bool:
    """Whether a D stands without anything below it: then it is a name."""
    below = sum(isinstance(part, s.Index) and part.base == D for tree in trees for part in walk(tree))
    return sum(part == D for tree in trees for part in walk(tree)) > below


def _derived(node: s.Node, made: frozenset[s.Name]) -> s.Node:
    changed: s.Node = rebuilt(node, lambda part: _derived(part, made))
    match changed:
        case s.Product(
            left=s.Index(base=base, below=s.Indices(items=(s.Name() as by,)), above=None),
            right=s.Name() | s.Index() | s.Call() as of,
            sign="",
        ) if base == D and by in made:
            return s.Derivative(of, (by,), "D", "subscript", changed.span)
    return changed
