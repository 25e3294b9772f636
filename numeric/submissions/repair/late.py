"""What is worked out after a step with what was there before it: the way back through weights that have moved."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from itertools import takewhile

MOST_BETWEEN = 6
BEFORE = "before"
_SIMPLE = (ast.Assign, ast.AugAssign, ast.Expr, ast.Return)


def too_late(function: ast.FunctionDef) -> Iterator[tuple[ast.stmt, ast.stmt, str]]:
    """From which statement to which one the order was another one, and what to write instead.

    What is moved is a statement that uses what one above it has changed by a step.

    >>> tree = ast.parse("def back(d):\\n    w.v = w.v - r * g\\n    return d * w.v")
    >>> [text for _, _, text in too_late(tree.body[0])]
    ['before = d * w.v; w.v = w.v - r * g; return before']
    """
    for node in ast.walk(function):
        for field in ("body", "orelse"):
            body = getattr(node, field, None)
            if isinstance(body, list):
                yield from _in_body(body)


def _in_body(body: Sequence[ast.stmt]) -> Iterator[tuple[ast.stmt, ast.stmt, str]]:
    for place, step in enumerate(body):
        stepped = _stepped(step)
        after = body[place + 1 : place + 2 + MOST_BETWEEN] if stepped else []
        after = list(takewhile(lambda each: isinstance(each, _SIMPLE), after))
        for number, late in enumerate(after):
            if _uses(late, stepped):
                yield step, late, "; ".join(_in_order([step, *after[:number]], late))


def _in_order(steps: Sequence[ast.stmt], late: ast.stmt) -> Iterator[str]:
    passed = map(ast.unparse, steps)
    if isinstance(late, ast.Return) and late.value is not None:
        yield f"{BEFORE} = {ast.unparse(late.value)}"
        yield from passed
        yield f"return {BEFORE}"
    else:
        yield ast.unparse(late)
        yield from passed


def _stepped(statement: ast.stmt) -> str:
    """What a statement moves by a multiple of something: w -= rate * g; "" where it does nothing of the kind."""
    match statement:
        case ast.AugAssign(
            target=target, op=ast.Sub() | ast.Add(), value=ast.BinOp(op=ast.Mult() | ast.Div())
        ):
            return ast.unparse(target)
        case ast.Assign(
            targets=[target],
            value=ast.BinOp(
                left=before, op=ast.Sub() | ast.Add(), right=ast.BinOp(op=ast.Mult() | ast.Div())
            ),
        ) if ast.unparse(target) == ast.unparse(before):
            return ast.unparse(target)
    return ""


def _uses(statement: ast.stmt, stepped: str) -> bool:
    if isinstance(statement, ast.AugAssign) and ast.unparse(statement.target) == stepped:
        return False
    value = getattr(statement, "value", None)
    return value is not None and any(
        ast.unparse(each) == stepped for each in ast.walk(value) if isinstance(each, ast.expr)
    )
