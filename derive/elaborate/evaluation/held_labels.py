r"""Names below a stroke that are held: ∂L/∂h|_{z, c} where z is made from h, and ∂L/∂x|_{m \text{const}}."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from derive import arrays
from derive.elaborate.evaluation.atoms import released
from derive.elaborate.evaluation.values import Value, built
from derive.elaborate.symbols.names import Reference, keys_in, reference
from derive.elaborate.symbols.rewriting import rewritten
from derive.reader import syntax as s
from derive.reader.anatomy import items_of
from derive.reader.blocks import Document
from derive.reader.tree import rebuilt

if TYPE_CHECKING:
    from derive.elaborate.evaluation.evaluate import Evaluation, Frame

_HELD = re.compile(r"\b(?:const|constant|fixed|frozen|held|kept)\b")


def with_held_labels(document: Document) -> Document:
    r"""The document in which words below a stroke that hold names are left out: what stands there alone is held.

    >>> from derive.elaborate.symbols.rewriting import written_trees
    >>> from derive.reader.document import read_text
    >>> from derive.reader.sexpr import sexpr
    >>> read = read_text(r"$$\left.\frac{\partial L}{\partial x}\right|_{m\ \text{const}} = 1$$")
    >>> [sexpr(tree) for tree in written_trees(with_held_labels(read))]
    ['(rel = (at (D L x) m) 1)']
    """
    return rewritten(document, _without_words)


def _without_words(node: s.Node) -> s.Node:
    changed: s.Node = rebuilt(node, _without_words)
    if not isinstance(changed, s.At):
        return changed
    parts = list(_parts(changed.where))
    words = [word for part in parts if (word := _word(part))]
    names = tuple(part for part in parts if isinstance(part, s.Name | s.Index) and not _word(part))
    if not names or len(words) + len(names) < len(parts) or not any(map(_HELD.search, words)):
        return changed
    return s.At(changed.of, s.Sequence(names), changed.span)


def _word(node: s.Node) -> str:
    match node:
        case s.Text(text=text):
            return text
        case s.Name(letter=letter) if len(letter) > 1 and letter.isalpha():
            return letter
    return ""


def _parts(node: s.Node) -> Iterator[s.Node]:
    """What stands below a stroke, one by one: z of "z fixed" and of z = const."""
    match node:
        case s.Sequence(items=items):
            for item in items:
                yield from _parts(item)
        case s.Chain(members=(name, word), relations=(s.Relation(sign="="),)) if _word(word):
            yield from (name, word)
        case _:
            yield node


def with_names_held(ev: Evaluation, node: s.At, frame: Frame) -> Value | None:
    """A derivative in which what stands below the stroke is held; None where that is a point."""
    keys = _held_keys(ev, node)
    if not keys:
        return None
    value = ev.value(node.of, frame.holding(frozenset(keys)))
    if not ev.concrete or value.array is None:
        return value
    table = [list(value.entries)]
    for key in keys:
        table = released(ev, table, Reference(key, ()), frame)
    return built(value.shape, arrays.constant(table[0], value.array.shape), value)


def _held_keys(ev: Evaluation, node: s.At) -> list[str]:
    """The names below the stroke where all of them are made from what is derived by."""
    names = items_of(node.where)
    match node.of:
        case s.Derivative(by=by):
            variables = {key for each in by for key in keys_in(each, ev.letters)}
        case s.Nabla(by=by) if by is not None:
            variables = set(keys_in(by, ev.letters))
        case _:
            return []
    found = [
        ref.key
        for each in names
        if isinstance(each, s.Name | s.Index) and (ref := reference(each, ev.letters))
    ]
    made = [key for key in found if (it := ev.scope.definitions.get(key)) is not None and it.body is not None]
    moving = [key for key in made if variables & ev.scope.ancestors_of(key) - {key}]
    return moving if moving and len(moving) == len(names) else []
