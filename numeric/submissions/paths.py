"""What the condition of a path says about hard labels, and whether a path can be taken at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from derive.calculus import free_symbols
from derive.domains import Domains, FiniteSet
from derive.exact.balls import evaluate
from derive.judgement import prove_terms
from derive.model import Right
from derive.terms import ZERO, AllOf, Condition, all_of, case


@dataclass(frozen=True, slots=True)
class Pinned:
    """The labels whose values a condition leaves no choice, and what else it demands."""

    values: Mapping[str, Fraction]
    rest: Condition


def pinned(condition: Condition, domains: Domains) -> Pinned | None:
    """What a condition says about labels; None where no values of the labels satisfy it.

    >>> from derive.domains import LABELS
    >>> from derive.terms import compare, negation, sym
    >>> no = negation(compare("=", sym("y"), 1))
    >>> pinned(no, Domains({"y": LABELS})).values
    {'y': Fraction(0, 1)}
    """
    allowed: dict[str, list[Fraction]] = {}
    rest: list[Condition] = []
    for part in condition.parts if isinstance(condition, AllOf) else (condition,):
        name = _label_in(part, domains)
        if name is None:
            rest.append(part)
            continue
        before = allowed.get(name) or list(_values(name, domains))
        allowed[name] = [value for value in before if evaluate([part], {name: value}) == [True]]  # type: ignore[list-item]
        if not allowed[name]:
            return None
    left_open = [name for name, values in allowed.items() if len(values) > 1]
    if left_open:
        rest = list(condition.parts) if isinstance(condition, AllOf) else [condition]
    return Pinned({name: values[0] for name, values in allowed.items() if len(values) == 1}, all_of(*rest))


def is_impossible(condition: Condition, domains: Domains) -> bool:
    """Whether it is proved that a path is never taken in the declared domain."""
    if isinstance(condition, AllOf) and not condition.parts:
        return False
    if pinned(condition, domains) is None:
        return True
    return isinstance(prove_terms(case([(condition, 1)], 0), ZERO, domains), Right)


def _label_in(part: Condition, domains: Domains) -> str | None:
    names = free_symbols(part)
    if len(names) != 1:
        return None
    (name,) = names
    return name if isinstance(domains.domain(name), FiniteSet) else None


def _values(name: str, domains: Domains) -> tuple[Fraction, ...]:
    domain = domains.domain(name)
    return domain.values if isinstance(domain, FiniteSet) else ()
