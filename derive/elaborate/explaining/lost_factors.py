"""Factors that a line lost, and one name where another one belongs: the π_a of Σ_a π_a r_a, h = tanh(z) for z."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from derive.elaborate.evaluation.sums import bound_letters
from derive.elaborate.evaluation.variables import free_letters
from derive.elaborate.shapes.typed import Typed
from derive.elaborate.symbols.names import key_of, letters_of, reference
from derive.elaborate.symbols.roles import FUNCTIONS_OF_EVERYBODY, Link
from derive.elaborate.symbols.scope import Axes, Definition
from derive.reader import syntax as s
from derive.reader.tree import Part, walk

Change = tuple[s.Node, s.Node]
"""A part of a formula and what may belong in its place."""
MOST_FACTORS = 16
_LEFT_OUT = re.compile(
    r"\b(?:ignor\w+|dropp?\w*|omit\w*|absorb\w*|neglect\w*|up to (?:a|the|some|constant|scal)|constants? aside"
    r"|proportional|unscaled|unweighted|sampled?|estimat\w+|stochastic|precondition\w*|rescal\w*|without the)\b",
    re.IGNORECASE,
)


def exchanged_names(link: Link, typed: Typed) -> Iterator[Change]:
    """A for Z and Z for A where a document makes A = f(Z): a slope is often taken at the wrong one of both."""
    pairs = list(_values(link, typed))
    for part in walk(link.right):
        if isinstance(part, s.Name | s.Index):
            for argument, value in pairs:
                yield from ((part, value),) if part == argument else ()
                yield from ((part, argument),) if part == value else ()


def lost_factors(link: Link, typed: Typed) -> Iterator[Change]:
    """A number of the definitions before the whole, before a summand, or before what is summed.

    Where the words around a line say that it leaves a factor out, nothing was lost.
    """
    if leaves_out(link):
        return
    factors = list(_factors(link, typed))[:MOST_FACTORS]
    free = free_letters(link, typed.scope.letters)
    for part, bound in places_of(link.right, frozenset(free)):
        for factor in factors:
            if _below(factor) <= bound:
                yield part, s.Product(factor, part)


def leaves_out(link: Link) -> bool:
    """Whether the words around a line say that it leaves something out."""
    return _LEFT_OUT.search(f"{link.block.before} {link.block.after}") is not None


def split_inverses(whole: s.Node) -> Iterator[Change]:
    """M^{-1} S M^{-1} for the M^{-2} S of numbers, and two factors in the other order."""
    for part in walk(whole):
        match part:
            case s.Product(
                left=s.Power(base=s.Name() as base, exponent=s.Neg(of=s.Number(text="2"))),
                right=right,
                sign="",
            ):
                inverse = s.Power(base, s.Neg(s.Number("1")))
                yield part, s.Product(s.Product(inverse, right), inverse)
            case s.Product(left=s.Name() | s.Index() as left, right=s.Name() | s.Index() as right, sign=""):
                yield part, s.Product(right, left)


def powers_of_divisors(whole: s.Node) -> Iterator[Change]:
    """M^{-1} M^{-1} for M^{-1}, and r/s² for r/s: what divides is often divided by once too little."""
    for part in walk(whole):
        match part:
            case s.Power(exponent=s.Neg(of=s.Number(text="1"))):
                yield part, s.Product(part, part)
            case s.Fraction(bottom=s.Name() | s.Index() as bottom):
                yield bottom, s.Power(bottom, s.Number("2"))


def left_outside(whole: s.Node) -> Iterator[Change]:
    """Σ_n (−p + r_n) for −p + Σ_n r_n: a summand that belongs to each member stands before the sum once.

    Behind a sum, Σ_n r_n − p, it may be meant to be inside.
    """
    for part in walk(whole):
        match part:
            case s.Add(left=other, right=s.Big(symbol="sum", body=body) as total) if body is not None:
                yield part, replace(total, body=s.Add(other, body))
            case s.Sub(left=other, right=s.Big(symbol="sum", body=body) as total) if body is not None:
                yield part, replace(total, body=s.Sub(other, body))


def definitions_behind(link: Link, typed: Typed) -> Iterator[Definition]:
    """The definitions of all that a line is made from."""
    scope = typed.scope
    keys = scope.ancestors(link.left) | scope.ancestors(link.right)
    yield from (made for key in sorted(keys) if (made := scope.definitions.get(key)) is not None)


def _values(link: Link, typed: Typed) -> Iterator[tuple[s.Node, s.Node]]:
    """The argument and the value of every function of one name that a line goes back to: Z and A of A = tanh(Z)."""
    for place, key in typed.defining.items():
        head = typed.links[place].left
        match typed.scope.definitions.get(key):
            case Definition(
                body=s.Call(function=s.Name() as function, arguments=(s.Name() | s.Index() as of,))
            ):
                if key_of(function) not in FUNCTIONS_OF_EVERYBODY - {"tanh", "exp"} and head != of:
                    yield of, head


def places_of(whole: s.Node, free: frozenset[str]) -> Iterator[tuple[s.Node, frozenset[str]]]:
    """The parts of a formula that a factor may have stood before, each with the indices that mean something there."""
    yield whole, free
    match whole:
        case s.Add(left=left, right=right) | s.Sub(left=left, right=right):
            yield from (*places_of(left, free), *places_of(right, free))
        case s.Neg(of=of):
            yield from places_of(of, free)
        case s.Product(left=left, right=right):
            for factor in (left, right):
                if isinstance(factor, s.Add | s.Sub | s.Big | s.Product):
                    yield from ((p, b) for p, b in places_of(factor, free) if p is not factor)
        case s.Big(symbol="sum", body=body, below=below) if body is not None and below is not None:
            yield from places_of(body, free | bound_letters(below))


def _factors(link: Link, typed: Typed) -> Iterator[s.Node]:
    """What multiplies or divides in the definitions behind a line, and their numbers that carry an index."""
    bodies = [made.body for made in definitions_behind(link, typed) if made.body is not None]
    found: dict[s.Node, None] = {}
    for body in bodies:
        for part in walk(body):
            for factor in _coefficients(part, typed):
                found.setdefault(factor, None)
    for body in (*bodies, *_heads(typed)):
        for part in walk(body):
            if isinstance(part, s.Index) and _is_number(part, typed):
                found.setdefault(part, None)
    yield from found


def _heads(typed: Typed) -> Sequence[s.Node]:
    return [typed.links[place].left for place in typed.defining]


def _coefficients(part: Part, typed: Typed) -> Iterator[s.Node]:
    """The 1/√d of qᵀk/√d, the β of βx."""
    match part:
        case s.Fraction(bottom=bottom) if _is_constant(bottom, typed):
            yield s.Fraction(s.Number("1"), bottom)
            if isinstance(bottom, s.Product) and isinstance(bottom.left, s.Number):
                yield s.Fraction(s.Number("1"), bottom.right)
        case s.Product(left=s.Name() as left) if _is_constant(left, typed):
            yield left


def _is_constant(node: s.Node, typed: Typed) -> bool:
    """Whether a formula is made of numbers and of names that are one number each."""
    names = [part for part in walk(node) if isinstance(part, s.Name)]
    if not names or any(isinstance(part, s.Index | s.Big) for part in walk(node)):
        return False
    keys = [key_of(name) for name in names]
    return all(
        key not in typed.scope.definitions and typed.typing.get(key, Axes(0)).count == 0 for key in keys
    )


def _is_number(part: s.Index, typed: Typed) -> bool:
    """Whether a name with plain letters below is one number: π_a, μ_i."""
    ref = reference(part, typed.scope.letters)
    if ref is None or not ref.indices or not all(isinstance(i, s.Name) for i in ref.indices):
        return False
    return typed.typing.get(ref.key, Axes(0)).count == len(ref.indices)


def _below(factor: s.Node) -> frozenset[str]:
    parts = (part for part in walk(factor) if isinstance(part, s.Index))
    held = (
        item for part in parts for each in (part.below, part.above) if each is not None for item in each.items
    )
    return frozenset(letter for item in held for letter in letters_of(item))
