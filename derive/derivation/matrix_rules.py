"""The sound rules for matrices, differentials and the Frobenius product: one record each.

As in ``derive.derivation.rules``, a rule only proposes; ``derive.prove`` decides, entry by entry.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from derive.calculus import free_symbols
from derive.derivation.factors import factors, product
from derive.derivation.matrices import (
    Colon,
    Diagonal,
    Differential,
    Entrywise,
    Hadamard,
    Matrix,
    Named,
    Plus,
    Product,
    Scaled,
    Transposed,
    parts_of,
)
from derive.derivation.rules import COOKBOOK, NamedRule, Rule, TermRule
from derive.terms import Term, add, mul, num, sym


@dataclass(frozen=True, slots=True)
class MatrixRule(Rule):
    """A rule for one expression: ``rewrite`` gives an equal one in another form, or None.

    ``examples`` are expressions that the rule rewrites, over the names A, B (given) and W (varying).
    """

    rewrite: Callable[[Matrix], Matrix | None]
    examples: tuple[Matrix, ...]


GOLUB = "Golub and Van Loan, Matrix Computations, chapter 1"

A, B, G = Named("A", "M", "N"), Named("B", "M", "N"), Named("G", "1", "N")
W, X = Named("W", "1", "M"), Named("X", "M", "N")


def entrywise(term: Term, *inputs: tuple[str, Matrix]) -> Entrywise:
    """A term entry by entry, with only those inputs that it needs (at least one, for the shape)."""
    needed = tuple(item for item in inputs if item[0] in free_symbols(term))
    return Entrywise(term, needed or inputs[:1])


GIVEN = ("X", "x", "Y", "y", "A", "B", "G", "W2", "w2")


def is_given(matrix: Matrix) -> bool:
    """Whether an expression is made of data alone, so that its differential is 0.

    >>> is_given(Transposed(X)), is_given(Product(W, X))
    (True, False)
    """
    if isinstance(matrix, Named):
        return matrix.name in GIVEN
    return all(is_given(part) for part in parts_of(matrix))


def _linear(matrix: Matrix) -> Matrix | None:
    match matrix:
        case Differential(of=Scaled(by=by, of=of)):
            return Scaled(by, _linear(Differential(of)) or Differential(of))
        case Differential(of=Plus(parts=parts)):
            return Plus(tuple(Differential(part) for part in parts))
        case _:
            return None


def _colon(matrix: Matrix) -> Matrix | None:
    match matrix:
        case Differential(of=Colon(left=left, right=right)) if is_given(left):
            return Colon(left, Differential(right))
        case _:
            return None


def _adjoint_hadamard(matrix: Matrix) -> Matrix | None:
    match matrix:
        case Colon(left=left, right=Hadamard(left=middle, right=right)):
            return Colon(times(left, middle), right)
        case _:
            return None


def times(left: Matrix, right: Matrix) -> Matrix:
    """The product entry by entry; two terms entry by entry become one.

    >>> y, p = ("y", Named("Y", "1", "N")), ("p", Named("Z", "1", "N"))
    >>> times(entrywise(sym("y"), y), entrywise(1 / sym("p"), p)).term is sym("y") / sym("p")
    True
    """
    match left, right:
        case Entrywise(term=first, inputs=ours), Entrywise(term=second, inputs=theirs):
            return entrywise(mul(first, second), *dict.fromkeys((*ours, *theirs)))
        case Scaled(by=by, of=of), _:
            return Scaled(by, times(of, right))
        case _:
            return Hadamard(left, right)


def _collect(matrix: Matrix) -> Matrix | None:
    match matrix:
        case Scaled(by=by, of=Plus(parts=parts)):
            collected = _collected_colons(parts)
            return None if collected is None else _signed(by, collected)
        case Plus(parts=parts):
            return _collected_colons(parts)
        case Scaled(by=by, of=Colon(left=Entrywise()) as colon) if _is_negative(by):
            return _signed(by, colon)
        case _:
            return None


def _collected_colons(parts: tuple[Matrix, ...]) -> Colon | None:
    terms, inputs, directions = [], dict[tuple[str, Matrix], None](), dict[Matrix, None]()
    for part in parts:
        match part:
            case Colon(left=Entrywise(term=term, inputs=ours), right=direction):
                terms.append(term)
                inputs |= dict.fromkeys(ours)
                directions[direction] = None
            case _:
                return None
    return Colon(entrywise(add(*terms), *inputs), *directions) if len(directions) == 1 else None


def _is_negative(by: Term) -> bool:
    return factors(by)[0] < 0


def _signed(by: Term, colon: Colon) -> Matrix:
    # The sign goes into the entries, where the next steps use it up; sizes such as 1/N stay in front.
    number, held = factors(by)
    match colon.left:
        case Entrywise(term=term, inputs=inputs):
            left = entrywise(mul(num(number), term), *inputs)
            return scaled(product(number / number, held), Colon(left, colon.right))
        case _:
            return scaled(by, colon)


def scaled(by: Term, of: Matrix) -> Matrix:
    """A number times a matrix, where the number is not 1."""
    match of:
        case Scaled(by=inner, of=inside):
            return scaled(by * inner, inside)
        case _:
            return of if by is num(1) else Scaled(by, of)


def _product_differential(matrix: Matrix) -> Matrix | None:
    match matrix:
        case Differential(of=Product(left=left, right=right)) if is_given(right):
            return Product(_of_transposed(left), right)
        case Differential(of=Product(left=left, right=right)) if is_given(left):
            return Product(left, Differential(right))
        case _:
            return None


def _of_transposed(matrix: Matrix) -> Matrix:
    match matrix:
        case Transposed(of=of):
            return Transposed(Differential(of))
        case _:
            return Differential(matrix)


def _adjoint_product(matrix: Matrix) -> Matrix | None:
    match matrix:
        case Colon(left=left, right=Product(left=Differential() as moving, right=right)):
            return Colon(Product(left, Transposed(right)), moving)
        case Colon(left=left, right=Product(left=factor, right=Differential() as moving)):
            return Colon(Product(Transposed(factor), left), moving)
        case Colon(left=left, right=Product(left=Transposed(of=Differential() as moving), right=right)):
            return Colon(Product(right, Transposed(left)), moving)
        case _:
            return None


def _diagonal(matrix: Matrix) -> Matrix | None:
    match matrix:
        case Product(
            left=Entrywise() | Scaled() | Named() as row, right=Product(left=Diagonal(of=of), right=right)
        ):
            return Product(times(row, of), right)
        case Product(left=Diagonal(of=of), right=Entrywise() | Scaled() as column):
            return times(column, of)
        case _:
            return None


def on_entries(rule: TermRule) -> Callable[[Matrix], Matrix | None]:
    """A rule of plain algebra, applied to the term inside of Entrywise."""

    def rewrite(matrix: Matrix) -> Matrix | None:
        match matrix:
            case Entrywise(term=term, inputs=inputs):
                found = rule.rewrite(term)
                return None if found is None else entrywise(found, *inputs)
            case _:
                return None

    return rewrite


_y, _p = ("y", Named("Y", "1", "N")), ("p", Named("Z", "1", "N"))

LINEAR = MatrixRule(
    "differential.linear",
    "the differential is linear",
    r"\mathrm d(a\,A + B) = a\,\mathrm dA + \mathrm dB",
    f"{COOKBOOK}, (33) to (35)",
    _linear,
    (Differential(Scaled(num(3), Product(W, X))), Differential(Plus((Product(W, X), G)))),
)
COLON = MatrixRule(
    "differential.frobenius",
    "differential of a Frobenius product with a constant",
    r"\mathrm d(A:B) = A:\mathrm dB",
    "Magnus and Neudecker, Matrix Differential Calculus, chapter 8",
    _colon,
    (Differential(Colon(G, Product(W, X))),),
)
HADAMARD = MatrixRule(
    "frobenius.hadamard",
    "move an entrywise factor across the colon",
    r"A:(B\odot C) = (A\odot B):C",
    "Magnus and Neudecker, Matrix Differential Calculus, chapter 3",
    _adjoint_hadamard,
    (Colon(G, Hadamard(G, Product(W, X))),),
)
COLLECT = MatrixRule(
    "frobenius.collect",
    "collect what stands before the same differential",
    r"A:C + B:C = (A + B):C",
    "Magnus and Neudecker, Matrix Differential Calculus, chapter 1",
    _collect,
    (Plus((Colon(entrywise(sym("y"), _y), G), Colon(entrywise(1 - sym("y"), _y), G))),),
)
PRODUCT = MatrixRule(
    "differential.product",
    "differential of a product with a constant",
    r"\mathrm d(AB) = \mathrm dA\,B",
    f"{COOKBOOK}, (37)",
    _product_differential,
    (Differential(Product(W, X)),),
)
ADJOINT = MatrixRule(
    "frobenius.product",
    "move a matrix factor across the colon",
    r"A:(BC) = (A\,C^{\mathsf T}):B = (B^{\mathsf T}A):C",
    "Magnus and Neudecker, Matrix Differential Calculus, chapter 1",
    _adjoint_product,
    (Colon(G, Product(Differential(W), X)),),
)
TO_DIAGONAL = NamedRule(
    "matrix.to-diagonal",
    "times entries is times a diagonal matrix",
    r"a\odot b = a\,\operatorname{diag}(b)",
    GOLUB,
)
DIAGONAL = MatrixRule(
    "matrix.diagonal",
    "times a diagonal matrix is times its entries",
    r"a\,\operatorname{diag}(b) = a\odot b",
    GOLUB,
    _diagonal,
    (Product(G, Product(Diagonal(G), Transposed(X))),),
)
MATRIX_RULES = (LINEAR, COLON, HADAMARD, COLLECT, PRODUCT, ADJOINT, DIAGONAL)

ENTRYWISE = NamedRule(
    "differential.entrywise",
    "differential entry by entry",
    r"\mathrm d f(A) = f'(A)\odot\mathrm dA",
    "Magnus and Neudecker, Matrix Differential Calculus, chapter 8",
)
VECTOR_CHAIN = NamedRule(
    "chain.vector",
    "chain rule for vectors",
    r"\frac{\partial f}{\partial x} = \frac{\partial f}{\partial u}\,\frac{\partial u}{\partial x}",
    "Magnus and Neudecker, Matrix Differential Calculus, chapter 5",
)
SAMPLES = NamedRule(
    "sum.samples",
    "sum rule over the samples",
    r"\frac{\partial}{\partial w}\sum_k f_k = \sum_k\frac{\partial f_k}{\partial w}",
    "Abramowitz and Stegun, 3.3.2",
)
OUTER = NamedRule(
    "sum.outer",
    "a sum of columns times rows is a matrix product",
    r"\sum_k a_k b_k^{\mathsf T} = A\,B^{\mathsf T}",
    GOLUB,
)
READ_OFF = NamedRule(
    "frobenius.read-off",
    "read off the gradient",
    r"\mathrm dL = G:\mathrm dW \iff \frac{\partial L}{\partial W} = G",
    "Magnus and Neudecker, Matrix Differential Calculus, chapter 9",
)
ONE_SAMPLE = NamedRule(
    "name.one-sample", "the result for one sample", r"u = v \Rightarrow f(u) = f(v)", "above"
)
RESULT = NamedRule("name.result", "the result above", r"u = v \Rightarrow f(u) = f(v)", "above")
QUADRATIC = NamedRule(
    "matrix.quadratic-form",
    "a quadratic form is a weighted sum of squares",
    r"u^{\mathsf T} A \operatorname{diag}(s)\, A^{\mathsf T} u = s : (u^{\mathsf T} A)^{\odot 2}",
    GOLUB,
)
MATRIX_NAMED = (RESULT, QUADRATIC, TO_DIAGONAL, ENTRYWISE, VECTOR_CHAIN, SAMPLES, OUTER, READ_OFF, ONE_SAMPLE)
