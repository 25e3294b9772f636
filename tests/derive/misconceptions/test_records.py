"""Every record: its texts are there, its examples are caught, and what is right is not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from derive.diagnose import diagnose
from derive.misconceptions import MISCONCEPTIONS, named_misconception
from derive.misconceptions.base import Example, InCode, Misconception
from derive.misconceptions.code_only import CodeFacts, detect
from derive.misconceptions.models import MODELS
from derive.misconceptions.worked import example_step
from derive.model import Right, Wrong
from derive.prove import prove_arrays

IDS = [
    "sign-flipped",
    "minus-reaches-first-term-only",
    "margin-sign",
    "missing-inner-derivative",
    "missing-log-derivative",
    "missing-sigma-prime",
    "extra-sigma-prime",
    "sigma-prime-of-activation",
    "sigma-prime-wrong-form",
    "tanh-prime-wrong-form",
    "wrong-sigmoid",
    "quotient-rule-sign",
    "quotient-rule-dropped-factor",
    "power-rule-dropped-exponent",
    "product-rule-dropped-term",
    "relu-mask-wrong",
    "max-derivative-pushed-inside",
    "softmax-jacobian-diagonal-only",
    "softmax-wrong-axis",
    "path-dropped",
    "log-derivative-for-derivative",
    "missing-scale-factor",
    "missing-input-factor",
    "missing-weights-in-hidden-delta",
    "wrong-forward-value",
    "uses-updated-weights",
    "uses-loss-instead-of-residual",
    "sum-collapsed-before-chain-rule",
    "missing-mean-factor",
    "extra-mean-factor",
    "wrong-sample-count",
    "constant-factor",
    "sum-dropped",
    "index-mixed-up",
    "log-of-sum-for-sum-of-logs",
    "missing-transpose",
    "elementwise-for-matrix-product",
    "matrix-for-elementwise-product",
    "wrong-axis",
    "broadcast-outer",
    "shape-mismatch",
    "bias-gradient-not-summed",
    "one-instead-of-one-minus-y",
    "swapped-y-and-prediction",
    "label-convention-mixed-up",
    "hard-label-identity-on-soft-labels",
    "regulariser-missing",
    "regulariser-factor",
    "regularises-bias",
    "approximation-as-equality",
    "integer-dtype",
    "removed-numpy-name",
    "lost-expression",
    "non-simultaneous-update",
    "log-guard-mismatch",
    "unstable-sigmoid",
    "finite-differences-instead",
    "hard-coded-answer",
    "loss-and-gradient-disagree",
]

CAUGHT = [
    pytest.param(record, example, id=f"{record.id}: {example.model} by {example.by}")
    for record in MISCONCEPTIONS
    for example in record.caught
]
CODE = [pytest.param(record, code, id=record.id) for record in MISCONCEPTIONS for code in record.code]
RIGHT = [
    pytest.param(model.id, by, id=f"{model.id} by {by}")
    for model in MODELS.values()
    for by in model.gradients
]


def test_the_public_ids_are_there_once() -> None:
    assert sorted(record.id for record in MISCONCEPTIONS) == sorted(IDS)


@pytest.mark.parametrize("record", MISCONCEPTIONS, ids=lambda record: record.id)
def test_every_record_has_its_texts_and_its_examples(record: Misconception) -> None:
    texts = (record.title, record.people_do, record.tempts, record.right_way, record.glance, record.source)
    assert all(texts)
    assert record.mutations or record.detected_in_code
    assert record.caught or record.code or record.id in _FROM_FACTS


_FROM_FACTS = ("unstable-sigmoid", "loss-and-gradient-disagree")


@pytest.mark.sampled(3)
@pytest.mark.parametrize(("record", "example"), CAUGHT)
def test_an_example_changes_the_value_and_is_caught(record: Misconception, example: Example) -> None:
    step = example_step(example)
    assert any(_differs(case) for case in step.cases)
    assert (record.id,) in diagnose(step).explanations


def _differs(case: object) -> bool:
    from derive.misconceptions.step import Case

    assert isinstance(case, Case)
    if case.written_shape != case.right_shape:
        return True
    return isinstance(prove_arrays(case.written, case.right, case.domains), Wrong)


@pytest.mark.parametrize(("model", "by"), RIGHT)
def test_what_is_right_is_proved_and_never_diagnosed(model: str, by: str) -> None:
    step = MODELS[model].step(by, MODELS[model].gradients[by])
    verdicts = [prove_arrays(case.written, case.right, case.domains) for case in step.cases]
    assert all(isinstance(verdict, Right) for verdict in verdicts)
    assert diagnose(step).explanations == ()


@pytest.mark.parametrize(("record", "code"), CODE)
def test_code_is_caught_and_right_code_is_not(record: Misconception, code: InCode) -> None:
    assert record.id in [found.id for found in detect(code.slip)]
    assert list(_ids(code.right)) == []


def _ids(source: str) -> Iterator[str]:
    return (found.id for found in detect(source))


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (CodeFacts(overflows=True), "unstable-sigmoid"),
        (CodeFacts(follows_own_loss=False), "loss-and-gradient-disagree"),
        (CodeFacts(ignores_inputs=True), "hard-coded-answer"),
        (CodeFacts(differs_on_integers=True), "integer-dtype"),
    ],
)
def test_what_was_measured_is_told_apart(facts: CodeFacts, expected: str) -> None:
    source = (
        "import numpy as np\ndef grad(z):\n    g = np.zeros_like(z)\n    return 1 / (1 + np.exp(-z)) + g\n"
    )
    found = [each.id for each in detect(source, facts)]
    assert expected in found
    assert expected not in [each.id for each in detect(source)]


def test_a_program_that_cannot_be_read_has_no_findings() -> None:
    assert detect("def f(:") == ()


def test_a_misspelt_id_is_answered_with_the_near_one() -> None:
    with pytest.raises(Exception, match="did you mean missing-sigma-prime"):
        named_misconception("mising-sigma-prim")
