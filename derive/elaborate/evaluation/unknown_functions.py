"""Functions of which only the name is known: an atom for every argument, and derivatives that look through them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import is_
from typing import TYPE_CHECKING

from derive import arrays
from derive.calculus import differentiate, free_symbols, substitute
from derive.elaborate.evaluation import lookup
from derive.elaborate.evaluation.rates import through_rates
from derive.elaborate.evaluation.values import Value, pointwise, scalar, total
from derive.elaborate.symbols.dims import SCALAR
from derive.elaborate.symbols.errors import outside
from derive.elaborate.symbols.names import Reference
from derive.elaborate.symbols.roles import is_loss
from derive.errors import NotSupported
from derive.terms import ZERO, Term, add, mul, sym

if TYPE_CHECKING:
    from derive.elaborate.evaluation.evaluate import Evaluation, IndexValue


LINEAR = r"\nabla "
"""What stands before the name of a loss that takes a vector: the entries of its gradient."""


def opaque(
    ev: Evaluation, ref: Reference, value: Value, indices: Sequence[IndexValue] = (), order: int = 0
) -> Value:
    """A function of which only the name is known: an atom for every argument, equal for equal arguments."""
    for (dim, _), axis in zip(indices, lookup.dims_of(ev, f"{ref.key}()", len(indices)), strict=True):
        if dim is not None:
            ev.dims.unify(dim, axis)
    if is_loss(ref.key) and not value.is_scalar:
        return _loss_of_many(ev, ref, value, [at for _, at in indices], order)
    if not ev.concrete:
        return Value(value.shape, None, value.loose)
    assert value.array is not None
    label = ",".join(str(at) for _, at in indices)
    name = ref.key + (f"[{label}]" if indices else "") + "'" * order
    entries = [opaque_atom(ev, name, term) for term in value.entries]
    return Value(value.shape, arrays.constant(entries, value.array.shape), value.loose)


def _loss_of_many(
    ev: Evaluation, ref: Reference, value: Value, indices: Sequence[int | None], order: int
) -> Value:
    """A loss of a vector or a matrix: to first order ∇ℓ : ŷ, with a gradient of which only the name is known."""
    if order:
        raise outside(f"the derivative of {ref.key}, which takes more than a number")
    if not ev.concrete:
        return Value(SCALAR, None, value.loose)
    assert value.array is not None
    slope = arrays.leaf(LINEAR + ref.key + (str(list(indices)) if indices else ""), value.array.shape)
    return total(pointwise(ev.dims, "mul", Value(value.shape, slope), value))


def opaque_of_several(ev: Evaluation, ref: Reference, values: Sequence[Value]) -> Value:
    """A number of which only the name and the numbers that it depends on are known: c(y, φ)."""
    if not all(value.is_scalar for value in values):
        raise outside(f"the function {ref.key}, which is not defined")
    if not ev.concrete:
        return Value(SCALAR, None)
    return scalar(opaque_atom(ev, ref.key, *(value.entries[0] for value in values)))


def opaque_atom(ev: Evaluation, name: str, *arguments: Term) -> Term:
    """The atom that stands for an unknown function at its arguments."""
    for atom, (held, terms) in ev.opaque.items():
        if held == name and len(terms) == len(arguments) and all(map(is_, terms, arguments)):
            return sym(atom)
    atom = f"{name}(#{len(ev.opaque) + 1})"
    ev.opaque[atom] = (name, arguments)
    return sym(atom)


def symbols_of(ev: Evaluation, term: Term) -> frozenset[str]:
    """The atoms of a term, those in the arguments of unknown functions too."""
    found = set(free_symbols(term))
    waiting = [name for name in found if name in ev.opaque]
    while waiting:
        more = free_symbols(*ev.opaque[waiting.pop()][1]) - found
        found |= more
        waiting.extend(name for name in more if name in ev.opaque)
    return frozenset(found)


def total_derivative(ev: Evaluation, term: Term, by: str) -> Term:
    """The derivative by one atom, through functions of which only the name is known as well."""
    parts = [_derivative(term, by), through_rates(ev, term, by)]
    for name in sorted(free_symbols(term) & ev.opaque.keys()):
        function, arguments = ev.opaque[name]
        for place, argument in enumerate(arguments):
            inner = total_derivative(ev, argument, by)
            if inner is not ZERO:
                slope = function + ("'" if len(arguments) == 1 else f"[,{place}]'")
                parts.append(mul(_derivative(term, name), opaque_atom(ev, slope, *arguments), inner))
    return add(*parts)


def _derivative(term: Term, by: str) -> Term:
    try:
        return differentiate(term, by)
    except NotSupported as problem:
        raise outside(str(problem)) from None


def replaced(ev: Evaluation, term: Term, mapping: Mapping[str, Term]) -> Term:
    """Atoms replaced everywhere, in the arguments of unknown functions as well."""
    more = dict(mapping)
    for name in sorted(free_symbols(term) & ev.opaque.keys()):
        function, arguments = ev.opaque[name]
        new = [replaced(ev, argument, mapping) for argument in arguments]
        if not all(map(is_, new, arguments)):
            more[name] = opaque_atom(ev, function, *new)
    return substitute(term, more)
