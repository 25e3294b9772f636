"""A second function of one letter: ℓ(μ, v) = … after ℓ(μ, Λ) = … is another object, which the lines after it mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from derive.elaborate.symbols.names import key_of
from derive.elaborate.symbols.roles import is_loss
from derive.reader import syntax as s
from derive.reader.blocks import Document
from derive.reader.names import AT
from derive.reader.tree import rebuilt, walk

Parameters = frozenset[str]


@dataclass(frozen=True, slots=True)
class Function:
    """An equation that introduces a function with the names that it takes, and the place from which on it is meant."""

    name: s.Name
    parameters: Parameters
    place: int
    mark: str = ""


def with_functions_apart(document: Document) -> Document:
    r"""The document in which a loss that is written out again for other arguments has a mark from there on.

    >>> from derive.reader.document import read_text
    >>> read = read_text(r"$$L(a, b) = a^2 b, \quad L(a, c) = a^2 e^c, \quad \frac{\partial L}{\partial c} = 2$$")
    >>> [f.tree.members[0] for f in with_functions_apart(read).blocks[0].formulas][2].of.decorations
    ('at 2',)
    """
    functions = list(_marked_functions(document))
    if not any(function.mark for function in functions):
        return document

    def changed(tree: s.Node | None) -> s.Node | None:
        return None if tree is None else _marked(tree, functions)

    blocks = []
    for block in document.blocks:
        formulas = (
            replace(
                formula,
                tree=changed(formula.tree),
                carried=changed(formula.carried),
                conditions=tuple(_marked(each, functions) for each in formula.conditions),
            )
            for formula in block.formulas
        )
        blocks.append(replace(block, formulas=tuple(formulas)))
    return replace(document, blocks=tuple(blocks))


def _marked_functions(document: Document) -> Iterator[Function]:
    """The functions that a document introduces, those with a mark that are another object than the one before."""
    last: dict[s.Name, Function] = {}
    for chain in _chains(document):
        head = chain.members[0]
        if not isinstance(head, s.Call) or not isinstance(head.function, s.Name):
            continue
        name, parameters = head.function, _parameters(head)
        before = last.get(name)
        if parameters is None or not (is_loss(key_of(name)) or len(parameters) > 1):
            continue
        mark = before.mark if before is not None else ""
        if before is not None and _is_another(chain, before.parameters, parameters):
            mark = f"{AT}{len(before.mark) + 2}"
        last[name] = Function(name, parameters, chain.span.start, mark)
        yield last[name]


def _chains(document: Document) -> Iterator[s.Chain]:
    for block in document.blocks:
        for formula in block.formulas:
            chain = formula.chain
            if block.display and chain is not None and chain.relations[0].sign in ("=", ":="):
                yield chain


def _parameters(call: s.Call) -> Parameters | None:
    """The names that a function takes; None where it takes something else."""
    arguments = call.arguments
    if len(arguments) == 1 and isinstance(arguments[0], s.Sequence):
        arguments = arguments[0].items
    names = [each for each in arguments if isinstance(each, s.Name)]
    return frozenset(map(key_of, names)) if names and len(names) == len(arguments) else None


def _is_another(chain: s.Chain, before: Parameters, now: Parameters) -> bool:
    """Whether an equation makes a function from what it takes now, without what it took before."""
    bodies = [part for member in chain.members[1:] for part in walk(member) if isinstance(part, s.Name)]
    used = {key_of(name) for name in bodies}
    head = chain.members[0]
    own = isinstance(head, s.Call) and head.function in bodies
    return (
        bool(before - now)
        and now - before != frozenset()
        and now - before <= used
        and not own
        and not ((before - now) & used)
    )


def _marked(node: s.Node, functions: list[Function]) -> s.Node:
    """A formula in which each name of several functions has the mark of the one that it means."""
    match node:
        case s.Call(function=s.Name() as name) if meant := _meant(name, _parameters(node), node, functions):
            node = replace(node, function=replace(name, decorations=(*name.decorations, meant)))
            arguments: s.Node = rebuilt(
                node, lambda part: part if part is node.function else _marked(part, functions)
            )
            return arguments
        case s.Name() if meant := _meant(node, None, node, functions):
            return replace(node, decorations=(*node.decorations, meant))
    changed: s.Node = rebuilt(node, lambda part: _marked(part, functions))
    return changed


def _meant(name: s.Name, parameters: Parameters | None, node: s.Node, functions: list[Function]) -> str:
    """The mark of the last function of a name before a place, or of the last one that takes the same names."""
    before = [each for each in functions if each.name == name and each.place <= node.span.start]
    same = [each for each in before if each.parameters == parameters]
    return (same or before)[-1].mark if before else ""
