"""Slips in layers, losses of pairs and sums: the line that is named, and the statement as it would be right."""

from __future__ import annotations

import pytest

from numeric.submissions import Judge, Status
from numeric.submissions.assignment import parse_assignment

pytestmark = pytest.mark.sandbox

LAYERS = """
objective = "np.sum((np.maximum(X @ A, 0) @ c - r) ** 2) / len(r)"
parameters = ["A", "c"]
[inputs]
X = { shape = ["n", "d"] }
A = { shape = ["d", "h"] }
c = { shape = ["h"] }
r = { shape = ["n"] }
[call]
code = '''
net = student.Net([student.Full(A), student.Ramp(), student.Full(c[:, None])])
g = net.slopes(X, r[:, None])
return {'A': g[0], 'c': g[1][:, 0]}
'''
"""

NET = """\
import numpy as np
class Full:
    def __init__(self, W):
        self.W = W
    def ahead(self, x):
        self.x = x
        return x @ self.W
    def back(self, d, g):
        g.insert(0, self.x.T @ d)
        return d @ self.W.T
class Ramp:
    def ahead(self, x):
        self.on = x > 0
        return x * self.on
    def back(self, d, g):
        return d * self.on
class Net:
    def __init__(self, layers):
        self.layers = layers
    def slopes(self, x, r):
        for layer in self.layers:
            x = layer.ahead(x)
        d = 2 * (x - r) / len(r)
        g = []
        for layer in self.layers[::-1]:
            d = layer.back(d, g)
        return g
"""

PAIRS = """
objective = '''
S = A @ B.T
return np.mean(np.log(np.sum(np.exp(S), axis=1)) - np.diag(S))
'''
parameters = ["A"]
[inputs]
A = { shape = ["n", "d"] }
B = { shape = ["n", "d"] }
[sizes]
n = { min = 2 }
[call]
code = "return {'A': student.slope(A, B)}"
"""

PAIR = """\
import numpy as np
def slope(A, B):
    e = np.exp(A @ B.T)
    q = e / e.sum(axis=1, keepdims=True)
    loss = -np.log(q[np.arange(len(q)), np.arange(len(q))]).mean()
    q[np.arange(len(q)), np.arange(len(q))] -= 1
    return q @ B / len(A)
"""

SWISH = """
objective = "np.sum(u * (X @ w) / (1 + np.exp(-(X @ w))))"
parameters = ["w"]
[inputs]
X = { shape = ["n", "d"] }
w = { shape = ["d"] }
u = { shape = ["n"] }
[call]
code = "return {'w': student.slope(X, w, u)}"
"""

UNUSED = """\
import numpy as np
def prime(z):
    s = 1 / (1 + np.exp(-z))
    t = s * (1 - s)
    return s + z * t
def slope(X, w, u):
    return X.T @ (u * prime(X @ w))
"""

SPREAD = """
objective = "np.sum((1 - (x - a) ** 2) * b)"
parameters = ["b"]
[inputs]
x = { shape = ["n"] }
a = { shape = [] }
b = { shape = ["n"] }
[call]
code = "return {'b': student.slope(x, a)}"
"""

CURVE = """\
def slope(x, a):
    z = x - a
    return 1 - z ** 2
"""

PICKED = "q[np.arange(len(q)), np.arange(len(q))]"
SLIPS = [
    (LAYERS, NET, "return d * self.on", "return d", "return d * self.on"),
    (LAYERS, NET, "d = 2 * (x - r) / len(r)", "d = 2 * (x - r)", "/ len("),
    (PAIRS, PAIR, f"{PICKED} -= 1", "q -= 1", f"{PICKED} -= 1"),
    (PAIRS, PAIR, "return q @ B / len(A)", "return q @ B", "/ len("),
    (SWISH, UNUSED, "return s + z * t", "return s", "return s + t * z"),
    (SPREAD, CURVE, "1 - z ** 2", "(1 - z) ** 2", "1 - z ** 2"),
]  # fmt: skip


@pytest.mark.sampled(2)
@pytest.mark.parametrize(("assignment", "right", "old", "new", "told"), SLIPS)
def test_the_line_is_named_and_told(assignment: str, right: str, old: str, new: str, told: str) -> None:
    wrong = right.replace(old, new)
    line = next(
        k for k, (a, b) in enumerate(zip(right.splitlines(), wrong.splitlines(), strict=True), 1) if a != b
    )
    with Judge(parse_assignment(assignment, "layers")) as judge:
        assert judge.review(right).status in (Status.RIGHT, Status.UNSTABLE)
        review = judge.review(wrong)
    assert review.status is Status.WRONG
    assert review.lines[:1] == (line,)
    assert any(told in note and "in its place" in note for note in review.notes)
