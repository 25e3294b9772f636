"""Terms, lines and matrix expressions as TeX, in the order in which they were written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import assert_never

from derive.derivation.lines import Line, Slope
from derive.derivation.matrices import (
    Colon,
    Diagonal,
    Differential,
    Entrywise,
    Gradient,
    Hadamard,
    Jacobian,
    Matrix,
    Named,
    Plus,
    Product,
    Sample,
    SampleSum,
    Scaled,
    Transposed,
)
from derive.derivation.steps import Expression
from derive.terms import (
    ONE,
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
    "w2": r"\mathbf w_2",
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


def tex(expression: Expression | Term) -> str:
    """The TeX of a line, a matrix expression or a term.

    >>> from derive.terms import sym
    >>> y, p = sym("y"), sym("ŷ")
    >>> tex((p - y) / (p * (1 - p)))
    '\\\\frac{\\\\hat y - y}{\\\\hat y\\\\,(1 - \\\\hat y)}'
    """
    match expression:
        case Line(body=body, slopes=slopes):
            names = {name: slope_tex(slope) for name, slope in slopes}
            return term_tex(body, Style(names))
        case Num() | Sym() | Const() | Add() | Mul() | Pow() | Fn() | Case():
            return term_tex(expression)
        case _:
            return matrix_tex(expression)[0]


def slope_tex(slope: Slope) -> str:
    """∂of/∂by: a fraction where ``of`` is a name, else an operator with brackets."""
    by = PLAIN.symbol(slope.by)
    if isinstance(slope.of, Sym):
        return rf"\frac{{\partial {PLAIN.symbol(slope.of.name)}}}{{\partial {by}}}"
    return rf"\frac{{\partial}}{{\partial {by}}}{_bracketed(term_tex(slope.of))}"


def term_tex(term: Term, style: Style = PLAIN) -> str:
    """The TeX of a term."""
    return _tex(term, style)[0]


def _tex(term: Term, style: Style) -> tuple[str, int]:
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
    shown = [_tex(arg, style)[0] for arg in ordered]
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
        return _tex(terms[0], style)[0]
    last = len(terms) - 1
    shown = [_factor(each, style, ends=k == last) for k, each in enumerate(terms)]
    return f"{style.times}".join(shown)


def _factor(term: Term, style: Style, *, ends: bool) -> str:
    shown, level = _tex(term, style)
    if not ends and isinstance(term, Fn) and level == PRODUCT:
        return _called(term, style)
    return shown if level >= PRODUCT else _parenthesised(shown)


def _parenthesised(shown: str) -> str:
    return rf"\left({shown}\right)" if _is_tall(shown) else f"({shown})"


def _bracketed(shown: str) -> str:
    return rf"\left[{shown}\right]" if _is_tall(shown) else f"[{shown}]"


def _is_tall(shown: str) -> bool:
    return any(command in shown for command in (r"\frac", r"\sum", r"\left", r"\begin"))


def _power(term: Pow, style: Style) -> tuple[str, int]:
    if (below := _inverse(term)) is not None:
        return rf"\frac{{{style.one}}}{{{_tex(below, style)[0]}}}", PRODUCT
    base, level = _tex(term.base, style)
    shown = base if level == ATOM and not isinstance(term.base, Fn) else _parenthesised(base)
    exponent = _tex(term.exponent, PLAIN)[0]
    ring = r"\odot " if style.times != r"\," else ""
    return rf"{shown}^{{{ring}{exponent}}}", POWER


def _call(term: Fn, style: Style) -> tuple[str, int]:
    match term:
        case Fn(name="exp", args=(arg,)):
            return _exponential(arg, style)
        case Fn(name="abs", args=(arg,)):
            return rf"\left|{_tex(arg, style)[0]}\right|", ATOM
        case _:
            name = CALLS.get(term.name, rf"\operatorname{{{term.name}}}")
            bare = name in BARE and len(term.args) == 1 and isinstance(term.args[0], Sym)
            return (
                (f"{name} {_tex(term.args[0], style)[0]}", PRODUCT) if bare else (_called(term, style), ATOM)
            )


def _exponential(arg: Term, style: Style) -> tuple[str, int]:
    if style.times != r"\,":
        return rf"\exp{_parenthesised(_tex(arg, style)[0])}", ATOM
    return rf"e^{{{_tex(arg, style)[0]}}}", ATOM


def _called(term: Fn, style: Style) -> str:
    name = CALLS.get(term.name, rf"\operatorname{{{term.name}}}")
    if term.name == "exp":
        return _exponential(term.args[0], style)[0]
    return name + _parenthesised(r",\, ".join(_tex(arg, style)[0] for arg in term.args))


def _cases(term: Case, style: Style) -> str:
    rows = [rf"{_tex(value, style)[0]} & {_condition(held, style)}" for held, value in term.branches]
    rows.append(rf"{_tex(term.otherwise, style)[0]} & \text{{otherwise}}")
    return r"\begin{cases}" + r" \\ ".join(rows) + r"\end{cases}"


def _condition(condition: Condition, style: Style) -> str:
    match condition:
        case Compare(relation=relation, left=left, right=right):
            return f"{_tex(left, style)[0]} {RELATIONS[relation]} {_tex(right, style)[0]}"
        case AllOf(parts=parts):
            return r" \wedge ".join(_condition(part, style) for part in parts)
        case AnyOf(parts=parts):
            return r" \vee ".join(_condition(part, style) for part in parts)
        case Negation(part=part):
            return rf"\neg\left({_condition(part, style)}\right)"
        case _:
            assert_never(condition)


def is_scalar(matrix: Matrix) -> bool:
    """Whether an expression is a number, so that products with it need no ⊙."""
    match matrix:
        case Named(rows=rows, columns=columns):
            return (rows, columns) == ("1", "1")
        case Sample(of=Named(rows=rows, columns=columns)):
            return "1" in (rows, columns)
        case Entrywise(inputs=inputs):
            return all(is_scalar(part) for _, part in inputs)
        case Colon():
            return True
        case Gradient(of=of, by=by) | Jacobian(of=of, by=by):
            return is_scalar(of) and is_scalar(by)
        case Product(left=left, right=right):
            return is_scalar(left) and is_scalar(right)
        case Differential(of=of) | Transposed(of=of) | Scaled(of=of):
            return is_scalar(of)
        case Hadamard(left=left, right=right):
            return is_scalar(left) and is_scalar(right)
        case _:
            return False


def name_tex(named: Named) -> str:
    """The TeX of a name: columns are bold, rows and matrices capital, numbers plain.

    >>> name_tex(Named("ŷ", "N", "1"))
    '\\\\hat{\\\\mathbf y}'
    """
    if named.columns == "1" and named.rows != "1" and named.name.islower():
        return r"\hat{\mathbf y}" if named.name == "ŷ" else rf"\mathbf {named.name}"
    return SYMBOLS.get(named.name, named.name)


def matrix_tex(matrix: Matrix) -> tuple[str, int]:
    """The TeX of a matrix expression and how tightly it binds."""
    match matrix:
        case Named():
            return name_tex(matrix), ATOM
        case Entrywise():
            return _entrywise(matrix)
        case Product(left=left, right=right):
            first, second = (right, left) if is_scalar(right) and not is_scalar(left) else (left, right)
            return rf"{_bound(first, apart=Hadamard)}\,{_bound(second, apart=Hadamard)}", PRODUCT
        case Hadamard(left=left, right=right):
            sign = r"\," if is_scalar(left) else r"\odot "
            return rf"{_bound(left, apart=Product)}{sign}{_bound(right, apart=Product)}", PRODUCT
        case Colon(left=left, right=right):
            return rf"{_around_colon(left)} : {_around_colon(right)}", PRODUCT
        case Transposed(of=of):
            return rf"{_bound(of, POWER)}^{{\mathsf T}}", POWER
        case Diagonal(of=of):
            return rf"\operatorname{{diag}}{_parenthesised(matrix_tex(of)[0])}", ATOM
        case Scaled(by=by, of=of):
            return _scaled(by, of)
        case Plus(parts=parts):
            return " + ".join(matrix_tex(part)[0] for part in parts).replace("+ -", "- "), SUM
        case Differential(of=of):
            return _differential(of), PRODUCT
        case Gradient(of=of, by=by) | Jacobian(of=of, by=by):
            return _derivative(of, by), PRODUCT
        case SampleSum(of=of):
            return rf"\sum_{{k=1}}^{{N}} {matrix_tex(of)[0]}", PRODUCT
        case Sample(of=of):
            return _sample(of), ATOM
        case _:
            assert_never(matrix)


def _bound(matrix: Matrix, level: int = PRODUCT, apart: type[Product] | type[Hadamard] = Hadamard) -> str:
    shown, own = matrix_tex(matrix)
    kind = isinstance(matrix, Colon) or (isinstance(matrix, apart) and not is_scalar(matrix))
    mixed = kind or (isinstance(matrix, Entrywise) and apart is Hadamard and _is_hadamard(shown))
    return _parenthesised(shown) if own < level or mixed else shown


def _around_colon(matrix: Matrix) -> str:
    shown, own = matrix_tex(matrix)
    product = isinstance(matrix, Product | Hadamard) or _is_hadamard(shown)
    return _parenthesised(shown) if own < PRODUCT or product else shown


def _is_hadamard(shown: str) -> bool:
    # A ⊙ outside of every brace: mixed with a matrix product, it needs parentheses.
    depth = 0
    for place, character in enumerate(shown):
        depth += {"{": 1, "(": 1, "}": -1, ")": -1}.get(character, 0)
        if not depth and shown.startswith(r"\odot", place):
            return True
    return False


def _entrywise(matrix: Entrywise) -> tuple[str, int]:
    names = {name: _bound(part, ATOM) for name, part in matrix.inputs}
    if is_scalar(matrix):
        return _tex(matrix.term, Style(names))
    return _tex(matrix.term, Style(names, times=r" \odot ", one=r"\mathbf 1"))


def _scaled(by: Term, of: Matrix) -> tuple[str, int]:
    shown, level = _tex(by, PLAIN)
    if by is not ONE and shown == "-1":
        shown = "-"
    inner = matrix_tex(of)[0] if isinstance(of, Colon) else _bound(of)
    return f"{shown}{inner}" if shown == "-" else rf"{shown}\,{inner}", min(level, PRODUCT)


def _differential(of: Matrix) -> str:
    shown, level = matrix_tex(of)
    return rf"\mathrm d{shown}" if level == ATOM else rf"\mathrm d{_parenthesised(shown)}"


def _derivative(of: Matrix, by: Named) -> str:
    shown = matrix_tex(of)[0]
    if isinstance(of, Gradient) and of.by == by:
        return rf"\nabla^2 {matrix_tex(of.of)[0]}"
    if isinstance(of, Named):
        return rf"\frac{{\partial {shown}}}{{\partial {name_tex(by)}}}"
    return rf"\frac{{\partial}}{{\partial {name_tex(by)}}}{_bracketed(shown)}"


def _sample(of: Matrix) -> str:
    match of:
        case Named(name=name, rows=rows, columns=columns) if "1" in (rows, columns):
            return SYMBOLS.get(name.lower(), name.lower()) + "_k"
        case Named(name=name):
            return rf"\mathbf {name.lower()}_k"
        case _:
            return rf"{_parenthesised(matrix_tex(of)[0])}_k"
