"""The exact zero test: is a term the zero polynomial in the normal form?

A sum is tested group by group (groups share kernels); what is left over is tested as a whole; and where values
depend on signs, the test is repeated for each choice of the signs.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from flint import fmpq

from derive.calculus import differentiate, free_symbols, replaced, substitute
from derive.domains import Domains
from derive.exact.budget import Budget, Spent
from derive.exact.kernels import Lowering
from derive.exact.outcome import Monomials, Outcome, ZeroTest, monomials
from derive.exact.separation import is_zero_number
from derive.exact.signs import Signs
from derive.exact.summands import Group, Supports, cancelled, groups
from derive.printing import term_text
from derive.terms import ZERO, Compare, Const, Fn, Num, Sym, Term, all_of, any_of
from derive.traverse import Node, children, count_nodes, postorder

MOST_SPLITS = 64
SMALL = 60
MOST_EQUALITIES = 5
JOIN_WORK = 40_000


@dataclass(slots=True)
class Zeros:
    """Zero tests over one domain; groups that several terms share are tested once."""

    domains: Domains
    budget: Budget
    supports: Supports = field(default_factory=Supports)
    known: dict[Term, Monomials | None] = field(default_factory=dict)
    kinks: dict[Term, tuple[Term, ...]] = field(default_factory=dict)
    zero_shapes: set[object] = field(default_factory=set)  # shapes of groups that are zero under any names
    wholes: dict[Term, Outcome] = field(default_factory=dict)

    def test(self, term: Term, depth: int = 0, split: bool = True) -> ZeroTest:
        """Whether a term is zero wherever it is defined; without ``split``, only if no signs have to be split for it.

        >>> from derive.domains import ANYWHERE
        >>> from derive.terms import fn, sym
        >>> Zeros(ANYWHERE, Budget(1000)).test(fn("log", fn("exp", sym("x"))) - sym("x")).is_zero
        True
        """
        try:
            return self._test(term, depth, split)
        except Spent:
            smaller = cancelled(term, self.supports.fingerprints)
            if smaller is ZERO:
                return ZeroTest(True, "rearrangement of sums and products")
            raise

    def _test(self, term: Term, depth: int, split: bool) -> ZeroTest:
        if count_nodes((term,), SMALL) >= SMALL:
            grouped = self._by_groups(term)
            if grouped is not None:
                return grouped
        whole = self.wholes.get(term) or self._best_whole(term)
        self.wholes[term] = whole
        if whole.is_zero:
            return whole.test("normal form")
        if whole.value is None:
            return ZeroTest(False, nowhere=True)
        if not free_symbols(term) and is_zero_number(term):
            return ZeroTest(True, "the bound on how near to 0 such roots can be")
        if not split:
            return ZeroTest(False, kinks=whole.turns())
        return self._by_splitting(term, whole, depth)

    def is_zero_for_labels(self, term: Term) -> bool:
        """Whether a term is zero for all values of the labels in it, seen without trying each of them."""
        whole = self.wholes.get(term)
        return whole is not None and whole.is_zero_for_labels()

    def _best_whole(self, term: Term) -> Outcome:
        whole = self._whole(term, Signs(self.domains))
        if not whole.is_zero and whole.has_several_denominators:
            return self._joined(term) or whole
        return whole

    def _by_splitting(self, term: Term, whole: Outcome, depth: int) -> ZeroTest:
        equality = next((node for node in postorder((term,)) if _is_equality(node)), None)
        if isinstance(equality, Compare) and depth < MOST_EQUALITIES:
            split = self._by_equality(term, equality, depth)
            return split if split.is_zero else ZeroTest(False, kinks=whole.turns())
        grouped = self._by_groups(term, split=True) if whole.splits() else None
        return self._by_signs(term, whole) if grouped is None else grouped

    def _by_equality(self, term: Term, equality: Compare, depth: int) -> ZeroTest:
        """Split on u = v: elsewhere as if it never held, and where it holds with a symbol solved for."""
        holds = equality.relation == "="
        elsewhere = self.test(replaced(term, {equality: any_of() if holds else all_of()}), depth + 1)
        solved = solved_for_a_symbol(equality.left - equality.right, everywhere=True)
        if not elsewhere.is_zero or solved is None:
            return ZeroTest(False)
        name, value = solved
        there = substitute(replaced(term, {equality: all_of() if holds else any_of()}), {name: value})
        outcome = self._whole(there, Signs(self.domains))
        if outcome.value is not None and not self.test(there, depth + 1).is_zero:
            return ZeroTest(False)
        return ZeroTest(True, f"normal form, split on {term_text(equality)}", elsewhere.kinks)

    def _by_groups(self, term: Term, split: bool = False) -> ZeroTest | None:
        found = groups(term, self.supports)
        if len(found) < 2:
            return None
        left_over: Monomials = {}
        for group in found:
            rest = self._group(group)
            if rest is None and split:
                rest = self._split_group(group)
            if rest is None:
                return None
            for monomial, coefficient in rest.items():
                left_over[monomial] = left_over.get(monomial, fmpq(0)) + coefficient
        if any(left_over.values()):
            return None
        kinks = []
        for group in found:
            part = group.inside if self.known[group.inside] == {} else term
            kinks += [(kink, part) for kink in self.kinks.get(group.inside, ())]
        method = "normal form, summand by summand"
        return ZeroTest(True, method, tuple(k for k, _ in kinks), within=tuple(part for _, part in kinks))

    def _group(self, group: Group) -> Monomials | None:
        # What a group leaves as a polynomial in symbols; None when it leaves anything else.
        if group.inside not in self.known:
            shape = None if self.domains.groups else _shape(group.inside, self.domains)
            if shape is None or shape not in self.zero_shapes:
                self.known[group.inside] = self._remainder(group.inside)
                if self.known[group.inside] == {} and not self.kinks.get(group.inside):
                    self.zero_shapes.add(shape)
            else:
                self.known[group.inside] = {}
        return self._outside(group, self.known[group.inside])

    def _split_group(self, group: Group) -> Monomials | None:
        # What a group leaves, the same polynomial for each choice of its own signs: no other group's are needed.
        pending, rest, count = [Signs(self.domains)], None, 0
        while pending:
            signs = pending.pop()
            count += 1
            if count > MOST_SPLITS:
                return None
            if signs.is_contradictory():
                continue
            outcome = self._whole(group.inside, signs)
            if outcome.value is None:
                continue
            left = (
                None
                if outcome.is_nested or outcome.field is None
                else monomials(outcome.value, outcome.field)
            )
            further = outcome.splits() if left is None else []
            if (left is None and not further) or (left is not None and rest is not None and left != rest):
                return None
            pending.extend(further)
            rest = rest if left is None else left
        self.known[group.inside] = rest
        return self._outside(group, rest)

    def _outside(self, group: Group, rest: Monomials | None) -> Monomials | None:
        if not rest:
            return rest
        factor = fmpq(group.factor.numerator, group.factor.denominator)
        names = [one.name for one in group.outside if isinstance(one, Sym)]
        return {
            tuple(sorted([*monomial, *names])): factor * coefficient for monomial, coefficient in rest.items()
        }

    def _remainder(self, term: Term) -> Monomials | None:
        outcome = self._whole(term, Signs(self.domains))
        self.kinks[term] = outcome.kinks()
        if outcome.is_nested:
            return None
        value, space = outcome.value, outcome.field
        return None if value is None or space is None else monomials(value, space)

    def _joined(self, term: Term) -> Outcome | None:
        """One more try with all exponentials over one denominator, if that is no great work."""
        budget, self.budget = self.budget, Budget(JOIN_WORK)
        try:
            return self._whole(term, Signs(self.domains), join=True)
        except Spent:
            return None
        finally:
            self.budget = budget

    def _whole(self, term: Term, signs: Signs, join: bool = False) -> Outcome:
        lowering = Lowering(signs, self.budget, join=join)
        value = lowering.lower([term])[0]
        if value is not None and not value.num.is_zero() and lowering.cancels(value):
            value = lowering.field.zero
        jumps = tuple(lowering.jumps.values())
        return Outcome(
            value, lowering.field if value is not None else None, signs, jumps, lowering.has_nested_jump
        )

    def _by_signs(self, term: Term, first: Outcome) -> ZeroTest:
        """Split on the signs that matter; every choice must give zero (or be defined nowhere)."""
        pending, count = first.splits(), 1
        if not pending:
            return ZeroTest(False, kinks=first.turns())
        while pending:
            signs = pending.pop()
            if signs.is_contradictory():
                continue
            outcome = self._whole(term, signs)
            count += 1
            if outcome.is_zero or outcome.value is None:
                continue
            further = outcome.splits()
            if not further or count > MOST_SPLITS:
                return ZeroTest(False, kinks=(*first.turns(), *outcome.turns()))
            pending.extend(further)
        return first.test(f"normal form for each of {count} choices of signs")


def _shape(term: Term, domains: Domains) -> tuple[object, ...]:
    # What a term is but for the names of its symbols: the samples of a batch differ in nothing else.
    places: dict[Node, int] = {}
    rows: list[object] = []
    for node in postorder((term,)):
        match node:
            case Sym(name=name):
                row: object = id(domains.domain(name))
            case Num():
                row = node
            case _:
                own = node.name if isinstance(node, Fn | Const) else getattr(node, "relation", "")
                row = (node.__class__, own, *(places[child] for child in children(node)))
        places[node] = len(rows)
        rows.append(row)
    return tuple(rows)


def _is_equality(node: Node) -> bool:
    return isinstance(node, Compare) and node.relation in ("=", "!=")


def solved_for_a_symbol(term: Term, everywhere: bool = False) -> tuple[str, Term] | None:
    """term = 0 solved for a symbol in which it is linear; ``everywhere``: with a number as its slope, never 0.

    >>> from derive.terms import sym
    >>> solved_for_a_symbol(2 * sym("s") - 1)
    ('s', 1/2)
    """
    for name in sorted(free_symbols(term)):
        slope = differentiate(term, name)
        usable = isinstance(slope, Num) if everywhere else name not in free_symbols(slope)
        if slope is not ZERO and usable:
            return name, -substitute(term, {name: ZERO}) / slope
    return None
