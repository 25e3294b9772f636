"""SymPy expressions as terms: SymPy is imported only here, and decides nothing.

Symbols without assumptions are real; assumptions become domains (positive, negative, integer, …). Derivatives are
taken by ``derive.calculus``, floats are the decimals that they print as, sums and matrices are written out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from derive.declarations import intersection
from derive.domains import REALS, Domain, Interval
from derive.errors import GradproofError, NotSupported
from derive.plain import Grid
from derive.symbolic_sums import derivative, summation, unfolded_parts
from derive.terms import (
    PI,
    Condition,
    Term,
    add,
    all_of,
    any_of,
    case,
    compare,
    fn,
    mul,
    negation,
    num,
    power,
    sym,
)

MOST_ENTRIES = 10_000
MOST_NODES = 200_000

Domains = dict[str, Domain]


def is_sympy(value: object) -> bool:
    """Whether a value comes from SymPy, found out without importing it."""
    return any((base.__module__ or "").split(".")[0] == "sympy" for base in type(value).__mro__)


def from_sympy(value: Any, domains: Domains) -> Term | Grid:
    """The term, or grid of terms, of a SymPy expression or matrix; the symbols' assumptions go into ``domains``.

    Raises ``NotSupported`` for what has no meaning as a real number or is outside the fragment.
    """
    import sympy

    if isinstance(value, sympy.MatrixBase | sympy.NDimArray | sympy.MatrixExpr):
        return _matrix(value, domains)
    return _Bridge(domains).term(sympy.sympify(value))


def _matrix(value: Any, domains: Domains) -> Grid:
    import sympy

    if isinstance(value, sympy.MatrixExpr):
        if not all(getattr(size, "is_Integer", False) for size in value.shape):
            raise NotSupported("a matrix of symbolic size", remedy="give the matrices concrete sizes")
        value = value.as_explicit()
    shape = tuple(int(size) for size in value.shape)
    entries = list(_flat(value))
    if len(entries) > MOST_ENTRIES:
        raise NotSupported(f"a matrix of more than {MOST_ENTRIES} entries")
    bridge = _Bridge(domains)
    return Grid(shape, tuple(bridge.term(entry) for entry in entries))


def _flat(value: Any) -> Iterator[Any]:
    import sympy

    yield from value.reshape(len(value)) if isinstance(value, sympy.NDimArray) else value


class _Bridge:
    def __init__(self, domains: Domains) -> None:
        self.domains = domains
        self.known: dict[Any, Any] = {}
        self.symbols: dict[str, Any] = {}

    def term(self, root: Any) -> Term:
        """Convert children first, without recursion."""

        stack: list[tuple[Any, bool]] = [(root, False)]
        while stack:
            node, ready = stack.pop()
            if node in self.known:
                continue
            if ready:
                self.known[node] = self._node(node)
                continue
            if len(self.known) > MOST_NODES:
                raise NotSupported(f"an expression of more than {MOST_NODES} parts")
            stack.append((node, True))
            stack.extend((child, False) for child in self._children(node))
        found = self.known[root]
        if not isinstance(found, Term):
            raise NotSupported(f"{root} is not a number")
        return found

    def _children(self, node: Any) -> tuple[Any, ...]:
        import sympy

        match node:
            case sympy.Derivative():
                return (node.expr, *node.variables)
            case sympy.Sum() | sympy.Product():
                return (node.function, *(end for _, *ends in node.limits for end in ends))
            case sympy.Piecewise():
                return tuple(part for pair in node.args for part in pair.args)
            case sympy.Indexed() | sympy.matrices.expressions.matexpr.MatrixElement():
                return ()
            case _ if not _is_known(node):
                raise NotSupported(f"the function {type(node).__name__}")
            case _:
                return tuple(node.args)

    def _repeated(self, node: Any) -> Term:
        # A sum or product over ranges, the inner one first.
        import sympy

        body: Term = self.known[node.function]
        for index, low, high in node.limits:
            total = summation(body, index.name, self.known[low], self.known[high])
            body = total if isinstance(node, sympy.Sum) else mul(*unfolded_parts(total))
        return body

    def _node(self, node: Any) -> Any:
        import sympy

        match node:
            case sympy.Symbol():
                return self._symbol(node)
            case sympy.Indexed() | sympy.matrices.expressions.matexpr.MatrixElement():
                return sym(str(node).replace(" ", ""))
            case sympy.Number() | sympy.NumberSymbol() | sympy.core.numbers.ImaginaryUnit():
                return self._number(node)
            case sympy.Derivative():
                return self._derivative(node)
            case sympy.Sum() | sympy.Product():
                return self._repeated(node)
            case sympy.Piecewise():
                return self._piecewise(node)
            case sympy.core.relational.Relational() | sympy.logic.boolalg.Boolean():
                return self._condition(node)
            case _:
                return self._operation(node, [self.known[arg] for arg in node.args])

    def _symbol(self, node: Any) -> Term:
        other = self.symbols.setdefault(node.name, node)
        if other != node:
            raise GradproofError(
                f"there are two symbols {node.name} with different assumptions", remedy="use one of them"
            )
        domain = _assumed(node)
        merged = intersection(self.domains.get(node.name, REALS), domain)
        if merged is None:
            raise GradproofError(
                f"the domain of {node.name} is empty", remedy="its assumptions exclude its declaration"
            )
        if merged != REALS:
            self.domains[node.name] = merged
        return sym(node.name)

    def _number(self, node: Any) -> Term:
        import sympy

        if node.is_Rational:
            return num(Fraction(int(node.p), int(node.q)))
        if node is sympy.pi:
            return PI
        if node is sympy.E:
            return fn("exp", 1)
        if node.is_Float and node.is_finite:
            return num(Fraction(str(node)))
        raise NotSupported(f"{node} is not a real number that can be decided")

    def _derivative(self, node: Any) -> Term:
        value: Term = self.known[node.expr]
        for variable in node.variables:
            value = derivative(value, str(variable).replace(" ", ""))
        return value

    def _piecewise(self, node: Any) -> Term:
        pairs = [(self.known[value], self.known[condition]) for value, condition in node.args]
        if pairs[-1][1] != all_of():
            raise NotSupported(
                "a Piecewise that is not defined everywhere", remedy="end it with (value, True)"
            )
        return case([(condition, value) for value, condition in pairs[:-1]], pairs[-1][0])

    def _condition(self, node: Any) -> Condition:
        import sympy

        parts = [self.known[arg] for arg in node.args]
        match node:
            case sympy.logic.boolalg.BooleanTrue():
                return all_of()
            case sympy.logic.boolalg.BooleanFalse():
                return any_of()
            case sympy.And():
                return all_of(*parts)
            case sympy.Or():
                return any_of(*parts)
            case sympy.Not():
                return negation(parts[0])
            case sympy.StrictLessThan():
                return compare("<", *parts)
            case sympy.LessThan():
                return compare("<=", *parts)
            case sympy.StrictGreaterThan():
                return compare("<", parts[1], parts[0])
            case sympy.GreaterThan():
                return compare("<=", parts[1], parts[0])
            case sympy.Eq():
                return compare("=", *parts)
            case sympy.Ne():
                return compare("!=", *parts)
            case _:
                raise NotSupported(f"the condition {type(node).__name__}")

    def _operation(self, node: Any, args: list[Term]) -> Term:
        if type(node).__name__ not in _OPERATIONS:
            raise NotSupported(f"the function {type(node).__name__}")
        return _OPERATIONS[type(node).__name__](*args)


def _is_known(node: Any) -> bool:
    import sympy

    is_condition = isinstance(node, sympy.core.relational.Relational | sympy.logic.boolalg.Boolean)
    return is_condition or not node.args or type(node).__name__ in _OPERATIONS


def _assumed(node: Any) -> Domain:
    if node.is_real is False or node.is_extended_real is False:
        raise NotSupported(f"the symbol {node.name} is not real")
    zero = Fraction(0)
    integer = bool(node.is_integer)
    if node.is_positive:
        return Interval(low=zero, integer=integer)
    if node.is_negative:
        return Interval(high=zero, integer=integer)
    if node.is_nonnegative:
        return Interval(low=zero, open_low=False, integer=integer)
    if node.is_nonpositive:
        return Interval(high=zero, open_high=False, integer=integer)
    return Interval(integer=integer)


def _step(u: Term, *_at_zero: Term) -> Term:
    return fn("step", u)


def _same(name: str) -> Callable[..., Term]:
    return lambda *args: fn(name, *args)


def _polygamma(order: Term, u: Term) -> Term:
    if order not in (num(0), num(1)):
        raise NotSupported("the function polygamma of an order above 1")
    return fn("digamma" if order is num(0) else "trigamma", u)


def _delta(a: Term, b: Term, *_range: Term) -> Term:
    return case([(compare("=", a, b), 1)], 0)


_OPERATIONS: dict[str, Callable[..., Term]] = {
    "Add": add,
    "Mul": mul,
    "Pow": power,
    "exp": _same("exp"),
    "log": lambda u, *base: fn("log", u) if not base else fn("log", u) / fn("log", base[0]),
    "Abs": _same("abs"),
    "sign": _same("sign"),
    "Max": _same("max"),
    "Min": _same("min"),
    "Heaviside": _step,
    "erf": _same("erf"),
    "erfc": lambda u: 1 - fn("erf", u),
    "gamma": _same("gamma"),
    "loggamma": _same("loggamma"),
    "polygamma": _polygamma,
    "digamma": _same("digamma"),
    "trigamma": _same("trigamma"),
    "factorial": lambda u: fn("gamma", u + 1),
    "tanh": _same("tanh"),
    "sinh": _same("sinh"),
    "cosh": _same("cosh"),
    "coth": lambda u: 1 / fn("tanh", u),
    "sin": _same("sin"),
    "cos": _same("cos"),
    "tan": lambda u: fn("sin", u) / fn("cos", u),
    "atan": _same("atan"),
    "KroneckerDelta": _delta,
}
