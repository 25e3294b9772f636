"""The judge, on one page: prove two terms equal, or refute them at a point, or say that it cannot tell.

1. Look at a few simple points: most wrong equations show themselves at once, and a point is needed anyway at which
   both sides are certainly defined, or a proof would be vacuous.
2. Bring the difference to its normal form: zero there is zero wherever both sides are defined and real.
3. Use the labels (hard, one-hot, simplex) only where it does not hold without them, and say so.
4. Look at many more points. What is left is *cannot tell*, never *wrong*.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from derive.calculus import free_symbols, substitute
from derive.conditions import domain_conditions, kink_conditions, undefined_side
from derive.domains import ANYWHERE, Domains
from derive.exact.budget import Budget, OutOfTime, Spent
from derive.exact.definedness import open_demands
from derive.exact.labels import label_cases, label_conditions
from derive.exact.points import check_domains
from derive.exact.ranges import Ranges
from derive.exact.zero import Zeros, ZeroTest
from derive.model import Claim, Reason, Right, Unknown, Verdict, Wrong
from derive.refute import Difference, Search, shown, value_at
from derive.terms import Term
from derive.traverse import count_nodes

WORK = 1_000_000
MOST_NODES = 200_000
MOST_CASES = 64
FIRST_POINTS, MORE_POINTS = 3, 80


def prove_terms(left: Term, right: Term, domains: Domains = ANYWHERE) -> Verdict:
    """Whether two terms are equal wherever both are defined in the declared domain.

    Raises ``GradproofError`` when the declared domain is empty.

    >>> from derive.terms import fn, sym
    >>> x = sym("x")
    >>> type(prove_terms(fn("log", fn("exp", x)), x)).__name__, type(prove_terms(x**2, x)).__name__
    ('Right', 'Wrong')
    """
    verdict = prove_arrays([left], [right], domains)
    return replace(verdict, entry=()) if isinstance(verdict, Wrong) else verdict


def prove_arrays(lefts: Sequence[Term], rights: Sequence[Term], domains: Domains = ANYWHERE) -> Verdict:
    """Whether two flattened arrays are equal entry by entry; ``Wrong.entry`` is the flat index of a difference."""
    if len(lefts) != len(rights):
        return Wrong((), f"{len(lefts)} entries", f"{len(rights)} entries", kind="shape")
    check_domains(domains)
    if count_nodes([*lefts, *rights], MOST_NODES) >= MOST_NODES:
        return Unknown(Reason.BUDGET, f"the formula has more than {MOST_NODES} different parts")
    try:
        return _Judge(lefts, rights, domains, Budget(WORK)).verdict()
    except Spent:
        return Unknown(Reason.BUDGET)
    except OutOfTime:
        return Unknown(Reason.TIME)


class _Judge:
    """One question: the sides, the domain, and what has been found out so far."""

    def __init__(
        self, lefts: Sequence[Term], rights: Sequence[Term], domains: Domains, budget: Budget
    ) -> None:
        self.lefts, self.rights, self.domains, self.budget = lefts, rights, domains, budget
        self.entries = range(len(lefts))
        self.search = Search(lefts, rights, domains)
        self.zeros = Zeros(domains, budget)
        self.ranges = Ranges(domains)
        self.always_defined = not open_demands([*lefts, *rights], self.ranges)

    def verdict(self) -> Verdict:
        undefined = None if self.always_defined else self._undefined()
        if undefined is not None:
            return undefined
        found = self.search.difference(self.entries, FIRST_POINTS, most_bits=64)
        if found is not None:
            return self._wrong(found)
        self.search.defined(self.entries, FIRST_POINTS)
        proofs: list[Right] = []
        for k in self.entries:
            outcome = self._entry(k)
            if not isinstance(outcome, Right):
                return outcome if isinstance(outcome, Wrong) else self._last_look(k, outcome)
            proofs.append(outcome)
        return _together(proofs)

    def _entry(self, k: int) -> Verdict:
        test = self._zero(k)
        if test is None:
            found = self.search.difference([k], MORE_POINTS)
            return Unknown(Reason.UNDECIDED) if found is None else self._wrong(found)
        if self.search.defined([k], MORE_POINTS):
            return self._no_common_point(k)
        return self._right(k, test)

    def _zero(self, k: int) -> _Proof | None:
        """The proof that an entry is zero: for all values, or for each value of the labels."""
        difference = self.lefts[k] - self.rights[k]
        test = self.zeros.test(difference)
        if test.is_zero:
            return _Proof(test)
        names = sorted(free_symbols(difference))
        cases = list(label_cases(names, self.domains, MOST_CASES))
        tests = []
        for case in cases:
            tests.append(self.zeros.test(substitute(difference, case)))
            if not tests[-1].is_zero:
                return None
        return _Proof(tests[0], label_conditions(names, self.domains)) if tests else None

    def _right(self, k: int, proof: _Proof) -> Verdict:
        left, right = self.lefts[k], self.rights[k]
        claim = Claim(left, right, self.domains)
        domain = () if self.always_defined else domain_conditions(left, right, self.ranges, self.budget)
        kinks = kink_conditions(left, right, self.domains, proof.test.kinks, self.budget)
        conditions = (*proof.conditions, *domain, *kinks)
        return Right(proof.test.method, conditions=conditions, claims=(claim,))

    def _undefined(self) -> Verdict | None:
        """Wrong, where one side is defined nowhere in the domain and the other somewhere."""
        for k in self.entries:
            sides = undefined_side(self.lefts[k], self.rights[k], self.ranges)
            if sides is None:
                continue
            why, defined = sides
            if defined is None or why.is_literal:
                return Unknown(Reason.NO_DOMAIN_POINT, why.text)
            return self._one_sided(k, why.text, defined)
        return None

    def _one_sided(self, k: int, why: str, defined: Term) -> Verdict:
        self.search.defined([k], MORE_POINTS)
        if k not in self.search.one_sided:
            return Unknown(Reason.NO_DOMAIN_POINT, why)
        point, left_is_defined = self.search.one_sided[k]
        value = shown(value_at(defined, point, self.domains))
        sides = (value, f"undefined: {why}") if left_is_defined else (f"undefined: {why}", value)
        claim = Claim(self.lefts[k], self.rights[k], self.domains)
        own = tuple((n, v) for n, v in point.items() if n in free_symbols(self.lefts[k], self.rights[k]))
        return Wrong(own, *sides, kind="undefined", entry=(k,), claims=(claim,))

    def _no_common_point(self, k: int) -> Verdict:
        return Unknown(Reason.NO_DOMAIN_POINT)

    def _last_look(self, k: int, unknown: Verdict) -> Verdict:
        """Before saying cannot tell: a difference in any later entry still refutes the whole."""
        rest = [other for other in self.entries if other > k]
        found = self.search.difference(rest, MORE_POINTS // 4) if rest else None
        return unknown if found is None else self._wrong(found)

    def _wrong(self, found: Difference) -> Wrong:
        claim = Claim(self.lefts[found.entry], self.rights[found.entry], self.domains)
        values = (shown(found.left), shown(found.right), shown(found.gap))
        return Wrong(found.point, *values, entry=(found.entry,), claims=(claim,))


@dataclass(frozen=True, slots=True)
class _Proof:
    test: ZeroTest
    conditions: tuple[str, ...] = ()


def _together(proofs: Sequence[Right]) -> Right:
    if len(proofs) == 1:
        return proofs[0]
    conditions = tuple(dict.fromkeys(c for proof in proofs for c in proof.conditions))
    claims = tuple(claim for proof in proofs for claim in proof.claims)
    methods = ", ".join(dict.fromkeys(proof.method for proof in proofs))
    return Right(
        f"entry by entry: {methods}" if methods else "nothing to prove", conditions=conditions, claims=claims
    )
