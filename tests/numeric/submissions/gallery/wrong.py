"""Wrong gradients; ``lines`` are the lines that may be named first."""

from __future__ import annotations

from table import Snippet, wrong_snippet
from wrong_rows import ROWS

WRONG: tuple[Snippet, ...] = (
    *ROWS,
    wrong_snippet(
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
    wrong_snippet(
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
    wrong_snippet(
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
    wrong_snippet(
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
    wrong_snippet(
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
    wrong_snippet(
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
    wrong_snippet(
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
    wrong_snippet(
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
    wrong_snippet(
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
    wrong_snippet(
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
    wrong_snippet(
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
    wrong_snippet(
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
    wrong_snippet(
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
    wrong_snippet(
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
    wrong_snippet(
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
    wrong_snippet(
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
    wrong_snippet(
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
    wrong_snippet(
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
    wrong_snippet(
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
    wrong_snippet(
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
    wrong_snippet(
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
    wrong_snippet(
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
    wrong_snippet(
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
)
