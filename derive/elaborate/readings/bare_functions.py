"""Functions that stand without their argument: σ(1 − σ) beside σ(z_1) and σ(z_2), where nothing says which is meant."""

from __future__ import annotations

from collections.abc import Iterator

from derive.elaborate.readings.story import Story
from derive.elaborate.symbols.names import key_of, keys_in
from derive.elaborate.symbols.rewriting import all_trees
from derive.elaborate.symbols.roles import Link
from derive.reader import syntax as s
from derive.reader.tree import Part, children, walk


def function_without_argument(story: Story, link: Link) -> str | None:
    """A name that a line takes as a value, while the document applies it and never says what it is alone."""
    scope = story.typed.scope
    called = scope.memory.recall(lambda: frozenset(_called(story)), "called", story.blocks)
    about = set(
        keys_in(link.left, scope.letters)
    )  # in ∂C/∂v = C/v, C is what it is wherever C(t) is looked at
    values = {key_of(name) for side in (link.left, link.right) for name in _values(side)}
    for key in sorted((values & called) - about):
        made = scope.definitions.get(key)
        if made is None and key not in scope.shapes and key not in scope.domains:
            return key
        of = (
            {key_of(each) for each in made.parameters if isinstance(each, s.Name)}
            if made is not None
            else set()
        )
        if not of <= scope.ancestors(link.left) | set(keys_in(link.right, scope.letters)):
            return key
    return None


def _called(story: Story) -> Iterator[str]:
    """The names that the document applies to names: σ of σ(wx), not of σ(1 − σ) or σ(2 − y)."""
    for tree in all_trees(story.blocks):
        for part in walk(tree):
            if isinstance(part, s.Call) and isinstance(part.function, s.Name) and not _is_product(part):
                yield key_of(part.function)


def _is_product(call: s.Call) -> bool:
    inside = [part for argument in call.arguments for part in walk(argument)]
    return call.function in inside or any(
        isinstance(each, s.Add | s.Sub) and isinstance(each.left, s.Number) for each in call.arguments
    )


def _values(node: Part) -> Iterator[s.Name]:
    """The names of a formula that stand as values: not functions, variables, labels or what a derivative is of."""
    match node:
        case s.Name():
            yield node
        case s.Call(function=function, arguments=arguments):
            yield from (name for each in arguments for name in _values(each))
            if not isinstance(function, s.Name | s.Prime):
                yield from _values(function)
        case s.Prime() | s.Derivative() | s.Nabla() | s.Jacobian() | s.Differential() | s.Index():
            return
        case s.Big(body=body):
            yield from () if body is None else _values(body)
        case _:
            for part in children(node):
                yield from _values(part)
