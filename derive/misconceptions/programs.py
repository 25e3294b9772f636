"""Snippets as whole NumPy programs, and the assignments they belong to: the examples of records, in code."""

from __future__ import annotations

import ast

from derive.misconceptions.model import Model

_HELPERS = {
    "sigmoid": "def sigmoid(s):\n    return 1 / (1 + np.exp(-s))\n",
    "relu": "def relu(s):\n    return np.maximum(0, s)\n",
    "step": "def step(s):\n    return np.where(s > 0, 1.0, 0.0)\n",
    "softplus": "def softplus(s):\n    return np.log(1 + np.exp(s))\n",
    "softmax": (
        "def softmax(z, axis=-1):\n    shares = np.exp(z - np.max(z, axis=axis, keepdims=True))\n"
        "    return shares / np.sum(shares, axis=axis, keepdims=True)\n"
    ),
}
_DOMAINS = {
    "labels": "{0,1}",
    "signs": "{-1,1}",
    "one-hot": "one-hot",
    "one-hot columns": "one-hot",
    "unit": "(0,1)",
    "positive": "positive",
}


def program(model: Model, snippet: str) -> str:
    """A program whose function ``gradient`` takes the leaves of the model and returns what the snippet says.

    >>> from derive.misconceptions.models import MODELS
    >>> print(program(MODELS["regression"], "r = X @ w + b - y; 2 * mean(r)"))
    import numpy as np
    <BLANKLINE>
    <BLANKLINE>
    def gradient(X, w, b, y):
        r = X @ w + b - y
        return 2 * np.mean(r)
    <BLANKLINE>
    """
    helpers = "".join(f"\n\n{_HELPERS[name]}" for name in _HELPERS if name in _names(snippet))
    head = f"import numpy as np\n{helpers}\n\ndef gradient({', '.join(model.leaves)}):\n"
    return head + "".join(f"    {line}\n" for line in _body(model, snippet))


def assignment(model: Model, by: str, *, square: bool = False) -> str:
    """The assignment, as TOML, that such a program is handed in to; all sizes are one letter where ``square``.

    >>> from derive.misconceptions.models import MODELS
    >>> print(assignment(MODELS["entropy"], "p"))
    title = "Entropy"
    objective = '''
    return -np.sum(p * np.log(p))
    '''
    parameters = ["p"]
    <BLANKLINE>
    [inputs]
    p = { shape = ["K"], domain = "(0,1)" }
    <BLANKLINE>
    [call]
    code = "return {'p': student.gradient(p)}"
    <BLANKLINE>
    """
    helpers = [_HELPERS[name] for name in _HELPERS if name in _names(model.loss)]
    objective = "".join(helpers) + "\n".join(_body(model, model.loss))
    inputs = "\n".join(_input(model, name, square) for name in model.leaves)
    return (
        f"title = \"{model.title}\"\nobjective = '''\n{objective}\n'''\nparameters = [\"{by}\"]\n\n"
        f"[inputs]\n{inputs}\n\n[call]\ncode = \"return {{'{by}': student.gradient({', '.join(model.leaves)})}}\"\n"
    )


def _input(model: Model, name: str, square: bool) -> str:
    letters = model.leaves[name][1]
    turned = letters[::-1] if model.kinds.get(name) == "one-hot columns" else letters
    shape = ", ".join(f'"{next(iter(model.sizes[0])) if square else letter}"' for letter in turned)
    domain = _DOMAINS.get(model.kinds.get(name, ""))
    return f"{name} = {{ shape = [{shape}]" + (f', domain = "{domain}" }}' if domain else " }")


def _body(model: Model, snippet: str) -> list[str]:
    """The lines of the snippet, its last one returned; labels in columns and sizes are set up first."""
    *before, last = ast.parse(snippet).body
    columns = [f"{name} = {name}.T" for name, kind in model.kinds.items() if kind == "one-hot columns"]
    sizes = [_size(model, name) for name in model.sizes[0] if name in _names(snippet)]
    lines = [*before, ast.Return(last.value)] if isinstance(last, ast.Expr) else before
    return [*columns, *(one for one in sizes if one), *(ast.unparse(_Numpy().visit(line)) for line in lines)]


def _size(model: Model, size: str) -> str:
    for name, (_, letters) in model.leaves.items():
        if size in letters and size not in model.leaves:
            return f"{size} = {name}.shape[{letters.index(size)}]"
    return ""


def _names(snippet: str) -> set[str]:
    return {node.id for node in ast.walk(ast.parse(snippet)) if isinstance(node, ast.Name)}


class _Numpy(ast.NodeTransformer):
    """Functions that NumPy has get their ``np.``."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and node.func.id not in _HELPERS:
            node.func = ast.Attribute(ast.Name("np"), node.func.id)
        return node
