"""The point of a counterexample as a person reads it: sizes, arrays as nested lists, and the names of the line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from derive.elaborate.claims.judge import Judgement
from derive.elaborate.evaluation import lookup
from derive.elaborate.evaluation.evaluate import Frame
from derive.elaborate.shapes.typed import Reading
from derive.elaborate.symbols.errors import NoValue
from derive.elaborate.symbols.roles import Link, referred
from derive.errors import GradproofError
from derive.exact.balls import Doubt
from derive.exact.balls import Value as Certified
from derive.model import Wrong
from derive.refute import shown, value_at
from derive.review import Value
from derive.terms import Term

DIGITS = 6


def shown_point(judgement: Judgement, verdict: Wrong, link: Link) -> dict[str, Value]:
    """The sizes, the data, and the values that the names of the line have there."""
    point = dict(verdict.point)
    reading = judgement.reading
    if reading is None or not point:
        return {name: str(value) for name, value in point.items()}
    families: dict[str, dict[tuple[int, ...], str]] = {}
    for name, number in point.items():
        base, place = _entry(name)
        families.setdefault(base, {})[place] = str(number)
    data = {base: _nested(entries, _shape(reading, base, entries)) for base, entries in families.items()}
    made = dict(_made(reading, judgement, link, point))
    return {**_sizes(reading, families), **data, **made}


_ENTRY = re.compile(r"(.+?)\[(\d+(?:,\d+)*)\]")


def _entry(name: str) -> tuple[str, tuple[int, ...]]:
    found = _ENTRY.fullmatch(name)
    return (found[1], tuple(map(int, found[2].split(",")))) if found else (name, ())


def _shape(reading: Reading, base: str, entries: Mapping[tuple[int, ...], str]) -> tuple[int, ...]:
    """How long the axes of an array are: as its name has them, at least as its entries need."""
    needed = [max(places) for places in zip(*entries, strict=True)]
    sizes = [reading.size(dim) for dim in reading.axes.get(base, ())][: len(needed)]
    return (
        tuple(max(pair) for pair in zip(sizes, needed, strict=True))
        if len(sizes) == len(needed)
        else tuple(needed)
    )


def _nested(entries: Mapping[tuple[int, ...], str], shape: tuple[int, ...]) -> Value:
    """The entries as nested lists; None where any value will do.

    >>> _nested({(2,): "1/2"}, (3,)), _nested({(): "1"}, ())
    ([None, '1/2', None], '1')
    """
    if not shape:
        return entries.get(())
    parts = [{p[1:]: v for p, v in entries.items() if p[0] == k} for k in range(1, shape[0] + 1)]
    return [_nested(part, shape[1:]) for part in parts]


def _sizes(reading: Reading, families: Mapping[str, object]) -> dict[str, Value]:
    """The sizes with a name that the data have."""
    dims = (reading.dims.find(dim) for base in families for dim in reading.axes.get(base, ()))
    return {dim: reading.size(dim) for dim in dims if not dim.startswith("?") and not dim.isdigit()}


def _made(
    reading: Reading, judgement: Judgement, link: Link, point: Mapping[str, Fraction]
) -> Iterator[tuple[str, Value]]:
    """What the names of the line that the document defines come to at the point."""
    bases = {name.partition("[")[0] for name in point}
    for key in sorted(referred(link, reading.letters) - bases):
        made = reading.scope.definitions.get(key)
        if made is None or made.body is None or made.dummy or key in reading.scope.functions:
            continue
        entries = _entries(reading, key)
        if entries and all(set(_names(entry)) <= point.keys() for entry in entries):
            values = [_digits(value_at(entry, point, judgement.domains)) for entry in entries]
            if any(value is not None for value in values):
                yield key, values[0] if len(values) == 1 else values


def _names(term: Term) -> frozenset[str]:
    from derive.calculus import free_symbols

    return free_symbols(term)


def _entries(reading: Reading, key: str) -> Sequence[Term]:
    try:
        return lookup.fetch(reading, key, [], Frame()).entries
    except (NoValue, GradproofError):
        return ()


def _digits(value: Certified) -> Value:
    """The digits of a certified ball, without its radius; None where the value is not defined."""
    return None if isinstance(value, Doubt) else shown(value, DIGITS).strip("[]").partition(" +/-")[0]
