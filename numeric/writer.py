"""Writes terms as lines of NumPy: one ufunc call a distinct subterm, each into a buffer that is used again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import pi
from typing import assert_never

from derive.errors import NotSupported
from derive.terms import (
    Add,
    AllOf,
    AnyOf,
    Case,
    Compare,
    Const,
    Fn,
    Mul,
    Negation,
    Num,
    Pow,
    Sym,
    Term,
    mul,
    num,
)
from derive.traverse import Node, children

DIRECT = {
    "exp": "np.exp", "log": "np.log", "abs": "np.abs", "sign": "np.sign", "tanh": "np.tanh",
    "sinh": "np.sinh", "cosh": "np.cosh", "sin": "np.sin", "cos": "np.cos", "atan": "np.arctan",
}  # fmt: skip
SPECIAL = {"erf": "erf", "normcdf": "ndtr", "loggamma": "gammaln", "gamma": "gamma", "digamma": "digamma"}
CUTS = {"relu": "np.maximum", "step": "np.less"}
RELATIONS = {"<": "np.less", "<=": "np.less_equal", "=": "np.equal", "!=": "np.not_equal"}


MASKS = (Compare, AllOf, AnyOf, Negation)
MINUS_ONE = num(-1)


@dataclass(slots=True)
class Writer:
    """Writes one line a node; ``place`` says in which variable (or number) each node's value stands."""

    arguments: Sequence[str]
    outputs: Sequence[Term]
    literal: bool
    constants: list[float] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    place: dict[Node, str] = field(default_factory=dict)
    free: list[str] = field(default_factory=list)
    uses: dict[Node, int] = field(default_factory=dict)
    count: int = 0
    masks: int = 0

    def __post_init__(self) -> None:
        self.write()

    def source(self) -> str:
        """The whole function as text."""
        buffers = [f"b{k}" for k in range(self.count)]
        names = [*self.arguments, *buffers, *(f"out{k}" for k in range(len(self.outputs)))]
        return f"def run({', '.join(names)}):\n" + "\n".join(f"    {line}" for line in self.lines)

    def write(self) -> None:
        """Write every line."""
        order = _order(self.outputs)
        for read in (*(child for node in order for child in _operands(node)), *self.outputs):
            self.uses[read] = self.uses.get(read, 0) + 1
        for node in order:
            self._write_node(node)
        for k, output in enumerate(self.outputs):
            if self.place[output] != f"out{k}":
                self.lines.append(f"np.copyto(out{k}, {self.place[output]})")

    def _write_node(self, node: Node) -> None:
        match node:
            case Num(value):
                self.place[node] = self._number(float(value))
            case Const():
                self.place[node] = self._number(pi)
            case Sym(name):
                self.place[node] = name
            case Add():
                self._sum(node)
            case Mul(args):
                self._product(node, args)
            case Pow(base, exponent):
                self._power(node, base, exponent)
            case Fn(name, args):
                self._function(node, name, args)
            case Case():
                self._case(node)
            case Compare() | AllOf() | AnyOf() | Negation():
                self._mask(node)
            case _:
                assert_never(node)

    def _number(self, value: float) -> str:
        if self.literal:
            return repr(value)
        if value not in self.constants:
            self.constants.append(value)
        return f"c{self.constants.index(value)}"

    def _sum(self, node: Add) -> None:
        parts = sorted(map(_signed, node.args), key=lambda part: part[1])
        if parts[0][1]:  # every summand is negative
            parts = [(arg, False) for arg in node.args]
        ufuncs = ["np.subtract" if negative else "np.add" for _, negative in parts[1:]]
        self._fold(node, ufuncs, [part for part, _ in parts])

    def _product(self, node: Mul, args: tuple[Term, ...]) -> None:
        if len(args) == 2 and args[0] is MINUS_ONE:
            self._emit(node, "np.negative", args[1:])
        else:
            self._fold(node, ["np.multiply"] * (len(args) - 1), args)

    def _fold(self, node: Node, ufuncs: Sequence[str], args: Sequence[Term]) -> None:
        # Only what the first line reads may be overwritten by it; the rest is still to be read.
        target = self._target(node, args[:2])
        left = self.place[args[0]]
        for ufunc, arg in zip(ufuncs, args[1:], strict=True):
            self.lines.append(f"{ufunc}({left}, {self.place[arg]}, out={target})")
            left = target
        for arg in args[2:]:
            self._release(arg)
        self.place[node] = target

    def _power(self, node: Pow, base: Term, exponent: Term) -> None:
        match exponent:
            case Num(value) if value == -1:
                self._emit(node, "np.reciprocal", (base,))
            case Num(value) if value == 2:
                self._emit(node, "np.square", (base,))
            case Num(value) if value == Fraction(1, 2):
                self._emit(node, "np.sqrt", (base,))
            case _:
                self._emit(node, "np.power", (base, exponent))

    def _function(self, node: Fn, name: str, args: tuple[Term, ...]) -> None:
        inner = _log1p_argument(node)
        if inner is not None:
            self._emit(node, "np.log1p", (inner,))
        elif name in DIRECT:
            self._emit(node, DIRECT[name], args)
        elif name in SPECIAL:
            self._emit(node, f"special.{SPECIAL[name]}", args)
        elif name in ("max", "min"):
            self._fold(node, [f"np.{name}imum"] * (len(args) - 1), args)
        elif name in CUTS:
            self._emit(node, CUTS[name], args, "0.0, ")
        else:
            raise NotSupported(
                f"{name} cannot be compiled", remedy="write it with exp, log, tanh or softplus"
            )

    def _case(self, node: Case) -> None:
        value = self.place[node.otherwise]
        for condition, branch in reversed(node.branches):
            value = f"np.where({self.place[condition]}, {self.place[branch]}, {value})"
        target = self._target(node, [part for part in children(node) if not isinstance(part, MASKS)])
        self.lines.append(f"np.copyto({target}, {value})")
        self.place[node] = target

    def _mask(self, node: Compare | AllOf | AnyOf | Negation) -> None:
        places = ", ".join(self.place[child] for child in children(node))
        match node:
            case Compare(relation=relation):
                value = f"{RELATIONS[relation]}({places})"
            case AllOf():
                value = f"np.logical_and.reduce(({places},))"
            case AnyOf():
                value = f"np.logical_or.reduce(({places},))"
            case Negation():
                value = f"np.logical_not({places})"
        self.lines.append(f"m{self.masks} = {value}")
        self.place[node] = f"m{self.masks}"
        self.masks += 1
        for child in children(node):
            self._release(child)

    def _emit(self, node: Node, function: str, args: Sequence[Term], first: str = "") -> None:
        target = self._target(node, args)
        places = ", ".join(self.place[arg] for arg in args)
        self.lines.append(f"{function}({first}{places}, out={target})")
        self.place[node] = target

    def _target(self, node: Node, used: Sequence[Node]) -> str:
        # A buffer whose last reader is this very line can be overwritten by it.
        for child in used:
            self._release(child)
        for k, output in enumerate(self.outputs):
            if node is output:
                return f"out{k}"
        if not self.free:
            self.free.append(f"b{self.count}")
            self.count += 1
        return self.free.pop()

    def _release(self, child: Node) -> None:
        self.uses[child] -= 1
        if self.uses[child] == 0 and self.place[child].startswith("b"):
            self.free.append(self.place[child])


def _order(outputs: Sequence[Term]) -> list[Node]:
    # Children first; only what is really read (log(1 + v) reads v, u - v reads v).
    seen: dict[Node, None] = {}

    def visit(node: Node) -> None:
        if node not in seen:
            for child in _operands(node):
                visit(child)
            seen[node] = None

    for output in outputs:
        visit(output)
    return list(seen)


def _operands(node: Node) -> tuple[Node, ...]:
    inner = _log1p_argument(node)
    if inner is not None:
        return (inner,)
    if isinstance(node, Add) and not all(_signed(arg)[1] for arg in node.args):
        return tuple(_signed(arg)[0] for arg in node.args)
    if isinstance(node, Mul) and len(node.args) == 2 and node.args[0] is MINUS_ONE:
        return node.args[1:]
    return children(node)


def _signed(summand: Term) -> tuple[Term, bool]:
    match summand:
        case Mul(args) if args[0] is MINUS_ONE:
            return mul(*args[1:]), True
        case _:
            return summand, False


def _log1p_argument(node: Node) -> Term | None:
    # log1p(v) is exact where 1 + v would round v away.
    match node:
        case Fn("log", (Add((inner, Num(value))),)) if value == 1:
            return inner
        case _:
            return None
