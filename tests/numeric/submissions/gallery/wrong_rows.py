"""Wrong gradients of the logistic loss with samples in rows; ``lines`` are the lines that may be named first."""

from __future__ import annotations

from table import Snippet, wrong_snippet

ROWS: tuple[Snippet, ...] = (
    wrong_snippet(
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
    wrong_snippet(
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
    wrong_snippet(
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
    wrong_snippet(
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
    wrong_snippet(
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
    wrong_snippet(
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
    wrong_snippet(
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
    wrong_snippet(
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
    wrong_snippet(
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
    wrong_snippet(
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
    wrong_snippet(
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
    wrong_snippet(
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
    wrong_snippet(
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
    wrong_snippet(
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
    wrong_snippet(
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
    wrong_snippet(
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
