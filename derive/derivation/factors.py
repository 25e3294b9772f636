"""Arranging terms as people write them: common denominators, expanded numerators, cancelled factors.

Nothing here is trusted: every arrangement becomes a step of a derivation, and every step is proved.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from derive.terms import ONE, Add, Mul, Num, Pow, Term, add, mul, num, power

Factors = dict[Term, int]


def factors(term: Term) -> tuple[Fraction, Factors]:
    """A term as a number times whole powers of factors, in the order in which they are written.

    >>> from derive.terms import sym
    >>> factors(2 * sym("x") / sym("y")) == (2, {sym("x"): 1, sym("y"): -1})
    True
    """
    number, found = Fraction(1), Factors()
    for factor, exponent in _factors(term, 1):
        if isinstance(factor, Num) and (factor.value or exponent > 0):
            number *= factor.value**exponent
        else:
            found[factor] = found.get(factor, 0) + exponent
    return number, found


def _factors(term: Term, exponent: int) -> Iterable[tuple[Term, int]]:
    match term:
        case Mul(args=args):
            for arg in args:
                yield from _factors(arg, exponent)
        case Pow(base=base, exponent=Num(value=value)) if value.denominator == 1:
            yield from _factors(base, exponent * int(value))
        case _:
            yield term, exponent


def product(number: Fraction, held: Factors) -> Term:
    """The term of a number times whole powers of factors; those below the line come last.

    >>> from derive.terms import sym
    >>> product(Fraction(2), {sym("y"): -1, sym("x"): 1}) is 2 * sym("x") / sym("y")
    True
    """
    above = [power(factor, k) for factor, k in held.items() if k > 0]
    below = [power(factor, k) for factor, k in held.items() if k < 0]
    return mul(num(number), *above, *below)


def split_factors(held: Factors) -> tuple[Factors, Factors]:
    """The factors above the line and those below it, both with positive exponents."""
    above = {factor: k for factor, k in held.items() if k > 0}
    below = {factor: -k for factor, k in held.items() if k < 0}
    return above, below


def common_denominator(total: Add) -> Term | None:
    """A sum of fractions as one fraction; None where no summand is one.

    >>> from derive.terms import sym
    >>> x, y = sym("x"), sym("y")
    >>> common_denominator(1 / x + 1 / y) is (y + x) / x / y
    True
    """
    parts = [factors(part) for part in total.args]
    common = Factors()
    for _, held in parts:
        for factor, k in split_factors(held)[1].items():
            common[factor] = max(common.get(factor, 0), k)
    if not common:
        return None
    above = add(*(product(number, _times(held, common)) for number, held in parts))
    return product(Fraction(1), {above: 1} | {factor: -k for factor, k in common.items()})


def _times(held: Factors, common: Factors) -> Factors:
    both = {factor: held.get(factor, 0) + common.get(factor, 0) for factor in (*held, *common)}
    return {factor: k for factor, k in both.items() if k}


def over_common_denominator(term: Term) -> Term | None:
    """The outermost sum of a product put over its common denominator; None where there is no such sum."""
    number, held = factors(term)
    for factor in held:
        if (
            isinstance(factor, Add)
            and held[factor] == 1
            and (joined := common_denominator(factor)) is not None
        ):
            rest = {other: k for other, k in held.items() if other is not factor}
            return mul(num(number), joined, product(Fraction(1), rest))
    return None


Monomial = tuple[tuple[Term, int], ...]


def expand(term: Term) -> Term:
    """The sum of monomials of a term with whole positive powers; like monomials are collected.

    >>> from derive.terms import sym
    >>> y, p = sym("y"), sym("p")
    >>> expand(y * (1 - p) - (1 - y) * p) is y - p
    True
    """
    found = {monomial: number for monomial, number in _expand(term).items() if number}
    ordered = sorted(found.items(), key=lambda item: item[1] < 0)
    return add(*(product(number, dict(monomial)) for monomial, number in ordered))


def _expand(term: Term) -> dict[Monomial, Fraction]:
    match term:
        case Add(args=args):
            return _collected(item for arg in args for item in _expand(arg).items())
        case Mul(args=args):
            found: dict[Monomial, Fraction] = {(): Fraction(1)}
            for arg in args:
                found = _multiplied(found, _expand(arg))
            return found
        case Pow(base=Add() as base, exponent=Num(value=value)) if value in (2, 3):
            return _expand(mul(*[base] * int(value))) if value else {(): Fraction(1)}
        case _:
            number, held = factors(term)
            return {_monomial(held): number}


def _multiplied(left: dict[Monomial, Fraction], right: dict[Monomial, Fraction]) -> dict[Monomial, Fraction]:
    return _collected(
        (_joined(first, second), a * b) for first, a in left.items() for second, b in right.items()
    )


def _collected(items: Iterable[tuple[Monomial, Fraction]]) -> dict[Monomial, Fraction]:
    found: dict[Monomial, Fraction] = {}
    for monomial, number in items:
        found[monomial] = found.get(monomial, Fraction(0)) + number
    return found


def _joined(first: Monomial, second: Monomial) -> Monomial:
    held = dict(first)
    for factor, k in second:
        held[factor] = held.get(factor, 0) + k
    return _monomial(held)


def _monomial(held: Factors) -> Monomial:
    return tuple(sorted(((factor, k) for factor, k in held.items() if k), key=lambda item: id(item[0])))


def expanded_numerator(term: Term) -> Term | None:
    """A fraction with its numerator multiplied out and collected; None where that leaves more than it was.

    >>> from derive.terms import sym
    >>> y, p = sym("y"), sym("p")
    >>> expanded_numerator(-((y * (1 - p) - (1 - y) * p) / (p * (1 - p)))) is (p - y) / p / (1 - p)
    True
    """
    number, held = factors(term)
    above, below = split_factors(held)
    if not below or not any(isinstance(factor, Add) for factor in above):
        return None
    upper = product(number, above)
    shorter = expand(upper)
    if shorter is upper or _size(shorter) >= _size(upper):
        return None
    outer, inner = factors(shorter)
    joined = _times(inner, {factor: -k for factor, k in below.items()})
    return product(outer, joined)


def sign_taken_in(term: Term) -> Term | None:
    """−(a − b) as b − a, in the first factor where that can be done; None where there is none.

    >>> from derive.terms import sym
    >>> y, p = sym("y"), sym("p")
    >>> sign_taken_in(-(p - y) * p) is (y - p) * p
    True
    """
    number, held = factors(term)
    difference = next((factor for factor, k in held.items() if k == 1 and _is_difference(factor)), None)
    if number >= 0 or difference is None:
        return None
    turned = {_turned(factor) if factor is difference else factor: k for factor, k in held.items()}
    return product(-number, turned)


def _is_difference(factor: Term) -> bool:
    if not isinstance(factor, Add) or len(factor.args) != 2:
        return False
    numbers = [factors(arg)[0] for arg in factor.args]
    return numbers[0] * numbers[1] < 0 and not any(isinstance(arg, Num) for arg in factor.args)


def _turned(difference: Term) -> Term:
    parts = difference.args if isinstance(difference, Add) else ()
    return add(*(mul(-1, part) for part in reversed(parts)))


def _size(term: Term) -> int:
    match term:
        case Add(args=args) | Mul(args=args):
            return sum(map(_size, args)) + (len(args) - 1)
        case Pow(base=base):
            return _size(base) + 1
        case _:
            return 1


def cancelled(term: Term) -> Term | None:
    """A product with the factors left out that stand above and below the line; None where there are none.

    >>> from derive.terms import sym
    >>> x, y = sym("x"), sym("y")
    >>> cancelled(x / y * y) is x
    True
    """
    written = list(_factors(term, 1))
    above = {factor for factor, k in written if k > 0}
    below = {factor for factor, k in written if k < 0}
    if not above & below - {ONE}:
        return None
    number, held = factors(term)
    return product(number, {factor: k for factor, k in held.items() if k})
