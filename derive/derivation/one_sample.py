"""One sample and all weights: the vector chain rule, and the same by differentials."""

from __future__ import annotations

from derive.catalog.problems import Problem
from derive.conventions import Sign
from derive.derivation.matrices import (
    Colon,
    Differential,
    Entrywise,
    Gradient,
    Hadamard,
    Jacobian,
    Matrix,
    Named,
    Product,
    Transposed,
)
from derive.derivation.matrix_rules import (
    ADJOINT,
    ENTRYWISE,
    PRODUCT,
    READ_OFF,
    VECTOR_CHAIN,
    entrywise,
    times,
)
from derive.derivation.one_weight import LABEL, LOGIT, PREDICTION, OneWeight, objective
from derive.derivation.rules import DEFINITION, SUBSTITUTE, TERM_RULES
from derive.derivation.steps import Chain, Part, Setting
from derive.terms import Term

LOSS, S, P, Y = Named("ℓ", "1", "1"), Named("s", "1", "1"), Named("ŷ", "1", "1"), Named("y", "1", "1")
W, X = Named("w", "M", "1"), Named("x", "M", "1")


def derive_one_sample(problem: Problem, sign: Sign, found: OneWeight) -> tuple[Part, ...]:
    """∇ℓ for one sample, by two routes."""
    setting = Setting(matrices=_definitions(problem, sign), varying=(W,), opaque=((S, P), (S,)))
    return _by_chain_rule(setting, found), _by_differentials(setting, found)


def _definitions(problem: Problem, sign: Sign) -> dict[str, Matrix]:
    return {
        LOSS.name: Entrywise(objective(problem, sign, PREDICTION, LABEL), (("ŷ", P), ("y", Y))),
        P.name: Entrywise(problem.activation.value(LOGIT), (("s", S),)),
        S.name: Product(Transposed(W), X),
    }


def _of_sample(term: Term) -> Entrywise:
    return entrywise(term, ("ŷ", P), ("y", Y))


def _by_chain_rule(setting: Setting, found: OneWeight) -> Part:
    subject = Gradient(LOSS, W)
    chain = Chain(setting, subject)
    rest = Product(Jacobian(LOSS, P), Jacobian(P, S))
    chain.to(VECTOR_CHAIN, Product(Transposed(Jacobian(S, W)), rest))
    chain.to(SUBSTITUTE, Product(X, times(_of_sample(found.outer), _of_sample(found.inner))))
    for rule in TERM_RULES:
        chain.on_entries(rule)
    return chain.part("sample.chain", "All weights by the chain rule for vectors", subject)


def _by_differentials(setting: Setting, found: OneWeight) -> Part:
    subject = Differential(LOSS)
    outer, inner, residual = map(_of_sample, (found.outer, found.inner, found.residual))
    chain = Chain(setting, subject)
    chain.to(ENTRYWISE, Hadamard(outer, Differential(P)))
    chain.to(ENTRYWISE, Hadamard(times(outer, inner), Differential(S)))
    for rule in TERM_RULES:
        chain.on_entries(rule)
    chain.to(DEFINITION, Hadamard(residual, Differential(Product(Transposed(W), X))))
    chain.everywhere(PRODUCT)
    chain.to(ADJOINT, Colon(Product(X, residual), Differential(W)))
    chain.read_off(READ_OFF, Gradient(LOSS, W), Product(X, residual))
    return chain.part("sample.differential", "The same by differentials", subject)
