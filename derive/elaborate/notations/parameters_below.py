"""Models with their parameters below: g_w(x_i), of which no formula is given, is what some g makes of example i."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from derive.elaborate.symbols.names import is_letter
from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.reader import syntax as s
from derive.reader.blocks import Document
from derive.reader.names import AT
from derive.reader.tex import tex
from derive.reader.tree import Part, children, rebuilt, walk

_IS_THE_SIGMOID = (
    r"\s*(?:\$|\\\))\s+(?:is|be|denotes)\s+(?:just |simply )?(?:the|a|our) (?:sigmoid|logistic)\b"
)
SIGMOID = s.Name(r"\sigma")


def with_models_by_example(document: Document) -> Document:
    r"""The document with one number for every example in place of g_w(x_i), by which nothing else is known of it.

    So it is where w is differentiated by, g_w stands before examples alone, and no formula says what it is.

    >>> from derive.reader.document import read_text
    >>> from derive.reader.tex import tex
    >>> read = read_text(r"$$\frac{d}{dw} \sum_i g_w(x_i) = \sum_i \frac{d}{dw} g_w(x_i)$$")
    >>> tex(with_models_by_example(read).blocks[0].formulas[0].tree)
    '\\frac{d}{dw} \\left(\\sum_{i} g_{i}\\right) = \\sum_{i} \\frac{d}{dw} g_{i}'
    """
    trees = written_trees(document)
    by = {each for tree in trees for part in walk(tree) for each in _variables(part)}
    seen: dict[s.Index, set[s.Node | None]] = defaultdict(set)
    for tree in (tree for tree in trees if not isinstance(tree, s.Index)):
        for model, argument in _models(tree, by):
            seen[model].add(argument)
    models = {model: next(iter(of)) for model, of in seen.items() if len(of) == 1 and None not in of}
    if not models:
        return document
    same = {each for each in models if _is_called_sigmoid(document, each) and _moves(trees, by)}
    return rewritten(document, lambda tree: _by_example(tree, models, same))


def _variables(part: Part) -> tuple[s.Node, ...]:
    if isinstance(part, s.Derivative):
        return part.by
    return (part.by,) if isinstance(part, s.Nabla) and part.by is not None else ()


def _models(node: Part, by: set[s.Node]) -> Iterator[tuple[s.Index, s.Node | None]]:
    """Every g_w with the data that it is applied to; None where it is used in another way, or has a formula."""
    if isinstance(node, s.Chain) and node.relations[0].sign in ("=", ":=", "equiv"):
        head = node.members[0]
        if isinstance(head, s.Call) and (found := _model(head.function, by)) is not None:
            yield found, None
    match node:
        case s.Call(function=function, arguments=arguments) if (found := _model(function, by)) is not None:
            yield found, _data(arguments)
            for argument in arguments:
                yield from _models(argument, by)
            return
        case s.Index() if (found := _model(node, by)) is not None:
            yield found, None
    for part in children(node):
        yield from _models(part, by)


def _model(node: s.Node, by: set[s.Node]) -> s.Index | None:
    match node:
        case s.Index(base=s.Name(), below=s.Indices(items=(s.Name() as item,)), above=None) if item in by:
            return replace(node, span=s.Span(0, 0)) if isinstance(node, s.Index) else None
    return None


def _data(arguments: Sequence[s.Node]) -> s.Node | None:
    """The x of (x_i), of which one letter picks an example."""
    match arguments:
        case (s.Index(base=s.Name() as base),) if _example(arguments[0]) is not None:
            return base
    return None


def _example(argument: s.Node) -> s.Indices | None:
    match argument:
        case s.Index(below=None, above=s.Indices(items=(item,)) as held) if is_letter(item):
            return replace(held, bracket="")
        case s.Index(below=s.Indices(items=(item,)) as held, above=None) if is_letter(item):
            return held
    return None


def _is_called_sigmoid(document: Document, model: s.Index) -> bool:
    """Whether words say of g_w(x_i) that it is "the sigmoid function"."""
    name = re.sub(r"\s|[{}]", "", tex(model))
    words = re.sub(r"[{}]", "", document.prose)
    return re.search(re.escape(name) + r"\s*\([^$]*\)" + _IS_THE_SIGMOID, words, re.IGNORECASE) is not None


def _moves(trees: Sequence[s.Node], by: set[s.Node]) -> bool:
    """Whether σ is differentiated at the data alone by a parameter: ∂σ(x_i)/∂w, short for that of σ at a score."""
    parts = (part for tree in trees for part in walk(tree) if isinstance(part, s.Derivative))
    return any(
        isinstance(part.of, s.Call)
        and part.of.function == SIGMOID
        and _data(part.of.arguments) is not None
        and all(each != _data(part.of.arguments) for each in part.by)
        for part in parts
    )


def _by_example(node: s.Node, models: dict[s.Index, s.Node | None], same: set[s.Index]) -> s.Node:
    changed: s.Node = rebuilt(node, lambda part: _by_example(part, models, same))
    if not isinstance(changed, s.Call) or _data(changed.arguments) is None:
        return changed
    for model, data in models.items():
        sigmoid = model in same and changed.function == SIGMOID
        if data == _data(changed.arguments) and (
            sigmoid or _model(changed.function, set(_below(model))) == model
        ):
            assert isinstance(model.base, s.Name)
            mark = AT + tex(_below(model)[0])
            base = replace(model.base, decorations=(*model.base.decorations, mark))
            return s.Index(base, _example(changed.arguments[0]), None, changed.span)
    return changed


def _below(model: s.Index) -> tuple[s.Node, ...]:
    assert model.below is not None
    return model.below.items
