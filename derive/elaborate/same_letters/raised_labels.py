r"""Names with the letter of another name above: the $\delta^u$ of $\partial L/\partial u$, which is no power."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.reader import syntax as s
from derive.reader.blocks import Document
from derive.reader.tree import Part, children, rebuilt, walk


def with_raised_labels(document: Document) -> Document:
    r"""The document in which $\delta^u$ and $\delta^v$ are names, where $\delta$ is nothing by itself.

    What stands above must be names that the document differentiates by, and at least two: the only power of a
    letter, or those of a discount factor, δ^t, are powers.

    >>> from derive.reader.document import read_text
    >>> text = r"$$\frac{dL}{du} = g$$ $$\frac{dL}{dv} = \delta^u$$ $$\frac{dL}{dw} = \delta^v$$"
    >>> with_raised_labels(read_text(text)).blocks[1].formulas[0].tree.members[1].above.items
    (Name(letter='u', decorations=()),)
    """
    trees = written_trees(document)
    bases = _bases(trees)
    return rewritten(document, lambda tree: _labelled(tree, bases)) if bases else document


def _bases(trees: Sequence[s.Node]) -> frozenset[s.Node]:
    """The names that stand nowhere but below the letters of what is differentiated by."""
    by = {each for tree in trees for part in walk(tree) for each in _variables(part)}
    raised: dict[s.Node, set[s.Node]] = {}
    for part in (part for tree in trees for part in walk(tree)):
        if isinstance(part, s.Power) and isinstance(part.base, s.Name):
            raised.setdefault(part.base, set()).add(part.exponent)
    likely = {base for base, above in raised.items() if len(above) > 1 and above <= by}
    return frozenset(likely - {name for tree in trees for name in _elsewhere(tree)} - {s.Name("e")})


def _variables(part: object) -> tuple[s.Node, ...]:
    if isinstance(part, s.Derivative):
        return part.by
    return (part.by,) if isinstance(part, s.Nabla) and part.by is not None else ()


def _elsewhere(node: Part) -> Iterator[s.Node]:
    """The names that stand in other places than as the base of a power."""
    if isinstance(node, s.Name):
        yield node
    for part in children(node):
        inside = isinstance(node, s.Power) and part is node.base and isinstance(part, s.Name)
        yield from () if inside else _elsewhere(part)


def _labelled(node: s.Node, bases: frozenset[s.Node]) -> s.Node:
    if isinstance(node, s.Power) and node.base in bases:
        return s.Index(node.base, above=s.Indices((node.exponent,)), span=node.span)
    changed: s.Node = rebuilt(node, lambda part: _labelled(part, bases))
    return changed
