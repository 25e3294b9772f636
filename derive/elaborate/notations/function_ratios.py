"""Functions that are said without their variable: ψ = Γ′/Γ is ψ(u) = Γ′(u)/Γ(u) where ψ is applied to something."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.reader import syntax as s
from derive.reader.blocks import Document
from derive.reader.tree import Part, children, is_stroke, rebuilt, walk

VARIABLE = s.Name("u")


def with_functions_at_a_variable(document: Document) -> Document:
    """The document in which equations between functions hold at a variable.

    >>> from derive.reader.document import read_text
    >>> from derive.reader.tex import tex
    >>> read = read_text("$$f = g'/g$$ $$y = f(x) + g(x)$$")
    >>> tex(with_functions_at_a_variable(read).blocks[0].formulas[0].tree)
    "f\\\\left(u\\\\right) = g'\\\\left(u\\\\right)/g\\\\left(u\\\\right)"
    """
    trees = written_trees(document)
    applied = frozenset(_applied(trees))
    if not applied:
        return document
    declared = dict(_declared(trees))
    return rewritten(
        document,
        lambda tree: tree,
        lambda tree: _of_declared(_at_variable(tree, applied), applied - declared.keys(), declared),
    )


def _applied(trees: Iterable[s.Node]) -> Iterable[s.Name]:
    """The functions that are applied to one thing, with a stroke or without."""
    for part in (part for tree in trees for part in walk(tree)):
        if isinstance(part, s.Call) and len(part.arguments) == 1:
            of = part.function.of if isinstance(part.function, s.Prime) else part.function
            if isinstance(of, s.Name):
                yield of


def _at_variable(tree: s.Node, applied: frozenset[s.Name]) -> s.Node:
    match tree:
        case s.Chain(
            members=(s.Name() as head, body), relations=(s.Relation(sign="=" | ":="),) as relations
        ) if head in applied:
            if (of := _log_slope(body)) is not None:
                body = s.Fraction(s.Prime(of, 1, body.span), of, span=body.span)
                applied |= {of}
            if any(_slope(part) in applied for part in walk(body)):
                return s.Chain((_called(head), _with_calls(body, applied)), relations, tree.span)
    return tree


def _declared(trees: Iterable[s.Node]) -> Iterable[tuple[s.Name, s.Name]]:
    """The functions that an equation makes, with their one variable: L and p of L(p) = …."""
    for tree in trees:
        match tree:
            case s.Chain(members=(s.Call(s.Name() as name, (s.Name() as variable,)), *_)):
                yield name, variable


def _of_declared(tree: s.Node, applied: frozenset[s.Name], declared: Mapping[s.Name, s.Name]) -> s.Node:
    """ℓ(p) = log L(p) for ℓ = log L, where L(p) is declared and ℓ applied."""
    match tree:
        case s.Chain(
            members=(s.Name() as head, body), relations=(s.Relation(sign="=" | ":="),) as relations
        ) if head in applied:
            bare = {name for name in _bare(body) if name in declared}
            variables = {declared[name] for name in bare}
            if len(variables) == 1 and not isinstance(body, s.Name) and not variables & set(walk(body)):
                (variable,) = variables
                made = _with_calls(body, frozenset(bare), variable)
                return s.Chain((_called(head, variable), made), relations, tree.span)
    return tree


def _bare(node: Part) -> Iterable[s.Name]:
    """The names that stand in a formula by themselves, neither applied nor with an index."""
    match node:
        case s.Name():
            yield node
        case s.Call(arguments=arguments):
            yield from (name for argument in arguments for name in _bare(argument))
        case s.Index():
            return
        case _:
            yield from (name for part in children(node) for name in _bare(part))


def _slope(part: Part) -> s.Name | None:
    """g of g′, alone."""
    if isinstance(part, s.Ambiguous) and is_stroke(part):
        part = next(each for each in part.readings if isinstance(each, s.Prime))
    return part.of if isinstance(part, s.Prime) and isinstance(part.of, s.Name) else None


def _log_slope(node: s.Node) -> s.Name | None:
    """g of (log g)′, which is g′/g."""
    if isinstance(node, s.Ambiguous) and is_stroke(node):
        node = next(each for each in node.readings if isinstance(each, s.Prime))
    match node:
        case s.Prime(of=s.Call(function=s.Name(letter="log" | "ln"), arguments=(s.Name() as of,)), order=1):
            return of
    return None


def _called(function: s.Node, variable: s.Name = VARIABLE) -> s.Call:
    return s.Call(function, (variable,), "(", function.span)


def _with_calls(node: s.Node, applied: frozenset[s.Name], variable: s.Name = VARIABLE) -> s.Node:
    slope = _slope(node)
    if slope is not None and slope in applied:
        return _called(s.Prime(slope, 1, node.span), variable)
    if isinstance(node, s.Name) and node in applied:
        return _called(node, variable)
    if isinstance(node, s.Call):
        return replace(node, arguments=tuple(_with_calls(one, applied, variable) for one in node.arguments))
    changed: s.Node = rebuilt(node, lambda part: _with_calls(part, applied, variable))
    return changed
