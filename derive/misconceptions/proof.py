"""Proving that a slip gives what was written: first with activations as free scalars, then in full.

What holds for free scalars holds for whatever is put in their place, so the first try proves as much as the
second and is far cheaper: polynomials in sigma(s) instead of quotients of exponentials.
"""

from __future__ import annotations

from collections.abc import Sequence

from derive.calculus import rebuild
from derive.domains import POSITIVE, UNIT, Domain, Domains
from derive.misconceptions.forms import recognised
from derive.model import Right
from derive.prove import prove_arrays
from derive.terms import Case, Fn, Term, fn, mul, sym
from derive.traverse import Node, count_nodes, postorder

LARGE = 500
WORK = 150_000
_KINKS = ("max", "min", "relu", "step", "abs", "sign")
_RANGES = {"sigmoid": UNIT, "exp": POSITIVE, "softplus": POSITIVE, "cosh": POSITIVE}


def proved_equal(lefts: Sequence[Term], rights: Sequence[Term], domains: Domains) -> bool:
    """Whether two flattened arrays are proved equal, entry by entry, in the declared domain.

    >>> a, b = fn("sigmoid", sym("s")), 1 - fn("sigmoid", -sym("s"))
    >>> proved_equal([a], [b], Domains()), proved_equal([a], [a + 1], Domains())
    (True, False)
    """
    named = [recognised(one) for one in (*lefts, *rights)]
    for kept in (frozenset[str](), frozenset({"exp", "log"})):
        kernels = _Kernels(kept)
        plain = [kernels.abstract(one) for one in named]
        free = Domains({**domains.of, **kernels.ranges}, domains.groups)
        if kernels.names and _is_proved(plain, len(lefts), free):
            return True
    if count_nodes(named, LARGE) < LARGE or not _has_kinks(named):
        return _is_proved([*lefts, *rights], len(lefts), domains)
    return False


def _is_proved(sides: Sequence[Term], count: int, domains: Domains) -> bool:
    verdict = prove_arrays(sides[:count], sides[count:], domains, work=WORK, simplest=False)
    return isinstance(verdict, Right)


def _has_kinks(terms: Sequence[Term]) -> bool:
    return any(
        isinstance(node, Case) or (isinstance(node, Fn) and node.name in _KINKS) for node in postorder(terms)
    )


def same_values(one: Sequence[Sequence[Term]], other: Sequence[Sequence[Term]]) -> bool:
    """Whether two results are alike at all sizes: the same terms, so that the proof for one serves the other."""
    return all(
        a is b for mine, theirs in zip(one, other, strict=True) for a, b in zip(mine, theirs, strict=True)
    )


class _Kernels:
    """Free scalars for function values, the same one for the same value; functions in ``kept`` stay."""

    def __init__(self, kept: frozenset[str]) -> None:
        self.kept = kept
        self.names: dict[Term, Term] = {}
        self.ranges: dict[str, Domain] = {}

    def abstract(self, root: Term) -> Term:
        known: dict[Node, Node] = {}
        for node in postorder((root,)):
            new = rebuild(node, known)
            known[node] = self._name(new) if isinstance(new, Fn) and new.name not in self.kept else new
        return known[root]  # type: ignore[return-value]

    def _name(self, node: Fn) -> Term:
        if node.name == "sigmoid":
            opposite = self.names.get(fn("sigmoid", mul(-1, node.args[0])))
            if opposite is not None:
                return 1 - opposite
        if node not in self.names:
            fresh = sym(f"value {len(self.names) + 1} of {node.name}")
            self.names[node] = fresh
            if node.name in _RANGES:
                self.ranges[fresh.name] = _RANGES[node.name]
        return self.names[node]
