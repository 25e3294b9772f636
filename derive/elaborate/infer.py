"""Which objects are numbers, rows, columns or matrices: the typing under which most relations make sense."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from derive.elaborate.choices import Script, scripts
from derive.elaborate.dims import Dim, Dims
from derive.elaborate.errors import Clash, NoValue
from derive.elaborate.evaluate import Evaluation, Frame, IndexValue
from derive.elaborate.names import Letters, letters_of, reference
from derive.elaborate.roles import Link, referred
from derive.elaborate.scope import Axes, Scope, Typing
from derive.elaborate.sums import bound_in
from derive.elaborate.values import Value, transposed
from derive.reader import syntax as s
from derive.reader.tree import walk

TRIES = 48
ROUNDS = 3


@dataclass
class Typed:
    """A typing with its dimensions, and for every definition the reading its shape was worked out with."""

    scope: Scope
    typing: Typing
    dims: Dims
    axes: dict[str, tuple[Dim, ...]]
    readings: dict[str, tuple[tuple[int, ...], int]] = field(default_factory=dict)
    clashing: set[int] = field(default_factory=set)


class Reading(Evaluation):
    """An evaluation that reads the bodies of definitions as they were typed."""

    def __init__(self, typed: Typed, sizes: Mapping[Dim, int] | None, script: Script, charity: int) -> None:
        super().__init__(typed.scope, typed.typing, typed.dims, typed.axes, sizes, script, charity)
        self.typed = typed
        self.varying = typed.scope.varying

    def chosen_script(self, key: str) -> Script:
        """The reading of a definition's body."""
        return self.typed.readings.get(key, (Script(), 0))[0]  # type: ignore[return-value]

    def chosen_charity(self, key: str) -> int:
        """How charitably a definition's body is read."""
        return self.typed.readings.get(key, (Script(), 0))[1]


def free_letters(link: Link, letters: Letters) -> frozenset[str]:
    """The index letters of a relation that nothing in it binds."""
    found: set[str] = set()
    for side in (link.left, link.right):
        bound = bound_in(side)
        for part in walk(side):
            if isinstance(part, s.Index):
                ref = reference(part, letters)
                items = ref.indices if ref else (*_items(part.below), *_items(part.above))
                found |= {
                    x for item in items for x in letters_of(item) if x in letters.indices and x not in bound
                }
    return frozenset(found - letters.sizes)


def _items(indices: s.Indices | None) -> tuple[s.Node, ...]:
    return indices.items if indices is not None else ()


def frame_for(reading: Evaluation, letters: Iterable[str], values: Mapping[str, int] | None = None) -> Frame:
    """A frame in which free index letters run."""
    indices: dict[str, IndexValue] = {}
    for letter in sorted(letters):
        indices[letter] = (reading.dims.fresh(), values.get(letter) if values else None)
    return Frame(indices)


def sides(reading: Evaluation, link: Link, frame: Frame) -> tuple[Value, Value]:
    """Both sides of a relation, brought to one shape; Clash where that cannot be."""
    left, right = reading.value(link.left, frame), reading.value(link.right, frame)
    dims = reading.dims
    if _is_zero(link.right) or _is_zero(link.left):
        return left, right
    try:
        dims.agree(left.shape, right.shape)
        return left, right
    except Clash:
        if not (left.loose or right.loose) or left.is_scalar or right.is_scalar:
            raise
    turned = transposed(right)
    dims.agree(left.shape, turned.shape)
    reading.notes.add("transposed")
    return left, turned


def _is_zero(node: s.Node) -> bool:
    return node == s.Number("0")


def typed_scope(scope: Scope, links: Sequence[Link], defining: Mapping[int, str]) -> Typed:
    """The typing under which most of the links make sense.

    ``defining`` maps the place of a link that is a definition to the key it defines.
    """
    typing = initial_typing(scope, links)
    best = _attempt(scope, typing, links, defining)
    for _ in range(ROUNDS):
        better = _improved(scope, best, links, defining)
        if better is None:
            return best
        best = better
    return best


def _score(typed: Typed, links: Sequence[Link], defining: Mapping[int, str]) -> float:
    lost = sum(3.0 if place in defining else 1.0 for place in typed.clashing)
    return -lost - 0.05 * sum(axes.count for axes in typed.typing.values())


def _improved(scope: Scope, best: Typed, links: Sequence[Link], defining: Mapping[int, str]) -> Typed | None:
    target = _score(best, links, defining)
    found = None
    suspects: dict[str, None] = {}
    for place in sorted(best.clashing):
        for key in sorted(referred(links[place], scope.letters)):
            suspects.setdefault(key)
    least = least_axes(scope, links)
    for key in suspects:
        for axes in _alternatives(best.typing.get(key, Axes(0)), least.get(key, 0)):
            other = _attempt(scope, {**best.typing, key: axes}, links, defining)
            if _score(other, links, defining) > target:
                target, found = _score(other, links, defining), other
    return found


def _alternatives(now: Axes, least: int) -> list[Axes]:
    options = [Axes(least), Axes(least + 1), Axes(least + 1, row=True), Axes(least + 2)]
    if least == 1:
        options.append(Axes(1, row=True))
    return [axes for axes in options if axes != now and axes.count <= 3]


def _attempt(scope: Scope, typing: Typing, links: Sequence[Link], defining: Mapping[int, str]) -> Typed:
    typed = Typed(scope, typing, Dims(), {})
    for key, shape in scope.shapes.items():
        typed.axes[key] = tuple(typed.dims.fresh() if dim == "?" else dim for dim in shape)
    order = sorted(range(len(links)), key=lambda place: (place not in defining, place))
    for place in order:
        if not _fits(typed, links[place], defining.get(place)):
            typed.clashing.add(place)
    return typed


def _fits(typed: Typed, link: Link, key: str | None) -> bool:
    start = typed.dims.mark()
    for charity in (0, 1):
        for script in scripts(TRIES):
            reading = Reading(typed, None, script, charity)
            try:
                sides(reading, link, frame_for(reading, free_letters(link, typed.scope.letters)))
            except Clash:
                typed.dims.back_to(start)
                continue
            except NoValue:
                typed.dims.back_to(start)
                return True
            if key is not None:
                typed.readings[key] = (script, charity)  # type: ignore[assignment]
            return True
    return False


def least_axes(scope: Scope, links: Sequence[Link]) -> dict[str, int]:
    """The largest number of indices with which every name is written."""
    least: dict[str, int] = {}
    for link in links:
        for side in (link.left, link.right):
            _count(side, scope.letters, least)
    return least


def _count(node: s.Node, letters: Letters, least: dict[str, int]) -> None:
    for part in walk(node):
        if isinstance(part, s.Name | s.Index):
            ref = reference(part, letters)
            if ref is not None and ref.key not in letters.indices:
                least[ref.key] = max(least.get(ref.key, 0), len(ref.indices))


def initial_typing(scope: Scope, links: Sequence[Link]) -> dict[str, Axes]:
    """A first guess: indices that are written, transposes, norms and declared spaces."""
    typing = {key: Axes(count) for key, count in least_axes(scope, links).items()}
    for link in links:
        for side in (link.left, link.right):
            for part in walk(side):
                _evidence(part, scope.letters, typing)
    for key, shape in scope.shapes.items():
        typing[key] = Axes(len(shape), typing.get(key, Axes(0)).row)
    return typing


def _evidence(part: object, letters: Letters, typing: dict[str, Axes]) -> None:
    match part:
        case s.Transpose(of=of) | s.Norm(of=of):
            ref = reference(of, letters)
        case s.Nabla(by=by) if by is not None:
            ref = reference(by, letters)
        case s.Name(decorations=decorations) if "bold" in decorations or "vec" in decorations:
            ref = reference(part, letters)
        case _:
            return
    if ref is not None and typing.get(ref.key, Axes(0)).count <= len(ref.indices):
        wide = len(ref.indices) + (2 if ref.key.isupper() and len(ref.key) == 1 and not ref.indices else 1)
        typing[ref.key] = Axes(wide)
