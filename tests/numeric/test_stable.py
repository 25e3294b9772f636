"""The stable forms: each rewriting is an identity, and saturated logits neither overflow nor give nan."""

import warnings

import numpy as np
import pytest

from derive.catalog.problems import PROBLEMS
from derive.domains import FiniteSet
from derive.model import Right
from derive.prove import prove_terms
from derive.terms import sym
from numeric.compile import sample_loss
from numeric.lambdify import evaluate
from numeric.stable import ANALYTIC, EVALUATED, NAMED, SUMMED

SATURATED = np.array([-1000.0, -745.0, -40.0, -1.0, 0.0, 1.0, 40.0, 745.0, 1000.0])
BOUNDED = ("bce", "ce-logits", "logistic", "mse+sigmoid", "mse+tanh", "linear", "bce+sigmoid")


@pytest.mark.parametrize("rule", [*NAMED, *EVALUATED, *SUMMED, *ANALYTIC], ids=lambda rule: rule.name)
def test_every_rewriting_is_proved(rule):
    u = sym("u")
    assert isinstance(prove_terms(rule.left(u), rule.right(u)), Right)


@pytest.mark.parametrize("problem", sorted(PROBLEMS))
@pytest.mark.parametrize("analytic", [False, True])
def test_every_catalogue_problem_has_proved_stable_forms(problem, analytic):
    assert len(sample_loss(problem, analytic).claims) == 3


@pytest.mark.parametrize("problem", BOUNDED)
@pytest.mark.parametrize("part", ["loss", "residual", "curvature"])
def test_saturation_is_finite_and_silent(problem, part):
    sample = sample_loss(problem)
    labels = [float(v) for v in sample.labels.values] if isinstance(sample.labels, FiniteSet) else [0.0, 3.0]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for label in labels:
            assert np.isfinite(evaluate(getattr(sample, part), {"s": SATURATED, "y": label})).all()


def test_saturated_loss_keeps_its_value():
    loss = sample_loss("bce").loss
    assert evaluate(loss, {"s": np.array([1000.0, -1000.0]), "y": 1.0}).tolist() == [0.0, 1000.0]
