"""One sample and one weight: the gradient by the scalar rules, as a teacher would lead it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from derive.catalog.problems import Problem
from derive.conventions import Sign
from derive.derivation.lines import Definitions, Line, Slope, derivative_of, rewrite_slopes
from derive.derivation.rules import CHAIN, OWN_VALUE, SLOPE_RULES, SUBSTITUTE, TERM_RULES, SlopeRule
from derive.derivation.steps import Chain, Part, Setting
from derive.domains import Domains
from derive.terms import Term, mul, sym

LOSS, PREDICTION, LABEL, LOGIT = sym("ℓ"), sym("ŷ"), sym("y"), sym("s")
WEIGHT, INPUT, OTHERS = sym("w_j"), sym("x_j"), sym("Σ_{i≠j}w_i x_i")


@dataclass(frozen=True, slots=True)
class OneWeight:
    """The scalar derivation and what the larger scales take from it, as terms in ŷ and y.

    ``outer`` is ∂ℓ/∂ŷ, ``inner`` is ∂ŷ/∂s, ``residual`` is ∂ℓ/∂s.
    """

    parts: tuple[Part, ...]
    outer: Term
    inner: Term
    residual: Term


def objective(problem: Problem, sign: Sign, prediction: Term, label: Term) -> Term:
    """What is differentiated for one sample: the loss, or the log-likelihood."""
    chosen = problem.loss.value if sign is Sign.LOSS else problem.loss.likelihood
    return chosen(prediction, label)


def derive_one_weight(problem: Problem, sign: Sign) -> OneWeight:
    """∂ℓ/∂w_j for one sample, through ∂ℓ/∂ŷ, ∂ŷ/∂s and ∂s/∂w_j.

    >>> from derive.catalog.problems import PROBLEMS
    >>> found = derive_one_weight(PROBLEMS["bce"], Sign.LOSS)
    >>> found.residual is PREDICTION - LABEL
    True
    """
    outer = by_prediction(problem, sign)
    inner = by_logit(problem)
    weight = by_weight()
    residual, whole = _chained(problem, sign, (_body(outer), _body(inner), _body(weight)))
    return OneWeight((outer, inner, weight, whole), _body(outer), _body(inner), residual)


def by_prediction(problem: Problem, sign: Sign) -> Part:
    """∂ℓ/∂ŷ, where ŷ is free: the activation plays no part yet."""
    setting = Setting(domains=_domains(problem))
    start = derivative_of(objective(problem, sign, PREDICTION, LABEL), PREDICTION.name)
    chain = Chain(setting, start)
    take_derivatives(chain)
    arrange(chain)
    return chain.part("loss", "The loss by the prediction", derivative_of(LOSS, PREDICTION.name))


def by_logit(problem: Problem) -> Part:
    """∂ŷ/∂s, at first in s and in the end in terms of ŷ itself."""
    activation = problem.activation
    definition = activation.definition(LOGIT)
    chain = Chain(
        Setting(((PREDICTION.name, activation.value(LOGIT)),)), derivative_of(definition, LOGIT.name)
    )
    take_derivatives(chain)
    chain.to(OWN_VALUE, Line(activation.derivative(definition)))
    chain.to(SUBSTITUTE, Line(activation.derivative(PREDICTION)))
    title = "The prediction by the logit"
    return chain.part("activation", title, derivative_of(PREDICTION, LOGIT.name))


def by_weight() -> Part:
    """∂s/∂w_j: of the sum only the summand with w_j depends on it."""
    chain = Chain(Setting(), derivative_of(WEIGHT * INPUT + OTHERS, WEIGHT.name))
    take_derivatives(chain, without=("diff.inner",))
    return chain.part("logit", "The logit by one weight", derivative_of(LOGIT, WEIGHT.name))


def _chained(problem: Problem, sign: Sign, results: tuple[Term, Term, Term]) -> tuple[Term, Part]:
    names = (LOSS, PREDICTION, LOGIT, WEIGHT)
    slopes = [Slope(of, by.name) for of, by in pairwise(names)]
    linked = Line(mul(*map(sym, ("∂1", "∂2", "∂3"))), tuple(zip(("∂1", "∂2", "∂3"), slopes, strict=True)))
    subject = derivative_of(LOSS, WEIGHT.name)
    chain = Chain(Setting(chain_definitions(problem, sign), domains=_domains(problem)), subject)
    chain.to(CHAIN, linked)
    chain.to(SUBSTITUTE, Line(mul(*results)))
    arrange(chain)
    residual = Chain(chain.setting, Line(mul(*results[:2])))
    arrange(residual)
    return _body(residual.part("", "", subject)), chain.part("weight", "The loss by one weight", subject)


def chain_definitions(problem: Problem, sign: Sign) -> Definitions:
    """ℓ in ŷ, ŷ in s and s in w_j, in this order."""
    return (
        (LOSS.name, objective(problem, sign, PREDICTION, LABEL)),
        (PREDICTION.name, problem.activation.value(LOGIT)),
        (LOGIT.name, WEIGHT * INPUT + OTHERS),
    )


def take_derivatives(chain: Chain, without: Iterable[str] = ()) -> None:
    """Take every derivative of a line, one rule a step; a rule is used wherever it comes first."""
    rules = [rule for rule in SLOPE_RULES if rule.id not in set(without)]
    while isinstance(chain.line, Line) and chain.line.slopes:
        chosen = {name: _first_rule(slope, rules) for name, slope in chain.line.slopes}
        rule = next(iter(chosen.values()))
        only = [name for name, found in chosen.items() if found is rule]
        chain.to(rule, rewrite_slopes(chain.line, rule.rewrite, only))


def _first_rule(slope: Slope, rules: list[SlopeRule]) -> SlopeRule:
    return next(rule for rule in rules if rule.rewrite(slope.of, slope.by, lambda of: of) is not None)


def arrange(chain: Chain) -> None:
    """Bring a line into the form in which it is remembered: one fraction, multiplied out, cancelled."""
    before: object = None
    while isinstance(chain.line, Line) and chain.line is not before:
        before = chain.line
        for rule in TERM_RULES:
            found = rule.rewrite(chain.line.body)
            chain.to(rule, None if found is None else Line(found))


def _body(part: Part) -> Term:
    assert isinstance(part.result, Line)
    return part.result.body


def _domains(problem: Problem) -> Domains:
    return Domains({PREDICTION.name: problem.activation.range})


def slope(of: Term, by: str) -> Term:
    """∂of/∂by, taken by the rules and proved.

    >>> from derive.terms import fn
    >>> slope(fn("log", PREDICTION), "ŷ") is 1 / PREDICTION
    True
    """
    chain = Chain(Setting(), derivative_of(of, by))
    take_derivatives(chain)
    assert isinstance(chain.line, Line)
    return chain.line.body
