"""Programs beyond the gallery: other losses, other habits. Each assignment with what was handed in, and the verdict."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Exercise:
    """An objective with its inputs and its call, and programs: name, verdict, code."""

    objective: str
    parameters: str
    inputs: str
    call: str
    programs: tuple[tuple[str, str, str], ...]


EXERCISES = (
    Exercise(
        """\
r = X @ w - y
return np.sum(np.where(np.abs(r) <= 1, 0.5*r**2, np.abs(r) - 0.5))
""",
        '"w"',
        """\
w = { shape = ["M"] }
X = { shape = ["N", "M"] }
y = { shape = ["N"] }
""",
        "return {'w': student.g(w, X, y)}",
        (
            ('huber loop', 'right', """\
def g(w, X, y):
    out = [0.0]*len(w)
    for i in range(len(y)):
        r = -y[i]
        for j in range(len(w)):
            r += X[i][j]*w[j]
        if abs(r) <= 1:
            psi = r
        elif r > 0:
            psi = 1
        else:
            psi = -1
        for j in range(len(w)):
            out[j] += psi*X[i][j]
    return out
"""),
            ('huber clip', 'right', """\
import numpy as np
def g(w,X,y):
    return np.clip(X@w-y,-1,1)@X
"""),
            ('huber sign everywhere', 'wrong', """\
import numpy as np
def g(w,X,y):
    r=X@w-y
    return X.T@np.where(abs(r)<1,1,np.sign(r))
"""),
        ),
    ),
    Exercise(
        """\
r = y - X @ w
return np.mean(np.maximum(0.3*r, (0.3-1)*r))
""",
        '"w"',
        """\
w = { shape = ["M"] }
X = { shape = ["N", "M"] }
y = { shape = ["N"] }
""",
        "return {'w': student.g(w, X, y)}",
        (
            ('pinball', 'right', """\
import numpy as np
def g(w,X,y,tau=0.3):
    r=y-X@w
    return -np.mean((tau-(r<0))[:,None]*X,axis=0)
"""),
            ('pinball swapped', 'wrong', """\
import numpy as np
def g(w,X,y,tau=0.3):
    r=y-X@w
    return -np.mean(np.where(r<0,tau,tau-1)[:,None]*X,axis=0)
"""),
        ),
    ),
    Exercise(
        """\
eta = X @ w
return np.sum(y*np.exp(-eta) + eta)
""",
        '"w"',
        """\
w = { shape = ["M"] }
X = { shape = ["N", "M"] }
y = { shape = ["N"], domain = "positive" }
""",
        "return {'w': student.g(w, X, y)}",
        (
            ('gamma glm', 'right-but-unstable', """\
from numpy import exp, sum
def g(w,X,y):
    mu = exp(X.dot(w))
    return sum(((mu - y)/mu)[:,None]*X, 0)
"""),
            ('gamma glm no ratio', 'wrong', """\
from numpy import exp, sum
def g(w,X,y):
    mu = exp(X.dot(w))
    return sum(((mu - y))[:,None]*X, 0)
"""),
        ),
    ),
    Exercise(
        'np.mean(np.log(1 + (X @ w - y)**2))',
        '"w"',
        """\
w = { shape = ["M"] }
X = { shape = ["N", "M"] }
y = { shape = ["N"] }
""",
        "return {'w': student.g(w, X, y)}",
        (
            ('cauchy', 'right', """\
def g(w,X,y):
    e = X@w - y
    return 2/len(e)*(X.T@(e/(1+e*e)))
"""),
            ('cauchy missing 2', 'wrong', """\
def g(w,X,y):
    e = X@w - y
    return (X.T@(e/(1+e*e)))/len(e)
"""),
        ),
    ),
    Exercise(
        """\
d = X - m
return 0.5*np.sum(d @ np.linalg.inv(S) * d) + 0.5*X.shape[0]*np.log(np.linalg.det(S))
""",
        '"m"',
        """\
m = { shape = [2] }
X = { shape = ["N", 2] }
S = { value = [[2, 0.5], [0.5, 1]] }
""",
        "return {'m': student.grad_mu(m, X, S)}",
        (
            ('gaussian mean', 'right', """\
import numpy as np
def grad_mu(mu, X, Sigma):
    P = np.linalg.inv(Sigma)
    return -P @ (X - mu).sum(axis=0)
"""),
            ('gaussian mean solve', 'right', """\
import numpy as np
def grad_mu(mu, X, Sigma):
    return np.linalg.solve(Sigma, (mu - X).sum(0))
"""),
            ('gaussian wrong sign', 'wrong', """\
import numpy as np
def grad_mu(mu, X, Sigma):
    P = np.linalg.inv(Sigma)
    return P @ (X - mu).sum(axis=0)
"""),
        ),
    ),
    Exercise(
        'np.sum((X - c)**2)',
        '"c"',
        """\
c = { shape = ["M"] }
X = { shape = ["N", "M"] }
""",
        "return {'c': student.dc(c, X)}",
        (
            ('centroid generator', 'right', """\
def dc(c, X):
    return sum(2*(c - x) for x in X)
"""),
            ('centroid list comp', 'right', """\
import numpy as np
def dc(c, X):
    return np.sum([-2*(x - c) for x in X], axis=0)
"""),
        ),
    ),
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
p = 1/(1+np.exp(-(X @ w)))
return -np.sum(y*(1-p)**2*np.log(p) + (1-y)*p**2*np.log(1-p))
""",
        '"w"',
        """\
w = { shape = ["M"] }
X = { shape = ["N", "M"] }
y = { shape = ["N"], domain = "{0,1}" }
""",
        "return {'w': student.g(w, X, y)}",
        (
            ('focal', 'right-but-unstable', """\
import numpy as np
def g(w, X, y):
    p = 1/(1+np.exp(-X@w))
    pos = 2*(1-p)**2*p*np.log(p) - (1-p)**3
    neg = p**3 - 2*p**2*(1-p)*np.log(1-p)
    return X.T @ (y*pos + (1-y)*neg)
"""),
            ('focal missing term', 'wrong', """\
import numpy as np
def g(w, X, y):
    p = 1/(1+np.exp(-X@w))
    pos = - (1-p)**3
    neg = p**3
    return X.T @ (y*pos + (1-y)*neg)
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
        'np.mean((X @ w + b - y)**2)',
        '"w", "b"',
        """\
w = { shape = ["M"] }
b = { shape = [] }
X = { shape = ["N", "M"] }
y = { shape = ["N"] }
""",
        """\
m = student.LinearRegression(lr=0.5)
m.w, m.b = w, b
m.fit(X, y, epochs=1)
return {'w': (w - m.w)/0.5, 'b': (b - m.b)/0.5}
""",
        (
            ('fit one epoch', 'right', """\
import numpy as np
class LinearRegression:
    def __init__(self, lr=0.01):
        self.lr = lr
        self.history = []
    def predict(self, X):
        return X @ self.w + self.b
    def fit(self, X, y, epochs=100, verbose=True):
        n = X.shape[0]
        for epoch in range(epochs):
            err = self.predict(X) - y
            loss = float(np.mean(err**2))
            self.history.append(loss)
            if verbose and epoch % 10 == 0:
                print(f"epoch {epoch}: {round(loss, 3)}")
            self.w = self.w - self.lr * 2/n * X.T @ err
            self.b = self.b - self.lr * 2*err.mean()
        return self
"""),
            ('fit b uses new w', 'wrong', """\
import numpy as np
class LinearRegression:
    def __init__(self, lr=0.01):
        self.lr = lr
        self.history = []
    def predict(self, X):
        return X @ self.w + self.b
    def fit(self, X, y, epochs=100, verbose=True):
        n = X.shape[0]
        for epoch in range(epochs):
            err = self.predict(X) - y
            loss = float(np.mean(err**2))
            self.history.append(loss)
            if verbose and epoch % 10 == 0:
                print(f"epoch {epoch}: {round(loss, 3)}")
            self.w = self.w - self.lr * 2/n * X.T @ err
            self.b = self.b - self.lr * 2*(self.predict(X) - y).mean()
        return self
"""),
        ),
    ),
    Exercise(
        'np.mean(np.log(1 + np.exp(X @ w)) - y*(X @ w))',
        '"w"',
        """\
w = { shape = ["M"] }
X = { shape = ["N", "M"] }
y = { shape = ["N"], domain = "{0,1}" }
""",
        "return {'w': student.g(w, X, y)}",
        (
            ('batch generator', 'right', """\
import numpy as np
def batches(X, y, size):
    for s in range(0, len(y), size):
        yield X[s:s+size], y[s:s+size]
def g(w, X, y):
    total = np.zeros_like(w)
    for xb, yb in batches(X, y, 2):
        z = xb @ w
        total += xb.T @ (1/(1+np.exp(-z)) - yb)
    return total/len(y)
"""),
            ('batch mean of means', 'wrong', """\
import numpy as np
def g(w, X, y):
    gs = []
    for s in range(0, len(y), 2):
        xb, yb = X[s:s+2], y[s:s+2]
        gs.append(xb.T @ (1/(1+np.exp(-xb @ w)) - yb)/len(yb))
    return np.mean(gs, axis=0)
"""),
            ('try except stable', 'right', """\
import math, numpy as np
def sigmoid(x):
    try:
        return 1/(1+math.exp(-x))
    except OverflowError:
        return 0.0
def g(w, X, y):
    res = [sigmoid(sum(a*b for a, b in zip(w, x))) - t for x, t in zip(X, y)]
    return np.array([sum(r*x[j] for r, x in zip(res, X)) for j in range(len(w))])/len(y)
"""),
            ('map lambda', 'right', """\
import numpy as np
sig = np.vectorize(lambda t: 1/(1+np.exp(-t)) if t > 0 else np.exp(t)/(1+np.exp(t)))
g = lambda w, X, y: (sig(X @ w) - y) @ X / y.size
"""),
            ('globals and nesting', 'right', """\
import numpy as np
EPS = 0
def outer(f):
    def wrapped(*a, **k):
        return f(*a, **k)
    return wrapped
@outer
def g(w, X, y):
    def p(i):
        return 1/(1+np.exp(-np.dot(w, X[i])))
    acc = 0
    for i, t in enumerate(y):
        acc = acc + (p(i)-t)*X[i]
    return acc/(i+1)
"""),
            ('double sign', 'wrong', """\
import numpy as np
def g(w,X,y):
    h = 1/(1+np.exp(-X@w))
    return -(1/len(y))*X.T@(h-y)
"""),
            ('labels pm', 'wrong', """\
import numpy as np
def g(w,X,y):
    m = y*(X@w)
    return -(X.T@(y/(1+np.exp(m))))/len(y)
"""),
            ('threshold', 'wrong', """\
import numpy as np
def g(w,X,y):
    h = (X@w > 0).astype(float)
    return X.T@(h-y)/len(y)
"""),
        ),
    ),
    Exercise(
        '0.5*np.sum(w**2) + 10*np.sum(np.maximum(0, 1 - y*(X @ w)))',
        '"w"',
        """\
w = { shape = ["M"] }
X = { shape = ["N", "M"] }
y = { shape = ["N"], domain = "{-1,1}" }
""",
        "return {'w': student.g(w, X, y)}",
        (
            ('svm loop continue', 'right', """\
import numpy as np
def g(w, X, y, C=10):
    dw = w.copy()
    for xi, yi in zip(X, y):
        if yi*np.dot(w, xi) >= 1:
            continue
        dw = dw - C*yi*xi
    return dw
"""),
            ('svm max builtin', 'right', """\
import numpy as np
def g(w, X, y, C=10):
    dist = 1 - y*np.dot(X, w)
    dw = np.zeros(len(w))
    for ind, d in enumerate(dist):
        if max(0, d) == 0:
            di = w
        else:
            di = w - C*len(y)*y[ind]*X[ind]
        dw += di
    return dw/len(y)
"""),
            ('svm reg in loop', 'wrong', """\
import numpy as np
def g(w, X, y, C=10):
    dw = np.zeros(len(w))
    for xi, yi in zip(X, y):
        if yi*np.dot(w, xi) < 1:
            dw += w - C*yi*xi
        else:
            dw += w
    return dw
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
