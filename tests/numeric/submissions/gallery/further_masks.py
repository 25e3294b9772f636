"""Programs that leave entries out by infinities and huge numbers, and long chains of gates. Each with the verdict."""

from __future__ import annotations

from exercise import Exercise

_MASKED = """\
import numpy as np
def backward(Q, K, V, dout):
    n = len(Q)
    scores = Q @ K.T
    later = np.triu(np.ones((n, n)), 1)
    {mask}
    P = np.exp(scores - scores.max(axis=1, keepdims=True))
    P /= P.sum(axis=1, keepdims=True)
    dP = dout @ V.T
    dS = P * (dP - (P * dP).sum(axis=1, keepdims=True))
    return {{'Q': dS @ K, 'K': {key}, 'V': P.T @ dout}}
"""

_ORDERED = """\
import numpy as np
from scipy.special import expit
def slope(x, k, w, c):
    cuts = [-np.inf, c, {top}]
    g = 0
    for xi, ki in zip(x, k):
        upper, lower = expit(cuts[ki + 1] - w * xi), expit(cuts[ki] - w * xi)
        g += xi * {inner} / (upper - lower)
    return g
"""
_INNER = "(upper * (1 - upper) - lower * (1 - lower))"

MASKS = (
    Exercise(
        """\
L = 0
for i in range(len(Q)):
    e = [np.exp(Q[i] @ K[j]) for j in range(i + 1)]
    for j in range(i + 1):
        L = L + e[j] / sum(e) * (V[j] @ D[i])
return L
""",
        '"Q", "K", "V"',
        "".join(f"{name} = {{ shape = [3, 2] }}\n" for name in "QKVD"),
        "return student.backward(Q, K, V, D)",
        tuple(
            (name, verdict, _MASKED.format(mask=mask, key=key))
            for name, verdict, mask, key in (
                ("mask by where", "right", "scores = np.where(later == 1, -np.inf, scores)", "dS.T @ Q"),
                ("mask by assignment", "right", "scores[later > 0] = -np.inf", "dS.T @ Q"),
                ("mask by a huge number", "right", "scores = scores - 1e9 * later", "dS.T @ Q"),
                ("mask by a huge power", "right", "scores = scores - 10**9 * later", "dS.T @ Q"),
                ("mask of the wrong half", "wrong", "scores[later.T > 0] = -np.inf", "dS.T @ Q"),
                ("mask, key not transposed", "wrong", "scores = scores - 1e9 * later", "dS @ Q"),
            )
        ),
    ),
    Exercise(
        """\
L = 0
for i in range(len(k)):
    p = 1 / (1 + np.exp(w * x[i] - c))
    L = L - np.log(p if k[i] == 0 else 1 - p)
return L
""",
        '"w"',
        """\
w = { shape = [] }
x = { shape = [2] }
k = { shape = [2], domain = "{0..1}", as = "int" }
c = { value = 0.5 }
""",
        "return {'w': student.slope(x, k, w, c)}",
        (
            ("open ends", "right-but-unstable", _ORDERED.format(top="np.inf", inner=_INNER)),
            ("one end is a cut", "wrong", _ORDERED.format(top="10.0", inner=_INNER)),
            ("lower end left out", "wrong", _ORDERED.format(top="np.inf", inner="(upper * (1 - upper))")),
        ),
    ),
    Exercise(
        "z = X @ w\nreturn np.sum(z * np.exp(-z ** 2 / 2) / np.sqrt(2 * np.pi) - np.log(2) * z)",
        '"w"',
        'w = { shape = [2] }\nX = { shape = ["N", 2] }\n',
        "return {'w': student.slope(w, X)}",
        tuple(
            (name, verdict, f"""\
import numpy as np
def slope(w, X):
    z = X @ w
    bell = {bell} * np.exp(-0.5 * z * z)
    return X.T @ (bell * (1 - z * z) - {shift})
""")
            for name, verdict, bell, shift in (
                ("constants in decimals", "right", "0.3989422804014327", "0.69314718"),
                ("a constant as it was printed", "right", "1 / 2.5066282746310002", "0.69314718"),
                ("another constant in decimals", "wrong", "0.3969422804", "0.69314718"),
                ("a constant of another logarithm", "wrong", "0.3989422804014327", "0.30102999566398"),
            )
        ),
    ),
    Exercise(
        """\
L = 0
for i in range(len(t)):
    at_risk = 0
    for j in range(len(t)):
        at_risk = at_risk + np.where(t[j] >= t[i], np.exp(X[j] @ b), 0)
    L = L + d[i] * (X[i] @ b - np.log(at_risk))
return L
""",
        '"b"',
        """\
X = { shape = [3, 2] }
b = { shape = [2] }
d = { shape = [3], domain = "{0,1}" }
t = { shape = [3], domain = "positive" }
""",
        "return {'b': student.score(b, X, t, d)}",
        tuple(
            (name, verdict, f"""\
import numpy as np
def score(b, X, t, d):
    g = np.zeros(2)
    r = np.exp(X @ b)
    for i in range(3):
        if not d[i]:
            continue
        later = t {sign} t[i]
        g += X[i] - {mean}
    return g
""")
            for name, verdict, sign, mean in (
                ("risk set by mask", "right-but-unstable", ">=", "r[later] @ X[later] / r[later].sum()"),
                ("risk set of the earlier", "wrong", "<=", "r[later] @ X[later] / r[later].sum()"),
                ("risk set, plain mean", "wrong", ">=", "X[later].mean(axis=0)"),
            )
        ),
    ),
    Exercise(
        "return np.sum(G * A / np.sqrt(np.sum(A ** 2, axis=1, keepdims=True)))",
        '"A"',
        'A = { shape = ["N", 2] }\nG = { shape = ["N", 2] }\n',
        "return {'A': student.back(A, G)}",
        tuple(
            (name, verdict, f"""\
import numpy as np
def back(A, G):
    n = np.maximum(np.linalg.norm(A, axis=1, keepdims=True), 1e-12)
    U = A / n
    return (G - {along} * (U * G).sum(axis=1, keepdims=True)) / n
""")
            for name, verdict, along in (("a length kept from 0", "right", "U"), ("not along the unit", "wrong", "A"))
        ),
    ),
    Exercise(
        """\
h = h0
for t in range(2):
    z = 1 / (1 + np.exp(-(A @ x[t] + B @ h)))
    r = 1 / (1 + np.exp(-(C @ x[t] + D @ h)))
    h = (1 - z) * np.tanh(E @ x[t] + F @ (r * h)) + z * h
return np.sum(h * g)
""",
        '"D", "F"',
        "".join(f"{name} = {{ shape = [2, 1] }}\n" for name in "ACE")
        + "".join(f"{name} = {{ shape = [2, 2] }}\n" for name in "BDF")
        + "h0 = { shape = [2] }\nx = { shape = [2, 1] }\ng = { shape = [2] }\n",
        "return student.back(A, B, C, D, E, F, h0, x, g)",
        tuple(
            (name, verdict, f"""\
import numpy as np
def s(a): return 1 / (1 + np.exp(-a))
def back(A, B, C, D, E, F, h, xs, dh):
    steps = []
    for x in xs:
        z, r = s(A @ x + B @ h), s(C @ x + D @ h)
        n = np.tanh(E @ x + F @ (r * h))
        steps.append((h, z, r, n))
        h = (1 - z) * n + z * h
    dD, dF = np.zeros_like(D), np.zeros_like(F)
    for h, z, r, n in steps[::-1]:
        dn = dh * (1 - z) * (1 - n * n)
        dz = dh * (h - n) * z * (1 - z)
        drh = F.T @ dn
        dr = drh * h * r * (1 - r)
        dD += np.outer(dr, h)
        dF += np.outer(dn, r * h)
        dh = dh * z + {passed} + B.T @ dz + D.T @ dr
    return {{'D': dD, 'F': dF}}
""")
            for name, verdict, passed in (("gates", "right", "drh * r"), ("gates, reset lost", "wrong", "drh"))
        ),
    ),
)  # fmt: skip
