"""The form of a loss without its labels: which losses have one, and that it adds up to the loss again."""

import numpy as np
import pytest

from numeric.compile import sample_loss
from numeric.lambdify import evaluate
from numeric.unlabelled import unlabelled

LOGITS = np.array([-800.0, -40.0, -3.0, -1e-9, 0.0, 1e-9, 0.5, 40.0, 800.0])


def outputs(form, program, count):
    found = [np.empty_like(LOGITS) for _ in range(count)]
    program.run(form.scale * LOGITS, *program.workspace(len(LOGITS), float), *found)
    return found


def line(given, label):
    return given.height + given.slope * label


@pytest.mark.parametrize("problem", ["bce", "ce-logits", "bce+sigmoid"])
@pytest.mark.parametrize("label", [0.0, 1.0])
def test_line_and_form_add_up_to_the_loss(problem, label):
    form, sample = unlabelled(problem), sample_loss(problem)
    residual, *vectors, curvature = outputs(form, form.bend, 2 + len(form.weights) + len(form.powers))
    plain, factors = vectors[: len(form.weights)], vectors[len(form.weights) :]
    rest = sum(weight * vector for weight, vector in zip(form.weights, plain, strict=True))
    rest = rest + sum(power * np.log(factor) for power, factor in zip(form.powers, factors, strict=True))
    values = {"s": LOGITS, "y": np.full(len(LOGITS), label)}
    total = line(form.level, label) + line(form.shift, label) * LOGITS + rest
    slope = line(form.shift, label) + form.leading * residual
    assert total == pytest.approx(evaluate(sample.loss, values), rel=1e-14, abs=1e-13)
    assert slope == pytest.approx(evaluate(sample.residual, values), abs=1e-15)
    assert curvature == pytest.approx(evaluate(sample.curvature, values), abs=1e-15)


@pytest.mark.parametrize("problem", ["bce", "ce-logits"])
def test_factors_stay_between_one_and_two(problem):
    form = unlabelled(problem)
    factors = outputs(form, form.slope, 1 + len(form.weights) + len(form.powers))[1 + len(form.weights) :]
    assert factors
    assert all(np.all((factor >= 1) & (factor <= 2)) for factor in factors)


@pytest.mark.parametrize("problem", ["linear", "poisson", "logistic", "mse+sigmoid", "exponential+tanh"])
def test_labels_that_do_more_than_shift_between_two_lines_have_none(problem):
    assert unlabelled(problem) is None
