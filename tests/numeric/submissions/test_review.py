"""What is said of submissions beyond the gallery: bad input, notebooks, forms, guards, shapes, sizes, JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from derive.errors import GradproofError
from derive.misconceptions import sentence
from numeric.submissions import CodeOptions, CodeReview, Judge, Status, read_assignment, review_code
from numeric.submissions.assignment import Assignment, parse_assignment
from numeric.submissions.draft import draft
from reports.formats.code_text import code_text

pytestmark = pytest.mark.sandbox

EXAMPLES = Path(__file__).parents[3] / "examples"
HEAD = (
    "import numpy as np\ndef gradient(w, X, y):\n    p = 1 / (1 + np.exp(-X @ w))\n    r = (p - y) / len(y)\n"
)
RIGHT = HEAD + "    return X.T @ r\n"


@pytest.fixture(scope="module")
def rows() -> Iterator[Judge]:
    with Judge(read_assignment("bce-rows")) as judge:
        yield judge


@pytest.mark.parametrize(
    ("code", "status", "said"),
    [
        ("def gradient(w, X, y:\n    return w", Status.CRASHES, "Line 1 is no Python"),
        ("x = 1", Status.CRASHES, "the file defines no gradient"),
        ("def gradient(w):\n    return w", Status.CRASHES, "takes 1 arguments, and the assignment calls"),
        ("def gradient(w, X, y):\n    return None", Status.CRASHES, "returns None"),
        ("def gradient(w, X, y):\n    return 'zero'", Status.CRASHES, "returns str"),
        ("def gradient(w, X, y):\n    return [1, 'a']", Status.CRASHES, "returns"),
        ("def gradient(w, X, y):\n    return w + undefined", Status.CRASHES, "line 2: NameError"),
        ("def gradient(w, X, y):\n    return w * float('nan')", Status.WRONG, "nan or inf"),
        ("def gradient(w, X, y):\n    return w / 0", Status.WRONG, "nan or inf"),
        ("def gradient(w, X, y):\n    g = X.T @ y", Status.CRASHES, "is a return missing?"),
        ("def gradient(w, X, y):\n    return X.T @ y, 0", Status.CRASHES, "tuple of parts with different shapes"),
        ("def gradient(w, X, y):\n    return {'w': w}", Status.CRASHES, "returns dict"),
        ("def gradient(w, X, y):\n    return w + 1j", Status.CRASHES, "array of complex128"),
        ("def gradient(w, X, y):\n    return int(input('n? '))", Status.CRASHES, "cannot ask for input"),
        ("def gradient(w, X, y, lam):\n    return w", Status.CRASHES, "gradient also needs 'lam'"),
        ("def grad(w, X, y):\n    return w", Status.CRASHES, "The file defines grad(w, X, y)."),
        ("def gradient(w, X, y):\n    return X @ y", Status.CRASHES, "line 2: ValueError"),
        ("x = 1\n" * 1_000_000, Status.REFUSED, "kB"),
        ("import nowhere_to_be_found\n" + RIGHT, Status.RIGHT, ""),
        ("(" * 5000, Status.CRASHES, ""),
        ("\x00", Status.CRASHES, ""),
    ],
)  # fmt: skip
def test_bad_input_gets_a_sentence(rows: Judge, code: str, status: Status, said: str) -> None:
    review = rows.review(code, "student.py")
    assert review.status is status
    assert said in code_text(review)


@pytest.mark.parametrize(
    ("ending", "status", "said"),
    [
        ("    return (X.T @ r).reshape(-1, 1)", Status.RIGHT, "broadcast to"),
        ("    return list(X.T @ r)", Status.RIGHT, ""),
        ("    return np.outer(r, w)", Status.WRONG, "has the shape"),
        ("    return (X.T @ r)[:-1]", Status.WRONG, "has the shape"),
        ("    return X.T @ ((p - y) / (len(y) + 1e-8))", Status.RIGHT, "guards at rest"),
        ("    return X.T @ r + 1e-8 * w", Status.WRONG, ""),
        ("    return X.T @ r * 1.0000001", Status.WRONG, ""),
        ("    print(np.random.rand()); return X.T @ r", Status.RIGHT, "witnesses"),
        ("    return np.asscalar(np.array([1.0])) * X.T @ r", Status.RIGHT, "a.item()"),
        ("    return int(10 * w[0]) * 0 + X.T @ r", Status.CANNOT_TELL, "whole number"),
        ("    X += 0; return X.T @ r", Status.RIGHT, ""),
        ("    return X.T @ r if len(y) < 4 else 0 * w", Status.WRONG, "N=7"),
        ("    return X.T @ r if w[0] > 100 else X.T @ r + 0", Status.RIGHT, ""),
        ("    return 0 * w if w[0] > 100 else X.T @ r", Status.WRONG, ""),
        ("    return X.T @ r if w[0] != 3 else 0 * w", Status.WRONG, ""),
    ],
)  # fmt: skip
def test_shapes_guards_and_paths(rows: Judge, ending: str, status: Status, said: str) -> None:
    review = rows.review(HEAD + ending + "\n", "student.py")
    assert review.status is status, review
    assert said in code_text(review)


def test_the_perceptron_of_the_examples_is_right_for_one_sample_only() -> None:
    source = (EXAMPLES / "perceptron.py").read_text()
    review = review_code(source, read_assignment("perceptron"), CodeOptions(path="perceptron.py"))
    assert review.status is Status.WRONG
    assert review.wrong_from == "N=2"
    blamed = source.splitlines()[review.lines[0] - 1]
    assert "gradient_loss" in blamed or "np.dot" in blamed
    assert any("np.asscalar" in note for note in review.notes)
    assert review.misconceptions[0] == ("sum-collapsed-before-chain-rule",)


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.toml")), ids=lambda path: path.stem)
def test_the_examples_are_the_built_in_assignments(path: Path) -> None:
    assert parse_assignment(path.read_text(), path.stem) == read_assignment(path.stem)


def test_a_notebook_is_read_with_its_magics(rows: Judge) -> None:
    cells = [
        "%matplotlib inline\n!pip install numpy\nimport numpy as np",
        "%%bash\nrm -rf nothing",
        RIGHT.replace("p - y", "y - p"),
    ]
    text = json.dumps({"cells": [{"cell_type": "code", "source": cell} for cell in cells]})
    review = rows.review(text, "work.ipynb")
    assert review.status is Status.WRONG
    assert review.where[review.lines[0] - 1] == "code cell 3, line 4"
    assert any("magic" in note for note in review.notes)
    assert rows.review("{}", "broken.ipynb").status is Status.REFUSED


MAGICS = """
%load_ext autoreload
import numpy as np
here = %pwd
files, more = !ls
?np.dot
np.dot?
%time start = 1
get_ipython().run_line_magic("matplotlib", "inline")
display(start)
"""


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ([MAGICS, "%%time\n" + RIGHT], "notebook magic"),
        ([RIGHT, "def broken(:"], "Code cell 2 is left out: its line 1 is no Python"),
        ([RIGHT.replace("    r =", "    %time r =")], "notebook magic"),
    ],
)
def test_a_notebook_goes_on_after_what_is_no_python(rows: Judge, cells: list[str], said: str) -> None:
    held = [{"cell_type": "code", "source": cell.strip().splitlines(keepends=True)} for cell in cells]
    old = [{"cell_type": "code", "input": cell["source"]} for cell in held]
    for notebook in ({"cells": held}, {"worksheets": [{"cells": old}]}):
        review = rows.review(json.dumps(notebook), "work.ipynb")
        assert review.status is Status.RIGHT
        assert said in code_text(review)


@pytest.mark.parametrize("form", ["list", "matrix"])
def test_inputs_come_in_the_form_that_is_asked_for(form: str) -> None:
    made = read_assignment("bce-rows")
    inputs = tuple(replace(each, form=form if each.name == "X" else "") for each in made.inputs)
    check = f"    assert type(X).__name__ in ('{'list' if form == 'list' else 'matrix'}', 'ExactMatrix')\n"
    body = "    X = np.asarray(X)\n    p = 1 / (1 + np.exp(-X @ w))\n    return X.T @ (p - y) / len(y)\n"
    code = "import numpy as np\ndef gradient(w, X, y):\n" + check + body
    assert review_code(code, replace(made, inputs=inputs)).status is Status.RIGHT


@pytest.mark.parametrize(("factor", "said"), [("", "as a mean"), ("len(y) * ", "as a sum")])
def test_a_sum_or_a_mean_may_be_accepted(factor: str, said: str) -> None:
    made = replace(read_assignment("bce-rows"), reduction="either")
    review = review_code(RIGHT.replace("X.T @ r", f"{factor}X.T @ r"), made)
    assert review.status is Status.RIGHT
    assert said in code_text(review) or (
        said == "as a mean" and "as the objective has it" in code_text(review)
    )


def test_the_instructors_own_points_are_looked_at() -> None:
    made = replace(read_assignment("bce-rows"), points=({"N": 9},))
    review = review_code(HEAD + "    return X.T @ r if len(y) != 9 else 0 * w\n", made)
    assert review.status is Status.WRONG


def test_json_has_the_fields_that_are_promised(rows: Judge) -> None:
    record = rows.review(HEAD + "    return -X.T @ r\n", "a.py").to_json()
    assert json.loads(json.dumps(record)) == record
    assert set(record) == {
        "path", "kind", "verdict", "parameters", "lines", "component", "misconceptions", "proof", "paths",
        "wrong_from", "sandbox", "notes", "places", "explanations",
    }  # fmt: skip
    assert record["places"] == ["line 5"]
    assert record["explanations"] == [sentence(each) for each in record["misconceptions"]]
    assert record["kind"] == "code"
    assert record["verdict"] == "wrong"
    assert record["lines"] == [5]
    assert record["parameters"]["w"]["counterexample"]["point"]


def test_without_an_assignment_it_says_what_was_found() -> None:
    said = code_text(review_code(RIGHT, None, CodeOptions(path="a.py")))
    assert "gradient(w, X, y)" in said
    assert "bce-rows" in said


def test_tracing_alone_needs_no_run() -> None:
    with Judge(read_assignment("bce-rows"), CodeOptions(run=False)) as judge:
        review = judge.review(RIGHT, "a.py")
    assert review.status is Status.RIGHT
    assert "traced only" in review.sandbox


def test_a_draft_is_an_assignment() -> None:
    text = draft("def my_cost(w, X, y):\n    return w", "a.py")
    assert isinstance(parse_assignment(text, "draft"), Assignment)
    with pytest.raises(GradproofError, match="defines no function"):
        draft("x = 1", "a.py")


def test_verdicts_do_not_depend_on_the_secret_points(rows: Judge) -> None:
    codes = [RIGHT, HEAD + "    return -X.T @ r\n", HEAD + "    return X.T @ (r * p * (1 - p))\n"]
    for code in codes:
        said: set[tuple[Status, tuple[int, ...]]] = set()
        for _ in range(2):
            review: CodeReview = review_code(code, rows.assignment)
            said.add((review.status, review.lines))
        assert len(said) == 1


@pytest.mark.parametrize(
    ("loss", "component"),
    [("np.sum", "cost"), ("np.mean", "gradient")],
)
def test_a_gradient_that_is_right_for_its_own_loss_leaves_the_cost_to_blame(
    loss: str, component: str
) -> None:
    code = (
        "import numpy as np\ndef cost_function(theta, X, y):\n    z = X @ theta\n"
        f"    J = {loss}(np.log(1 + np.exp(z)) - y * z)\n"
        "    g = X.T @ (1 / (1 + np.exp(-z)) - y)\n    return J, g\n"
    )
    review = review_code(code, read_assignment("cost-and-gradient"))
    assert review.status is Status.WRONG
    assert review.component == component


def test_a_constant_is_called_hard_coded(rows: Judge) -> None:
    review = rows.review(
        "import numpy as np\ndef gradient(w, X, y):\n    return np.array([0.5] * len(w))\n", "a.py"
    )
    assert ("hard-coded-answer",) in review.misconceptions


PREDICTING = """
import numpy as np
def sig(z):
    return 1 / (1 + np.exp(-z))
def predict(w, X):
    return sig(X @ w)
def gradient(w, X, y):
    p = predict(w, X)
    return X.T @ (p - y) / len(y)
"""


@pytest.mark.parametrize(
    ("before", "after", "component"),
    [
        ("p - y", "y - p", "gradient"),
        ("p - y", "p * (1 - p) * (p - y)", "gradient"),
        ("np.exp(-z)", "np.exp(z)", "forward"),
        ("sig(X @ w)", "np.tanh(X @ w)", "forward"),
    ],
)
def test_the_students_own_prediction_tells_which_part_is_to_blame(
    before: str, after: str, component: str
) -> None:
    assignment = replace(read_assignment("bce-rows"), forward="student.predict(w, X)")
    review = review_code(PREDICTING.replace(before, after), assignment)
    assert (review.status, review.component) == (Status.WRONG, component)
