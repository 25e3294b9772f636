"""Indexed names, such as "x[i,2]": their parts, and what they become when an index gets a value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import prod
from typing import NamedTuple

from derive.calculus import free_symbols, substitute
from derive.terms import Term, num, sym

_SIGNED = re.compile(r"([+-]?)([^+-]+)")


class Indexed(NamedTuple):
    """An indexed name: what it is called, and the texts of its indices."""

    stem: str
    parts: tuple[str, ...]


def indexed(name: str) -> Indexed | None:
    """The parts of an indexed name; None for any other name.

    >>> indexed("x[i,2]")
    Indexed(stem='x', parts=('i', '2'))
    """
    stem, bracket, inside = name.partition("[")
    return Indexed(stem, tuple(inside.removesuffix("]").split(","))) if bracket else None


def index_value(part: str) -> int | None:
    """The whole number that an index is, if it is made of numbers.

    >>> index_value("2*3-1"), index_value("i+1")
    (5, None)
    """
    pieces = _SIGNED.findall(part)
    if not pieces or not all(factor.isdigit() for _, text in pieces for factor in text.split("*")):
        return None
    return sum((-1 if sign == "-" else 1) * prod(map(int, text.split("*"))) for sign, text in pieces)


def named_in(part: str) -> frozenset[str]:
    """The names that an index is made of.

    >>> sorted(named_in("i+n-1"))
    ['i', 'n']
    """
    return frozenset(word for word in re.split(r"[-+*]", part) if word and not word.isdigit())


def at_indices(term: Term, values: Mapping[str, str | int]) -> Term:
    """The term with indices replaced by numbers or by other names, wherever they stand.

    >>> at_indices(sym("i") * sym("x[i,k+1]"), {"i": 3, "k": 1})
    3*x[3,2]
    """
    mapping: dict[str, Term] = {}
    for name in free_symbols(term):
        if name in values:
            new = values[name]
            mapping[name] = num(new) if isinstance(new, int) else sym(new)
        elif (parts := indexed(name)) is not None and any(
            named_in(part) & values.keys() for part in parts.parts
        ):
            mapping[name] = sym(f"{parts.stem}[{','.join(_at(part, values) for part in parts.parts)}]")
    return substitute(term, mapping) if mapping else term


def _at(part: str, values: Mapping[str, str | int]) -> str:
    words = re.split(r"([-+*])", part)
    text = "".join(str(values.get(word, word)) for word in words)
    value = index_value(text)
    return text if value is None else str(value)
