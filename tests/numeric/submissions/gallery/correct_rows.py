"""The gradient of the logistic loss with samples in rows, right in many styles; line 1 is the line below the quotes."""

from __future__ import annotations

from table import Snippet

UNSTABLE = "right-but-unstable"

ROWS = (
    Snippet(
        "vectorised rows",
        "rows",
        """\
import numpy as np
def gradient(w, X, y):
    return X.T @ (1 / (1 + np.exp(-X @ w)) - y) / len(y)
""",
    ),
    Snippet(
        "loop over samples",
        "rows",
        """\
import numpy as np
def gradient(w, X, y):
    g = np.zeros_like(w)
    for i in range(X.shape[0]):
        p = 1 / (1 + np.exp(-np.dot(w, X[i])))
        g += (p - y[i]) * X[i]
    return g / X.shape[0]
""",
    ),
    Snippet(
        "two loops and lists",
        "rows",
        """\
import math
def gradient(w, X, y):
    n, m = len(X), len(w)
    g = [0.0] * m
    for i in range(n):
        s = sum(w[j] * X[i][j] for j in range(m))
        p = 1.0 / (1.0 + math.exp(-s))
        for j in range(m):
            g[j] += (p - y[i]) * X[i][j] / n
    return g
""",
    ),
    Snippet(
        "einsum",
        "rows",
        """\
import numpy as np
def gradient(w, X, y):
    s = np.einsum('nm,m->n', X, w)
    return np.einsum('n,nm->m', 1 / (1 + np.exp(-s)) - y, X) / X.shape[0]
""",
    ),
    Snippet(
        "expit and average",
        "rows",
        """\
import numpy as np
from scipy.special import expit
def gradient(w, X, y):
    return np.average((expit(X.dot(w)) - y)[:, np.newaxis] * X, axis=0)
""",
    ),
    Snippet(
        "stable sigmoid by masks",
        "rows",
        """\
import numpy as np
def sigmoid(z):
    out = np.empty_like(z)
    pos = z >= 0
    out[pos] = 1 / (1 + np.exp(-z[pos]))
    e = np.exp(z[~pos])
    out[~pos] = e / (1 + e)
    return out
def gradient(w, X, y):
    return X.T.dot(sigmoid(X @ w) - y) / y.size
""",
    ),
    Snippet(
        "stable sigmoid by if",
        "rows",
        """\
import math
import numpy as np
def sigmoid(z):
    if z >= 0:
        return 1 / (1 + math.exp(-z))
    e = math.exp(z)
    return e / (1 + e)
def gradient(w, X, y):
    p = np.array([sigmoid(z) for z in X @ w])
    return np.mean((p - y).reshape(-1, 1) * X, axis=0)
""",
    ),
    Snippet(
        "sigmoid by where",
        "rows",
        """\
import numpy as np
def gradient(w, X, y):
    z = X @ w
    p = np.where(z > 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))
    return (p - y) @ X / len(X)
""",
    ),
    Snippet(
        "sigmoid by tanh",
        "rows",
        """\
import numpy as np
def gradient(w, X, y):
    p = 0.5 * (1 + np.tanh(0.5 * (X @ w)))
    return np.inner(X.T, p - y) / X.shape[0]
""",
    ),
    Snippet(
        "probabilities and the chain rule",
        "rows",
        """\
import numpy as np
def gradient(w, X, y):
    z = X @ w
    p = 1 / (1 + np.exp(-z))
    dp = -(y / p) + (1 - y) / (1 - p)
    dz = dp * p * (1 - p)
    return X.T @ dz / len(y)
""",
        UNSTABLE,
    ),
    Snippet(
        "guarded probabilities",
        "rows",
        """\
import numpy as np
def gradient(w, X, y, eps=1e-12):
    p = 1 / (1 + np.exp(-(X @ w)))
    dp = (p - y) / (p * (1 - p) + eps)
    return X.T @ (dp * p * (1 - p)) / len(y)
""",
    ),
    Snippet(
        "clipped probabilities",
        "rows",
        """\
import numpy as np
def gradient(w, X, y):
    p = np.clip(1 / (1 + np.exp(-X.dot(w))), 1e-9, 1 - 1e-9)
    return np.dot(X.T, p - y) / X.shape[0]
""",
    ),
    Snippet(
        "vectorize",
        "rows",
        """\
import numpy as np
sigmoid = np.vectorize(lambda s: 1 / (1 + np.exp(-s)))
gradient = lambda w, X, y: X.T @ (sigmoid(X @ w) - y) / len(y)
""",
    ),
    Snippet(
        "np.matrix",
        "rows",
        """\
import numpy as np
def gradient(w, X, y):
    X, w, y = np.matrix(X), np.matrix(w).T, np.matrix(y).T
    h = 1 / (1 + np.exp(-X * w))
    return np.asarray(X.T * (h - y) / len(X)).ravel()
""",
    ),
    Snippet(
        "column vectors",
        "rows",
        """\
import numpy as np
def gradient(w, X, y):
    w = w.reshape(-1, 1)
    y = y.reshape(-1, 1)
    h = 1.0 / (1.0 + np.exp(-np.dot(X, w)))
    return np.dot(X.T, h - y) / y.shape[0]
""",
    ),
    Snippet(
        "apply_along_axis and prints",
        "rows",
        """\
import numpy as np
def gradient(w, X, y):
    z = np.apply_along_axis(lambda row: row @ w, 1, X)
    p = 1 / (1 + np.exp(-z))
    print("loss %.4f" % -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)), f"p0 = {p[0]:.2f}")
    return X.T @ (p - y) / float(len(y))
""",
    ),
    Snippet(
        "in-place operators",
        "rows",
        """\
import numpy as np
def gradient(w, X, y):
    p = np.exp(-X @ w)
    p += 1
    p **= -1
    p -= y
    g = X.T @ p
    g /= len(y)
    return g
""",
    ),
    Snippet(
        "mini-batches that cover the samples",
        "rows",
        """\
import numpy as np
def gradient(w, X, y, size=2):
    total = np.zeros(w.shape)
    for start in range(0, len(X), size):
        A, c = X[start:start + size], y[start:start + size]
        total = total + A.T @ (1 / (1 + np.exp(-A @ w)) - c)
    return total / len(X)
""",
    ),
)
