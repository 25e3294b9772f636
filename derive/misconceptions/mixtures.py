"""Targets that are mixed: smoothed labels, which are taken for the hard ones."""

from __future__ import annotations

from derive.calculus import free_symbols, substitute
from derive.misconceptions.differential import Roles
from derive.misconceptions.sites import factors, family
from derive.terms import ONE, ZERO, Add, Mul, Term
from derive.traverse import postorder


def hard_for_mixed(node: Term, roles: Roles) -> Term | None:
    """A label that is mixed with something else by a named constant, (1 - c) y + c/K, is read as the hard label."""
    if not isinstance(node, Add):
        return None
    labels = [arg for part in node.args for arg in factors(part) if roles.is_label(arg)]
    names = {name for name in free_symbols(node) if family(name) not in roles.labels}
    mixed = bool(names) and not any("[" in name or family(name) in roles.parameters for name in names)
    return labels[0] if mixed and len(set(labels)) == 1 else None


def smoothing_forgotten(node: Term, roles: Roles) -> Term | None:
    """The weights (1 - c) + c/K and c/K of the right class and of the others are read as 1 and 0."""
    names = free_symbols(node) if isinstance(node, Add) else frozenset()
    if len(names) != 1 or not names.isdisjoint(roles.parameters):
        return None
    (name,) = names
    hard = substitute(node, {name: ZERO})
    return hard if "[" not in name and hard in (ZERO, ONE) and _is_affine(node, name) else None


def _is_affine(node: Term, name: str) -> bool:
    """Whether a term of one name is made of sums and products in which the name never meets itself."""
    products = (part for part in postorder((node,)) if isinstance(part, Mul))
    return all(sum(name in free_symbols(arg) for arg in part.args) < 2 for part in products)
