"""Matrix expressions as TeX: columns bold, rows and matrices capital, ⊙ between entries."""

from __future__ import annotations

from typing import assert_never

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
from derive.terms import ONE, Term
from reports.term_tex import (
    ATOM,
    PLAIN,
    POWER,
    PRODUCT,
    SUM,
    SYMBOLS,
    Style,
    bracketed,
    parenthesised,
    printed,
)


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
        letter, layer = named.name[0], named.name[1:]
        bold = r"\hat{\mathbf y}" if letter == "ŷ" else rf"\mathbf {letter}"
        return bold + (f"_{layer}" if layer else "")
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
            return rf"\operatorname{{diag}}{parenthesised(matrix_tex(of)[0])}", ATOM
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
    return parenthesised(shown) if own < level or mixed else shown


def _around_colon(matrix: Matrix) -> str:
    shown, own = matrix_tex(matrix)
    product = isinstance(matrix, Product | Hadamard) or _is_hadamard(shown)
    return parenthesised(shown) if own < PRODUCT or product else shown


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
        return printed(matrix.term, Style(names))
    return printed(matrix.term, Style(names, times=r" \odot ", one=r"\mathbf 1"))


def _scaled(by: Term, of: Matrix) -> tuple[str, int]:
    shown, level = printed(by, PLAIN)
    if by is not ONE and shown == "-1":
        shown = "-"
    inner = matrix_tex(of)[0] if isinstance(of, Colon) else _bound(of)
    return f"{shown}{inner}" if shown == "-" else rf"{shown}\,{inner}", min(level, PRODUCT)


def _differential(of: Matrix) -> str:
    shown, level = matrix_tex(of)
    return rf"\mathrm d{shown}" if level == ATOM else rf"\mathrm d{parenthesised(shown)}"


def _derivative(of: Matrix, by: Named) -> str:
    shown = matrix_tex(of)[0]
    if isinstance(of, Gradient) and of.by == by:
        return rf"\nabla^2 {matrix_tex(of.of)[0]}"
    if isinstance(of, Named):
        return rf"\frac{{\partial {shown}}}{{\partial {name_tex(by)}}}"
    return rf"\frac{{\partial}}{{\partial {name_tex(by)}}}{bracketed(shown)}"


def _sample(of: Matrix) -> str:
    match of:
        case Named(name=name, rows=rows, columns=columns) if "1" in (rows, columns):
            return SYMBOLS.get(name.lower(), name.lower()) + "_k"
        case Named(name=name):
            return rf"\mathbf {name.lower()}_k"
        case _:
            return rf"{parenthesised(matrix_tex(of)[0])}_k"
