"""Programs in seldom styles: dataclasses that name themselves, windows over a signal, running sums."""

from __future__ import annotations

from exercise import Exercise

STYLES = (
    Exercise(
        """\
H = np.tanh(Q @ B)
return np.mean((H @ u - t) ** 2)
""",
        '"B", "u"',
        """\
Q = { shape = ["n", "p"] }
B = { shape = ["p", "h"] }
u = { shape = ["h"] }
t = { shape = ["n"] }
""",
        """\
slopes = student.Net(B=B, u=u).slopes(Q, t)
return {'B': slopes.B, 'u': slopes.u}
""",
        tuple((name, verdict, f"""\
from __future__ import annotations
from dataclasses import dataclass, field
import numpy as np

@dataclass
class Net:
    B: np.ndarray
    u: np.ndarray
    kept: dict = field(default_factory=dict)

    def ahead(self, Q: np.ndarray) -> np.ndarray:
        self.kept["H"] = np.tanh(Q @ self.B)
        return self.kept["H"] @ self.u

    def slopes(self, Q, t) -> Net:
        e = 2 * (self.ahead(Q) - t) / t.size
        H = self.kept["H"]
        return Net(B=Q.T @ (np.outer(e, self.u) * {slope}), u=H.T @ e)
""") for name, verdict, slope in (
            ("a dataclass that names itself", "right", "(1 - H * H)"),
            ("a dataclass with a slope too few", "wrong", "(1 - H)"),
        )),
    ),
    Exercise(
        """\
total = 0.0
for k in range(z.shape[0] - 2):
    total = total + (z[k] * f[0] + z[k + 1] * f[1] + z[k + 2] * f[2] - t[k]) ** 2
return total
""",
        '"f"',
        """\
z = { shape = ["T"] }
f = { shape = [3] }
t = { shape = ["T"] }
[sizes]
T = { min = 4 }
""",
        "return {'f': student.slope(z, f, t)}",
        tuple((name, verdict, f"""\
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

def slope(z, f, t):
    rows = sliding_window_view(z, 3)
    gap = rows @ f - t[:len(rows)]
    return 2 * rows.T @ {gap}
""") for name, verdict, gap in (
            ("windows of a signal", "right", "gap"),
            ("windows in the other order", "wrong", "gap[::-1]"),
        )),
    ),
    Exercise(
        """\
total = 0.0
kept = 1.0
for k in range(a.shape[0]):
    kept = kept * (1 - 1 / (1 + np.exp(-a[k])))
    total = total + c[k] * kept
return total
""",
        '"a"',
        """\
a = { shape = ["T"] }
c = { shape = ["T"] }
""",
        "return {'a': student.slope(a, c)}",
        tuple((name, verdict, f"""\
import numpy as np

def slope(a, c):
    h = 1.0 / (1.0 + np.exp(-a))
    left = np.cumprod(1 - h)
    later = np.cumsum((c * left)[::-1])[::-1]
    return -later * {factor}
""") for name, verdict, factor in (
            ("a product that runs on", "right", "h"),
            ("a product that runs on with a slope too many", "wrong", "h * (1 - h)"),
        )),
    ),
)  # fmt: skip
