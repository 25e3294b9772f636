"""What the condition of a path says about hard labels, and whether a path can be taken at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from derive.calculus import free_symbols
from derive.domains import Domains, FiniteSet
from derive.exact.balls import evaluate
from derive.exact.labels import label_cases
from derive.judgement import prove_terms
from derive.model import Right
from derive.terms import ZERO, AllOf, Compare, Condition, Term, all_of, case
from derive.traverse import postorder
from numeric.submissions.results import Path

MOST_CHOICES, MOST_APART, MOST_CASES = 1 << 10, 4, 64
BITS = 192
ALWAYS = all_of()


@dataclass(frozen=True, slots=True)
class Pinned:
    """Values that the labels may have where a condition holds, and what else it demands then."""

    values: Mapping[str, Fraction]
    rest: Condition


def pinned(condition: Condition, domains: Domains) -> list[Pinned]:
    """What a condition says about labels, case by case; no case where no values of the labels satisfy it.

    Many cases are taken together: then only the values that they share are given, and the whole condition is left.

    >>> from derive.domains import LABELS
    >>> from derive.terms import compare, negation, sym
    >>> no = negation(compare("=", sym("y"), 1))
    >>> [case.values for case in pinned(no, Domains({"y": LABELS}))]
    [{'y': Fraction(0, 1)}]
    """
    parts = condition.parts if isinstance(condition, AllOf) else (condition,)
    telling = [part for part in parts if _is_about_labels(part, domains)]
    choices = list(label_cases(sorted(free_symbols(*telling)), domains, MOST_CHOICES))
    if not choices:
        return [Pinned({}, condition)]
    kept = [values for values in choices if evaluate(telling, values) == [True] * len(telling)]  # type: ignore[arg-type]
    if len(kept) <= MOST_APART:
        return [Pinned(values, all_of(*(part for part in parts if part not in telling))) for values in kept]
    return [Pinned({name: value for name, value in kept[0].items() if _is_shared(name, kept)}, condition)]


def cases_of_equations(terms: Sequence[Term], domains: Domains) -> list[Pinned]:
    """The values of the labels that equations within terms ask for (y = k), case by case; none where they are many.

    >>> from derive.domains import LABELS
    >>> from derive.terms import compare, sym
    >>> one = case([(compare("=", sym("y"), 1), sym("x"))], 0)
    >>> [case.values["y"] for case in cases_of_equations([one], Domains({"y": LABELS}))]
    [Fraction(0, 1), Fraction(1, 1)]
    """
    found = [node for node in postorder(terms) if isinstance(node, Compare) and node.relation in ("=", "!=")]
    names = {name for node in found if _is_about_labels(node, domains) for name in free_symbols(node)}
    return [Pinned(values, ALWAYS) for values in label_cases(sorted(names), domains, MOST_CASES)]


def _is_shared(name: str, cases: Sequence[Mapping[str, Fraction]]) -> bool:
    return all(values[name] == cases[0][name] for values in cases)


def _is_about_labels(part: Condition, domains: Domains) -> bool:
    names = free_symbols(part)
    return bool(names) and all(isinstance(domains.domain(name), FiniteSet) for name in names)


def is_impossible(condition: Condition, domains: Domains) -> bool:
    """Whether it is proved that a path is never taken in the declared domain."""
    if isinstance(condition, AllOf) and not condition.parts:
        return False
    if not pinned(condition, domains):
        return True
    return isinstance(prove_terms(case([(condition, 1)], 0), ZERO, domains), Right)


def path_at(paths: Sequence[Path], point: Mapping[str, Fraction]) -> Path | None:
    """The path that is certainly taken at a point, where it is exact and comes to its end."""
    for path in paths:
        if not path.inexact and path.stop is None and evaluate([path.condition], point, BITS) == [True]:  # type: ignore[list-item]
            return path
    return None


def suspects_first(paths: Sequence[Path], points: Sequence[Mapping[str, Fraction]]) -> list[Path]:
    """The paths, first those that are taken at points where something was seen to be wrong."""
    taken = [path for point in points if (path := path_at(paths, point)) is not None]
    return list({id(path): path for path in [*taken, *paths]}.values())
