"""What a bare ∇ differentiates by, where the document does not write it below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from derive.elaborate.evaluation import calls
from derive.elaborate.symbols.errors import outside
from derive.elaborate.symbols.names import Letters, reference
from derive.elaborate.symbols.roles import Link
from derive.elaborate.symbols.scope import Axes
from derive.reader import syntax as s
from derive.reader.anatomy import function_of
from derive.reader.tree import walk

if TYPE_CHECKING:
    from derive.elaborate.evaluation.evaluate import Evaluation

WEIGHTS = ("w", r"\theta", r"\beta", "W", r"\Theta", r"\omega")


def usual_variable(ev: Evaluation, of: s.Node) -> s.Node:
    """What a bare ∇ differentiates by: the argument that is written, the function's one parameter, or its weights.

    Where the document writes a derivative of the same thing by one name only, ∂f/∂x_j, it is that name.
    """
    only = of.arguments[0] if isinstance(of, s.Call) and len(of.arguments) == 1 else None
    if only is not None and reference(only, ev.letters) is not None and not _is_usual_function(of):
        return only
    ref = reference(of, ev.letters)
    made = ev.scope.definitions.get(ref.key) if ref else None
    if made is not None and len(made.parameters) == 1:
        return made.parameters[0]
    slopes = ev.scope.slopes.get(ref.key, frozenset()) if ref else frozenset[str]()
    written = slopes - ev.scope.definitions.keys()
    if len(written) == 1:
        return s.Name(next(iter(written)))
    variables = _usual_variables(ev, of)
    inside = _is_usual_function(of) or not isinstance(of, s.Call)
    found = variables[0] if len(variables) == 1 else _weights(ev, of) if inside else None
    if found is None:
        raise outside("a gradient by an unnamed variable")
    return found


def written_slopes(links: Sequence[Link], letters: Letters) -> Mapping[str, frozenset[str]]:
    """By which names the derivatives of each name are written."""
    found: dict[str, set[str]] = {}
    for part in (part for link in links for side in (link.left, link.right) for part in walk(side)):
        match part:
            case s.Derivative(of=of, by=(by,)) | s.Nabla(of=of, by=by, order=1) if (
                of is not None and by is not None
            ):
                name = reference(function_of(of), letters)
                variable = reference(by, letters)
                if name is not None and variable is not None:
                    found.setdefault(name.key, set()).add(variable.key)
    return {key: frozenset(names) for key, names in found.items()}


def by_each_number(ev: Evaluation, node: s.Nabla) -> s.Matrix | None:
    """∇f and ∇²f where f takes several numbers x, y: ∂f/∂x above ∂f/∂y, and the four second derivatives."""
    by = _numbers(ev, node.of) if node.by is None and node.of is not None else ()
    if len(by) < 2 or node.order > 2:
        return None
    above: list[tuple[s.Node, ...]] = [()] if node.order == 1 else [(other,) for other in by]
    return s.Matrix(tuple(tuple(s.Derivative(node.of, (one, *other)) for other in above) for one in by))


def _numbers(ev: Evaluation, of: s.Node) -> tuple[s.Node, ...]:
    """The parameters of a function that the document defines, if all of them are numbers that nothing else makes.

    In ∇ℓ(w) of ℓ(y, ŷ), and where there are weights that are no parameters, something else varies.
    """
    ref = reference(function_of(of), ev.letters)
    made = ev.scope.definitions.get(ref.key) if ref else None
    if made is None or (isinstance(of, s.Call) and tuple(of.arguments) != made.parameters):
        return ()
    refs = [reference(one, ev.letters) for one in made.parameters]
    keys = {one.key for one in refs if one is not None and not ev.typing.get(one.key, Axes(0)).count}
    weights = ev.scope.ancestors(of) & frozenset(WEIGHTS)
    plain = len(keys) == len(refs) and not keys & ev.scope.definitions.keys() and weights <= keys
    return made.parameters if plain else ()


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
