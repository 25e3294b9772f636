"""The derivation is generated for every record of the catalogue, and every step of it is proved."""

from __future__ import annotations

from itertools import product

import pytest

from derive.catalog.activations import SIGMOID
from derive.catalog.losses import BCE
from derive.catalog.problems import PROBLEMS, Problem
from derive.conventions import Convention, Layout, Reduction, Sign
from derive.derivation import derivation
from derive.derivation.further import further
from derive.derivation.lines import Line
from derive.derivation.one_weight import LABEL, PREDICTION, derive_one_weight
from derive.derivation.steps import Part, Setting, proved_equal
from derive.model import Right
from derive.reference import reference_gradient
from derive.terms import Term, fn, sym
from reports.latex import tex

CONVENTIONS = [Convention(*each) for each in product(Sign, Reduction, Layout)]
OTHERS = [
    (name, CONVENTIONS[k % len(CONVENTIONS)]) for k, name in enumerate(sorted(PROBLEMS)) if name != "bce"
]


@pytest.mark.parametrize(
    ("problem", "convention"), [*(("bce", each) for each in CONVENTIONS), *OTHERS], ids=lambda v: str(v)[:40]
)
def test_every_step_is_proved(problem: str, convention: Convention) -> None:
    found = derivation(problem, convention)
    doubtful = [
        (part.id, step.rule.id)
        for part in found.parts
        for step in part.steps
        if not isinstance(step.verdict, Right)
    ]
    assert doubtful == []
    assert all(part.steps for part in found.parts)


P, Y, S = PREDICTION, LABEL, sym("s")


@pytest.mark.parametrize(
    ("problem", "sign", "residual"),
    [
        ("bce", Sign.LOSS, P - Y),
        ("bce", Sign.LOG_LIKELIHOOD, Y - P),
        ("mse+sigmoid", Sign.LOSS, (P - Y) * P * (1 - P)),
        ("mse+tanh", Sign.LOSS, (P - Y) * (1 - P**2)),
        ("linear", Sign.LOSS, P - Y),
        ("poisson", Sign.LOSS, P - Y),
        ("ce-logits", Sign.LOSS, fn("sigmoid", P) - Y),
        ("logistic", Sign.LOSS, -(Y * fn("sigmoid", -(Y * P)))),
    ],
)
def test_residuals_as_textbooks_have_them(problem: str, sign: Sign, residual: Term) -> None:
    found = derive_one_weight(PROBLEMS[problem], sign).residual
    assert isinstance(proved_equal(Line(found), Line(residual), Setting()), Right)


@pytest.mark.parametrize(
    ("convention", "ends"),
    [
        (Convention(), r"\frac{\partial L}{\partial W} = \frac{1}{N}\,(Z - Y)\,X^{\mathsf T}"),
        (
            Convention(layout=Layout.ROWS),
            r"\frac{\partial L}{\partial \mathbf w} = \frac{1}{N}\,X^{\mathsf T}\,(\hat{\mathbf y} - "
            r"\mathbf y)",
        ),
        (
            Convention(sign=Sign.LOG_LIKELIHOOD, reduction=Reduction.SUM),
            r"\frac{\partial L}{\partial W} = (Y - Z)\,X^{\mathsf T}",
        ),
    ],
)
def test_all_routes_end_in_the_same_gradient(convention: Convention, ends: str) -> None:
    found = derivation("bce", convention)
    left = ends.split(" = ")[0]
    assert {f"{left} = {tex(part.result)}" for part in found.batch} == {ends}


def rule_names(part: Part) -> list[str]:
    return [step.rule.name for step in part.steps]


def test_the_chain_of_the_scalar_route() -> None:
    loss, activation, logit, whole = derivation("bce").one_weight
    assert rule_names(loss) == [
        "constant factor",
        "sum rule",
        "constant factor",
        "derivative of the logarithm",
        "inner derivative",
        "common denominator",
        "multiply out and collect",
    ]
    assert "reciprocal rule" in rule_names(activation)
    assert rule_names(logit) == ["sum rule", "constant factor"]
    assert rule_names(whole) == ["chain rule", "substitution", "cancel"]


def test_the_quotient_and_product_rules_are_used_where_they_belong() -> None:
    tanh = derive_one_weight(PROBLEMS["mse+tanh"], Sign.LOSS).parts[1]
    assert "quotient rule" in rule_names(tanh)


def test_a_new_record_gets_its_derivation_for_free() -> None:
    from dataclasses import replace

    focal = replace(
        BCE,
        id="squared-log",
        value=lambda p, y: y * fn("log", p) ** 2,
        likelihood=lambda p, y: -(y * fn("log", p) ** 2),
    )
    found = derive_one_weight(Problem("new", "New", focal, SIGMOID), Sign.LOSS)
    assert all(isinstance(step.verdict, Right) for part in found.parts for step in part.steps)
    expected = 2 * Y * fn("log", P) * (1 - P)
    assert isinstance(proved_equal(Line(found.residual), Line(expected), Setting()), Right)


@pytest.mark.parametrize("problem", ["bce", "mse+tanh", "poisson", "logistic", "linear"])
@pytest.mark.parametrize("layout", Layout)
def test_what_follows_is_proved(problem: str, layout: Layout) -> None:
    more = further(derivation(problem, Convention(layout=layout)))
    parts = [part for name in more.__slots__ if (part := getattr(more, name)) is not None]
    assert [part.id for part in parts for step in part.steps if not isinstance(step.verdict, Right)] == []
    assert len(parts) >= 7


def test_hessian_and_hidden_layer_in_print() -> None:
    more = further(derivation("bce", Convention(reduction=Reduction.SUM)))
    assert tex(more.hessian.result) == r"X\,\operatorname{diag}(Z \odot (\mathbf 1 - Z))\,X^{\mathsf T}"
    assert tex(more.hidden.result) == (
        r"((W_2^{\mathsf T}\,(Z - Y))\odot (\mathbf 1 - H^{\odot 2}))\,X^{\mathsf T}"
    )


def test_reference_gradient_has_the_sign_of_the_convention() -> None:
    loss = reference_gradient("bce")
    likelihood = reference_gradient("bce", Convention(sign=Sign.LOG_LIKELIHOOD))
    assert isinstance(proved_equal(Line(loss.residual), Line(-likelihood.residual), Setting()), Right)
    assert isinstance(proved_equal(Line(loss.curvature), Line(-likelihood.curvature), Setting()), Right)


@pytest.mark.soak
@pytest.mark.parametrize("problem", sorted(PROBLEMS))
def test_every_problem_in_every_convention(problem: str) -> None:
    for convention in CONVENTIONS:
        found = derivation(problem, convention)
        assert found.is_proved
        steps = [step for part in further(found).parts for step in part.steps]
        assert all(isinstance(step.verdict, Right) for step in steps)
