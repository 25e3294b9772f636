"""The normal form: every term as a quotient of polynomials in free scalars and kernels.

exp(u) becomes a product of generators, one for each basis vector of the lattice of exponents; log u becomes the
sum of e_i log|f_i| over the irreducible factors of u, and exp and log cancel; a root becomes r with r^q = |f|;
|u|, sign, step, ReLU, max, min and conditions become polynomials in signs S with S^2 = 1, which is exact
away from the kinks; what is left (erf, gamma, …) becomes an opaque kernel with its sound identities.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flint import fmpq

from derive.exact.angles import Angles
from derive.exact.arctangents import Arctangents
from derive.exact.budget import Spent
from derive.exact.cases import Cases
from derive.exact.field import Again, Full, Learnt, Nowhere, Poly, Quotient, quotient_key
from derive.exact.needs import must_be_positive
from derive.exact.numbers import rational
from derive.exact.powers import Powers
from derive.exact.special import Special
from derive.terms import Add, AllOf, AnyOf, Case, Compare, Const, Fn, Mul, Negation, Num, Pow, Sym, Term
from derive.traverse import Node, walk

MOST_RESTARTS = 60
SPARE = 2
MOST_CAPACITY = 1 << 12


class Lowering(Powers, Cases, Angles, Arctangents, Special):
    """Lowers terms into one field; what it learns on the way (lattice, roots, signs) makes it begin again."""

    def lower(self, terms: Sequence[Term]) -> list[Quotient | None]:
        """The normal forms of the terms; None for one that is defined nowhere."""
        needed = sum(node.__class__ in _GENERATING for node in walk(terms)) + SPARE
        if needed > self.field.capacity and not self.known:
            self._begin(1 << (needed - 1).bit_length())
        for _ in range(MOST_RESTARTS):
            try:
                return self._lower(terms)
            except Full:
                if self.field.capacity >= MOST_CAPACITY:
                    raise Spent from None
                self._begin(2 * self.field.capacity)
            except Again:
                self.known = {}
            except Learnt:
                self._begin(self.field.capacity)
        raise Spent

    def cancels(self, value: Quotient) -> bool:
        """Whether a value is 0 by what logs and arctangents are, although it is not the zero polynomial."""
        kinds = {generator.kind for generator in self.field.generators}
        return ("log" in kinds and self.logs_cancel(value)) or ("atan" in kinds and self.is_zero_angle(value))

    def _lower(self, terms: Sequence[Term]) -> list[Quotient | None]:
        self._require(terms)
        self._lower_all(terms)
        return [self.known[one] for one in terms]

    def _lower_all(self, terms: Sequence[Node]) -> None:
        known = self.known
        for node in walk(terms):
            if node not in known:
                self.budget.spend(1)
                known[node] = self._node(node)

    def _require(self, terms: Sequence[Term]) -> None:
        """Learn the signs that must hold wherever the terms are defined: u > 0 for log u and roots of u."""
        for inner, strict in must_be_positive(terms, self.signs.domains).items():
            self._lower_all([inner])
            self._assume_positive(self.known[inner], strict)

    def _assume_positive(self, value: Quotient | None, strict: bool) -> None:
        if value is None or value.num.is_zero():
            return
        sign, open_factors = self._sign_of_factors(value)
        if len(open_factors) == 1 and (strict or self._only_zero_with(open_factors[0], value)):
            factor = open_factors[0]
            simpler = self._same_sign(factor, self._as_generator(factor))
            if simpler is not None:
                self._assume_positive(self.field.scale(simpler, fmpq(sign)), strict)
            else:
                self.signs.assume(self.field, factor, sign, strict)
                raise Learnt

    def _only_zero_with(self, factor: Poly, value: Quotient) -> bool:
        # p x >= 0 says nothing about x where p is 0.
        others = [other for other, _ in self.field.factors(value.num)[1] if other != factor]
        signs = [self.signs.of(self.field, other) for other in others]
        return all(known is not None and known.strict for known in signs)

    def _node(self, node: Node) -> Quotient | None:
        try:
            return self._rule(node)
        except Nowhere:
            return None

    def _rule(self, node: Node) -> Quotient:
        return _KINDS[node.__class__](self, node)

    def _symbol(self, node: Sym | Const) -> Quotient:
        kind = "symbol" if node.__class__ is Sym else "constant"
        return self._generator(kind, node.name, node.name)

    def apply(self, name: str, values: list[Quotient]) -> Quotient:
        """A function of ``derive.functions`` in the normal form."""
        rule = _RULES.get(name)
        if rule is not None:
            return rule(self, *values)
        return self._generator(name, tuple(map(quotient_key, values)), tuple(values))


_RULES: dict[str, Callable[..., Quotient]] = {
    "exp": Lowering.exp,
    "log": Lowering.log,
    "abs": Lowering.absolute,
    "sign": lambda self, u: self.sign(u, jump=True),
    "step": Lowering._positive,
    "relu": Lowering.relu,
    "sigmoid": Lowering.sigmoid,
    "softplus": Lowering.softplus,
    "logit": Lowering.logit,
    "tanh": Lowering.tanh,
    "sinh": Lowering.sinh,
    "cosh": Lowering.cosh,
    "max": Lowering.maximum,
    "min": Lowering.minimum,
    "sin": Lowering.sin,
    "cos": Lowering.cos,
    "atan": Lowering.atan,
    "erf": lambda self, u: self.odd("erf", u),
    "normcdf": Lowering.normcdf,
    "normpdf": Lowering.normpdf,
    "gamma": Lowering.gamma,
    "loggamma": Lowering.loggamma,
    "digamma": Lowering.digamma,
    "trigamma": Lowering.trigamma,
    "tetragamma": Lowering.tetragamma,
}

_KINDS: dict[type, Callable[..., Quotient]] = {
    Num: lambda self, node: self.field.number(rational(node.value)),
    Sym: Lowering._symbol,
    Const: Lowering._symbol,
    Add: lambda self, node: self.field.total([self._value(arg) for arg in node.args]),
    Mul: lambda self, node: self._product([self._value(arg) for arg in node.args]),
    Pow: lambda self, node: self._power(self._value(node.base), node.exponent),
    Fn: lambda self, node: self.apply(node.name, [self._value(arg) for arg in node.args]),
    Case: Lowering._case,
    Compare: Lowering._indicator,
    AllOf: Lowering._indicator,
    AnyOf: Lowering._indicator,
    Negation: Lowering._indicator,
}
_GENERATING = frozenset((Sym, Fn, Const))
