"""Arguments that only say in which setting something is meant: the s of π(a | s) and Q(s, a), at which all is taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from derive.elaborate.evaluation.sums import bound_letters
from derive.elaborate.symbols.names import is_letter
from derive.elaborate.symbols.rewriting import all_trees, rewritten
from derive.reader import syntax as s
from derive.reader.anatomy import items_of
from derive.reader.blocks import Document
from derive.reader.tree import Part, rebuilt, walk


def with_settings_left_out(document: Document) -> Document:
    """The document with π(a) for π(a | s), where s is one letter that stands among arguments alone.

    Only functions are shortened in which another argument runs: in Σ_a π(a | s) Q(s, a) the state is given.

    >>> from derive.reader.document import read_text
    >>> from derive.reader.tex import tex
    >>> read = read_text("$$v = \\\\sum_a q(s, a)$$")
    >>> tex(with_settings_left_out(read).blocks[0].formulas[0].tree)
    'v = \\\\sum_{a} q\\\\left(a\\\\right)'
    """
    trees = list(all_trees(document.blocks))
    running = {x for tree in trees for part in walk(tree) if isinstance(part, s.Big) for x in _bound(part)}
    settings = frozenset(_settings(trees)) - running
    beside = {
        name for tree in trees for call in _calls(tree) if _runs(call, running) for name in _arguments(call)
    }
    kept = settings & {name.letter for name in beside if isinstance(name, s.Name)}
    return rewritten(document, lambda tree: _shortened(tree, kept)) if kept else document


def _bound(part: s.Big) -> frozenset[str] | set[str]:
    return bound_letters(part.below) if part.below is not None else frozenset()


def _settings(trees: Sequence[s.Node]) -> Iterator[str]:
    """The letters that stand nowhere but among the arguments of functions, beside others or behind a bar."""
    inside = Counter[str]()
    everywhere = Counter[str]()
    for tree in trees:
        lone = isinstance(tree, s.Name)
        everywhere.update(part.letter for part in walk(tree) if isinstance(part, s.Name) and not lone)
        for call in _calls(tree):
            arguments = _arguments(call)
            inside.update(
                each.letter for each in arguments if len(arguments) > 1 and isinstance(each, s.Name)
            )
    yield from (
        letter
        for letter, count in inside.items()
        if count == everywhere[letter] and is_letter(s.Name(letter))
    )


def _calls(tree: s.Node) -> Iterator[s.Call]:
    yield from (part for part in walk(tree) if isinstance(part, s.Call))


def _arguments(call: s.Call) -> tuple[s.Node, ...]:
    """The arguments of a function, on both sides of a bar."""
    found: list[s.Node] = []
    for each in call.arguments:
        for part in (each.of, each.given) if isinstance(each, s.Conditional) else (each,):
            found.extend(items_of(part))
    return tuple(found)


def _runs(call: s.Call, running: Iterable[str]) -> bool:
    """Whether an argument of a function is a running letter."""
    return any(isinstance(each, s.Name) and each.letter in running for each in _arguments(call))


def _shortened(node: s.Node, settings: frozenset[str]) -> s.Node:
    changed: s.Node = rebuilt(node, lambda part: _shortened(part, settings))
    if not isinstance(changed, s.Call):
        return changed
    kept = tuple(each for each in _arguments(changed) if not _is_setting(each, settings))
    return replace(changed, arguments=kept) if kept and len(kept) < len(_arguments(changed)) else changed


def _is_setting(node: Part, settings: frozenset[str]) -> bool:
    return isinstance(node, s.Name) and node.letter in settings and not node.decorations
