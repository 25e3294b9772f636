"""Numbers modulo a prime that tell which parts of two terms may be equal; they never decide that they are."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from math import prod

from derive.exact.summands import PRIME, Fingerprints
from derive.terms import Add, Const, Fn, Num, Pow, Sym, Term
from derive.traverse import Node, postorder

ATTEMPTS = 64  # two to the number of different roots, on average


def telling(ours: Sequence[Term], theirs: Sequence[Term]) -> Numbers | None:
    """Numbers for which two lists of terms agree, entry by entry; None where none are found.

    >>> from derive.terms import fn, sym
    >>> x, y = sym("x"), sym("y")
    >>> telling([(x**2 + 2 * x * y + y**2) ** 2], [(x + y) ** 4]) is not None
    True
    >>> telling([fn("exp", x + y)], [fn("exp", x) * fn("exp", y)]) is not None
    True
    >>> telling([fn("exp", x + y)], [fn("exp", x) + fn("exp", y)]) is None
    True
    """
    for splits in (False, True) if _has_exponential_of_sum([*ours, *theirs]) else (False,):
        for attempt in range(ATTEMPTS):
            numbers = Numbers(splits=splits, attempt=attempt)
            if all(numbers.of(one) == numbers.of(other) for one, other in zip(ours, theirs, strict=True)):
                return numbers
            if not numbers.has_made_up_roots:
                break
    return None


def _has_exponential_of_sum(terms: Sequence[Term]) -> bool:
    return any(
        isinstance(node, Fn) and node.name == "exp" and isinstance(node.args[0], Add)
        for node in postorder(terms)
    )


class Numbers(Fingerprints):
    """Numbers that also agree for roots, and for exponentials: of opposite exponents, or (``splits``) of sums.

    Half of all numbers have a square root modulo the prime. The principal one is a square itself, so that roots of
    products are products of roots. Symbols are squares; where a sum has no root, one is made up that agrees with its
    own powers only, and another ``attempt`` may do better. An exponential is known by its exponent's number, or as
    the product of those of the summands, which agrees for sums that are put together in another way.
    """

    def __init__(self, *, splits: bool = False, attempt: int = 0) -> None:
        super().__init__()
        self.splits, self.attempt = splits, attempt
        self.has_made_up_roots = False
        self._opened: dict[str, tuple[int, int]] = {}

    def open(self, name: str, meaning: Term) -> None:
        """Let a symbol have the number of what it stands for."""
        self._opened[name] = (self.of(meaning), self._e_to(meaning))

    def _number(self, node: Node) -> int:
        match node:
            case Sym(name=name) | Const(name=name):
                return self._opened[name][0] if name in self._opened else self._named(name)
            case Pow(base=base, exponent=Num(value=value)) if value.denominator > 1:
                return pow(self._root(base, value.denominator), value.numerator % (PRIME - 1), PRIME)
            case Fn(name="exp", args=(inner,)):
                return self._e_to(inner)
            case Fn(name="sigmoid", args=(inner,)):
                return _share(self._e_to(inner))
            case Fn(name="tanh", args=(inner,)):
                return (2 * _share(_exponential(2 * self.known[inner] % PRIME)) - 1) % PRIME
            case _:
                return super()._number(node)

    def _named(self, name: str) -> int:
        return pow(_hashed(f"{name} {self.attempt}" if self.attempt else name), 2, PRIME)

    def _root(self, base: Term, degree: int) -> int:
        number = self.known[base]
        if degree == 2:
            root = pow(number, (PRIME + 1) // 4, PRIME)  # of a square, as the prime is 3 modulo 4
            if root * root % PRIME == number:
                return root
        self.has_made_up_roots = True
        return _hashed(f"root {degree} of {number}")

    def _e_to(self, exponent: Term) -> int:
        match exponent:
            case Sym(name=name) if name in self._opened:
                return self._opened[name][1]
            case Add(args=parts) if self.splits:
                return prod(map(self._e_to, parts)) % PRIME
            case _:
                return _exponential(self.known[exponent])


def _hashed(text: str) -> int:
    # The numbers of x_11, x_12, x_21 and x_22 must have nothing to do with each other.
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest()) % PRIME


def _exponential(exponent: int) -> int:
    if not exponent:
        return 1
    least = min(exponent, PRIME - exponent)
    value = _hashed(f"exp {least}")
    return value if least == exponent else pow(value, -1, PRIME)


def _share(part: int) -> int:
    return part * pow(1 + part, -1, PRIME) % PRIME
