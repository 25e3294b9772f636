"""What a derivation consists of as TeX: lines, matrix expressions and terms."""

from __future__ import annotations

from derive.derivation.lines import Line, Slope
from derive.derivation.steps import Expression
from derive.terms import Add, Case, Const, Fn, Mul, Num, Pow, Sym, Term
from reports.matrix_tex import matrix_tex, name_tex
from reports.term_tex import PLAIN, Style, bracketed, term_tex

__all__ = ["name_tex", "tex"]


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
    return rf"\frac{{\partial}}{{\partial {by}}}{bracketed(term_tex(slope.of))}"
