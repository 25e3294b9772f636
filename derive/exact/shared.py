"""Sums that both sides contain become numbers of their own: what holds for any numbers holds for them.

A network's proof then is one about its last steps: the layers below are the same on both sides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from derive.calculus import rebuild
from derive.exact.tidy import tidied
from derive.terms import Add, Compare, Fn, Sym, Term, add, mul, sym
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
    known = _named(list(dict.fromkeys(sums(lefts))), set(sums(rights)))
    if not known:
        return None
    return _with_numbers(lefts, rights, known)


def with_maxima_free(lefts: Sequence[Term], rights: Sequence[Term]) -> tuple[list[Term], list[Term]] | None:
    """Both sides with a symbol for each maximum, where one stands in an exponent: a shift may be any number.

    >>> from derive.terms import fn
    >>> x = sym("x")
    >>> shift = fn("max", x, 0)
    >>> with_maxima_free([fn("exp", x - shift)], [fn("exp", x) / fn("exp", shift)])[0]
    [exp(x - part 0)]
    """
    terms = [*lefts, *rights]
    exponents = [node.args[0] for node in postorder(terms) if isinstance(node, Fn) and node.name == "exp"]
    if not any(map(_is_maximum, postorder(exponents))):
        return None
    maxima = dict.fromkeys(node for node in postorder(terms) if _is_maximum(node))
    return _with_numbers(lefts, rights, {node: sym(f"{SHARED}{k}") for k, node in enumerate(maxima)})


def _is_maximum(node: Node) -> bool:
    return isinstance(node, Fn) and node.name == "max"


def _with_numbers(
    lefts: Sequence[Term], rights: Sequence[Term], known: dict[Node, Node]
) -> tuple[list[Term], list[Term]]:
    terms = [*lefts, *rights]
    for node in postorder(terms):
        if node not in known:
            known[node] = rebuild(node, known)
    changed: list[Term] = [known[term] for term in terms]  # type: ignore[misc]
    return changed[: len(lefts)], changed[len(lefts) :]


def _named(ours: Sequence[Add], theirs: AbstractSet[Add]) -> dict[Node, Node]:
    """The symbols of the sums of one side that the other has, too, itself or with the other sign: a - b and b - a."""
    known: dict[Node, Node] = {node: sym(f"{SHARED}{k}") for k, node in enumerate(ours) if node in theirs}
    rest = [node for node in ours if node not in theirs]
    for k, (node, opposite) in enumerate(zip(rest, tidied(map(_negative, rest)), strict=True), len(ours)):
        if opposite in theirs:
            known.setdefault(opposite, sym(f"{SHARED}{k}"))
            known[node] = _opposite(known[opposite])
    return known


def _opposite(symbol: Node) -> Term:
    assert isinstance(symbol, Sym)
    return mul(-1, symbol)


def _negative(node: Add) -> Term:
    return add(*(mul(-1, arg) for arg in node.args))


def _sums(terms: Sequence[Term]) -> Iterator[Add]:
    return (node for node in postorder(terms) if isinstance(node, Add))


def _sums_in_functions(terms: Sequence[Term]) -> Iterator[Add]:
    for node in postorder(terms):
        if isinstance(node, Fn | Compare):
            yield from (each for each in children(node) if isinstance(each, Add))
