"""A loss without its labels: where they only shift the slope, one look at them serves every later pass."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

import numpy as np

from derive.calculus import free_symbols, substitute
from derive.domains import Domains
from derive.terms import ONE, ZERO, Fn, Mul, Num, Term, fn, mul, num
from derive.traverse import Node, nodes_of
from numeric.compile import LABEL, LOGIT, Line, SampleLoss, compile_kernel, grouped, proved
from numeric.lambdify import Program, evaluate, lambdify
from numeric.stable import NAMED, SUMMED, rewritten


@dataclass(frozen=True, slots=True)
class Unlabelled:
    """D(s) in f(y, s) = f(y, 0) + s·∂f/∂s(y, 0) + D(s): what no label changes. D(0) = D′(0) = 0.

    ``slope``: v = s · ``scale`` → D′(s) / ``leading``, then a vector for each of ``weights``, then of ``powers``;
    ``bend`` gives D″(s) as well. D(s) = Σ weight · vector + Σ power · log(vector). Vectors under a logarithm lie
    between 1 and 2, so that the logarithms of hundreds of samples are one of their product. ``level`` is f(y, 0) and
    ``shift`` is ∂f/∂s(y, 0), for both labels.
    """

    slope: Program
    bend: Program
    scale: float
    leading: float
    weights: tuple[float, ...]
    powers: tuple[float, ...]
    level: Line
    shift: Line


@cache
def unlabelled(problem: str) -> Unlabelled | None:
    """The proved form of a loss without labels; None where two labels do more than shift the slope.

    >>> print(unlabelled("bce").slope.source)
    def run(s, b0, out0, out1, out2):
        np.tanh(s, out=out0)
        np.abs(s, out=out1)
        np.abs(out0, out=b0)
        np.add(b0, 1.0, out=out2)
    """
    kernel = compile_kernel(problem)
    sample, start = kernel.sample, kernel.start
    if start is None or LABEL.name in free_symbols(sample.curvature):
        return None
    shift, level = start
    neutral = num(Fraction(-shift.height / shift.slope))  # the label without a slope at 0
    residual = substitute(sample.residual, {LABEL.name: neutral})
    scale = _scale(residual)
    widened = {LOGIT.name: LOGIT * num(1 / scale)}
    leading, residual = _number_first(substitute(residual, widened))
    loss = _summed(substitute(_difference(sample, neutral), widened))
    if loss is None:
        return None
    outputs = [residual, *loss.plain, *loss.factors]
    return Unlabelled(
        slope=lambdify([LOGIT.name], outputs),
        bend=lambdify([LOGIT.name], [*outputs, substitute(sample.curvature, widened)]),
        scale=float(scale),
        leading=float(leading),
        weights=tuple(loss.plain.values()),
        powers=tuple(loss.factors.values()),
        level=level,
        shift=shift,
    )


def _difference(sample: SampleLoss, neutral: Term) -> Term:
    # D, proved to be what it is called.
    composed = sample.problem.composed(LOGIT, LABEL)
    at_zero = {LOGIT.name: ZERO}
    line = substitute(composed, at_zero) + LOGIT * substitute(sample.residual, at_zero)
    form = rewritten(rewritten(sample.problem.stable_loss(LOGIT, neutral), NAMED), SUMMED)
    difference = form - substitute(form, at_zero)
    return proved(composed - line, difference, Domains({LABEL.name: sample.labels}), sample.problem.id).right


@dataclass(frozen=True, slots=True)
class _Summed:
    """Σ weight · part + Σ power · log(factor)."""

    plain: dict[Term, float]
    factors: dict[Term, float]


def _summed(difference: Term) -> _Summed | None:
    parts = {
        part: weight for part, weight in grouped(difference).items() if part is not ONE and weight is not ZERO
    }
    plain: dict[Term, float] = {}
    factors: dict[Term, float] = {}
    for part, weight in parts.items():
        if not isinstance(weight, Num) or not _vanishes(part):  # all that do leave no constant either
            return None
        factor = _of_one_to_two(part)
        (plain if factor is None else factors)[factor or part] = float(weight.value)
    return _Summed(plain, factors)


def _scale(slope: Term) -> Fraction:
    # The one number that s is multiplied by everywhere, if there is one: it goes into the weights instead.
    found = {number for node in nodes_of(slope) for number in _multiple(node)}
    return found.pop() if len(found) == 1 else Fraction(1)


def _multiple(node: Node) -> Iterator[Fraction]:
    match node:
        case Mul(args=(Num(value=number), inner)) if inner is LOGIT:
            yield Fraction(number)


def _number_first(formula: Term) -> tuple[Fraction, Term]:
    if isinstance(formula, Mul) and isinstance(formula.args[0], Num):
        return Fraction(formula.args[0].value), mul(*formula.args[1:])
    return Fraction(1), formula


def _of_one_to_two(part: Term) -> Term | None:
    # 1 + |tanh(…)| from its logarithm
    if not (isinstance(part, Fn) and part.name == "log"):
        return None
    bounded = (node for node in nodes_of(part) if isinstance(node, Fn) and node.name == "tanh")
    return part.args[0] if any(part.args[0] is fn("abs", node) + 1 for node in bounded) else None


def _vanishes(part: Term) -> bool:
    return float(evaluate(part, {LOGIT.name: np.zeros(1)})[0]) == 0.0
