"""Functions of an index: π(a) under Σ_a is one of many numbers, as π_a is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from derive.elaborate.evaluation.calls import POINTWISE
from derive.elaborate.evaluation.sums import bound_letters
from derive.elaborate.symbols.names import key_of, letters_of
from derive.elaborate.symbols.rewriting import all_trees, rewritten
from derive.elaborate.symbols.roles import FUNCTIONS_OF_EVERYBODY
from derive.reader import syntax as s
from derive.reader.anatomy import base_of
from derive.reader.blocks import Document
from derive.reader.tree import Part, children, rebuilt, walk


def with_counted_functions(document: Document) -> Document:
    """The document with π_a for π(a), where a runs under a sum over π(a) and stands nowhere as a number."""
    trees = list(all_trees(document.blocks))
    letters = _running(trees)
    functions = _counted(trees, letters)
    return rewritten(document, lambda tree: _indexed(tree, functions)) if functions else document


def _running(trees: Sequence[s.Node]) -> frozenset[str]:
    """The letters that run under signs or stand below names, and are no numbers anywhere."""
    bound, numbers = set[str](), set[str]()
    for tree in trees:
        for node in walk(tree):
            if isinstance(node, s.Big) and node.below is not None:
                bound |= bound_letters(node.below)
            elif isinstance(node, s.Index) and node.below is not None:
                bound |= {x for item in node.below.items for x in letters_of(item)}
        numbers |= set(_numbers(tree)) if not isinstance(tree, s.Name) else set()
    running = bound - numbers
    return frozenset(running | (_taken_alike(trees, running) - numbers))


def _taken_alike(trees: Iterable[s.Node], running: set[str]) -> set[str]:
    """The letters at which functions are taken that are also taken at running ones: a of π(a) beside Σ_b π(b)."""
    calls = [call for tree in trees for node in walk(tree) if (call := _call(node)) is not None]
    alone = [(call, letters_of(call.arguments[0])) for call in calls if len(call.arguments) == 1]
    counting = {key for call, found in alone if found & running and (key := _name_of(call)) is not None}
    return {x for call, found in alone if _name_of(call) in counting for x in found}


def _numbers(node: Part) -> Iterator[str]:
    """The letters that stand as numbers: not in an index, below a sign, compared, or alone in brackets."""
    match node:
        case s.Name() if letters_of(node):
            yield node.letter
            return
        case s.Indicator():
            return
        case s.Expectation(of=of):
            parts: Iterable[Part] = (of,)
        case s.Chain(members=members) if all(isinstance(m, s.Name | s.Number | s.Sequence) for m in members):
            return
        case s.Index(base=base):
            parts = (base,)
        case s.Big(body=body):
            parts = (body,) if body is not None else ()
        case _ if (call := _call(node)) is not None:
            parts = () if all(letters_of(item) for item in _arguments(call)) else call.arguments
        case _:
            parts = children(node)
    for part in parts:
        yield from _numbers(part)


def _call(node: Part) -> s.Call | None:
    """A name applied to something in brackets, in the likeliest reading."""
    if isinstance(node, s.Ambiguous):
        return next((each for each in node.readings if isinstance(each, s.Call)), None)
    return node if isinstance(node, s.Call) else None


def _arguments(call: s.Call) -> tuple[s.Node, ...]:
    """The arguments of a function, those on both sides of a bar: o and c of P(o | c)."""
    match call.arguments:
        case (s.Conditional(of=of, given=given),):
            return of, given
    return call.arguments


def _counted(trees: Iterable[s.Node], letters: frozenset[str]) -> frozenset[str]:
    """The functions of an index, summed over it or made of what carries it, and taken at running letters only."""
    summed, others = set[str](), set[str]()
    for tree in trees:
        summed |= set(_made_of_indexed(tree, letters))
        for node in walk(tree):
            call = _call(node)
            if call is not None and (key := _name_of(call)) is not None and not _is_counting(call, letters):
                others.add(key)
            if isinstance(node, s.Big) and node.body is not None and node.below is not None:
                summed |= set(_summed(node.body, bound_letters(node.below) & letters))
    return frozenset(summed - others)


def _made_of_indexed(tree: s.Node, letters: frozenset[str]) -> Iterator[str]:
    """The π of π(a) = e^{h_a} / Σ_b e^{h_b}, where the argument stands below names."""
    match tree:
        case s.Chain(members=(head, *bodies)) if (call := _call(head)) is not None and _is_counting(
            call, letters
        ):
            below = (part.below for body in bodies for part in walk(body) if isinstance(part, s.Index))
            found = {x for each in below if each is not None for item in each.items for x in letters_of(item)}
            inner = (each for body in bodies for part in walk(body) if (each := _call(part)) is not None)
            found |= {
                x
                for each in inner
                if _is_counting(each, letters)
                for item in _arguments(each)
                for x in letters_of(item)
            }
            own = frozenset(x for each in _arguments(call) for x in letters_of(each))
            if (key := _name_of(call)) is not None and own <= found:
                yield key


def _summed(body: s.Node, letters: set[str] | frozenset[str]) -> Iterator[str]:
    for node in walk(body):
        call = _call(node)
        key = _name_of(call) if call is not None else None
        if call is not None and key and any(letters_of(each) & letters for each in _arguments(call)):
            yield key


def _is_counting(call: s.Call, letters: frozenset[str]) -> bool:
    found = [letters_of(argument) for argument in _arguments(call)]
    barred = len(call.arguments) == 1
    return barred and all(each and each <= letters for each in found)


def _name_of(call: s.Call) -> str | None:
    """The name of a function that is not one of everybody's."""
    base = base_of(call.function)
    if not isinstance(base, s.Name):
        return None
    key = key_of(base)
    usual = key in POINTWISE or key in FUNCTIONS_OF_EVERYBODY
    return None if usual else key


def _indexed(node: s.Node, functions: frozenset[str]) -> s.Node:
    call = _call(node)
    if call is not None and _name_of(call) in functions:
        return _with_index(call)
    changed: s.Node = rebuilt(node, lambda part: _indexed(part, functions))
    return changed


def _with_index(call: s.Call) -> s.Index:
    """π_θ,a for π_θ(a), P_oc for P(o | c)."""
    arguments = _arguments(call)
    match call.function:
        case s.Index(base=base, below=s.Indices(items=items), above=above):
            return s.Index(base, s.Indices((*items, *arguments)), above, call.span)
        case s.Index(base=base, above=above):
            return s.Index(base, s.Indices(arguments), above, call.span)
    return s.Index(call.function, s.Indices(arguments), None, call.span)
