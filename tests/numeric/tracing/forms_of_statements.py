"""Arrays changed in place, loops, and the ways of plain Python."""

from __future__ import annotations

STATEMENTS = {
    "a comparison as NumPy's numbers": 'return np.int64(v > 0) * v + np.float32(v > 0) + np.float64(A > 0).sum()',
    'rows under a mask, added up': 'return B[v > 0].sum(axis=0) + np.sum(B[v > 0], axis=0)',
    'rows under a mask, mean': 'return B[v > 0].mean(axis=0) - np.mean(B[v < 1], 0)',
    'rows under a mask, every entry': 'return B[v > 0].sum() + np.mean(B[v > 0]) + B[v > 0].max()',
    'rows under a mask, weighted': 'return v[v > 0] @ B[v > 0] + np.dot(v[v > 0], B[v > 0])',
    'rows under a mask, as columns': 'return (v[v > 0][:, None] * B[v > 0]).sum(axis=0)',
    'entries under a mask, squared': 'return v[v > 0] @ v[v > 0]',
    'rows under a mask and a row': 'return ((B[v > 0] - B[0]) * s + np.exp(B[v > 0])).sum(axis=0)',
    'rows under a mask, turned': 'return B[v > 0].T @ v[v > 0]',
    'rows under a mask of one column': 'return np.sum(v[v > 0][:, None], axis=0)',
    'rows under two masks': 'return B[v > 0] @ np.ones(2) + len(B[v > 1])',
    'rows under a mask, changed': """\
C = B[v > 0] * 2
C[0] = 1
return C
""",
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
}  # fmt: skip
