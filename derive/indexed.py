"""One formula for every entry of an array of any size: sums over named indices, with an index for each axis.

A symbol carries its indices in its name: ``X[@0,@1]`` is the entry of X at the indices of the array's first two
axes, ``$3`` is an index that a sum runs over, and an axis of length 1 has no index.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from derive.calculus import free_symbols, substitute
from derive.terms import Add, Fn, Mul, Num, Pow, Sym, Term, add, fn, mul, num, power, sym

Extent = int | str
Bound = tuple[tuple[str, Extent], ...]
MOST_SUMMANDS = 64


class NotGeneric(Exception):
    """The program has no formula that is the same at every size, or none that is followed here."""


@dataclass(frozen=True, slots=True)
class Summand:
    """A body, summed over its bound indices."""

    bound: Bound
    body: Term


Form = tuple[Summand, ...]


@dataclass(frozen=True, slots=True)
class Indexed:
    """The entries of an array: the extent of each axis (a size letter or a number) and the form of an entry."""

    axes: tuple[Extent, ...]
    form: Form


def axis_index(place: int, extent: Extent) -> str:
    """The index of an axis; "1" where it has length 1.

    >>> axis_index(0, "N"), axis_index(1, 1)
    ('@0', '1')
    """
    return "1" if extent == 1 else f"@{place}"


def entry(name: str, tokens: Sequence[str]) -> Sym:
    """The symbol of an entry at some indices.

    >>> entry("X", ["@0", "1"]).name
    'X[@0,1]'
    """
    return sym(f"{name}[{','.join(tokens)}]" if tokens else name)


def split_name(name: str) -> tuple[str, tuple[str, ...]]:
    """The name of an array and the indices in the name of a symbol.

    >>> split_name("X[@0,$2]")
    ('X', ('@0', '$2'))
    """
    base, bracket, rest = name.partition("[")
    return base, tuple(rest[:-1].split(",")) if bracket else ()


def indices_in(*terms: Term) -> frozenset[str]:
    """The indices on which terms depend."""
    found = (token for name in free_symbols(*terms) for token in split_name(name)[1])
    return frozenset(token for token in found if token != "1")


def renamed(term: Term, tokens: Mapping[str, str]) -> Term:
    """A term with other indices.

    >>> renamed(sym("X[@0,@1]") * 2, {"@0": "$1"}) is 2 * sym("X[$1,@1]") or renamed(sym("x"), {}) is sym("x")
    True
    """
    changed = {}
    for name in free_symbols(term):
        base, held = split_name(name)
        moved = [tokens.get(token, token) for token in held]
        if list(held) != moved:
            changed[name] = entry(base, moved)
    return substitute(term, changed) if changed else term


def size_of(extent: Extent) -> Term:
    """The number of entries along an axis: a number, or the symbol of a size.

    >>> size_of("N").name
    '#N'
    """
    return num(extent) if isinstance(extent, int) else sym(f"#{extent}")


def summands_of(body: Term) -> Iterator[Term]:
    """A body multiplied out, as far as products and squares of sums go; NotGeneric where there are too many."""
    parts = [body]
    while parts:
        part = parts.pop()
        opened = _opened(part)
        if opened is None:
            yield part
        elif len(parts) + len(opened) > MOST_SUMMANDS:
            raise NotGeneric
        else:
            parts.extend(reversed(opened))


def _opened(part: Term) -> list[Term] | None:
    if isinstance(part, Add):
        return list(part.args)
    if isinstance(part, Pow) and isinstance(part.base, Add) and part.exponent is num(2):
        return [mul(a, b) for a in part.base.args for b in part.base.args]
    if isinstance(part, Mul):
        for place, factor in enumerate(part.args):
            inner = _opened(factor) if isinstance(factor, Add | Pow) else None
            if inner is not None:
                rest = [*part.args[:place], *part.args[place + 1 :]]
                return [mul(each, *rest) for each in inner]
    return None


def pulled_out(body: Term, bound: Iterable[str]) -> tuple[Term, Term]:
    """A body as a factor that does not depend on the bound indices, and the rest; exp(a + b) is exp(a) exp(b).

    >>> pulled_out(sym("c") * sym("x[$1]"), ["$1"])
    (c, x[$1])
    """
    inside = frozenset(bound)
    outer: list[Term] = []
    inner: list[Term] = []
    for factor in _factors(body):
        (inner if indices_in(factor) & inside else outer).append(factor)
    return mul(*outer), mul(*inner)


def _factors(body: Term) -> Iterator[Term]:
    for factor in body.args if isinstance(body, Mul) else (body,):
        if isinstance(factor, Fn) and factor.name == "exp" and isinstance(factor.args[0], Add):
            yield from (fn("exp", part) for part in factor.args[0].args)
        elif isinstance(factor, Pow) and isinstance(factor.base, Mul) and isinstance(factor.exponent, Num):
            yield from _powered(factor.base, factor.exponent)
        else:
            yield factor


def _powered(base: Mul, exponent: Num) -> Iterator[Term]:
    whole = exponent.value.denominator == 1
    yield from (power(part, exponent) for part in base.args) if whole else (power(base, exponent),)


def total(*parts: Term) -> Term:
    """The sum of terms, each once: an empty sum is 0."""
    return add(*parts) if parts else num(0)
