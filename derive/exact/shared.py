"""Sums that both sides contain become numbers of their own: what holds for any numbers holds for them.

A network's proof then is one about its last steps: the layers below are the same on both sides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from derive.calculus import rebuild
from derive.terms import Add, Compare, Fn, Term, sym
from derive.traverse import Node, children, postorder

SHARED = "part "  # begins the names of such numbers


def with_shared_sums_free(
    lefts: Sequence[Term], rights: Sequence[Term], *, in_functions: bool = False
) -> tuple[list[Term], list[Term]] | None:
    """Both sides with one symbol for each sum that stands in both; None where there is none.

    ``in_functions`` keeps those that stand elsewhere than in functions: a proof may have to multiply them out.

    >>> from derive.terms import fn
    >>> s = sym("x") + sym("y")
    >>> with_shared_sums_free([fn("exp", s)], [2 * fn("exp", s)])[0]
    [exp(part 0)]
    """
    sums = _sums_in_functions if in_functions else _sums
    theirs = set(sums(rights))
    shared = [node for node in dict.fromkeys(sums(lefts)) if node in theirs]
    if not shared:
        return None
    known: dict[Node, Node] = {node: sym(f"{SHARED}{k}") for k, node in enumerate(shared)}
    terms = [*lefts, *rights]
    for node in postorder(terms):
        if node not in known:
            known[node] = rebuild(node, known)
    changed: list[Term] = [known[term] for term in terms]  # type: ignore[misc]
    return changed[: len(lefts)], changed[len(lefts) :]


def _sums(terms: Sequence[Term]) -> Iterator[Term]:
    return (node for node in postorder(terms) if isinstance(node, Add))


def _sums_in_functions(terms: Sequence[Term]) -> Iterator[Term]:
    for node in postorder(terms):
        if isinstance(node, Fn | Compare):
            yield from (each for each in children(node) if isinstance(each, Add))
