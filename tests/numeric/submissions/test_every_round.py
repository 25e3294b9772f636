"""Loops over samples, features and hidden units are proved for every size where every round does the same."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from numeric.submissions import Judge, Status, read_assignment

pytestmark = pytest.mark.sandbox

HEAD = """import math
import numpy as np
seen = [0]
def sigmoid(z):
    return 1 / (1 + np.exp(-z))
def logit(w, x):
    total = 0
    for j in range(len(w)):
        total += w[j] * x[j]
    return total
def counted(z):
    seen[0] += 1
    return z
flip = lambda z: -z
def gradient(w, X, y):
    n, m = X.shape
    g = np.zeros(m)
"""
ROUND = "g += (sigmoid(X[i] @ w) - y[i]) * X[i]"

EVERY = {
    "by numbers": f"for i in range(n):\n        {ROUND}\n    return g / n",
    "by the length of the labels": f"for i in range(len(y)):\n        {ROUND}\n    return g / len(y)",
    "with values of their own": (
        "for i in range(n):\n        z = np.dot(X[i, :], w)\n        e = sigmoid(z) - y[i]\n        g = g + e * X[i]\n"
        "    return g / n"
    ),
    "by pairs": "for x, t in zip(X, y):\n        g -= (t - sigmoid(x @ w)) * x\n    return g / n",
    "by numbered pairs": (
        "for i, (x, t) in enumerate(zip(X, y, strict=True)):\n        e = sigmoid(x @ w) - t\n"
        "        g += e * X[i]\n    return g / n"
    ),
    "by rows with a number": (
        "for i, x in enumerate(X):\n        g += (sigmoid(x @ w) - y[i]) * x\n    return g / n"
    ),
    "in two loops": (
        "for i in range(n):\n        z = 0.0\n        for j in range(m):\n            z += w[j] * X[i][j]\n"
        "        for j in range(m):\n            g[j] += (sigmoid(z) - y[i]) * X[i, j]\n"
        "    for j in range(m):\n        g[j] /= n\n    return g"
    ),
    "features outside": (
        "for j in range(m):\n        for i in range(n):\n            g[j] += (sigmoid(X[i] @ w) - y[i]) * X[i, j]\n"
        "        g[j] = g[j] / n\n    return g"
    ),
    "each feature by itself": (
        "e = sigmoid(X @ w) - y\n    for j in range(m):\n        g[j] = np.mean(e * X[:, j])\n    return g"
    ),
    "stored first": (
        "p = np.zeros(n)\n    for i in range(n):\n        p[i] = sigmoid(X[i].dot(w))\n    return X.T @ (p - y) / n"
    ),
    "read in its own round": (
        "p = np.zeros(n)\n    e = np.zeros(n)\n    for i in range(n):\n        p[i] = sigmoid(X[i] @ w)\n"
        "        e[i] = p[i] - y[i]\n        g += e[i] * X[i]\n    return g / n"
    ),
    "by a condition on the label": (
        "for i in range(n):\n        p = sigmoid(X[i] @ w)\n        if y[i] == 1:\n            g -= (1 - p) * X[i]\n"
        "        else:\n            g += p * X[i]\n    return g / n"
    ),
    "a value by a condition": (
        "for i in range(n):\n        p = sigmoid(X[i] @ w)\n        if y[i] == 1:\n            e = p - 1\n"
        "        else:\n            e = p\n        g += e * X[i]\n    return g / n"
    ),
    "through functions": (
        "for i in range(n):\n        g += (sigmoid(flip(flip(logit(w, X[i])))) - y[i]) * X[i]\n    return g / n"
    ),
    "a loss beside it": (
        "loss = 0\n    for i in range(n):\n        p = sigmoid(X[i] @ w)\n        loss += -(y[i] * np.log(p))\n"
        "        g += (p - y[i]) * X[i]\n    return g / n"
    ),
    "a dictionary": (
        "out = {'g': g}\n    for i in range(n):\n        out['g'] += (sigmoid(X[i] @ w) - y[i]) * X[i]\n"
        "    return out['g'] / n"
    ),
    "a counter": "k = 0\n    for i in range(n):\n        k += 1\n        " + ROUND + "\n    return g / k",
    "twice the halves": f"for _ in range(2):\n        for i in range(n):\n            {ROUND}\n    return g / (2 * n)",
}

NEVER = {
    "the number of the round is looked at": f"for i in range(n):\n        if i < 9**9: {ROUND}\n    return g / n",
    "the number is true": f"for i in range(n):\n        if i or not i:\n            {ROUND}\n    return g / n",
    "the number is counted with": f"for i in range(n):\n        {ROUND} + 0 * i\n    return g / n",
    "the number is a key": (
        f"d = {{}}\n    for i in range(n):\n        if d.get(i) is None:\n            {ROUND}\n    return g / n"
    ),
    "a counter is looked at": (
        f"k = 0\n    for i in range(n):\n        k += 1\n        if k < 10**6:\n            {ROUND}\n    return g / n"
    ),
    "a counter is looked at afterwards": (
        f"k = 0\n    for i in range(n):\n        k += 1\n        {ROUND}\n    return g / n if k < 10**6 else 0 * g"
    ),
    "a sum is looked at while it grows": (
        "s = 0 * y[0]\n    for i in range(n):\n        s += 1\n"
        "        g += (sigmoid(X[i] @ w) - y[i]) * X[i] * (s / s)\n    return g / n"
    ),
    "another name for what grows": (
        f"h = g\n    for i in range(n):\n        {ROUND} + 0 * h\n    return g / n"
    ),
    "a value from the round before": (
        "e = 0\n    for i in range(n):\n        g += 0 * e * X[i]\n        e = sigmoid(X[i] @ w) - y[i]\n"
        "        g += e * X[i]\n    return g / n"
    ),
    "a value of the last round": f"for i in range(n):\n        r = 0 * X[i]\n        {ROUND}\n    return (g + r) / n",
    "a list of rounds": f"k = []\n    for i in range(n):\n        k.append(1)\n        {ROUND}\n    return g / len(k)",
    "a function that counts": f"for i in range(n):\n        {ROUND} * counted(1)\n    return g / n",
    "a row that is changed": (
        "for i in range(n):\n        x = X[i]\n        x *= 1\n"
        "        g += (sigmoid(x @ w) - y[i]) * x\n    return g / n"
    ),
    "an early end": f"for i in range(n):\n        {ROUND}\n        if i == 10**6:\n            break\n    return g / n",
    "the neighbour": (
        "p = np.zeros(n)\n    for i in range(n):\n        p[i] = sigmoid(X[i] @ w) + 0 * p[i - 1]\n"
        "    return X.T @ (p - y) / n"
    ),
    "an entry that is read from elsewhere": (
        f"k = 0\n    for i in range(n):\n        {ROUND} + 0 * g[k]\n    return g / n"
    ),
    "numbers from 1": f"for i, _ in enumerate(y, 1):\n        i = i - 1\n        {ROUND}\n    return g / n",
    "all but the first": (
        f"i = 0\n    {ROUND}\n    for i in range(1, n):\n        {ROUND}\n    return g / n"
    ),
    "draws": f"for i in range(n):\n        {ROUND} + 0 * np.random.randn()\n    return g / n",
}  # fmt: skip


@pytest.fixture(scope="module")
def judge() -> Iterator[Judge]:
    with Judge(read_assignment("bce-rows")) as opened:
        yield opened


@pytest.mark.parametrize("name", EVERY)
def test_rounds_that_are_alike_are_proved_for_every_size(judge: Judge, name: str) -> None:
    review = judge.review(f"{HEAD}    {EVERY[name]}\n", "student.py")
    assert (review.status, review.proof) == (Status.RIGHT, "all sizes"), review


@pytest.mark.parametrize("name", NEVER)
def test_rounds_that_may_differ_are_not(judge: Judge, name: str) -> None:
    review = judge.review(f"{HEAD}    {NEVER[name]}\n", "student.py")
    assert review.proof != "all sizes"
    assert review.status in (Status.RIGHT, Status.CANNOT_TELL), review
