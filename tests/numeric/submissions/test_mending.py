"""A wrong program is mended by one small edit: its line is named, the edit is proved, and the slip has its name."""

from __future__ import annotations

import ast
from dataclasses import dataclass

import pytest

from numeric.submissions import Judge, Status
from numeric.submissions.assignment import Assignment, parse_assignment
from numeric.submissions.repair.edits import edits

SQUARES = """
objective = "0.5 * np.mean((X @ w - y) ** 2)"
parameters = ["w"]
[inputs]
X = { shape = ["m", "n"] }
y = { shape = ["m"] }
w = { shape = ["n"] }
[call]
code = "return {'w': student.slope(X, y, w)}"
"""

RECURRENCE = """
objective = '''
h = h0
for t in range(3):
    h = np.tanh(U @ h + x[t])
return 0.5 * np.sum((h - y) ** 2)
'''
parameters = ["U"]
[inputs]
x = { shape = [3, 2] }
y = { shape = [2] }
h0 = { shape = [2] }
U = { shape = [2, 2] }
[call]
code = "return {'U': student.slope(x, y, h0, U)}"
"""

LEAKY = """
objective = "0.5 * np.sum((np.where(X @ W > 0, X @ W, 0.25 * (X @ W)) - Y) ** 2)"
parameters = ["W"]
[inputs]
X = { shape = ["m", "n"] }
Y = { shape = ["m", "k"] }
W = { shape = ["n", "k"] }
[sizes]
m = { max = 2 }
[call]
code = "return {'W': student.slope(X, Y, W)}"
"""

TABLE = """
objective = "0.5 * np.sum((np.sum(E[t.astype(int)], axis=0) - y) ** 2)"
parameters = ["E"]
[inputs]
E = { shape = ["v", "d"] }
t = { shape = [3], domain = "{0..1}" }
y = { shape = ["d"] }
[sizes]
v = { min = 2, max = 2 }
[call]
code = "return {'E': student.slope(E, t.astype(int), y)}"
"""

LOOKED_UP = """
import numpy as np

def slope(E, t, y):
    r = E[t].sum(axis=0) - y
    g = np.zeros_like(E)
    g[t] += r
    return g
"""

SQUARED = """
objective = "np.sum(V[0] * (x * x) + V[1] * x * x * x)"
parameters = ["V"]
[inputs]
V = { shape = [2] }
x = { shape = ["n"] }
[call]
code = "return {'V': student.slope(V, x)}"
"""

SUMMED = """
import numpy as np

def slope(V, x):
    g = np.zeros(2)
    for i in range(len(x)):
        g[0] += x[i] * x[i]
        g[1] += x[i] * x[i]
    return g
"""

LOOP = """
import numpy as np

def slope(X, y, w):
    m, n = X.shape
    g = np.zeros(n)
    for i in range(m):
        r = X[i] @ w - y[i]
        for j in range(n):
            {line}
    return g / m
"""

BACK = """
import numpy as np

def slope(x, y, h0, U):
    states = [h0]
    for t in range(3):
        states.append(np.tanh(U @ states[t] + x[t]))
    g = np.zeros_like(U)
    d = states[3] - y
    for t in (2, 1, 0):
        {line}
        g += np.outer(a, states[t])
        d = {back}
    return g
"""

MASKED = """
import numpy as np

LEAK = 0.25

def slope(X, Y, W):
    Z = X @ W
    positive = Z > 0
    A = np.where(positive, Z, LEAK * Z)
    return X.T @ ((A - Y) * positive)
"""


TRAINED = """
import numpy as np

def slope(X, y, w):
    s = X @ w
    r = s - y
    return X.T @ (r * s) / len(y)

x = np.linspace(0, 1, 200).reshape(50, 4)
v = np.zeros(4)
for k in range(20_000):
    v = v - 0.001 * slope(x, x[:, 0], v)
"""

QUARTIC = SQUARES.replace("0.5 * np.mean((X @ w - y) ** 2)", "0.5 * np.mean(((X @ w) ** 2 - y) ** 2) / 2")


SHIFTED = """
objective = "np.sum((np.log(1 + t) - X @ w) ** 2)"
parameters = ["w"]
[inputs]
X = { shape = ["m", "n"] }
t = { shape = ["m"], domain = "positive" }
w = { shape = ["n"] }
[call]
code = "return {'w': student.slope(X, t, w)}"
loss = "student.cost(X, t, w)"
"""

LOGGED = """
import numpy as np

def target(t):
    return np.log(t)

def cost(X, t, w):
    return np.sum((X @ w - target(t)) ** 2)

def slope(X, t, w):
    r = X @ w - target(t)
    return 2 * X.T @ r
"""

RATES = """
objective = "np.sum(t * np.exp(-(X @ w)) + X @ w)"
parameters = ["w"]
[inputs]
X = { shape = ["m", "n"] }
t = { shape = ["m"] }
w = { shape = ["n"] }
[call]
code = "return {'w': student.slope(X, t, w)}"
loss = "student.cost(X, t, w)"
"""

TWICE_USED = """
import numpy as np

def score(X, w):
    return X @ w

def cost(X, t, w):
    m = np.exp(score(X, w))
    return np.sum(t / m + np.log(m))

def slope(X, t, w):
    m = score(X, w)
    return X.T @ (1 - t / m)
"""

THREE = """
objective = "np.sum((A @ w - B @ w) ** 2) - np.sum((A @ w - C @ w) ** 2)"
parameters = ["w"]
[inputs]
A = { shape = ["m", "n"] }
B = { shape = ["m", "n"] }
C = { shape = ["m", "n"] }
w = { shape = ["n"] }
[call]
code = "return {'w': student.slope(A, B, C, w)}"
"""

ADDED = """
def slope(A, B, C, w):
    a, b, c = A @ w, B @ w, C @ w
    to_a = 2 * (c - b)
    to_b = -2 * (a - b)
    to_c = -2 * (a - c)
    g = A.T @ to_a
    g += B.T @ to_b
    g += C.T @ to_c
    return g
"""

WINDOWS = """
objective = "sum(d[i, j] * np.sum(x[2 * i:2 * i + 2, 2 * j:2 * j + 2] * k) for i in range(2) for j in range(2))"
parameters = ["k"]
[inputs]
x = { shape = [4, 4] }
k = { shape = [2, 2] }
d = { shape = [2, 2] }
[call]
code = "return {'k': student.slope(x, k, d)[0]}"
"""

SLID = """
import numpy as np

def slope(x, k, d):
    gk, gx = np.zeros_like(k), np.zeros_like(x)
    for i in range(2):
        for j in range(2):
            r, c = 2 * i, 2 * j
            gk += d[i, j] * x[i:i + 2, j:j + 2]
            gx[r:r + 2, c:c + 2] += d[i, j] * k
    return gk, gx
"""

TWO_SLOPES = """
objective = "np.sum(np.where(X @ w > 0, X @ w, 0.5 * (np.exp(X @ w) - 1)) * v)"
parameters = ["w", "v"]
[inputs]
X = { shape = ["m", "n"] }
v = { shape = ["m"] }
w = { shape = ["n"] }
[sizes]
m = { max = 2 }
[call]
code = "return {'w': student.slope(X, v, w), 'v': student.unit(X @ w)}"
"""

FORGOTTEN = """
import numpy as np

BELOW = 0.5

def unit(z):
    return np.where(z > 0, z, BELOW * (np.exp(z) - 1))

def unit_prime(z):
    return np.where(z > 0, 1.0, unit(z))

def slope(X, v, w):
    return X.T @ (v * unit_prime(X @ w))
"""


@dataclass(frozen=True)
class Row:
    """A wrong program, the line of its slip, and the slip's name."""

    name: str
    assignment: str
    code: str
    line: int
    misconception: str


ROWS = (
    Row("a factor is lost in a loop", SQUARES, LOOP.format(line="g[j] += r"), 10, "missing-input-factor"),
    Row("a sum is overwritten", SQUARES, LOOP.format(line="g[j] = r * X[i, j]"), 10, "sum-dropped"),
    Row("one column for all", SQUARES, LOOP.format(line="g[j] += r * X[i, 0]"), 10, "index-mixed-up"),
    Row(
        "an activation's slope is lost in time",
        RECURRENCE,
        BACK.format(line="a = d", back="U.T @ a"),
        11,
        "missing-sigma-prime",
    ),
    Row(
        "the weights are not turned",
        RECURRENCE,
        BACK.format(line="a = d * (1 - states[t + 1] ** 2)", back="U @ a"),
        13,
        "missing-transpose",
    ),
    Row("a place that comes twice is added once", TABLE, LOOKED_UP, 7, "sum-dropped"),
    Row("a power is lost in a sum", SQUARED, SUMMED, 8, "power-rule-dropped-exponent"),
    Row("a training loop stands below", QUARTIC, TRAINED, 6, "wrong-forward-value"),
    Row("a helper takes another logarithm", SHIFTED, LOGGED, 5, "wrong-forward-value"),
    Row("a helper of the right loss is right", RATES, TWICE_USED, 12, "wrong-forward-value"),
    Row("a sum is added up as its neighbours are", THREE, ADDED, 6, "sign-flipped"),
    Row("a window begins elsewhere", WINDOWS, SLID, 9, "index-mixed-up"),
    Row("a branch of a slope lacks a number", TWO_SLOPES, FORGOTTEN, 10, "sigma-prime-wrong-form"),
    Row("nothing passes where a little should", LEAKY, MASKED, 10, "relu-mask-wrong"),
)


def exercise(row: Row) -> Assignment:
    return parse_assignment(row.assignment, row.name)


@pytest.mark.sandbox
@pytest.mark.sampled(3)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_the_line_is_mended(row: Row) -> None:
    with Judge(exercise(row)) as judge:
        review = judge.review(row.code)
    assert review.status is Status.WRONG
    assert review.lines == (row.line,)
    assert row.misconception in {id for each in review.misconceptions for id in each}
    assert any(
        note.startswith(f"Line {row.line}: with `") and "is proved right" in note for note in review.notes
    )


WHOLE = """
import numpy as np

def slope(X, y, w):
    r = np.zeros_like(y)
    for i in range(len(y)):
        r[i] = X[i] @ w - y[i]
    return X.T @ r / len(y)
"""


@pytest.mark.sandbox
def test_a_buffer_with_the_type_of_whole_labels_is_named() -> None:
    whole = SQUARES.replace('y = { shape = ["m"] }', 'y = { shape = ["m"], domain = "{-1,1}", as = "int" }')
    with Judge(parse_assignment(whole, "whole")) as judge:
        cut, right = judge.review(WHOLE), judge.review(WHOLE.replace("zeros_like(y)", "zeros(len(y))"))
    assert cut.misconceptions[0] == ("integer-dtype",)
    assert right.status is Status.RIGHT


def test_every_edit_leaves_a_program() -> None:
    source = BACK.format(line="a = d", back="U.T @ a")
    for edit in edits(source, ast.parse(source), range(1, 20), lambda function: {}):
        ast.parse((source.encode()[: edit.start] + edit.text.encode() + source.encode()[edit.end :]).decode())


def test_an_edit_refers_only_to_what_has_a_value() -> None:
    source = "def f(a):\n    b = a + 1\n    c = 2 * b\n    return c\n"
    texts = {
        edit.text
        for edit in edits(source, ast.parse(source), range(1, 5), lambda function: {})
        if edit.line == 2
    }
    assert any("/ a" in text for text in texts)
    assert not any("c" in text for text in texts)
