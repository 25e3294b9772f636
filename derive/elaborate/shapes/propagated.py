"""The shapes that definitions hand on: a defined name has the shape of what it is made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from derive.elaborate.evaluation.variables import free_letters
from derive.elaborate.shapes.refit import Bodies
from derive.elaborate.shapes.typed import Reading, Typed, frame_for
from derive.elaborate.symbols.choices import scripts
from derive.elaborate.symbols.dims import Dims
from derive.elaborate.symbols.errors import NoValue
from derive.elaborate.symbols.opaque import GRADIENT, taken_by
from derive.elaborate.symbols.roles import NUMBERS, Link
from derive.elaborate.symbols.scope import Axes, Scope, Typing

TRIES = 48


def propagated(
    scope: Scope,
    typing: dict[str, Axes],
    links: Sequence[Link],
    defining: Mapping[int, str],
    fixed: frozenset[str] = frozenset(),
) -> dict[str, Axes]:
    """The typing in which a defined name has the shape that its definition has."""
    settled = fixed | scope.shapes.keys()
    open_places = [(place, key) for place, key in defining.items() if key not in settled]
    open_places.sort(key=lambda each: len(scope.ancestors_of(each[1])))
    for _ in range(2):
        for place, key in open_places:
            bodies = scope.memory.recall(Bodies, "bodies", links[place])
            found = bodies.axes(key, typing, partial(_body_axes, scope, links[place], key))
            if found is not None:
                typing = {**typing, key: found}
    return {**typing, **_gradients(scope, typing)}


def _gradients(scope: Scope, typing: Typing) -> Typing:
    """The gradient of a loss that is only named has the shape of what it is taken by."""
    names = {GRADIENT + key: taken_by(scope, GRADIENT + key) for key in scope.definitions}
    return {name: typing.get(last, Axes(0)) for name, last in names.items() if last is not None}


def _body_axes(scope: Scope, link: Link, key: str, typing: Typing) -> Axes | None:
    made = scope.definitions.get(key)
    if made is None or made.body is None or made.dummy or (key in NUMBERS and not made.indices):
        return None
    now = typing.get(key, Axes(0))
    found: Axes | None = None
    for script in scripts(TRIES):
        typed = empty(scope, typing)
        reading = Reading(typed, None, script, 0)
        try:
            value = reading.value(
                made.body, frame_for(reading, {*free_letters(link, scope.letters), *made.indices})
            )
        except NoValue:
            continue
        rank = 0 if value.is_scalar else 1 if value.is_vector else 2
        axes = Axes(len(made.indices) + rank, rank == 1 and value.shape[0] == "1")
        if axes.count == now.count:
            return axes
        found = found or axes
    return found if found is not None and found.count > now.count else None


def empty(scope: Scope, typing: Typing) -> Typed:
    """A typing of which nothing but the declared shapes is worked out yet."""
    typed = Typed(scope, typing, Dims(), {})
    for key, shape in scope.shapes.items():
        typed.axes[key] = tuple(typed.dims.fresh() if dim == "?" else dim for dim in shape)
    return typed
