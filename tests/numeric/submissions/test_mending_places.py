"""Slips of an axis, a range, an order, brackets and a place: each is mended where it is, and has its name."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.numeric.submissions.mended import assert_mended

ROWS = """
objective = '''
e = np.exp(A @ B)
return np.sum(e / np.sum(e, axis=1, keepdims=True) * C)
'''
parameters = ["B"]
[inputs]
A = { shape = ["m", "n"] }
B = { shape = ["n", "k"] }
C = { shape = ["m", "k"] }
[sizes]
m = { max = 2 }
k = { min = 2, max = 2 }
[call]
code = "return {'B': student.slope(A, B, C)}"
"""
SHARES = """
import numpy as np

def slope(A, B, C):
    E = np.exp(A @ B)
    S = E / E.sum(axis=-1, keepdims=True)
    D = S * (C - np.sum(S * C, axis=-1, keepdims=True))
    return A.T @ D
"""

OFFSET = """
objective = "0.5 * np.sum((np.tanh(V[:, 1:] @ np.tanh(u) + V[:, 0]) - t) ** 2)"
parameters = ["u"]
[inputs]
V = { shape = ["k", 4] }
u = { shape = [3] }
t = { shape = ["k"] }
[sizes]
k = { max = 2 }
[call]
code = "return {'u': student.slope(V, u, t)}"
"""
WITH_ONE = """
import numpy as np

def slope(V, u, t):
    a = np.concatenate(([1.0], np.tanh(u)))
    out = np.tanh(V @ a)
    d = (out - t) * (1 - out ** 2)
    return (V.T @ d)[1:] * (1 - a[1:] ** 2)
"""

TWO_STEPS = """
objective = "0.5 * np.sum((v * np.tanh(u * x) - t) ** 2)"
parameters = ["u", "v"]
[inputs]
x = { shape = ["n"] }
t = { shape = ["n"] }
u = { shape = [] }
v = { shape = [] }
[call]
code = '''
net = student.Net(u, v)
net.step(x, t, 0.5)
return {'u': (u - net.u) / 0.5, 'v': (v - net.v) / 0.5}
'''
"""
STEPPING = """
import numpy as np

class Net:
    def __init__(self, u, v):
        self.u, self.v = u, v

    def step(self, x, t, rate):
        h = np.tanh(self.u * x)
        r = self.v * h - t
        e = r * self.v * (1 - h ** 2)
        self.v -= rate * np.sum(r * h)
        self.u -= rate * np.sum(e * x)
"""
STEPPED = STEPPING.replace("        e = r * self.v * (1 - h ** 2)\n", "").replace(
    "        self.u -=", "        e = r * self.v * (1 - h ** 2)\n        self.u -="
)
HANDED_ON = """
import numpy as np

class Part:
    def __init__(self, w):
        self.w = w

    def back(self, d, h, rate):
        passed = d * self.w
        self.w = self.w - rate * np.sum(d * h)
        return passed

class Net:
    def __init__(self, u, v):
        self.u, self.part = u, Part(v)

    @property
    def v(self):
        return self.part.w

    def step(self, x, t, rate):
        h = np.tanh(self.u * x)
        d = self.part.back(self.part.w * h - t, h, rate)
        self.u = self.u - rate * np.sum(d * (1 - h * h) * x)
"""
LATE = HANDED_ON.replace("        passed = d * self.w\n", "").replace("return passed", "return d * self.w")

SIGNS = """
objective = "np.mean(np.log(1 + np.exp(-s * (F @ w))))"
parameters = ["w"]
[inputs]
F = { shape = ["m", "n"] }
s = { shape = ["m"], domain = "{-1,1}" }
w = { shape = ["n"] }
[call]
code = "return {'w': student.slope(F, s, w)}"
"""
MAPPED = """
import numpy as np

def slope(F, t, w):
    p = 1 / (1 + np.exp(-F @ w))
    zero_one = (t + 1) / 2
    return F.T @ (p - zero_one) / len(t)
"""

LINE = """
objective = "np.mean((a * x + c - t) ** 2) / 2"
parameters = ["a", "c"]
[inputs]
x = { shape = ["n"] }
t = { shape = ["n"] }
a = { shape = [] }
c = { shape = [] }
[sizes]
n = { min = 2 }
[call]
code = '''
first, second = student.slopes(x, t, a, c)
return {'a': first, 'c': second}
'''
"""
ADDED_UP = """
def slopes(x, t, a, c):
    n = len(x)
    by_a = by_c = 0.0
    for i in range(n):
        r = a * x[i] + c - t[i]
        by_a += r * x[i]
        by_c += r
    return by_a / n, by_c / n
"""

RATES = """
objective = "np.sum(np.log(1 + np.exp(X @ w)) ** 2) / 2"
parameters = ["w"]
[inputs]
X = { shape = ["m", "n"] }
w = { shape = ["n"] }
[call]
code = "return {'w': student.slope(X, w)}"
"""
RATED = """
import numpy as np

def slope(X, w):
    z = X @ w
    rate = np.log(1 + np.exp(z))
    d = rate / (1 + np.exp(-z))
    return X.T @ d
"""


@dataclass(frozen=True)
class Slip:
    """A right program, what is written otherwise in it, the line to name, and what the slip is called."""

    name: str
    exercise: str
    code: str
    wrong: str
    at: str
    misconception: str

    @property
    def line(self) -> int:
        """The line that holds the slip."""
        return next(n for n, line in enumerate(self.wrong.splitlines(), 1) if self.at in line)


def _slip(name: str, exercise: str, code: str, right: str, written: str, misconception: str) -> Slip:
    return Slip(name, exercise, code, code.replace(right, written), written, misconception)


SLIPS = (
    _slip("an axis from the end", ROWS, SHARES, "np.sum(S * C, axis=-1,", "np.sum(S * C, axis=0,", "wrong-axis"),
    _slip("a range from the other end", OFFSET, WITH_ONE, "(V.T @ d)[1:]", "(V.T @ d)[:-1]", "index-mixed-up"),
    Slip("a step before its turn", TWO_STEPS, STEPPING, STEPPED, "e = r", "uses-updated-weights"),
    Slip("a step before handing on", TWO_STEPS, HANDED_ON, LATE, "return d * self.w", "uses-updated-weights"),
    _slip("brackets of a map of labels", SIGNS, MAPPED, "(t + 1) / 2", "t + 1 / 2", "label-convention-mixed-up"),
    _slip("a sign in a map of labels", SIGNS, MAPPED, "(t + 1) / 2", "(t - 1) / 2", "label-convention-mixed-up"),
    _slip("a mean of one of two", LINE, ADDED_UP, "n, by_c / n", "n, by_c", "missing-mean-factor"),
    _slip("the slope of a softplus", RATES, RATED, "d = rate / (1 + np.exp(-z))", "d = rate", "missing-sigma-prime"),
)  # fmt: skip


@pytest.mark.sandbox
@pytest.mark.sampled(3)
@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.name)
def test_what_is_in_the_wrong_place_is_mended_there(slip: Slip) -> None:
    assert_mended(slip)
