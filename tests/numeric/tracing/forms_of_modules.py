"""Random numbers, the modules that students import and how, types, old spellings and scaffolding."""

from __future__ import annotations

STATEMENTS = {
    'random mask': """\
rng=np.random.RandomState(0)
m=rng.rand(3)
return v*(m<2)
""",
    'random scale': """\
r=np.random.default_rng(0)
first=r.normal(0, 1/np.sqrt(3), (3,))
second=r.normal(loc=0.0, scale=np.sqrt(2/3), size=3)
return first*0 + second*0 + v
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
