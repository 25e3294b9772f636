"""Exact scalars and exact truth values, which behave like Python numbers while code runs on them."""

from __future__ import annotations

import numbers
from fractions import Fraction
from typing import Any

import numpy as np

from derive.arrays import Array
from derive.terms import (
    Condition,
    Num,
    Term,
    all_of,
    any_of,
    case,
    negation,
    num,
    sym,
)
from numeric.tracing.comparison import CONDITIONS, Comparison
from numeric.tracing.decimals import is_rounded, meant_by
from numeric.tracing.operators import Operators
from numeric.tracing.rules import RULES, on_terms
from numeric.tracing.size import Size
from numeric.tracing.state import current, is_not_zero, settle
from numeric.tracing.witness import approximate

HUGE = 10_000  # a score this low is a mask
MOST_WHOLE = 1 << 20  # a whole number made a float is still what it was: labels, counts, zeros, ones
MACHINE_EPSILON = float(np.finfo(np.float64).eps)


class LeavesExactness(TypeError):
    """The code asks for a whole number or a shape that depends on a symbol."""


class Exact(Operators):
    """One exact scalar; ``origin`` says which entry of which array it is, while a program is recorded."""

    __slots__ = ("origin", "term")
    __hash__ = object.__hash__
    is_infinite = False

    def __init__(self, term: Term, origin: tuple[Array, int] | None = None) -> None:
        self.term = term
        self.origin = origin

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
        from numeric.tracing.ufuncs import apply_ufunc

        return apply_ufunc(ufunc, method, inputs, options)

    def __array_function__(self, function: Any, types: Any, args: Any, options: Any) -> Any:
        from numeric.tracing.array import apply_function

        return apply_function(function, args, options)

    def __getattr__(self, name: str) -> Any:
        # A NumPy scalar also has the attributes of an array without axes (shape, T, sum, item, …).
        if name.startswith("__"):
            raise AttributeError(name)
        if name in _MATH_METHODS:
            return lambda: combine(_MATH_METHODS[name], self)
        from numeric.tracing.array import lifted

        return getattr(lifted(self), name)

    def __bool__(self) -> bool:
        return current().decide(is_not_zero(self.taken().term))

    def constant(self) -> Fraction | None:
        """The rational value, where there is no symbol in it."""
        return self.term.value if isinstance(self.term, Num) else None

    def __float__(self) -> float:
        value = self.taken().constant()
        if value is None:
            current().leave_exactness(
                "A value was converted to a machine float, which leaves exact arithmetic."
            )
        return approximate(self.term, current().witness)

    def __int__(self) -> int:
        value = self.taken().constant()
        if value is None:
            current().leave_exactness("A value was cut to a whole number, which leaves exact arithmetic.")
            return int(approximate(self.term, current().witness))
        return int(value)

    __trunc__ = __int__

    def __index__(self) -> int:
        value = self.taken().constant()
        if value is None or value.denominator != 1:
            raise LeavesExactness("an index depends on the values of the inputs")
        return int(value)

    def __round__(self, digits: int | None = None) -> Any:
        value = self.constant()
        if value is not None:
            return round(value) if digits is None else Exact(num(round(value, digits)))
        from numeric.tracing.looked import Rounded

        return Rounded(num(Fraction(round(approximate(self.term, current().witness), digits))))

    def taken(self) -> Exact:
        """The scalar as it takes part in arithmetic."""
        return self

    def __format__(self, spec: str) -> str:
        return format(approximate(self.term, current().witness), spec)

    def __repr__(self) -> str:
        return repr(approximate(self.term, current().witness))


numbers.Real.register(Exact)


class Truth:
    """An exact truth value: a condition on symbols; as a number it is 1 or 0.

    ``source`` says which entry of which comparison it is, while a program is recorded.
    """

    __slots__ = ("condition", "source")
    __hash__ = object.__hash__

    def __init__(self, condition: Condition, source: tuple[Comparison, int] | None = None) -> None:
        self.condition = condition
        self.source = source

    def __bool__(self) -> bool:
        return current().decide(self.condition)

    def number(self) -> Exact:
        """1 where the condition holds, else 0."""
        if self.source is not None:
            comparison, place = self.source
            return Exact(comparison.numbers.entries[place], (comparison.numbers, place))
        return Exact(case([(self.condition, 1)], 0))

    def __and__(self, other: Any) -> Any:
        return truth(all_of(self.condition, condition_of(other)))

    def __or__(self, other: Any) -> Any:
        return truth(any_of(self.condition, condition_of(other)))

    __rand__ = __and__
    __ror__ = __or__

    def __xor__(self, other: Any) -> Any:
        mine, yours = self.condition, condition_of(other)
        return truth(any_of(all_of(mine, negation(yours)), all_of(negation(mine), yours)))

    def __invert__(self) -> Any:
        return truth(negation(self.condition))

    def __int__(self) -> int:
        return int(bool(self))

    __index__ = __int__

    def __float__(self) -> float:
        return float(bool(self))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        from numeric.tracing.array import lifted

        return getattr(lifted(self), name)

    def __repr__(self) -> str:
        return "truth value"


def _forward(name: str) -> Any:
    return lambda self, *others: getattr(self.number(), name)(*others)


for _name in ("add", "radd", "sub", "rsub", "mul", "rmul", "truediv", "rtruediv", "pow", "rpow"):
    setattr(Truth, f"__{_name}__", _forward(f"__{_name}__"))
for _name in ("neg", "pos", "abs", "lt", "le", "gt", "ge", "eq", "ne"):
    setattr(Truth, f"__{_name}__", _forward(f"__{_name}__"))
for _name in ("__array_ufunc__", "__array_function__"):
    setattr(Truth, _name, getattr(Exact, _name))


def truth(condition: Condition) -> bool | Truth:
    """A truth value, or Python's own where it needs no symbol."""
    settled = settle(condition)
    return Truth(condition) if settled is None else settled


def condition_of(value: Any) -> Condition:
    """The condition under which a value counts as true."""
    if isinstance(value, Truth):
        return value.condition
    if isinstance(value, bool | np.bool_):
        return all_of() if value else any_of()
    return is_not_zero(exact(value).term)


def flag_of(test: Any) -> Any:
    """What an ``if`` asks of a value: a truth value for a number on symbols (is it 0?), anything else as it is."""
    if isinstance(test, np.ndarray) and test.dtype == object and test.size == 1:
        test = np.ndarray.view(test, np.ndarray).item()
    if isinstance(test, Exact) and test.taken().constant() is None:
        return relate("not_equal", test, 0)
    return test


def exact(value: Any) -> Exact:
    """The exact scalar of a number; a float that is neither literal nor whole has been rounded, and ends exactness.

    >>> exact(3).constant()
    Fraction(3, 1)
    """
    return scalar(value).taken()


def scalar(value: Any) -> Exact:
    """The exact scalar of a number before it takes part in arithmetic: it may be rounded, or infinite."""
    if isinstance(value, Exact):
        return value
    if isinstance(value, Truth):
        return value.number()
    if isinstance(value, bool | np.bool_ | int | np.integer):
        if current().guards and abs(int(value)) >= HUGE:
            return _infinite(int(value) > 0, is_huge=True)
        return Exact(num(int(value)))
    if isinstance(value, Fraction):
        return Exact(num(value))
    if isinstance(value, Size):
        return Exact(value.term)
    if isinstance(value, float | np.floating):
        return _from_float(float(value))
    if isinstance(value, np.ndarray) and value.ndim == 0:
        return scalar(value.item())
    raise TypeError(f"a number is needed here, and this is {_described(value)}")


def literal(text: str) -> Exact:
    """The exact value of a decimal literal; when asked, a tiny one is kept as a symbol, and a huge one is infinite.

    >>> literal("0.1").constant()
    Fraction(1, 10)
    """
    value = Fraction(text.replace("_", ""))
    if current().guards and 0 < abs(value) <= Fraction(1, 1000):
        return Exact(sym(f"guard {value}"))
    if current().guards and abs(value) >= HUGE:
        return _infinite(value > 0, is_huge=True)
    known = meant_by(text)
    if known is not None:
        constant, name = known
        current().note(f"{text} is taken for {name}.")
        return Exact(constant)
    if is_rounded(text):
        current().leave_exactness(f"{text} must have been rounded, which leaves exact arithmetic.")
    return Exact(num(value))


def combine(name: str, *operands: Any) -> Exact:
    """A function of the table of rules on scalars."""
    given = [scalar(operand) for operand in operands]
    if any(each.is_infinite for each in given):
        from numeric.tracing.infinities import beyond

        found = beyond(name, given)
        if found is not None:
            return found
    values = [each.taken() for each in given]
    if current().recording:
        from numeric.tracing.record import on_scalars

        return on_scalars(name, values)
    return Exact(RULES[name](on_terms, *(value.term for value in values)))


RELATIONS = frozenset(CONDITIONS)


def relate(name: str, left: Any, right: Any) -> bool | Truth:
    """A comparison of two scalars; infinities and nan are settled at once."""
    for value, other, below in ((left, right, True), (right, left, False)):
        if isinstance(value, float) and not np.isfinite(value) and not isinstance(other, float):
            return bool(getattr(np, name)(value, 0.0) if below else getattr(np, name)(0.0, value))
    if any(isinstance(each, Exact) and each.is_infinite for each in (left, right)):
        from numeric.tracing.infinities import relation

        known = relation(name, left, right)
        if known is not None:
            return known
    if current().recording:
        from numeric.tracing.record import compared

        found: bool | Truth = compared(
            name, [np.array(exact(side), dtype=object) for side in (left, right)]
        ).item()
        return found
    return truth(CONDITIONS[name](exact(left).term, exact(right).term))


def _from_float(value: float) -> Exact:
    if np.isnan(value):
        current().leave_exactness("The value inf or nan takes part in the arithmetic.")
        return Exact(num(0))
    if np.isinf(value):
        return _infinite(value > 0)
    if value == MACHINE_EPSILON:
        return literal(repr(value))
    if value.is_integer() and abs(value) <= MOST_WHOLE:
        return Exact(num(int(value)))
    current().leave_exactness("A machine float takes part in the arithmetic, which leaves exact arithmetic.")
    return Exact(num(Fraction(value)))


def _infinite(is_above: bool, is_huge: bool = False) -> Exact:
    from numeric.tracing.infinities import Infinite

    current().has_infinities = True
    return Infinite(1 if is_above else -1, is_huge)


def _described(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    return "None" if value is None else f"a {type(value).__name__}"


_MATH_METHODS = {
    name: name
    for name in (
        *(
            "exp",
            "exp2",
            "expm1",
            "log",
            "log2",
            "log10",
            "log1p",
            "sqrt",
            "cbrt",
            "sin",
            "cos",
            "tan",
            "arctan",
        ),
        *("sinh", "cosh", "tanh", "sign", "square", "reciprocal", "fabs", "absolute"),
    )
}
