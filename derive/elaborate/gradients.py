"""Written derivatives: expand the numerator down to the variable and no further, differentiate exactly, then expand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from derive import arrays
from derive.calculus import differentiate, free_symbols, substitute
from derive.elaborate import calls, lookup
from derive.elaborate.dims import ONE, SCALAR, Shape
from derive.elaborate.errors import Clash, NoValue, outside
from derive.elaborate.names import Reference, reference
from derive.elaborate.reexpress import reexpressed
from derive.elaborate.scope import Axes
from derive.elaborate.values import Value, pointwise, scalar, transposed
from derive.model import Reason
from derive.reader import syntax as s
from derive.reader.tree import is_stroke
from derive.terms import ZERO, Sym, Term, add, mul, power

if TYPE_CHECKING:
    from derive.elaborate.evaluate import Evaluation, Frame

DENOMINATOR, NUMERATOR, ELEMENTWISE = "denominator", "numerator", "element-wise"


def derivative(ev: Evaluation, node: s.Derivative | s.Nabla | s.Jacobian, at: Frame) -> Value:
    """A written derivative of any form."""
    if node.of is None:
        raise outside("a derivative sign that stands alone")
    match node:
        case s.Derivative(by=(only,)):
            return _first(ev, node, node.of, only, at)
        case s.Derivative(by=(one, other)):
            return _second(ev, node, node.of, _upright(one), _upright(other), at)
        case s.Nabla(order=1):
            return _first(ev, node, node.of, node.by or _variable(ev, node.of), at)
        case s.Nabla(order=2, by=s.Sequence(items=(one, other))):
            return _second(ev, node, node.of, _upright(one), _upright(other), at)
        case s.Nabla(order=2):
            by = node.by or _variable(ev, node.of)
            return _second(ev, node, node.of, by, by, at)
        case s.Jacobian():
            return _first(ev, node, node.of, node.by or _variable(ev, node.of), at)
    raise outside("a derivative of this order")


def _upright(by: s.Node) -> s.Node:
    r"""β for the β^T or β' of ∂²L/∂β∂β'."""
    if isinstance(by, s.Ambiguous) and is_stroke(by):
        by = by.readings[0]
    return by.of if isinstance(by, s.Transpose | s.Prime) else by


def _variable(ev: Evaluation, of: s.Node) -> s.Node:
    """What a bare ∇ differentiates by: the argument that is written, the function's one parameter, or its weights."""
    only = of.arguments[0] if isinstance(of, s.Call) and len(of.arguments) == 1 else None
    if only is not None and reference(only, ev.letters) is not None and not _is_usual_function(of):
        return only
    ref = reference(of, ev.letters)
    made = ev.scope.definitions.get(ref.key) if ref else None
    if made is not None and len(made.parameters) == 1:
        return made.parameters[0]
    variables = _usual_variables(ev, of)
    inside = _is_usual_function(of) or not isinstance(of, s.Call)
    found = variables[0] if len(variables) == 1 else _weights(ev, of) if inside else None
    if found is None:
        raise outside("a gradient by an unnamed variable")
    return found


WEIGHTS = ("w", r"\theta", r"\beta", "W", r"\Theta", r"\omega", "b")


def _is_usual_function(of: s.Node) -> bool:
    """Whether something is a function that everybody knows: ∇ log p differentiates by what p is made from."""
    return (
        isinstance(of, s.Call) and isinstance(of.function, s.Name) and of.function.letter in calls.POINTWISE
    )


def _weights(ev: Evaluation, of: s.Node) -> s.Name | None:
    """The weights that a function is made from, where there is one name of that kind."""
    above = ev.scope.ancestors(of)
    found = [key for key in WEIGHTS if key in above and key not in ev.scope.definitions]
    named = [key for key in found if key in ev.scope.derived_by]
    only = named or [key for key in found if ev.typing.get(key, Axes(0)).count] or found
    return s.Name(only[0]) if len(only) == 1 else None


def _usual_variables(ev: Evaluation, of: s.Node) -> list[s.Node]:
    """The variables by which the losses of the document are declared to vary and that an expression contains."""
    above = ev.scope.ancestors(of)
    found: dict[str, s.Node] = {}
    for made in ev.scope.definitions.values():
        for parameter in made.parameters if not made.dummy else ():
            ref = reference(parameter, ev.letters)
            if ref is not None and ref.key in above:
                found.setdefault(ref.key, parameter)
    return list(found.values())


def _first(ev: Evaluation, node: s.Node, of: s.Node, by: s.Node, at: Frame) -> Value:
    ref = reference(by, ev.letters)
    if ref is None or (ref.key not in at.arguments and _is_expression(ev, by)):
        return _by_expression(ev, node, of, by, at)
    ref = Reference(ev.aliases.get(ref.key, (ref.key, False))[0], ref.indices, ref.bold)
    inside = at.holding(frozenset((ref.key,)))
    variable = _variable_value(ev, by, ref, inside, at)
    if not ev.concrete:
        target = ev.value(of, inside)
        return Value(_shape(ev, node, target, variable), None, True)
    target = ev.value(of, inside)
    shape = _shape(ev, node, target, variable)
    inverse = _by_inverse(ev, target.entries, ref, at)
    if inverse is not None:
        return _arranged(ev, node, target, variable, shape, inverse)
    targets = reaching(ev, target.entries, variable, ref, at)
    table = [[total_derivative(ev, f, x.name) for x in variable.entries] for f in targets]  # type: ignore[union-attr]
    return _arranged(ev, node, target, variable, shape, _released(ev, table, ref, at))


def _by_inverse(
    ev: Evaluation, targets: Sequence[Term], ref: Reference, at: Frame
) -> list[list[Term]] | None:
    """dθ/dφ where φ is made from the number θ alone: over the derivative of φ by θ. None where that does not fit."""
    made = ev.scope.definitions.get(ref.key)
    axes = ev.typing.get(ref.key)
    if made is None or made.body is None or ref.indices or ref.key in at.held or axes is None or axes.count:
        return None
    atoms = _all_atoms(ev, ref, at)
    (meaning,) = lookup.fetch(ev, ref.key, [], at).entries
    within = symbols_of(ev, meaning)
    if len(within) != 1 or any(symbols_of(ev, f) & atoms or not symbols_of(ev, f) & within for f in targets):
        return None
    (name,) = within
    slope = power(total_derivative(ev, meaning, name), -1)
    return [[mul(total_derivative(ev, f, name), slope)] for f in targets]


def _is_expression(ev: Evaluation, by: s.Node) -> bool:
    return False


def _variable_value(ev: Evaluation, by: s.Node, ref: Reference, inside: Frame, at: Frame) -> Value:
    value = ev.value(by, inside)
    if ref.key in at.arguments and not (
        value.array is None or all(isinstance(x, Sym) for x in value.entries)
    ):
        raise outside("a derivative by the argument of a function inside it")
    return value


def reaching(
    ev: Evaluation, targets: Sequence[Term], variable: Value, ref: Reference, at: Frame
) -> list[Term]:
    """The entries to differentiate, rewritten in the variable where the document went round it."""
    atoms = free_symbols(*variable.entries) if ref.key in at.arguments else _all_atoms(ev, ref, at)
    if any(symbols_of(ev, f) & atoms for f in targets):
        return list(targets)
    made = ev.scope.definitions.get(ref.key)
    if made is not None and made.body is not None and ref.key not in at.held:
        rewritten = _rewritten(ev, targets, variable, ref, at)
        if rewritten is not None:
            return rewritten
        raise NoValue(Reason.UNDECIDED, f"how it depends on {ref.key} is not written")
    if not all(_is_settled(ev, f) for f in targets):
        raise NoValue(Reason.UNDECLARED, f"how it depends on {ref.key}")
    raise NoValue(Reason.UNDECLARED, f"what is differentiated does not contain {ref.key}")


def _is_settled(ev: Evaluation, term: Term) -> bool:
    return True


def _all_atoms(ev: Evaluation, ref: Reference, at: Frame) -> frozenset[str]:
    axes = ev.typing.get(ref.key)
    if axes is None:
        return frozenset()
    if axes.count > 2:
        sizes = tuple(ev.size(dim) for dim in lookup.dims_of(ev, ref.key, axes.count))
        return free_symbols(*lookup.leaf_of(ev, ref.key, sizes).entries)
    return free_symbols(*lookup.fetch(ev, ref.key, [], at.holding(frozenset((ref.key,)))).entries)


def symbols_of(ev: Evaluation, term: Term) -> frozenset[str]:
    """The atoms of a term, those in the arguments of unknown functions too."""
    found = set(free_symbols(term))
    waiting = [name for name in found if name in ev.opaque]
    while waiting:
        more = free_symbols(ev.opaque[waiting.pop()][1]) - found
        found |= more
        waiting.extend(name for name in more if name in ev.opaque)
    return frozenset(found)


def _rewritten(
    ev: Evaluation, targets: Sequence[Term], variable: Value, ref: Reference, at: Frame
) -> list[Term] | None:
    whole_atoms = lookup.fetch(ev, ref.key, [], at.holding(frozenset((ref.key,))))
    meaning = lookup.fetch(ev, ref.key, [], at)
    pairs = list(zip(meaning.entries, whole_atoms.entries, strict=True))
    return reexpressed(targets, pairs)


def _released(ev: Evaluation, table: list[list[Term]], ref: Reference, at: Frame) -> list[list[Term]]:
    """Atoms that were held only for the differentiation, replaced by what they stand for."""
    made = ev.scope.definitions.get(ref.key)
    if made is None or made.body is None or ref.key in at.held or ref.key in at.arguments:
        return table
    names = set().union(*(symbols_of(ev, term) for row in table for term in row))
    if not any(_base(name) == ref.key for name in names):
        return table
    axes = ev.typing.get(ref.key)
    if axes is None or axes.count > 2:
        raise outside("a variable with more than two axes")
    atoms = lookup.fetch(ev, ref.key, [], at.holding(frozenset((ref.key,))))
    meaning = lookup.fetch(ev, ref.key, [], at)
    if len(atoms.entries) != len(meaning.entries):
        raise NoValue(Reason.UNDECIDED, f"the size of {ref.key} and that of its definition differ")
    mapping = {a.name: m for a, m in zip(atoms.entries, meaning.entries, strict=True)}  # type: ignore[union-attr]
    return [[replaced(ev, term, mapping) for term in row] for row in table]


def _base(name: str) -> str:
    return name.split("[", 1)[0]


def total_derivative(ev: Evaluation, term: Term, by: str) -> Term:
    """The derivative by one atom, through functions of which only the name is known as well."""
    parts = [differentiate(term, by)]
    for name in sorted(free_symbols(term) & ev.opaque.keys()):
        function, argument = ev.opaque[name]
        inner = total_derivative(ev, argument, by)
        if inner is not ZERO:
            outer = calls.opaque_atom(ev, function + "'", argument)
            parts.append(mul(differentiate(term, name), outer, inner))
    return add(*parts)


def replaced(ev: Evaluation, term: Term, mapping: Mapping[str, Term]) -> Term:
    """Atoms replaced everywhere, in the arguments of unknown functions as well."""
    more = dict(mapping)
    for name in sorted(free_symbols(term) & ev.opaque.keys()):
        function, argument = ev.opaque[name]
        new = replaced(ev, argument, mapping)
        if new is not argument:
            more[name] = calls.opaque_atom(ev, function, new)
    return substitute(term, more)


def _by_power(ev: Evaluation, node: s.Node, of: s.Node, by: s.Power, at: Frame) -> Value:
    """∂f/∂σ² is ∂f/∂σ over the derivative of σ² by σ."""
    variable = ev.value(by.base, at)
    if not variable.is_scalar:
        raise outside("a derivative by a power of an array")
    inner = s.Derivative(by, (by.base,))
    rate = pointwise(ev.dims, "pow", _first(ev, inner, by, by.base, at), scalar(-1))
    return pointwise(ev.dims, "mul", _first(ev, node, of, by.base, at), rate)


def _by_expression(ev: Evaluation, node: s.Node, of: s.Node, by: s.Node, at: Frame) -> Value:
    """∂J/∂h_θ(x): the variable is an expression; every occurrence of it becomes a fresh atom."""
    if isinstance(by, s.Power) and reference(by.base, ev.letters) is not None:
        return _by_power(ev, node, of, by, at)
    variable = ev.value(by, at)
    if not ev.concrete:
        target = ev.value(of, at)
        return Value(_shape(ev, node, target, variable), None, True)
    assert variable.array is not None
    atoms = arrays.leaf("∂", variable.array.shape)
    target = ev.value(of, at)
    shape = _shape(ev, node, target, variable)
    rewritten = reexpressed(target.entries, list(zip(variable.entries, atoms.entries, strict=True)))
    if rewritten is None:
        raise NoValue(Reason.UNDECIDED, "how it depends on the expression that it is differentiated by")
    names = [atom.name for atom in atoms.entries]  # type: ignore[union-attr]
    back = dict(zip(names, variable.entries, strict=True))
    table = [[replaced(ev, total_derivative(ev, f, x), back) for x in names] for f in rewritten]
    return _arranged(ev, node, target, variable, shape, table)


def _shape(ev: Evaluation, node: s.Node, target: Value, variable: Value) -> Shape:
    """The shape that the derivative has in the layout that is chosen for it."""
    if variable.is_scalar:
        return target.shape
    if target.is_scalar:
        layout = ev.script.choose_once("gradient layout", 1 if _keeps_shape(ev, variable) else 2)
        ev.layouts.append(NUMERATOR if layout else DENOMINATOR)
        return variable.shape if layout == 0 else transposed(Value(variable.shape)).shape
    if not (target.is_vector and variable.is_vector):
        ev.dims.agree(target.shape, variable.shape)
        ev.layouts.append(ELEMENTWISE)
        return variable.shape
    return _jacobian_shape(ev, node, target, variable)


_SAME_SHAPE = re.compile(
    r"\bgradients?\s+(?:(?:then|always|also|must|should)\s+)?(?:has|have)\s+"
    r"the\s+(?:same\s+)?shapes?\s+(?:of|as)\b(?![^.;:]{0,40}(?:transpos|\^|'))"
)


def _keeps_shape(ev: Evaluation, variable: Value) -> bool:
    """Whether the words say that a gradient by a matrix has the shape of the matrix."""
    return not (variable.is_scalar or variable.is_vector) and _SAME_SHAPE.search(ev.scope.words) is not None


def _jacobian_shape(ev: Evaluation, node: s.Node, target: Value, variable: Value) -> Shape:
    n, m = _length(target.shape), _length(variable.shape)
    choice = ev.script.choose_once(("jacobian", id(node)), 3)
    match choice:
        case 0:
            ev.layouts.append(NUMERATOR)
            return (n, m)
        case 1:
            ev.layouts.append(DENOMINATOR)
            return (m, n)
    ev.dims.unify(n, m)
    ev.layouts.append(ELEMENTWISE)
    return variable.shape


def _length(shape: Shape) -> str:
    return shape[0] if shape[1] == ONE else shape[1]


def _arranged(
    ev: Evaluation, node: s.Node, target: Value, variable: Value, shape: Shape, table: list[list[Term]]
) -> Value:
    entries = _entries(ev, node, target, variable, table)
    if shape == SCALAR:
        return Value(SCALAR, arrays.constant(entries, ()), True)
    sizes = tuple(1 if dim == ONE else ev.size(dim) for dim in shape)
    return Value(shape, arrays.constant(entries, sizes), not _keeps_shape(ev, variable))


def _entries(
    ev: Evaluation, node: s.Node, target: Value, variable: Value, table: list[list[Term]]
) -> list[Term]:
    if variable.is_scalar:
        return [row[0] for row in table]
    if target.is_scalar:
        return _gradient_entries(ev, variable, table[0])
    both = target.is_vector and variable.is_vector
    choice = ev.script.choose_once(("jacobian", id(node)), 3) if both else 2
    match choice:
        case 0:
            return [term for row in table for term in row]
        case 1:
            return [table[i][j] for j in range(len(table[0])) for i in range(len(table))]
    return _diagonal_entries(table)


def _gradient_entries(ev: Evaluation, variable: Value, row: list[Term]) -> list[Term]:
    if variable.is_vector or _keeps_shape(ev, variable) or ev.script.choose_once("gradient layout", 2) == 0:
        return row
    assert variable.array is not None
    rows, columns = variable.array.shape
    return [row[i * columns + j] for j in range(columns) for i in range(rows)]


def _diagonal_entries(table: list[list[Term]]) -> list[Term]:
    for i, row in enumerate(table):
        if any(term is not ZERO for j, term in enumerate(row) if i != j):
            raise Clash("the Jacobian is not diagonal")
    return [row[i] for i, row in enumerate(table)]


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
    if not target.is_scalar or (x.is_scalar != y.is_scalar):
        raise outside("a second derivative of this shape")
    shape = SCALAR if x.is_scalar else (_length(x.shape), _length(y.shape))
    if not ev.concrete:
        return Value(shape, None, True)
    (term,) = target.entries
    if not any(symbols_of(ev, term) & _all_atoms(ev, ref, at) for ref in (first, second)):
        raise NoValue(Reason.UNDECLARED, f"how it depends on {first.key}")
    rows, columns = _atom_names(x), _atom_names(y)
    names = [[total_derivative(ev, total_derivative(ev, term, a), b) for b in columns] for a in rows]
    names = _released(ev, _released(ev, names, first, at), second, at)
    entries = [value for row in names for value in row]
    sizes = () if shape == SCALAR else (len(x.entries), len(y.entries))
    return Value(shape, arrays.constant(entries, sizes), True)
