"""The correct versions."""

from __future__ import annotations

from derive.derivation.batch import COLUMNS, ROWS
from derive.derivation.matrices import Entrywise, Product, Sample, SampleSum, Scaled
from derive.terms import fn
from numeric.handwritten.version import (
    MEAN,
    P,
    S,
    Version,
    Y,
    mean,
    rows,
    sample,
)

CORRECT = (
    Version(
        "scalar-loop",
        "Loop over samples and weights",
        ROWS,
        Scaled(MEAN, SampleSum(Product(Sample(ROWS.data, 0), sample(P - Y)))),
        """
def gradient(w, X, y):
    N, M = X.shape
    grad = np.zeros(M)
    for k in range(N):
        s = sum(w[j] * X[k, j] for j in range(M))
        for j in range(M):
            grad[j] += (sigmoid(s) - y[k]) * X[k, j] / N
    return grad
""",
        "Slow, and the easiest to believe: one sample and one weight at a time.",
    ),
    Version(
        "columns",
        "Samples as columns",
        COLUMNS,
        mean(COLUMNS.of(P - Y), COLUMNS),
        """
def gradient(W, X, Y):
    Z = sigmoid(W @ X)
    return (Z - Y) @ X.T / X.shape[1]
""",
        "The sum over the samples is the matrix product; nothing has to be summed by hand.",
    ),
    Version(
        "rows",
        "Samples as rows",
        ROWS,
        mean(rows(P - Y)),
        """
def gradient(w, X, y):
    y_hat = sigmoid(X @ w)
    return X.T @ (y_hat - y) / len(y)
""",
        "The same gradient in the layout of most data files.",
    ),
    Version(
        "logits",
        "From the logits",
        ROWS,
        mean(Entrywise(fn("sigmoid", S) - Y, ((S.name, ROWS.logits), (Y.name, ROWS.labels)))),
        """
def gradient(w, X, y):
    s = X @ w
    e = np.exp(-np.abs(s))
    y_hat = np.where(s >= 0, 1, e) / (1 + e)
    return X.T @ (y_hat - y) / len(y)
""",
        "The gradient of softplus(s) − ys. No exponential of a large number, no division by ŷ or 1 − ŷ.",
    ),
)
