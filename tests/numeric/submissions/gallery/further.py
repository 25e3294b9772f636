"""Programs beyond the gallery: other losses, other habits. Each assignment with what was handed in, and the verdict."""

from __future__ import annotations

from exercise import Exercise
from further_loops import LOOPS
from further_masks import MASKS
from further_nets import NETS
from further_styles import STYLES

EXERCISES = (
    *MASKS,
    *NETS,
    *LOOPS,
    *STYLES,
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
rate = np.exp(A @ b)
return np.mean((n - k) * rate - k * np.log(1 - np.exp(-rate)))
""",
        '"b"',
        """\
b = { shape = ["D"] }
A = { shape = ["N", "D"] }
k = { shape = ["N"], domain = "positive" }
n = { shape = ["N"], domain = "positive" }
""",
        "return {'b': student.g(b, A, k, n)}",
        (
            ('complementary log-log, 0/0 where it saturates', 'right-but-unstable', """\
import numpy as np
def g(b, A, k, n):
    rate = np.exp(A @ b)
    q = np.exp(-rate)
    return -A.T @ ((k/(1-q) - (n-k)/q) * q * rate) / len(n)
"""),
            ('complementary log-log without q', 'wrong', """\
import numpy as np
def g(b, A, k, n):
    rate = np.exp(A @ b)
    q = np.exp(-rate)
    return -A.T @ ((k/(1-q) - (n-k)/q) * rate) / len(n)
"""),
        ),
    ),
)  # fmt: skip
