"""Units that feed units: a_j = Σ_i w_ji z_i with z_j = h(a_j) says of every layer what it takes from the one below.

Read as it stands such a definition goes round in a circle. Every index letter of a line belongs to a layer, w_ji and
∂a_k/∂z_j say which is above which, and the line is looked at in a net of two layers whose upper one is the output.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from derive.elaborate.symbols.names import Letters, Reference, letters_of, reference
from derive.elaborate.symbols.roles import Head, Link, head_of, is_derivative
from derive.reader import syntax as s
from derive.reader.tree import Part, rebuilt, walk

LAYER = "l"
OUTPUT = 2


@dataclass(frozen=True)
class Units:
    """The names that belong to layers: activities, weights (with the place of the upper index), and errors."""

    activities: frozenset[str]
    weights: Mapping[str, int]
    others: frozenset[str]

    @property
    def keys(self) -> frozenset[str]:
        """All of them."""
        return self.activities | self.weights.keys() | self.others


def units_of(links: Sequence[Link], letters: Letters) -> Units | None:
    """The units of a document whose layers are not told apart; None where nothing goes round in a circle."""
    if letters.layers:
        return None
    made = dict(_unit_definitions(links, letters))
    for key, (head, link) in made.items():
        sources = set(_summed_sources(link.right, head, letters))
        feeding = {k for k in sources & made.keys() if k == key or _mentions(made[k], key, letters)}
        if feeding:
            return _units(links, letters, frozenset({key, *feeding}), head, link)
    return None


def _unit_definitions(links: Sequence[Link], letters: Letters) -> Iterator[tuple[str, tuple[Head, Link]]]:
    seen: set[str] = set()
    for link in links:
        head = head_of(link.left, letters) if link.begins and link.sign in ("=", ":=") else None
        if head is not None and head.key not in seen and len(head.indices) == 1:
            seen.add(head.key)
            yield head.key, (head, link)


def _references(node: s.Node, letters: Letters) -> Iterator[Reference]:
    for part in walk(node):
        ref = reference(part, letters) if isinstance(part, s.Index) else None
        if ref is not None and ref.indices:
            yield ref


def _letters(ref: Reference) -> tuple[str, ...]:
    return tuple(next(iter(sorted(letters_of(item))), "") for item in ref.indices)


def _summed_sources(node: s.Node, head: Head, letters: Letters) -> Iterator[str]:
    """The names with one other index in the sums of a definition."""
    sums = (
        part
        for part in walk(node)
        if isinstance(part, s.Big) and part.symbol == "sum" and part.body is not None
    )
    for part in sums:
        assert part.body is not None
        yield from (
            r.key
            for r in _references(part.body, letters)
            if len(r.indices) == 1 and _letters(r) != head.indices
        )


def _mentions(made: tuple[Head, Link], key: str, letters: Letters) -> bool:
    head, link = made
    return any(ref.key == key and _letters(ref) == head.indices for ref in _references(link.right, letters))


def _units(links: Sequence[Link], letters: Letters, circle: frozenset[str], head: Head, link: Link) -> Units:
    weights: dict[str, int] = {}
    others: set[str] = set()
    for ref in _references(link.right, letters):
        written = _letters(ref)
        if len(written) == 2 and head.indices[0] in written:
            weights[ref.key] = written.index(head.indices[0])
        elif written == head.indices and ref.key not in circle:
            others.add(ref.key)
    for key, (_, made) in _unit_definitions(links, letters):
        if is_derivative(made.right) and any(r.key in circle for r in _references(made.right, letters)):
            others.add(key)
    return Units(circle, weights, frozenset(others))


def in_layers(links: Sequence[Link], units: Units, letters: Letters) -> list[Link]:
    """The links with a layer at every unit; what defines the units is said of layer l."""
    templates = {
        id(link)
        for key, (_, link) in _unit_definitions(links, letters)
        if key in units.activities | units.others
    }
    return [_placed(link, units, letters, id(link) in templates) for link in links]


def _placed(link: Link, units: Units, letters: Letters, template: bool) -> Link:
    heights = dict(_heights(link, units, letters))
    words = f"{link.block.heading} {link.block.before}".lower()
    top = (
        OUTPUT - 1
        if "hidden" in words and "output" not in words and max(heights.values(), default=0) == 0
        else OUTPUT
    )
    highest = max(heights.values(), default=0)

    def layer(letter: str) -> s.Node:
        below = highest - heights.get(letter, highest)
        if not template:
            return s.Number(str(top - below))
        return s.Sub(s.Name(LAYER), s.Number(str(below))) if below else s.Name(LAYER)

    def placed(node: s.Node) -> s.Node:
        ref = reference(node, letters) if isinstance(node, s.Index) else None
        if ref is not None and ref.key in units.keys and ref.indices and isinstance(node, s.Index):
            upper = _letters(ref)[units.weights.get(ref.key, 0)]
            return replace(node, above=s.Indices((layer(upper),), bracket="("))
        changed: s.Node = rebuilt(node, placed)
        return changed

    return replace(link, left=placed(link.left), right=placed(link.right))


def _heights(link: Link, units: Units, letters: Letters) -> Iterator[tuple[str, int]]:
    """How far every index letter of a link stands above the lowest one that it is tied to."""
    above = {
        pair
        for side in (link.left, link.right)
        for part in walk(side)
        for pair in _ties(part, units, letters)
    }
    known = {x for pair in above for x in pair}
    heights = dict.fromkeys(known, 0)
    for _ in known:
        for upper, lower in above:
            heights[upper] = max(heights[upper], heights[lower] + 1)
    yield from heights.items()


def _ties(part: Part, units: Units, letters: Letters) -> Iterator[tuple[str, str]]:
    """Which letter is a layer above which other one: in w_ji, and in the derivative of one unit by another."""
    match part:
        case s.Index():
            ref = reference(part, letters)
            if ref is not None and ref.key in units.weights and len(ref.indices) == 2:
                written = _letters(ref)
                place = units.weights[ref.key]
                yield written[place], written[1 - place]
        case s.Derivative(of=s.Index() as of, by=(s.Index() as by,)):
            one, other = reference(of, letters), reference(by, letters)
            both = one is not None and other is not None and {one.key, other.key} <= units.activities
            if one is not None and other is not None and both and _letters(one) != _letters(other):
                yield _letters(one)[0], _letters(other)[0]


def one_layer_down(link: Link) -> Link | None:
    """The link for the hidden layer, where all of its units were taken for output units; None for any other."""
    numbers = {
        n for side in (link.left, link.right) for part in walk(side) if (n := _layer_of(part)) is not None
    }
    if numbers != {OUTPUT}:
        return None
    return replace(link, left=_lowered(link.left), right=_lowered(link.right))


def _layer_of(part: object) -> int | None:
    match part:
        case s.Index(above=s.Indices(items=(s.Number(text=text),), bracket="(")):
            return int(text)
    return None


def _lowered(node: s.Node) -> s.Node:
    number = _layer_of(node)
    if number is not None and isinstance(node, s.Index):
        return replace(node, above=s.Indices((s.Number(str(number - 1)),), bracket="("))
    changed: s.Node = rebuilt(node, _lowered)
    return changed
