"""Case distinctions whose conditions are about numbers only: the branch that is taken stands in their place."""

from __future__ import annotations

from collections.abc import Sequence

from derive.calculus import rebuild
from derive.terms import AllOf, AnyOf, Case, Compare, Condition, Negation, Num, Term, case
from derive.traverse import Node, postorder


def settled(terms: Sequence[Term]) -> list[Term]:
    """The same terms without branches that are never or always taken.

    >>> from derive.terms import compare, num, sym
    >>> settled([case([(compare("=", num(1), 2), sym("x"))], sym("y"))])
    [y]
    """
    known: dict[Node, Node] = {}
    for node in postorder(terms):
        made = rebuild(node, known)
        known[node] = _taken(made) if isinstance(made, Case) else made
    return [known[term] for term in terms]  # type: ignore[misc]


def _taken(node: Case) -> Term:
    kept: list[tuple[Condition, Term]] = []
    for condition, value in node.branches:
        outcome = _truth(condition)
        if outcome is True:
            return case(kept, value)
        if outcome is None:
            kept.append((condition, value))
    return case(kept, node.otherwise)


def _truth(condition: Condition) -> bool | None:
    """Whether a condition holds; None where that depends on something."""
    match condition:
        case Compare(relation=relation, left=Num(value=left), right=Num(value=right)):
            return {"<": left < right, "<=": left <= right, "=": left == right, "!=": left != right}[relation]
        case Compare():
            return None
        case Negation(part=part):
            inner = _truth(part)
            return None if inner is None else not inner
        case AllOf(parts=parts):
            outcomes = [_truth(part) for part in parts]
            return False if False in outcomes else None if None in outcomes else True
        case AnyOf(parts=parts):
            outcomes = [_truth(part) for part in parts]
            return True if True in outcomes else None if None in outcomes else False
