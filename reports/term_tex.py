"""Terms as TeX, in the order in which they were written; fractions where factors stand below the line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import assert_never

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

SUM, PRODUCT, POWER, ATOM = range(4)

SYMBOLS = {
    "ŷ": r"\hat y",
    "ℓ": r"\ell",
    "w_j": "w_j",
    "x_j": "x_j",
    "Σ_{i≠j}w_i x_i": r"\textstyle\sum_{i\neq j} w_i x_i",
    "W1": "W_1",
    "W2": "W_2",
}
CALLS = {
    "log": r"\log",
    "tanh": r"\tanh",
    "sin": r"\sin",
    "cos": r"\cos",
    "sinh": r"\sinh",
    "cosh": r"\cosh",
    "sigmoid": r"\sigma",
    "softplus": r"\operatorname{softplus}",
    "relu": r"\operatorname{ReLU}",
    "logit": r"\operatorname{logit}",
    "sign": r"\operatorname{sign}",
    "max": r"\max",
    "min": r"\min",
}
BARE = {r"\log", r"\tanh", r"\sin", r"\cos", r"\sinh", r"\cosh"}
RELATIONS = {"<": "<", "<=": r"\leq", "=": "=", "!=": r"\neq"}


@dataclass(frozen=True, slots=True)
class Style:
    """How symbols and products are printed: plainly, or entry by entry for matrices."""

    names: Mapping[str, str] = field(default_factory=dict)
    times: str = r"\,"
    one: str = "1"

    def symbol(self, name: str) -> str:
        """The TeX of a free scalar."""
        return self.names.get(name) or SYMBOLS.get(name) or _indexed(name)


PLAIN = Style()


def _indexed(name: str) -> str:
    base, bracket, index = name.partition("[")
    shown = SYMBOLS.get(base, base)
    return f"{shown}_{{{index.rstrip(']').replace(',', chr(92) + ',')}}}" if bracket else shown


def term_tex(term: Term, style: Style = PLAIN) -> str:
    """The TeX of a term."""
    return printed(term, style)[0]


def printed(term: Term, style: Style) -> tuple[str, int]:
    match term:
        case Num(value=value):
            return _number(value, style)
        case Sym(name=name):
            return style.symbol(name), ATOM
        case Const(name=name):
            return "\\" + name, ATOM
        case Add(args=args):
            return _sum(args, style), SUM
        case Mul(args=args):
            return _product(args, style)
        case Pow():
            return _power(term, style)
        case Fn():
            return _call(term, style)
        case Case():
            return _cases(term, style), ATOM
        case _:
            assert_never(term)


def _number(value: Fraction, style: Style) -> tuple[str, int]:
    shown = style.one if value == 1 else str(abs(value.numerator))
    if value.denominator != 1:
        shown = rf"\tfrac{{{abs(value.numerator)}}}{{{value.denominator}}}"
    return (f"-{shown}", SUM) if value < 0 else (shown, ATOM)


def _sum(args: tuple[Term, ...], style: Style) -> str:
    ordered = sorted(args, key=lambda arg: not isinstance(arg, Num))  # 1 - ŷ, 1 + e^u
    first = next((k for k, arg in enumerate(ordered) if not _is_negative(arg)), 0)
    ordered.insert(0, ordered.pop(first))
    shown = [printed(arg, style)[0] for arg in ordered]
    return shown[0] + "".join(f" - {part[1:]}" if part[0] == "-" else f" + {part}" for part in shown[1:])


def _is_negative(term: Term) -> bool:
    match term:
        case Num(value=value):
            return value < 0
        case Mul(args=(Num(value=value), *_)):
            return value < 0
        case _:
            return False


@dataclass(slots=True)
class _Group:
    """Factors above a line, then factors below it: one fraction of a product."""

    above: list[Term] = field(default_factory=list)
    below: list[Term] = field(default_factory=list)


def _groups(factors: tuple[Term, ...]) -> list[_Group]:
    groups = [_Group()]
    for factor in factors:
        inverse = _inverse(factor)
        if inverse is not None:
            groups[-1].below.append(inverse)
        elif groups[-1].below:
            groups.append(_Group([factor]))
        else:
            groups[-1].above.append(factor)
    return groups


def _inverse(factor: Term) -> Term | None:
    match factor:
        case Pow(base=base, exponent=Num(value=value)) if value < 0:
            return base ** Num(-value) if value != -1 else base
        case _:
            return None


def _product(args: tuple[Term, ...], style: Style) -> tuple[str, int]:
    number = args[0].value if isinstance(args[0], Num) else Fraction(1)
    rest = args[1:] if isinstance(args[0], Num) else args
    groups = _groups(rest)
    sign = "-" if number < 0 else ""
    lead = _lead(abs(number), groups)
    shown = [_group(group, style) for group in groups if group.above or group.below]
    whole = lead + rf" {_dot(style)} ".join(shown)
    return sign + whole, SUM if sign else PRODUCT


def _dot(style: Style) -> str:
    return r"\cdot" if style.times == r"\," else style.times


def _lead(number: Fraction, groups: list[_Group]) -> str:
    if number == 1:
        return ""
    if groups[0].below and not groups[0].above:
        groups[0].above.append(Num(Fraction(number.numerator)))
        return "" if number.denominator == 1 else rf"\tfrac{{1}}{{{number.denominator}}}\,"
    return _number(number, PLAIN)[0] + r"\,"


def _group(group: _Group, style: Style) -> str:
    above = _factors(group.above, style, alone=bool(group.below))
    if not group.below:
        return above
    return rf"\frac{{{above or style.one}}}{{{_factors(group.below, style, alone=True)}}}"


def _factors(terms: list[Term], style: Style, *, alone: bool) -> str:
    if len(terms) == 1 and alone:
        return printed(terms[0], style)[0]
    last = len(terms) - 1
    shown = [_factor(each, style, ends=k == last) for k, each in enumerate(terms)]
    return f"{style.times}".join(shown)


def _factor(term: Term, style: Style, *, ends: bool) -> str:
    shown, level = printed(term, style)
    if not ends and isinstance(term, Fn) and level == PRODUCT:
        return _called(term, style)
    return shown if level >= PRODUCT else parenthesised(shown)


def parenthesised(shown: str) -> str:
    return rf"\left({shown}\right)" if _is_tall(shown) else f"({shown})"


def bracketed(shown: str) -> str:
    return rf"\left[{shown}\right]" if _is_tall(shown) else f"[{shown}]"


def _is_tall(shown: str) -> bool:
    return any(command in shown for command in (r"\frac", r"\sum", r"\left", r"\begin"))


def _power(term: Pow, style: Style) -> tuple[str, int]:
    if (below := _inverse(term)) is not None:
        return rf"\frac{{{style.one}}}{{{printed(below, style)[0]}}}", PRODUCT
    base, level = printed(term.base, style)
    shown = base if level == ATOM and not isinstance(term.base, Fn) else parenthesised(base)
    exponent = printed(term.exponent, PLAIN)[0]
    ring = r"\odot " if style.times != r"\," else ""
    return rf"{shown}^{{{ring}{exponent}}}", POWER


def _call(term: Fn, style: Style) -> tuple[str, int]:
    match term:
        case Fn(name="exp", args=(arg,)):
            return _exponential(arg, style)
        case Fn(name="abs", args=(arg,)):
            return rf"\left|{printed(arg, style)[0]}\right|", ATOM
        case _:
            name = CALLS.get(term.name, rf"\operatorname{{{term.name}}}")
            bare = name in BARE and len(term.args) == 1 and isinstance(term.args[0], Sym)
            if bare:
                return f"{name} {printed(term.args[0], style)[0]}", PRODUCT
            return _called(term, style), ATOM


def _exponential(arg: Term, style: Style) -> tuple[str, int]:
    if style.times != r"\,":
        return rf"\exp{parenthesised(printed(arg, style)[0])}", ATOM
    return rf"e^{{{printed(arg, style)[0]}}}", ATOM


def _called(term: Fn, style: Style) -> str:
    name = CALLS.get(term.name, rf"\operatorname{{{term.name}}}")
    if term.name == "exp":
        return _exponential(term.args[0], style)[0]
    return name + parenthesised(r",\, ".join(printed(arg, style)[0] for arg in term.args))


def _cases(term: Case, style: Style) -> str:
    rows = [rf"{printed(value, style)[0]} & {_condition(held, style)}" for held, value in term.branches]
    rows.append(rf"{printed(term.otherwise, style)[0]} & \text{{otherwise}}")
    return r"\begin{cases}" + r" \\ ".join(rows) + r"\end{cases}"


def _condition(condition: Condition, style: Style) -> str:
    match condition:
        case Compare(relation=relation, left=left, right=right):
            return f"{printed(left, style)[0]} {RELATIONS[relation]} {printed(right, style)[0]}"
        case AllOf(parts=parts):
            return r" \wedge ".join(_condition(part, style) for part in parts)
        case AnyOf(parts=parts):
            return r" \vee ".join(_condition(part, style) for part in parts)
        case Negation(part=part):
            return rf"\neg\left({_condition(part, style)}\right)"
        case _:
            assert_never(condition)
