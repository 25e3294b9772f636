"""Wrong programs with the lines that are to blame, and what one of the explanations is where it is asked for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Slip:
    """One wrong program: its exercise, its code, the acceptable first lines, and one name that must be given."""

    name: str
    exercise: str
    code: str
    lines: tuple[int, ...]
    misconception: str = ""


EXERCISES = {
    "angle": (
        "np.mean(np.arctan(X @ w + b) ** 2) / 2", '"w", "b"',
        'X = { shape = ["m", "n"] }\nw = { shape = ["n"] }\nb = { shape = [] }',
        "dw, db = student.slopes(X, w, b)\nreturn {'w': dw, 'b': db}",
    ),
    "net": (
        "s = lambda t: 1 / (1 + np.exp(-t))\nreturn np.sum((s(s(X @ U) @ v) - r) ** 2) / 2", '"U", "v"',
        'U = { shape = ["D", "H"] }\nv = { shape = ["H"] }\nX = { shape = ["N", "D"] }\nr = { shape = ["N"] }',
        "dU, dv = student.backward(U, v, X, r)\nreturn {'U': dU, 'v': dv}",
    ),
    "pairs": (
        "t = 0\nfor i in range(len(k)):\n    d = np.sqrt(np.sum((P[i] - Q[i]) ** 2))\n"
        "    t = t + k[i] * d ** 2 / 2 + (1 - k[i]) * np.maximum(3 - d, 0)\nreturn t", '"P", "Q"',
        'P = { shape = ["N", "D"] }\nQ = { shape = ["N", "D"] }\nk = { shape = ["N"], domain = "{0,1}" }',
        "p, q = student.gradients(P, Q, k)\nreturn {'P': p, 'Q': q}",
    ),
    "svm": (
        "np.sum(w ** 2) / 2 + 2 * np.sum(np.maximum(0, 1 - t * (X @ w)))", '"w"',
        'w = { shape = ["D"], as = "list" }\nX = { shape = ["N", "D"], as = "list" }\n'
        't = { shape = ["N"], domain = "{-1,1}", as = "list" }',
        "return {'w': student.subgradient(w, X, t)}",
    ),
    "decay": (
        "np.sum((y - a * np.exp(-k * t)) ** 2)", '"a", "k"',
        't = { shape = ["N"], domain = "positive" }\ny = { shape = ["N"] }\na = { shape = [] }\nk = { shape = [] }',
        "da, dk = student.partials(t, y, a, k)\nreturn {'a': da, 'k': dk}",
    ),
    "huber": (
        "e = X @ w + c - y\nreturn np.mean(np.where(np.abs(e) <= 0.7, e ** 2 / 2, 0.7 * (np.abs(e) - 0.35)))",
        '"w", "c"',
        'w = { shape = ["D"] }\nc = { shape = [] }\nX = { shape = ["N", "D"] }\ny = { shape = ["N"] }',
        "dw, dc = student.gradient(w, c, X, y)\nreturn {'w': dw, 'c': dc}",
    ),
    "weighted": (
        "np.sum(h * (X @ w - y) ** 2) / np.sum(h)", '"w"',
        'w = { shape = ["D"] }\nX = { shape = ["N", "D"] }\ny = { shape = ["N"] }\n'
        'h = { shape = ["N"], domain = "positive" }',
        "return {'w': student.gradient(w, X, y, h)}",
    ),
    "filter": (
        "n = len(x) - len(f) + 1\n"
        "return np.sum((np.array([np.sum(x[i:i + len(f)] * f) for i in range(n)]) - y) ** 2) / 2",
        '"f", "x"', "x = { shape = [5] }\nf = { shape = [2] }\ny = { shape = [4] }",
        "df, dx = student.back(x, f, y)\nreturn {'f': df, 'x': dx}",
    ),
    "intercept": (
        "A = np.c_[np.ones(len(X)), X]\nreturn np.mean((A @ q - y) ** 2) + np.sum(q[1:] ** 2) / 4", '"q"',
        'q = { shape = [3] }\nX = { shape = ["N", 2] }\ny = { shape = ["N"] }',
        "m = student.Line(steps=1, rate=0.25)\nm.q = q.copy()\nm.fit(X, y)\nreturn {'q': (q - m.q) / 0.25}",
    ),
    "spread": (
        "np.mean(v + (y - m) ** 2 * np.exp(-v)) / 2", '"m", "v"',
        'm = { shape = ["N"] }\nv = { shape = ["N"] }\ny = { shape = ["N"] }',
        "dm, dv = student.partials(m, v, y)\nreturn {'m': dm, 'v': dv}",
    ),
    "elastic": (
        "np.mean((X @ w - y) ** 2) / 2 + 0.25 * np.sum(np.abs(w)) + 0.75 * np.sum(w ** 2)", '"w"',
        'w = { shape = ["D"] }\nX = { shape = ["N", "D"] }\ny = { shape = ["N"] }',
        "return {'w': student.slope(w, X, y)}",
    ),
    "costly": (
        "p = 1 / (1 + np.exp(-X @ w))\nreturn -np.mean(4 * y * np.log(p) + (1 - y) * np.log(1 - p))", '"w"',
        'w = { shape = ["D"] }\nX = { shape = ["N", "D"] }\ny = { shape = ["N"], domain = "{0,1}" }',
        "return {'w': student.slope(w, X, y)}",
    ),
    "shares": (
        "E = np.exp(X @ W)\nreturn -np.mean(np.sum(Y * np.log(E / E.sum(axis=1, keepdims=True)), axis=1))", '"W"',
        'W = { shape = ["D", "K"] }\nX = { shape = ["N", "D"] }\nY = { shape = ["N", "K"], domain = "one-hot" }',
        "return {'W': student.slope(W, X, Y)}",
    ),
    "rectified": (
        "A = np.maximum(0, X @ U + c)\nS = A @ V\nS = S - S.max(axis=1, keepdims=True)\n"
        "return np.mean(np.log(np.sum(np.exp(S), axis=1)) - np.sum(Y * S, axis=1))", '"U", "c", "V"',
        'U = { shape = ["D", "H"] }\nc = { shape = ["H"] }\nV = { shape = ["H", "K"] }\n'
        'X = { shape = ["N", "D"] }\nY = { shape = ["N", "K"], domain = "one-hot" }',
        "return student.slopes({'U': U, 'c': c, 'V': V}, X, Y)",
    ),
    "tape": (
        "np.sum((X @ w - y) ** 2)", '"w"',
        'w = { shape = ["D"], as = "list" }\nX = { shape = ["N", "D"], as = "list" }\n'
        'y = { shape = ["N"], as = "list" }',
        "return {'w': student.gradient(w, X, y)}",
    ),
}  # fmt: skip

SLIPS = (
    Slip("a slope of the activation is asked for at the logit", "net", """\
import numpy as np
def act(t):
    return 1 / (1 + np.exp(-t))
def slope(h):
    return h * (1 - h)
def backward(U, v, X, r):
    z = X @ U
    h = act(z)
    p = act(h @ v)
    e = (p - r) * slope(p)
    back = np.outer(e, v) * slope(z)
    return X.T @ back, h.T @ e
""", (11,), "sigma-prime-wrong-form"),
    Slip("a distance is not divided by in one branch", "pairs", """\
import numpy as np
def one(p, q, near):
    gap = p - q
    d = np.sqrt(np.sum(gap ** 2))
    if near:
        g = gap
    elif d < 3:
        g = -gap
    else:
        g = 0 * gap
    return g, -g
def gradients(P, Q, k):
    A, B = np.zeros(P.shape), np.zeros(Q.shape)
    for i in range(len(k)):
        A[i], B[i] = one(P[i], Q[i], k[i] == 1)
    return A, B
""", (8,), "missing-inner-derivative"),
    Slip("the penalty is added once for each sample", "svm", """\
def subgradient(w, X, t):
    g = [0.0] * len(w)
    for row, label in zip(X, t):
        score = sum(a * b for a, b in zip(w, row))
        for j in range(len(w)):
            g[j] += w[j]
            if label * score < 1:
                g[j] -= 2 * label * row[j]
    return g
""", (6,), "regulariser-factor"),
    Slip("one partial derivative has the wrong sign", "decay", """\
import numpy as np
def partials(t, y, a, k):
    rest = y - a * np.exp(-k * t)
    by_a = np.exp(-k * t)
    by_k = a * t * np.exp(-k * t)
    return -2 * np.sum(rest * by_a), -2 * np.sum(rest * by_k)
""", (5,)),
    Slip("the outer slope forgets the width", "huber", """\
import numpy as np
def shapes(width):
    def slope(e):
        return np.where(np.abs(e) <= width, e, np.sign(e))
    return slope
def gradient(w, c, X, y):
    slope = shapes(0.7)
    e = X @ w + c - y
    pull = slope(e)
    return X.T @ pull / e.size, pull.mean()
""", (4,)),
    Slip("a weighted mean is divided by the number of samples", "weighted", """\
import numpy as np
def gradient(w, X, y, h):
    e = h * (X @ w - y)
    return 2 * np.einsum("i,ij->j", e, X) / len(y)
""", (4,)),
    Slip("an index is off in an accumulation", "filter", """\
import numpy as np
def back(x, f, y):
    out = np.array([x[i] * f[0] + x[i + 1] * f[1] for i in range(len(y))])
    e = out - y
    df, dx = np.zeros(len(f)), np.zeros(len(x))
    for i in range(len(e)):
        for j in range(len(f)):
            df[j] += e[i] * x[i + j]
            dx[i] += e[i] * f[j]
    return df, dx
""", (9,)),
    Slip("the penalty reaches the intercept", "intercept", """\
import numpy as np
class Line:
    def __init__(self, steps=100, rate=0.1):
        self.steps = steps
        self.rate = rate
    def fit(self, X, y):
        A = np.c_[np.ones(len(X)), X]
        for _ in range(self.steps):
            e = A @ self.q - y
            g = 2 / len(y) * (A.T @ e)
            g = g + self.q / 2
            self.q = self.q - self.rate * g
""", (11,), "regularises-bias"),
    Slip("the derivative by the variance stands for that by its logarithm", "spread", """\
import numpy as np
def partials(m, v, y):
    var = np.exp(v)
    e = m - y
    dv = (1 / var - e ** 2 / var ** 2) / (2 * y.size)
    return e / (var * y.size), dv
""", (5,), "missing-inner-derivative"),
    Slip("one of two penalties has the wrong slope", "elastic", """\
import numpy as np
def slope(w, X, y):
    fit = X.T @ (X @ w - y) / len(y)
    sparse = 0.25 * np.sign(w)
    small = 0.75 * w ** 3
    return fit + sparse + small
""", (5,)),
    Slip("one of two cases lacks its slope", "costly", """\
import numpy as np
def slope(w, X, y):
    p = 1 / (1 + np.exp(-X @ w))
    ones = 4 * y * (1 - p)
    zeros = 1 - y
    return X.T @ (zeros - ones) / len(y)
""", (5,)),
    Slip("a softmax runs along the samples", "shares", """\
import numpy as np
def shares(Z):
    E = np.exp(Z - Z.max())
    return E / E.sum(axis=0)
def slope(W, X, Y):
    P = shares(X @ W)
    G = X.T @ (P - Y)
    G /= len(X)
    return G
""", (4,), "softmax-wrong-axis"),
    Slip("a mean is taken twice under one key", "rectified", """\
import numpy as np
def slopes(net, X, Y):
    A = np.maximum(0, X @ net["U"] + net["c"])
    E = np.exp(A @ net["V"])
    dS = (E / E.sum(axis=1, keepdims=True) - Y) / len(X)
    grads = {}
    grads["V"] = A.T @ dS
    dZ = (dS @ net["V"].T) * (A > 0)
    grads["U"] = X.T @ dZ
    grads["c"] = dZ.mean(axis=0)
    return grads
""", (10,), "extra-mean-factor"),
    Slip("a tape overwrites what it should add up", "tape", """\
class Node:
    def __init__(self, value, back=()):
        self.value, self.slope, self.back = value, 0.0, back
    def plus(self, other):
        return Node(self.value + other.value, ((self, 1.0), (other, 1.0)))
    def times(self, other):
        return Node(self.value * other.value, ((self, other.value), (other, self.value)))
    def spread(self):
        for node, by in self.back:
            node.slope = by * self.slope
def gradient(w, X, y):
    nodes, made = [Node(each) for each in w], []
    total = Node(0.0)
    for row, target in zip(X, y):
        e = Node(-target)
        for node, x in zip(nodes, row):
            made.append(node.times(Node(x)))
            made.append(e.plus(made[-1]))
            e = made[-1]
        made.append(e.times(e))
        made.append(total.plus(made[-1]))
        total = made[-1]
    total.slope = 1.0
    for each in reversed(made):
        each.spread()
    return [node.slope for node in nodes]
""", (10,)),
    Slip("the slope by a value handed on as that by its argument", "angle", """\
import numpy as np
def slopes(X, w, b):
    a = np.arctan(X @ w + b)
    d = a / len(X)
    dw = X.T @ d
    db = np.sum(d)
    return dw, db
""", (4,)),
)  # fmt: skip
