r"""Sums over configurations: Σ_h e^{−E(v, h)} of units h_j ∈ {0, 1} runs over all values of all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from derive import arrays
from derive.calculus import substitute
from derive.domains import FiniteSet
from derive.elaborate.evaluation.values import Value, built
from derive.elaborate.symbols.errors import outside
from derive.elaborate.symbols.names import reference
from derive.elaborate.symbols.scope import Axes, Scope
from derive.reader import syntax as s
from derive.reader.anatomy import items_of
from derive.reader.tree import walk
from derive.terms import Term, add, num

if TYPE_CHECKING:
    from derive.elaborate.evaluation.evaluate import Evaluation, Frame

MOST = 64
"""So many configurations are written out: six units of two states."""


def over_configurations(ev: Evaluation, node: s.Big, at: Frame) -> Value | None:
    """The sum over all values of the families that stand below the sign; None where it runs over indices."""
    if node.symbol != "sum" or node.body is None or node.below is None or node.above is not None:
        return None
    keys = [_family(ev, item, node.body) for item in items_of(node.below)]
    families = [key for key in keys if key is not None]
    if not families or len(families) < len(keys):
        return None
    value = ev.value(node.body, at)
    return _summed(ev, value, families) if ev.concrete else value


def _family(ev: Evaluation, item: s.Node, body: s.Node) -> str | None:
    """The key of a family of numbers with finitely many values each, which nothing works out."""
    ref = reference(item, ev.letters)
    if (
        ref is None
        or ref.indices
        or ref.key in ev.scope.definitions
        or ref.key not in ev.scope.ancestors(body)
    ):
        return None
    if isinstance(ev.scope.domains.get(ref.key), FiniteSet):
        return ref.key if ev.typing.get(ref.key, Axes(0)).count == 1 else None
    if ref.key in ev.scope.memory.recall(lambda: _indexed(ev.scope), "indexed names"):
        raise outside(f"a sum over {ref.key}, of which nothing says what values it has")
    return None


def _indexed(scope: Scope) -> frozenset[str]:
    """The names that carry an index in what a document defines."""
    bodies = (made.body for made in scope.definitions.values() if made.body is not None)
    parts = (part for body in bodies for part in walk(body) if isinstance(part, s.Index))
    return frozenset(
        ref.key for part in parts if (ref := reference(part, scope.letters)) is not None and ref.indices
    )


def _summed(ev: Evaluation, value: Value, keys: Sequence[str]) -> Value:
    held = {name: domain.values for key in keys for name, domain in _members(ev, key)}
    if prod(map(len, held.values())) > MOST:
        raise outside("a sum over more configurations than can be written out")
    states = [dict(zip(held, values, strict=True)) for values in product(*held.values())]
    assert value.array is not None
    entries = [_total(entry, states) for entry in value.entries]
    return built(value.shape, arrays.constant(entries, value.array.shape), value)


def _members(ev: Evaluation, key: str) -> list[tuple[str, FiniteSet]]:
    domain = ev.scope.domains[key]
    assert isinstance(domain, FiniteSet)
    size = ev.size(ev.axes[key][0])
    return [(f"{key}[{place}]", domain) for place in range(1, size + 1)]


def _total(entry: Term, states: Sequence[Mapping[str, Fraction]]) -> Term:
    return add(*(substitute(entry, {name: num(value) for name, value in state.items()}) for state in states))
