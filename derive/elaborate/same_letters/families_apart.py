"""Two objects of one letter: a size N and the counts N_k, the λ that divides every t_i and the λ_i of an extension."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from derive.elaborate.symbols.names import letters_of
from derive.elaborate.symbols.rewriting import all_trees, rewritten
from derive.reader import syntax as s
from derive.reader.blocks import Document
from derive.reader.names import AT
from derive.reader.tree import Part, children, rebuilt, walk

MARK = AT + "each"


def with_families_apart(document: Document) -> Document:
    r"""The document in which a family has a mark, where its letter alone is a number elsewhere.

    It is one where it bounds a sum, or divides members of a family or what is derived by it: a vector does neither.

    >>> from derive.reader.document import read_text
    >>> read = with_families_apart(read_text(r"$$u_i = t_i / \lambda, \quad \lambda_i = e^{x_i}$$"))
    >>> read.blocks[0].formulas[1].tree.members[0].base.decorations
    ('at each',)
    """
    trees = list(all_trees(document.blocks))
    numbers = {name for tree in trees for part in walk(tree) for name in _numbers(part)}
    numbers |= {name for tree in trees for part in walk(tree) for name in _variables(part)} & {
        name for tree in trees for part in walk(tree) for name in _divisors(part)
    }
    numbers -= {name for name in numbers if _is_one_of_data(name, trees)}
    numbers -= {name for tree in trees for part in walk(tree) for name in _vectors(part)}
    families = {base for tree in trees for part in walk(tree) if (base := _family(part)) is not None}
    both = numbers & families
    return rewritten(document, lambda tree: _marked(tree, both)) if both else document


def _numbers(part: object) -> Iterator[s.Name]:
    """The names that must be numbers: the N of Σ_{n=1}^N, the σ of (x_i − μ)/σ."""
    match part:
        case s.Big(above=s.Name() as bound):
            yield bound
        case s.Fraction(top=top, bottom=s.Name() as name) if _has_members(top):
            yield name
        case s.Fraction(top=top, bottom=s.Power(base=s.Name() as name)) if _has_members(top):
            yield name


def _is_one_of_data(name: s.Name, trees: Sequence[s.Node]) -> bool:
    """Whether a name stands bare with others that are families elsewhere, and never beside members: one datum is meant.

    So it is where indices are dropped: the μ of κ y/μ beside y_i and μ_i, but not the λ of t_i/λ.
    """
    families = {base for tree in trees for part in walk(tree) if (base := _family(part)) is not None}
    beside = [tree for tree in trees if name in bare_in(tree)]
    if any(_has_members(tree) for tree in beside):
        return False
    return any(bare_in(tree) & families - {name} for tree in beside)


def bare_in(node: Part) -> frozenset[s.Name]:
    """The names that stand in a formula without an index."""
    if isinstance(node, s.Index):
        return frozenset()
    if isinstance(node, s.Name):
        return frozenset((node,))
    return frozenset().union(*map(bare_in, children(node)))


def _variables(part: object) -> Iterator[s.Name]:
    """The names by which something is differentiated."""
    if isinstance(part, s.Derivative):
        yield from (each for each in part.by if isinstance(each, s.Name))


def _divisors(part: object) -> Iterator[s.Name]:
    """The parameters by which something is divided, λ of D/λ and D/λ²; z of 1/z may be one of the data z_k."""
    match part:
        case s.Fraction(bottom=s.Name() as name) | s.Fraction(bottom=s.Power(base=s.Name() as name)):
            yield from (name,) if name.letter.startswith("\\") else ()


def _has_members(node: s.Node) -> bool:
    return any(_family(part) is not None for part in walk(node))


def _family(part: object) -> s.Name | None:
    """The name that stands with one letter below it."""
    match part:
        case s.Index(base=s.Name() as base, below=s.Indices(items=(item,)), above=None) if letters_of(item):
            return base
    return None


def _vectors(part: object) -> Iterator[s.Name]:
    match part:
        case s.Transpose(of=s.Name() as name) | s.Norm(of=s.Name() as name) | s.Nabla(by=s.Name() as name):
            yield name


def _marked(node: s.Node, names: set[s.Name]) -> s.Node:
    base = _family(node)
    if isinstance(node, s.Index) and base in names and base is not None:
        return replace(node, base=replace(base, decorations=(*base.decorations, MARK)))
    changed: s.Node = rebuilt(node, lambda part: _marked(part, names))
    return changed
