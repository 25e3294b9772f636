"""Programs that go through epochs, batches and samples, where one step is what is asked for. Each with the verdict."""

from __future__ import annotations

from exercise import Exercise

TRAINED = """\
import numpy as np
np.random.seed(3)
points = np.random.randn(60, 2)
labels = np.where(points @ np.array([1.0, -2.0]) > 0, 1, -1)

def slope(w, X, t):
    z = t * (X @ w)
    return X.T @ ({rate} / (1 + np.exp(z))) / len(t)

w = np.zeros(2)
history = []
for step in range(400):
    g = slope(w, points, labels)
    w = w - 0.3 * g
    history.append(np.sum(g ** 2))
print("done", w, history[-1])
"""

LOOPS = (
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
        "return np.mean(np.logaddexp(0, -t * (X @ w)))",
        '"w"',
        """\
w = { shape = ["M"] }
X = { shape = ["N", "M"] }
t = { shape = ["N"], domain = "{-1,1}" }
""",
        "return {'w': student.slope(w, X, t)}",
        (
            ('a script that trains on data of its own', 'right', TRAINED.format(rate="-t")),
            ('a script that trains with the wrong sign', 'wrong', TRAINED.format(rate="t")),
        ),
    ),
)  # fmt: skip
