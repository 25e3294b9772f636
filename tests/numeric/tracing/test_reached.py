"""Which statements outside functions are run for every job: all that the call may depend on."""

from __future__ import annotations

import ast

import pytest

from numeric.tracing.reached import reached

HEAD = """
import numpy as np
scale = 2.0
half = 1 / np.sqrt(4)
table = {"rate": 0.5}
def slope(w, x):
    return scale * half * table["rate"] * helper(w, x)
def helper(w, x):
    return w * x
"""
CALL = "return_value = student.slope(w, x)"


def is_kept(statement: str, call: str = CALL) -> bool:
    body = ast.parse(HEAD + statement).body
    return body[-1] in reached(body, ast.parse(call))


@pytest.mark.parametrize(
    "statement",
    [
        "for k in range(500):\n    w = slope(w, k)\n    scale_of_plot = w",
        "print(np.zeros(3), len('abc'))",
        "data = [each * 2 for each in range(9)]",
        "with open('data.csv') as file:\n    rows = file.read()",
        "class Net:\n    pass",
        "print(slope(1, 2) * half)",
        "net = [slope(k, half * 2) for k in range(3)]",
    ],
)
def test_what_the_call_cannot_depend_on_is_left_out(statement: str) -> None:
    # What slope reads of the file is a number and a table; a loop that calls slope might change the table.
    body = ast.parse(HEAD.replace('table["rate"]', "0.5") + statement).body
    assert body[-1] not in reached(body, ast.parse(CALL))


@pytest.mark.parametrize(
    "statement",
    [
        "scale = 3.0",
        "scale *= 2",
        "scale, other = 3.0, 4.0",
        "for scale in range(3):\n    pass",
        "helper = np.vectorize(helper)",
        "table['rate'] = 1.0",
        "half = 3",
        "half += 1",
        "table.update(rate=1.0)",
        "change(table)",
        "other = table",
        "slope.factor = 3",
        "np.random.seed(0)",
        "np.seterr(all='raise')",
        "np.dot = None",
        "print(slope(1, 2))",  # may change the table
        "def helper(w, x):\n    return 0",
        "import os",
    ],
)
def test_what_it_may_depend_on_is_kept(statement: str) -> None:
    assert is_kept(statement)


def test_what_a_definition_needs_is_kept() -> None:
    text = "Array = np.ndarray\nsize = 3\ndef slope(w: Array, x=size) -> Array:\n    return w\nunused = 4"
    kept = reached(ast.parse(HEAD + text).body, ast.parse(CALL))
    assert "Array = np.ndarray" in [ast.unparse(each) for each in kept]
    assert "size = 3" in [ast.unparse(each) for each in kept]
    assert "unused = 4" not in [ast.unparse(each) for each in kept]


@pytest.mark.parametrize(
    "text",
    [
        "globals()['scale'] = 3\nrows = [1]",
        "def set_it():\n    global scale\n    scale = 3\nrows = [1]",
        "exec('scale = 3')\nrows = [1]",
        "slope.__globals__['scale'] = 3\nrows = [1]",
    ],
)
def test_a_file_that_uses_its_scope_as_data_is_kept_whole(text: str) -> None:
    assert is_kept(text)


@pytest.mark.parametrize(
    "call", ["f = getattr(student, 'slope')", "student = 3", "vars(student)['slope'](w, x)"]
)
def test_a_call_that_does_more_than_name_things_keeps_everything(call: str) -> None:
    assert is_kept("rows = [1]", call)
    assert not is_kept("rows = [1]")


@pytest.mark.parametrize(
    ("name", "kept"), [("gc = w.sum()\n    vars = gc", False), ("w = gc.collect()", True)]
)
def test_a_name_of_a_functions_own_reflects_nothing(name: str, kept: bool) -> None:
    head = f"def slope(w, x):\n    {name}\n    return w\n"
    body = ast.parse(head + "for k in range(500):\n    z = slope(k, k)").body
    assert (body[-1] in reached(body, ast.parse(CALL))) is kept
