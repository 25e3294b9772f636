"""Probabilities of a class: P(y = k | x) is one of many functions of x, as P_k(x) is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from derive.elaborate.symbols.names import is_letter
from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.reader import syntax as s
from derive.reader.blocks import Document
from derive.reader.tree import rebuilt, walk


@dataclass(frozen=True, slots=True)
class Event:
    """What P(y_i = k | x_i; θ) says: the probability, the class, and what is given first."""

    named: s.Name
    value: s.Node
    given: s.Node


def with_events(document: Document) -> Document:
    """The document with P_k(x), or P_ik, for every P(y = k | x) and P(y_i = k | x_i) of a probability it defines.

    >>> from derive.reader.document import read_text
    >>> document = with_events(read_text("$$P(y = k | x) = e^{w_k x}$$"))
    >>> head = document.blocks[0].formulas[0].tree.members[0]
    >>> head.function.below.items[0].letter, head.arguments[0].letter
    ('k', 'x')
    """
    trees = written_trees(document)
    heads = [found for tree in trees for found in _heads(tree)]
    indexed = {part.base for tree in trees for part in walk(tree) if isinstance(part, s.Index)}
    named = frozenset(head.named for head in heads) - indexed
    of_data = frozenset(each.named for each in heads if isinstance(each.given, s.Index))
    return rewritten(document, lambda tree: _spelled(tree, named, of_data)) if named else document


def _heads(tree: s.Node) -> Iterator[Event]:
    """The probabilities that a formula works out: P(y = 1 | x) of P(y = 1 | x) = … and of p = P(y = 1 | x) = …."""
    if not isinstance(tree, s.Chain):
        return
    for member, relation in zip(tree.members, tree.relations, strict=False):
        found = _event(member) if isinstance(member, s.Call) and relation.sign in ("=", ":=") else None
        if found is not None:
            yield found


def _event(call: s.Call) -> Event | None:
    match call:
        case s.Call(
            function=s.Name() as named,
            arguments=(
                s.Conditional(of=s.Chain(members=(_, value), relations=(s.Relation(sign="="),)), given=given),
            ),
        ) if is_letter(value) or isinstance(value, s.Number):
            return Event(named, value, next(_given(given)))
    return None


def _given(node: s.Node) -> Iterator[s.Node]:
    """The x of "x; θ" and of "X = x"."""
    match node:
        case s.Sequence(items=(first, *_)):
            yield from _given(first)
        case s.Chain(members=(_, value), relations=(s.Relation(sign="="),)):
            yield value
        case _:
            yield node


def _spelled(node: s.Node, named: frozenset[s.Name], of_data: frozenset[s.Name]) -> s.Node:
    event = _event(node) if isinstance(node, s.Call) else None
    if event is None or event.named not in named:
        changed: s.Node = rebuilt(node, lambda part: _spelled(part, named, of_data))
        return changed
    data = event.given
    if event.named in of_data and isinstance(data, s.Index):
        sample = (data.below or data.above or s.Indices(())).items
        return s.Index(event.named, s.Indices((*sample, event.value)), None, node.span)
    family = s.Index(event.named, s.Indices((event.value,)), None, node.span)
    return s.Call(family, (data,), span=node.span)
