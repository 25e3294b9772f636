r"""∂σ/∂w beside σ(z): the slope of what σ gives there by w, where a function is written without its argument."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.reader import syntax as s
from derive.reader.anatomy import base_of
from derive.reader.blocks import Document
from derive.reader.tree import Part, children, rebuilt, walk


def with_functions_applied(document: Document) -> Document:
    r"""The document with ∂σ(z)/∂w for ∂σ/∂w, where the function is applied to one thing alone in the formula or at all.

    By its own variable a function is differentiated as it is: ∂g/∂z after g(z) = …, ∂J/∂w_j of J(w).

    >>> from derive.reader.document import read_text
    >>> from derive.reader.tex import tex
    >>> read = read_text(r"$$\frac{\partial\sigma}{\partial w} = \sigma'(z) x$$")
    >>> tex(with_functions_applied(read).blocks[0].formulas[0].tree.members[0])
    '\\frac{\\partial \\sigma\\left(z\\right)}{\\partial w}'
    """
    trees = written_trees(document)
    bare = {part.of for tree in trees for part in walk(tree) if isinstance(part, s.Derivative)}
    if not any(isinstance(name, s.Name) for name in bare):
        return document
    anywhere = _arguments(trees)
    own = dict(_own(trees))

    def changed(tree: s.Node) -> s.Node:
        here = {**anywhere, **_arguments([tree])}
        return _applied(tree, {name: found for name, found in here.items() if len(found) == 1}, own)

    return rewritten(document, lambda tree: tree, changed)


Arguments = Mapping[s.Name, frozenset[s.Node]]


def _arguments(trees: list[s.Node]) -> Arguments:
    """What every function is applied to, with a stroke or without."""
    found: dict[s.Name, frozenset[s.Node]] = {}
    for part in (part for tree in trees for part in _certain(tree)):
        match part:
            case (
                s.Call(function=s.Name() as name, arguments=(only,))
                | s.Call(function=s.Prime(of=s.Name() as name), arguments=(only,))
            ):
                found[name] = found.get(name, frozenset()) | {only}
    return found


def _certain(node: Part) -> Iterator[Part]:
    """The parts of a formula that have one reading."""
    if not isinstance(node, s.Ambiguous):
        yield node
        for part in children(node):
            yield from _certain(part)


def _own(trees: list[s.Node]) -> Iterator[tuple[s.Name, s.Node]]:
    """The functions that an equation makes, with their variable."""
    for tree in trees:
        match tree:
            case s.Chain(members=(s.Call(function=s.Name() as name, arguments=(only,)), *_)):
                yield name, only


def _applied(node: s.Node, only: Arguments, own: Mapping[s.Name, s.Node]) -> s.Node:
    if isinstance(node, s.At):
        return node
    changed: s.Node = rebuilt(node, lambda part: _applied(part, only, own))
    match changed:
        case s.Derivative(of=s.Name() as function, by=(by,)) if function in only:
            (argument,) = only[function]
            if not {base_of(argument), base_of(own.get(function, argument))} & {base_of(by)}:
                call = s.Call(function, (argument,), "(", function.span)
                return replace(changed, of=call)
    return changed
