"""How a claim grows with a size: the summands N^a times a sum over r indices that it is made of, for the size lemma.

Denominators that hold the size are cleared. What the lemma does not cover raises ``NotPolynomial``: a sum within a
kernel, an index used as a number, an end other than the size, a place of an array that stands for a certain sample.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from derive.calculus import free_symbols
from derive.indices import indexed, named_in
from derive.sizes import SumShape
from derive.symbolic_sums import (
    Run,
    bound_index,
    is_sum,
    places_of,
    run_of,
    runs_of_places,
    size_of,
    sums_in,
)
from derive.terms import Add, Case, Compare, Fn, Mul, Num, Pow, Sym, Term
from derive.traverse import Node, children, postorder

Shapes = frozenset[SumShape]
PLAIN: Shapes = frozenset([SumShape(0, 0)])
MOST_POWER = 6


class NotPolynomial(Exception):
    """The claim does not have the form that the size lemma is about."""


@dataclass(frozen=True)
class Growth:
    """The shapes of a numerator, and the terms that were cleared from below it, with their powers."""

    top: Shapes = PLAIN
    below: Mapping[Term, int] = field(default_factory=dict)

    @property
    def is_plain(self) -> bool:
        """Whether the size plays no part."""
        return self.top == PLAIN and not self.below


def shapes_of_claim(
    lefts: Sequence[Term], rights: Sequence[Term], size: str, indices: Mapping[str, Run]
) -> list[SumShape]:
    """The shapes of left - right with denominators cleared, free indices counted; raises ``NotPolynomial``.

    >>> from derive.plain import read
    >>> shapes = shapes_of_claim([read("sum(x[i], i, 1, N)/N")], [read("m")], "N", {})
    >>> sorted((shape.power, shape.indices) for shape in shapes)
    [(0, 1), (1, 0)]
    """
    terms = [*lefts, *rights]
    _check_places(terms, size)
    _check_comparisons(terms, size)
    free = [name for name, run in indices.items() if size_of(run) == size]
    growth = _Growths(size, frozenset(free + _bound_over(terms, size)))
    differences = [growth.of(left - right) for left, right in zip(lefts, rights, strict=True)]
    _check_jumps(terms, differences)
    found = {shape for one in differences for shape in one.top}
    return [SumShape(shape.power, shape.indices + len(free)) for shape in found]


def _bound_over(terms: Sequence[Term], size: str) -> list[str]:
    return [bound_index(node) for node in sums_in(*terms) if size_of(run_of(node)) == size]


def _check_places(terms: Sequence[Term], size: str) -> None:
    """Where an array is summed over the size, nothing else is: no certain sample, no shifted index, no other range."""
    summed = {p: runs for p, runs in runs_of_places(terms).items() if size in map(size_of, runs)}
    if len({run for runs in summed.values() for run in runs}) > 1:
        raise NotPolynomial
    for name in free_symbols(*terms):
        for part, place in places_of(name):
            if size in named_in(part) or (place in summed and {part} != named_in(part)):
                raise NotPolynomial


def _check_comparisons(terms: Sequence[Term], size: str) -> None:
    # Where indices are compared, the name of each has to say what it runs over.
    others = {bound_index(node) for node in sums_in(*terms) if size_of(run_of(node)) != size}
    both = others & set(_bound_over(terms, size))
    if any(isinstance(node, Compare) and free_symbols(node) & both for node in postorder(terms)):
        raise NotPolynomial


def _check_jumps(terms: Sequence[Term], differences: Iterable[Growth]) -> None:
    # Clearing a denominator loses its zeros, a thin set: that matters to no continuous claim.
    jumps = any(
        isinstance(n, Case) or (isinstance(n, Fn) and n.name in ("sign", "step")) for n in postorder(terms)
    )
    if jumps and any(sums_in(*one.below) for one in differences):
        raise NotPolynomial


class _Growths:
    """The growth of each node of a claim with one size; ``indices`` run over it."""

    def __init__(self, size: str, indices: frozenset[str]) -> None:
        self.size, self.indices = size, indices
        self.known: dict[Node, Growth] = {}

    def of(self, term: Term) -> Growth:
        for node in postorder((term,), self.known):
            self.known[node] = self._node(node)
        return self.known[term]

    def _node(self, node: Node) -> Growth:
        if any(self._is_index(child) for child in self._operands(node)):
            raise NotPolynomial
        match node:
            case Sym(name=name):
                return Growth(frozenset([SumShape(1, 0)])) if name == self.size else Growth()
            case Fn() if is_sum(node):
                return self._sum(node)
            case Add(args=args):
                return self._added([self.known[arg] for arg in args])
            case Mul(args=args):
                return _multiplied([self.known[arg] for arg in args])
            case Pow(base=base, exponent=Num(value=value)) if value.denominator == 1:
                return self._power(base, int(value))
            case Case():
                return self._case(node)
            case _:
                return self._kernel(node)

    def _kernel(self, node: Node) -> Growth:
        if not all(self.known[child].is_plain for child in children(node)):
            raise NotPolynomial
        return Growth()

    def _operands(self, node: Node) -> tuple[Node, ...]:
        # Indices may be compared with each other, and no more.
        if isinstance(node, Compare) and self._is_index(node.left) and self._is_index(node.right):
            return ()
        return node.args[:1] if isinstance(node, Fn) and is_sum(node) else children(node)

    def _is_index(self, node: Node) -> bool:
        return isinstance(node, Sym) and node.name in self.indices

    def _sum(self, node: Fn) -> Growth:
        body, index = self.known[node.args[0]], bound_index(node)
        if size_of(run_of(node)) is None and free_symbols(*run_of(node)):
            raise NotPolynomial
        if any(_mentions(low, index) for low in body.below):
            raise NotPolynomial
        if size_of(run_of(node)) != self.size:
            return body
        return Growth(frozenset(SumShape(s.power, s.indices + 1) for s in body.top), body.below)

    def _added(self, parts: Sequence[Growth]) -> Growth:
        below: dict[Term, int] = {}
        for part in parts:
            below |= {low: max(times, below.get(low, 0)) for low, times in part.below.items()}
        tops = [self._over(part, below) for part in parts]
        return Growth(frozenset().union(*tops), below)

    def _over(self, part: Growth, below: Mapping[Term, int]) -> Shapes:
        # The numerator over a common denominator.
        top = part.top
        for low, times in below.items():
            for _ in range(times - part.below.get(low, 0)):
                top = _products(top, self.known[low].top)
        return top

    def _power(self, base: Term, times: int) -> Growth:
        growth = self.known[base]
        if growth.is_plain:
            return growth
        if abs(times) > MOST_POWER:
            raise NotPolynomial
        if times >= 0:
            return _multiplied([growth] * times) if times else Growth()
        upper: Shapes = PLAIN
        for low, count in growth.below.items():
            upper = self._over(Growth(upper), {low: count * -times})
        return Growth(upper, {base: -times})

    def _case(self, node: Case) -> Growth:
        if not all(self.known[condition].is_plain for condition, _ in node.branches):
            raise NotPolynomial
        return self._added([self.known[value] for value in (*(v for _, v in node.branches), node.otherwise)])


def _mentions(term: Term, index: str) -> bool:
    for name in free_symbols(term):
        parts = indexed(name)
        if name == index or (parts is not None and any(index in named_in(part) for part in parts.parts)):
            return True
    return False


def _products(a: Shapes, b: Shapes) -> Shapes:
    return frozenset(SumShape(x.power + y.power, x.indices + y.indices) for x in a for y in b)


def _multiplied(parts: Sequence[Growth]) -> Growth:
    top, below = PLAIN, dict[Term, int]()
    for part in parts:
        top = _products(top, part.top)
        for low, times in part.below.items():
            below[low] = below.get(low, 0) + times
    return Growth(top, below)
