"""A line of Python that evaluates two terms at a point: exact where they are rational, in long floats where not."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction

from derive.calculus import free_symbols, rebuild, substitute
from derive.printing import PLAIN_STYLE, Piece, Style, printed
from derive.terms import PI, Const, Fn, Num, Pow, Term, case, compare, fn, num, power, sym
from derive.traverse import Node, postorder


def one_line(left: Term, right: Term, point: Mapping[str, Fraction], digits: int) -> str:
    """One line of Python that prints both sides at the point, to so many digits where they are not rational."""
    names = sorted(free_symbols(left, right))
    spelled = _spelled_names(names)
    sides = [substitute(_plain(side), {name: sym(spelled[name]) for name in names}) for side in (left, right)]
    exact = all(_is_rational(side) for side in sides)
    number = "F" if exact else "mpf"
    setting = "".join(f"{spelled[name]} = {_number(point[name], number)}; " for name in names)
    start = "from fractions import Fraction as F; " if exact else f"from mpmath import *; mp.dps = {digits}; "
    style = _style(exact)
    return f"{start}{setting}print({printed(sides[0], style)}, {printed(sides[1], style)})"


def _spelled_names(names: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in names:
        plain = re.sub(r"\W+", "_", name).strip("_") or "v"
        plain = f"v{plain}" if plain[0].isdigit() or plain in ("lambda", "F", "mpf", "print") else plain
        while plain in found.values():
            plain += "_"
        found[name] = plain
    return found


def _number(value: Fraction, kind: str) -> str:
    if value.denominator == 1:
        return f"{kind}({value})"
    return (
        f"F({value.numerator}, {value.denominator})"
        if kind == "F"
        else f"mpf({value.numerator})/{value.denominator}"
    )


def _is_rational(term: Term) -> bool:
    for node in postorder((term,)):
        if isinstance(node, Const) or (isinstance(node, Fn) and node.name not in ("abs", "max", "min")):
            return False
        if isinstance(node, Pow) and not (
            isinstance(node.exponent, Num) and node.exponent.value.denominator == 1
        ):
            return False
    return True


def _plain(term: Term) -> Term:
    """The term with the functions of this field written through those that Python has."""
    known: dict[Node, Node] = {}
    for node in postorder((term,)):
        built = rebuild(node, known)
        known[node] = (
            _REWRITE[built.name](*built.args) if isinstance(built, Fn) and built.name in _REWRITE else built
        )
    return known[term]  # type: ignore[return-value]


HALF = Fraction(1, 2)

_REWRITE: Mapping[str, Callable[..., Term]] = {
    "sigmoid": lambda u: 1 / (1 + fn("exp", -u)),
    "softplus": lambda u: fn("log", 1 + fn("exp", u)),
    "logit": lambda u: fn("log", u / (1 - u)),
    "relu": lambda u: fn("max", u, 0),
    "sign": lambda u: case([(compare("<", u, 0), -1), (compare("<", 0, u), 1)], 0),
    "step": lambda u: case([(compare("<", 0, u), 1)], 0),
    "normcdf": lambda u: (1 + fn("erf", u / power(num(2), HALF))) / 2,
    "normpdf": lambda u: fn("exp", -(u**2) / 2) / power(2 * PI, HALF),
}


def _style(exact: bool) -> Style:
    return replace(PLAIN_STYLE, case=_conditional, number=_exact_number if exact else _long_number)


def _conditional(rows: list[tuple[str, str]], otherwise: str) -> Piece:
    text = otherwise
    for value, condition in reversed(rows):
        text = f"({value} if {condition} else {text})"
    return Piece(text, 4)


def _exact_number(value: Fraction) -> Piece:
    return (
        Piece(str(value), 4)
        if value.denominator == 1 and value >= 0
        else Piece(f"F({value.numerator}, {value.denominator})", 4)
    )


def _long_number(value: Fraction) -> Piece:
    if value.denominator == 1:
        return Piece(str(value), 4 if value >= 0 else 2)
    return Piece(f"(mpf({value.numerator})/{value.denominator})", 4)
