r"""∂σ/∂w beside σ(z): the slope of what σ gives there by w, where a function is written without its argument."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.reader import syntax as s
from derive.reader.anatomy import base_of, function_of
from derive.reader.blocks import Document
from derive.reader.tree import Part, children, rebuilt, walk


def with_functions_applied(document: Document) -> Document:
    r"""The document with ∂σ(z)/∂w for ∂σ/∂w, where the function is applied to one thing alone in the formula or at all.

    By its own variable a function is differentiated as it is, ∂g/∂z after g(z) = …, ∂J/∂w_j of J(w), but for one that
    nothing makes: the R of ∂R/∂z_j is R(z) where it stands without its argument in such slopes alone.

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
    unmade = dict(_unmade(trees))

    def changed(tree: s.Node) -> s.Node:
        here = {**anywhere, **_arguments([tree])}
        return _applied(tree, {name: found for name, found in here.items() if len(found) == 1}, own, unmade)

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


def _unmade(trees: list[s.Node]) -> Iterator[tuple[s.Name, s.Name]]:
    """The functions that no equation makes, and that stand without an argument in slopes alone, with that argument.

    R(z) that may be a product is a function of z where ∂R/∂z is written.
    """
    heads = {base_of(function_of(tree.members[0])) for tree in trees if isinstance(tree, s.Chain)}
    alone = {name for tree in trees for name in _alone(tree)}
    found: dict[s.Name, set[s.Node]] = {}
    slopes = set[tuple[s.Node, s.Node]]()
    for part in (part for tree in trees for part in walk(tree)):
        match part:
            case s.Call(function=s.Name() as name, arguments=arguments):
                found.setdefault(name, set()).update(arguments)
            case s.Derivative(of=s.Name() as of, by=(by,)) | s.Nabla(of=s.Name() as of, by=s.Node() as by):
                slopes.add((of, base_of(by)))
    for name, given in found.items():
        only = next(iter(given), None)
        is_unmade = len(given) == 1 and name not in heads | alone
        if is_unmade and isinstance(only, s.Name) and (name, only) in slopes:
            yield name, only


def _alone(node: Part, is_whole: bool = True) -> Iterator[s.Name]:
    """The names that stand neither before an argument nor under a derivative sign; a whole formula only names one."""
    if isinstance(node, s.Name) and not is_whole:
        yield node
    if isinstance(node, s.Ambiguous):
        node = next((each for each in node.readings if isinstance(each, s.Call)), node)
    inner: tuple[Part, ...] = tuple(children(node))
    if isinstance(node, s.Call) and isinstance(node.function, s.Name):
        inner = node.arguments
    elif isinstance(node, s.Derivative) and isinstance(node.of, s.Name) and len(node.by) == 1:
        inner = node.by
    elif isinstance(node, s.Nabla) and isinstance(node.of, s.Name) and node.by is not None:
        inner = (node.by,)
    for part in inner:
        yield from _alone(part, False)


def _applied(
    node: s.Node, only: Arguments, own: Mapping[s.Name, s.Node], unmade: Mapping[s.Name, s.Name]
) -> s.Node:
    if isinstance(node, s.At):
        return node
    changed: s.Node = rebuilt(node, lambda part: _applied(part, only, own, unmade))
    match changed:
        case (
            s.Derivative(of=s.Name() as function, by=(_,)) | s.Nabla(of=s.Name() as function, by=s.Node())
        ) if function in unmade:
            return replace(changed, of=s.Call(function, (unmade[function],), "(", function.span))
        case s.Derivative(of=s.Name() as function, by=(by,)) if function in only:
            (argument,) = only[function]
            if not {base_of(argument), base_of(own.get(function, argument))} & {base_of(by)}:
                call = s.Call(function, (argument,), "(", function.span)
                return replace(changed, of=call)
    return changed
