"""The atoms of a variable: how what is differentiated is written in them, and what they stand for afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from derive.calculus import free_symbols
from derive.elaborate.evaluation import lookup
from derive.elaborate.evaluation.products import inverse
from derive.elaborate.evaluation.rates import moving
from derive.elaborate.evaluation.recurrences import are_first
from derive.elaborate.evaluation.reexpress import reexpressed
from derive.elaborate.evaluation.unknown_functions import replaced, symbols_of
from derive.elaborate.evaluation.values import Value
from derive.elaborate.symbols.errors import NoValue, outside
from derive.elaborate.symbols.names import Reference, reference
from derive.elaborate.symbols.scope import Definition
from derive.model import Reason
from derive.reader import syntax as s
from derive.terms import ZERO, Sym, Term

if TYPE_CHECKING:
    from derive.elaborate.evaluation.evaluate import Evaluation, Frame


def reaching(
    ev: Evaluation, targets: Sequence[Term], variable: Value, ref: Reference, at: Frame
) -> list[Term]:
    """The entries to differentiate, rewritten in the variable where the document went round it."""
    atoms = free_symbols(*variable.entries)
    if ref.key not in at.arguments:
        atoms |= all_atoms(ev, ref, at)
    if any(symbols_of(ev, f) & atoms for f in targets) or any(moving(ev, targets, by) for by in atoms):
        return list(targets)
    made = ev.scope.definitions.get(ref.key)
    if made is not None and made.body is not None and ref.key not in at.held:
        rewritten = _rewritten(ev, targets, variable, ref, at) or _through_inverse(ev, targets, made, at)
        if rewritten is not None:
            return rewritten
        raise NoValue(Reason.UNDECIDED, f"how it depends on {ref.key} is not written")
    if all((f is ZERO and ev.letters.resting) or are_first(ev, symbols_of(ev, f)) for f in targets):
        return list(targets)
    raise NoValue(Reason.UNDECLARED, f"what is differentiated does not contain {ref.key}")


def all_atoms(ev: Evaluation, ref: Reference, at: Frame) -> frozenset[str]:
    axes = ev.typing.get(ref.key)
    if axes is None:
        return frozenset()
    if axes.count > 2:
        sizes = tuple(ev.size(dim) for dim in lookup.dims_of(ev, ref.key, axes.count))
        return free_symbols(*lookup.leaf_of(ev, ref.key, sizes).entries)
    return free_symbols(*lookup.fetch(ev, ref.key, [], at.holding(frozenset((ref.key,)))).entries)


def _rewritten(
    ev: Evaluation, targets: Sequence[Term], variable: Value, ref: Reference, at: Frame
) -> list[Term] | None:
    whole_atoms = lookup.fetch(ev, ref.key, [], at.holding(frozenset((ref.key,))))
    meaning = lookup.fetch(ev, ref.key, [], at)
    pairs = list(zip(meaning.entries, whole_atoms.entries, strict=True))
    return reexpressed(targets, pairs)


def _through_inverse(
    ev: Evaluation, targets: Sequence[Term], made: Definition, at: Frame
) -> list[Term] | None:
    """What is made from Σ alone, in the entries of Λ = Σ⁻¹."""
    match made.body:
        case s.Power(base=s.Name() as base, exponent=s.Neg(of=s.Number(text="1"))):
            ref = reference(base, ev.letters)
        case _:
            return None
    if ref is None or ((origin := ev.scope.definitions.get(ref.key)) is not None and origin.body is not None):
        return None
    old = lookup.fetch(ev, ref.key, [], at)
    if old.is_scalar or old.is_vector:
        return None
    atoms = lookup.fetch(ev, made.key, [], at.holding(frozenset((made.key,))))
    new = inverse(ev, atoms).entries
    return [replaced(ev, f, dict(zip(_names(old), new, strict=True))) for f in targets]


def _names(value: Value) -> list[str]:
    return [atom.name for atom in value.entries if isinstance(atom, Sym)]


def _number_zero(ev: Evaluation, ref: Reference, at: Frame) -> dict[str, Term]:
    """What the member of number 0 stands for, in a family that begins with it."""
    if ref.key not in ev.letters.zeroth:
        return {}
    first = [(None, 0)]
    atoms = lookup.fetch(ev, ref.key, first, at.holding(frozenset((ref.key,))))
    return dict(zip(_names(atoms), lookup.fetch(ev, ref.key, first, at).entries, strict=True))


def released(ev: Evaluation, table: list[list[Term]], ref: Reference, at: Frame) -> list[list[Term]]:
    """Atoms that were held only for the differentiation, replaced by what they stand for."""
    made = ev.scope.definitions.get(ref.key)
    if made is None or made.body is None or ref.key in at.held or ref.key in at.arguments:
        return table
    names = set().union(*(symbols_of(ev, term) for row in table for term in row))
    if not any(name.split("[", 1)[0] == ref.key for name in names):
        return table
    axes = ev.typing.get(ref.key)
    if axes is None or axes.count > 2:
        raise outside("a variable with more than two axes")
    atoms = lookup.fetch(ev, ref.key, [], at.holding(frozenset((ref.key,))))
    meaning = lookup.fetch(ev, ref.key, [], at)
    if len(atoms.entries) != len(meaning.entries):
        raise NoValue(Reason.UNDECIDED, f"the size of {ref.key} and that of its definition differ")
    mapping = {a.name: m for a, m in zip(atoms.entries, meaning.entries, strict=True)}  # type: ignore[union-attr]
    mapping |= (
        _number_zero(ev, ref, at) if f"{ref.key}[0" in {name[: len(ref.key) + 2] for name in names} else {}
    )
    return [[replaced(ev, term, mapping) for term in row] for row in table]
