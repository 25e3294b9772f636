"""Written derivatives: expand the numerator down to the variable and no further, differentiate exactly, then expand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from derive import arrays
from derive.calculus import free_symbols
from derive.elaborate.evaluation import lookup
from derive.elaborate.evaluation.atoms import all_atoms, reaching, released
from derive.elaborate.evaluation.bare_nabla import by_each_number, usual_variable
from derive.elaborate.evaluation.evaluated import at_its_arguments
from derive.elaborate.evaluation.layouts import arranged, keeps_shape_of, length_of, shape_of
from derive.elaborate.evaluation.matrix_functions import stacked_columns
from derive.elaborate.evaluation.recurrences import holding_member
from derive.elaborate.evaluation.reexpress import reexpressed
from derive.elaborate.evaluation.time_slopes import along_time
from derive.elaborate.evaluation.unknown_functions import LINEAR, replaced, symbols_of, total_derivative
from derive.elaborate.evaluation.values import Value, mapped, pointwise, scalar, transposed
from derive.elaborate.symbols.dims import SCALAR
from derive.elaborate.symbols.errors import NoValue, outside
from derive.elaborate.symbols.names import Reference, reference
from derive.model import Reason
from derive.reader import syntax as s
from derive.reader.tree import is_stroke
from derive.terms import Sym, Term, mul, power

if TYPE_CHECKING:
    from derive.elaborate.evaluation.evaluate import Evaluation, Frame


def derivative(ev: Evaluation, node: s.Derivative | s.Nabla | s.Jacobian, at: Frame) -> Value:
    """A written derivative of any form."""
    if node.of is None:
        raise outside("a derivative sign that stands alone")
    if isinstance(node, s.Nabla) and (placed := at_its_arguments(ev, node)) is not None:
        return ev.value(placed, at)
    if isinstance(node, s.Nabla) and (written := by_each_number(ev, node)) is not None:
        return ev.value(written, at)
    match node:
        case s.Derivative(by=(only,)):
            upright = _upright(only)
            value = _first(ev, node, node.of, upright, at)
            return transposed(value) if _is_by_turned(ev, only, upright, at) else value
        case s.Derivative(by=(one, other)):
            return _second(ev, node, node.of, _upright(one), _upright(other), at)
        case s.Derivative(of=of, by=(*first, last)) if len(first) > 1:
            return _higher(ev, node, s.Derivative(of, tuple(first)), _upright(last), at)
        case s.Nabla(order=1):
            return _first(ev, node, node.of, node.by or usual_variable(ev, node.of), at)
        case s.Nabla(order=2, by=s.Sequence(items=(one, other))):
            return _second(ev, node, node.of, _upright(one), _upright(other), at)
        case s.Nabla(order=2):
            by = node.by or usual_variable(ev, node.of)
            return _second(ev, node, node.of, by, by, at)
        case s.Jacobian():
            return _first(ev, node, node.of, node.by or usual_variable(ev, node.of), at)
    raise outside("a derivative of this order")


def _higher(ev: Evaluation, node: s.Node, of: s.Derivative, by: s.Node, at: Frame) -> Value:
    """A derivative of a third or higher order, by numbers one after the other."""
    if not all(ev.value(each, at).is_scalar for each in (*of.by, by)):
        raise outside("a derivative of this order")
    return _first(ev, node, of, by, at)


def _upright(by: s.Node) -> s.Node:
    r"""β for the β^T or β' of ∂²L/∂β∂β'."""
    if isinstance(by, s.Ambiguous) and is_stroke(by):
        by = by.readings[0]
    return by.of if isinstance(by, s.Transpose | s.Prime) else by


def _is_by_turned(ev: Evaluation, by: s.Node, upright: s.Node, at: Frame) -> bool:
    """Whether the variable is a transposed matrix Wᵀ, the shape of which its derivative has by what the text says."""
    is_stroked = isinstance(by, s.Ambiguous | s.Prime)
    return upright is not by and not is_stroked and keeps_shape_of(ev, ev.value(upright, at))


def _first(ev: Evaluation, node: s.Node, of: s.Node, by: s.Node, at: Frame) -> Value:
    ref = reference(by, ev.letters)
    if ref is None:
        return _by_expression(ev, node, of, by, at)
    if (moved := along_time(ev, of, ref, at)) is not None:
        return moved
    ref = Reference(ev.aliases.get(ref.key, (ref.key, False))[0], ref.indices, ref.bold)
    if ev.concrete and _is_an_argument(ref, at):
        return _at_the_argument(ev, node, of, by, ref, at)
    inside = holding_member(ev, ref.key, ref.indices, at)
    variable = ev.value(by, inside)
    return _of_value(ev, node, ev.value(of, inside), variable, ref, at)


def _of_value(
    ev: Evaluation, node: s.Node, target: Value, variable: Value, ref: Reference, at: Frame
) -> Value:
    """The derivative of a value by a named variable."""
    shape = shape_of(ev, node, target, variable)
    if not ev.concrete:
        return Value(shape, None, True)
    if not all(
        isinstance(x, Sym) for x in variable.entries
    ):  # a slope by what has a value here: f'(3) at f(x)
        raise NoValue(Reason.UNDECIDED, "how it depends on the expression that it is differentiated by")
    inverse = _by_inverse(ev, target.entries, variable, ref, at)
    if inverse is not None:
        return arranged(ev, node, target, variable, shape, inverse)
    targets = reaching(ev, target.entries, variable, ref, at)
    table = [[total_derivative(ev, f, x.name) for x in variable.entries] for f in targets]  # type: ignore[union-attr]
    return arranged(ev, node, target, variable, shape, released(ev, table, ref, at))


def _by_inverse(
    ev: Evaluation, targets: Sequence[Term], variable: Value, ref: Reference, at: Frame
) -> list[list[Term]] | None:
    """dθ/dφ where every φ is made from one number θ alone: over dφ/dθ. None where it does not fit."""
    made = ev.scope.definitions.get(ref.key)
    axes = ev.typing.get(ref.key)
    if made is None or made.body is None or ref.key in at.held or axes is None or axes.count > 2:
        return None
    atoms = all_atoms(ev, ref, at)
    if any(symbols_of(ev, f) & atoms for f in targets):
        return None
    meanings = _meanings(ev, ref, at)
    if not all(x.name in meanings for x in variable.entries):  # type: ignore[union-attr]  # members that were held
        return None
    inner = [_numbers_of(ev, meaning) for meaning in meanings.values()]
    within = frozenset[str]().union(*inner)
    if any(len(names) != 1 for names in inner) or len(within) != len(inner):
        return None
    if not all(symbols_of(ev, f) & within for f in targets):
        return None
    return [[_slope(ev, f, meanings[x.name]) for x in variable.entries] for f in targets]  # type: ignore[union-attr]


def _numbers_of(ev: Evaluation, meaning: Term) -> frozenset[str]:
    """What a term is made from in the end: θ of g(μ(θ)), where of g and μ only the names are known."""
    return symbols_of(ev, meaning) - ev.opaque.keys()


def _meanings(ev: Evaluation, ref: Reference, at: Frame) -> dict[str, Term]:
    """What every atom of a defined name stands for."""
    atoms = lookup.fetch(ev, ref.key, [], at.holding(frozenset((ref.key,)))).entries
    values = lookup.fetch(ev, ref.key, [], at).entries
    return {atom.name: value for atom, value in zip(atoms, values, strict=False)}  # type: ignore[union-attr]


def _slope(ev: Evaluation, f: Term, meaning: Term) -> Term:
    (name,) = _numbers_of(ev, meaning)
    return mul(total_derivative(ev, f, name), power(total_derivative(ev, meaning, name), -1))


def _is_an_argument(ref: Reference, at: Frame) -> bool:
    """Whether a variable has another value here: the x of ψ(x) = d/dx ln Γ(x), where ψ(ab) is written."""
    given = at.arguments.get(ref.key)
    array = given.array if given is not None else None
    return array is not None and not all(isinstance(x, Sym) for x in array.entries)


def _at_the_argument(
    ev: Evaluation, node: s.Node, of: s.Node, by: s.Node, ref: Reference, at: Frame
) -> Value:
    """The derivative by the argument of a function, in whose place its value is put afterwards."""
    given = at.arguments[ref.key]
    assert given.array is not None
    others = [free_symbols(x) for each in at.arguments.values() if each.array for x in each.entries]
    label = f"∂{ref.key}"
    while any(name.startswith(label) for name in frozenset[str]().union(*others)):
        label = f"∂{label}"
    atoms = arrays.leaf(label, given.array.shape)
    inside = replace(at, arguments={**at.arguments, ref.key: replace(given, array=atoms)})
    back = dict(zip([x.name for x in atoms.entries], given.entries, strict=True))  # type: ignore[union-attr]
    return mapped(_first(ev, node, of, by, inside), lambda term: replaced(ev, term, back))


def _by_power(ev: Evaluation, node: s.Node, of: s.Node, by: s.Power, at: Frame) -> Value:
    """∂f/∂σ² is ∂f/∂σ over the derivative of σ² by σ."""
    variable = ev.value(by.base, at)
    if not variable.is_scalar:
        raise outside("a derivative by a power of an array")
    inner = s.Derivative(by, (by.base,))
    rate = pointwise(ev.dims, "pow", _first(ev, inner, by, by.base, at), scalar(-1))
    return pointwise(ev.dims, "mul", _first(ev, node, of, by.base, at), rate)


def _below_a_log(by: s.Node) -> s.Node | None:
    match by:
        case s.Call(function=s.Name(letter="log" | "ln"), arguments=(s.Name() | s.Index() as inner,)):
            return inner
    return None


def _by_log(ev: Evaluation, node: s.Node, of: s.Node, inner: s.Node, at: Frame) -> Value:
    """∂f/∂ln x is x ∂f/∂x: an elasticity where f is a logarithm, too."""
    variable = ev.value(inner, at)
    if not variable.is_scalar:
        raise outside("a derivative by the logarithm of an array")
    return pointwise(ev.dims, "mul", variable, _first(ev, node, of, inner, at))


def _by_expression(ev: Evaluation, node: s.Node, of: s.Node, by: s.Node, at: Frame) -> Value:
    """∂J/∂h_θ(x): the variable is an expression; every occurrence of it becomes a fresh atom."""
    if isinstance(by, s.Power) and reference(by.base, ev.letters) is not None:
        return _by_power(ev, node, of, by, at)
    if (inner := _below_a_log(by)) is not None and reference(inner, ev.letters) is not None:
        return _by_log(ev, node, of, inner, at)
    variable = ev.value(by, at)
    if not ev.concrete:
        target = ev.value(of, at)
        return Value(shape_of(ev, node, target, variable), None, True)
    assert variable.array is not None
    atoms = arrays.leaf("∂", variable.array.shape)
    target = ev.value(of, at)
    shape = shape_of(ev, node, target, variable)
    if all(isinstance(x, Sym) for x in variable.entries):
        table = [[total_derivative(ev, f, name) for name in _atom_names(variable)] for f in target.entries]
        return arranged(ev, node, target, variable, shape, table)
    rewritten = reexpressed(target.entries, list(zip(variable.entries, atoms.entries, strict=True)))
    if rewritten is None:
        raise NoValue(Reason.UNDECIDED, "how it depends on the expression that it is differentiated by")
    names = [atom.name for atom in atoms.entries]  # type: ignore[union-attr]
    back = dict(zip(names, variable.entries, strict=True))
    table = [[replaced(ev, total_derivative(ev, f, x), back) for x in names] for f in rewritten]
    return arranged(ev, node, target, variable, shape, table)


def _atom_names(variable: Value) -> list[str]:
    return [atom.name for atom in variable.entries if isinstance(atom, Sym)]


def _second(ev: Evaluation, node: s.Node, of: s.Node, one: s.Node, other: s.Node, at: Frame) -> Value:
    """A second derivative; by vectors, the Hessian."""
    first, second = reference(one, ev.letters), reference(other, ev.letters)
    if isinstance(one, s.Power) or isinstance(other, s.Power):
        return _first(ev, node, s.Derivative(of, (one,)), other, at)
    if first is None or second is None:
        raise outside("a second derivative by this variable")
    if {first.key, second.key} & set(at.arguments):
        return _first(ev, node, s.Derivative(of, (one,)), other, at)
    inside = at.holding(frozenset((first.key, second.key)))
    target, x, y = ev.value(of, inside), ev.value(one, inside), ev.value(other, inside)
    if target.is_scalar and x.is_scalar != y.is_scalar:
        inner, outer = (one, other) if x.is_scalar else (other, one)
        return _first(ev, node, s.Derivative(of, (inner,)), outer, at)
    if not target.is_scalar:
        raise outside("a second derivative of this shape")
    x, y = stacked_columns(ev, x), stacked_columns(ev, y)
    shape = SCALAR if x.is_scalar else (length_of(x.shape), length_of(y.shape))
    if not ev.concrete:
        return Value(shape, None, True)
    (term,) = target.entries
    if any(name.startswith(LINEAR) for name in symbols_of(ev, term)):
        raise outside("a second derivative of a loss that is not written out")
    if not any(symbols_of(ev, term) & all_atoms(ev, ref, at) for ref in (first, second)):
        if x.is_scalar:
            return _of_value(ev, node, _first(ev, node, of, one, at), y, second, at)
        raise NoValue(Reason.UNDECLARED, f"how it depends on {first.key}")
    rows, columns = _atom_names(x), _atom_names(y)
    names = [[total_derivative(ev, total_derivative(ev, term, a), b) for b in columns] for a in rows]
    names = released(ev, released(ev, names, first, at), second, at)
    entries = [value for row in names for value in row]
    sizes = () if shape == SCALAR else (len(x.entries), len(y.entries))
    return Value(shape, arrays.constant(entries, sizes), True)
