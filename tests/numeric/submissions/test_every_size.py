"""What is proved for every size, and what never is: programs that may be others at sizes nobody looked at."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from numeric.submissions import Judge, Status, read_assignment

pytestmark = pytest.mark.sandbox

HEAD = "import numpy as np\ndef gradient(w, X, y):\n    n = len(y)\n    s = X @ w\n    p = 1 / (1 + np.exp(-s))\n"

EVERY = {
    "a product": "return X.T @ (p - y) / n",
    "a count by the shape": "return X.T @ (p - y) / X.shape[0]",
    "a count by the size": "return X.T @ (p - y) / y.size",
    "a count by adding ones": "return X.T @ (p - y) / np.ones_like(y).sum()",
    "a mean of rows": "return np.mean((p - y)[:, None] * X, axis=0)",
    "einsum": "return np.einsum('i,ij->j', p - y, X) / n",
    "columns": "r = (p - y).reshape(-1, 1)\n    return (X.T @ r / n).ravel()",
    "a mask": "q = np.where(s >= 0, 1 / (1 + np.exp(-s)), np.exp(s) / (1 + np.exp(s)))\n    return X.T @ (q - y) / n",
    "masked items": (
        "q = np.empty_like(s)\n    m = s >= 0\n    q[m] = 1 / (1 + np.exp(-s[m]))\n    e = np.exp(s[~m])\n"
        "    q[~m] = e / (1 + e)\n    return X.T @ (q - y) / n"
    ),
    "two sums": "return X.T @ p / n - X.T @ y / n",
    "checks of shapes": "assert X.shape == (n, w.shape[0])\n    print(n, X.shape)\n    return X.T @ (p - y) / n",
}

NEVER = {
    "a comparison": "return X.T @ (p - y) / n if n < 1000000 else 0 * w",
    "a slice": "return X[:1000000].T @ (p - y)[:1000000] / n",
    "a slice by another size": "return X[: len(w) + 9].T @ (p - y)[: len(w) + 9] / n",
    "the smaller of two": "return X.T @ (p - y) / min(n, 1000000)",
    "a remainder": "return X.T @ (p - y) / (n % 1000000)",
    "a counter": "k = 0\n    for _ in range(n): k += 1\n    return X.T @ (p - y) / (k if k < 1000000 else 1)",
    "a list's length": "return X.T @ (p - y) / len([v for v in y])",
    "a list's length by tolist": "return X.T @ (p - y) / len(y.tolist())",
    "a table": "return X.T @ (p - y) / list(range(1000000))[n]",
    "a dictionary": "return X.T @ (p - y) / {k: k for k in range(5000)}[n]",
    "a loop over the samples": "return sum(X[i] * (p[i] - y[i]) for i in range(n)) / n",
    "a path by the inputs": "return X.T @ (p - y) / n if s[0] > 0 else X.T @ (p - y) / n",
    "a string": "return X.T @ (p - y) / int(str(n))",
    "bytes": "return X.T @ (p - y) / (y.nbytes // 8)",
    "numpy's own count": "return X.T @ (p - y) / np.arange(n).size",
}


@pytest.fixture(scope="module")
def judge() -> Iterator[Judge]:
    with Judge(read_assignment("bce-rows")) as opened:
        yield opened


@pytest.mark.parametrize("name", EVERY)
def test_the_same_formula_at_every_size_is_proved_for_all(judge: Judge, name: str) -> None:
    review = judge.review(f"{HEAD}    {EVERY[name]}\n", "student.py")
    assert (review.status, review.proof) == (Status.RIGHT, "all sizes")


@pytest.mark.parametrize("name", NEVER)
def test_what_may_differ_at_some_size_is_not_proved_for_all(judge: Judge, name: str) -> None:
    review = judge.review(f"{HEAD}    {NEVER[name]}\n", "student.py")
    assert review.proof != "all sizes"
    assert review.status in (Status.RIGHT, Status.CANNOT_TELL, Status.CRASHES), review
