"""Calls of NumPy that compute: functions entry by entry, products, sums along axes, shapes, indices and choices."""

from __future__ import annotations

EXPRESSIONS = r"""
np.add(A, v)
np.subtract(A, v)
np.divide(A, 2 + v**2)
np.true_divide(A, 2)
np.negative(v)
np.positive(v)
np.exp2(v)
np.log(v**2+1)
np.log10(v**2+1)
np.sin(v)+np.cos(v)+np.tan(v/4)
np.arctan(v)
np.arcsinh(v)
np.sinh(v)+np.cosh(v)
np.arctanh(v/4)
np.cbrt(2+v**2)
np.hypot(v, v+1)
np.fabs(v)
np.absolute(v)
np.float_power(2+v, 2)
np.mod(np.arange(3), 2) * v
np.floor_divide(np.arange(3), 2) * v
np.matmul(A, v)
A @ v
v @ v
v @ B
np.dot(A, B)
A.dot(B)
v.dot(v)
np.multiply(A, v, dtype=float)
np.outer(A[0], A[1])
np.einsum('i,i->', v, v)
np.einsum('i,j->ij', v, v)
np.einsum('ij->ji', A)
np.einsum('ij,ij->i', A, A)
np.einsum('ij,j', A, v)
np.einsum('...j,j->...', A, v)
np.einsum('ij,jk,k->i', A, B, v[:2])
np.einsum('ii', A@B)
np.einsum('ii->i', A@B)
np.einsum(A, [0,1], v, [1], [0])
np.einsum('ij,jk->ik', A, B, optimize=True)
np.sum(A)
np.sum(A, 0)
np.sum(A, axis=-1)
np.sum(A, axis=(0,1))
np.sum([v[0], v[1]])
np.sum([v, v], axis=0)
A.sum(axis=0, keepdims=True)
A.sum(1, keepdims=True)
A.mean()
A.mean(0)
A.mean(axis=1, keepdims=True)
np.mean([s, 2*s])
np.mean(A, axis=(0,1))
np.max(A)
np.max(A, axis=0)
np.amax(A, axis=1, keepdims=True)
A.max()
A.max(axis=1, keepdims=True)
np.amin(A)
A.min(0)
np.prod(A, axis=1)
A.prod()
np.reshape(A, (3, 2))
np.reshape(A, -1)
np.reshape(A, (3, 2), order='F')
np.reshape(A, (3, 2), 'F')
A.reshape((3, -1))
A.reshape(2, 3, 1)
A.reshape(6, order='C')
np.ravel(A)
A.ravel('F')
A.ravel(order='F')
A.flatten(order='F')
A.flatten()
np.squeeze(A[None])
np.squeeze(A[:, :, None], axis=2)
A[None].squeeze(0)
np.transpose(A)
np.transpose(A, (1, 0))
A.transpose()
A.transpose((1, 0))
A.T
A.swapaxes(0, 1)
np.moveaxis(A, 0, 1)
A[0]
A[0, 1]
A[-1]
A[:, 1]
A[:, 1:]
A[..., 0]
A[:, None, :]
A[np.newaxis]
A[:, [0, 2]]
A[np.array([0, 1]), np.array([1, 2])]
A[np.arange(2), [0, 1]]
A[A > 0]
A[:, v > 0]
A[[True, False]]
A[np.ix_([0, 1], [0, 2])]
np.take(v, [0, 2])
v.take([0, 1])
np.take(A, 1, axis=1)
np.where(v > 0)[0] * 1.0
np.where(v > 0, 1, 0)
np.where(v > 0, v, -v)
np.where(A >= 0, 1.0, np.exp(A))
np.select([v > 1, v > 0], [v, 2 * v], 0.0)
np.piecewise(v, [v < 0, v >= 0], [lambda u: -u, lambda u: u])
np.choose([0, 1, 0], [v, 2 * v])
np.clip(v, 0, None)
np.clip(v, a_min=0, a_max=1)
np.clip(v, -1, 1)
v.clip(min=0)
v.clip(-1, 1)
np.maximum(v, 0.0)
np.maximum(A, v)
np.fmax(v, 0)
np.minimum(1, v)
np.abs(A).sum()
abs(A)
np.sign(v)
np.log1p(v ** 2)
np.expm1(A)
np.logaddexp(v, 0)
np.logaddexp(0, -A)
np.logaddexp2(v, 0)
np.logaddexp.reduce(A, axis=1)
np.logaddexp.reduce(A, axis=1, keepdims=True)
np.tanh(v)
np.sqrt(v ** 2)
np.power(v, 2)
np.power(2.0, v)
"""
