"""The third look: what the syntax tree says and no value shows."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from numeric.tracing.removed import REMOVED

Nodes = Sequence[ast.AST]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something seen in the text: its misconception id, its line, and a sentence."""

    id: str
    line: int
    sentence: str


def nodes_of(tree: ast.AST) -> Nodes:
    """All nodes of a program's tree, which every look at its text goes through."""
    return tuple(ast.walk(tree))


def read_text(nodes: Nodes) -> list[Finding]:
    """Everything that is seen in a program's text, in order of lines.

    >>> tree = ast.parse("def f(g, w):\\n    g = 2 * g\\n    + w\\n    return g")
    >>> [finding.id for finding in read_text(nodes_of(tree))]
    ['lost-expression']
    >>> read_text(nodes_of(ast.parse("w = 1\\nw + 1")))  # a notebook shows it
    []
    """
    found = [*_lost(nodes), *_removed(nodes), *_buffers(nodes), *_shadowed(nodes), *_quotients(nodes)]
    return sorted(found, key=lambda finding: finding.line)


def largest_number(nodes: Nodes) -> int:
    """The largest whole number up to 1000 that is written in a program.

    >>> largest_number(nodes_of(ast.parse("batch = X[:32]")))
    32
    """
    numbers = [node.value for node in nodes if isinstance(node, ast.Constant) and type(node.value) is int]
    return max((value for value in numbers if value <= 1000), default=0)


def written_numbers(nodes: Nodes) -> frozenset[int]:
    """The small whole numbers that are written in a program.

    >>> sorted(written_numbers(nodes_of(ast.parse("x[:3] ** 2"))))
    [2, 3]
    """
    numbers = (node.value for node in nodes if isinstance(node, ast.Constant))
    return frozenset(int(value) for value in numbers if isinstance(value, int | float) and abs(value) <= 64)


def has_guard(nodes: Nodes) -> bool:
    """Whether a number is written that may be a guard, as in log(p + 1e-10) or clip(z, -500, 500).

    >>> [has_guard(nodes_of(ast.parse(code))) for code in ("clip(z, -500, 500)", "seed(500)", "z - 10**9")]
    [True, False, True]
    """
    named = any(isinstance(node, ast.Attribute) and node.attr in ("eps", "epsilon") for node in nodes)
    seeds = {id(arg) for node in nodes if isinstance(node, ast.Call) and _seeds(node) for arg in node.args}
    numbers = [
        node.value
        for node in nodes
        if isinstance(node, ast.Constant) and type(node.value) in (int, float) and id(node) not in seeds
    ]
    powers = any(isinstance(node, ast.BinOp) and _is_huge_power(node) for node in nodes)
    return named or powers or any(_is_like_a_guard(each) for each in numbers if isinstance(each, int | float))


def _is_huge_power(node: ast.BinOp) -> bool:
    """Whether a power of two numbers is written, as in -10 ** 9."""
    sides = (node.left, node.right)
    return isinstance(node.op, ast.Pow) and all(isinstance(each, ast.Constant) for each in sides)


def _seeds(call: ast.Call) -> bool:
    function = call.func
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return name in ("seed", "default_rng", "RandomState")


def _is_like_a_guard(value: float) -> bool:
    small = isinstance(value, float) and 0 < abs(value) <= 1e-3
    return small or abs(value) >= 15


def _lost(nodes: Nodes) -> Iterator[Finding]:
    inside = (each for node in nodes if isinstance(node, _FUNCTIONS) for each in ast.walk(node))
    # Outside functions a value alone is shown by a notebook.
    for node in dict.fromkeys(inside):
        if isinstance(node, ast.Expr) and _computes(node.value):
            sentence = "The value of this line is computed and thrown away; was it meant to go on from the line above?"
            yield Finding("lost-expression", node.lineno, sentence)


_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def _computes(node: ast.expr) -> bool:
    if isinstance(node, ast.UnaryOp):
        return not isinstance(node.operand, ast.Constant)
    return isinstance(node, ast.BinOp)


def _removed(nodes: Nodes) -> Iterator[Finding]:
    for node in nodes:
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id in ("np", "numpy")
        ):
            record = REMOVED.get(node.attr)
            if record is not None:
                yield Finding("removed-numpy-name", node.lineno, record.sentence())


def _buffers(nodes: Nodes) -> Iterator[Finding]:
    for node in nodes:
        if isinstance(node, ast.Call) and any(_is_whole_dtype(each) for each in node.keywords):
            sentence = "This array holds whole numbers: what is stored in it loses its decimals."
            yield Finding("integer-dtype", node.lineno, sentence)


def _is_whole_dtype(keyword: ast.keyword) -> bool:
    return keyword.arg == "dtype" and ast.unparse(keyword.value).strip("'\"").split(".")[-1].startswith(
        ("int", "uint")
    )


def _shadowed(nodes: Nodes) -> Iterator[Finding]:
    for node in nodes:
        if (
            isinstance(node, ast.Name)
            and isinstance(node.ctx, ast.Store)
            and node.id in ("np", "numpy", "math")
        ):
            yield Finding("", node.lineno, f"The name {node.id} is given another meaning here.")


def _quotients(nodes: Nodes) -> Iterator[Finding]:
    for node in nodes:
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and _is_difference_quotient(node):
            sentence = (
                "This is a difference quotient: a finite difference stands where a derivation was asked for."
            )
            yield Finding("finite-differences-instead", node.lineno, sentence)


def _is_difference_quotient(node: ast.BinOp) -> bool:
    above = node.left
    if not (isinstance(above, ast.BinOp) and isinstance(above.op, ast.Sub)):
        return False
    step = {each.id for each in ast.walk(node.right) if isinstance(each, ast.Name)}
    is_step = any(
        name in ("h", "eps", "epsilon", "delta", "dx", "step", "e") or "eps" in name for name in step
    )
    return is_step and not isinstance(above.left, ast.Constant)
