"""The slips that are made most often, one record each."""

from __future__ import annotations

from derive.derivation.batch import COLUMNS, ROWS
from derive.derivation.matrices import Colon, Plus, Product, Scaled, Transposed
from derive.derivation.matrix_rules import entrywise
from derive.terms import ONE, fn, num
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

BUGGY = (
    Version(
        "lost-inner-sign",
        "The inner sign of d log(1 − ŷ) is lost",
        ROWS,
        mean(rows(-(Y / P + (1 - Y) / (1 - P)) * SLOPE)),
        """
def gradient(w, X, y):
    y_hat = sigmoid(X @ w)
    d_loss = -(y / y_hat + (1 - y) / (1 - y_hat))
    return X.T @ (d_loss * y_hat * (1 - y_hat)) / len(y)
""",
        "The derivative of log(1 − ŷ) is −1/(1 − ŷ): the inner derivative −1 belongs to it.",
        "missing-inner-derivative",
    ),
    Version(
        "one-for-one-minus-y",
        "1 in place of 1 − y",
        ROWS,
        mean(rows(-(Y / P - 1 / (1 - P)) * SLOPE)),
        """
def gradient(w, X, y):
    y_hat = sigmoid(X @ w)
    d_loss = -(y / y_hat - 1 / (1 - y_hat))
    return X.T @ (d_loss * y_hat * (1 - y_hat)) / len(y)
""",
        "The factor 1 − y switches the second term off for y = 1; without it every sample pulls down.",
        "one-instead-of-one-minus-y",
    ),
    Version(
        "sum-collapsed",
        "The samples are summed before the chain rule",
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
        "The sum of products became a product of sums. With one sample they are the same, which is why "
        "checking by hand on one sample does not find it.",
        "sum-collapsed-before-chain-rule",
    ),
    Version(
        "slope-at-prediction",
        "σ′ is taken at ŷ in place of s",
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
        "d_sigmoid expects the logit. Given the prediction it applies σ twice.",
        "sigma-prime-of-activation",
    ),
    Version(
        "slope-missing",
        "σ′ is missing",
        ROWS,
        mean(rows(OUTER)),
        """
def gradient(w, X, y):
    y_hat = sigmoid(X @ w)
    d_loss = -y / y_hat + (1 - y) / (1 - y_hat)
    return X.T @ d_loss / len(y)
""",
        "The chain stops at ŷ: the factor ∂ŷ/∂s is left out, and steps explode where ŷ is nearly 0 or 1.",
        "missing-sigma-prime",
    ),
    Version(
        "slope-twice",
        "σ′ stands there twice",
        ROWS,
        mean(rows((P - Y) * SLOPE)),
        """
def gradient(w, X, y):
    y_hat = sigmoid(X @ w)
    delta = (y_hat - y) * y_hat * (1 - y_hat)
    return X.T @ delta / len(y)
""",
        "ŷ − y already contains σ′: it is what is left after cancelling. The extra factor stalls training.",
        "extra-sigma-prime",
    ),
    Version(
        "sign-flipped",
        "The gradient of the log-likelihood in a descent",
        ROWS,
        mean(rows(Y - P)),
        """
def gradient(w, X, y):
    y_hat = sigmoid(X @ w)
    return X.T @ (y - y_hat) / len(y)
""",
        "Right for whoever ascends the log-likelihood; subtracted in a descent it climbs the loss.",
        "sign-flipped",
    ),
    Version(
        "mean-missing",
        "1/N is missing",
        ROWS,
        mean(rows(P - Y), factor=ONE),
        """
def gradient(w, X, y):
    y_hat = sigmoid(X @ w)
    return X.T @ (y_hat - y)
""",
        "The gradient of the sum, not of the mean: the step grows with the number of samples.",
        "missing-mean-factor",
    ),
    Version(
        "mean-twice",
        "1/N stands there twice",
        ROWS,
        mean(rows(P - Y), factor=1 / N**2),
        """
def gradient(w, X, y):
    y_hat = sigmoid(X @ w)
    error = (y_hat - y) / len(y)
    return X.T @ error / len(y)
""",
        "Right direction, N times too short.",
        "extra-mean-factor",
    ),
    Version(
        "input-missing",
        "x is missing",
        ROWS,
        Scaled(MEAN, Colon(ones(), rows(P - Y))),
        """
def gradient(w, X, y):
    y_hat = sigmoid(X @ w)
    return np.mean(y_hat - y)
""",
        "∂s/∂w is left out. The result is one number, which broadcasting adds to every weight.",
        "missing-input-factor",
    ),
    Version(
        "broadcast",
        "A column minus a row",
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
        "Every prediction is compared with every label. The mean hides it: each sample gets the average "
        "label.",
        "broadcast-outer",
    ),
    Version(
        "minus-first-term",
        "The minus reaches only the first term",
        ROWS,
        mean(rows((-(Y / P) - (1 - Y) / (1 - P)) * SLOPE)),
        """
def gradient(w, X, y):
    y_hat = sigmoid(X @ w)
    d_loss = -y / y_hat - (1 - y) / (1 - y_hat)
    return X.T @ (d_loss * y_hat * (1 - y_hat)) / len(y)
""",
        "Opening −(a − b) gives −a + b. The result is the same wrong formula as with the lost inner sign.",
        "minus-reaches-first-term-only",
    ),
    Version(
        "guarded-log",
        "The logarithm is guarded, its gradient is not",
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
        "The gradient of another loss than the one that is printed. Harmless here, but the two do differ; "
        "the loss from the logits needs no guard.",
        "log-guard-mismatch",
        -(Y * fn("log", P + GUARD) + (1 - Y) * fn("log", 1 - P + GUARD)),
    ),
    Version(
        "overflow",
        "exp(−s) overflows",
        ROWS,
        mean(rows((P - Y) / (P * (1 - P)) * SLOPE)),
        """
def gradient(w, X, y):
    y_hat = sigmoid(X @ w)
    d_loss = (y_hat - y) / (y_hat * (1 - y_hat))
    return X.T @ (d_loss * y_hat * (1 - y_hat)) / len(y)
""",
        "As algebra it is right. In floating point exp(−s) overflows for s < −709.8, ŷ becomes exactly 0 "
        "(or 1, from s = 37 on), and 0/0 is nan.",
        "unstable-sigmoid",
    ),
)
