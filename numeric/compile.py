"""From a proved formula to NumPy: the stable loss, residual and curvature of a sample, over whole arrays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from derive.calculus import differentiate, free_symbols, rebuild
from derive.catalog.problems import Problem, named_problem
from derive.conventions import Convention, Layout, Reduction, Sign
from derive.domains import Domain, Domains, FiniteSet
from derive.errors import NotSupported
from derive.model import Claim, Right
from derive.terms import ONE, Add, AllOf, AnyOf, Compare, Mul, Negation, Num, Term, add, mul, sym
from derive.traverse import Node, children
from numeric.lambdify import Array, Program, evaluate, lambdify
from numeric.stable import ANALYTIC, EVALUATED, NAMED, rewritten, stable

CONDITIONS = (Compare, AllOf, AnyOf, Negation)
LOGIT, LABEL, WEIGHT = sym("s"), sym("y"), sym("weight")


@dataclass(frozen=True, slots=True)
class SampleLoss:
    """The loss f(y, s) of one sample in its logit s, its residual ∂f/∂s and its curvature ∂²f/∂s².

    All three are stable: no overflow and no log of zero at any finite s that the true value survives.
    ``claims`` are the three equations that were proved: composed loss, its first and its second derivative
    on the left, the form that is compiled on the right.
    """

    problem: Problem
    loss: Term
    residual: Term
    curvature: Term
    claims: tuple[Claim, ...]

    @property
    def labels(self) -> Domain:
        """Where the labels live."""
        return self.problem.labels


@cache
def sample_loss(problem: str = "bce", analytic: bool = False) -> SampleLoss:
    """The proved stable forms of a catalogue problem; ``analytic`` keeps to functions that accept complex s.

    Raises GradproofError for an unknown problem, and NotSupported where a stable form cannot be proved.

    >>> len(sample_loss("bce").claims)
    3
    """
    record = named_problem(problem)
    composed = record.composed(LOGIT, LABEL)
    named = rewritten(record.stable_loss(LOGIT, LABEL), NAMED)
    rules = ANALYTIC if analytic else EVALUATED
    forms = [stable(each, rules) for each in _two_derivatives(named)]
    domains = Domains({"y": record.labels})
    claims = zip(_two_derivatives(composed), forms, strict=True)
    equations = tuple(proved(left, right, domains, record.id) for left, right in claims)
    return SampleLoss(record, forms[0], forms[1], forms[2], equations)


def _two_derivatives(loss: Term) -> tuple[Term, Term, Term]:
    first = differentiate(loss, LOGIT)
    return loss, first, differentiate(first, LOGIT)


def proved(left: Term, right: Term, domains: Domains, name: str) -> Claim:
    """The equation, once it is proved; NotSupported, naming the problem, where it cannot be."""
    from derive.judgement import prove_terms

    verdict = prove_terms(left, right, domains)
    if left is right or isinstance(verdict, Right):
        return Claim(left, right, domains)
    raise NotSupported(f"the stable form of {name} could not be proved", remedy="its rewriting needs a rule")


@dataclass(frozen=True, slots=True)
class Reduced:
    """A sum over samples as dot products: Σₖ Σⱼ coefficientⱼ · basisⱼ(sₖ).

    A coefficient is a number, or the index of a prepared vector. A basis is None for the constant 1, 0 for s
    itself, and j > 0 for output j − 1 of ``program``, of which there are ``outputs``.
    """

    program: Program
    outputs: int
    summands: tuple[tuple[float | int, int | None], ...]


@dataclass(frozen=True, slots=True)
class Kernel:
    """The element-wise work of one epoch, split by how often it is due.

    ``prepare``: what depends on labels (and sample weights) alone; ``slope``: (s, prepared…) → residual;
    ``bend``: (s, prepared…) → residual, curvature; ``total``: the summed loss. ``prepared`` counts vectors.
    ``start``: residual and loss at s = 0, where labels are two numbers, for then both are lines in y.
    """

    sample: SampleLoss
    prepare: Program
    slope: Program
    bend: Program
    total: Reduced
    prepared: int
    weighted: bool
    start: tuple[Line, Line] | None


@dataclass(frozen=True, slots=True)
class Line:
    """height + slope · y."""

    height: float
    slope: float


@cache
def compile_kernel(problem: str = "bce", weighted: bool = False) -> Kernel:
    """The compiled element-wise kernel of a catalogue problem; ``weighted`` multiplies by a sample weight.

    >>> compile_kernel("bce").prepared
    1
    """
    sample = sample_loss(problem)
    factor = WEIGHT if weighted else ONE
    fixed = _Fixed()
    slope = fixed.split(factor * sample.residual)
    curvature = fixed.split(factor * sample.curvature)
    groups = grouped(factor * sample.loss)
    basis = [part for part in groups if part not in (ONE, LOGIT)]
    place = {ONE: None, LOGIT: 0} | {part: index for index, part in enumerate(basis, start=1)}
    summands = tuple((fixed.coefficient(groups[part]), place[part]) for part in groups)
    outputs = [fixed.split(part) for part in basis]
    arguments = ["s", *fixed.names()]
    return Kernel(
        sample=sample,
        prepare=lambdify(["y", "weight"] if weighted else ["y"], list(fixed.terms)),
        slope=lambdify(arguments, [slope]),
        bend=lambdify(arguments, [slope, curvature]),
        total=Reduced(lambdify(arguments, outputs), len(outputs), summands),
        prepared=len(fixed.terms),
        weighted=weighted,
        start=_start(sample),
    )


def _start(sample: SampleLoss) -> tuple[Line, Line] | None:
    match sample.labels:
        case FiniteSet(values) if len(values) == 2:
            labels = np.array([float(value) for value in values])
            return _line(sample.residual, labels), _line(sample.loss, labels)
        case _:
            return None


def _line(formula: Term, labels: Array) -> Line:
    left, right = evaluate(formula, {"s": np.zeros(2), "y": labels})
    slope = (right - left) / (labels[1] - labels[0])
    return Line(float(left - slope * labels[0]), float(slope))


class _Fixed:
    """Collects the parts of formulas that do not move with s, so that they are computed once."""

    def __init__(self) -> None:
        self.terms: list[Term] = []

    def names(self) -> list[str]:
        return [f"h{k}" for k in range(len(self.terms))]

    def split(self, formula: Term) -> Term:
        if not free_symbols(formula):
            return formula
        if not _moves(formula):
            return sym(f"h{self._index(formula)}")
        if isinstance(formula, Add | Mul):
            return self._grouped(formula)
        return self._inside(formula)  # type: ignore[return-value]

    def _inside(self, node: Node) -> Node:
        inner = {
            part: self._inside(part) if isinstance(part, CONDITIONS) else self.split(part)
            for part in children(node)
        }
        return rebuild(node, inner)

    def _grouped(self, formula: Add | Mul) -> Term:
        build = add if isinstance(formula, Add) else mul
        still = [arg for arg in formula.args if not _moves(arg)]
        if not any(map(free_symbols, still)):
            return build(*map(self.split, formula.args))
        moving = [self.split(arg) for arg in formula.args if _moves(arg)]
        return build(*moving, self.split(build(*still)))

    def coefficient(self, formula: Term) -> float | int:
        return float(formula.value) if isinstance(formula, Num) else self._index(formula)

    def _index(self, formula: Term) -> int:
        if formula not in self.terms:
            self.terms.append(formula)
        return self.terms.index(formula)


def grouped(formula: Term) -> dict[Term, Term]:
    """The formula as Σ coefficient · basis, keyed by basis (1: nothing moves); no coefficient has s in it."""
    groups: dict[Term, Term] = {}
    for part in _distributed(formula):
        factors = part.args if isinstance(part, Mul) else (part,)
        moving = mul(*(factor for factor in factors if _moves(factor)))
        still = mul(*(factor for factor in factors if not _moves(factor)))
        groups[moving] = groups[moving] + still if moving in groups else still
    return groups


def _distributed(formula: Term) -> Iterator[Term]:
    # Only factors that stand still are multiplied out: a product of moving sums might cancel.
    if isinstance(formula, Add):
        for part in formula.args:
            yield from _distributed(part)
        return
    factors = formula.args if isinstance(formula, Mul) else ()
    moving = [factor for factor in factors if _moves(factor)]
    if len(moving) == 1 and isinstance(moving[0], Add):
        still = [factor for factor in factors if not _moves(factor)]
        for part in moving[0].args:
            yield from _distributed(mul(*still, part))
    else:
        yield formula


def _moves(formula: Term) -> bool:
    return LOGIT.name in free_symbols(formula)


@dataclass(frozen=True, slots=True)
class CompiledGradient:
    """A proved loss and its gradient as NumPy functions of (w, X, y), in one convention.

    Shapes: layout "rows": X (N, M), w (M,), y (N,); layout "columns": X (M, N), w (M,) or (1, M),
    y (N,) or (1, N). The gradient has the shape of w and the dtype of X (float32, float64; complex for
    the complex step).
    """

    problem: str
    convention: Convention

    def loss(self, w: Array, X: Array, y: Array) -> Any:
        """The loss (or log-likelihood): one number, or one for each sample where the reduction is "one"."""
        values = self._evaluate("loss", w, X, y)
        match self.convention.reduction:
            case Reduction.ONE:
                return values
            case Reduction.SUM:
                return values.sum()
            case Reduction.MEAN:
                return values.mean()

    def gradient(self, w: Array, X: Array, y: Array) -> Array:
        """∂loss/∂w, of the shape of w; X and y are one sample where the reduction is "one"."""
        residual = self._evaluate("residual", w, X, y)
        total = np.matmul(residual, self._rows(X))
        if self.convention.reduction is Reduction.MEAN:
            total = total / residual.size
        return np.asarray(total).reshape(np.shape(w))

    __call__ = gradient

    @property
    def source(self) -> str:
        """The generated NumPy code of loss, residual and curvature."""
        sample = sample_loss(self.problem)
        return lambdify(["s", "y"], [sample.loss, sample.residual, sample.curvature]).source

    def _rows(self, X: Array) -> Array:
        matrix = np.atleast_2d(X) if self.convention.layout is Layout.ROWS else np.asarray(X)
        if self.convention.layout is Layout.ROWS:
            return matrix
        return matrix.reshape(matrix.shape[0], -1).T

    def _evaluate(self, part: str, w: Array, X: Array, y: Array) -> Array:
        rows = self._rows(X)
        s = rows @ np.ravel(w).astype(np.result_type(w, rows, np.float32), copy=False)
        s = np.atleast_1d(s)
        labels = np.broadcast_to(np.ravel(y), s.shape).astype(s.dtype)
        values = np.empty_like(s)
        program = _program(self.problem, part, bool(np.iscomplexobj(s)))
        with np.errstate(under="ignore"):
            program.run(s, labels, *program.workspace(s.size, s.dtype), values)
        return values if self.convention.sign is Sign.LOSS else -values


@cache
def _program(problem: str, part: str, analytic: bool) -> Program:
    return lambdify(["s", "y"], [getattr(sample_loss(problem, analytic), part)])


def compile_gradient(problem: str = "bce", convention: Convention | None = None) -> CompiledGradient:
    """The proved gradient of a catalogue problem as a stable, vectorised NumPy function.

    Without a convention: the mean loss, samples as columns. Raises GradproofError for an unknown problem.

    >>> gradient = compile_gradient("bce", Convention(layout=Layout.ROWS))
    >>> gradient(np.zeros(2), np.array([[1.0, 2.0], [1.0, 4.0]]), np.array([0, 1])).tolist()
    [0.0, -0.5]
    """
    named_problem(problem)
    return CompiledGradient(problem, convention or Convention())
