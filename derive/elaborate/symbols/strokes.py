"""Strokes: X' is a transpose and S' a derivative, by the one variable that the functions of the document have."""

from __future__ import annotations

from derive.elaborate.symbols.names import reference
from derive.elaborate.symbols.scope import Scope
from derive.reader import syntax as s
from derive.reader.tree import is_stroke, walk


def only_variable(scope: Scope, node: s.Node) -> s.Node | None:
    """The variable by which a stroke on a number differentiates: the one that the document's functions have."""
    variables = {
        ref.key: made.parameters[0]
        for made in scope.definitions.values()
        if len(made.parameters) == 1 and (ref := reference(made.parameters[0], scope.letters)) is not None
    }
    inside = [variables[key] for key in sorted(variables.keys() & scope.ancestors(node))]
    found = inside or list(variables.values())
    return found[0] if len(found) == 1 else None


def derived_by_stroke(node: s.Node, scope: Scope) -> frozenset[int]:
    """The transposes that are derivatives instead: strokes on what the document makes from a function's variable."""
    strokes = (part for part in walk(node) if isinstance(part, s.Ambiguous) and is_stroke(part))
    transposes = (r for part in strokes for r in part.readings if isinstance(r, s.Transpose))
    return frozenset(id(r) for r in transposes if _is_defined(r.of, scope) and only_variable(scope, r.of))


def _is_defined(node: s.Node, scope: Scope) -> bool:
    ref = reference(node, scope.letters)
    return ref is not None and ref.key in scope.definitions


def is_transposed(node: s.Node, scope: Scope) -> bool:
    """Whether a stroke stands on a name that nothing shows to be a function: γ'z."""
    ref = reference(node, scope.letters)
    if ref is None or scope.shapes.get(ref.key) == ():
        return False
    return ref.key not in scope.functions and ref.key not in scope.definitions
