"""Programs for networks and factors: recurrences, attention, autoencoders, layers. Each with the verdict."""

from __future__ import annotations

from exercise import Exercise

NETS = (
    Exercise(
        """\
h = 0
for t in range(3):
    h = np.tanh(u*x[t] + v*h)
return 0.5*(h - z)**2
""",
        '"u", "v"',
        """\
u = { shape = [] }
v = { shape = [] }
x = { shape = [3] }
z = { shape = [] }
""",
        """\
du, dv = student.bptt(u, v, x, z)
return {'u': du, 'v': dv}
""",
        (
            ('scalar rnn', 'right', """\
import math
def bptt(u, v, x, z):
    hs=[0.0]
    for xt in x:
        hs.append(math.tanh(u*xt+v*hs[-1]))
    d = hs[-1]-z
    du=dv=0
    for t in reversed(range(len(x))):
        da = d*(1-hs[t+1]**2)
        du += da*x[t]
        dv += da*hs[t]
        d = da*v
    return du, dv
"""),
            ('scalar rnn index off', 'wrong', """\
import math
def bptt(u, v, x, z):
    hs=[0.0]
    for xt in x:
        hs.append(math.tanh(u*xt+v*hs[-1]))
    d = hs[-1]-z
    du=dv=0
    for t in reversed(range(len(x))):
        da = d*(1-hs[t+1]**2)
        du += da*x[t]
        dv += da*hs[t+1]
        d = da*v
    return du, dv
"""),
        ),
    ),
    Exercise(
        """\
s = X @ V
q = 0.5*(np.sum(s**2) - np.sum((X**2) @ (V**2)))
return q
""",
        '"V"',
        """\
V = { shape = ["M", "K"] }
X = { shape = ["N", "M"] }
""",
        "return {'V': student.dV(V, X)}",
        (
            ('factorization machine', 'right', """\
import numpy as np
def dV(V, X):
    return X.T @ (X @ V) - (X**2).sum(0)[:,None]*V
"""),
            ('factorization no diag', 'wrong', """\
import numpy as np
def dV(V, X):
    return X.T @ (X @ V) - X.sum(0)[:,None]*V
"""),
        ),
    ),
    Exercise(
        """\
s = K @ q
a = np.exp(s)/np.sum(np.exp(s))
return v @ a
""",
        '"q"',
        """\
q = { shape = ["M"] }
K = { shape = ["N", "M"] }
v = { shape = ["N"] }
""",
        "return {'q': student.dq(q, K, v)}",
        (
            ('attention jac', 'right', """\
import numpy as np
from scipy.special import softmax
def dq(q,K,v):
    a=softmax(K@q)
    J=np.diag(a)-np.outer(a,a)
    return K.T@(J@v)
"""),
            ('attention diag', 'wrong', """\
import numpy as np
from scipy.special import softmax
def dq(q,K,v):
    a=softmax(K@q)
    J=np.diag(a*(1-a))
    return K.T@(J@v)
"""),
        ),
    ),
    Exercise(
        'np.sum((X - (X @ W) @ W.T)**2)',
        '"W"',
        """\
W = { shape = ["M", "K"] }
X = { shape = ["N", "M"] }
""",
        "return {'W': student.dW(W, X)}",
        (
            ('tied linear ae', 'right', """\
import numpy as np
def dW(W,X):
    H=X@W; R=H@W.T-X
    return 2*(R.T@H + X.T@(R@W))
"""),
            ('tied one path', 'wrong', """\
import numpy as np
def dW(W,X):
    H=X@W; R=H@W.T-X
    return 2*(R.T@H)
"""),
        ),
    ),
    Exercise(
        """\
h = 1 / (1 + np.exp(-(A @ u + a)))
k = 1 / (1 + np.exp(-(B @ h + b)))
o = 1 / (1 + np.exp(-(C @ k)))
return np.sum((o - t) ** 2) / 2
""",
        '"A", "a", "C"',
        """\
u = { shape = ["p", 1] }
t = { shape = ["s", 1] }
A = { shape = ["q", "p"] }
a = { shape = ["q", 1] }
B = { shape = ["r", "q"] }
b = { shape = ["r", 1] }
C = { shape = ["s", "r"] }
""",
        "return dict(zip(('A', 'a', 'C'), student.slopes(A, a, B, b, C, u, t)))",
        (
            ('three layers', 'right', """\
import numpy as np

def act(v):
    return 1 / (1 + np.exp(-v))

def slopes(A, a, B, b, C, u, t):
    layers = [u]
    for M, shift in ((A, a), (B, b), (C, 0)):
        layers.append(act(M @ layers[-1] + shift))
    back = (layers[3] - t) * layers[3] * (1 - layers[3])
    out = [back @ layers[2].T]
    for M, y in ((C, layers[2]), (B, layers[1])):
        back = (M.T @ back) * y * (1 - y)
    return back @ u.T, back, out[0]
"""),
            ('three layers, one slope lost', 'wrong', """\
import numpy as np

def act(v):
    return 1 / (1 + np.exp(-v))

def slopes(A, a, B, b, C, u, t):
    h = act(A @ u + a)
    k = act(B @ h + b)
    o = act(C @ k)
    last = (o - t) * o * (1 - o)
    middle = C.T @ last
    first = (B.T @ middle) * h * (1 - h)
    return first @ u.T, first, last @ k.T
"""),
        ),
    ),
)  # fmt: skip
