"""Writing terms in an intermediate that they were not written in: σ(wᵀx) in s = wᵀx."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from derive.calculus import free_symbols, rebuild
from derive.terms import Add, Mul, Sym, Term, add, mul
from derive.traverse import postorder


def reexpressed(targets: Sequence[Term], pairs: Sequence[tuple[Term, Term]]) -> list[Term] | None:
    """The targets with every occurrence of the first of each pair replaced by the second.

    None where nothing was found, or where so much of a replaced expression is still there beside it that it is not
    clear what is held fixed: each must be able to move through a symbol of its own while all the rest stays.
    """
    ordered = [(sorted_term(meaning), atom) for meaning, atom in pairs]
    if any(isinstance(meaning, Sym) or not free_symbols(meaning) for meaning, _ in ordered):
        return None
    new = [_replaced(sorted_term(target), ordered) for target in targets]
    atoms = free_symbols(*(atom for _, atom in pairs))
    if not _can_move_alone([free_symbols(meaning) for meaning, _ in ordered], free_symbols(*new)):
        return None
    if not any(free_symbols(term) & atoms for term in new):
        return None
    return new


def _can_move_alone(meanings: Sequence[frozenset[str]], left: frozenset[str]) -> bool:
    """Whether nothing of some expressions is left, or each has a symbol that is neither left nor in another of them."""
    if not left & frozenset().union(*meanings):
        return True
    count = Counter(name for names in meanings for name in names)
    return all(any(count[name] == 1 and name not in left for name in names) for names in meanings)


def sorted_term(term: Term) -> Term:
    """The same term with the parts of its sums and products in one order."""
    known: dict[object, object] = {}
    for node in postorder((term,)):
        made = rebuild(node, known)  # type: ignore[arg-type]
        if isinstance(made, Add):
            made = add(*sorted(made.args, key=_order))
        elif isinstance(made, Mul):
            made = mul(*sorted(made.args, key=_order))
        known[node] = made
    return known[term]  # type: ignore[return-value]


def _order(term: Term) -> str:
    return repr(term)


def _replaced(target: Term, pairs: Sequence[tuple[Term, Term]]) -> Term:
    known: dict[object, object] = {}
    for node in postorder((target,)):
        made = rebuild(node, known)  # type: ignore[arg-type]
        for meaning, atom in pairs:
            made = _swap(made, meaning, atom)  # type: ignore[arg-type]
        known[node] = made
    return known[target]  # type: ignore[return-value]


def _swap(term: Term, meaning: Term, atom: Term) -> Term:
    if term is meaning:
        return atom
    for kind, make in ((Add, add), (Mul, mul)):
        if isinstance(term, kind) and isinstance(meaning, kind):
            left = Counter(term.args)
            left.subtract(Counter(meaning.args))
            if all(count >= 0 for count in left.values()):
                return make(atom, *left.elements())
    return term
