"""Sums that run to a size without a value, kept as terms until the size has one.

A sum is the function "sum" of its body, its index, its first and its last value. Its index is named by the number of
sums within ("#1" the innermost), so that sums that differ only in the name of their index are one term.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from derive.calculus import derivative_of, free_symbols, rebuild
from derive.errors import NotSupported
from derive.indices import at_indices, indexed, named_in
from derive.terms import (
    ONE,
    ZERO,
    Add,
    Case,
    Compare,
    Condition,
    Fn,
    Mul,
    Num,
    Sym,
    Term,
    add,
    all_of,
    any_of,
    case,
    compare,
    fn,
    mul,
    num,
    sym,
)
from derive.traverse import Node, children, postorder

MOST_SUMMANDS = 10_000
SUM = "sum"

Place = tuple[str, int]  # the stem of an indexed name, and which of its indices
Run = tuple[Term, Term]  # the first and the last value of an index


def is_sum(node: Node) -> bool:
    """Whether a node is a sum whose size has no value yet."""
    return isinstance(node, Fn) and node.name == SUM


def summation(body: Term, index: str, low: Term, high: Term) -> Fn:
    """The sum of a body over an index.

    >>> summation(sym("x[i]"), "i", num(1), sym("N")) is summation(sym("x[k]"), "k", num(1), sym("N"))
    True
    """
    depth = 1 + max((int(bound_index(node)[1:]) for node in postorder((body,)) if is_sum(node)), default=0)
    found = fn(SUM, at_indices(body, {index: f"#{depth}"}), sym(f"#{depth}"), low, high)
    assert isinstance(found, Fn)
    return found


def bound_index(node: Node) -> str:
    """The index of a sum."""
    assert isinstance(node, Fn)
    index = node.args[1]
    assert isinstance(index, Sym)
    return index.name


def sums_in(*terms: Term) -> list[Fn]:
    """Every sum in the terms, inner ones first."""
    return [node for node in postorder(terms) if isinstance(node, Fn) and node.name == SUM]


def size_names(terms: Sequence[Term]) -> list[str]:
    """The names that sums run to, but for indices of other sums.

    >>> size_names([summation(sym("x[i]"), "i", num(1), sym("N"))])
    ['N']
    """
    ends = {name for node in sums_in(*terms) for name in free_symbols(*node.args[2:])}
    return sorted(name for name in ends if not name.startswith("#"))


def run_of(node: Fn) -> Run:
    """The first and the last value of the index of a sum."""
    return node.args[2], node.args[3]


def size_of(run: Run) -> str | None:
    """The size N of an index from 1 to N, or from 0 to N - 1.

    >>> size_of((num(0), sym("N") - 1))
    'N'
    """
    low, high = run
    if not isinstance(low, Num) or low.value not in (0, 1):
        return None
    last = add(high, 1 - low.value)
    return last.name if isinstance(last, Sym) and not last.name.startswith("#") else None


def unfolded(term: Term, values: Mapping[str, int]) -> Term:
    """The term with its sums written out, sizes and indices having the given values.

    Raises ``NotSupported`` for a sum without whole ends, or with too many parts.

    >>> unfolded(summation(sym("x[i]"), "i", num(1), sym("N")), {"N": 2})
    x[1] + x[2]
    """
    return _expanded(at_indices(term, values)) if values or sums_in(term) else term


def _expanded(term: Term) -> Term:
    known: dict[Node, Node] = {one: _written_out(one) for one in _outermost(term)}
    for node in postorder((term,), known):
        known[node] = _settled(rebuild(node, known))
    return known[term]  # type: ignore[return-value]


def _outermost(term: Term) -> Iterator[Fn]:
    stack: list[Node] = [term]
    seen: set[Node] = set()
    while stack:
        node = stack.pop()
        if node in seen:
            continue
        seen.add(node)
        if isinstance(node, Fn) and node.name == SUM:
            yield node
        else:
            stack.extend(children(node))


def _written_out(node: Fn) -> Term:
    return add(*map(_expanded, unfolded_parts(node)))


def unfolded_parts(node: Fn) -> list[Term]:
    """The summands of a sum with whole ends."""
    low, high = map(_whole, run_of(node))
    if high - low >= MOST_SUMMANDS:
        raise NotSupported(f"a sum of more than {MOST_SUMMANDS} parts")
    return [at_indices(node.args[0], {bound_index(node): k}) for k in range(low, high + 1)]


def _whole(end: Term) -> int:
    if isinstance(end, Num) and end.value.denominator == 1:
        return int(end.value)
    raise NotSupported(f"a sum that runs to {end!r}", remedy="the ends of a sum are whole numbers or sizes")


def _settled(node: Node) -> Node:
    # Conditions between numbers, as indices become, hold or do not hold.
    if isinstance(node, Compare) and isinstance(node.left, Num) and isinstance(node.right, Num):
        return all_of() if _holds(node, node.left, node.right) else any_of()
    return _settled_case(node) if isinstance(node, Case) else node


def _holds(node: Compare, left: Num, right: Num) -> bool:
    a, b = left.value, right.value
    return {"<": a < b, "<=": a <= b, "=": a == b, "!=": a != b}[node.relation]


def _settled_case(node: Case) -> Term:
    branches: list[tuple[Condition, Term]] = []
    for condition, value in node.branches:
        if condition == all_of():
            return case(branches, value) if branches else value
        if condition != any_of():
            branches.append((condition, value))
    return case(branches, node.otherwise) if branches else node.otherwise


def derivative(term: Term, by: str) -> Term:
    """The derivative by a symbol, under sums as well: by x[k], the summand with index k contributes.

    >>> derivative(summation(sym("x[i]") ** 2, "i", num(1), sym("N")), "x[k]")
    2*x[k]
    """
    known: dict[Node, Term] = {}
    for node in postorder((term,)):
        if isinstance(node, Fn) and node.name == SUM:
            known[node] = _summed(known[node.args[0]], node)
        elif isinstance(node, Sym):
            known[node] = _slope(node.name, by)
        elif isinstance(node, Term):
            known[node] = derivative_of(node, sym(by), known)
    return known[term]


def _summed(slope: Term, node: Fn) -> Term:
    # The sum of a derivative; of g(i) [i = k] only g(k) is left.
    left: list[Term] = []
    parts: list[Term] = []
    for part in slope.args if isinstance(slope, Add) else (slope,):
        whole = _under_its_condition(part)
        index = _only_index(whole, bound_index(node))
        if index is not None and isinstance(whole, Case):
            parts.append(at_indices(whole.branches[0][1], {bound_index(node): index}))
        else:
            left.append(whole)
    body = add(*left)
    return add(*parts, ZERO if body is ZERO else fn(SUM, body, *node.args[1:]))


def _under_its_condition(part: Term) -> Term:
    # f [i = k] as a case that is f where i = k: elsewhere f need not have a value.
    factors = part.args if isinstance(part, Mul) else (part,)
    for place, factor in enumerate(factors):
        if isinstance(factor, Case) and factor.otherwise is ZERO and len(factor.branches) == 1:
            ((condition, value),) = factor.branches
            return case([(condition, mul(*factors[:place], value, *factors[place + 1 :]))], ZERO)
    return part


def _only_index(whole: Term, index: str) -> str | None:
    match whole:
        case Case(branches=((Compare(relation="=", left=Sym(name=name), right=Sym(name=other)), _),)):
            return other if name == index and not other.startswith("#") and whole.otherwise is ZERO else None
        case _:
            return None


def _slope(name: str, by: str) -> Term:
    # 1 where the two names are the same: x[i] by x[k] where i = k.
    if name == by:
        return ONE
    mine, other = indexed(name), indexed(by)
    if mine is None or other is None or mine.stem != other.stem or len(mine.parts) != len(other.parts):
        return ZERO
    pairs = [(a, b) for a, b in zip(mine.parts, other.parts, strict=True) if a != b]
    same = [compare("=", _index_term(a), _index_term(b)) for a, b in pairs]
    settled = [_settled(one) for one in same]
    if any_of() in settled:
        return ZERO
    return case([(all_of(*(one for one in same if _settled(one) != all_of())), ONE)], ZERO)


def _index_term(part: str) -> Term:
    # "i+1" as a term.
    total: list[Term] = []
    for sign, text in re.findall(r"([+-]?)([^+-]+)", part):
        factors = [num(int(word)) if word.isdigit() else sym(word) for word in text.split("*")]
        total.append(mul(-1 if sign == "-" else 1, *factors))
    return add(*total)


def free_indices(terms: Sequence[Term]) -> dict[str, Run]:
    """Names that stand as an index where sums have theirs, and are bound by none: they run over the same values.

    >>> total = summation(sym("x[i]"), "i", num(1), sym("N"))
    >>> free_indices([sym("x[k]") / total])
    {'k': (1, N)}
    """
    runs = runs_of_places(terms)
    found: dict[str, Run] = {}
    for name, place in indices_in(terms):
        (run,) = runs[place] if len(runs.get(place, ())) == 1 else (None,)
        if run is not None and not name.startswith("#") and not _depends_on_indices(run):
            found.setdefault(name, run)
    return found


def _depends_on_indices(run: Run) -> bool:
    return any(name.startswith("#") for name in free_symbols(*run))


def runs_of_places(terms: Sequence[Term]) -> dict[Place, set[Run]]:
    """What the sums run over that have their index at a place."""
    found: dict[Place, set[Run]] = {}
    for node in sums_in(*terms):
        for name, place in indices_in([node.args[0]]):
            if name == bound_index(node):
                found.setdefault(place, set()).add(run_of(node))
    return found


def indices_in(terms: Sequence[Term]) -> Iterator[tuple[str, Place]]:
    """Every name that stands in an index, with its place."""
    for name in sorted(free_symbols(*terms)):
        for part, place in places_of(name):
            yield from ((word, place) for word in sorted(named_in(part)))


def places_of(name: str) -> Iterator[tuple[str, Place]]:
    """The indices of a name, each with its place.

    >>> list(places_of("x[i,2]"))
    [('i', ('x', 0)), ('2', ('x', 1))]
    """
    parts = indexed(name)
    if parts is not None:
        yield from ((part, (parts.stem, place)) for place, part in enumerate(parts.parts))
