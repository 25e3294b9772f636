"""Every record of the catalogue against its own examples and its own claims."""

from __future__ import annotations

import pytest

from derive.calculus import differentiate
from derive.catalog.activations import ACTIVATIONS, Activation
from derive.catalog.losses import LOSSES, Loss
from derive.catalog.problems import PROBLEMS, Problem, named_problem
from derive.domains import Domains
from derive.errors import GradproofError
from derive.model import Right
from derive.prove import prove_terms
from derive.terms import Term, sym

S, Y, P = sym("s"), sym("y"), sym("ŷ")


def proved(left: Term, right: Term, **domains: object) -> bool:
    return isinstance(prove_terms(left, right, Domains(dict(domains))), Right)  # type: ignore[arg-type]


@pytest.mark.parametrize("record", LOSSES, ids=lambda each: each.id)
def test_loss_examples(record: Loss) -> None:
    for prediction, label, loss in record.examples:
        assert proved(record.value(prediction, label), loss)


@pytest.mark.parametrize("record", LOSSES, ids=lambda each: each.id)
def test_likelihood_is_minus_the_loss(record: Loss) -> None:
    assert proved(-record.value(P, Y), record.likelihood(P, Y), ŷ=record.predictions)


@pytest.mark.parametrize("record", ACTIVATIONS, ids=lambda each: each.id)
def test_activation_examples(record: Activation) -> None:
    for logit, prediction in record.examples:
        assert proved(record.value(logit), prediction)


@pytest.mark.parametrize("record", ACTIVATIONS, ids=lambda each: each.id)
def test_activation_claims(record: Activation) -> None:
    value = record.value(S)
    assert proved(value, record.definition(S))
    assert proved(differentiate(value, "s"), record.derivative(value))


@pytest.mark.parametrize("problem", PROBLEMS.values(), ids=PROBLEMS)
def test_stable_form_is_the_loss(problem: Problem) -> None:
    assert proved(problem.composed(S, Y), problem.stable_loss(S, Y), y=problem.labels)


@pytest.mark.parametrize(
    ("name", "hint"), [("bec", "bce"), ("mse+tan", "mse+tanh"), ("logistics", "logistic"), ("zzz", "known:")]
)
def test_unknown_problem_is_answered_with_the_nearest(name: str, hint: str) -> None:
    with pytest.raises(GradproofError, match=hint.replace("+", r"\+")):
        named_problem(name)
