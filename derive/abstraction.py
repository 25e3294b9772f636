"""Sums inside functions become scalars, the same on both sides: what holds for any scalars holds for these."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from derive.calculus import free_symbols, replaced
from derive.exact.summands import Fingerprints, ordered
from derive.indices import at_indices
from derive.symbolic_sums import bound_index, indices_in, is_sum, sums_in
from derive.terms import Compare, Fn, Num, Pow, Term, sym
from derive.traverse import Node, children, postorder


def without_sums_in_functions(terms: Sequence[Term], below_fractions: bool = False) -> list[Term]:
    """The terms with a fresh scalar for each sum that stands in a function (or under a fraction), wherever it stands.

    >>> from derive.plain import read
    >>> without_sums_in_functions([read("y[i]*exp(sum(w[j]*x[i,j], j, 1, M))")])
    [y[i]*exp(Σ1[i])]
    """
    names: dict[Term, str] = {}
    for node in _hidden(terms, below_fractions):
        names.setdefault(_pattern(node), f"Σ{len(names) + 1}")
    mapping: dict[Node, Node] = {
        node: sym(_indexed(names[_pattern(node)], _free(node)))
        for node in sums_in(*terms)
        if _pattern(node) in names
    }
    return [replaced(term, mapping) for term in terms] if mapping else list(terms)


def _hidden(terms: Sequence[Term], below_fractions: bool) -> Iterator[Fn]:
    for node in postorder(terms):
        if _is_function(node) or (below_fractions and _is_fraction(node)):
            yield from sums_in(*children(node))  # type: ignore[arg-type]


def _is_function(node: Node) -> bool:
    match node:
        case Fn():
            return not is_sum(node)
        case Pow(exponent=Num(value=value)):
            return value.denominator != 1
        case _:
            return isinstance(node, Pow | Compare)


def _is_fraction(node: Node) -> bool:
    return isinstance(node, Pow) and isinstance(node.exponent, Num) and node.exponent.value < 0


def _pattern(node: Fn) -> Term:
    # The sum, whatever its free indices are called and in whatever order its parts stand.
    places = {name: f"@{k}" for k, name in enumerate(_free(node))}
    return ordered(at_indices(node, places), Fingerprints())


def _free(node: Fn) -> list[str]:
    bound = {bound_index(one) for one in sums_in(node)}
    found = [name for name, _ in indices_in([node])] + sorted(
        n for n in free_symbols(node) if n.startswith("#")
    )
    return [name for name in dict.fromkeys(found) if name not in bound]


def _indexed(stem: str, indices: Sequence[str]) -> str:
    return f"{stem}[{','.join(indices)}]" if indices else stem
