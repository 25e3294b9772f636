"""The normal form: every term as a quotient of polynomials in free scalars and kernels.

exp(u) becomes a product of generators, one for each basis vector of the lattice of exponents; log u becomes the
sum of e_i log|f_i| over the irreducible factors of u, and exp and log cancel; a root becomes r with r^q = |f|;
|u|, sign, step, ReLU, max, min and conditions become polynomials in signs S with S^2 = 1, which is exact
away from the kinks; what is left (erf, gamma, sin, …) becomes an opaque kernel with its sound identities.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import cast

from flint import fmpq, fmpz
from flint.utils.flint_exceptions import DomainError

from derive.domains import Domains
from derive.exact.budget import Budget, Spent
from derive.exact.field import (
    Again,
    Field,
    Full,
    Generator,
    Key,
    Learnt,
    Nowhere,
    Poly,
    Quotient,
    key_of,
    quotient_key,
)
from derive.exact.lattice import Lattice
from derive.exact.points import whole_symbols
from derive.exact.signs import Signs
from derive.terms import (
    Add,
    AllOf,
    AnyOf,
    Case,
    Compare,
    Condition,
    Const,
    Fn,
    Mul,
    Negation,
    Num,
    Pow,
    Sym,
    Term,
)
from derive.traverse import Node, postorder

MOST_WHOLE_POWER = 200
MOST_EXPONENT = 400
FACTORABLE_BITS = 64
SMALL_PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47)
MOST_SHIFT = 40
MOST_RESTARTS = 60
MOST_TURNS = 8
SPARE = 2
MOST_CAPACITY = 1 << 12


class Lowering:
    """Lowers terms into one field; what it learns on the way (lattice, roots, signs) makes it begin again.

    ``signs`` holds the domains and what is assumed. ``kinks`` collects the polynomials on whose sign a value
    depends, ``zeros`` those that a condition compares with 0.
    """

    def __init__(self, signs: Signs, budget: Budget, capacity: int = 16, join: bool = False) -> None:
        self.signs = signs
        self.budget = budget
        self.join = join  # whether the arguments of exponentials are brought to one denominator
        self._begin(capacity)

    def _begin(self, capacity: int) -> None:
        self.field = Field(capacity, self.budget)
        self.lattice, self.angles = Lattice(), Lattice()
        self.common = self.field.one_poly
        self.roots: dict[Key, int] = {}
        self.known: dict[Node, Quotient | None] = {}
        self.jumps: dict[Key, Poly] = {}

    def lower(self, terms: Sequence[Term]) -> list[Quotient | None]:
        """The normal forms of the terms; None for one that is defined nowhere."""
        needed = sum(isinstance(node, Sym | Fn | Const) for node in postorder(terms)) + SPARE
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

    def _lower(self, terms: Sequence[Term]) -> list[Quotient | None]:
        self._require(terms)
        for node in postorder(terms, self.known):
            self.budget.spend(1)
            self.known[node] = self._node(node)
        return [self.known[one] for one in terms]

    def _require(self, terms: Sequence[Term]) -> None:
        """Learn the signs that must hold wherever the terms are defined: u > 0 for log u and roots of u."""
        for inner, strict in must_be_positive(terms, self.signs.domains).items():
            for node in postorder((inner,), self.known):
                self.budget.spend(1)
                self.known[node] = self._node(node)
            self._assume_positive(self.known[inner], strict)

    def _assume_positive(self, value: Quotient | None, strict: bool) -> None:
        if value is None or value.num.is_zero():
            return
        sign, open_factors = self._sign_of_factors(value)
        if len(open_factors) == 1:
            factor = open_factors[0]
            simpler = self._same_sign(factor, self._as_generator(factor))
            if simpler is not None:
                self._assume_positive(self.field.scale(simpler, fmpq(sign)), strict)
            else:
                self.signs.assume(self.field, factor, sign, strict)
                raise Learnt

    def _sign_of_factors(self, value: Quotient) -> tuple[int, list[Poly]]:
        constant, factors = self._factored(value)
        sign, unknown = (1 if constant > 0 else -1), []
        for factor, times in factors:
            if times % 2:
                known = self._known_sign(factor)
                if known is None:
                    unknown.append(factor)
                else:
                    sign *= known
        return sign, unknown

    def _known_sign(self, factor: Poly) -> int | None:
        known = self.signs.of(self.field, factor)
        if known is not None:
            return known.sign
        simpler = self._same_sign(factor, self._as_generator(factor))
        if simpler is None or simpler.num.is_zero():
            return None
        sign, unknown = self._sign_of_factors(simpler)
        return None if unknown else sign

    def _factored(self, value: Quotient) -> tuple[fmpq, list[tuple[Poly, int]]]:
        top, above = self.field.factors(value.num)
        bottom, below = self.field.factors(value.den)
        return top / bottom, above + [(factor, -times) for factor, times in below]

    # One rule for each kind of node.

    def _node(self, node: Node) -> Quotient | None:
        try:
            return self._rule(node)
        except Nowhere:
            return None

    def _rule(self, node: Node) -> Quotient:
        match node:
            case Num(value=value):
                return self.field.number(_rational(value))
            case Sym(name=name):
                return self._generator("symbol", name, name)
            case Const(name=name):
                return self._generator("constant", name, name)
            case Add(args=args):
                return self.field.total([self._value(arg) for arg in args])
            case Mul(args=args):
                return self._product([self._value(arg) for arg in args])
            case Pow():
                return self._power(self._value(node.base), node.exponent)
            case Fn(name=name, args=args):
                return self.apply(name, [self._value(arg) for arg in args])
            case Case():
                return self._case(node)
            case _:
                return self._indicator(node)

    def _value(self, node: Node) -> Quotient:
        value = self.known[node]
        if value is None:
            raise Nowhere
        return value

    def _generator(self, kind: str, key: Key, data: object) -> Quotient:
        return self.field.whole(self.field.gen(self.field.generator(kind, key, data)))

    def _product(self, values: Sequence[Quotient]) -> Quotient:
        total = values[0]
        for value in values[1:]:
            total = self.field.mul(total, value)
        return total

    def _power(self, base: Quotient, exponent: Term) -> Quotient:
        if isinstance(exponent, Num):
            return self._number_power(base, _rational(exponent.value))
        up = self._value(exponent)
        if up.den.is_one() and up.num.is_constant():
            return self._number_power(base, _constant(up.num))
        if base.num.is_zero():
            return self._opaque("power of 0", up)
        absolute = self.exp(self.field.mul(up, self.log(base)))
        return self.field.mul(absolute, self._parity(base, up)) if self._is_whole(exponent) else absolute

    def _is_whole(self, exponent: Term) -> bool:
        return is_whole(exponent, self.signs.domains)

    def _parity(self, base: Quotient, exponent: Quotient) -> Quotient:
        # sign(base)^exponent for a whole exponent: 1 where the base is positive, else a kernel whose square is 1.
        sign = self.sign(base)
        if sign == self.field.one:
            return sign
        if len(sign.num) != 1 or not sign.den.is_one():
            return self._generator("parity", (quotient_key(sign), quotient_key(exponent)), (sign, exponent))
        exponent, steps = self._modulo_two(exponent)
        if exponent.num.is_zero():
            return sign if steps else self.field.one
        kernel = sign if steps else self.field.one
        for place in self._sign_places(sign):
            for monomial in exponent.num.monoms():
                kernel = self.field.mul(kernel, self._parity_generator(place, monomial))
        return kernel

    def _sign_places(self, sign: Quotient) -> list[int | None]:
        # The signs in a product of signs; None stands for -1.
        ((monomial, coefficient),) = sign.num.to_dict().items()
        found: list[int | None] = [place for place, times in enumerate(monomial) if times]
        return [None, *found] if coefficient < 0 else found

    def _parity_generator(self, place: int | None, monomial: tuple[int, ...]) -> Quotient:
        base = self.field.number(fmpq(-1)) if place is None else self.field.whole(self.field.gen(place))
        exponent = self.field.whole(self.field.ring.from_dict({monomial: fmpq(1)}))
        spot = self.field.generator("parity", (place, monomial), (base, exponent))
        self.field.relations.setdefault(spot, (2, self.field.one_poly))
        return self.field.whole(self.field.gen(spot))

    def _modulo_two(self, exponent: Quotient) -> tuple[Quotient, int]:
        # A whole exponent modulo 2: coefficients are 0 or 1, and n^k is as even or odd as n.
        odd: dict[tuple[int, ...], int] = {}
        for monomial, coefficient in exponent.num.to_dict().items():
            flat = tuple(min(times, 1) for times in monomial)
            odd[flat] = (odd.get(flat, 0) + int(coefficient.p)) % 2
        steps = odd.pop((0,) * self.field.capacity, 0)
        return self.field.whole(self.field.ring.from_dict({m: fmpq(1) for m, c in odd.items() if c})), steps

    def _number_power(self, base: Quotient, exponent: fmpq) -> Quotient:
        if exponent.q == 1 and self._is_small_power(base, exponent):
            return self.field.power(base, int(exponent.p))
        return self.root(base, exponent)

    def _is_small_power(self, base: Quotient, exponent: fmpq) -> bool:
        single = len(base.num) <= 1 and len(base.den) <= 1
        return abs(exponent.p) <= (MOST_EXPONENT if single else MOST_WHOLE_POWER)

    # Exponentials, logarithms and roots.

    def exp(self, value: Quotient) -> Quotient:
        """exp of a quotient: logs come out as powers, the rest as generators of the lattice."""
        logs, rest = self._split_logs(value)
        result = self._lattice_exp(rest)
        for place, coefficient in logs:
            factor = self.field.generators[place].data
            result = self.field.mul(result, self._absolute_power(factor, coefficient))
        return result

    def _split_logs(
        self, value: Quotient, keep_logs: bool = False
    ) -> tuple[list[tuple[int, fmpq]], dict[Key, fmpq]]:
        logs: list[tuple[int, fmpq]] = []
        vector: dict[Key, fmpq] = {}
        value = self._over_common(value) if self.join else value
        whole, rest = (value.num, None) if value.den.is_one() else divmod(value.num, value.den)
        for monomial, coefficient in whole.to_dict().items():
            place = _single(monomial)
            if place is not None and not keep_logs and self.field.generators[place].kind == "log":
                logs.append((place, coefficient))
            else:
                vector[None, monomial] = coefficient
        if rest is not None:
            den = key_of(value.den)
            self.field.denominators[den] = value.den
            vector |= {(den, monomial): coefficient for monomial, coefficient in rest.to_dict().items()}
        return logs, vector

    def _over_common(self, value: Quotient) -> Quotient:
        # With a common denominator, exp(1/x) exp(1/y) and exp((x + y)/(x y)) are the same product.
        missing = value.den / value.den.gcd(self.common)
        if not missing.is_constant():
            self.budget.spend(100 * len(missing) * len(self.common))
            self.common = self.common * missing
            self.lattice = Lattice()
            raise Again
        return Quotient(value.num * (self.common / value.den), self.common)

    def _lattice_exp(self, vector: dict[Key, fmpq]) -> Quotient:
        if not vector:
            return self.field.one
        coordinates = self.lattice.express(vector)
        if any(c.q != 1 for c in coordinates.values()):
            self.lattice = self.lattice.refined(coordinates)
            raise Again
        top, bottom = self.field.one_poly, self.field.one_poly
        for place, times in coordinates.items():
            gen = self._exponential(place)
            if abs(times.p) > MOST_EXPONENT:
                return self._generator("exp", frozenset(vector.items()), vector)
            if times > 0:
                top *= gen ** int(times.p)
            else:
                bottom *= gen ** int(-times.p)
        return Quotient(top, bottom)

    def _exponential(self, place: int) -> Poly:
        vector = self.lattice.basis[place]
        return self.field.gen(self.field.generator("exp", frozenset(vector.items()), vector))

    def _argument(self, vector: Mapping[Key, fmpq]) -> Quotient:
        # The quotient that a vector of the lattice stands for.
        by_den: dict[Key, dict[tuple[int, ...], fmpq]] = {}
        for slot, coefficient in vector.items():
            den, monomial = cast("tuple[Key, tuple[int, ...]]", slot)
            by_den.setdefault(den, {})[monomial] = coefficient
        parts = []
        for den, terms in by_den.items():
            top = self.field.ring.from_dict(terms)
            parts.append(Quotient(top, self.field.one_poly if den is None else self.field.denominators[den]))
        return self.field.total(parts)

    def log(self, value: Quotient) -> Quotient:
        """log|value| as a sum over irreducible factors; raises ``Nowhere`` for 0."""
        if value.num.is_zero():
            raise Nowhere
        constant, factors = self._factored(value)
        parts = [self._log_number(constant)]
        for factor, times in factors:
            parts.append(self.field.scale(self._log_factor(factor), fmpq(times)))
        return self.field.total(parts)

    def _log_factor(self, factor: Poly) -> Quotient:
        generator = self._as_generator(factor)
        if generator is not None:
            match generator.kind:
                case "exp":
                    return self._argument(generator.data)
                case "root":
                    inner, degree = generator.data
                    return self.field.scale(self.log(self.field.whole(inner)), fmpq(1, degree))
                case "sign":
                    return self.field.zero
                case "gamma":
                    return self._opaque("loggamma", generator.data)
                case "power":
                    log, exponent = generator.data
                    return self.field.scale(log, exponent)
                case _:
                    pass
        return self._generator("log", key_of(factor), factor)

    def _as_generator(self, poly: Poly) -> Generator | None:
        if len(poly) != 1:
            return None
        place = _single(poly.monoms()[0])
        return None if place is None else self.field.generators[place]

    def _log_number(self, value: fmpq) -> Quotient:
        parts = []
        for part, sign in ((abs(value.p), 1), (value.q, -1)):
            for prime, times in _primes(part):
                poly = self.field.ring.constant(prime)
                log = self._generator("log", key_of(poly), poly)
                parts.append(self.field.scale(log, fmpq(sign * times)))
        return self.field.total(parts)

    def root(self, value: Quotient, exponent: fmpq) -> Quotient:
        """|value| to a rational power that is not whole (or is too large to multiply out)."""
        if value.num.is_zero():
            if exponent < 0:
                raise Nowhere
            return self.field.zero
        if exponent.q == 2 and value.den.is_one() and (inner := self._denested(value.num)) is not None:
            return self.field.power(inner, int(exponent.p))
        constant, factors = self._factored(value)
        result = self.field.one
        if exponent.q == 1 and exponent.p % 2:
            result = self._sign_number(constant)
        for prime, times in [*_primes(abs(constant.p)), *((p, -k) for p, k in _primes(constant.q))]:
            poly = self.field.ring.constant(prime)
            result = self.field.mul(result, self._absolute_power(poly, exponent * times))
        for factor, times in factors:
            result = self.field.mul(result, self._factor_power(factor, exponent, times))
        return result

    def _denested(self, poly: Poly) -> Quotient | None:
        """sqrt(a + b r), r a square root, as sqrt((a+d)/2) + sqrt((a-d)/2) (or minus) where d^2 = a^2 - b^2 r^2."""
        degrees = poly.degrees()
        for place, (degree, square) in self.field.relations.items():
            if degree != 2 or degrees[place] != 1 or self.field.generators[place].kind != "root":
                continue
            a, b = self._split_at(poly, place)
            norm = self.field.reduced(a * a - b * b * square)
            root = _square_root(norm)
            of_a, of_b, of_norm = (self.signs.of(self.field, part) for part in (a, b, norm))
            if root is None or of_a != (1, True) or of_b is None or of_norm is None or of_norm.sign < 0:
                continue
            halves = [self.root(self.field.whole(part / 2), fmpq(1, 2)) for part in (a + root, a - root)]
            size = self.field.add(halves[0], self.field.scale(halves[1], fmpq(of_b.sign)))
            return self.field.mul(size, self.sign(self.field.whole(root))) if of_b.sign < 0 else size
        return None

    def _split_at(self, poly: Poly, place: int) -> tuple[Poly, Poly]:
        # poly = a + b g, where g is the generator at the place.
        parts: tuple[dict[tuple[int, ...], fmpq], dict[tuple[int, ...], fmpq]] = ({}, {})
        for monomial, coefficient in poly.to_dict().items():
            parts[monomial[place]][(*monomial[:place], 0, *monomial[place + 1 :])] = coefficient
        return self.field.ring.from_dict(parts[0]), self.field.ring.from_dict(parts[1])

    def _sign_number(self, constant: fmpq) -> Quotient:
        return self.field.one if constant > 0 else self.field.number(fmpq(-1))

    def _factor_power(self, factor: Poly, exponent: fmpq, times: int) -> Quotient:
        generator = self._as_generator(factor)
        if generator is not None and generator.kind == "exp":
            return self.exp(self.field.scale(self._argument(generator.data), exponent * times))
        absolute = self._absolute_power(factor, exponent * times)
        if exponent.q == 1 and (exponent.p * times) % 2:
            return self.field.mul(absolute, self.sign(self.field.whole(factor)))
        return absolute

    def _absolute_power(self, factor: Poly, exponent: fmpq) -> Quotient:
        """|factor| to a rational power, the whole part multiplied out and the rest a root."""
        whole = exponent.p // exponent.q
        rest = exponent - whole
        if abs(whole) > MOST_EXPONENT or (len(factor) > 1 and abs(whole) > MOST_WHOLE_POWER):
            log = (
                self._log_factor(factor) if not factor.is_constant() else self._log_number(_constant(factor))
            )
            return self._generator("power", (key_of(log.num), exponent), (log, exponent))
        result = self.field.power(self._absolute(factor), int(whole))
        return result if rest == 0 else self.field.mul(result, self._root_power(factor, rest))

    def _absolute(self, factor: Poly) -> Quotient:
        value = self.field.whole(factor)
        return self.field.mul(self.sign(value), value)

    def _root_power(self, factor: Poly, rest: fmpq) -> Quotient:
        key = key_of(factor)
        degree = int(rest.q.lcm(fmpz(self.roots.get(key, 1))))
        if self.roots.get(key, degree) != degree:
            self.roots[key] = degree
            raise Again
        self.roots[key] = degree
        place = self.field.generator("root", (key, degree), (factor, degree))
        if place not in self.field.relations:
            self.field.relations[place] = (degree, self._absolute(factor).num)
        return self.field.whole(self.field.gen(place) ** int(rest * degree))

    # Signs and conditions.

    def sign(self, value: Quotient, jump: bool = False) -> Quotient:
        """The sign of a quotient: a number where it is known, else a product of sign generators.

        ``jump`` says that the value at 0 matters: the factors are then remembered as kinks. (What |u|, ReLU and max
        are made of is right at 0 too, whichever sign 0 is given.)
        """
        if value.num.is_zero():
            return self.field.zero
        constant, factors = self._factored(value)
        result = self.field.one if constant > 0 else self.field.number(fmpq(-1))
        for factor, times in factors:
            if times % 2:
                result = self.field.mul(result, self._sign_of(factor, jump))
        return result

    def _sign_of(self, factor: Poly, jump: bool) -> Quotient:
        known = self.signs.of(self.field, factor)
        generator = self._as_generator(factor)
        if generator is not None and generator.kind == "sign":
            return self.field.whole(factor)
        simpler = None if known is not None else self._same_sign(factor, generator)
        if simpler is not None:
            return self.sign(simpler, jump)
        if jump and (known is None or not known.strict):
            self.jumps.setdefault(key_of(factor), factor)
        if known is None or (jump and not known.strict and self.signs.is_discrete(self.field, factor)):
            return self._sign_generator(factor)
        return self.field.number(fmpq(known.sign))

    def _sign_generator(self, factor: Poly) -> Quotient:
        place = self.field.generator("sign", key_of(factor), factor)
        self.field.relations.setdefault(place, (2, self.field.one_poly))
        return self.field.whole(self.field.gen(place))

    @property
    def has_nested_jump(self) -> bool:
        """Whether a jump depends on a value that is made of signs itself: then that may be 0 over a whole region."""
        places = [k for k, g in enumerate(self.field.generators) if g.kind == "sign"]
        return any(poly.degrees()[k] for poly in self.jumps.values() for k in places)

    def _same_sign(self, factor: Poly, generator: Generator | None) -> Quotient | None:
        """Something simpler with the same sign: s for exp(s) - 1, a - b for exp(a) - exp(b), u for erf(u) or tanh(u)."""
        if generator is not None and generator.kind in ("erf", "atan"):
            found: Quotient = generator.data
            return found
        if len(factor) != 2:
            return None
        terms = sorted(factor.to_dict().items(), key=lambda pair: pair[1] > 0)
        (below, minus), (above, plus) = terms
        places = [k for monomial in (above, below) for k, times in enumerate(monomial) if times]
        if minus > 0 or plus < 0 or not all(self.field.generators[k].kind == "exp" for k in places):
            return None
        up, down = (self.field.ring.from_dict({m: fmpq(1)}) for m in (above, below))
        gap = self._minus(self.log(self.field.whole(up)), self.log(self.field.whole(down)))
        return self.field.add(gap, self._log_number(-plus / minus))

    def _positive(self, value: Quotient, jump: bool = True) -> Quotient:
        # 1 where value > 0, 0 where value < 0.
        if value.num.is_zero():
            return self.field.zero
        return self._half(self.field.add(self.field.one, self.sign(value, jump)))

    def _half(self, value: Quotient) -> Quotient:
        return self.field.scale(value, fmpq(1, 2))

    def _indicator(self, node: Condition) -> Quotient:
        match node:
            case Compare():
                return self._comparison(node)
            case AllOf(parts=parts):
                return self._product([self.field.one, *(self._value(part) for part in parts)])
            case AnyOf(parts=parts):
                return self._not(self._product([self.field.one, *(self._not(self._value(p)) for p in parts)]))
            case Negation(part=part):
                return self._not(self._value(part))

    def _not(self, value: Quotient) -> Quotient:
        return self.field.add(self.field.one, self.field.scale(value, fmpq(-1)))

    def _comparison(self, node: Compare) -> Quotient:
        left, right = self._value(node.left), self._value(node.right)
        gap = self.field.add(right, self.field.scale(left, fmpq(-1)))
        match node.relation:
            case "<":
                return self._positive(gap)
            case "<=":
                return self.field.one if gap.num.is_zero() else self._positive(gap)
            case "=":
                return self._equals(gap)
            case "!=":
                return self._not(self._equals(gap))

    def _equals(self, gap: Quotient) -> Quotient:
        if gap.num.is_zero():
            return self.field.one
        if gap.num.is_constant():
            return self.field.zero
        return self._equal_generator(gap.num)

    def _equal_generator(self, poly: Poly) -> Quotient:
        lead = poly.leading_coefficient()
        self.jumps.setdefault(key_of(poly), poly)
        place = self.field.generator("equal", key_of(poly / lead), poly / lead)
        gen = self.field.gen(place)
        self.field.relations.setdefault(place, (2, gen))
        return self.field.whole(gen)

    def _case(self, node: Case) -> Quotient:
        # sum of value_k [condition_k] over the branches that no earlier one takes; undefined branches drop out.
        result = self.known[node.otherwise]
        for condition, value in reversed(node.branches):
            chosen, holds = self.known[value], self.known[condition]
            if chosen is None or holds is None:
                continue
            if result is None:
                result = chosen
            else:
                gap = self.field.add(chosen, self.field.scale(result, fmpq(-1)))
                result = self.field.add(result, self.field.mul(holds, gap))
        if result is None:
            raise Nowhere
        return result

    # Functions.

    def apply(self, name: str, values: list[Quotient]) -> Quotient:
        """A function of ``derive.functions`` in the normal form."""
        rule = _RULES.get(name)
        if rule is not None:
            return rule(self, *values)
        return self._generator(name, tuple(map(quotient_key, values)), tuple(values))

    def _opaque(self, name: str, value: Quotient) -> Quotient:
        return self._generator(name, quotient_key(value), value)

    def sigmoid(self, u: Quotient) -> Quotient:
        up = self.exp(u)
        return self.field.mul(up, self.field.inverse(self.field.add(self.field.one, up)))

    def softplus(self, u: Quotient) -> Quotient:
        return self.log(self.field.add(self.field.one, self.exp(u)))

    def logit(self, u: Quotient) -> Quotient:
        return self._minus(self.log(u), self.log(self._not(u)))

    def _minus(self, a: Quotient, b: Quotient) -> Quotient:
        return self.field.add(a, self.field.scale(b, fmpq(-1)))

    def tanh(self, u: Quotient) -> Quotient:
        up = self.exp(self.field.scale(u, fmpq(2)))
        one = self.field.one
        return self.field.mul(self._minus(up, one), self.field.inverse(self.field.add(up, one)))

    def cosh(self, u: Quotient) -> Quotient:
        up = self.exp(u)
        return self._half(self.field.add(up, self.field.inverse(up)))

    def sinh(self, u: Quotient) -> Quotient:
        up = self.exp(u)
        return self._half(self._minus(up, self.field.inverse(up)))

    def absolute(self, u: Quotient) -> Quotient:
        return self.field.mul(u, self.sign(u))

    def relu(self, u: Quotient) -> Quotient:
        return self.field.mul(u, self._positive(u, jump=False))

    def maximum(self, *values: Quotient) -> Quotient:
        return self._chosen(values, 1)

    def minimum(self, *values: Quotient) -> Quotient:
        return self._chosen(values, -1)

    def _chosen(self, values: Sequence[Quotient], way: int) -> Quotient:
        # sum over k of u_k times the product over j of [u_k beats u_j]; equal values are taken once.
        distinct = list({quotient_key(value): value for value in values}.values())
        parts = []
        for mine in distinct:
            part = mine
            for other in distinct:
                if other is not mine:
                    gap = self.field.scale(self._minus(mine, other), fmpq(way))
                    part = self.field.mul(part, self._positive(gap, jump=False))
            parts.append(part)
        return self.field.total(parts)

    def odd(self, name: str, u: Quotient) -> Quotient:
        """An opaque odd function: f(-u) = -f(u)."""
        if u.num.is_zero():
            return self.field.zero
        if u.num.leading_coefficient() < 0:
            return self.field.scale(self._opaque(name, self.field.scale(u, fmpq(-1))), fmpq(-1))
        return self._opaque(name, u)

    def sin(self, u: Quotient) -> Quotient:
        return self._rotation(u)[1]

    def cos(self, u: Quotient) -> Quotient:
        return self._rotation(u)[0]

    def _rotation(self, u: Quotient) -> tuple[Quotient, Quotient]:
        """The cosine and sine of an angle, by the addition formulas from those of a lattice of angles."""
        _, vector = self._split_logs(u, keep_logs=True)
        total = self._fixed_angle(vector)
        coordinates = self.angles.express(vector) if vector else {}
        if any(c.q != 1 for c in coordinates.values()):
            self.angles = self.angles.refined(coordinates)
            raise Again
        if any(abs(c.p) > MOST_TURNS for c in coordinates.values()):
            return self._circle(vector)
        for place, times in coordinates.items():
            turn = self._circle(self.angles.basis[place])
            if times < 0:
                turn = (turn[0], self.field.scale(turn[1], fmpq(-1)))
            for _ in range(abs(int(times.p))):
                total = self._turned(total, turn)
        return total

    def _turned(
        self, a: tuple[Quotient, Quotient], b: tuple[Quotient, Quotient]
    ) -> tuple[Quotient, Quotient]:
        times, add = self.field.mul, self.field.add
        cosine = self._minus(times(a[0], b[0]), times(a[1], b[1]))
        return cosine, add(times(a[1], b[0]), times(a[0], b[1]))

    def _circle(self, vector: Mapping[Key, fmpq]) -> tuple[Quotient, Quotient]:
        # The generators for one angle, with sin^2 = 1 - cos^2.
        key = frozenset(vector.items())
        cosine = self._generator("cos", key, dict(vector))
        place = self.field.generator("sin", key, dict(vector))
        self.field.relations.setdefault(place, (2, self.field.one_poly - cosine.num**2))
        return cosine, self.field.whole(self.field.gen(place))

    def _fixed_angle(self, vector: dict[Key, fmpq]) -> tuple[Quotient, Quotient]:
        # Takes the multiples of pi out of the angle whose cosine and sine are known: those of pi/6 and pi/4.
        pi = self.field.known("constant", "pi")
        slot = None if pi is None else (None, self.field.gen(pi).monoms()[0])
        share = vector.get(slot, fmpq(0)) if slot else fmpq(0)
        if share == 0 or (12 % int(share.q) or share.q == 12):
            return self.field.one, self.field.zero
        del vector[slot]
        whole = 4 if share.q in (1, 2, 4) else 6
        step = self._known_angle(whole)
        total = (self.field.one, self.field.zero)
        for _ in range(int((share * whole).p) % (2 * whole)):
            total = self._turned(total, step)
        return total

    def _known_angle(self, part: int) -> tuple[Quotient, Quotient]:
        # The cosine and sine of pi/4 or pi/6.
        half = self.field.number(fmpq(1, 2))
        if part == 4:
            both = self.root(half, fmpq(1, 2))
            return both, both
        return self.root(self.field.number(fmpq(3, 4)), fmpq(1, 2)), half

    def atan(self, u: Quotient) -> Quotient:
        if self._is_one(self.field.mul(u, u)):
            return self.field.scale(self.field.mul(u, self._generator("constant", "pi", "pi")), fmpq(1, 4))
        return self.odd("atan", u)

    def normcdf(self, u: Quotient) -> Quotient:
        inner = self.field.mul(u, self.root(self.field.number(fmpq(2)), fmpq(-1, 2)))
        return self._half(self.field.add(self.field.one, self.odd("erf", inner)))

    def normpdf(self, u: Quotient) -> Quotient:
        bell = self.exp(self._half(self.field.scale(self.field.mul(u, u), fmpq(-1))))
        circle = self.field.scale(self._generator("constant", "pi", "pi"), fmpq(2))
        return self.field.mul(bell, self.root(circle, fmpq(-1, 2)))

    def gamma(self, u: Quotient) -> Quotient:
        base, factors, sign = self._shifted(u)
        result = self.field.one if self._is_one(base) else self._opaque("gamma", base)
        for factor in factors:
            result = self.field.mul(result, self.field.power(factor, sign))
        return result

    def loggamma(self, u: Quotient) -> Quotient:
        base, factors, sign = self._shifted(u)
        result = self.field.zero if self._is_one(base) else self._opaque("loggamma", base)
        for factor in factors:
            result = self.field.add(result, self.field.scale(self.log(factor), fmpq(sign)))
        return result

    def digamma(self, u: Quotient) -> Quotient:
        base, factors, sign = self._shifted(u)
        result = self._opaque("digamma", base)
        for factor in factors:
            result = self.field.add(result, self.field.scale(self.field.inverse(factor), fmpq(sign)))
        return result

    def _is_one(self, value: Quotient) -> bool:
        return bool(value.den.is_one() and value.num.is_one())

    def _shifted(self, u: Quotient) -> tuple[Quotient, list[Quotient], int]:
        # gamma(u) = gamma(v) times (or over) the factors in between, where v has a constant term in [1, 2).
        if not u.den.is_one():
            return u, [], 1
        constant = u.num.to_dict().get((0,) * self.field.capacity, fmpq(0))
        steps = int(constant.p // constant.q) - 1
        if abs(steps) > MOST_SHIFT:
            return u, [], 1
        base = self._minus(u, self.field.number(fmpq(steps)))
        if steps >= 0:
            return base, [self.field.add(base, self.field.number(fmpq(k))) for k in range(steps)], 1
        return base, [self.field.add(u, self.field.number(fmpq(k))) for k in range(-steps)], -1


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
}


def must_be_positive(terms: Sequence[Term], domains: Domains) -> dict[Term, bool]:
    """Terms that are positive wherever the given ones are defined (True), or are at least not negative (False)."""
    found: dict[Term, bool] = {}
    for node in unconditional(terms):
        match node:
            case Fn(name="log" | "loggamma", args=(inner,)):
                found[inner] = True
            case Fn(name="logit", args=(inner,)):
                found |= {inner: True, 1 - inner: True}
            case Pow(base=inner, exponent=exponent) if not is_whole(exponent, domains):
                inverse = isinstance(exponent, Num) and exponent.value < 0
                found[inner] = found.get(inner, False) or inverse
            case _:
                pass
    return found


def unconditional(terms: Sequence[Term]) -> list[Node]:
    """The nodes that are evaluated wherever the terms are defined: all but those under branches of a case."""
    found: list[Node] = []
    seen: set[Node] = set()
    stack: list[Node] = list(terms)
    while stack:
        node = stack.pop()
        if node in seen:
            continue
        seen.add(node)
        found.append(node)
        match node:
            case Case():
                stack.append(node.branches[0][0])
            case AllOf() | AnyOf():
                stack.extend(node.parts[:1])  # the others need not have a value where the first decides
            case Compare():
                stack.extend((node.left, node.right))
            case Negation():
                stack.append(node.part)
            case Add() | Mul() | Fn():
                stack.extend(node.args)
            case Pow():
                stack.extend((node.base, node.exponent))
            case _:
                pass
    return found


def is_whole(exponent: Term, domains: Domains) -> bool:
    """Whether an exponent is a whole number all over the domain: sums, products and powers of whole numbers."""
    if isinstance(exponent, Num):
        return exponent.value.denominator == 1
    for node in postorder((exponent,)):
        match node:
            case Sym(name=name) if whole_symbols(domains, [name]):
                pass
            case Num(value=value) if value.denominator == 1:
                pass
            case Pow(exponent=Num(value=value)) if value >= 0 and value.denominator == 1:
                pass
            case Add() | Mul():
                pass
            case _:
                return False
    return True


def _rational(value: Fraction) -> fmpq:
    return fmpq(value.numerator, value.denominator)


def _constant(poly: Poly) -> fmpq:
    return fmpq(0) if poly.is_zero() else poly.leading_coefficient()


def _single(monomial: tuple[int, ...]) -> int | None:
    # The place of the only variable of a monomial, when it has degree 1.
    if sum(monomial) != 1:
        return None
    return monomial.index(1)


def _square_root(poly: Poly) -> Poly | None:
    try:
        return poly.sqrt()
    except DomainError:
        return None


def _primes(value: fmpz) -> list[tuple[fmpz, int]]:
    if value == 1:
        return []
    if value.bit_length() <= FACTORABLE_BITS:
        return [(fmpz(prime), int(times)) for prime, times in value.factor()]
    found = []
    for prime in SMALL_PRIMES:  # a large number is not factored, only freed of small primes
        times = 0
        while value % prime == 0:
            value, times = value // prime, times + 1
        found += [(fmpz(prime), times)] if times else []
    return found + [(value, 1)] if value != 1 else found
