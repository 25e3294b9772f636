"""What was looked up, kept, put together or let through in the wrong way is mended where it is used, and has a name."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.numeric.submissions.mended import assert_mended


@dataclass(frozen=True)
class Slip:
    """An exercise, a right program, the line that a slip turns into another one, and its name."""

    name: str
    exercise: str
    code: str
    meant: str
    written: str
    misconception: str

    @property
    def line(self) -> int:
        """The line of the slip."""
        return self.code[: self.code.index(self.meant)].count("\n") + 1

    @property
    def wrong(self) -> str:
        """The program with the slip."""
        return self.code.replace(self.meant, self.written)


def exercise(objective: str, inputs: dict[str, str], parameters: str, call: str) -> str:
    """The text of an assignment."""
    rows = "\n".join(f"{name} = {{ {rest} }}" for name, rest in inputs.items())
    names = ", ".join(f'"{name}"' for name in parameters.split())
    return (
        f'objective = """{objective}"""\nparameters = [{names}]\n[inputs]\n{rows}\n[call]\ncode = "{call}"\n'
    )


ROW, TABLE, NUMBER = 'shape = ["n"]', 'shape = ["m", "n"]', "shape = []"
SQUARE = 'shape = ["n", "n"]'

DEEP = exercise(
    "0.5 * (np.sum(u * np.tanh(V @ np.tanh(x))) - t) ** 2",
    {"u": ROW, "V": SQUARE, "x": ROW, "t": NUMBER},
    "u V",
    "return student.down({'u': u, 'V': V}, student.up({'u': u, 'V': V}, x), t)",
)
KEPT = """
import numpy as np

def up(w, x):
    kept = {'first': np.tanh(x)}
    kept['second'] = np.tanh(w['V'] @ kept['first'])
    kept['out'] = w['u'] @ kept['second']
    return kept

def down(w, kept, t):
    e = kept['out'] - t
    V = np.outer(e * w['u'] * (1 - kept['second'] ** 2), kept['first'])
    return {'u': e * kept['second'], 'V': V}
"""

STEPS = exercise(
    "np.sum(v * np.tanh(A[1] @ np.tanh(A[0] @ x)))",
    {"A": 'shape = [2, "n", "n"]', "v": ROW, "x": ROW},
    "A",
    "return {'A': student.slope(A, v, x)}",
)
LOOPED = """
import numpy as np

def slope(A, v, x):
    seen, h = [], x
    for M in A:
        a = np.tanh(M @ h)
        seen.append((h, a))
        h = a
    g, d = [], v
    for M, (before, after) in zip(A[::-1], seen[::-1]):
        d = d * (1 - after ** 2)
        g.insert(0, np.outer(d, before))
        d = M.T @ d
    return np.array(g)
"""

UNITS = exercise(
    "np.sum(v * (np.tanh(np.tanh(x * w) * w)))",
    {"w": ROW, "v": ROW, "x": ROW},
    "w",
    "return {'w': student.Net(w).slope(x, v)}",
)
OBJECTS = """
import numpy as np

class Tanh:
    def forward(self, z):
        self.a = np.tanh(z)
        return self.a

    def backward(self, d):
        return d * (1 - self.a ** 2)

class Net:
    def __init__(self, w):
        self.w = w
        self.one, self.two = Tanh(), Tanh()

    def slope(self, x, v):
        h = self.one.forward(x * self.w)
        self.two.forward(h * self.w)
        d = self.two.backward(v)
        return d * h + self.one.backward(d * self.w) * x
"""

DROPPED = exercise(
    "0.5 * (np.sum(v * np.tanh(X @ w) * D) - y) ** 2",
    {"X": TABLE, "w": ROW, "v": 'shape = ["m"]', "y": NUMBER, "D": 'shape = ["m"], domain = "{0,1}"'},
    "w",
    "return {'w': student.slope(X, w, v, y, D)}",
)
GIVEN_MASK = """
import numpy as np

def slope(X, w, v, y, keep):
    h = np.tanh(X @ w)
    d = (np.sum(v * h * keep) - y) * v * keep
    return X.T @ (d * (1 - h ** 2))
"""

RECTIFIED = exercise(
    "0.5 * np.sum((np.maximum(X @ w, 0) - y) ** 2)",
    {"X": TABLE, "w": ROW, "y": 'shape = ["m"]'},
    "w",
    "return {'w': student.slope(X, w, y)}",
)
EMPTIED = """
import numpy as np

def slope(X, w, y):
    z = X @ w
    off = z <= 0
    d = np.where(off, 0, z) - y
    d[off] = 0
    return X.T @ d
"""

CUBIC = exercise(
    "0.5 * (c[0] + c[1] * x + c[2] * x ** 2 - y) ** 2",
    {"c": "shape = [3]", "x": NUMBER, "y": NUMBER},
    "c",
    "return {'c': student.slope(list(c), x, y)}",
)
ROUNDS = """
def slope(c, x, y):
    e = c[0] + x * (c[1] + x * c[2]) - y
    g = [0] * len(c)
    for k in range(len(c)):
        g[k] = e * x ** k
    return g
"""

TIED = exercise(
    "0.5 * np.sum((W.T @ np.tanh(W @ x) - x) ** 2)",
    {"W": TABLE, "x": ROW},
    "W",
    "return student.slopes(W, x)",
)
TWO_PARTS = """
import numpy as np

def slopes(W, x):
    h = np.tanh(W @ x)
    r = W.T @ h - x
    outer = np.outer(h, r)
    inner = np.outer((W @ r) * (1 - h ** 2), x)
    found = {}
    found['W'] = inner + outer
    return found
"""

PENALISED = exercise(
    "np.sum((X @ w - y) ** 2) + rate * np.sum(w ** 2)",
    {"X": TABLE, "w": ROW, "y": 'shape = ["m"]', "rate": NUMBER},
    "w",
    "return {'w': student.Model(w, rate).slope(X, y)}",
)
STORED_RATE = """
class Model:
    def __init__(self, w, rate):
        self.w = w
        self.rate = rate

    def slope(self, X, y):
        g = 2 * X.T @ (X @ self.w - y)
        g += 2 * self.rate * self.w
        return g
"""

WARM = exercise(
    "np.log(np.sum(np.exp(s / 4))) - np.sum(q * s / 4)",
    {"s": ROW, "q": ROW},
    "s",
    "return {'s': student.slope(s, q)}",
)
TEMPERED = """
import numpy as np

def shares(s, heat):
    e = np.exp(s / heat)
    return e / e.sum()

def slope(s, q, heat=4.0):
    apart = (shares(s, heat) - q) / heat
    d = apart + 0
    return d
"""

GATED = exercise(
    "np.sum(v * x / (1 + np.exp(-w * x)))",
    {"w": ROW, "x": ROW, "v": ROW},
    "w",
    "return {'w': student.slope(w, x, v)}",
)
SQUASHED = """
import numpy as np

def squash(z):
    return 1 / (1 + np.exp(-z))

def squash_prime(z):
    a = squash(z)
    return a * (1 - a)

def slope(w, x, v):
    gate = squash(w * x)
    return v * x * x * squash_prime(w * x)
"""

SHIFTED = (
    exercise(
        "0.5 * np.sum((X + b - Y) ** 2)",
        {"X": TABLE, "Y": TABLE, "b": ROW},
        "b",
        "return {'b': student.slope(X, Y, b)}",
    )
    + "[sizes]\nn = { min = 2 }\n"
)
WHOLE_SUM = """
import numpy as np

def slope(X, Y, b):
    d = X + b - Y
    return np.zeros(len(b)) + np.sum(d, axis=0)
"""

PRIOR = exercise(
    "np.sum(X @ s) + tau / 2 * s @ s",
    {"X": TABLE, "s": ROW, "tau": NUMBER},
    "s",
    "return {'s': student.slope(X, s, tau)}",
)
SUMMED_UP = """
import numpy as np

def cost(X, s, tau):
    return np.sum(X @ s) + tau / 2 * s @ s

def slope(X, s, tau):
    g = np.zeros(len(s))
    for row in X:
        g += row
    return g + tau * s
"""

CHAIN = exercise(
    "np.sum(v * np.tanh(np.tanh(x + b) + b))",
    {"b": ROW, "v": ROW, "x": ROW},
    "b",
    "return {'b': student.slope(x, b, v)}",
)
ALIASED = """
import numpy as np

def slope(x, b, v):
    g = np.zeros(len(b))
    h = np.tanh(x + b)
    first = h
    h = h + b
    last = np.tanh(h)
    d = v * (1 - last ** 2)
    g += d
    g += d * (1 - first ** 2)
    return g
"""
LISTED = """
import numpy as np

class Unit:
    def forward(self, z):
        self.a = np.tanh(z)
        return self.a

    def slope(self):
        return 1 - self.a ** 2

def slope(x, b, v):
    units = [Unit() for _ in range(2)]
    h = x
    for unit in units:
        h = unit.forward(h + b)
    d = v * units[1].slope()
    return d + d * units[0].slope()
"""
UNPACKED = """
import numpy as np

def forward(x, b):
    one = np.tanh(x + b)
    two = np.tanh(one + b)
    return two, (one, two)

def slope(x, b, v):
    out, kept = forward(x, b)
    one, two = kept
    d = v * (1 - two ** 2)
    return d + d * (1 - one ** 2)
"""
OWN_TABLE = """
import numpy as np

class Net:
    def __init__(self, b):
        self.b = b
        self.seen = {}

    def forward(self, x):
        self.seen['one'] = np.tanh(x + self.b)
        self.seen['two'] = np.tanh(self.seen['one'] + self.b)

    def backward(self, v):
        d = v * (1 - self.seen['two'] ** 2)
        return d + self.through(d)

    def through(self, d):
        return d * (1 - self.seen['one'] ** 2)

def slope(x, b, v):
    net = Net(b)
    net.forward(x)
    return net.backward(v)
"""

SLIPS = (
    Slip("one array with two names", CHAIN, ALIASED, "h = h + b", "h += b", "wrong-forward-value"),
    Slip("one object in all of a list", CHAIN, LISTED, "[Unit() for _ in range(2)]", "[Unit()] * 2",
         "wrong-forward-value"),
    Slip("taken out in another order", CHAIN, UNPACKED, "one, two = kept", "two, one = kept", "wrong-forward-value"),
    Slip("an entry of a table of its own", CHAIN, OWN_TABLE, "d * (1 - self.seen['one'] ** 2)",
         "d * (1 - self.seen['two'] ** 2)", "wrong-forward-value"),
    Slip("another layer's value", DEEP, KEPT, "'u': e * kept['second']", "'u': e * kept['first']",
         "wrong-forward-value"),
    Slip("the value of the last round", STEPS, LOOPED, "(1 - after ** 2)", "(1 - a ** 2)", "wrong-forward-value"),
    Slip("one object for two layers", UNITS, OBJECTS, "self.one, self.two = Tanh(), Tanh()",
         "self.one = self.two = Tanh()", "wrong-forward-value"),
    Slip("a given mask is turned", DROPPED, GIVEN_MASK, "* v * keep", "* v * (1 - keep)", "relu-mask-wrong"),
    Slip("entries are emptied elsewhere", RECTIFIED, EMPTIED, "d[off] = 0", "d[~off] = 0", "relu-mask-wrong"),
    Slip("a loop ends early", CUBIC, ROUNDS, "range(len(c))", "range(len(c) - 1)", "index-mixed-up"),
    Slip("a part was never put in", TIED, TWO_PARTS, "inner + outer", "inner", "product-rule-dropped-term"),
    Slip("what is kept is right", PENALISED, STORED_RATE, "2 * self.rate", "self.rate", "regulariser-factor"),
    Slip("a scale belongs where it is used", WARM, TEMPERED, ") / heat", ")", "missing-scale-factor"),
    Slip("the slope of a value", GATED, SQUASHED, "squash_prime(w * x)", "squash_prime(gate)",
         "sigma-prime-of-activation"),
    Slip("everything is summed", SHIFTED, WHOLE_SUM, "np.sum(d, axis=0)", "np.sum(d)", "wrong-axis"),
    Slip("a sum lacks something at its end", PRIOR, SUMMED_UP, "g + tau * s", "g", "regulariser-missing"),
)  # fmt: skip


@pytest.mark.sandbox
@pytest.mark.sampled(3)
@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.name)
def test_what_is_used_wrongly_is_mended_there(slip: Slip) -> None:
    assert_mended(slip)
