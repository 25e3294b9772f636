"""Terms with their parts in one order and without what is times 0, so that like things become the same thing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from derive.calculus import rebuild
from derive.exact.summands import Fingerprints
from derive.terms import ZERO, Add, Const, Fn, Mul, Num, Pow, Sym, Term, add, mul, power
from derive.traverse import Node, postorder

_DEFINED_EVERYWHERE = (
    *("abs", "atan", "cos", "cosh", "erf", "exp", "max", "min", "normcdf", "normpdf", "relu", "sigmoid"),
    *("sign", "sin", "sinh", "softplus", "step", "tanh"),
)


def tidied(terms: Iterable[Term]) -> list[Term]:
    """The same terms, equal wherever they are defined, each sum and product in one order.

    >>> from derive.terms import fn
    >>> x, y = Sym("x"), Sym("y")
    >>> one, other = tidied([fn("exp", x * y * y + 0 * x), fn("exp", y**2 * x)])
    >>> one is other
    True
    """
    given = list(terms)
    tidy = _Tidy()
    for node in postorder(given):
        tidy.known[node] = tidy.node(rebuild(node, tidy.known))
    return [tidy.known[term] for term in given]  # type: ignore[misc]


class _Tidy:
    def __init__(self) -> None:
        self.known: dict[Node, Node] = {}
        self._numbers = Fingerprints()
        self._total: dict[Node, bool] = {}
        self._positive: dict[Node, bool] = {}

    def node(self, node: Node) -> Node:
        match node:
            case Mul(args=args):
                return self._product(args)
            case Add(args=args):
                return self._sum(args)
            case _:
                return node

    def _product(self, args: Sequence[Term]) -> Term:
        if ZERO in args and all(map(self._is_total, args)):
            return ZERO
        counts: Counter[Term] = Counter()
        for arg in args:
            base, count = _as_power(arg)
            counts[base] += count
        if len(args) == 2 and isinstance(args[0], Num) and isinstance(args[1], Add):
            return self._sum(self._product((args[0], arg)) for arg in args[1].args)
        return mul(*sorted((power(base, count) for base, count in counts.items()), key=self._place))

    def _sum(self, args: Iterable[Term]) -> Term:
        total = add(*args)
        return add(*sorted(total.args, key=self._place)) if isinstance(total, Add) else total

    def _place(self, term: Term) -> tuple[bool, int]:
        return not isinstance(term, Num), self._numbers.of(term)

    def _is_total(self, term: Node) -> bool:
        for node in postorder((term,), self._total):
            self._total[node] = self._stays_total(node)
        return self._total[term]

    def _stays_total(self, node: Node) -> bool:
        match node:
            case Num() | Sym() | Const():
                return True
            case Add(args=args) | Mul(args=args):
                return all(self._total[arg] for arg in args)
            case Pow(base=base, exponent=Num(value=value)):
                whole = value.denominator == 1 and self._total[base]
                return whole and (value > 0 or self._is_positive(base))
            case Fn(name=name, args=args):
                return name in _DEFINED_EVERYWHERE and all(self._total[arg] for arg in args)
            case _:
                return False

    def _is_positive(self, term: Term) -> bool:
        """Whether a term that has a value everywhere is seen to be above 0 there."""
        for node in postorder((term,), self._positive):
            self._positive[node] = self._stays_positive(node)
        return self._positive[term]

    def _stays_positive(self, node: Node) -> bool:
        match node:
            case Num(value=value):
                return value > 0
            case Fn(name=name):
                return name in ("exp", "sigmoid", "cosh", "softplus")
            case Add(args=args) | Mul(args=args):
                return all(self._positive[arg] for arg in args)
            case Pow(base=base):
                return self._positive[base]
            case _:
                return False


def _as_power(term: Term) -> tuple[Term, int]:
    """A factor as a base to a whole positive power; others are counted as they are."""
    match term:
        case Pow(base=base, exponent=Num(value=value)) if value > 0 and value.denominator == 1:
            return base, value.numerator
        case _:
            return term, 1
