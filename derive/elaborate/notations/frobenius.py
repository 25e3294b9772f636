"""The inner product of matrices with its name below, ⟨A, B⟩_F, is the plain one."""

from __future__ import annotations

from collections.abc import Iterator

from derive.elaborate.symbols.rewriting import all_trees, rewritten
from derive.reader import syntax as s
from derive.reader.blocks import Document
from derive.reader.tree import Part, children, rebuilt

_FROBENIUS = frozenset(("F", "Fro", "fro", "Frob", "frob", "HS"))


def with_plain_inner_products(document: Document) -> Document:
    """The document without the F below inner products, unless F is a matrix of its own: ⟨u, v⟩_F = uᵀFv."""
    trees = list(all_trees(document.blocks))
    if not any(_marked(part) for tree in trees for part in _parts(tree)):
        return document
    if any(isinstance(part, s.Name) and part.letter in _FROBENIUS for tree in trees for part in _parts(tree)):
        return document
    return rewritten(document, _unmarked)


def _marked(node: Part) -> s.Inner | None:
    """The inner product that carries a name of its kind below and nothing else."""
    match node:
        case s.Index(base=s.Inner(right=right) as product, below=s.Indices(items=(kind,)), above=None):
            named = isinstance(kind, s.Name) and kind.letter in _FROBENIUS
            named = named or (isinstance(kind, s.Text) and kind.text.strip() in _FROBENIUS)
            return product if named and right is not None else None
    return None


def _parts(node: Part) -> Iterator[Part]:
    """A formula and its parts, without what names the kind of a norm or of an inner product."""
    yield node
    product = _marked(node)
    if product is not None:
        yield from _parts(product)
    elif isinstance(node, s.Norm):
        yield from _parts(node.of)
    else:
        for part in children(node):
            yield from _parts(part)


def _unmarked(node: s.Node) -> s.Node:
    product = _marked(node)
    changed: s.Node = rebuilt(node if product is None else product, _unmarked)
    return changed
