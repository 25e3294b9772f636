"""The NumPy that students use, in the forms in which they call it: each line gives exactly what NumPy gives."""

from __future__ import annotations

import pytest
from exactly import check

pytestmark = pytest.mark.filterwarnings("ignore")

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

STATEMENTS = {
    'zeros assign': """\
g=np.zeros_like(A)
g[0]=v
g[1,:]=2*v
return g
""",
    'zeros col': """\
g=np.zeros((2,3))
for j in range(3):
    g[:,j]=A[:,j]*v[j]
return g
""",
    'empty': """\
g=np.empty(3)
for i in range(3): g[i]=v[i]
return g
""",
    'empty_like': """\
g=np.empty_like(v)
g[:]=v
return g
""",
    'mask': """\
g=np.array(v)
g[v<=0]=0
return g
""",
    'mask2': """\
g=np.ones(3)
g[v<0]=-1
return g*v
""",
    'mask rows': """\
g=A.copy()
g[A<=0]=0
g[A>0]=1
return g
""",
    'mask rows sel': """\
g=np.zeros_like(A)
m=A[:,0]>0
g[m]=A[m]
return g
""",
    'mask inplace': """\
g=A.copy()
g[g<0]*=0.1
return g
""",
    'mask inplace add': """\
g=v.copy()
g[v>0]+=1
return g
""",
    'mask both': """\
out=np.zeros_like(v)
pos=v>=0
out[pos]=1/(1+np.exp(-v[pos]))
e=np.exp(v[~pos])
out[~pos]=e/(1+e)
return out
""",
    'fancy': """\
g=A.copy()
g[np.arange(2),[0,1]]-=1
return g
""",
    'fancy set': """\
g=np.zeros((3,3))
g[range(3),range(3)]=v
return g
""",
    'fancy add': """\
g=np.zeros(3)
g[[0,2]]+=v[:2]
return g
""",
    'put': """\
g=np.zeros(3)
np.put(g,[0,1],v[:2])
return g
""",
    'fill': """\
g=np.zeros(3)
g.fill(s)
return g
""",
    'fill_diagonal': """\
g=np.zeros((3,3))
np.fill_diagonal(g,v)
return g
""",
    'copyto': """\
g=np.zeros(3)
np.copyto(g,v)
return g
""",
    'put_along': """\
g=np.zeros((2,3))
np.put_along_axis(g,np.array([[0],[1]]),1.0,axis=1)
return g*A
""",
    'take_along': 'return np.take_along_axis(A,np.array([[0],[1]]),axis=1)',
    'nditer': """\
t=0
for x in np.nditer(v): t=t+x
return t
""",
    'ndenumerate': """\
g=np.zeros_like(A)
for (i,j),x in np.ndenumerate(A): g[i,j]=x*x
return g
""",
    'ndindex': """\
g=np.zeros_like(A)
for i,j in np.ndindex(A.shape): g[i,j]=A[i,j]+1
return g
""",
    'flat': """\
g=np.zeros_like(A)
for k in range(A.size): g.flat[k]=A.flat[k]**2
return g
""",
    'flat2': 'return [x*2 for x in A.flat]',
    'add.at2': """\
g=np.zeros((2,3))
np.add.at(g,([0,1],[1,2]),v[:2])
return g
""",
    'subtract.at': """\
g=np.zeros(3)
np.subtract.at(g,[0,0],v[:2])
return g
""",
    'imatmul': """\
g=A.copy()
g=g@B
g@=g
return g
""",
    'itrue': """\
g=v.copy()
g/=len(v)
g+=1
g-=s
g*=v
g**=2
return g
""",
    't scalar': """\
t=0.0
t+=s
t-=v[0]
t*=2
t/=3
return t
""",
    'scalar arr': """\
t=0
for x in v: t=t+x**2
return t/len(v)
""",
    'list append': """\
g=[]
for x in v: g.append(x*2)
return np.array(g)
""",
    'list zeros': """\
g=[0]*3
for i in range(3): g[i]+=v[i]
return g
""",
    'nested list': """\
g=[[0.0]*3 for _ in range(2)]
for i in range(2):
    for j in range(3):
        g[i][j]=A[i][j]*v[j]
return g
""",
    'dict': """\
d={'a':v,'b':s}
return d['a']*d['b']
""",
    'lambda': """\
f=lambda x:1/(1+np.exp(-x))
return f(v)
""",
    'closure': """\
def f(x):
    return x*s
return f(v)
""",
    'class': """\
class L:
    def __init__(self,w): self.w=w
    def __call__(self,x): return self.w*x
return L(s)(v)
""",
    'print': """\
print('loss',s,v,A)
print(f'{s}',f'{s:.4f} {v[0]:8.3f}')
print('%s %d %f'%(v,3,s))
print('{} {:.2e}'.format(v,s))
return s
""",
    'try': """\
try:
    return v[10]
except IndexError:
    return v[0]
""",
    'assert shape': """\
assert A.shape==(2,3)
assert np.isfinite(s)
assert not np.any(np.isnan(A))
return A
""",
    'float print': """\
print(float(s), int(3.7), round(float(s),2))
return s
""",
    'ternary': 'return s if s>0 else -s',
    'chained': 'return v*(s>0 and s<1)',
    'chained2': 'return s if 0<s<1 else 0*s',
    'int div': """\
n=len(v)
m=n//2
return v[:m]*n%7 if False else v[m:]*(n%2)
""",
    'random mask': """\
rng=np.random.RandomState(0)
m=rng.rand(3)
return v*(m<2)
""",
    'random perm': """\
p=np.random.permutation(3)
return np.sum(v[p])
""",
    'random choice': """\
i=np.random.choice(3)
return v[i]*0+s
""",
    'random randn': """\
w=np.random.randn(3)*0
return v+w
""",
    'default_rng': """\
r=np.random.default_rng(1)
return v+0*r.normal(size=3)
""",
    'shuffle': """\
idx=np.arange(3)
np.random.shuffle(idx)
return v[idx].sum()
""",
    'seed': """\
np.random.seed(1)
np.random.uniform(-1,1,(2,2))
return s
""",
    'walrus': 'return (y:=v*2)+y',
    'star': """\
def f(*a): return sum(a)
return f(*v)
""",
    'unpack': """\
a,b,c=v
return a+b*c
""",
    'zip': 'return [a*b for a,b in zip(A[0],A[1])]',
    'enumerate': 'return [i*x for i,x in enumerate(v)]',
    'reversed': 'return [x for x in reversed(list(v))]',
    'functools.reduce': """\
from functools import reduce
return reduce(lambda a,b:a*b,v)
""",
    'itertools': """\
import itertools
return sum(a*b for a,b in itertools.product(v,v))
""",
    'operator': """\
import operator
return sum(map(operator.mul,v,v))
""",
    'import as': """\
import numpy
import numpy as npp
return numpy.exp(v)+npp.exp(v)
""",
    'from numpy': """\
from numpy import exp, dot, array, zeros
g=zeros(3)
g[:]=exp(v)
return dot(g,array([1,2,3]))
""",
    'from numpy star': "return (lambda: __import__('numpy').exp(v))()",
    'from numpy linalg': """\
from numpy.linalg import norm
return norm(v)
""",
    'import numpy.linalg': """\
import numpy.linalg as la
return la.norm(v)
""",
    'scipy': """\
import scipy
import scipy.special as sp
return sp.expit(v)+sp.log1p(v**2)
""",
    'scipy.special.entr': """\
from scipy.special import entr, rel_entr, log_softmax, erfc, digamma, gammaln
return log_softmax(A,axis=1)
""",
    'special2': """\
from scipy.special import entr, kl_div, rel_entr
return entr(v**2+1)+rel_entr(v**2+1,s)
""",
    'special3': """\
from scipy.special import gammaln, psi, digamma
return gammaln(v**2+1)
""",
    'special4': """\
from scipy.special import erfc, log_ndtr, ndtr
return erfc(v)+ndtr(v)
""",
    'norm': """\
from scipy.stats import norm
return norm.pdf(v)+norm.cdf(v)+norm.logpdf(v)
""",
    'dtype float': """\
g=np.zeros(3,dtype=np.float64)
g[0]=s
return g
""",
    'dtype float32': """\
g=np.zeros(3,dtype='float32')
g[0]=s
return g
""",
    'astype float int': """\
k=np.array([0,1,1])
return np.eye(2)[k]*s
""",
    'onehot': """\
Y=np.zeros((3,2))
Y[np.arange(3),[0,1,1]]=1
return Y*v[:,None]
""",
    'math loop': 'return [1.0/(1.0+math.exp(-x)) for x in v]',
    'cast float': 'return float(v.sum())*s',
    'cast np.float64': 'return np.float64(v.sum())',
    'isinstance': 'return v if isinstance(s,(int,float)) else 0*v',
    'isinstance arr': 'return v if isinstance(v,np.ndarray) else 0*v',
    'np.isscalar': 'return v if np.isscalar(s) else 0*v',
    'hasattr': "return v if hasattr(v,'shape') else v*0",
    'errstate': """\
with np.errstate(over='ignore', divide='ignore'):
    return np.exp(v)
""",
    'seterr': """\
np.seterr(all='ignore')
return v
""",
    'printoptions': """\
np.set_printoptions(precision=3)
return v
""",
    'T property loops': 'return [[A.T[j][i] for i in range(2)] for j in range(3)]',
    'global': """\
global zz
zz=v
return zz
""",
    'array2string': """\
print(np.array2string(v), np.array_str(v))
return v
""",
    'np.int': """\
n=int(len(v))
return v/float(n)
""",
    'np.float64 count': 'return v/np.float64(len(v))',
    'squeeze0': 'return np.squeeze(np.array([[s]]))',
    'float array': 'return float(np.array([[s]])[0,0])',
    'sum builtin start': 'return sum((A[i] for i in range(2)), np.zeros(3))',
    'sum rows': 'return sum(A)',
    'np.sum list arrays': 'return np.sum([A[i]*s for i in range(2)],axis=0)',
    'np.add.reduce list': 'return np.add.reduce([v,v])',
    'while shrinking': """\
w=list(v)
t=0
while w:
    t+=w.pop()
return t
""",
    'boolean any': 'return v if (v>-100).all() else 0*v',
    'np.array_equal': 'return v if np.array_equal(v,v) else 0*v',
    'complex step no': 'return v.max()-v.min()',
    'max key': 'return max(range(3),key=lambda i:v[i])*s',
    'sorted key': 'return sorted(v,key=lambda x:-x)',
    'del': """\
q=v*1
del q
return v
""",
    'matrix loops': """\
M=np.matrix(A)
return [M[i,j] for i in range(2) for j in range(3)]
""",
    'matrix mult': """\
M=np.mat(A)
return M*M.T
""",
    'matrix power': """\
M=np.matrix(A@B)
return M**2
""",
    'np.dot out': """\
g=np.zeros((2,2))
np.dot(A,B,out=g)
return g
""",
    'matmul out': """\
g=np.zeros((2,2))
np.matmul(A,B,out=g)
return g
""",
    'sum out': """\
g=np.zeros(3)
np.sum(A,axis=0,out=g)
return g
""",
    'global sigmoid': """\
sig=np.vectorize(lambda z: 1/(1+np.exp(-z)) if z>=0 else np.exp(z)/(1+np.exp(z)))
return sig(v)
""",
    'masked array': """\
m=np.ma.masked_array(v, mask=[0,1,0])
return m.sum()
""",
    'dataclass': """\
from dataclasses import dataclass
@dataclass
class P:
    w: object
    b: float=0.0
return P(v).w
""",
    'namedtuple': """\
from collections import namedtuple
P=namedtuple('P','w b')
return P(v,s).w*s
""",
    'defaultdict': """\
from collections import defaultdict
d=defaultdict(float)
for i,x in enumerate(v): d[i%2]+=x
return [d[0],d[1]]
""",
    'generator': """\
def g():
    for x in v: yield x*2
return sum(g())
""",
    'typing': """\
from typing import Tuple
def f(x: np.ndarray) -> Tuple[float]:
    return x
return f(v)
""",
    'copies': """\
import copy
return copy.deepcopy(v)+copy.copy(v)
""",
    'the ways to write a mean': """\
m=A.shape[0]
return (1/m)*np.sum(A,axis=0)+(1./m)*A.sum(0)+A.sum(0)/m+1/m*A.sum(0)
""",
    'rounded for print only': """\
print(round(s, 2), np.round(v, 3), round(float(s), 1))
return s
""",
    'nearness for print only': """\
print('check', np.allclose(v, A[0]), math.isclose(s, 1.0))
return s
""",
    'floats of counts': """\
labels = np.array([0, 2, 1])
Y = (labels[:, None] == np.arange(3)).astype(float)
return Y * s
""",
}  # fmt: skip


@pytest.mark.parametrize("expression", EXPRESSIONS.strip().splitlines())
def test_an_expression_has_the_value_that_numpy_gives(expression: str) -> None:
    check(f"return {expression}")


@pytest.mark.parametrize("name", STATEMENTS)
def test_statements_do_what_numpy_does(name: str) -> None:
    check(STATEMENTS[name])
