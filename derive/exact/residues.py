"""Terms modulo a safe prime P = 2 Q + 1, where exp(u) is 4^u with u taken modulo Q, the order of 4.

For the re-check of evidence: kept apart from the prover and the refuter.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from derive.terms import Add, Fn, Mul, Num, Pow, Sym, Term
from derive.traverse import Node, postorder

SAFE_PRIME = 2**127 - 2721  # it and (it - 1)/2 are primes: checked in the tests


def residue(term: Term, values: Mapping[str, int], prime: int) -> int | None:
    """The value of a term modulo a safe prime, exp(u) being a power of 4; None outside that fragment.

    Symbols stand for whole numbers; equal rational functions of symbols and of exponentials have equal residues.

    >>> from derive.terms import fn, sym
    >>> x = sym("x")
    >>> residue(fn("exp", 2 * x) - fn("exp", x) ** 2, {"x": 5}, SAFE_PRIME)
    0
    """
    outer = _Residues(values, prime, exponents=_Residues(values, (prime - 1) // 2, exponents=None))
    return outer.value(term)


class _Residues:
    def __init__(self, values: Mapping[str, int], prime: int, exponents: _Residues | None) -> None:
        self.values, self.prime, self.exponents = values, prime, exponents
        self.known: dict[Node, int | None] = {}

    def value(self, term: Term) -> int | None:
        for node in postorder((term,), self.known):
            self.known[node] = self._residue(node)
        return self.known[term]

    def _residue(self, node: Node) -> int | None:
        match node:
            case Num(value=value):
                return value.numerator * pow(value.denominator, -1, self.prime) % self.prime
            case Sym(name=name):
                return self.values[name] % self.prime
            case Add(args=args):
                return self._folded([self.known[arg] for arg in args], lambda a, b: a + b, 0)
            case Mul(args=args):
                return self._folded([self.known[arg] for arg in args], lambda a, b: a * b, 1)
            case Pow(base=base, exponent=Num(value=value)) if value.denominator == 1:
                return self._power(self.known[base], value.numerator)
            case Fn(name=name, args=(inner,)):
                return self._function(name, inner)
            case _:
                return None

    def _folded(self, parts: list[int | None], step: Callable[[int, int], int], start: int) -> int | None:
        for part in parts:
            if part is None:
                return None
            start = step(start, part) % self.prime
        return start

    def _power(self, base: int | None, exponent: int) -> int | None:
        if base is None or (base == 0 and exponent < 0):
            return None
        return pow(base, exponent, self.prime)

    def _function(self, name: str, inner: Term) -> int | None:
        if self.exponents is None or name not in ("exp", "sigmoid", "tanh", "cosh", "sinh"):
            return None
        up = self.exponents.value(inner)
        if up is None:
            return None
        e = pow(4, up, self.prime)
        inverse = pow(e, -1, self.prime)
        top, bottom = {
            "exp": (e, 1),
            "sigmoid": (e, 1 + e),
            "tanh": (e - inverse, e + inverse),
            "cosh": (e + inverse, 2),
            "sinh": (e - inverse, 2),
        }[name]
        return None if bottom % self.prime == 0 else top * pow(bottom, -1, self.prime) % self.prime
