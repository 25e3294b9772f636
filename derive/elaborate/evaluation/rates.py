"""Names that depend on a parameter in a way that nobody writes: K(θ), of which only ∂K/∂θ is named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from derive.calculus import differentiate, free_symbols
from derive.elaborate.symbols.errors import outside
from derive.elaborate.symbols.evidence import small_letter
from derive.elaborate.symbols.names import Letters, Reference, keys_in, reference
from derive.elaborate.symbols.roles import Link
from derive.elaborate.symbols.scope import Scope
from derive.reader import syntax as s
from derive.reader.tree import Part, children, is_numeric, walk
from derive.terms import Term, add, mul, sym

if TYPE_CHECKING:
    from derive.elaborate.evaluation.evaluate import Evaluation

RATE = "rate of "
_ANY = re.compile(r"\\?[^\W\d_]+(?:_\{[a-z]\})?")
"""A parameter that stands for any one: θ, or a θ_s of which no formula says what s is."""
_OF_MATRICES = frozenset(("det", "tr", "Tr", "trace"))


def with_rates(scope: Scope, links: Sequence[Link]) -> Scope:
    """The scope that knows which names depend on which parameters, though no formula says how.

    A name does where its derivative is written and it stands in other formulas too, as K does in y^T K^{-1} y. A
    document that tells total derivatives by d from partial ones by ∂ means only the former.
    """
    sides = [side for link in links for side in (link.left, link.right)]
    parts = (part for side in sides for part in walk(side))
    if len({part.symbol for part in parts if isinstance(part, s.Derivative)}) > 1:
        return scope
    written: dict[str, set[str]] = {}
    matrices = frozenset(key for side in sides for key in inverted(side, scope.letters))
    for side in sides:
        for key, by in _written(side, scope.letters, matrices):
            written.setdefault(key, set()).add(by)
    used = {key for side in sides for key in _used(side, scope.letters)}
    free = {key: frozenset(by) for key, by in written.items() if key in used and _is_open(scope, key, by)}
    bodies = (made.body for made in scope.definitions.values() if made.body is not None)
    used |= scope.definitions.keys() | {key for body in bodies for key in keys_in(body, scope.letters)}
    any_by = {by for found in written.values() for by in found if _ANY.fullmatch(by)} - used
    # The W that gathers the w_k of a formula is a parameter of it.
    any_by = {by for by in any_by if small_letter(by) not in used}
    for key, those in written.items():
        if those & any_by and _is_lowest(scope, key, frozenset(k for k in written if written[k] & those)):
            alone = (by for by in those & any_by if _moves_alone(scope, key, by, sides, written))
            free[key] = frozenset(alone) | free.get(key, frozenset())
    for key, by in _parametrized(scope, sides, used):
        free[key] = free.get(key, frozenset()) | {by}
    return replace(scope, rates=free)


def _parametrized(scope: Scope, sides: Sequence[s.Node], used: set[str]) -> Iterator[tuple[str, str]]:
    """The π_θ of π_θ(a), which no formula writes out, with the θ by which the document differentiates."""
    for part in (part for side in sides for part in walk(side)):
        match part:
            case s.Nabla(by=by) | s.Derivative(by=(by,)):
                ref = reference(by, scope.letters) if by is not None else None
            case _:
                ref = None
        if ref is None:
            continue
        for key in used - scope.definitions.keys():
            if key.endswith(f"_{{{ref.key}}}"):
                yield key, ref.key


def held_at(scope: Scope, sides: Sequence[s.Node]) -> frozenset[str]:
    """The names with a formula that a line differentiates by a parameter of no formula: C of ∂C/∂θ "for any θ"."""
    return scope.memory.recall(lambda: _held_at(scope, sides), "held at", *sides)


def _held_at(scope: Scope, sides: Sequence[s.Node]) -> frozenset[str]:
    matrices = frozenset(scope.rates)
    below = {by for side in sides for _, by in _written(side, scope.letters, matrices)}
    return frozenset(key for key, by in scope.rates.items() if by & below and key in scope.definitions)


def _is_lowest(scope: Scope, key: str, written: frozenset[str]) -> bool:
    """Whether a name with a formula is made from no other name whose derivative is written as well."""
    made = scope.definitions.get(key)
    above = scope.ancestors(made.body) if made is not None and made.body is not None else frozenset()
    return made is not None and made.body is not None and not written & above


def _moves_alone(
    scope: Scope, key: str, by: str, sides: Sequence[s.Node], written: Mapping[str, set[str]]
) -> bool:
    """Whether nothing that is differentiated by a parameter of no formula has other names that may depend on it.

    So may names with formulas of their own whose slopes are not written, y of xy, and what the name is made of.
    """
    made = scope.definitions[key].body
    inside = (
        (scope.ancestors(made) if made is not None else frozenset())
        - scope.letters.indices
        - scope.letters.sizes
    )
    moving = frozenset(name for name, those in written.items() if by in those)
    reached: set[str] = set()
    waiting = [name for side in sides for name in _differentiated(side, by, scope.letters)]
    while waiting:
        name = waiting.pop()
        body = scope.definitions[name].body if name in scope.definitions else None
        if name in reached or name == key or (name in moving and _is_lowest(scope, name, moving)):
            continue
        reached.add(name)
        if body is not None and not is_numeric(body):
            if not scope.ancestors(body) & moving:
                return False
            waiting.extend(keys_in(body, scope.letters))
    listed = scope.ancestors_of(by.partition("_")[0])
    return not reached & (inside | listed)


def _differentiated(node: Part, by: str, letters: Letters) -> Iterator[str]:
    """The names in what a formula differentiates by a parameter."""
    for part in walk(node):
        if not isinstance(part, s.Derivative) or part.of is None:
            continue
        if any(by in keys_in(each, letters) for each in part.by):
            yield from keys_in(part.of, letters)


def _is_open(scope: Scope, key: str, by: set[str]) -> bool:
    return key not in scope.definitions and not by & (scope.definitions.keys() | {key})


def _written(node: Part, letters: Letters, matrices: frozenset[str]) -> Iterator[tuple[str, str]]:
    """The names under a derivative sign with those by which, without indices; of matrices by one of many, too: θ_j."""
    match node:
        case s.Derivative(of=s.Name() | s.Index() as of, by=(by,)):
            top, below = reference(of, letters), reference(by, letters)
            if top is not None and below is not None and (not below.indices or _is_whole(top, matrices)):
                yield top.key, below.key
    for part in children(node):
        yield from _written(part, letters, matrices)


def _is_whole(top: Reference, matrices: frozenset[str]) -> bool:
    return top.key in matrices and not top.indices


def _used(node: Part, letters: Letters) -> Iterator[str]:
    """The names that stand elsewhere than alone under a derivative sign or below one."""
    match node:
        case s.Derivative(of=s.Name() | s.Index()):
            return
        case s.Derivative(of=of) if of is not None:
            yield from _used(of, letters)
            return
        case s.Name() | s.Index():
            yield from keys_in(node, letters)
            return
    for part in children(node):
        yield from _used(part, letters)


def moving(ev: Evaluation, terms: Sequence[Term], by: str) -> list[str]:
    """The atoms in terms that depend on a parameter in a way that is not written."""
    key = _base(by)
    if not ev.scope.rates:
        return []
    return sorted(name for name in free_symbols(*terms) if key in ev.scope.rates.get(_base(name), ()))


def through_rates(ev: Evaluation, term: Term, by: str) -> Term:
    """What the names that depend on a parameter add to the derivative of a term by it."""
    if any(name.startswith(RATE) for name in free_symbols(term)):
        raise outside("a second derivative of something whose formula is not written")
    parts = (mul(differentiate(term, name), sym(f"{RATE}{name} by {by}")) for name in moving(ev, [term], by))
    return add(*parts)


def _base(name: str) -> str:
    return name.split("[", 1)[0].split("(#", 1)[0]


def inverted(node: s.Node, letters: Letters) -> Iterator[str]:
    """The names that are inverted or stand in a determinant or a trace."""
    for part in walk(node):
        match part:
            case s.Power(base=base, exponent=s.Neg(of=s.Number(text="1")) | s.Number(text="-1")):
                ref = reference(base, letters)
            case s.Call(function=s.Name(letter=name), arguments=(base,)) if name in _OF_MATRICES:
                ref = reference(base, letters)
            case _:
                continue
        if ref is not None and not ref.indices:
            yield ref.key
