"""Proofs from the inside out: parts that are proved equal become one free scalar, and what is left is short.

A gradient written layer by layer meets the derivative of the objective at every layer. Each meeting is proved by
itself, with the parts below as free scalars; a part is opened again only where a proof needs what is in it. A number
modulo a prime tells where two parts may meet and which parts have to be opened; it never decides that they are equal.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from math import lcm

from derive.calculus import free_symbols, rebuild, replaced, substitute
from derive.domains import POSITIVE, Domain, Domains, Simplex
from derive.exact.apart import logs_apart, roots_apart
from derive.exact.budget import Budget, OutOfTime, Spent
from derive.exact.dependent import Combinations
from derive.exact.labels import simplex_values
from derive.exact.part_numbers import Numbers, telling
from derive.exact.ranges import Ranges
from derive.exact.summands import PRIME
from derive.exact.zero import Zeros
from derive.terms import Add, Fn, Mul, Num, Pow, Sym, Term, add, mul, power, sym
from derive.traverse import Node, postorder

WORK = 60_000
SHARE = 6
MOST_OPENED = 100
PART = "inner "  # begins the names of the free scalars
RATIOS = {
    sign * each: sign * each.numerator * pow(each.denominator, -1, PRIME) % PRIME
    for size in (1, 2, 3, 4, 6)
    for each in dict.fromkeys((Fraction(size), Fraction(1, size)))
    for sign in (1, -1)
}  # of parts that are one scalar all the same: a 1/N or a 2 stands inside on one side and outside on the other


def equal_by_steps(lefts: Sequence[Term], rights: Sequence[Term], domains: Domains, work: int = WORK) -> bool:
    """Whether two lists of terms are proved equal from the inside out, wherever both are defined in the domain.

    What holds for free scalars holds for the parts: where both sides are defined, all of their parts are. Whether
    there is such a point, and where only one side is defined, is left to the caller.

    >>> from derive.terms import fn
    >>> x, y = sym("x"), sym("y")
    >>> one, other = x + y, y + x
    >>> equal_by_steps([fn("exp", one) * one], [other * fn("exp", other)], Domains())
    True
    >>> equal_by_steps([fn("exp", one) * one], [fn("exp", one) * x], Domains())
    False
    """
    summing = Domains(domains.of, tuple(Simplex(group.symbols) for group in domains.groups))
    settled = simplex_values(sorted(free_symbols(*lefts, *rights)), summing)
    ranges = Ranges(domains)
    ours, theirs = (
        roots_apart(logs_apart([substitute(each, settled) for each in side]), ranges)
        for side in (lefts, rights)
    )
    numbers = telling(ours, theirs)
    if numbers is None:
        return False
    try:
        return _Steps(domains, numbers, Budget(work)).are_equal(ours, theirs)
    except (Spent, OutOfTime):
        return False


class _Steps:
    def __init__(self, domains: Domains, numbers: Numbers, budget: Budget) -> None:
        self.domains, self.numbers, self.budget = domains, numbers, budget
        self.ranges = Ranges(domains)
        self.folded: dict[Node, Node] = {}
        self.met: dict[int, tuple[Term, Term]] = {}
        self.combinations = Combinations()
        self.inside: dict[str, Term] = {}
        self.sums: dict[Term, list[tuple[Sym, Add]]] = defaultdict(list)
        self.of: dict[str, Domain] = dict(domains.of)

    def are_equal(self, lefts: Sequence[Term], rights: Sequence[Term]) -> bool:
        ours, theirs = ({self.numbers.of(node) for node in _parts(side)} for side in (lefts, rights))
        meeting = (ours & _multiples(theirs)) | (theirs & _multiples(ours))
        for node in postorder([*lefts, *rights]):
            new = rebuild(node, self.folded)
            new = self._with_known_sums(new) if isinstance(new, Add) else new
            if isinstance(node, Add | Fn) and self.numbers.of(node) in meeting:
                new = self._scalar(node, new)  # type: ignore[arg-type]
            self.folded[node] = new
        return all(
            self._is_proved(self.folded[one], self.folded[other])  # type: ignore[arg-type]
            for one, other in zip(lefts, rights, strict=True)
        )

    def _scalar(self, node: Term, new: Term) -> Term:
        """The free scalar of a part: one that was met before where it is proved to be a multiple of that."""
        number = self.numbers.of(node)
        for factor, residue in RATIOS.items():
            key = number * residue % PRIME
            if key in self.met:
                scalar, meaning = self.met[key]
                same = new is meaning or self._is_proved(new, mul(1 / factor, meaning))
                return mul(1 / factor, scalar) if same else new
        is_positive = self.ranges.of(node).is_positive
        combined = None if is_positive else self.combinations.of(new)
        if combined is not None:
            self.met[number] = (combined, new)
            return combined
        scalar = sym(f"{PART}{len(self.inside)}")
        self.combinations.learn(new, scalar)
        self.met[number] = (scalar, new)
        if isinstance(new, Add):
            self.sums[new.args[0]].append((scalar, new))
        self.inside[scalar.name] = new
        if is_positive:
            self.of[scalar.name] = POSITIVE
        return scalar

    def _with_known_sums(self, whole: Add) -> Term:
        """A sum with the scalars of the sums that went up in it: W·x + b − x, where x = u + v is written −u − v."""
        left = Counter(whole.args)  # a summand may stand there twice
        found: list[Term] = []
        for sign in (1, -1):
            for arg in whole.args:
                for scalar, known in self.sums.get(arg if sign == 1 else mul(-1, arg), ()):
                    parts = Counter(each if sign == 1 else mul(-1, each) for each in known.args)
                    if parts < left:
                        left -= parts
                        found.append(scalar if sign == 1 else mul(-1, scalar))
        return add(*found, *left.elements()) if found else whole

    def _is_proved(self, left: Term, right: Term) -> bool:
        if left is right:
            return True
        difference = left - right
        opened: list[str] = []
        while self._number(difference, opened):
            terms = [difference, *(self.inside[name] for name in opened)]
            names = [name for name in free_symbols(*terms) if name in self.inside and name not in opened]
            if not names or len(opened) >= MOST_OPENED:
                return False
            opened += sorted(names, key=_place)  # one layer more
        for name in list(opened):  # only those that have to be open
            fewer = [each for each in opened if each != name]
            if not self._number(difference, fewer):
                opened = fewer
        return self._is_zero(self._opened(difference, opened))

    def _number(self, term: Term, opened: Sequence[str]) -> int:
        """The number of a term where some of its parts are opened."""
        numbers = Numbers(splits=self.numbers.splits)
        for name in sorted(opened, key=_place):
            numbers.open(name, self.inside[name])
        return numbers.of(term)

    def _opened(self, difference: Term, names: Sequence[str]) -> Term:
        for name in sorted(names, key=_place, reverse=True):
            difference = substitute(difference, {name: self.inside[name]})
        return difference

    def _is_zero(self, difference: Term) -> bool:
        free, ranges = _with_powers_free(difference, self.of)
        share = Budget(self.budget.work // SHARE)
        before = share.work
        try:
            test = Zeros(Domains(ranges), share).test(free, split=False)
            return test.is_zero and not test.kinks
        finally:
            self.budget.spend(before - max(share.work, 0))


def _multiples(numbers: Iterable[int]) -> set[int]:
    return {number * residue % PRIME for number in numbers for residue in RATIOS.values()}


def _place(name: str) -> int:
    return int(name.removeprefix(PART))


def _parts(terms: Sequence[Term]) -> Iterator[Node]:
    return (node for node in postorder(terms) if isinstance(node, Add | Fn))


def _with_powers_free(term: Term, of: dict[str, Domain]) -> tuple[Term, dict[str, Domain]]:
    """The term with a scalar for what the powers of a positive scalar are powers of: then it is a polynomial."""
    powers: dict[Sym, set[Fraction]] = defaultdict(set)
    plain: set[Node] = set()
    for node in postorder((term,)):
        match node:
            case Pow(base=Sym() as base, exponent=Num(value=value)):
                powers[base].add(value)
            case Add(args=args) | Mul(args=args) | Fn(args=args):
                plain.update(args)
            case _:
                pass
    ranges = dict(of)
    known: dict[Node, Node] = {}
    for base, exponents in powers.items():
        if ranges.get(base.name) is POSITIVE:
            found = exponents | ({Fraction(1)} if base in plain or base is term else set())
            step = Fraction(1, lcm(*(each.denominator for each in found)))
            step = -step if max(found) < 0 else step
            scalar = sym(f"{base.name} ^ {step}")
            ranges[scalar.name] = POSITIVE
            known |= {power(base, each): power(scalar, each / step) for each in exponents}
            known[base] = power(scalar, 1 / step)
    return replaced(term, known), ranges
