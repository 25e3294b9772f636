"""How a post uses its names: which are functions, applied to what, and which of them vary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from derive.elaborate.symbols.names import keys_in, reference
from derive.elaborate.symbols.roles import Link, Role, is_loss
from derive.elaborate.symbols.scope import Definition, Scope
from derive.reader import syntax as s
from derive.reader.tree import walk


def completed(scope: Scope, links: Sequence[Link], roles: Sequence[Role]) -> Scope:
    """The scope with the functions, the varying names and all names that the links mention."""
    functions, varying, known = set(scope.functions), set(), set(scope.known)
    different: set[str] = set()
    instanced: set[str] = set()
    for link, role in zip(links, roles, strict=True):
        for part in (*walk(link.left), *walk(link.right)):
            match part:
                case s.Call(function=function):
                    _called(part, function, scope, functions, different, instanced)
                case s.Prime(of=of) if (ref := reference(of, scope.letters)) is not None:
                    if (made := scope.definitions.get(ref.key)) is not None and made.parameters:
                        functions.add(ref.key)
                        instanced |= {ref.key} if len(made.parameters) == 1 else set()
                    different.add(ref.key)
                case s.Differential(of=of) if role != "condition":
                    varying |= set(keys_in(of, scope.letters))
    for made in scope.definitions.values():
        known.add(made.key)
        if made.body is not None:
            known |= set(keys_in(made.body, scope.letters))
        known |= {ref.key for p in made.parameters if (ref := reference(p, scope.letters))}
    applied = {k for k, made in scope.definitions.items() if _is_applied(made, different, instanced)}
    applied |= _passed_on(scope, applied)
    definitions = {
        key: replace(made, dummy=made.dummy or key in applied) for key, made in scope.definitions.items()
    }
    done = replace(scope, definitions=definitions, functions=frozenset(functions), known=frozenset(known))
    return replace(done, varying=_base_of(done, varying))


def _is_applied(made: Definition, different: set[str], instanced: set[str]) -> bool:
    """Whether a function is applied to other things than its parameters; L(w) and L(w, b) mean one loss."""
    if not made.parameters or made.key not in different:
        return False
    return made.key in instanced or not is_loss(made.key)


def _passed_on(scope: Scope, applied: set[str]) -> set[str]:
    """The functions to which functions that are applied to other things pass their variable on: B of C(t) = A B(t)."""
    found: set[str] = set()
    waiting = sorted(applied)
    while waiting:
        outer = scope.definitions[waiting.pop()]
        for part in walk(outer.body) if outer.body is not None else ():
            ref = reference(part.function, scope.letters) if isinstance(part, s.Call) else None
            made = scope.definitions.get(ref.key) if ref is not None else None
            if made is None or made.key in found | applied or not isinstance(part, s.Call):
                continue
            if made.parameters == outer.parameters == part.arguments:
                found.add(made.key)
                waiting.append(made.key)
    return found


def _called(
    call: s.Call,
    function: s.Node,
    scope: Scope,
    functions: set[str],
    different: set[str],
    instanced: set[str],
) -> None:
    inner = function.of if isinstance(function, s.Prime) else function
    ref = reference(inner, scope.letters)
    if ref is None:
        return
    made = scope.definitions.get(ref.key)
    if made is None:
        functions.add(ref.key)
    elif made.parameters and tuple(call.arguments) != made.parameters:
        different.add(ref.key)
        pairs = list(zip(call.arguments, made.parameters, strict=False))
        if len(call.arguments) == len(made.parameters) and all(_is_instance(a, p) for a, p in pairs):
            instanced.add(ref.key)


def _is_instance(argument: s.Node, parameter: s.Node) -> bool:
    """x_i for x."""
    return isinstance(argument, s.Index) and argument.base == parameter


def _base_of(scope: Scope, varying: set[str]) -> frozenset[str]:
    """The names whose differentials are independent: those written, less those made from others of them."""
    kept = set()
    for key in varying:
        made = scope.definitions.get(key)
        upstream = scope.ancestors(made.body) if made is not None and made.body is not None else frozenset()
        if not (upstream & varying):
            kept.add(key)
    return frozenset(kept)
