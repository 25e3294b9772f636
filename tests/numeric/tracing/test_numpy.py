"""NumPy on exact symbols: each expression, evaluated exactly and read at a point, agrees with NumPy's own floats."""

from __future__ import annotations

import pytest
from exactly import check, exactly

from derive.arrays import leaf
from numeric.tracing.array import ExactArray, plain
from numeric.tracing.record import entries, program_of
from numeric.tracing.state import Trace, running

pytestmark = pytest.mark.filterwarnings("ignore:the matrix subclass")

EXPRESSIONS = """
A + v
A - A.mean(axis=0)
A * v / (1 + s)
1 / len(v) * A
A @ B
A.dot(v)
np.dot(v, v)
np.matmul(A, B)
np.multiply(A, A)
np.outer(v, v)
np.inner(v, v)
np.vdot(A, A)
np.tensordot(A, B, axes=1)
np.einsum('ij,jk->ik', A, B)
np.einsum('ij->j', A)
np.einsum('ij,ij', A, A)
np.kron(v, v)
np.sum(A, axis=1, keepdims=True)
A.sum(0)
np.mean(A)
A.max(axis=1)
np.min(A)
np.prod(v)
A.std(axis=0)
np.var(v, ddof=1)
np.average(v, weights=[1, 2, 3])
np.cumsum(v)
np.diff(v)
np.trace(A @ B)
A.reshape(3, 2)
A.reshape(-1, order='F')
A.T.ravel()
A.flatten('F')
A[None].squeeze()
A.transpose(1, 0)
np.swapaxes(A, 0, 1)
A[:, ::-1][0]
A[[1, 0], [0, 2]]
A[A > 0].sum()
v[::2]
np.where(A > 0, A, 0.1 * A)
np.clip(A, -1, 1)
A.clip(0)
np.maximum(0, A)
np.minimum(A, v)
np.abs(A)
abs(v)
np.sign(A)
np.log1p(np.exp(A))
np.expm1(v)
np.logaddexp(0, A)
np.logaddexp.reduce(v)
np.add.reduce(A, axis=0)
np.multiply.outer(v, v)
np.tanh(A)
np.sqrt(A ** 2 + 1)
np.power(A, 3)
v ** 2
2 ** v
np.square(v)
np.exp(-A) ** -1
np.log2(1 + A ** 2)
np.reciprocal(1 + v ** 2)
np.concatenate([A, A], axis=1)
np.concatenate((v, [s]))
np.stack([v, v])
np.hstack([v, v])
np.vstack((v, v))
np.c_[v, v]
np.r_[v, s]
np.tile(v, (2, 1))
np.repeat(v, 2)
np.insert(v, 0, 1)
np.append(v, s)
np.diag(v)
np.diag(A @ B)
np.eye(3) * v
np.ones((2, 2)) * s
np.zeros(3) + v
np.full((2,), 0.5) * s
np.arange(3) * v
np.linspace(0, 1, 3) * v
np.array([[s, 1], [2, s]]) @ np.array([1, 2])
np.vectorize(lambda u: u * u if u > 0 else 0.0)(v)
np.frompyfunc(lambda u: u + 1, 1, 1)(v)
np.apply_along_axis(lambda row: row.sum(), 1, A)
np.linalg.norm(v)
np.linalg.norm(A, axis=1)
np.linalg.norm(v, 1)
np.matrix(A) * np.matrix(B)
np.mat(A).T * np.matrix(v[:2]).T
np.asarray(np.matrix(A) * np.matrix(B)).ravel()
math.exp(s) + math.log(2 + s) + math.sqrt(2) + math.pi
math.pow(s, 2) + math.tanh(s) + math.fabs(-s)
expit(v)
logsumexp(A, axis=1)
softmax(A, axis=1)
xlogy(v, 2 + s)
sum(v) + sum(u * u for u in v)
sum((A[0, j] - v[j]) ** 2 for j in range(3)) / 3
max(s, 0) + min(s, 0.5) + max(v)
float(s) + float(v[0])
(v > 0).sum() + (v > 0) * v
(v > 0).astype(float) * v
np.mean(v >= 0.5)
(A > 0) & (A < 1)
np.logical_or(v > 1, v < 0) * 1.0
-A + (+A) - (A - 1)
np.dot(A, [[1], [2], [3]])
A.shape[0] / A.shape[1] * v
np.flip(v)
np.roll(v, 1)
np.atleast_2d(v) @ B
np.expand_dims(v, 1) * v
v.reshape(-1, 1) @ v[None, :]
np.array([x for x in v]).sum()
np.sort(v)
v[np.argmax(v)]
np.heaviside(v, 0.5)
np.float64(s) * v.item(0)
np.count_nonzero(v > 0) * s
np.triu(A @ B)
np.broadcast_to(v, (2, 3)) * A
np.zeros_like(A) + A
np.nan_to_num(v)
np.any(v > 0) * s
np.all(v > -5) * s
"""

STATEMENTS = {
    "items into zeros": "g = np.zeros(3)\nfor i in range(3):\n    g[i] = v[i] * s\nreturn g",
    "masked items": "g = A.copy()\ng[g < 0] = 0\nreturn g",
    "masked items from another array": "g = A.copy()\ng[A < 0] = -A[A < 0]\nreturn g",
    "views share their memory": "g = np.zeros((2, 3))\nrow = g[0]\nrow += v\nrow[1] *= 2\nreturn g",
    "in-place operators": "g = A.copy()\ng -= v\ng *= 2\ng /= 3\ng **= 2\nreturn g",
    "np.add.at": "g = np.zeros(2)\nnp.add.at(g, [0, 0, 1], v)\nreturn g",
    "lists": "return [[a * s for a in row] for row in A.tolist()]",
    "tuples and zip": "return [a - b for a, b in zip(v, v[::-1])]",
    "an if in a loop": "t = 0\nfor u in v:\n    if u > 0:\n        t += u\n    else:\n        t -= 2 * u\nreturn t",
    "sorted and enumerate": "return [u * k for k, u in enumerate(v)]",
    "out=": "g = np.empty((2, 3))\nnp.multiply(A, v, out=g)\nnp.exp(g, out=g)\nreturn g",
    "strings": "print(f'{s:.2f}', '%.3f' % s, '{:.1f}'.format(s), v, str(A))\nreturn s",
    "while": "k, t = 0, 0.5\nwhile k < 3:\n    t = t * s\n    k += 1\nreturn t",
}


@pytest.mark.parametrize("expression", EXPRESSIONS.strip().splitlines())
def test_an_expression_has_the_value_that_numpy_gives(expression: str) -> None:
    check(f"return {expression}")


@pytest.mark.parametrize("name", STATEMENTS)
def test_statements_do_what_numpy_does(name: str) -> None:
    check(STATEMENTS[name])


@pytest.mark.parametrize(
    "body",
    [
        "return int(s * 10) * v",
        "g = np.zeros(3, dtype=int)\ng[0] = s\nreturn g",
        "return round(s, 1) * v",
        "return np.round(s, 1) * v",
        "return v if np.allclose(v, A[0]) else A[0]",
        "import array\nreturn array.array('d', [s])[0] * v",
    ],
)
def test_what_leaves_exactness_says_so(body: str) -> None:
    assert exactly(body)[1]


def test_a_program_is_found_again_behind_views_and_assignments() -> None:
    weights = leaf("w", (2, 2))
    with running(Trace(recording=True)):
        held = entries(weights).view(ExactArray)
        assert program_of(plain(held.T), (2, 2)).operation.kind == "transpose"
        assert program_of(plain(held), (2, 2)) is weights
