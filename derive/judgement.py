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
from functools import lru_cache

from derive.calculus import free_symbols, substitute
from derive.domains import ANYWHERE, Domains, FiniteSet
from derive.exact.budget import Budget, OutOfTime, Spent
from derive.exact.conditions import (
    domain_conditions,
    jump_conditions,
    kink_conditions,
    never_together,
    undefined_side,
)
from derive.exact.definedness import open_demands
from derive.exact.labels import (
    label_cases,
    label_conditions,
    simplex_conditions,
    simplex_values,
    with_zero_logs,
)
from derive.exact.outcome import ZeroTest
from derive.exact.points import Point, check_domains, single_points_as_labels
from derive.exact.ranges import Ranges
from derive.exact.stepwise import equal_by_steps
from derive.exact.switches import switched
from derive.exact.zero import Zeros
from derive.model import Claim, Reason, Right, Trail, Unknown, Verdict, Wrong
from derive.refute import DEFINED_BITS, FIRST_BITS, Difference, Search, shown, value_at
from derive.terms import Term, num
from derive.traverse import FEW_ROOTS, count_nodes, nodes_of

WORK = 500_000
MOST_NODES = 200_000
MOST_CASES = 64
MODULO_LABELS = "normal form modulo the values of the labels"
SAME = "the same formula on both sides"
BY_STEPS = "normal form, from the inside out"
LONG = 60  # nodes: below, signs are cheaper than parts
FIRST_POINTS, FEW_POINTS, SOME_POINTS, MORE_POINTS = 1, 8, 12, 80


def prove_terms(
    left: Term, right: Term, domains: Domains = ANYWHERE, *, work: int = WORK, simplest: bool = True
) -> Verdict:
    """Whether two terms are equal wherever both are defined in the declared domain.

    ``work`` is the budget; ``simplest=False`` saves the search for a simpler counterexample than the first.
    Raises ``GradproofError`` when the declared domain is empty.

    >>> from derive.terms import fn, sym
    >>> x = sym("x")
    >>> type(prove_terms(fn("log", fn("exp", x)), x)).__name__, type(prove_terms(x**2, x)).__name__
    ('Right', 'Wrong')
    """
    verdict = prove_arrays([left], [right], domains, work=work, simplest=simplest)
    return replace(verdict, entry=()) if isinstance(verdict, Wrong) else verdict


def prove_arrays(
    lefts: Sequence[Term],
    rights: Sequence[Term],
    domains: Domains = ANYWHERE,
    *,
    work: int = WORK,
    simplest: bool = True,
    slopes: bool = False,
) -> Verdict:
    """Whether two flattened arrays are equal entry by entry; ``Wrong.entry`` is the flat index of a difference.

    Between ``slopes`` nothing is different where one of them has a jump, even if it has one all around (max(0, z) where
    z = 0 whatever the inputs are).
    """
    if len(lefts) != len(rights):
        return Wrong((), f"{len(lefts)} entries", f"{len(rights)} entries", kind="shape")
    check_domains(domains)
    try:
        return _decided(tuple(lefts), tuple(rights), single_points_as_labels(domains), work, simplest, slopes)
    except OutOfTime:
        return Unknown(Reason.TIME)


@lru_cache(maxsize=512)  # a line is asked about again in other readings, of which many come to the same terms
def _decided(
    lefts: tuple[Term, ...],
    rights: tuple[Term, ...],
    domains: Domains,
    work: int,
    simplest: bool,
    slopes: bool,
) -> Verdict:
    size = _count([*lefts, *rights])
    if size >= MOST_NODES:
        return Unknown(Reason.BUDGET, f"the formula has more than {MOST_NODES} different parts")
    try:
        verdict = _Judgement(lefts, rights, domains, Budget(work), size, simplest, slopes).verdict()
        again = (
            _with_zero_logs(lefts, rights, domains, work, size, slopes)
            if isinstance(verdict, Unknown)
            else None
        )
        return verdict if again is None else again
    except Spent:
        return Unknown(Reason.BUDGET)


def at_a_simple_point(verdict: Wrong) -> Wrong:
    """The same refutation at as simple a point as can be found.

    >>> from derive.terms import sym
    >>> first = prove_terms(sym("x") ** 2, sym("x"), simplest=False)
    >>> at_a_simple_point(first).point
    (('x', Fraction(-1, 1)),)
    """
    if verdict.kind != "value" or not verdict.point or len(verdict.claims) != 1:
        return verdict
    (claim,) = verdict.claims
    found = Search([claim.left], [claim.right], claim.domains, slopes=True).simpler(dict(verdict.point))
    if found is None:
        return verdict
    left, right, gap = map(shown, (found.left, found.right, found.gap))
    return replace(verdict, point=found.point, left=left, right=right, gap=gap)


def _count(sides: Sequence[Term]) -> int:
    # Few sides are walked again and again; the walk is remembered.
    return sum(map(len, map(nodes_of, sides))) if len(sides) <= FEW_ROOTS else count_nodes(sides, MOST_NODES)


def _with_zero_logs(
    lefts: Sequence[Term], rights: Sequence[Term], domains: Domains, work: int, size: int, slopes: bool
) -> Right | Wrong | None:
    """Try again with 0 log 0 = 0 at the labels, where that makes a difference; the verdict says so."""
    first, second = ([with_zero_logs(term, domains) for term in terms] for terms in (lefts, rights))
    if first == list(lefts) and second == list(rights):
        return None
    match _Judgement(first, second, domains, Budget(work), size, slopes=slopes).verdict():
        case Right() | Wrong() as verdict:
            return replace(verdict, conditions=(*verdict.conditions, "with 0 log 0 = 0"))
        case Unknown():
            return None


class _Judgement:
    """One question: the sides, the domain, and what has been found out so far."""

    def __init__(
        self,
        lefts: Sequence[Term],
        rights: Sequence[Term],
        domains: Domains,
        budget: Budget,
        size: int,
        simplest: bool = True,
        slopes: bool = False,
    ) -> None:
        self.lefts, self.rights, self.domains, self.budget = lefts, rights, domains, budget
        self.entries = range(len(lefts))
        self.search = Search(lefts, rights, domains, simplest, size, slopes)
        self.zeros = Zeros(domains, budget)
        self.ranges = Ranges(domains)
        self.has_labels = bool(domains.groups) or any(isinstance(d, FiniteSet) for d in domains.of.values())
        self.always_defined = not open_demands([*lefts, *rights], self.ranges)

    def verdict(self) -> Verdict:
        undefined = None if self.always_defined else self._undefined()
        if undefined is not None:
            return undefined
        found = self.search.difference(self.entries, FIRST_POINTS, FIRST_BITS)
        if found is not None:
            return self._wrong(found)
        missing = self.search.defined(self.entries, FIRST_POINTS)
        found = self.search.difference(missing, FEW_POINTS, FIRST_BITS) if missing else None
        if found is not None:
            return self._wrong(found)
        # What the proofs are conditional on is worked out only when every entry has one.
        proofs: list[_Proof] = []
        for k in self.entries:
            outcome = self._entry(k)
            if not isinstance(outcome, _Proof):
                return self._not_right(k, outcome)
            proofs.append(outcome)
        return self._with_conditions(proofs)

    def _with_conditions(self, proofs: Sequence[_Proof]) -> Verdict:
        rights: list[Right] = []
        for k, proof in enumerate(proofs):
            outcome = self._right(k, proof)
            if not isinstance(outcome, Right):
                return self._not_right(k, outcome)
            rights.append(outcome)
        return _together(rights)

    def _not_right(self, k: int, outcome: Verdict) -> Verdict:
        return outcome if isinstance(outcome, Wrong) else self._last_look(k, outcome)

    def _entry(self, k: int) -> _Proof | Verdict:
        try:
            proof = self._zero(k, split=False)
            found = None if proof.test.is_zero else self.search.difference([k], SOME_POINTS, DEFINED_BITS)
            is_open = proof.test.kinks or not proof.test.is_zero
            is_long = _count([self.lefts[k], self.rights[k]]) >= LONG
            if found is None and is_open and is_long:
                proof = self._by_steps(k) or proof
            if not proof.test.is_zero and found is None:
                proof = self._zero(k)
            if not proof.test.is_zero and found is None and not is_long:
                proof = self._by_steps(k) or proof
        except Spent:
            found = self.search.difference([k], MORE_POINTS)
            return Unknown(Reason.BUDGET) if found is None else self._wrong(found)
        if not proof.test.is_zero:
            found = found or self.search.difference([k], MORE_POINTS) or self.search.near(proof.test.kinks, k)
            return self._undecided(k) if found is None else self._wrong(found)
        if self.search.defined([k], MORE_POINTS, proved=True):
            return self._no_common_point(k)
        return proof

    def _by_steps(self, k: int) -> _Proof | None:
        """A proof part by part, where kinks meet the same kinks: signs need not be told apart."""
        sides = [self.lefts[k]], [self.rights[k]]
        if equal_by_steps(*sides, self.domains):
            return _Proof(ZeroTest(True, BY_STEPS))
        alike = switched(*sides, self.domains, self._is_right)
        if alike is None or not equal_by_steps(*alike, self.domains):
            return None
        return _Proof(ZeroTest(True, BY_STEPS), jump_conditions([*sides[0], *sides[1]]))

    def _is_right(self, left: Term, right: Term) -> bool:
        return isinstance(prove_terms(left, right, self.domains, simplest=False), Right)

    def _undecided(self, k: int) -> Verdict:
        # Sides that are never defined together are wrong all the same.
        apart = None if k in self.search.common else self._no_common_point(k)
        return apart if isinstance(apart, Wrong) else Unknown(Reason.UNDECIDED)

    def _zero(self, k: int, split: bool = True) -> _Proof:
        """Whether an entry is zero: for all values, or for those that labels and simplices can take."""
        if self.lefts[k] is self.rights[k]:
            return _Proof(ZeroTest(True, SAME))
        difference = self.lefts[k] - self.rights[k]
        names = sorted(free_symbols(difference)) if self.has_labels else []
        first = self._zero_for_labels(difference, names, split)
        inside = simplex_values(names, self.domains)
        if first.test.is_zero or not inside:
            return first
        second = self._zero_for_labels(substitute(difference, inside), names, split)
        if not second.test.is_zero:
            return first
        return _Proof(second.test, (*second.conditions, *simplex_conditions(names, self.domains)))

    def _zero_for_labels(self, difference: Term, names: Sequence[str], split: bool) -> _Proof:
        first = self.zeros.test(difference, split=split)
        on_labels = bool(label_conditions(sorted(free_symbols(*first.kinks)), self.domains))
        if first.is_zero and not on_labels:
            return _Proof(first)
        if names and self.zeros.is_zero_for_labels(difference):
            return _Proof(
                replace(first, is_zero=True, method=MODULO_LABELS), label_conditions(names, self.domains)
            )
        unread = self.has_labels and with_zero_logs(difference, self.domains) is difference
        tests: list[ZeroTest] = []
        for case in label_cases(names, self.domains, MOST_CASES):
            settled = {name: num(value) for name, value in case.items()}
            tests.append(self.zeros.test(substitute(difference, settled), split=split))
            if not tests[-1].is_zero and not (tests[-1].nowhere and unread):
                break
        else:
            proved = [test for test in tests if test.is_zero]
            if proved:
                return _Proof(proved[0], label_conditions(names, self.domains))
        return _Proof(replace(first, is_zero=False))

    def _right(self, k: int, proof: _Proof) -> Verdict:
        left, right = self.lefts[k], self.rights[k]
        claim = Claim(left, right, self.domains)
        domain = () if self.always_defined else domain_conditions(left, right, self.ranges)
        kinks = kink_conditions(left, right, self.domains, proof.test)
        if kinks and self.search.whole:  # where whole numbers decide, a kink is a point like any other
            found = self.search.near(proof.test.kinks, k)
            if found is not None or free_symbols(*proof.test.kinks) & self.search.whole:
                return Unknown(Reason.UNDECIDED) if found is None else self._wrong(found)
        kinks = tuple(
            kink
            for kink in kinks
            if f"{kink.removeprefix('away from ').replace(' = ', ' != ')}" not in domain
        )
        conditions = (*proof.conditions, *domain, *kinks)
        return Right(proof.test.method, self._trail(k, proof), conditions, claims=(claim,))

    def _trail(self, k: int, proof: _Proof) -> Sequence[str]:
        """The steps of the proof in words, for a single equation."""
        if len(self.lefts) > 1:
            return ()
        point = self.search.common[k]
        return Trail(lambda: _steps(proof.test, point))

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
        point, left_is_defined = self.search.one_sided_simplest(k)
        value = shown(value_at(defined, point, self.domains))
        no_value = f"undefined ({why})"
        sides = (value, no_value) if left_is_defined else (no_value, value)
        claim = Claim(self.lefts[k], self.rights[k], self.domains)
        own = tuple((n, v) for n, v in point.items() if n in free_symbols(self.lefts[k], self.rights[k]))
        return Wrong(own, *sides, kind="undefined", entry=(k,), claims=(claim,))

    def _no_common_point(self, k: int) -> Verdict:
        """Wrong where the domains of the two sides exclude each other and one of them is not empty."""
        left, right = self.lefts[k], self.rights[k]
        if self.always_defined or not never_together(left, right, self.ranges, self.budget):
            return Unknown(Reason.NO_DOMAIN_POINT)
        if k not in self.search.one_sided:
            return Unknown(Reason.NO_DOMAIN_POINT)
        return self._one_sided(
            k, "the sides are never defined together", left if self.search.one_sided[k][1] else right
        )

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


def _steps(test: ZeroTest, point: Point) -> tuple[str, ...]:
    where = ", ".join(f"{name} = {value}" for name, value in point.items())
    defined = f"both sides are certainly defined{where and f' at {where}'}"
    if test.method == SAME:
        return ("both sides are the same formula", defined)
    kernels = ", ".join(test.kernels())
    return (
        f"the kernels are {kernels}" if kernels else "there are no kernels",
        "the numerator of left - right is the zero polynomial in them",
        defined,
    )


def _together(proofs: Sequence[Right]) -> Right:
    if len(proofs) == 1:
        return proofs[0]
    conditions = tuple(dict.fromkeys(c for proof in proofs for c in proof.conditions))
    claims = tuple(claim for proof in proofs for claim in proof.claims)
    methods = ", ".join(dict.fromkeys(proof.method for proof in proofs))
    return Right(
        f"{methods}, entry by entry" if methods else "nothing to prove", conditions=conditions, claims=claims
    )
