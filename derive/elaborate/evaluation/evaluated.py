"""Values at a point: ∂f/∂x|_{x=0}, ∂f/∂x|_{(1,0)}, ∇f(1, 0), ∂ŷ/∂A|_{t=t_i}."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from derive.calculus import free_symbols, substitute
from derive.elaborate.evaluation.values import Value, mapped, scalar
from derive.elaborate.evaluation.variables import takes_vector
from derive.elaborate.symbols.errors import outside
from derive.elaborate.symbols.names import reference
from derive.reader import syntax as s
from derive.reader.anatomy import function_of, items_of
from derive.reader.tree import walk
from derive.terms import Sym, Term, sym

if TYPE_CHECKING:
    from derive.elaborate.evaluation.evaluate import Evaluation, Frame


def at(ev: Evaluation, node: s.At, frame: Frame) -> Value:
    """A value where variables have given values: worked out for free ones first, then these are put in."""
    pairs = tuple(_pairs(ev, node))
    inside = replace(frame, arguments={**_own(ev, node, pairs), **frame.arguments})
    target = ev.value(node.of, inside)
    mapping: dict[str, Term] = {}
    for variable, given in pairs:
        mapping |= _put_in(ev, ev.value(variable, inside), ev.value(given, frame))
    if not ev.concrete:
        return target
    if any(name in ev.opaque for name in free_symbols(*target.entries)):
        raise outside("the value at a point of what depends on a function that is not written out")
    return mapped(target, lambda term: substitute(term, mapping))


def at_its_arguments(ev: Evaluation, node: s.Nabla) -> s.At | None:
    """∇f(1, 0) as the gradient of f where its variables have these values; None where the arguments are names."""
    of = node.of
    if not isinstance(of, s.Call) or node.by is not None or not all(map(_is_number, of.arguments)):
        return None
    variables = _parameters(ev, of.function)
    if len(variables) != len(of.arguments) or not variables:
        return None
    return s.At(replace(node, of=replace(of, arguments=variables)), s.Sequence(of.arguments), node.span)


def behind_a_derivative(ev: Evaluation, node: s.Product) -> s.Node | None:
    """∂f/∂x (1, 0) as ∂f/∂x where f's two variables are 1 and 0, behind a factor, too; None for any other product."""
    match node:
        case s.Product(left=s.Product(left=first, right=s.Derivative() as slope) as factors, sign=""):
            placed = behind_a_derivative(ev, replace(node, left=slope))
            return None if placed is None else replace(factors, left=first, right=placed)
        case s.Product(left=s.Derivative(of=s.Name() as of) as slope, right=s.Sequence(items=items), sign=""):
            if len(items) > 1 and len(_parameters(ev, of)) == len(items):
                return s.At(slope, s.Sequence(items), node.span)
    return None


def _is_number(node: s.Node) -> bool:
    return not any(isinstance(part, s.Name) for part in walk(node))


def _own(ev: Evaluation, node: s.At, pairs: tuple[tuple[s.Node, s.Node], ...]) -> dict[str, Value]:
    """The variables that belong to functions alone, as numbers of their own: t of ŷ(t), though t_i are data."""
    own = set(_numbers_of(ev, node.of))
    refs = [reference(variable, ev.letters) for variable, _ in pairs]
    keys = [ref.key for ref in refs if ref is not None and not ref.indices]
    return {key: scalar(sym(key)) for key in keys if key in own or key not in ev.typing}


def _numbers_of(ev: Evaluation, of: s.Node) -> Iterator[str]:
    """The variables of the function that is differentiated, where they are numbers and nothing but its own."""
    inner = of.of if isinstance(of, s.Derivative | s.Nabla) else of
    ref = reference(function_of(inner), ev.letters) if inner else None
    made = ev.scope.definitions.get(ref.key) if ref is not None else None
    if made is not None and made.dummy and not takes_vector(ev.scope, made):
        yield from (one.key for each in made.parameters if (one := reference(each, ev.letters)))


def _pairs(ev: Evaluation, node: s.At) -> Iterator[tuple[s.Node, s.Node]]:
    """The variables with their values, as written below the stroke."""
    written = items_of(node.where)
    if all(isinstance(each, s.Chain) for each in written):
        yield from (_equation(each) for each in written if isinstance(each, s.Chain))
        return
    variables = _variables(ev, node.of)
    if len(variables) != len(written):
        raise outside("a value at a point of which the variables are not said")
    yield from zip(variables, written, strict=True)


def _equation(chain: s.Chain) -> tuple[s.Node, s.Node]:
    if (
        len(chain.members) != 2
        or chain.relations[0].sign != "="
        or not isinstance(chain.members[0], s.Name | s.Index)
    ):
        raise outside("a value where something else than an equation of a name holds")
    return chain.members[0], chain.members[1]


def _variables(ev: Evaluation, of: s.Node) -> tuple[s.Node, ...]:
    """What a function varies with that is differentiated, or the variable by which it is."""
    inner = of.of if isinstance(of, s.Derivative | s.Nabla) else of
    found = _parameters(ev, function_of(inner))
    return found or (of.by if isinstance(of, s.Derivative) and len(of.by) == 1 else ())


def _parameters(ev: Evaluation, function: s.Node | None) -> tuple[s.Node, ...]:
    ref = reference(function, ev.letters) if function is not None else None
    made = ev.scope.definitions.get(ref.key) if ref is not None else None
    return made.parameters if made is not None else ()


def _put_in(ev: Evaluation, variable: Value, given: Value) -> dict[str, Term]:
    """Which symbol gets which value; a number stands for every entry."""
    if not given.is_scalar:
        ev.dims.agree(variable.shape, given.shape)
    if not ev.concrete:
        return {}
    if not all(isinstance(atom, Sym) for atom in variable.entries):
        raise outside("a value at a point of what is made from others")
    values = given.entries * len(variable.entries) if given.is_scalar else given.entries
    return {atom.name: value for atom, value in zip(variable.entries, values, strict=True)}  # type: ignore[union-attr]
