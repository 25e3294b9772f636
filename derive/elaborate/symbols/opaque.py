"""A loss that is only named: by the chain rule all that counts of it is its gradient by what it is made of."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from derive.elaborate.symbols.names import Reference, reference
from derive.elaborate.symbols.roles import Link, is_derivative, is_loss
from derive.elaborate.symbols.scope import Definition, Scope
from derive.reader import syntax as s
from derive.reader.tree import walk

GRADIENT = r"\nabla "


def with_named_losses(scope: Scope, links: Sequence[Link]) -> Scope:
    """The scope in which a loss without a definition is ∇L : k, for the one name k that all others lead to.

    To first order every loss that depends on its variables through k alone is of this form.
    """
    for key, variables in _differentiated(scope, links).items():
        if key not in scope.definitions and is_loss(key) and key not in _applied(scope):
            last = _last(scope, variables) or _output(scope, variables)
            if last is not None:
                scope = scope.define(Definition(key, s.Product(s.Name(GRADIENT + key), last, ":")))
    return scope


def _applied(scope: Scope) -> frozenset[str]:
    """The functions that definitions apply to something: ℓ of J = Σ_i ℓ(ŷ_i, y_i), which is no loss of its own."""
    bodies = (made.body for made in scope.definitions.values() if made.body is not None)
    calls = (part.function for body in bodies for part in walk(body) if isinstance(part, s.Call))
    refs = (reference(function, scope.letters) for function in calls)
    return frozenset(ref.key for ref in refs if ref is not None)


def taken_by(scope: Scope, key: str) -> str | None:
    """The name by which a gradient that is only named is taken: both have one shape."""
    if not key.startswith(GRADIENT):
        return None
    made = scope.definitions.get(key.removeprefix(GRADIENT))
    match made.body if made is not None else None:
        case s.Product(left=s.Name(letter=name), right=s.Name() | s.Index() as last, sign=":") if name == key:
            found = reference(last, scope.letters)
            return found.key if found is not None else None
    return None


def _differentiated(scope: Scope, links: Sequence[Link]) -> dict[str, dict[str, s.Name | s.Index]]:
    """For every name that is differentiated, the names by which."""
    found: dict[str, dict[str, s.Name | s.Index]] = {}
    handed_over = [made.body for made in scope.definitions.values() if isinstance(made.body, s.Derivative)]
    for side in (*(side for link in links for side in (link.left, link.right)), *handed_over):
        for part in walk(side):
            match part:
                case (
                    s.Derivative(of=s.Name() as of, by=(by,)) | s.Nabla(of=s.Name() as of, by=by, order=1)
                ) if by is not None:
                    top, below = reference(of, scope.letters), reference(by, scope.letters)
                    base = _whole_family(by, below, scope)
                    if top is not None and below is not None and base is not None:
                        found.setdefault(top.key, {})[below.key] = base
    return found


def _whole_family(by: s.Node, below: Reference | None, scope: Scope) -> s.Name | s.Index | None:
    """The name of what is differentiated by: h_t where t only labels it, all of x for x_i, a^{2} for a^{2}_i."""
    match by:
        case s.Index(base=s.Name() as base) if below is not None and below.indices:
            wholes = (base, replace(by, below=None), replace(by, above=None))
            return next(
                (whole for whole in wholes if reference(whole, scope.letters) == Reference(below.key, ())),
                None,
            )
        case s.Name() | s.Index(base=s.Name()):
            return by
    return None


def _last(scope: Scope, variables: dict[str, s.Name | s.Index]) -> s.Name | s.Index | None:
    """The variable that is made from the others and leads to none of them."""
    variables = {key: name for key, name in variables.items() if not _is_of_any_layer(key, scope)}
    above = {key: _leading_to(scope, name, variables) - {key} for key, name in variables.items()}
    last = [key for key in variables if not any(key in others for others in above.values())]
    if len(last) != 1 or last[0] not in scope.definitions:
        return None
    return variables[last[0]]


def _leading_to(scope: Scope, name: s.Node, variables: Collection[str]) -> frozenset[str]:
    """What a name is made from, with the variables whose formulas stand written out there: u = Ax beside tanh(Ax)."""
    found = scope.ancestors(name)
    bodies = {key: made.body for key, made in scope.definitions.items() if made.body is not None}
    inside = {part for key in found & bodies.keys() for part in walk(bodies[key])}
    return found | {key for key in variables if key in bodies and bodies[key] in inside}


def _is_of_any_layer(key: str, scope: Scope) -> bool:
    """Whether a name is what is said of every layer: a^{l}, which a^{2} is one of."""
    return any(key.endswith(f"^{{{letter}}}") for letter in scope.letters.layers)


_LAYERED = re.compile(r"(.*)\^\{(\d+)\}$")


def _output(scope: Scope, variables: Mapping[str, object]) -> s.Name | s.Index | None:
    """What a net of layers ends with, where a loss is differentiated by one of them: all the others lead to it."""
    made = {
        key: each for key, each in scope.definitions.items() if _LAYERED.match(key) and not _is_slope(each)
    }
    if not any(_LAYERED.match(key) for key in variables) or not made:
        return None
    inner = {other for key in made for other in scope.ancestors_of(key) - {key}}
    ends = [key for key in made if key not in inner]
    nodes = (part for each in scope.definitions.values() if each.body is not None for part in walk(each.body))
    written = (part for part in nodes if isinstance(part, s.Index) and len(ends) == 1)
    return next((part for part in written if _key(part, scope) == ends[0]), None)


def _is_slope(made: Definition) -> bool:
    return made.body is not None and is_derivative(made.body)


def _key(node: s.Index, scope: Scope) -> str | None:
    found = reference(node, scope.letters)
    return found.key if found is not None else None
