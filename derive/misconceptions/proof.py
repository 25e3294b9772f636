"""Proving that a slip gives what was written: first with activations as free scalars, then in full.

What holds for free scalars holds for whatever is put in their place, so the first try proves as much as the
second and is far cheaper: polynomials in sigma(s) instead of quotients of exponentials.
"""

from __future__ import annotations

from collections.abc import Sequence

from derive.calculus import rebuild
from derive.domains import POSITIVE, UNIT, Domain, Domains
from derive.misconceptions.sites import recognised
from derive.model import Right
from derive.prove import prove_arrays
from derive.terms import Fn, Term, fn, mul, sym
from derive.traverse import Node, postorder

_RANGES = {"sigmoid": UNIT, "exp": POSITIVE, "softplus": POSITIVE, "cosh": POSITIVE}


def proved_equal(lefts: Sequence[Term], rights: Sequence[Term], domains: Domains) -> bool:
    """Whether two flattened arrays are proved equal, entry by entry, in the declared domain.

    >>> a, b = fn("sigmoid", sym("s")), 1 - fn("sigmoid", -sym("s"))
    >>> proved_equal([a], [b], Domains()), proved_equal([a], [a + 1], Domains())
    (True, False)
    """
    kernels = _Kernels()
    plain = [kernels.abstract(recognised(one)) for one in (*lefts, *rights)]
    if kernels.names:
        free = Domains({**domains.of, **kernels.ranges}, domains.groups)
        count = len(lefts)
        if isinstance(prove_arrays(plain[:count], plain[count:], free), Right):
            return True
    return isinstance(prove_arrays(lefts, rights, domains), Right)


def same_values(one: Sequence[Sequence[Term]], other: Sequence[Sequence[Term]]) -> bool:
    """Whether two results are alike at all sizes: the same terms, so that the proof for one serves the other."""
    return all(
        a is b for mine, theirs in zip(one, other, strict=True) for a, b in zip(mine, theirs, strict=True)
    )


class _Kernels:
    """Free scalars for function values, the same one for the same value."""

    def __init__(self) -> None:
        self.names: dict[Term, Term] = {}
        self.ranges: dict[str, Domain] = {}

    def abstract(self, root: Term) -> Term:
        known: dict[Node, Node] = {}
        for node in postorder((root,)):
            new = rebuild(node, known)
            known[node] = self._name(new) if isinstance(new, Fn) else new
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
