"""Function values as free scalars: what holds for free scalars holds for whatever is put in their place."""

from __future__ import annotations

from derive.calculus import rebuild
from derive.domains import POSITIVE, UNIT, Domain
from derive.terms import Fn, Term, fn, mul, sym
from derive.traverse import Node, postorder

_RANGES = {"sigmoid": UNIT, "exp": POSITIVE, "softplus": POSITIVE, "cosh": POSITIVE}


class Kernels:
    """Free scalars for function values, the same one for the same value; functions in ``kept`` stay."""

    def __init__(self, kept: frozenset[str]) -> None:
        self.kept = kept
        self.names: dict[Term, Term] = {}
        self.ranges: dict[str, Domain] = {}

    def abstract(self, root: Term) -> Term:
        """The term with its function values replaced."""
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
