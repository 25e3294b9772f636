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
Decided = tuple[tuple[int, ...], int]
"""What a reading consists of: its decisions and how charitable it is."""
Found = tuple[bool, Chosen | None]
"""Whether a relation makes sense, and in which reading; in none where it is not worked out."""
Said = tuple[tuple[Axes | None, ...], tuple[Decided | None, ...]]
"""The shapes of some names and the readings of some definitions."""


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
class Reads:
    """What a relation asks of a typing: shapes and readings of names, and the names whose sizes it meets."""

    typing: tuple[str, ...]
    readings: tuple[str, ...]
    names: tuple[str, ...]

    def said(self, typed: Typed) -> Said:
        """What a typing answers, sizes apart."""
        readings = map(_decided, map(typed.readings.get, self.readings))
        return tuple(map(typed.typing.get, self.typing)), tuple(readings)


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """What a relation read of a typing, the sizes that it met and those that it left, and what came of it."""

    reads: Reads
    said: Said
    before: Sight
    after: Sight
    found: Found


@dataclass(slots=True)
class Known:
    """The fits of one relation so far, by what they read of a typing and what it said."""

    fits: dict[Reads, dict[Said, dict[Sight, Fit]]] = field(default_factory=dict)

    def of(self, typed: Typed) -> Fit | None:
        """The fit for which all that was read is the same in a typing."""
        for reads, by_what_is_said in self.fits.items():
            seen = by_what_is_said.get(reads.said(typed))
            fit = seen.get(_sight(typed, typed.axes, reads.names)) if seen else None
            if fit is not None:
                return fit
        return None

    def add(self, fit: Fit) -> None:
        """Remember one more."""
        self.fits.setdefault(fit.reads, {}).setdefault(fit.said, {})[fit.before] = fit


@dataclass(slots=True)
class Fits:
    """The fits that were met on one page.

    A relation that stands on other pages too, of which one line is mended, is worked out once for all of them; that it
    is typed on this one is counted as if it were worked out here.
    """

    met: set[Fit] = field(default_factory=set)

    def fitted(self, typed: Typed, place: int, attempt: Callable[[Typed, int], Found]) -> Found:
        """What comes of a relation, recalled where it would come out the same."""
        known = _known(typed, place)
        fit = known.of(typed)
        if fit is None or fit not in self.met:
            typed.work.left = max(0, typed.work.left - 1)
        if fit is not None:
            self.met.add(fit)
            _replay(typed, fit)
            return fit.found[0], _anew(fit.found[1])
        fit = _watched(typed, place, attempt)
        if fit.found[1] is None or not fit.found[1][0].sizes:
            known.add(fit)
            self.met.add(fit)
        return fit.found


def _known(typed: Typed, place: int) -> Known:
    """The fits of a relation on all pages of one scope, by what names are linked with."""
    of_relation: dict[object, Known] = typed.scope.memory.recall(dict, "fits", typed.links[place])
    linked = tuple(typed.aliases.items())
    if linked not in of_relation:
        of_relation[linked] = Known()
    return of_relation[linked]


AxesBySaid = dict[tuple[Axes | None, ...], Axes | None]


@dataclass(slots=True)
class Bodies:
    """The axes of what a relation defines so far, by the name and by what was read of the typing."""

    known: dict[str, dict[tuple[str, ...], AxesBySaid]] = field(default_factory=dict)

    def axes(self, key: str, typing: Typing, work: Callable[[Typing], Axes | None]) -> Axes | None:
        """The axes of a body, recalled where all that was read of the typing is the same."""
        known = self.known.setdefault(key, {})
        for names, by_what_is_said in known.items():
            said = tuple(map(typing.get, names))
            if said in by_what_is_said:
                return by_what_is_said[said]
        watched = Watched(typing)
        axes = work(watched)
        known.setdefault(tuple(watched), {})[tuple(watched.values())] = axes
        return axes


def _watched(typed: Typed, place: int, attempt: Callable[[Typed, int], Found]) -> Fit:
    typing, axes, readings = Watched(typed.typing), Watched(typed.axes), Watched(typed.readings)
    start = typed.dims.mark()
    found = attempt(replace(typed, typing=typing, axes=axes, readings=readings), place)
    names = tuple(axes)
    after = _sight(typed, typed.axes, names)
    with typed.dims.taken_back(start):
        before = _sight(typed, dict(axes), names)
    reads = Reads(tuple(typing), tuple(readings), names)
    said = tuple(typing.values()), tuple(map(_decided, readings.values()))
    return Fit(reads, said, before, after, found)


def _decided(chosen: Chosen | None) -> Decided | None:
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
    if fit.before.axes == fit.after.axes:
        return
    same: dict[Label, Dim] = {}
    for name, labels in zip(fit.reads.names, fit.after.axes, strict=True):
        have = typed.axes.get(name, ())
        if len(have) < len(labels):
            have = typed.axes[name] = (*have, *(typed.dims.fresh() for _ in labels[len(have) :]))
        for dim, label in zip(have, labels, strict=True):
            typed.dims.unify(same.setdefault(label, label if isinstance(label, str) else dim), dim)
