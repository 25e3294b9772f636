"""Terms as text: Python-like (``derive.plain`` reads it back) and TeX."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

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
    mul,
    power,
)
from derive.traverse import Node, postorder

LONGEST = 100_000
SUM, PRODUCT, POWER, ATOM = 1, 2, 3, 4


@dataclass(frozen=True, slots=True)
class Piece:
    """A printed part, how tightly it binds, and whether it begins with a minus sign."""

    text: str
    level: int

    @property
    def negative(self) -> bool:
        return self.text.startswith("-")


def term_text(term: Node) -> str:
    """A term or condition as Python-like text with few parentheses.

    >>> from derive.terms import fn, sym
    >>> x, y = sym("x[1,2]"), sym("y")
    >>> term_text((x - y) ** 2 / (2 * fn("exp", -x)))
    '(x[1,2] - y)**2/(2*exp(-x[1,2]))'
    """
    return printed(term, PLAIN_STYLE)


def term_tex(term: Node) -> str:
    r"""A term or condition as TeX.

    >>> from derive.terms import fn, sym
    >>> term_tex(fn("sigmoid", sym("x[1,2]")) * sym("yhat") / 2)
    '\\frac{\\sigma(x_{1,2}) \\hat{y}}{2}'
    """
    return printed(term, TEX_STYLE)


@dataclass(frozen=True, slots=True)
class Style:
    """How the parts of a language of formulas are written."""

    number: Callable[[Fraction], Piece]
    name: Callable[[str], str]
    constants: Mapping[str, str]
    times: str
    quotient: Callable[[Piece, Piece], Piece]
    power: Callable[[Piece, Piece], Piece]
    call: Callable[[str, list[str]], Piece]
    case: Callable[[list[tuple[str, str]], str], Piece]
    relations: Mapping[str, str]
    words: Mapping[str, str]
    group: Callable[[str], str]


def printed(root: Node, style: Style) -> str:
    """A term or condition in some language of formulas."""
    known: dict[Node, Piece] = {}
    for node in postorder((root,)):
        piece = _piece(node, known, style)
        known[node] = piece if len(piece.text) <= LONGEST else Piece("…", ATOM)
    return known[root].text


def _piece(node: Node, known: dict[Node, Piece], style: Style) -> Piece:
    match node:
        case Num(value=value):
            return style.number(value)
        case Sym(name=name):
            return Piece(style.name(name), ATOM)
        case Const(name=name):
            return Piece(style.constants[name], ATOM)
        case Add(args=args):
            return _sum([known[arg] for arg in args])
        case Mul(args=args):
            return _product(args, known, style)
        case Pow():
            return _pow(node, known, style)
        case Fn(name=name, args=args):
            return style.call(name, [known[arg].text for arg in args])
        case Case(branches=branches, otherwise=otherwise):
            rows = [(known[value].text, known[condition].text) for condition, value in branches]
            return style.case(rows, known[otherwise].text)
        case _:
            return _condition(node, known, style)


def _condition(node: Condition, known: dict[Node, Piece], style: Style) -> Piece:
    match node:
        case Compare():
            relation = style.relations[node.relation]
            return Piece(f"{known[node.left].text} {relation} {known[node.right].text}", SUM)
        case AllOf(parts=parts) | AnyOf(parts=parts):
            word = "and" if isinstance(node, AllOf) else "or"
            inner = [
                known[part].text if isinstance(part, Compare) else f"({known[part].text})" for part in parts
            ]
            return Piece(style.words[word].join(inner) or style.words[f"empty {word}"], SUM)
        case Negation(part=part):
            return Piece(f"{style.words['not']}({known[part].text})", SUM)


def _sum(pieces: list[Piece]) -> Piece:
    text = pieces[0].text
    for piece in pieces[1:]:
        text += f" - {piece.text[1:]}" if piece.negative else f" + {piece.text}"
    return Piece(text, SUM)


def _product(args: tuple[Term, ...], known: dict[Node, Piece], style: Style) -> Piece:
    # The numbers and powers with negative exponents go below the line.
    number = args[0].value if isinstance(args[0], Num) else Fraction(1)
    rest = args[1:] if isinstance(args[0], Num) else args
    above = [known[arg] for arg in rest if not _is_below(arg)]
    below = [_piece(_flipped(arg), known, style) for arg in rest if _is_below(arg)]
    if abs(number.numerator) != 1 or not above:
        above.insert(0, style.number(Fraction(abs(number.numerator))))
    if number.denominator != 1:
        below.insert(0, style.number(Fraction(number.denominator)))
    top = _joined(above, style)
    whole = style.quotient(top, _joined(below, style)) if below else top
    return Piece(f"-{_guarded(whole, PRODUCT, style)}", PRODUCT) if number < 0 else whole


def _joined(pieces: list[Piece], style: Style) -> Piece:
    if len(pieces) == 1:
        return pieces[0]
    return Piece(style.times.join(_guarded(piece, PRODUCT + 1, style) for piece in pieces), PRODUCT)


def _guarded(piece: Piece, level: int, style: Style) -> str:
    return style.group(piece.text) if piece.level < level or piece.negative else piece.text


def _is_below(node: Term) -> bool:
    return isinstance(node, Pow) and isinstance(node.exponent, Num) and node.exponent.value < 0


def _flipped(node: Term) -> Term:
    # 1/node, written so that its parts are parts of node: they are printed already.
    if isinstance(node, Pow) and isinstance(node.exponent, Num):
        return power(node.base, mul(-1, node.exponent))
    raise AssertionError(node)


def _pow(node: Pow, known: dict[Node, Piece], style: Style) -> Piece:
    if _is_below(node):
        flipped = _piece(_flipped(node), known, style)
        return style.quotient(style.number(Fraction(1)), flipped)
    base = known[node.base]
    if isinstance(node.exponent, Num) and node.exponent.value == Fraction(1, 2):
        return style.call("sqrt", [base.text])
    exponent = known.get(node.exponent) or _piece(node.exponent, known, style)
    return style.power(base, exponent)


# Python-like text.


def _plain_number(value: Fraction) -> Piece:
    return Piece(str(value), ATOM if value.denominator == 1 and value >= 0 else PRODUCT)


def _plain_quotient(top: Piece, bottom: Piece) -> Piece:
    above = f"({top.text})" if top.level < PRODUCT or top.negative else top.text
    below = f"({bottom.text})" if bottom.level <= PRODUCT or bottom.negative else bottom.text
    return Piece(f"{above}/{below}", PRODUCT)


def _plain_power(base: Piece, exponent: Piece) -> Piece:
    low = base.text if base.level == ATOM and not base.negative else f"({base.text})"
    high = exponent.text if exponent.level == ATOM and not exponent.negative else f"({exponent.text})"
    return Piece(f"{low}**{high}", POWER)


def _plain_call(name: str, args: list[str]) -> Piece:
    return Piece(f"{name}({', '.join(args)})", ATOM)


def _plain_case(rows: list[tuple[str, str]], otherwise: str) -> Piece:
    inner = ", ".join(f"({value}, {condition})" for value, condition in rows)
    return Piece(f"piecewise({inner}, {otherwise})", ATOM)


PLAIN_STYLE = Style(
    number=_plain_number,
    name=lambda name: name,
    constants={"pi": "pi"},
    times="*",
    quotient=_plain_quotient,
    power=_plain_power,
    call=_plain_call,
    case=_plain_case,
    relations={"<": "<", "<=": "<=", "=": "==", "!=": "!="},
    words={"and": " and ", "or": " or ", "not": "not ", "empty and": "true", "empty or": "false"},
    group=lambda text: f"({text})",
)


# TeX.


def _tex_number(value: Fraction) -> Piece:
    if value.denominator == 1:
        return Piece(str(value), ATOM if value >= 0 else PRODUCT)
    sign = "-" if value < 0 else ""
    return Piece(rf"{sign}\frac{{{abs(value.numerator)}}}{{{value.denominator}}}", PRODUCT if sign else POWER)


def _tex_power(base: Piece, exponent: Piece) -> Piece:
    low = base.text if base.level == ATOM and "^" not in base.text else rf"\left({base.text}\right)"
    return Piece(f"{low}^{{{exponent.text}}}", POWER)


_TEX_NAMES = {
    "exp": r"\exp", "log": r"\log", "sin": r"\sin", "cos": r"\cos", "tanh": r"\tanh", "sinh": r"\sinh",
    "cosh": r"\cosh", "max": r"\max", "min": r"\min", "sigmoid": r"\sigma", "normcdf": r"\Phi", "normpdf": r"\varphi",
    "gamma": r"\Gamma", "atan": r"\arctan", "digamma": r"\psi",
    "trigamma": r"\psi'", "tetragamma": r"\psi''", "loggamma": r"\log\Gamma",
    "step": r"\mathbf{1}_{>0}",
}  # fmt: skip


def _tex_call(name: str, args: list[str]) -> Piece:
    match name:
        case "sqrt":
            return Piece(rf"\sqrt{{{args[0]}}}", ATOM)
        case "abs":
            return Piece(rf"\left|{args[0]}\right|", ATOM)
        case _:
            head = _TEX_NAMES.get(name, rf"\operatorname{{{name}}}")
            inner = ", ".join(args)
            tall = r"\frac" in inner
            return Piece(rf"{head}\left({inner}\right)" if tall else f"{head}({inner})", ATOM)


def _tex_case(rows: list[tuple[str, str]], otherwise: str) -> Piece:
    lines = [rf"{value} & \text{{if }} {condition}" for value, condition in rows]
    body = r" \\ ".join([*lines, rf"{otherwise} & \text{{otherwise}}"])
    return Piece(rf"\begin{{cases}} {body} \end{{cases}}", ATOM)


GREEK = frozenset({
    "alpha", "beta", "gamma", "delta", "epsilon", "varepsilon", "zeta", "eta", "theta", "vartheta", "iota", "kappa",
    "lambda", "mu", "nu", "xi", "pi", "rho", "sigma", "tau", "upsilon", "phi", "varphi", "chi", "psi", "omega",
    "Gamma", "Delta", "Theta", "Lambda", "Xi", "Pi", "Sigma", "Upsilon", "Phi", "Psi", "Omega",
})  # fmt: skip


def name_tex(name: str) -> str:
    r"""The name of a scalar in TeX: indices as subscripts, Greek letters, hats; TeX is left as it is.

    >>> name_tex("W[2,1]"), name_tex("theta1"), name_tex(r"\hat{y}[3]"), name_tex("z_i")
    ('W_{2,1}', '\\theta_{1}', '\\hat{y}_{3}', 'z_{i}')
    """
    stem, _, index = name.partition("[")
    index = index.rstrip("]")
    if "\\" not in stem and "{" not in stem:
        stem, inner = _split_name(stem)
        index = ",".join(part for part in (inner, index) if part)
    return f"{stem}_{{{index}}}" if index else stem


def _split_name(stem: str) -> tuple[str, str]:
    found = re.fullmatch(r"([^\W\d_]+)(?:_(\w+)|(\d+))?", stem)
    if not found:
        return rf"\mathrm{{{stem.replace('_', chr(92) + '_')}}}", ""
    letters, under, digits = found.groups()
    if under == "hat":
        return rf"\hat{{{_letters_tex(letters)}}}", ""
    if letters.endswith("hat") and len(letters) == 4:
        return rf"\hat{{{letters[0]}}}", under or digits or ""
    return _letters_tex(letters), under or digits or ""


def _letters_tex(letters: str) -> str:
    if letters in GREEK:
        return f"\\{letters}"
    return letters if len(letters) == 1 else rf"\mathrm{{{letters}}}"


TEX_STYLE = Style(
    number=_tex_number,
    name=name_tex,
    constants={"pi": r"\pi"},
    times=" ",
    quotient=lambda top, bottom: Piece(rf"\frac{{{top.text}}}{{{bottom.text}}}", POWER),
    power=_tex_power,
    call=_tex_call,
    case=_tex_case,
    relations={"<": "<", "<=": r"\le", "=": "=", "!=": r"\ne"},
    words={
        "and": r" \wedge ", "or": r" \vee ", "not": r"\neg ",
        "empty and": r"\text{always}", "empty or": r"\text{never}",
    },
    group=lambda text: rf"\left({text}\right)",
)  # fmt: skip
