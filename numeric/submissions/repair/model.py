"""One place of an expression, and what could stand there instead."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from numeric.submissions.repair.atoms import is_atom

SIGN, SCALE, FACTOR, TERM, NAME, INDEX, AXIS, TURNED, PRODUCT, FUNCTION, TEST, STORED, LOST, SHARED, ORDER = (
    "sign", "scale", "factor", "term", "name", "index", "axis", "transpose", "product", "function", "test", "stored",
    "lost", "shared", "order",
)  # fmt: skip

SLIPS = {
    SIGN: "sign-flipped", SCALE: "constant-factor", INDEX: "index-mixed-up", AXIS: "wrong-axis",
    TURNED: "missing-transpose", TEST: "relu-mask-wrong", STORED: "sum-dropped", LOST: "lost-expression",
    SHARED: "wrong-forward-value", ORDER: "uses-updated-weights",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spot:
    """An expression within a statement, and what it stands in; ``is_result`` where a ``return`` hands it on."""

    node: ast.expr
    parent: ast.AST
    is_index: bool
    is_result: bool = False

    @property
    def is_term(self) -> bool:
        """Whether no product or quotient goes on around it."""
        factors = ast.Mult | ast.Div | ast.Pow
        inner = isinstance(self.parent, ast.BinOp) and isinstance(self.parent.op, factors)
        handed_on = self.is_listed and not self.is_result and is_atom(self.node)
        looked_up = isinstance(self.parent, ast.Attribute | ast.Compare) or self._is_picked_from
        return not (inner or handed_on or looked_up or self.is_index or makes_room(self.parent))

    @property
    def is_whole(self) -> bool:
        """Whether another term may stand beside it: it is all that is stored, handed on, or given to a function."""
        is_given = isinstance(self.parent, ast.Call) and (len(self.parent.args) == 1 or _chooses(self.parent))
        return isinstance(self.parent, ast.Expression) or is_given or (self.is_listed and self.is_result)

    @property
    def _is_picked_from(self) -> bool:
        """Whether entries are picked from it; a[:, None] has them all."""
        if not isinstance(self.parent, ast.Subscript):
            return False
        parts = getattr(self.parent.slice, "elts", [])
        return not any(ast.unparse(each) in ("None", "np.newaxis") for each in parts)

    @property
    def is_bare(self) -> bool:
        """Whether it is a name by itself, of which nothing is made here."""
        return is_atom(self.node) and not self.is_listed

    @property
    def is_stored(self) -> bool:
        """Whether it is a name by itself that is given another name."""
        return is_atom(self.node) and isinstance(self.parent, ast.Expression) and not self.is_result

    @property
    def is_listed(self) -> bool:
        """Whether it is one of several things that are handed on."""
        return isinstance(self.parent, ast.Tuple | ast.Dict | ast.List | ast.keyword)

    @property
    def is_summand(self) -> bool:
        """Whether it is the whole or one of its summands."""
        top = isinstance(self.parent, ast.Expression | ast.Call)
        return (
            top
            or (self.is_listed and self.is_result)
            or (isinstance(self.parent, ast.BinOp) and isinstance(self.parent.op, ast.Add | ast.Sub))
        )


def _chooses(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr == "where" and len(call.args) == 3


def makes_room(node: ast.AST) -> bool:
    """Whether a call asks for an array of some shape, whatever is in it."""
    func = node.func if isinstance(node, ast.Call) else None
    return isinstance(func, ast.Attribute) and func.attr.split("_")[0] in (
        "zeros",
        "ones",
        "empty",
        "full",
        "reshape",
    )


@dataclass(frozen=True, slots=True)
class Rewriting:
    """What may have been meant; ``kind`` says how it differs, ``weight`` is small for slips of one letter.

    ``named`` is the misconception that was made then, where that is not the one of the kind; ``is_bare`` says that a
    name alone stands there.
    """

    node: ast.expr
    kind: str
    weight: int
    named: str = ""
    is_bare: bool = False

    @property
    def slip(self) -> str:
        """The misconception that was made if this was meant; "" where it has no name."""
        return self.named or SLIPS.get(self.kind, "")


def binary(left: ast.expr, op: ast.operator, right: ast.expr) -> ast.expr:
    """Two expressions put together."""
    return ast.BinOp(left, op, right)


def turned(node: ast.expr) -> ast.expr:
    """The transpose of an expression."""
    if isinstance(node, ast.Attribute) and node.attr == "T":
        return node.value
    return ast.Attribute(node, "T", ast.Load())


def parsed(text: str) -> ast.expr:
    """A text as an expression."""
    found: ast.expr = ast.parse(text, mode="eval").body
    return found
