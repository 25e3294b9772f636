"""The form of the gallery: each snippet with what should be said of it."""

from __future__ import annotations

from dataclasses import dataclass

from numeric.submissions.assignment import Assignment, parse_assignment


@dataclass(frozen=True)
class Snippet:
    """One submission; ``lines`` are acceptable first lines, ``misconceptions`` acceptable names, where it is wrong."""

    name: str
    assignment: str
    code: str
    verdict: str = "right"
    lines: tuple[int, ...] = ()
    misconceptions: tuple[str, ...] = ()


def wrong_snippet(name: str, assignment: str, code: str, lines: tuple[int, ...], *ids: str) -> Snippet:
    """A submission that is wrong, with its acceptable first lines and names."""
    return Snippet(name, assignment, code, "wrong", lines, ids)


HEADS = {
    "rows": ("np.mean(np.log(1 + np.exp(X @ w)) - y * (X @ w))", "w", "return {'w': student.gradient(w, X, y)}"),
    "bias": (
        "np.mean(np.log(1 + np.exp(X @ w + b)) - y * (X @ w + b))", "w b",
        "dw, db = student.gradients(w, b, X, y)\nreturn {'w': dw, 'b': db}",
    ),
    "sum": ("np.sum(np.log(1 + np.exp(X @ w)) - y * (X @ w))", "w", "return {'w': student.gradient(w, X, y)}"),
    "ridge": (
        "np.mean(np.log(1 + np.exp(X @ w)) - y * (X @ w)) + lam / 2 * np.sum(w ** 2)", "w",
        "return {'w': student.gradient(w, X, y, lam)}",
    ),
    "columns": (
        "np.mean(np.log(1 + np.exp(W @ Z + b)) - Y * (W @ Z + b))", "W b",
        "dW, db = student.gradient(W, b, Z, Y)\nreturn {'W': dW, 'b': db}",
    ),
    "signs": ("np.mean(np.log(1 + np.exp(-t * (X @ w))))", "w", "return {'w': student.gradient(w, X, t)}"),
    "mse": (
        "np.mean((X @ w + b - r) ** 2)", "w b",
        "dw, db = student.gradients(w, b, X, r)\nreturn {'w': dw, 'b': db}",
    ),
    "half": ("np.mean((X @ w - r) ** 2) / 2", "w", "return {'w': student.gradient(w, X, r)}"),
    "neuron": ("np.mean((1 / (1 + np.exp(-X @ w)) - r) ** 2) / 2", "w", "return {'w': student.gradient(w, X, r)}"),
    "hinge": ("np.mean(np.maximum(0, 1 - t * (X @ w)))", "w", "return {'w': student.gradient(w, X, t)}"),
    "poisson": ("np.mean(np.exp(X @ w) - r * (X @ w))", "w", "return {'w': student.gradient(w, X, r)}"),
    "lasso": (
        "np.mean((X @ w - r) ** 2) / 2 + lam * np.sum(np.abs(w))", "w",
        "return {'w': student.gradient(w, X, r, lam)}",
    ),
    "softmax": (
        "S = X @ V\nreturn np.mean(np.log(np.sum(np.exp(S), axis=1)) - np.sum(H * S, axis=1))", "V",
        "return {'V': student.gradient(V, X, H)}",
    ),
    "classes": (
        "S = X @ U\nreturn np.mean(np.log(np.sum(np.exp(S), axis=1)) - S[np.arange(len(S)), k])", "U",
        "return {'U': student.gradient(U, X, k)}",
    ),
    "layers": (
        "A = np.tanh(W1 @ Z + b1)\nS = W2 @ A\nreturn np.mean(np.log(1 + np.exp(S)) - Y * S)", "W1 b1 W2",
        "g = student.backward(W1, b1, W2, Z, Y)\nreturn {'W1': g[0], 'b1': g[1], 'W2': g[2]}",
    ),
    "step": (
        "np.mean(np.log(1 + np.exp(X @ w)) - y * (X @ w))", "w",
        "net = student.Model(w)\nnet.step(X, y, 0.5)\nreturn {'w': (w - net.w) / 0.5}",
    ),
    "cost": (
        "np.mean(np.log(1 + np.exp(X @ w)) - y * (X @ w))", "w",
        "J, g = student.cost(w, X, y)\nreturn {'w': g}",
    ),
    "flat": (
        "np.mean((X @ w + b - r) ** 2)", "w b",
        "g = student.gradient(np.concatenate([w, [b]]), X, r)\nreturn {'w': g[:-1], 'b': g[-1]}",
    ),
}  # fmt: skip

INPUTS = {
    "w": 'shape = ["M"]', "b": "shape = []", "X": 'shape = ["N", "M"]', "y": 'shape = ["N"], domain = "{0,1}"',
    "lam": 'shape = [], domain = "positive"', "W": 'shape = [1, "M"]', "Z": 'shape = ["M", "N"]',
    "Y": 'shape = [1, "N"], domain = "{0,1}"', "t": 'shape = ["N"], domain = "{-1,1}"', "r": 'shape = ["N"]',
    "V": 'shape = ["M", "K"]', "H": 'shape = ["N", "K"], domain = "one-hot"', "U": 'shape = ["M", 3]',
    "k": 'shape = ["N"], domain = "{0..2}", as = "int"', "W1": 'shape = ["L", "M"]', "b1": 'shape = ["L", 1]',
    "W2": 'shape = [1, "L"]',
}  # fmt: skip

USED = {
    "rows": "w X y", "bias": "w b X y", "sum": "w X y", "ridge": "w X y lam", "columns": "W b Z Y", "signs": "w X t",
    "mse": "w b X r", "half": "w X r", "neuron": "w X r", "hinge": "w X t", "poisson": "w X r", "lasso": "w X r lam",
    "softmax": "V X H", "classes": "U X k", "layers": "W1 b1 W2 Z Y", "step": "w X y", "cost": "w X y",
    "flat": "w b X r",
}  # fmt: skip


def assignment(name: str) -> Assignment:
    """One of the gallery's assignments."""
    objective, parameters, code = HEADS[name]
    inputs = "\n".join(f"{each} = {{ {INPUTS[each]} }}" for each in USED[name].split())
    wanted = ", ".join(f'"{each}"' for each in parameters.split())
    text = f"objective = '''{objective}'''\nparameters = [{wanted}]\n[inputs]\n{inputs}\n[call]\ncode = '''{code}'''\n"
    return parse_assignment(text, name)
