"""Wrong gradients; ``lines`` are the lines that may be named first."""

from __future__ import annotations

from table import Snippet


def _wrong(name: str, assignment: str, code: str, lines: tuple[int, ...], *ids: str) -> Snippet:
    return Snippet(name, assignment, code, "wrong", lines, ids)


WRONG = (
    _wrong(
        "sign of the residual",
        "rows",
        """\
import numpy as np
def gradient(w, X, y):
    p = 1 / (1 + np.exp(-X @ w))
    error = y - p
    return X.T @ error / len(y)
""",
        (4,),
        "swapped-y-and-prediction",
        "sign-flipped",
    ),
    _wrong(
        "no mean",
        "rows",
        """\
import numpy as np
def gradient(w, X, y):
    p = 1 / (1 + np.exp(-X @ w))
    g = X.T @ (p - y)
    return g
""",
        (4, 5),
        "missing-mean-factor",
    ),
    _wrong(
        "mean twice",
        "rows",
        """\
import numpy as np
def gradient(w, X, y):
    n = len(y)
    d = (1 / (1 + np.exp(-X @ w)) - y) / n
    g = X.T @ d / n
    return g
""",
        (5,),
        "extra-mean-factor",
    ),
    _wrong(
        "wrong count",
        "rows",
        """\
import numpy as np
def gradient(w, X, y):
    m = X.shape[1]
    p = 1 / (1 + np.exp(-X @ w))
    g = X.T @ (p - y) / m
    return g
""",
        (3, 5),
        "wrong-sample-count",
    ),
    _wrong(
        "sigmoid without its minus",
        "rows",
        """\
import numpy as np
def sigmoid(z):
    return 1 / (1 + np.exp(z))
def gradient(w, X, y):
    return X.T @ (sigmoid(X @ w) - y) / len(y)
""",
        (3,),
        "wrong-sigmoid",
    ),
    _wrong(
        "sigma prime too many",
        "rows",
        """\
import numpy as np
def gradient(w, X, y):
    p = 1 / (1 + np.exp(-X @ w))
    delta = (p - y) * p * (1 - p)
    return X.T @ delta / len(y)
""",
        (4,),
        "extra-sigma-prime",
    ),
    _wrong(
        "minus reaches the first term only",
        "rows",
        """\
import numpy as np
def gradient(w, X, y):
    p = 1 / (1 + np.exp(-X @ w))
    dp = -y / p - (1 - y) / (1 - p)
    return X.T @ (dp * p * (1 - p)) / len(y)
""",
        (4,),
        "missing-inner-derivative",
        "minus-reaches-first-term-only",
    ),
    _wrong(
        "one instead of one minus y",
        "rows",
        """\
import numpy as np
def gradient(w, X, y):
    p = 1 / (1 + np.exp(-X @ w))
    dp = -y / p + 1 / (1 - p)
    return X.T @ (dp * p * (1 - p)) / len(y)
""",
        (4,),
        "one-instead-of-one-minus-y",
    ),
    _wrong(
        "only the first sample",
        "rows",
        """\
import numpy as np
def gradient(w, X, y):
    for i in range(len(y)):
        p = 1 / (1 + np.exp(-X[i] @ w))
        g = (p - y[i]) * X[i]
        return g
""",
        (5, 6),
    ),
    _wrong(
        "last sample only",
        "rows",
        """\
import numpy as np
def gradient(w, X, y):
    g = np.zeros(len(w))
    for i in range(len(y)):
        p = 1 / (1 + np.exp(-np.dot(X[i], w)))
        g = (p - y[i]) * X[i]
    return g / len(y)
""",
        (6, 7),
    ),
    _wrong(
        "axis of the mean",
        "bias",
        """\
import numpy as np
def gradients(w, b, X, y):
    r = 1 / (1 + np.exp(-(X @ w + b))) - y
    dw = np.sum(X * r.mean(), axis=0) / len(y)
    return dw, np.mean(r)
""",
        (4,),
    ),
    _wrong(
        "bias gradient is not summed",
        "columns",
        """\
import numpy as np
def gradient(W, b, X, Y):
    A = 1 / (1 + np.exp(-(W @ X + b)))
    dZ = (A - Y) / Y.shape[1]
    return dZ @ X.T, dZ
""",
        (5,),
        "bias-gradient-not-summed",
    ),
    _wrong(
        "bias without the mean",
        "bias",
        """\
import numpy as np
def gradients(w, b, X, y):
    r = 1 / (1 + np.exp(-(X @ w + b))) - y
    dw = X.T @ r / len(y)
    db = np.sum(r)
    return dw, db
""",
        (5,),
        "missing-mean-factor",
    ),
    _wrong(
        "broadcast of a column and a row",
        "rows",
        """\
import numpy as np
def gradient(w, X, y):
    p = 1 / (1 + np.exp(-X @ w.reshape(-1, 1)))
    r = p - y
    return (X.T @ r).sum(axis=1) / len(y)
""",
        (4,),
        "broadcast-outer",
    ),
    _wrong(
        "samples collapsed first",
        "rows",
        """\
import numpy as np
def gradient(w, X, y):
    p = 1 / (1 + np.exp(-X @ w))
    dp = np.mean((p - y) / (p * (1 - p)))
    return X.T @ (dp * p * (1 - p))
""",
        (4, 5),
        "sum-collapsed-before-chain-rule",
    ),
    _wrong(
        "regulariser lost on its own line",
        "ridge",
        """\
import numpy as np
def gradient(w, X, y, lam):
    p = 1 / (1 + np.exp(-X @ w))
    grad = X.T @ (p - y) / len(y)
    + lam * w
    return grad
""",
        (4, 5),
        "lost-expression",
    ),
    _wrong(
        "regulariser missing",
        "ridge",
        """\
import numpy as np
def gradient(w, X, y, lam):
    p = 1 / (1 + np.exp(-X @ w))
    grad = X.T @ (p - y) / len(y)
    return grad
""",
        (4, 5),
        "regulariser-missing",
    ),
    _wrong(
        "regulariser twice as strong",
        "ridge",
        """\
import numpy as np
def gradient(w, X, y, lam):
    p = 1 / (1 + np.exp(-X @ w))
    grad = X.T @ (p - y) / len(y)
    grad = grad + 2 * lam * w
    return grad
""",
        (5,),
        "regulariser-factor",
    ),
    _wrong(
        "margin sign",
        "signs",
        """\
import numpy as np
def gradient(w, X, t):
    m = t * X.dot(w)
    c = -t / (1 + np.exp(-m))
    return (c[:, None] * X).mean(0)
""",
        (4,),
        "margin-sign",
        "wrong-sigmoid",
    ),
    _wrong(
        "labels 0 and 1 in a formula for -1 and 1",
        "signs",
        """\
import numpy as np
def gradient(w, X, t):
    p = 1 / (1 + np.exp(-X @ w))
    d = p - t
    return X.T @ d / len(t)
""",
        (4,),
        "label-convention-mixed-up",
    ),
    _wrong(
        "exponent dropped",
        "mse",
        """\
import numpy as np
def gradients(w, b, X, y):
    e = X @ w + b - y
    dw = X.T @ e / len(e)
    db = e.mean()
    return dw, db
""",
        (4,),
        "power-rule-dropped-exponent",
        "constant-factor",
    ),
    _wrong(
        "residual with the other sign",
        "half",
        """\
import numpy as np
def gradient(w, X, y):
    e = y - X @ w
    g = X.T @ e / len(e)
    return g
""",
        (3,),
        "swapped-y-and-prediction",
        "sign-flipped",
    ),
    _wrong(
        "no input factor",
        "half",
        """\
import numpy as np
def gradient(w, X, y):
    e = X @ w - y
    return np.ones_like(w) * e.mean()
""",
        (4,),
        "missing-input-factor",
    ),
    _wrong(
        "no sigma prime",
        "neuron",
        """\
import numpy as np
def gradient(w, X, y):
    p = 1 / (1 + np.exp(-X @ w))
    d = p - y
    return X.T @ d / len(y)
""",
        (4,),
        "missing-sigma-prime",
    ),
    _wrong(
        "sigma prime at the prediction",
        "neuron",
        """\
import numpy as np
def sigmoid(z):
    return 1 / (1 + np.exp(-z))
def slope(z):
    return sigmoid(z) * (1 - sigmoid(z))
def gradient(w, X, y):
    p = sigmoid(X @ w)
    d = (p - y) * slope(p)
    return X.T @ d / len(y)
""",
        (8,),
        "sigma-prime-of-activation",
    ),
    _wrong(
        "hinge over the misclassified",
        "hinge",
        """\
import numpy as np
def gradient(w, X, t):
    active = (t * (X @ w) < 0)
    return -(X * (t * active)[:, None]).mean(axis=0)
""",
        (3,),
        "relu-mask-wrong",
    ),
    _wrong(
        "hinge with the wrong sign",
        "hinge",
        """\
import numpy as np
def gradient(w, X, t):
    g = np.zeros(w.shape)
    for i in range(len(t)):
        if t[i] * np.dot(X[i], w) < 1:
            g = g + t[i] * X[i]
    return g / len(t)
""",
        (6, 7),
        "sign-flipped",
        "margin-sign",
    ),
    _wrong(
        "Poisson without its exponential",
        "poisson",
        """\
import numpy as np
def gradient(w, X, y):
    mu = X.dot(w)
    return X.T.dot(mu - y) / len(y)
""",
        (3,),
        "wrong-forward-value",
    ),
    _wrong(
        "absolute value for its derivative",
        "lasso",
        """\
import numpy as np
def gradient(w, X, y, lam):
    smooth = X.T @ (X @ w - y) / len(y)
    return smooth + lam * np.abs(w)
""",
        (4,),
    ),
    _wrong(
        "softmax over the wrong axis",
        "softmax",
        """\
import numpy as np
def softmax(z):
    e = np.exp(z)
    return e / e.sum(axis=0)
def gradient(W, X, Y):
    P = softmax(X @ W)
    return X.T @ (P - Y) / len(X)
""",
        (4, 6),
        "softmax-wrong-axis",
    ),
    _wrong(
        "softmax sign",
        "softmax",
        """\
import numpy as np
def gradient(W, X, Y):
    E = np.exp(X @ W)
    P = E / E.sum(axis=1, keepdims=True)
    dS = Y - P
    return X.T @ dS / len(X)
""",
        (5,),
        "swapped-y-and-prediction",
        "sign-flipped",
    ),
    _wrong(
        "class index forgotten",
        "classes",
        """\
import numpy as np
def gradient(W, X, y):
    N = X.shape[0]
    E = np.exp(X @ W)
    P = E / E.sum(axis=1, keepdims=True)
    P[range(N)] -= 1
    return X.T @ P / N
""",
        (6,),
    ),
    _wrong(
        "tanh prime of the wrong value",
        "layers",
        """\
import numpy as np
def backward(W1, b1, W2, X, Y):
    m = X.shape[1]
    Z1 = W1 @ X + b1
    A1 = np.tanh(Z1)
    A2 = 1 / (1 + np.exp(-W2 @ A1))
    dZ2 = A2 - Y
    dW2 = dZ2 @ A1.T / m
    dZ1 = W2.T @ dZ2 * (1 - Z1 ** 2)
    dW1 = dZ1 @ X.T / m
    db1 = dZ1.sum(axis=1, keepdims=True) / m
    return dW1, db1, dW2
""",
        (9,),
    ),
    _wrong(
        "hidden delta without the slope",
        "layers",
        """\
import numpy as np
def backward(W1, b1, W2, X, Y):
    m = X.shape[1]
    A1 = np.tanh(W1 @ X + b1)
    A2 = 1 / (1 + np.exp(-W2 @ A1))
    dZ2 = A2 - Y
    dW2 = dZ2 @ A1.T / m
    dA1 = W2.T @ dZ2
    dW1 = dA1 @ X.T / m
    db1 = dA1.sum(axis=1, keepdims=True) / m
    return dW1, db1, dW2
""",
        (8, 9),
    ),
    _wrong(
        "ascends",
        "step",
        """\
import numpy as np
class Model:
    def __init__(self, w):
        self.w = w.copy()
    def step(self, X, y, rate):
        p = 1 / (1 + np.exp(-X @ self.w))
        g = X.T @ (p - y) / len(y)
        self.w = self.w + rate * g
""",
        (8,),
        "sign-flipped",
    ),
    _wrong(
        "whole-number buffer",
        "rows",
        """\
import numpy as np
def gradient(w, X, y):
    g = np.zeros(len(w), dtype=int)
    r = 1 / (1 + np.exp(-X @ w)) - y
    for j in range(len(w)):
        g[j] = np.mean(r * X[:, j])
    return g
""",
        (3, 6),
        "integer-dtype",
    ),
    _wrong(
        "finite differences",
        "rows",
        """\
import numpy as np
def loss(w, X, y):
    z = X @ w
    return np.mean(np.log(1 + np.exp(z)) - y * z)
def gradient(w, X, y):
    h = 1e-5
    g = np.zeros(len(w))
    for j in range(len(w)):
        e = np.zeros(len(w))
        e[j] = h
        g[j] = (loss(w + e, X, y) - loss(w - e, X, y)) / (2 * h)
    return g
""",
        (11,),
        "finite-differences-instead",
    ),
    _wrong(
        "a mini-batch of thirty-two",
        "rows",
        """\
import numpy as np
def gradient(w, X, y):
    X, y = X[:32], y[:32]
    p = 1 / (1 + np.exp(-X @ w))
    return X.T @ (p - y) / len(y)
""",
        (),
    ),
    _wrong(
        "a number for a vector",
        "rows",
        """\
import numpy as np
def gradient(w, X, y):
    p = 1 / (1 + np.exp(-X @ w))
    return np.sum((p - y) @ X) / len(y)
""",
        (4,),
    ),
)
