"""How relations fitted a typing: worked out again only where what a relation reads of the typing has changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from derive.elaborate.symbols.choices import Script
from derive.elaborate.symbols.dims import Dim, Label
from derive.elaborate.symbols.scope import Axes, Typing

if TYPE_CHECKING:
    from derive.elaborate.shapes.typed import Typed

Chosen = tuple[Script, int]
Found = tuple[bool, Chosen | None]
"""Whether a relation makes sense, and in which reading; in none where it is not worked out."""


class Watched(dict[str, Any]):
    """A mapping that hands on to another one and keeps what was asked of it as it was then."""

    def __init__(self, source: Any) -> None:
        super().__init__()
        self.source = source

    def get(self, key: str, default: Any = None) -> Any:
        """The value of the source."""
        self.setdefault(key, self.source.get(key))
        return self.source.get(key, default)

    def __setitem__(self, key: str, value: Any) -> None:
        self.setdefault(key, self.source.get(key))
        self.source[key] = value


@dataclass(frozen=True, slots=True)
class Sight:
    """The sizes of some names up to renaming: those of their axes, and which of them must stay different."""

    axes: tuple[tuple[Label, ...], ...]
    apart: frozenset[frozenset[Label]]


@dataclass(frozen=True, slots=True)
class Fit:
    """What a relation read of a typing, the sizes that it met and those that it left, and what came of it."""

    typing: Mapping[str, Axes | None]
    readings: Mapping[str, tuple[object, int] | None]
    names: tuple[str, ...]
    before: Sight
    after: Sight
    found: Found

    def is_of(self, typed: Typed) -> bool:
        """Whether all that was read is the same in a typing."""
        return (
            all(typed.typing.get(key) == axes for key, axes in self.typing.items())
            and all(_decided(typed.readings.get(key)) == made for key, made in self.readings.items())
            and self.before == _sight(typed, typed.axes, self.names)
        )


@dataclass(slots=True)
class Fits:
    """The fits of the relations of a post so far, by the place of the relation and what it is linked with."""

    known: dict[object, list[Fit]] = field(default_factory=dict)

    def fitted(self, typed: Typed, place: int, attempt: Callable[[Typed, int], Found]) -> Found:
        """What comes of a relation, recalled where it would come out the same."""
        fits = self.known.setdefault((place, tuple(typed.aliases.items())), [])
        fit = next((each for each in fits if each.is_of(typed)), None)
        if fit is not None:
            _replay(typed, fit)
            return fit.found[0], _anew(fit.found[1])
        typed.work.left = max(0, typed.work.left - 1)
        fit = _watched(typed, place, attempt)
        if fit.found[1] is None or not fit.found[1][0].sizes:
            fits.append(fit)
        return fit.found


@dataclass(slots=True)
class Bodies:
    """The axes of the bodies of definitions so far, by the place of the definition and what was read of the typing."""

    known: dict[int, list[tuple[Mapping[str, Axes | None], Axes | None]]] = field(default_factory=dict)

    def axes(self, place: int, typing: Typing, work: Callable[[Typing], Axes | None]) -> Axes | None:
        """The axes of a body, recalled where all that was read of the typing is the same."""
        before = self.known.setdefault(place, [])
        for read, found in before:
            if all(typing.get(key) == axes for key, axes in read.items()):
                return found
        watched = Watched(typing)
        before.append((watched, work(watched)))
        return before[-1][1]


def _watched(typed: Typed, place: int, attempt: Callable[[Typed, int], Found]) -> Fit:
    typing, axes, readings = Watched(typed.typing), Watched(typed.axes), Watched(typed.readings)
    start = typed.dims.mark()
    found = attempt(replace(typed, typing=typing, axes=axes, readings=readings), place)
    names = tuple(axes)
    after = _sight(typed, typed.axes, names)
    with typed.dims.taken_back(start):
        before = _sight(typed, dict(axes), names)
    made = {key: _decided(chosen) for key, chosen in readings.items()}
    return Fit(dict(typing), made, names, before, after, found)


def _decided(chosen: Chosen | None) -> tuple[object, int] | None:
    return (chosen[0].decisions, chosen[1]) if chosen is not None else None


def _anew(chosen: Chosen | None) -> Chosen | None:
    return (chosen[0].copied(), chosen[1]) if chosen is not None else None


def _sight(typed: Typed, axes: Mapping[str, tuple[Dim, ...] | None], names: tuple[str, ...]) -> Sight:
    labels: dict[Dim, Label] = {}
    found = []
    for name in names:
        roots = [typed.dims.find(dim) for dim in axes.get(name) or ()]
        found.append(tuple(labels.setdefault(x, len(labels) if x[0] == "?" else x) for x in roots))
    return Sight(tuple(found), typed.dims.apart_among(labels))


def _replay(typed: Typed, fit: Fit) -> None:
    """Leave the sizes as the fit left them."""
    same: dict[Label, Dim] = {}
    for name, labels in zip(fit.names, fit.after.axes, strict=True):
        have = typed.axes.get(name, ())
        if len(have) < len(labels):
            have = typed.axes[name] = (*have, *(typed.dims.fresh() for _ in labels[len(have) :]))
        for dim, label in zip(have, labels, strict=True):
            typed.dims.unify(same.setdefault(label, label if isinstance(label, str) else dim), dim)
