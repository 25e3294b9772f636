"""Correct gradients in many styles; line 1 of each is the line below the opening quotes."""

from __future__ import annotations

from correct_rows import ROWS, UNSTABLE
from table import Snippet

CORRECT = (
    *ROWS,
    Snippet(
        "Ng's columns",
        "columns",
        """\
import numpy as np
def sigmoid(z):
    s = 1 / (1 + np.exp(-z))
    return s
def gradient(w, b, X, Y):
    m = X.shape[1]
    A = sigmoid(np.dot(w, X) + b)
    cost = -1 / m * np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A))
    dw = 1 / m * np.dot(A - Y, X.T)
    db = 1 / m * np.sum(A - Y)
    return dw, db
""",
    ),
    Snippet(
        "a class with a cache",
        "columns",
        """\
import numpy as np
class Neuron:
    def forward(self, W, b, X):
        self.X = X
        self.A = 1 / (1 + np.exp(-(W @ X + b)))
        return self.A
    def backward(self, Y):
        dZ = (self.A - Y) / Y.shape[-1]
        return dZ @ self.X.T, dZ.sum()
def gradient(W, b, X, Y):
    neuron = Neuron()
    neuron.forward(W, b, X)
    return neuron.backward(Y)
""",
    ),
    Snippet(
        "weights and bias",
        "bias",
        """\
import numpy as np
def gradients(w, b, X, y):
    r = 1 / (1 + np.exp(-(X @ w + b))) - y
    return X.T @ r / len(y), r.mean()
""",
    ),
    Snippet(
        "a sum",
        "sum",
        """\
import numpy as np
def gradient(w, X, y):
    return -((y - 1 / (1 + np.exp(-X @ w)))[:, None] * X).sum(0)
""",
    ),
    Snippet(
        "ridge",
        "ridge",
        """\
import numpy as np
def gradient(w, X, y, lam):
    n = float(X.shape[0])
    grad = X.T.dot(1 / (1 + np.exp(-X.dot(w))) - y) / n
    grad += lam * w
    return grad
""",
    ),
    Snippet(
        "labels -1 and 1",
        "signs",
        """\
import numpy as np
def gradient(w, X, t):
    m = t * X.dot(w)
    return -np.mean((t / (1 + np.exp(m)))[:, None] * X, axis=0)
""",
    ),
    Snippet(
        "least squares",
        "mse",
        """\
import numpy as np
def gradients(w, b, X, y):
    e = y - (X @ w + b)
    return -2 * X.T @ e / len(e), -2 * e.sum() / len(e)
""",
    ),
    Snippet(
        "normal equations",
        "half",
        """\
import numpy as np
def gradient(w, X, y):
    return (X.T @ X @ w - X.T @ y) / X.shape[0]
""",
    ),
    Snippet(
        "flat theta",
        "flat",
        """\
import numpy as np
def gradient(theta, X, y):
    w, b = theta[:-1], theta[-1]
    e = X @ w + b - y
    return 2 / len(y) * np.r_[X.T @ e, e.sum()]
""",
    ),
    Snippet(
        "a column of ones",
        "flat",
        """\
import numpy as np
def gradient(theta, X, y):
    A = np.hstack((X, np.ones((X.shape[0], 1))))
    return 2 * A.T.dot(A.dot(theta) - y) / A.shape[0]
""",
    ),
    Snippet(
        "squared error of a sigmoid",
        "neuron",
        """\
import numpy as np
def gradient(w, X, y):
    p = 1 / (1 + np.exp(-X @ w))
    return X.T @ ((p - y) * p * (1 - p)) / len(p)
""",
    ),
    Snippet(
        "hinge by a mask",
        "hinge",
        """\
import numpy as np
def gradient(w, X, t):
    active = t * (X @ w) < 1
    return -(X * (t * active)[:, None]).mean(axis=0)
""",
    ),
    Snippet(
        "hinge by a loop with if",
        "hinge",
        """\
import numpy as np
def gradient(w, X, t):
    g = np.zeros(w.shape)
    for x, s in zip(X, t):
        if 1 - s * np.dot(w, x) > 0:
            g -= s * x
    return g / len(t)
""",
    ),
    Snippet(
        "Poisson",
        "poisson",
        """\
import numpy as np
def gradient(w, X, y):
    mu = np.exp(X.dot(w))
    return X.T.dot(mu - y) / len(y)
""",
    ),
    Snippet(
        "lasso",
        "lasso",
        """\
import numpy as np
def gradient(w, X, y, lam):
    return X.T @ (X @ w - y) / len(y) + lam * np.sign(w)
""",
    ),
    Snippet(
        "softmax with the shift",
        "softmax",
        """\
import numpy as np
def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)
def gradient(W, X, Y):
    return X.T @ (softmax(X @ W) - Y) / X.shape[0]
""",
    ),
    Snippet(
        "softmax without the shift",
        "softmax",
        """\
import numpy as np
def gradient(W, X, Y):
    E = np.exp(X @ W)
    P = E / E.sum(axis=1)[:, None]
    return X.T @ (P - Y) / len(X)
""",
        UNSTABLE,
    ),
    Snippet(
        "whole-number classes",
        "classes",
        """\
import numpy as np
def gradient(W, X, y):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= np.max(scores, axis=1, keepdims=True)
    probs = np.exp(scores)
    probs /= np.sum(probs, axis=1, keepdims=True)
    probs[range(N), y] -= 1
    return X.T.dot(probs) / N
""",
    ),
    Snippet(
        "classes by a loop",
        "classes",
        """\
import numpy as np
def gradient(W, X, y):
    dW = np.zeros(W.shape)
    for i in range(len(X)):
        s = X[i] @ W
        p = np.exp(s - s.max())
        p = p / p.sum()
        for c in range(W.shape[1]):
            dW[:, c] += (p[c] - (y[i] == c)) * X[i]
    return dW / len(X)
""",
    ),
    Snippet(
        "classes by eye",
        "classes",
        """\
import numpy as np
def gradient(W, X, y):
    Y = np.eye(W.shape[1])[y]
    S = X @ W
    P = np.exp(S - np.logaddexp.reduce(S, axis=1, keepdims=True))
    return X.T @ (P - Y) / len(Y)
""",
    ),
    Snippet(
        "two layers",
        "layers",
        """\
import numpy as np
def backward(W1, b1, W2, X, Y):
    m = X.shape[1]
    A1 = np.tanh(np.dot(W1, X) + b1)
    A2 = 1 / (1 + np.exp(-np.dot(W2, A1)))
    dZ2 = A2 - Y
    dW2 = np.dot(dZ2, A1.T) / m
    dZ1 = np.dot(W2.T, dZ2) * (1 - np.power(A1, 2))
    dW1 = np.dot(dZ1, X.T) / m
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m
    return dW1, db1, dW2
""",
    ),
    Snippet(
        "one training step",
        "step",
        """\
import numpy as np
class Model:
    def __init__(self, w):
        self.w = w.copy()
    def step(self, X, y, rate):
        p = 1 / (1 + np.exp(-X @ self.w))
        self.w = self.w - rate * X.T @ (p - y) / len(y)
""",
    ),
    Snippet(
        "cost and gradient",
        "cost",
        """\
import numpy as np
def cost(theta, X, y):
    z = X @ theta
    J = np.mean(np.logaddexp(0, z) - y * z)
    return J, X.T @ (1 / (1 + np.exp(-z)) - y) / y.shape[0]
""",
    ),
)
