"""A proved edit names the slip that it undoes: by what it puts in, and what that was made from."""

from __future__ import annotations

import pytest

from numeric.submissions import Judge, Status
from numeric.submissions.assignment import parse_assignment
from numeric.submissions.naming import slip_named
from numeric.submissions.repair.edits import Edit

LAYER = """
objective = "np.sum(X @ W) + tau * np.sum(W ** 2)"
parameters = ["W"]
[inputs]
X = { shape = ["m", "n"] }
tau = {}
W = { shape = ["n", "k"] }
[call]
code = "return {'W': student.slope(X, tau, W)}"
"""

PROGRAM = """
import numpy as np

def unit(z): return np.tanh(z)
def unit_prime(z): return 1 - np.tanh(z) ** 2
def slope(X, tau, W):
    length = np.sqrt(np.sum(X ** 2))
    root = np.sqrt(X.shape[1])
    h = np.tanh(X @ W)
    m = np.exp(h)
    e = h - m
    raw = (1 - h * h) * e
    spare = np.sum(e, axis=0)
    g = {}
    return g
"""

NAMES = (
    ("X.T @ e", "X.T @ raw", "missing-sigma-prime"),
    ("X.T @ e", "X.T @ (e * (1 - h ** 2))", "missing-sigma-prime"),
    ("X.T @ e", "X.T @ (e * (h > 0))", "missing-sigma-prime"),
    ("X.T @ raw", "X.T @ e", "extra-sigma-prime"),
    ("X.T @ e", "X.T @ (e * m)", "missing-inner-derivative"),
    ("X.T @ e", "X.T @ e / root", "missing-scale-factor"),
    ("X.T @ e", "X.T @ (e * tau)", "missing-scale-factor"),
    ("e", "e * W", "missing-weights-in-hidden-delta"),
    ("e", "e * X", "missing-input-factor"),
    ("X.T @ e", "X.T @ e + 2 * tau * W", "regulariser-missing"),
    ("X.T @ e", "X.T @ e + spare", "path-dropped"),
    ("2 * tau * W", "2 * tau * (X @ W)", "regulariser-factor"),
    ("X.T @ e", "X.T @ h", "wrong-forward-value"),
    ("X.T @ e", "X.T @ (e * h)", "kept"),
    ("X.T @ e", "X.T @ e / length", "missing-inner-derivative"),
    ("W", "X", "index-mixed-up"),
    ("dh", "de", "index-mixed-up"),
    ("e", "e + W", "regulariser-missing"),
    ("e * unit(h)", "e * unit_prime(h)", "sigma-prime-wrong-form"),
)


@pytest.mark.parametrize(("written", "meant", "name"), NAMES)
def test_the_edit_says_what_was_lost(written: str, meant: str, name: str) -> None:
    source = PROGRAM.format(written)
    start = source.index(f"g = {written}") + len("g = ")
    edit = Edit(14, start, start + len(written), meant, "factor", 3, True, "kept")
    assert slip_named(source, edit, parse_assignment(LAYER, "layer"), {"W"}) == name
    # What is wrong on the way to the loss is a wrong value, whatever was left out.
    forward = slip_named(source, edit, parse_assignment(LAYER, "layer"), {"W"}, is_forward=True)
    assert forward == "wrong-forward-value"


def test_a_statement_keeps_the_name_of_its_edit() -> None:
    source = PROGRAM.format("X.T @ e")
    start = source.index("g = ")
    edit = Edit(14, start, start + len("g = X.T @ e"), "g += X.T @ e", "stored", 1, False, "sum-dropped")
    assert slip_named(source, edit, parse_assignment(LAYER, "layer")) == "sum-dropped"


CENTRED = """
objective = "np.sum(v * np.tanh(X @ w - np.mean(X @ w)))"
parameters = ["w"]
[inputs]
X = { shape = ["m", "n"] }
v = { shape = ["m"] }
w = { shape = ["n"] }
[sizes]
m = { min = 2, max = 3 }
[call]
code = "return {'w': student.slope(X, v, w)}"
"""

MEAN_FORGOTTEN = """
import numpy as np

def slope(X, v, w):
    m = len(X)
    s = X @ w
    h = np.tanh(s - s.mean())
    dh = v * (1 - h ** 2)
    dmu = -np.sum(dh)
    ds = dh
    return X.T @ ds
"""

FITTED = """
objective = "0.5 * np.sum((K @ a - y) ** 2) + 0.5 * mu * a @ K @ a"
parameters = ["a"]
[inputs]
K = { shape = ["n", "n"] }
y = { shape = ["n"] }
mu = {}
a = { shape = ["n"] }
[call]
code = "return {'a': student.slope(K + K.T, y, mu, a)}"
"""
FITTED = FITTED.replace("K @ a", "(K + K.T) @ a")

PLAIN_PENALTY = """
def slope(K, y, mu, a):
    g = K @ (K @ a - y)
    g += mu * a
    return g
"""

RUNNING = """
objective = '''
total = 0
for i in range(3):
    total = total + e[i] * np.log(np.sum(np.exp(s[i:])))
return total
'''
parameters = ["s"]
[inputs]
s = { shape = [3] }
e = { shape = [3] }
[call]
code = "return {'s': student.slope(s, e)}"
"""

WRONG_END = """
import numpy as np

def slope(s, e):
    r = np.exp(s)
    S = np.cumsum(r[::-1])[::-1]
    q = e / S
    return r * np.cumsum(q[::-1])[::-1]
"""

PROGRAMS = (
    ("a mean that was worked out and never added", CENTRED, MEAN_FORGOTTEN, 10, "path-dropped"),
    ("a penalty without its matrix", FITTED, PLAIN_PENALTY, 4, "regulariser-factor"),
    ("a running sum from the wrong end", RUNNING, WRONG_END, 8, "index-mixed-up"),
)


@pytest.mark.sandbox
@pytest.mark.parametrize(
    ("assignment", "code", "line", "name"), [row[1:] for row in PROGRAMS], ids=[r[0] for r in PROGRAMS]
)
def test_the_line_and_its_slip(assignment: str, code: str, line: int, name: str) -> None:
    with Judge(parse_assignment(assignment, "named")) as judge:
        review = judge.review(code)
    assert review.status is Status.WRONG
    assert review.lines == (line,)
    assert (name,) in review.misconceptions
