"""Assignments are read strictly: each typo is named with its key and line."""

from __future__ import annotations

import pytest

from derive.errors import GradproofError
from numeric.submissions import Judge, Status
from numeric.submissions.assignment import parse_assignment, read_assignment
from numeric.submissions.builtin import built_in, names
from numeric.submissions.objective import trace_objective
from numeric.submissions.reference import Reference
from numeric.submissions.sizes import run_sizes, sample_letter, traced_sizes

GOOD = """\
title = "ridge"
objective = "np.mean((X @ w - y) ** 2) + lam * np.sum(w ** 2)"
parameters = ["w"]
sense = "loss"
[inputs]
w = { shape = ["M"] }
X = { shape = ["N", "M"] }
y = { shape = ["N"] }
lam = { value = 0.5 }
[sizes]
M = { min = 2, max = 3 }
[call]
code = "return {'w': student.gradient(w, X, y)}"
"""


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("objective", "objektive", r"a.toml:2: objektive: no such key.*did you mean objective"),
        ('["w"]\nsense', '["v"]\nsense', r"a.toml:3: parameters: v is no input"),
        ('sense = "loss"', 'sense = "los"', r"a.toml:4: sense: 'los' is none of"),
        ("shape = [\"M\"]", "shpe = [\"M\"]", r"a.toml:6: shpe: no such key.*shape"),
        ('["N", "M"]', '["N", 0]', r"a.toml:7: X: a shape is a list"),
        ('shape = ["N"] }', 'shape = ["N"], domain = "{0,1" }', r"a.toml:8: inputs.y.domain: '{0,1' is no domain"),
        ("value = 0.5", "value = [[1, 2], [3]]", r"a.toml:9: inputs.lam.value"),
        ("M = { min = 2, max = 3 }", "K = { min = 2 }", r"a.toml:11: sizes.K: no input has this size letter"),
        ("min = 2, max = 3", "min = 4, max = 3", r"a.toml:11: sizes.M: min is at least 1"),
        ("return {'w'", "retrun {'w'", r"a.toml:13: call.code: no Python"),
        ('["w"]\nsense', '["w", "w"]\nsense', r"a.toml:3: parameters: a parameter is named twice"),
        ("[sizes]", "[[points]]\nQ = 2\n[sizes]", r"a.toml:11: points.Q: no input and no size letter has this name"),
        ("[sizes]", "[[points]]\nN = 0\n[sizes]", r"a.toml:11: points.N: a size is a whole number from 1 on"),
        ("[sizes]", "[[points]]\ny = [[1], [1, 2]]\n[sizes]", r"a.toml:11: points.y: a number or a nested list"),
        ("[sizes]", "[[points]]\ny = [[1]]\n[sizes]", r"a.toml:11: points.y: it has 2 axes, and 1 are declared"),
        ("[sizes]", "[[points]]\nN = 2\ny = [1, 2, 3]\n[sizes]", r"a.toml:12: points.y: an axis has 3 entries, and 2"),
        ("title =", "points = 3\ntitle =", r"a.toml:1: points: each point is a table of its own"),
        ("[call]", "[cal]", r"a.toml:12: cal: no such key.*did you mean call"),
        ("[inputs]", "[inputs", r"a.toml is not TOML"),
        ("lam = {", "np = {", r"a.toml:9: np: an input needs a name"),
    ],
)  # fmt: skip
def test_a_typo_is_named_with_its_key_and_line(before: str, after: str, said: str) -> None:
    assert before in GOOD
    with pytest.raises(GradproofError, match=said):
        parse_assignment(GOOD.replace(before, after), "a.toml")


@pytest.mark.parametrize(
    ("objective", "said"),
    [
        ("X @ w - y", r"an array of shape .* and one number is needed"),
        ("np.mean((X @ v - y) ** 2)", r"'v' is not defined; the inputs are w, X, y, lam"),
        ("np.mean((X @ y) ** 2)", r"it stops with"),
        ("np.mean((X @ w - y", r"no Python"),
        ("'text'", r"gives a str"),
        ("np.sum(np.round(w))", r"rounded"),
        ("np.sum(w ** 2) + np.random.rand()", r"draws random numbers"),
    ],
)
def test_an_objective_that_cannot_be_differentiated_is_refused(objective: str, said: str) -> None:
    text = GOOD.replace('"np.mean((X @ w - y) ** 2) + lam * np.sum(w ** 2)"', f'"{objective}"')
    with pytest.raises(GradproofError, match=said):
        Reference(parse_assignment(text, "a.toml"))


def test_a_letter_that_does_not_fit_twice_is_found_when_the_objective_runs() -> None:
    with pytest.raises(GradproofError, match="do not go together"):
        Reference(
            parse_assignment(
                GOOD.replace('X = { shape = ["N", "M"] }', 'X = { shape = ["M", "N"] }'), "a.toml"
            )
        )


def test_sizes_keep_within_their_limits() -> None:
    made = parse_assignment(GOOD, "a.toml")
    assert sample_letter(made) == "N"
    assert [sizes["N"] for sizes in traced_sizes(made)] == [1, 2, 3]
    assert all(
        (2 <= sizes["M"] <= 3 and sizes["M"] != sizes["N"]) or sizes["N"] == 1 for sizes in traced_sizes(made)
    )
    assert run_sizes(made, 32) == {"N": 33, "M": 3}


@pytest.mark.parametrize("name", names())
def test_every_built_in_assignment_has_a_reference(name: str) -> None:
    made = built_in(name)
    reference = Reference(made)
    for sizes in reference.sizes:
        labels = reference.cases(sizes, reference.enumerated)[0][0]
        found = trace_objective(made, sizes, labels)
        assert set(found.gradients) == set(made.parameters)


def test_a_missing_file_names_the_built_in_ones() -> None:
    with pytest.raises(GradproofError, match="perceptron"):
        read_assignment("nowhere.toml")


STEPS = """
objective = "np.sum(y * (x @ w) - np.log(1 + np.exp(x @ w)))"
parameters = ["w"]
sense = "SENSE"
[inputs]
x = { shape = ["N", "D"] }
y = { shape = ["N"], domain = "{0,1}" }
w = { shape = ["D"] }
[call]
code = "return {'w': gradient_of_step(w, student.step(x, y, w, 0.5), 0.5)}"
"""


@pytest.mark.sandbox
@pytest.mark.parametrize(
    ("sense", "sign", "status"),
    [
        ("log-likelihood", "+", Status.RIGHT),
        ("log-likelihood", "-", Status.WRONG),
        ("loss", "-", Status.RIGHT),
        ("loss", "+", Status.WRONG),
    ],
)
def test_the_sense_of_an_objective_says_which_way_a_step_goes(sense: str, sign: str, status: Status) -> None:
    code = f"""
import numpy as np

def step(x, y, w, rate):
    return w {sign} rate * x.T @ (y - 1 / (1 + np.exp(-x @ w)))
"""
    with Judge(parse_assignment(STEPS.replace("SENSE", sense))) as judge:
        review = judge.review(code)
    assert review.status is status
    assert review.proof == ("all sizes" if status is Status.RIGHT else None)
