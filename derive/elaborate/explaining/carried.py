"""Whether a wrong line only carries an earlier mistake on: it would be right if that line were."""

from __future__ import annotations

from derive.arrays import Array
from derive.calculus import differentiate, substitute
from derive.elaborate.explaining.slips import Slip, are_proved
from derive.misconceptions.step import Case
from derive.terms import Term, add, mul


def carries(first: Slip, later: Slip) -> bool:
    """Whether a later wrong line would be right if the first wrong line were: proved at every size.

    Either it says the same wrong value of the same derivative again, or the first one's value enters the chain rule
    where the later one goes through its variable, or both are off by the same factor.
    """
    pairs = list(zip(first.cases, later.cases, strict=False))
    again = first.about is not None and first.about == later.about
    return bool(pairs) and (
        (again and all(_same_value(a, b) for a, b in pairs))
        or all(_same_factor(a, b) for a, b in pairs)
        or all(_by_chain(a, b) for a, b in pairs)
    )


def _same_value(first: Case, later: Case) -> bool:
    return len(first.written) == len(later.written) and are_proved(
        first.written, later.written, later.domains
    )


def _same_factor(first: Case, later: Case) -> bool:
    if len(first.written) != 1 or len(first.right) != 1:
        return _same_entries(first, later)
    lefts = [mul(entry, first.right[0]) for entry in later.written]
    rights = [mul(entry, first.written[0]) for entry in later.right]
    return are_proved(lefts, rights, later.domains)


def _same_entries(first: Case, later: Case) -> bool:
    if len(first.written) != len(later.written):
        return False
    lefts = [mul(a, b) for a, b in zip(later.written, first.right, strict=False)]
    rights = [mul(a, b) for a, b in zip(later.right, first.written, strict=False)]
    return are_proved(lefts, rights, later.domains)


def _by_chain(first: Case, later: Case) -> bool:
    """Off by the first line's error, passed on through its variable: ∂L/∂x − written = Σ (∂L/∂z − written) ∂z/∂x."""
    if not (first.differentiations and later.differentiations):
        return False
    through = _through(first, later)
    if through is None:
        return False
    errors = [
        (substitute(add(right, mul(-1, written)), through), through[by.name])
        for right, written, by in zip(first.right, first.written, first.differentiations[0].by, strict=False)
    ]
    lefts, rights = [], []
    for k, by in enumerate(later.differentiations[0].by):
        lefts.append(add(later.right[k], mul(-1, later.written[k])))
        rights.append(add(*(mul(error, differentiate(value, by.name)) for error, value in errors)))
    return are_proved(lefts, rights, later.domains)


def _through(first: Case, later: Case) -> dict[str, Term] | None:
    """What the atoms of the first line stand for in the later one."""
    held = dict(later.named)
    found: dict[str, Term] = {}
    for atom in first.differentiations[0].by:
        family = atom.name.partition("[")[0]
        array = held.get(family)
        place = _entry_of(array, atom.name) if array is not None else None
        if place is None:
            return None
        found[atom.name] = place
    return found


def _entry_of(array: Array, name: str) -> Term | None:
    if "[" not in name:
        return array.entries[0] if len(array.entries) == 1 else None
    index = [int(part) - 1 for part in name.partition("[")[2].rstrip("]").split(",")]
    if len(index) != array.ndim or any(not 0 <= i < n for i, n in zip(index, array.shape, strict=True)):
        return None
    return array.at(*index)
