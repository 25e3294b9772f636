"""Calls that build and join arrays, those of linear algebra, of `math`, of plain Python and of SciPy."""

from __future__ import annotations

EXPRESSIONS = r"""
np.concatenate([v, v])
np.concatenate((A, A), 0)
np.concatenate([A, v[None]], axis=0)
np.concatenate([A.ravel(), v.ravel()])
np.concatenate([[s], v])
np.concatenate([A, A], axis=None)
np.stack([v, v], axis=1)
np.stack((v, v), axis=-1)
np.hstack((A, A))
np.hstack([s, v])
np.hstack((np.ones((2, 1)), A))
np.vstack([A, v])
np.dstack([v, v])
np.column_stack([v, v])
np.column_stack((np.ones(2), A))
np.c_[np.ones(2), A]
np.c_[A, A]
np.c_[np.ones((2, 1)), A]
np.r_[v, v]
np.r_[0, v]
np.r_[A, A]
np.r_['1', A, A]
np.block([[A], [A]])
np.tile(v, 2)
np.tile(v, (2, 2))
np.repeat(A, 2, axis=0)
np.repeat(v, [1, 2, 0])
v.repeat(2)
np.insert(A, 0, 1, axis=1)
np.insert(A, 0, 1.0, axis=0)
np.append(v, [1, 2])
np.append(A, A, axis=0)
np.append([], v)
np.delete(v, 0)
np.delete(A, 0, axis=1)
np.diag(v, 1)
np.diagflat(v)
np.diagonal(A @ B)
(A @ B).diagonal()
np.eye(3)[[0, 2]] * v
np.eye(2, 3) + A
np.eye(3) - np.outer(v, v)
np.identity(3) * s
np.ones(3) * v
np.ones_like(A) * s
np.ones((2, 3)) / 2
np.zeros((2, 3)) + A
np.zeros_like(v) + s
np.empty_like(A) * 0 + A
np.full((2, 3), s)
np.full_like(A, 2)
np.full_like(A, s)
np.arange(1, 4) * v
np.arange(0, 1, 0.5) * s
np.arange(3.0) * v
np.linspace(0, 1, 5) * s
np.linspace(0, 1, num=3)
A[np.arange(2), np.argmax(A, axis=1)]
A.argmax()
np.argmax(A, 0)
v.argmin()
np.argsort(v)
v[np.argsort(v)]
np.vectorize(lambda u: u if u > 0 else 0)(A)
np.vectorize(lambda u, w: u * w)(v, v)
np.vectorize(lambda u: 1 / (1 + math.exp(-u)))(v)
np.vectorize(math.exp)(v)
np.vectorize(lambda u: u, otypes=[float])(v)
np.frompyfunc(lambda u, w: u + w, 2, 1)(v, v)
np.frompyfunc(math.exp, 1, 1)(v).astype(float)
np.apply_along_axis(np.sum, 0, A)
np.apply_along_axis(lambda r: r * 2, 1, A)
np.apply_along_axis(lambda r: np.exp(r) / np.exp(r).sum(), 1, A)
np.apply_over_axes(np.sum, A, [0])
np.linalg.norm(v) ** 2
np.linalg.norm(A)
np.linalg.norm(A, 'fro')
np.linalg.norm(v, ord=2)
np.linalg.norm(v, ord=1)
np.linalg.norm(v, np.inf)
np.linalg.norm(A, axis=1, keepdims=True)
np.linalg.norm(A, ord=2, axis=0)
np.linalg.multi_dot([A, B, A])
np.linalg.inv(A @ B)
np.linalg.solve(A @ B, v[:2])
np.linalg.det(A @ B)
np.linalg.matrix_power(A @ B, 2)
np.matrix(A).T
np.matrix(A) * np.matrix(v).T
np.asmatrix(A).A
np.matrix(v)[0, 1]
np.multiply(np.matrix(A), np.matrix(A))
np.matrix(A).sum()
np.matrix(A).mean(axis=1)
np.matrix(A).getA()
np.matrix(A).A1
np.array(np.matrix(v)).ravel()
np.sum(np.matrix(A), axis=0)
np.exp(np.matrix(A))
math.exp(s) + math.log(s) + math.log(s, 2) + math.log2(s) + math.log10(s) + math.log1p(s)
math.sin(s) + math.cos(s) + math.atan(s)
math.erf(s) + math.gamma(s+1) + math.lgamma(s+1)
math.e * s + math.pi
math.fsum([s, s])
math.prod([s, 2, s])
math.pow(s, 3) + math.hypot(s, 1) + math.expm1(s)
math.floor(2.5) * s
math.exp(v[0])
math.inf > s
math.isclose(s, s)
math.copysign(1, s)
sum(v)
sum(v.tolist())
sum([a * b for a, b in zip(v, v)])
sum(A[i, j] for i in range(2) for j in range(3))
max(0, s)
max(v)
max([s, 0.0])
min(v[0], v[1])
abs(s)
pow(s, 2)
round(2.4) * s
sum([], 0.0) + s
sorted(v)
list(map(lambda x: x ** 2, v))
[sum(a * b for a, b in zip(row, v)) for row in A]
[max(0.0, x) for x in v]
(v > 0).astype(int)
(v > 0).astype(np.float64)
(v > 0) * 1
(v > 0) * A
(A > 0).sum(axis=0)
np.array(v > 0, dtype=float)
1.0 * (v >= 0)
(v > 0).mean()
np.sum(v > 0)
~(v > 0) * v
np.logical_and(v > 0, v < 1).astype(float)
np.logical_not(v > 0) * v
np.greater(v, 0) * v
np.less_equal(v, 0) * v
np.equal(v, 0.5) * v
np.not_equal(v, 0.5) * s
(v == v[0]) * s
int(True) * s
float(s)
float(v[0])
np.float64(s)
np.float32(0.5) * s
v.astype(float)
v.astype('float64')
v.astype(np.float32)
v.item(0)
v[0].item()
v.tolist()
np.array(v, copy=True)
np.array(v, dtype=np.float64)
np.copy(v)
v.copy()
np.asarray(v, float)
np.asfortranarray(A)
np.atleast_1d(s)
np.atleast_2d(v)
np.atleast_2d(v).T
np.expand_dims(v, axis=0)
np.broadcast_to(s, (3,))
np.broadcast_arrays(A, v)[1]
np.meshgrid(v, v)[0]
np.split(v, 3)[0]
np.array_split(v, 2)[1]
np.hsplit(A, 3)[0]
np.vsplit(A, 2)[0]
np.rot90(A)
np.fliplr(A)
np.flipud(A)
np.flip(A, axis=1)
np.roll(A, 1, axis=0)
np.tril(A @ B, -1)
np.unravel_index(3, (2, 3))
np.cumsum(A, axis=1)
np.cumprod(v)
v.cumsum()
np.cumsum(v[::-1])[::-1]
np.diff(A, axis=0)
np.diff(A, axis=1)
np.diff(v, n=2)
np.ediff1d(v)
np.convolve(v, [1, 2])
np.correlate(v, [1.0, 2.0])
np.convolve(v, v, mode='same')
np.cross(v, v[::-1])
np.kron(A, v)
np.trapezoid(v)
np.ptp(v)
np.median(v)
np.std(v, ddof=1)
np.var(A, axis=0)
A.var(axis=0, ddof=1)
np.nansum(v)
np.nanmean(v)
np.average(A, axis=0)
np.average(A, axis=0, weights=[1, 3])
np.inner(A, A)
np.vdot(v, v)
np.tensordot(A, B, axes=([1], [0]))
np.tensordot(A, v, axes=1)
np.tensordot(v, v, 0)
np.polyval([1, 2, 3], s)
np.heaviside(v, 0)
np.heaviside(A, 1.0)
np.reciprocal(v + 3)
np.square(A)
np.nan_to_num(A, nan=0.0)
np.isnan(v) * 1.0 + v
np.isfinite(v) * v
np.any(np.isnan(v)) + s
np.all(v > -10) + s
np.count_nonzero(v > 0)
np.bincount([0, 1, 1]) * 1.0
np.bincount([0, 1, 1], weights=v)
np.unique([1, 2, 2]) * 1.0
np.searchsorted([0, 1, 2], 1) * s
np.isin([1, 2], [2]) * s
np.add.reduce(v)
np.multiply.reduce(v)
np.maximum.reduce(A, axis=0)
np.add.accumulate(v)
np.maximum.accumulate(v)
np.subtract.outer(v, v)
np.add.outer(v, v)
(A @ B).trace()
np.ndim(A) * s
np.size(A) * s
np.shape(A)[0] * s
A.shape[1] * s
A.size * s
len(A) * s
v.size ** -1 * s
np.finfo(float).eps * s
np.e * s + np.pi
np.inf > s
np.log(np.e) * s
np.linspace(0, 1, 3)[:, None] * v
expit(A)
expit(-v)
logsumexp(v)
logsumexp(A, axis=1, keepdims=True)
logsumexp([s, 1.0])
logsumexp(A, axis=0, b=2.0)
softmax(A, axis=0)
softmax(v)
xlogy(2 + s, v ** 2 + 1)
xlogy(1 - expit(v), 1 - expit(v))
[[s, 2 * s], [3, 4]]
[s, [1][0]]
np.real(v)
v.conj()
np.dot(2, v)
np.dot(v, 2)
np.dot(s, s)
np.matmul(A[None], B[None])[0]
np.stack([A, A]) @ A[0]
A[:, 0] @ np.stack([A, 2 * A])
A[0] @ np.stack([A, A], axis=-1)
np.dot(A, np.stack([B, B + 1]))
np.dot(A[0], np.stack([B, B]))
np.einsum('bij,bjk->bik', A[None], B[None])
np.lib.stride_tricks.sliding_window_view(v, 2)
np.pad(v, 1)
np.pad(A, ((1, 1), (0, 0)))
np.pad(v, (1, 0), mode='constant', constant_values=1)
np.ndarray.sum(A)
np.array([v, v])
np.array([[s, s], [s, s]])
np.array([s])
np.array(s)
np.asarray([v, 2 * v])
np.array([np.dot(a, v) for a in A])
np.array([[1 if i == j else 0 for j in range(3)] for i in range(3)]) * v
np.sum(A * v[None, :], 1)[:, None]
np.add(1, v, where=np.array([True, False, True]), out=np.zeros(3))
np.divide(1, v, out=np.zeros(3), where=v > 0)
np.exp(v, where=v > 0, out=np.zeros(3))
np.sum(v, where=v > 0)
np.sum(v, initial=2.0)
np.max(v, initial=0.0)
np.prod([2, 3]) * s
np.dot(v.reshape(1, -1), v.reshape(-1, 1)).item()
np.dot(v.reshape(1, -1), v.reshape(-1, 1))[0][0]
float(np.dot(v.reshape(1, -1), v.reshape(-1, 1)).squeeze())
np.ones(3, dtype=int) @ v
np.where(np.array([1, 0, 1]) == 1, v, -v)
np.array([1, 0, 1]) * np.log(2 + v)
np.clip(expit(v), 1e-15, 1 - 1e-15)
(lambda a: a if a > 0 else 0)(s)
"""
