"""The slips that are made most often, one record each."""

from __future__ import annotations

from derive.derivation.batch import COLUMNS, ROWS, Names
from derive.derivation.matrices import Colon, Matrix, Plus, Product, Scaled, Transposed
from derive.derivation.matrix_rules import entrywise
from derive.misconceptions import named_misconception
from derive.terms import ONE, Term, fn, num
from numeric.handwritten.version import (
    GUARD,
    MEAN,
    OUTER,
    SLOPE,
    N,
    P,
    Version,
    Y,
    mean,
    ones,
    rows,
)


def _slip(
    name: str, misconception: str, names: Names, gradient: Matrix, code: str, objective: Term | None = None
) -> Version:
    """A version with a slip; what is said about it is what its record says."""
    record = named_misconception(misconception)
    remark = f"{record.right_way} {record.glance}"
    return Version(name, record.title, names, gradient, code, remark, misconception, objective)


BUGGY = (
    _slip(
        "lost-inner-sign",
        "missing-inner-derivative",
        ROWS,
        mean(rows(-(Y / P + (1 - Y) / (1 - P)) * SLOPE)),
        """
def gradient(w, X, y):
    y_hat = sigmoid(X @ w)
    d_loss = -(y / y_hat + (1 - y) / (1 - y_hat))
    return X.T @ (d_loss * y_hat * (1 - y_hat)) / len(y)
""",
    ),
    _slip(
        "one-for-one-minus-y",
        "one-instead-of-one-minus-y",
        ROWS,
        mean(rows(-(Y / P - 1 / (1 - P)) * SLOPE)),
        """
def gradient(w, X, y):
    y_hat = sigmoid(X @ w)
    d_loss = -(y / y_hat - 1 / (1 - y_hat))
    return X.T @ (d_loss * y_hat * (1 - y_hat)) / len(y)
""",
    ),
    _slip(
        "sum-collapsed",
        "sum-collapsed-before-chain-rule",
        COLUMNS,
        Scaled(
            MEAN,
            Product(
                Colon(entrywise(ONE, (Y.name, COLUMNS.labels)), COLUMNS.of(OUTER)),
                COLUMNS.gradient(COLUMNS.of(SLOPE)),
            ),
        ),
        """
def gradient(W, X, Y):
    Z = sigmoid(W @ X)
    d_loss = np.sum(-Y / Z + (1 - Y) / (1 - Z)) / Y.size
    return d_loss * (Z * (1 - Z)) @ X.T
""",
    ),
    _slip(
        "slope-at-prediction",
        "sigma-prime-of-activation",
        ROWS,
        mean(rows(OUTER * (fn("sigmoid", P) * (1 - fn("sigmoid", P))))),
        """
def d_sigmoid(s):
    return sigmoid(s) * (1 - sigmoid(s))

def gradient(w, X, y):
    y_hat = sigmoid(X @ w)
    d_loss = -y / y_hat + (1 - y) / (1 - y_hat)
    return X.T @ (d_loss * d_sigmoid(y_hat)) / len(y)
""",
    ),
    _slip(
        "slope-missing",
        "missing-sigma-prime",
        ROWS,
        mean(rows(OUTER)),
        """
def gradient(w, X, y):
    y_hat = sigmoid(X @ w)
    d_loss = -y / y_hat + (1 - y) / (1 - y_hat)
    return X.T @ d_loss / len(y)
""",
    ),
    _slip(
        "slope-twice",
        "extra-sigma-prime",
        ROWS,
        mean(rows((P - Y) * SLOPE)),
        """
def gradient(w, X, y):
    y_hat = sigmoid(X @ w)
    delta = (y_hat - y) * y_hat * (1 - y_hat)
    return X.T @ delta / len(y)
""",
    ),
    _slip(
        "sign-flipped",
        "sign-flipped",
        ROWS,
        mean(rows(Y - P)),
        """
def gradient(w, X, y):
    y_hat = sigmoid(X @ w)
    return X.T @ (y - y_hat) / len(y)
""",
    ),
    _slip(
        "mean-missing",
        "missing-mean-factor",
        ROWS,
        mean(rows(P - Y), factor=ONE),
        """
def gradient(w, X, y):
    y_hat = sigmoid(X @ w)
    return X.T @ (y_hat - y)
""",
    ),
    _slip(
        "mean-twice",
        "extra-mean-factor",
        ROWS,
        mean(rows(P - Y), factor=1 / N**2),
        """
def gradient(w, X, y):
    y_hat = sigmoid(X @ w)
    error = (y_hat - y) / len(y)
    return X.T @ error / len(y)
""",
    ),
    _slip(
        "input-missing",
        "missing-input-factor",
        ROWS,
        Scaled(MEAN, Colon(ones(), rows(P - Y))),
        """
def gradient(w, X, y):
    y_hat = sigmoid(X @ w)
    return np.mean(y_hat - y)
""",
    ),
    _slip(
        "broadcast",
        "broadcast-outer",
        ROWS,
        Scaled(
            1 / N**2,
            Product(
                Transposed(ROWS.data),
                Product(
                    Plus(
                        (
                            Product(ROWS.predictions, Transposed(ones())),
                            Scaled(num(-1), Product(ones(), Transposed(ROWS.labels))),
                        )
                    ),
                    ones(),
                ),
            ),
        ),
        """
def gradient(w, X, y):
    y_hat = sigmoid(X @ w.reshape(-1, 1))
    error = y_hat - y                # (N, 1) - (N,) is (N, N)
    return np.mean(X.T @ error, axis=1) / len(y)
""",
    ),
    _slip(
        "minus-first-term",
        "minus-reaches-first-term-only",
        ROWS,
        mean(rows((-(Y / P) - (1 - Y) / (1 - P)) * SLOPE)),
        """
def gradient(w, X, y):
    y_hat = sigmoid(X @ w)
    d_loss = -y / y_hat - (1 - y) / (1 - y_hat)
    return X.T @ (d_loss * y_hat * (1 - y_hat)) / len(y)
""",
    ),
    _slip(
        "guarded-log",
        "log-guard-mismatch",
        ROWS,
        mean(rows(P - Y)),
        """
def loss(w, X, y):
    y_hat = sigmoid(X @ w)
    return -np.mean(y * np.log(y_hat + 1e-10) + (1 - y) * np.log(1 - y_hat + 1e-10))

def gradient(w, X, y):
    y_hat = sigmoid(X @ w)
    return X.T @ (y_hat - y) / len(y)
""",
        -(Y * fn("log", P + GUARD) + (1 - Y) * fn("log", 1 - P + GUARD)),
    ),
    _slip(
        "overflow",
        "unstable-sigmoid",
        ROWS,
        mean(rows((P - Y) / (P * (1 - P)) * SLOPE)),
        """
def gradient(w, X, y):
    y_hat = sigmoid(X @ w)
    d_loss = (y_hat - y) / (y_hat * (1 - y_hat))
    return X.T @ (d_loss * y_hat * (1 - y_hat)) / len(y)
""",
    ),
)
