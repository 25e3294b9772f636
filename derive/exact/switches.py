"""Turns case distinctions into switches: a number t for each condition 0 < u, the same on both sides.

What holds whatever the switches are worth holds for the values that they have, wherever no u is 0 (the kinks,
which are left out). So ReLU networks and hinge losses need no case for every combination of signs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import product

from derive.calculus import free_symbols, rebuild, substitute
from derive.domains import Domains, FiniteSet
from derive.exact.balls import evaluate
from derive.terms import (
    ONE,
    ZERO,
    AllOf,
    AnyOf,
    Case,
    Compare,
    Condition,
    Fn,
    Mul,
    Negation,
    Num,
    Sym,
    Term,
    fn,
    num,
    sym,
)
from derive.traverse import Node, postorder

_KINKED = ("max", "min", "abs", "sign", "relu", "step")
_MOST_LABELINGS = 16
_LOOKS = 12  # a product of units is 0 at most points, where one of them is dead
_FEWEST = 2


class NoSwitch(Exception):
    """A condition that cannot be a switch: an equation, or one that is 0 on more than a thin set."""


def switched(
    lefts: Sequence[Term],
    rights: Sequence[Term],
    domains: Domains,
    is_equal: Callable[[Term, Term], bool],
    holding: Sequence[Condition] = (),
    settling: bool = True,
) -> tuple[list[Term], list[Term]] | None:
    """Both sides with switches in place of their case distinctions; None where there are none, or they cannot be.

    ``is_equal`` proves that two arguments are the same, so that they share a switch; a condition of ``holding``
    gives its switch the value that it then has. With ``settling`` a branch holds the value of the switch that leads
    there (t² = t may be needed); without it deep branches stay as short as they are.

    >>> from derive.domains import ANYWHERE
    >>> left, right = switched([fn("relu", sym("x"))], [fn("step", sym("x"))], ANYWHERE, lambda a, b: a is b)
    >>> left[0] is right[0] * sym("x")
    True
    """
    if not any(_is_kinked(node) for node in postorder([*lefts, *rights])):
        return None
    switches = _Switches(domains, is_equal, settling)
    try:
        switches.learn(holding)
        changed = switches.replaced([*lefts, *rights])
    except NoSwitch:
        return None
    return changed[: len(lefts)], changed[len(lefts) :]


def _is_kinked(node: Node) -> bool:
    return isinstance(node, Case) or (isinstance(node, Fn) and node.name in _KINKED)


class _Switches:
    def __init__(self, domains: Domains, is_equal: Callable[[Term, Term], bool], settling: bool) -> None:
        self.domains, self.is_equal, self.settling = domains, is_equal, settling
        self.known: list[tuple[Term, Term, tuple[float | None, ...]]] = []
        self.found: dict[Term, Term] = {}

    def replaced(self, terms: Sequence[Term]) -> list[Term]:
        done: dict[Node, Node] = {}
        for node in postorder(terms):
            done[node] = self._node(node, done)
        return [done[term] for term in terms]  # type: ignore[misc]

    def learn(self, holding: Sequence[Condition]) -> None:
        """Give the switches of conditions that hold their values; an equation says nothing off its thin set."""
        for condition in holding:
            inner = condition.part if isinstance(condition, Negation) else condition
            is_true = inner is condition
            if isinstance(inner, Compare) and inner.relation == "<":
                self._settle(inner.right - inner.left, ONE if is_true else ZERO)
            if isinstance(inner, Compare) and inner.relation == "<=":
                self._settle(inner.left - inner.right, ZERO if is_true else ONE)

    def _settle(self, term: Term, value: Term) -> None:
        switch = self._positive(term)
        names = free_symbols(switch)
        for place, (core, known, values) in enumerate(self.known):
            if isinstance(known, Sym) and known.name in names:
                self.known[place] = (core, value if switch is known else 1 - value, values)
        self.found.clear()  # what was looked up before held the switch itself

    def _node(self, node: Node, done: Mapping[Node, Node]) -> Node:
        if isinstance(node, Case):
            value = done[node.otherwise]
            for condition, branch in reversed(node.branches):
                value = self._mixed(self._truth(condition), done[branch], value)  # type: ignore[arg-type]
            return value
        if isinstance(node, Fn) and node.name in _KINKED:
            return self._function(node, [done[arg] for arg in node.args])  # type: ignore[misc]
        if isinstance(node, Compare | AllOf | AnyOf | Negation):
            return node
        return rebuild(node, done)

    def _function(self, node: Fn, args: list[Term]) -> Term:
        (first, *rest), inner = args, node.args[0]
        match node.name:
            case "relu":
                return self._positive(inner) * first
            case "step":
                return self._positive(inner)
            case "sign":
                return 2 * self._positive(inner) - 1
            case "abs":
                return (2 * self._positive(inner) - 1) * first
            case _:
                return self._extreme(node, first, rest)

    def _extreme(self, node: Fn, value: Term, rest: list[Term]) -> Term:
        held = node.args[0]
        for original, other in zip(node.args[1:], rest, strict=True):
            below = self._positive(original - held if node.name == "max" else held - original)
            value, held = self._mixed(below, other, value), fn(node.name, held, original)
        return value

    def _mixed(self, switch: Term, yes: Term, no: Term) -> Term:
        if switch is ZERO or switch is ONE:
            return yes if switch is ONE else no
        if self.settling:
            yes, no = _with_switch(yes, switch, ONE), _with_switch(no, switch, ZERO)
        return no + switch * (yes - no)

    def _truth(self, condition: Condition) -> Term:
        match condition:
            case Compare(relation="<", left=left, right=right):
                return self._positive(right - left)
            case Compare(relation="<=", left=left, right=right):
                return 1 - self._positive(left - right)
            case Compare():
                raise NoSwitch
            case Negation(part=part):
                return 1 - self._truth(part)
            case AllOf(parts=parts):
                return _product([self._truth(part) for part in parts])
            case AnyOf(parts=parts):
                return 1 - _product([1 - self._truth(part) for part in parts])

    def _positive(self, term: Term) -> Term:
        """The switch of 0 < term."""
        core = _core(term)
        found = self.found.get(core)
        if found is None:
            found = self.found[core] = self._looked_up(core)
        return found

    def _looked_up(self, core: Term) -> Term:
        if isinstance(core, Num):
            if not core.value:
                raise NoSwitch
            return ONE if core.value > 0 else ZERO
        values = tuple(self._value(core, k) for k in range(_LOOKS))
        for other, switch, theirs in self.known:
            ratio = _ratio(values, theirs)
            if ratio is not None and self.is_equal(core, ratio * other):
                return switch if ratio > 0 else 1 - switch
        self._must_be_thin(core)
        switch = sym(f"switch {len(self.known)}")
        self.known.append((core, switch, values))
        return switch

    def _value(self, term: Term, place: int) -> float | None:
        (value,) = evaluate([term], self._point(term, place), 64)
        try:
            return float(value)
        except (TypeError, ValueError):
            return None

    def _point(self, term: Term, place: int) -> dict[str, Fraction]:
        return {name: _somewhere(name, place, self.domains) for name in sorted(free_symbols(term))}

    def _must_be_thin(self, term: Term) -> None:
        # u may vanish only on a thin set, whatever the labels are: else 0 < u and 0 <= u are different things.
        names = sorted(free_symbols(term))
        labels = [name for name in names if isinstance(self.domains.domain(name), FiniteSet)]
        choices = [self.domains.domain(name).values for name in labels]  # type: ignore[union-attr]
        labelings = list(product(*choices))
        if len(labelings) > _MOST_LABELINGS:
            raise NoSwitch
        for values in labelings:
            settled = substitute(term, {name: num(value) for name, value in zip(labels, values, strict=True)})
            if not self._is_somewhere_not_zero(settled):
                raise NoSwitch

    def _is_somewhere_not_zero(self, term: Term) -> bool:
        return any(
            value is not None and abs(value) > 1e-9 for value in (self._value(term, k) for k in range(_LOOKS))
        )


def _somewhere(name: str, place: int, domains: Domains) -> Fraction:
    domain = domains.domain(name)
    number = sum(ord(letter) * (k + 3) for k, letter in enumerate(name)) * (place * 12 + 7) % 61 + 2
    if isinstance(domain, FiniteSet):
        return domain.values[number % len(domain.values)]
    part = Fraction(number, 67)
    if domain.low is not None and domain.high is not None:
        return domain.low + (domain.high - domain.low) * part
    if domain.low is not None:
        return domain.low + part
    return part if number % 2 else -part


def _core(term: Term) -> Term:
    # max(0, v), v·[v > 0] and the like are positive exactly where v is.
    if isinstance(term, Fn) and term.name == "relu":
        return _core(term.args[0])
    if isinstance(term, Fn) and term.name == "max" and len(term.args) == 2 and ZERO in term.args:
        return _core(term.args[1] if term.args[0] is ZERO else term.args[0])
    if isinstance(term, Case) and len(term.branches) == 1 and term.otherwise is ZERO:
        ((condition, value),) = term.branches
        return value if _says_positive(condition, value) else term
    if isinstance(term, Mul) and len(term.args) == 2:
        for value, mask in (term.args, term.args[::-1]):
            if isinstance(mask, Case) and len(mask.branches) == 1 and mask.otherwise is ZERO:
                ((condition, one),) = mask.branches
                if one is ONE and _says_positive(condition, value):
                    return value
    return term


def _says_positive(condition: Condition, value: Term) -> bool:
    is_below = isinstance(condition, Compare) and condition.relation in ("<", "<=")
    return is_below and condition.left is ZERO and condition.right is value  # type: ignore[union-attr]


def _with_switch(term: Term, switch: Term, value: Term) -> Term:
    """A branch where its own switch has the value that leads there."""
    names = free_symbols(switch)
    if len(names) != 1 or not names & free_symbols(term):
        return term
    (name,) = names
    settings = [each for each in (ZERO, ONE) if substitute(switch, {name: each}) is value]
    return substitute(term, {name: settings[0]}) if len(settings) == 1 else term


def _product(parts: Sequence[Term]) -> Term:
    result: Term = ONE
    for part in parts:
        result = result * part
    return result


def _ratio(ours: tuple[float | None, ...], theirs: tuple[float | None, ...]) -> Fraction | None:
    """By what one value is the other, at all points where they have one and are not 0; they are 0 together."""
    pairs = [(a, b) for a, b in zip(ours, theirs, strict=True) if a is not None and b is not None]
    if any(bool(a) != bool(b) for a, b in pairs):
        return None
    ratios = [a / b for a, b in pairs if b]
    if len(ratios) < _FEWEST:
        return None
    first = ratios[0]
    if abs(first) < 1e-6 or any(abs(first - other) > 1e-9 * abs(first) for other in ratios):
        return None
    return Fraction(first).limit_denominator(1000)
