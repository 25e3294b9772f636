"""Which objects are numbers, rows, columns or matrices: the typing under which most relations make sense."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import product

from derive.elaborate.evaluation.variables import (
    free_letters,
    number_variables,
)
from derive.elaborate.shapes.biases import bias_axes
from derive.elaborate.shapes.directions import directions
from derive.elaborate.shapes.entrywise import entrywise_columns, entrywise_families
from derive.elaborate.shapes.propagated import TRIES, empty, propagated
from derive.elaborate.shapes.refit import Fits, Found
from derive.elaborate.shapes.typed import Reading, Typed, frame_for, sides
from derive.elaborate.shapes.weights_alike import weights_of_fewer_axes
from derive.elaborate.symbols.choices import scripts
from derive.elaborate.symbols.dims import Dim, Dims
from derive.elaborate.symbols.errors import Clash, NoValue
from derive.elaborate.symbols.evidence import (
    MATRICES,
    Aliases,
    gathered_numbers,
    has_turned_sibling,
    initial_typing,
    is_capital,
    is_map,
    is_turned,
    least_axes,
    linked_names,
    unlabelled,
)
from derive.elaborate.symbols.example_keys import is_example
from derive.elaborate.symbols.families_of_maps import families_of_maps
from derive.elaborate.symbols.names import CONSTANTS, keys_in
from derive.elaborate.symbols.roles import FUNCTIONS_OF_EVERYBODY, NUMBERS, Link, is_worked_out
from derive.elaborate.symbols.scope import Axes, Scope, Typing

ALWAYS_NUMBERS = FUNCTIONS_OF_EVERYBODY | CONSTANTS
ROUNDS = 3
MOST_SUSPECTS = 10


def typed_scope(scope: Scope, links: Sequence[Link], defining: Mapping[int, str]) -> Typed:
    """The typing under which most of the links make sense.

    ``defining`` maps the place of a link that is a definition to the key it defines.
    """
    first = _settled(_chosen(Typed(scope, {}, Dims(), {}, links=links, defining=defining), {}))
    first = _with_families_of_maps(_with_biases(_with_entrywise_columns(first)))
    return _with_weights_alike(_connected(first))


def _with_entrywise_columns(first: Typed) -> Typed:
    """The typing in which all that is multiplied by entries is a column, where one name at a time made less sense."""
    axes = entrywise_columns(first.scope, first.links, first.typing) if first.clashing else {}
    if all(first.typing.get(key) == each for key, each in axes.items()):
        return first
    other = _settled(_chosen(replace(first, overrides={}), axes))
    return other if len(other.clashing) < len(first.clashing) and not _clashing_definitions(other) else first


def _with_biases(first: Typed) -> Typed:
    """The typing in which what is added to whole layers is no number, where that makes as much sense."""
    axes = bias_axes(first.scope, first.typing)
    if not axes:
        return first
    other = _chosen(first, axes)
    return first if _clashing_definitions(other) > _clashing_definitions(first) else _settled(other)


def _with_families_of_maps(first: Typed) -> Typed:
    """The typing in which the A_k of v_k = A_k x are matrices where v_k is a vector, if that makes sense."""
    typing = {**first.typing, **entrywise_families(first.scope, first.links)}
    maps = families_of_maps(first.scope, first.links, typing)
    axes = {key: each for key, each in maps.items() if first.typing.get(key) != each}
    if not axes:
        return first
    other = _settled(retyped(first, axes))
    return first if _clashing_definitions(other) > _clashing_definitions(first) else other


def _with_weights_alike(best: Typed) -> Typed:
    """The typing in which no weights have fewer axes than others of their letter: W_2 beside W_1, w² beside w^l_ij.

    A wrong line may make more sense with a number there, but no definition does.
    """
    single = weights_of_fewer_axes(best)
    if not single:
        return best
    other = retyped(best, dict.fromkeys(sorted(single), Axes(2)))
    return best if _clashing_definitions(other) > _clashing_definitions(best) else other


def _clashing_definitions(typed: Typed) -> int:
    return len(typed.clashing & typed.defining.keys())


def _connected(best: Typed) -> Typed:
    """The typing in which capitals gather what small letters name one by one, where that makes as much sense."""
    best = _with_single_outputs(best)
    linked = linked_names(best.scope, best.typing)
    return _linked(best, linked) if linked else best


def _with_single_outputs(best: Typed) -> Typed:
    """The typing in which a net has one output for every sample of its loss: the last weights are a row or a column."""
    for key in gathered_numbers(best.scope, best.typing):
        above = best.scope.ancestors_of(key) - best.scope.definitions.keys() - best.scope.shapes.keys()
        matrices = sorted(name for name in above if best.typing.get(name, Axes(0)).count == 2)
        for name, axes in product(matrices, (Axes(1, row=True), Axes(1))):
            other = _chosen(best, {**_apart_from(best, name), name: axes})
            if other.typing[key].count == 1 and not _clashes_more(other, best):
                return other
    return best


def _apart_from(typed: Typed, name: str) -> Typing:
    """The overrides of names that have nothing to do with one: the b beside it in Wx + b goes with what W is."""
    scope = typed.scope
    bodies = [(key, made.body) for key, made in scope.definitions.items() if made.body is not None]
    beside = (frozenset(keys_in(body, scope.letters)) for _, body in bodies)
    bound = frozenset[str]().union(*(keys for keys in beside if name in keys))
    bound |= {key for key, _ in bodies if name in scope.ancestors_of(key)}
    return {key: axes for key, axes in typed.overrides.items() if key not in bound}


def _linked(best: Typed, linked: Aliases) -> Typed:
    plain = replace(best, lowered=0)
    told = best.scope.stacked
    ways = [linked, _turned(linked, told)]
    if not any(is_example(key) for key in best.typing):
        # Words may be misunderstood, but not those by which a page turns from one example to the batch.
        ways.append(_turned(linked))
    tries = [_attempt(plain, best.typing, each) for k, each in enumerate(ways) if each not in ways[:k]]
    chosen = max((best, *tries), key=lambda typed: (-len(typed.clashing), len(typed.aliases)))
    return _settled(replace(chosen, overrides=best.overrides))


def _settled(best: Typed) -> Typed:
    for _ in range(ROUNDS):
        better = _improved(best)
        if better is None:
            return best
        best = better
    return best


Hopeless = Callable[[Typed], bool]
"""Whether a typing that is being worked out, of which more and more links clash, can be given up."""


def _never(typed: Typed) -> bool:
    return False


def _chosen(typed: Typed, overrides: Typing, hopeless: Hopeless = _never) -> Typed:
    """The typing that follows when some names are given a shape."""
    scope, links, defining = typed.scope, typed.links, typed.defining
    first_guess = initial_typing(scope, links)
    first = {**first_guess, **overrides}
    typing = {**propagated(scope, first, links, defining, frozenset(overrides)), **overrides}
    typing |= directions(scope, links, typing)
    lowered = sum(axes.count < first_guess.get(key, axes).count for key, axes in overrides.items())
    of = replace(typed, overrides=overrides, lowered=lowered)
    return _attempt(of, typing, typed.aliases, hopeless)


def retyped(typed: Typed, axes: Typing) -> Typed:
    """The typing that follows when some names have other axes."""
    return _chosen(typed, {**typed.overrides, **axes})


def rivals(typed: Typed, key: str, link: Link | None = None) -> Iterator[Typed]:
    """Typings that make as much sense of the document, a link apart, and give one name another shape."""
    apart = frozenset(
        k for k, other in enumerate(typed.links) if link and other.right.span == link.right.span
    )
    scope = typed.scope
    known = key in scope.shapes or key in scope.definitions or key in typed.aliases
    if known or key in scope.letters.sizes | scope.functions | FUNCTIONS_OF_EVERYBODY | {"e", r"\pi"}:
        return
    least = least_axes(typed.scope, typed.links).get(key, 0)
    now = typed.typing.get(key, Axes(0))
    for axes in _alternatives(now, least):
        if axes.count > now.count and least:
            continue
        weights = unlabelled(key) in MATRICES or has_turned_sibling(typed.links, scope.letters, key)
        if weights and (not axes.count or (axes == Axes(1) and is_map(scope, key))):
            continue
        if not axes.count and is_turned(scope, key):
            continue
        more = partial(_clashes_more, other=typed, apart=apart)
        other = _chosen(typed, {**typed.overrides, key: axes}, more)
        if not more(other):
            yield other


def with_matrices(typed: Typed, keys: frozenset[str]) -> Typed | None:
    """The typing in which all capitals among some names are matrices, where that makes as much sense."""
    scope = typed.scope
    said = scope.shapes.keys() | scope.definitions.keys() | typed.aliases.keys()
    known = said | scope.letters.sizes | scope.functions | NUMBERS | ALWAYS_NUMBERS
    small = {key for key in keys - known if is_capital(key) and typed.typing.get(key, Axes(0)).count < 2}
    if not small:
        return None
    other = _settled(retyped(typed, dict.fromkeys(sorted(small), Axes(2))))
    return None if _clashes_more(other, typed) else other


def _clashes_more(one: Typed, other: Typed, apart: frozenset[int] = frozenset()) -> bool:
    return len(one.clashing - apart) > len(other.clashing - apart)


def by_definitions(typed: Typed) -> Typed:
    """The same typing with only those sizes equal that definitions make so."""
    bare = replace(
        empty(typed.scope, typed.typing), aliases=typed.aliases, links=typed.links, work=typed.work
    )
    found = replace(bare, defining=typed.defining)
    _fit(found, sorted(typed.defining))
    return found


def _turned(aliases: Aliases, told: Container[str] = ()) -> Aliases:
    """The other way of gathering rows or columns, but for what is told."""
    return {
        key: (target, turned != (key not in told and target not in told))
        for key, (target, turned) in aliases.items()
    }


def _score(typed: Typed) -> float:
    # A name that the formulas show to be a vector or a matrix is hardly ever a number after all.
    lost = sum(3.0 if place in typed.defining else 1.0 for place in typed.clashing)
    return (
        -lost
        - typed.lowered
        - 0.3 * len(typed.overrides)
        - 0.02 * sum(axes.count for axes in typed.typing.values())
    )


def _is_no_better(typed: Typed, than: float) -> bool:
    return _score(typed) <= than


def _improved(best: Typed) -> Typed | None:
    target = _score(best)
    found = None
    suspects = _suspects(best)
    least = least_axes(best.scope, best.links)
    initial = initial_typing(best.scope, best.links)
    numbers = number_variables(best.scope)
    for key in suspects[:MOST_SUSPECTS]:
        if key in numbers:
            continue
        floor = initial.get(key, Axes(0)).count
        for axes in _alternatives(best.typing.get(key, Axes(0)), least.get(key, 0)):
            if not best.work.left:
                return found
            if axes.count < floor and not (axes.row and floor == 2):
                continue
            other = _chosen(best, {**best.overrides, key: axes}, partial(_is_no_better, than=target))
            if _score(other) > target:
                target, found = _score(other), other
    return found


def _suspects(typed: Typed) -> list[str]:
    """The names whose shapes may be at fault where links clash: those written in them, then what they are made of."""
    scope = typed.scope
    sides = [
        s for place in sorted(typed.clashing) for s in (typed.links[place].left, typed.links[place].right)
    ]
    written = (key for side in sides for key in sorted(set(keys_in(side, scope.letters))))
    above = (key for side in sides for key in sorted(scope.ancestors(side)))
    settled = scope.functions | scope.shapes.keys() | ALWAYS_NUMBERS
    return [key for key in dict.fromkeys((*written, *above)) if key not in settled]


def _alternatives(now: Axes, least: int) -> list[Axes]:
    options = [Axes(least), Axes(least + 1), Axes(least + 1, row=True), Axes(least + 2)]
    if least == 1:
        options.append(Axes(1, row=True))
    return [axes for axes in options if axes != now and axes.count <= max(2, least)]


def _attempt(of: Typed, typing: Typing, aliases: Aliases, hopeless: Hopeless = _never) -> Typed:
    scope, links, defining = of.scope, of.links, of.defining
    typed = replace(empty(scope, typing), aliases=aliases, links=links, defining=defining, work=of.work)
    typed.overrides, typed.lowered = of.overrides, of.lowered
    claims = [place for place in range(len(links)) if place not in defining]
    worked_out = scope.memory.recall(
        lambda: frozenset(k for k, link in enumerate(links) if is_worked_out(link, scope.letters)),
        "worked out",
        links,
    )
    worked = [place for place in claims if place in worked_out]
    fits = scope.memory.recall(Fits, "fits", links)
    _fit(typed, sorted(defining), hopeless)
    # A claim must not make a matrix square that its definition leaves open: it would hold for square ones only.
    # Only the data x_ij, samples by features, are never square, whatever else the words call so.
    apart = (
        typed.axes
        if not scope.shows(_SQUARE)
        else {key: typed.axes[key] for key in typed.axes.keys() & TABLES}
    )
    typed.dims.keep_apart(axes for axes in map(_rows_and_columns, apart.values()) if axes is not None)
    _fit(typed, [place for place in claims if place not in worked], hopeless)
    for place in worked:
        # What comes out at the numbers of one example says nothing of shapes where it does not fit.
        fits.fitted(typed, place, _fits)
    return typed


def _fit(typed: Typed, places: Iterable[int], hopeless: Hopeless = _never) -> None:
    fits = typed.scope.memory.recall(Fits, "fits", typed.links)
    for place in () if hopeless(typed) else places:
        makes_sense, chosen = fits.fitted(typed, place, _fits)
        if not makes_sense:
            typed.clashing.add(place)
            if hopeless(typed):
                return
        elif chosen is not None and place in typed.defining:
            typed.readings[typed.defining[place]] = chosen


TABLES = ("x",)
"""What names a table of data where it has two indices."""
_SQUARE = re.compile(
    r"\b(?:symmetric|square|definite|semidefinite|orthogonal|invertible|covariance|precision|gram)\b"
)


def _rows_and_columns(axes: tuple[Dim, ...]) -> tuple[Dim, Dim] | None:
    return (axes[0], axes[1]) if len(axes) == 2 else None


def _fits(typed: Typed, place: int) -> Found:
    link, start = typed.links[place], typed.dims.mark()
    helpful = {0}
    for charity in (0, 1):
        for script in scripts(TRIES) if charity in helpful else ():
            reading = Reading(typed, None, script, charity)
            reading.charities = helpful
            try:
                sides(reading, link, frame_for(reading, free_letters(link, typed.scope.letters), link))
            except Clash:
                typed.dims.back_to(start)
                continue
            except NoValue:
                typed.dims.back_to(start)
                return True, None
            return True, (script, charity)
    return False, None
