"""The small models on which the examples of the records are worked out, with their right gradients."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from derive.arrays import Array, Shape, leaf
from derive.domains import LABELS, POSITIVE, SIGNS, UNIT, Domain, Domains, Group, OneHot
from derive.misconceptions.snippets import run_snippet
from derive.misconceptions.step import Case, WrongStep, gradient_case

Sizes = Mapping[str, int]


@dataclass(frozen=True)
class Model:
    """A loss as a snippet: ``leaves`` gives each array its letter and its shape in letters of sizes ("ND").

    ``kinds`` says where the entries live: labels, signs, one-hot (along the last or first axis), unit or positive.
    ``gradients`` are snippets of the right gradients. ``sizes`` are the concrete sizes, the smallest first.
    """

    id: str
    title: str
    leaves: Mapping[str, tuple[str, str]]
    loss: str
    gradients: Mapping[str, str]
    kinds: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    sizes: Sequence[Sizes] = ({"N": 1, "D": 2}, {"N": 2, "D": 3}, {"N": 3, "D": 2})

    def arrays(self, sizes: Sizes) -> dict[str, Array]:
        """The leaves of the model at concrete sizes."""
        return {
            name: leaf(letter, tuple(sizes[one] for one in shape))
            for name, (letter, shape) in self.leaves.items()
        }

    def domains(self, sizes: Sizes) -> Domains:
        """The domains of all entries at concrete sizes."""
        arrays = self.arrays(sizes)
        of: dict[str, Domain] = {}
        groups: list[Group] = []
        for name, kind in self.kinds.items():
            entries = [str(getattr(entry, "name", "")) for entry in arrays[name].entries]
            if kind in _KINDS:
                of |= dict.fromkeys(entries, _KINDS[kind])
            else:
                groups += [OneHot(row) for row in _rows(entries, arrays[name].shape, kind)]
        return Domains(of, tuple(groups))

    def case(self, by: str, written: str, sizes: Sizes) -> Case:
        """The case of a written gradient, itself a snippet, at concrete sizes."""
        arrays = self.arrays(sizes)
        output = run_snippet(self.loss, {**arrays, **sizes})
        result = run_snippet(written, {**arrays, **sizes})
        shown = [(name, size) for name, size in sizes.items()]
        return gradient_case(
            output, arrays[by], result.entries, result.shape, domains=self.domains(sizes), sizes=shown
        )

    def step(self, by: str, written: str, sizes: Sequence[Sizes] | None = None) -> WrongStep:
        """The step at all sizes."""
        labels = tuple(self.leaves[name][0] for name, kind in self.kinds.items() if kind in _LABELLING)
        return WrongStep(tuple(self.case(by, written, one) for one in sizes or self.sizes), labels=labels)


_KINDS: dict[str, Domain] = {"labels": LABELS, "signs": SIGNS, "unit": UNIT, "positive": POSITIVE}
_LABELLING = ("labels", "signs", "one-hot", "one-hot columns", "targets")


def _rows(entries: list[str], shape: Shape, kind: str) -> list[tuple[str, ...]]:
    if kind not in ("one-hot", "one-hot columns"):
        return []
    if len(shape) == 1:
        return [tuple(entries)]
    rows, columns = shape
    if kind == "one-hot":
        return [tuple(entries[i * columns : (i + 1) * columns]) for i in range(rows)]
    return [tuple(entries[j::columns]) for j in range(columns)]


_BCE = "-mean(y * log(p) + (1 - y) * log(1 - p))"
_LAYERS = ({"N": 1, "D": 2, "H": 2, "K": 1}, {"N": 2, "D": 2, "H": 3, "K": 2})

MODELS: dict[str, Model] = {
    model.id: model
    for model in (
        Model(
            "logistic",
            "Logistic regression, samples as rows, mean",
            {"X": ("x", "ND"), "w": ("w", "D"), "b": ("b", ""), "y": ("y", "N")},
            f"p = sigmoid(X @ w + b); {_BCE}",
            {"w": "X.T @ (sigmoid(X @ w + b) - y) / N", "b": "mean(sigmoid(X @ w + b) - y)"},
            {"y": "labels"},
        ),
        Model(
            "logistic columns",
            "Logistic regression, samples as columns, sum",
            {"X": ("u", "DN"), "w": ("a", "D"), "y": ("t", "N")},
            "q = 1 / (1 + exp(-(w @ X))); -sum(y * log(q) + (1 - y) * log(1 - q))",
            {"w": "X @ (sigmoid(w @ X) - y)"},
            {"y": "labels"},
        ),
        Model(
            "one unit",
            "One sigmoid unit under the cross-entropy, one sample",
            {"x": ("x", ""), "w": ("w", ""), "b": ("b", ""), "y": ("y", "")},
            "p = sigmoid(w * x + b); -(y * log(p) + (1 - y) * log(1 - p))",
            {"w": "(sigmoid(w * x + b) - y) * x", "b": "sigmoid(w * x + b) - y"},
            {"y": "labels"},
            ({},),
        ),
        Model(
            "cross-entropy",
            "The cross-entropy as a function of the prediction",
            {"p": ("p", ""), "y": ("y", "")},
            "-(y * log(p) + (1 - y) * log(1 - p))",
            {"p": "-y / p + (1 - y) / (1 - p)"},
            {"y": "labels", "p": "unit"},
            ({},),
        ),
        Model(
            "squared unit",
            "One sigmoid unit under the squared error, one sample",
            {"x": ("x", ""), "w": ("w", ""), "y": ("y", "")},
            "(sigmoid(w * x) - y) ** 2 / 2",
            {"w": "(sigmoid(w * x) - y) * sigmoid(w * x) * (1 - sigmoid(w * x)) * x"},
            {"y": "labels"},
            ({},),
        ),
        Model(
            "tanh unit",
            "A tanh layer under the squared error",
            {"X": ("x", "ND"), "w": ("v", "D"), "y": ("y", "N")},
            "sum((tanh(X @ w) - y) ** 2) / 2",
            {"w": "a = tanh(X @ w); X.T @ ((a - y) * (1 - a ** 2))"},
            {"y": "signs"},
        ),
        Model(
            "regression",
            "Linear regression, mean squared error without the half",
            {"X": ("x", "ND"), "w": ("w", "D"), "b": ("b", ""), "y": ("y", "N")},
            "mean((X @ w + b - y) ** 2)",
            {"w": "2 * X.T @ (X @ w + b - y) / N", "b": "2 * mean(X @ w + b - y)"},
            {"y": "targets"},
        ),
        Model(
            "ridge",
            "Ridge regression; the bias is not penalised",
            {"X": ("x", "ND"), "w": ("w", "D"), "b": ("b", ""), "y": ("y", "N"), "lam": ("lam", "")},
            "mean((X @ w + b - y) ** 2) / 2 + lam / 2 * sum(w ** 2)",
            {"w": "X.T @ (X @ w + b - y) / N + lam * w", "b": "mean(X @ w + b - y)"},
            {"y": "targets", "lam": "positive"},
        ),
        Model(
            "margin",
            "Logistic loss of the margin, labels −1 and 1",
            {"X": ("x", "ND"), "w": ("w", "D"), "y": ("y", "N")},
            "mean(log(1 + exp(-y * (X @ w))))",
            {"w": "-X.T @ (y * sigmoid(-y * (X @ w))) / N"},
            {"y": "signs"},
        ),
        Model(
            "hinge",
            "Hinge loss, labels −1 and 1, with a ridge",
            {"X": ("x", "ND"), "w": ("w", "D"), "y": ("y", "N"), "lam": ("lam", "")},
            "mean(maximum(0, 1 - y * (X @ w))) + lam * sum(w ** 2)",
            {"w": "-X.T @ (y * step(1 - y * (X @ w))) / N + 2 * lam * w"},
            {"y": "signs", "lam": "positive"},
        ),
        Model(
            "poisson",
            "Poisson regression with the log link",
            {"X": ("phi", "ND"), "w": ("beta", "D"), "y": ("k", "N")},
            "sum(exp(X @ w) - y * (X @ w))",
            {"w": "X.T @ (exp(X @ w) - y)"},
            {"y": "targets"},
        ),
        Model(
            "softmax",
            "Softmax regression, samples as rows",
            {"X": ("x", "ND"), "W": ("w", "DK"), "Y": ("y", "NK")},
            "P = softmax(X @ W, axis=1); -sum(Y * log(P)) / N",
            {"W": "X.T @ (softmax(X @ W, axis=1) - Y) / N"},
            {"Y": "one-hot"},
            ({"N": 1, "D": 2, "K": 3}, {"N": 2, "D": 2, "K": 3}),
        ),
        Model(
            "softmax columns",
            "Softmax regression, samples as columns",
            {"X": ("x", "DN"), "W": ("w", "KD"), "Y": ("y", "KN")},
            "P = softmax(W @ X, axis=0); -sum(Y * log(P))",
            {"W": "(softmax(W @ X, axis=0) - Y) @ X.T"},
            {"Y": "one-hot columns"},
            ({"N": 1, "D": 2, "K": 3}, {"N": 2, "D": 3, "K": 2}),
        ),
        Model(
            "soft labels",
            "Cross-entropy of a softmax for labels that need not sum to one",
            {"z": ("z", "K"), "y": ("y", "K")},
            "-sum(y * log(softmax(z)))",
            {"z": "softmax(z) * sum(y) - y"},
            {"y": "unit"},
            ({"K": 2}, {"K": 3}),
        ),
        Model(
            "two layers",
            "A hidden sigmoid layer and a linear output, samples as rows",
            {"X": ("x", "ND"), "W1": ("w", "DH"), "b1": ("b", "H"), "W2": ("v", "HK"), "Y": ("t", "NK")},
            "A = sigmoid(X @ W1 + b1); sum((A @ W2 - Y) ** 2) / 2",
            {
                "W2": "A = sigmoid(X @ W1 + b1); A.T @ (A @ W2 - Y)",
                "W1": "A = sigmoid(X @ W1 + b1); D2 = A @ W2 - Y; X.T @ (D2 @ W2.T * A * (1 - A))",
                "b1": "A = sigmoid(X @ W1 + b1); D2 = A @ W2 - Y; sum(D2 @ W2.T * A * (1 - A), axis=0)",
            },
            {"Y": "targets"},
            _LAYERS,
        ),
        Model(
            "two layers columns",
            "A hidden ReLU layer and a linear output, samples as columns",
            {"X": ("x", "DN"), "W1": ("w", "HD"), "W2": ("v", "KH"), "Y": ("t", "KN")},
            "A = relu(W1 @ X); sum((W2 @ A - Y) ** 2) / 2 / N",
            {
                "W2": "A = relu(W1 @ X); (W2 @ A - Y) @ A.T / N",
                "W1": "Z = W1 @ X; (W2.T @ (W2 @ relu(Z) - Y) * step(Z)) @ X.T / N",
            },
            {"Y": "targets"},
            _LAYERS,
        ),
        Model(
            "quadratic form",
            "A quadratic form with any square matrix",
            {"A": ("a", "DD"), "x": ("x", "D")},
            "x @ (A @ x)",
            {"x": "(A + A.T) @ x"},
            {},
            ({"D": 2}, {"D": 3}),
        ),
        Model(
            "quotient",
            "A quotient of two functions",
            {"x": ("x", "")},
            "(x ** 2 + 1) / (x + exp(x))",
            {"x": "(2 * x * (x + exp(x)) - (x ** 2 + 1) * (1 + exp(x))) / (x + exp(x)) ** 2"},
            {},
            ({},),
        ),
        Model(
            "entropy",
            "Entropy",
            {"p": ("p", "K")},
            "-sum(p * log(p))",
            {"p": "-log(p) - 1"},
            {"p": "unit"},
            ({"K": 2}, {"K": 3}),
        ),
    )
}
