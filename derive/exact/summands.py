"""A large sum as groups of summands that share kernels: each group is tested by itself, never as one giant fraction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from derive.calculus import rebuild
from derive.terms import (
    Add,
    AllOf,
    AnyOf,
    Case,
    Compare,
    Const,
    Fn,
    Mul,
    Negation,
    Num,
    Pow,
    Sym,
    Term,
    add,
    mul,
    some_factors,
)  # fmt: skip
from derive.traverse import Node, children, postorder

PRIME = (1 << 61) - 1
MANY = 8
FEW_SYMBOLS = 6
MOST_KERNELS = (
    400  # of a deeply nested summand the others are not looked at: it goes with fewer others, no more
)


@dataclass(slots=True)
class Fingerprints:
    """A number for each term, the same for terms that differ only in the order or grouping of sums and products.

    Used only to decide which summands are put together, never to decide that terms are equal.
    """

    known: dict[Node, int] = field(default_factory=dict)

    def of(self, term: Node) -> int:
        """The number of a term."""
        for node in postorder((term,), self.known):
            self.known[node] = self._number(node)
        return self.known[term]

    def _number(self, node: Node) -> int:
        match node:
            case Num(value=value):
                return value.numerator * pow(value.denominator, -1, PRIME) % PRIME
            case Sym(name=name) | Const(name=name):
                return hash_text(name)
            case Add(args=args):
                return sum(self.known[arg] for arg in args) % PRIME
            case Mul(args=args):
                total = 1
                for arg in args:
                    total = total * self.known[arg] % PRIME
                return total
            case Pow(base=base, exponent=Num(value=value)) if value.denominator == 1 and self.known[base]:
                return pow(self.known[base], value.numerator % (PRIME - 1), PRIME)
            case Fn(name=name, args=args):
                return hash((hash_text(name), *(self.known[arg] for arg in args))) % PRIME
            case _:
                kind = hash_text(f"{node.__class__.__name__}{getattr(node, 'relation', '')}")
                return hash((kind, *(self.known[child] for child in children(node)))) % PRIME


def hash_text(text: str) -> int:
    """A number for a text, the same in every run."""
    total = 7
    for letter in text:
        total = (total * 1_000_003 + ord(letter) * 7919 + 12_345) % PRIME
    return total


@dataclass(slots=True)
class Supports:
    """The kernels in a term: a number for each argument of a function and each symbol of a denominator."""

    fingerprints: Fingerprints = field(default_factory=Fingerprints)
    known: dict[Node, frozenset[int]] = field(default_factory=dict)

    def of(self, term: Term) -> frozenset[int]:
        """The kernels that occur anywhere in a term."""
        found = self.known.get(term)
        if found is not None:
            return found
        if isinstance(term, Mul) and all(arg in self.known for arg in term.args):
            return _union(self.known[arg] for arg in term.args)
        for node in postorder((term,), self.known):
            found = self._support(node)
            self.known[node] = (
                found if len(found) <= MOST_KERNELS else frozenset(sorted(found)[:MOST_KERNELS])
            )
        return self.known[term]

    def _support(self, node: Node) -> frozenset[int]:
        match node:
            case Num() | Sym() | Const():
                return frozenset()
            case Add(args=args) | Mul(args=args):
                return _union(self.known[arg] for arg in args)
            case Fn(args=args):
                own = frozenset(self._argument(arg) for arg in args if not isinstance(arg, Num | Const))
                return own.union(*(self.known[arg] for arg in args))
            case Pow(base=base, exponent=Num(value=value)) if value.denominator == 1:
                return self.known[base] if value > 0 else self.known[base] | self._bottom(base)
            case Pow() | Case() | Compare() | AllOf() | AnyOf() | Negation():
                own = frozenset(
                    self._argument(c) for c in children(node) if not isinstance(c, Num | Const | Case)
                )
                return own.union(*(self.known[child] for child in children(node)))

    def _argument(self, arg: Node) -> int:
        # The same for u, -u and multiples of u: exp(u), sigmoid(-u) and tanh(u/2) belong together.
        if isinstance(arg, Mul) and isinstance(arg.args[0], Num):
            arg = mul(*arg.args[1:])
        number = self.fingerprints.of(arg)
        return min(number, PRIME - number)

    def _bottom(self, base: Term) -> frozenset[int]:
        if self.known[base]:
            return frozenset()
        names = [hash_text(node.name) for node in postorder((base,)) if isinstance(node, Sym)]
        return frozenset(names) if len(names) <= FEW_SYMBOLS else frozenset((self.fingerprints.of(base),))


def _union(parts: Iterable[frozenset[int]]) -> frozenset[int]:
    some = [part for part in parts if part]
    if len(some) < 2:
        return some[0] if some else frozenset()
    return some[0].union(*some[1:])


def summands(term: Term, factor: Fraction = Fraction(1)) -> Iterator[tuple[Fraction, Term]]:
    """The summands of a term with their rational factors, numbers times large sums multiplied out.

    >>> from derive.terms import sym
    >>> list(summands((sym("x") + sym("y")) / 2))
    [(Fraction(1, 2), x), (Fraction(1, 2), y)]
    """
    match term:
        case Add(args=args):
            for arg in args:
                yield from summands(arg, factor)
        case Mul(args=args) if (split := _sum_to_split(args)) is not None:
            number, others, whole = split
            for arg in whole.args:
                yield from summands(mul(*others, arg) if others else arg, factor * number)
        case Mul(args=(Num(value=number), *rest)):
            yield factor * number, some_factors(tuple(rest))
        case _:
            yield factor, term


def _sum_to_split(args: tuple[Term, ...]) -> tuple[Fraction, list[Term], Add] | None:
    number = args[0].value if isinstance(args[0], Num) else Fraction(1)
    rest = args[1:] if isinstance(args[0], Num) else args
    sums = [arg for arg in rest if isinstance(arg, Add)]
    if len(sums) != 1:
        return None
    others = [arg for arg in rest if arg is not sums[0]]
    return (number, others, sums[0]) if not others or len(sums[0].args) > MANY else None


@dataclass(frozen=True, slots=True)
class Group:
    """Summands that share kernels: a number and their common symbols taken out, and the sum of what is left."""

    factor: Fraction
    outside: tuple[Term, ...]
    inside: Term


def groups(term: Term, supports: Supports) -> list[Group]:
    """The summands of a term, put together by the kernels that they share.

    >>> from derive.terms import fn, sym
    >>> x, y = sym("x"), sym("y")
    >>> [group.inside for group in groups(fn("exp", x) + fn("exp", y) - 2 * fn("exp", -x) + 3, Supports())]
    [exp(x) - 2*exp(-x), exp(y), 3]
    >>> [group.factor for group in groups(x / 2 + fn("exp", y) * 0, Supports())]
    [Fraction(1, 2), Fraction(1, 1)]
    """
    parts = list(summands(term))
    joined = _joined([supports.of(part) for _, part in parts])
    members: dict[int, list[tuple[Fraction, Term]]] = {}
    for root, part in zip(joined, parts, strict=True):
        members.setdefault(root, []).append(part)
    return [_group(part) for part in members.values()]


def _joined(sets: list[frozenset[int]]) -> list[int]:
    # Union-find over the kernels; a summand without kernels goes to the group -1.
    parent: dict[int, int] = {}

    def root(one: int) -> int:
        while parent.setdefault(one, one) != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    for kernels in sets:
        first, *others = kernels or (-1,)
        for other in others:
            parent[root(other)] = root(first)
    return [root(next(iter(kernels))) if kernels else -1 for kernels in sets]


def _group(parts: list[tuple[Fraction, Term]]) -> Group:
    if len(parts) > MANY * 4:
        return Group(Fraction(1), (), add(*(mul(factor, part) for factor, part in parts)))
    first, *others = (_factors(part) for _, part in parts)
    common = tuple(
        one
        for one in dict.fromkeys(first)
        if isinstance(one, Sym) and all(one in factors for factors in others)
    )
    # The samples of a batch share 1/N: without it their groups are one another's but for the names.
    outer = parts[0][0] or Fraction(1)
    inside = []
    for factor, part in parts:
        rest = _without(part, common)
        inside.append(rest if factor == outer else mul(factor / outer, rest))
    return Group(outer, common, add(*inside))


def _factors(term: Term) -> tuple[Term, ...]:
    return term.args if isinstance(term, Mul) else (term,)


def _without(term: Term, common: tuple[Term, ...]) -> Term:
    if not common:
        return term
    left = list(_factors(term))
    for one in common:
        left.remove(one)
    return some_factors(tuple(left))


def cancelled(term: Term, fingerprints: Fingerprints) -> Term:
    """The term without the summands that cancel when the arguments of sums and products are put in one order.

    >>> from derive.terms import sym
    >>> x, y = sym("x"), sym("y")
    >>> cancelled(1 / (x + y) - 1 / (y + x) + 2 * x, Fingerprints())
    2*x
    """
    left: dict[Term, Fraction] = {}
    for factor, part in summands(ordered(term, fingerprints)):
        left[part] = left.get(part, Fraction(0)) + factor
    return add(*(mul(factor, part) for part, factor in left.items() if factor))


def ordered(term: Term, fingerprints: Fingerprints) -> Term:
    """The term with the arguments of all its sums and products in one order."""
    known: dict[Node, Node] = {}
    for node in postorder((term,)):
        built = rebuild(node, known)
        if isinstance(built, Add | Mul):
            built = _sorted(built, fingerprints)
        known[node] = built
    return known[term]  # type: ignore[return-value]


def _sorted(node: Add | Mul, fingerprints: Fingerprints) -> Term:
    args = sorted(node.args, key=fingerprints.of)
    return add(*args) if isinstance(node, Add) else mul(*args)
