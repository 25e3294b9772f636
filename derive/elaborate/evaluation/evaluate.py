"""The value of a formula: its shape in symbolic sizes and, at given sizes, its entries as exact terms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import prod

from derive.elaborate.evaluation import (
    calls,
    classes,
    differentials,
    dotted,
    evaluated,
    extrema,
    gradients,
    held_labels,
    lookup,
    matrix_functions,
    products,
    sums,
)
from derive.elaborate.evaluation.directional import is_along_a_line
from derive.elaborate.evaluation.special_names import is_ones, is_taken, row_or_column_of_ones, says_basis
from derive.elaborate.evaluation.values import (
    HALF,
    MINUS_ONE,
    Value,
    built,
    pointwise,
    scalar,
    stacked,
    transposed,
    written,
)
from derive.elaborate.symbols.choices import Script
from derive.elaborate.symbols.dims import TIMES, Dim, Dims, factors_of
from derive.elaborate.symbols.errors import outside
from derive.elaborate.symbols.names import letters_of, reference
from derive.elaborate.symbols.scope import Scope, Typing
from derive.reader import syntax as s
from derive.reader.tree import is_stroke
from derive.terms import Condition, Term, all_of, compare, num

IndexValue = tuple[Dim | None, int | None]
"""An index: the dimension that it runs over (None: not said) and its value from 1 (None while shapes are found)."""


@dataclass(frozen=True)
class Frame:
    """What is bound where a formula stands: running indices, function arguments, and names held as atoms.

    ``from_zero`` are the free indices that begin at 0, as those of a family with a member k_0 do; ``members``
    are held one by one, as h_2 of a recurrence is, from which h_3 is made.
    """

    indices: Mapping[str, IndexValue] = field(default_factory=dict)
    arguments: Mapping[str, Value] = field(default_factory=dict)
    held: frozenset[str] = frozenset()
    from_zero: frozenset[str] = frozenset()
    members: frozenset[tuple[str, tuple[int | None, ...]]] = frozenset()

    def inside(self, indices: Mapping[str, IndexValue]) -> Frame:
        """The frame of a definition's body: its own indices, and the classes of all samples."""
        kept = {letter: value for letter, value in self.indices.items() if letter.startswith(classes.MARK)}
        return Frame(indices={**kept, **indices}, held=self.held, members=self.members)

    def classes(self) -> tuple[int | None, ...]:
        """Which classes the samples have."""
        return tuple(v for letter, (_, v) in self.indices.items() if letter.startswith(classes.MARK))

    def with_indices(self, new: Mapping[str, IndexValue]) -> Frame:
        """The frame with more running indices."""
        return Frame({**self.indices, **new}, self.arguments, self.held, self.from_zero, self.members)

    def holding(self, keys: frozenset[str]) -> Frame:
        """The frame with more names held as atoms."""
        return Frame(self.indices, self.arguments, self.held | keys, self.from_zero, self.members)

    def holding_member(self, key: str, values: tuple[int | None, ...]) -> Frame:
        """The frame with one member of a family held as atoms."""
        return replace(self, members=self.members | {(key, values)})


class Evaluation:
    """One reading of formulas over a scope: with sizes it gives entries, without it works out shapes.

    ``charity`` 1 supplies a missing index inside a sum, 2 reads bare names as one sample.
    """

    def __init__(
        self,
        scope: Scope,
        typing: Typing,
        dims: Dims,
        axes: dict[str, tuple[Dim, ...]],
        sizes: Mapping[Dim, int] | None = None,
        script: Script | None = None,
        charity: int = 0,
    ) -> None:
        self.scope = scope
        self.letters = scope.letters
        self.typing = typing
        self.dims = dims
        self.axes = axes
        self.sizes = sizes
        self.script = script or Script()
        self.charity = charity
        self.one_sample: set[Dim] = set()
        self.filled: set[str] = set()
        self.averaged: frozenset[str] = frozenset()
        self.samples: frozenset[str] = frozenset()
        self.charities: set[int] = set()
        self.layouts: list[str] = []
        self.turns_matrices = False
        self.notes: set[str] = set()
        self.beyond: set[str] = set()
        self.opaque: dict[str, tuple[str, tuple[Term, ...]]] = {}
        self.varying: frozenset[str] = frozenset()
        self.memo: dict[object, Value] = {}
        self.depth = 0
        self.aliases: Mapping[str, tuple[str, bool]] = {}

    def chosen_script(self, key: str) -> Script:
        """The reading of a definition's body."""
        return Script()

    def chosen_charity(self, key: str) -> int:
        """How charitably a definition's body is read."""
        return 0

    @property
    def concrete(self) -> bool:
        """Whether sizes are given, so that values have entries."""
        return self.sizes is not None

    def size(self, dim: Dim) -> int:
        """The concrete size of a dimension."""
        assert self.sizes is not None
        root = self.dims.find(dim)
        if root in self.one_sample or dim in self.one_sample:
            return 1
        if root.isdigit():
            return int(root)
        if root.startswith(TIMES):
            return prod(self.size(part) for part in factors_of(root))
        found = self.sizes.get(root)
        if found is None:
            raise outside(f"the size {dim} is not known")
        return found

    def known_sizes(self) -> frozenset[Dim]:
        """The dimensions that the axes of names have."""
        known = (self.dims.find(dim) for dims in self.axes.values() for dim in dims)
        return frozenset(part for dim in known for part in factors_of(dim))

    def value(self, node: s.Node, at: Frame) -> Value:
        """The value of a formula in a frame; NoValue where this reading has none."""
        self.depth += 1
        if self.depth > 60:
            self.depth = 0
            raise outside("the definitions go round in a circle or are nested too deep")
        found = self._value(node, at)
        self.depth -= 1
        return found

    def _value(self, node: s.Node, at: Frame) -> Value:
        match node:
            case s.Number():
                return written(node.text)
            case s.Name() | s.Index():
                return self._name(node, at)
            case s.Neg():
                return pointwise(self.dims, "mul", MINUS_ONE, self.value(node.of, at))
            case s.Plus(either=False):
                return self.value(node.of, at)
            case s.Add() if is_along_a_line(node):
                place, way = self.value(node.left, at), self.value(node.right, at)
                self.dims.agree(place.shape, way.shape)
                return pointwise(self.dims, "add", place, way)
            case s.Add():
                return pointwise(self.dims, "add", self.value(node.left, at), self.value(node.right, at))
            case s.Sub():
                right = pointwise(self.dims, "mul", MINUS_ONE, self.value(node.right, at))
                return pointwise(self.dims, "add", self.value(node.left, at), right)
            case s.Product():
                placed = evaluated.behind_a_derivative(self, node)
                return products.product(self, node, at) if placed is None else self.value(placed, at)
            case s.Fraction():
                return products.quotient(self, node, at)
            case s.Power():
                return products.power(self, node, at)
            case s.Transpose(of=s.Index(below=s.Indices() as below) as ones) if is_ones(ones):
                return transposed(row_or_column_of_ones(self, below, is_turned=True))
            case s.Transpose():
                return transposed(self.value(node.of, at))
            case s.Root(degree=None):
                return pointwise(self.dims, "pow", self.value(node.of, at), HALF)
            case s.Big():
                return sums.big(self, node, at)
            case s.Call():
                return calls.call(self, node, at)
            case s.Prime():
                return calls.prime(self, node, at)
            case s.Derivative() | s.Nabla() | s.Jacobian():
                return gradients.derivative(self, node, at)
            case s.Differential():
                return differentials.differential(self, node, at)
            case s.Norm():
                return products.norm(self, node, at)
            case s.Abs():
                return matrix_functions.absolute(self, self.value(node.of, at))
            case s.Inner(left=left, right=right) if right is not None:
                return products.inner_product(self, left, right, at)
            case s.Matrix() | s.Sequence(opening="(" | "["):
                return self._matrix(node, at)
            case s.Cases():
                return extrema.cases(self, node, at)
            case s.Indicator():
                return extrema.indicator(self, node, at)
            case s.Factorial():
                argument = pointwise(self.dims, "add", self.value(node.of, at), scalar(1))
                return pointwise(self.dims, "gamma", argument)
            case s.At():
                held = held_labels.with_names_held(self, node, at)
                return evaluated.at(self, node, at) if held is None else held
            case s.Ambiguous() if is_stroke(node):
                return calls.stroke(self, node, at)
            case s.Ambiguous():
                chosen = self.script.choose_once(("reading", node.key), len(node.readings))
                return self.value(node.readings[min(chosen, len(node.readings) - 1)], at)
        raise outside(f"a {type(node).__name__.lower()} is not lowered to terms")

    def _name(self, node: s.Name | s.Index, at: Frame) -> Value:
        match node:
            case s.Index(base=s.Name(letter="e"), below=None, above=s.Indices(items=(power,))) if (
                not is_taken(self, "e") and not (says_basis(self.scope) and self.letters.is_index(power))
            ):
                return pointwise(self.dims, "exp", self.value(power, at))
        found = reference(node, self.letters)
        if found is None:
            return lookup.indexed(self, node, at)  # type: ignore[arg-type]
        return lookup.named(self, node, found, at)

    def index(self, node: s.Node, at: Frame) -> IndexValue:
        """The value of an index expression."""
        key = self.letters.class_of(node)
        if key is not None:
            return classes.class_value(self, node, key, at)
        match node:
            case s.Number(text=text):
                return None, int(text)
            case s.Name(letter=letter) if letter in at.indices:
                return at.indices[letter]
            case s.Name(letter=letter) if letter in self.letters.sizes:
                return letter, self.size(letter) if self.concrete else None
            case s.Add() | s.Sub():
                return None, self._shifted(node, at)
        raise outside(f"the index {'/'.join(letters_of(node)) or 'written here'} is not bound")

    def _shifted(self, node: s.Add | s.Sub, at: Frame) -> int | None:
        left, right = self.index(node.left, at)[1], self.index(node.right, at)[1]
        if left is None or right is None:
            return None
        return left + right if isinstance(node, s.Add) else left - right

    def whole(self, node: s.Node, at: Frame) -> int:
        """The whole number that a bound of a sum stands for at these sizes."""
        value = self.value(node, at)
        entry = value.entries[0]
        from derive.terms import Num

        if isinstance(entry, Num) and entry.value.denominator == 1:
            return int(entry.value)
        raise outside("a bound of a sum that is not a size")

    def _matrix(self, node: s.Matrix | s.Sequence, at: Frame) -> Value:
        rows = node.rows if isinstance(node, s.Matrix) else (node.items,)
        if isinstance(node, s.Matrix) and len(node.rows) == 1 and len(node.rows[0]) == 1:
            rows = ((node.rows[0][0],),)
            if isinstance(rows[0][0], s.Sequence):
                rows = (rows[0][0].items,)
        if any(isinstance(cell, s.Dots) for row in rows for cell in row):
            return dotted.dotted(self, rows, at)
        if len({len(row) for row in rows}) != 1:
            raise outside("a matrix whose rows differ in length")
        cells = [self.value(cell, at) for row in rows for cell in row]
        if not all(cell.is_scalar for cell in cells):
            raise outside("a matrix of blocks")
        shape = (str(len(rows)), str(len(rows[0])))
        if not self.concrete:
            return built(shape, None, *cells)
        return stacked(shape, (len(rows), len(rows[0])), cells)

    def condition(self, node: s.Node, at: Frame) -> Condition:
        """A condition on numbers."""
        match node:
            case s.Chain():
                return all_of(*(self._comparison(node, k, at) for k in range(len(node.relations))))
        raise outside("a condition that is not a comparison")

    def _comparison(self, node: s.Chain, place: int, at: Frame) -> Condition:
        sign = node.relations[place].sign
        if sign in ("and", "or"):
            raise outside("a condition with several parts")
        if any(self.letters.class_of(member) for member in node.members[place : place + 2]):
            pair = (node.members[place], node.members[place + 1])
            return self.compared(sign, *(num(value or 1) for value in classes.compared(self, pair, at)))
        return self.compared(
            sign, self._side(node.members[place], at), self._side(node.members[place + 1], at)
        )

    def compared(self, sign: str, left: Term, right: Term) -> Condition:
        """The comparison that a sign stands for."""
        match sign:
            case "=":
                return compare("=", left, right)
            case "!=":
                return compare("!=", left, right)
            case "<" | "<=":
                return compare("<" if sign == "<" else "<=", left, right)
            case ">" | ">=":
                return compare("<" if sign == ">" else "<=", right, left)
        raise outside(f"the condition {sign}")

    def compared_value(self, node: s.Node, at: Frame) -> Value:
        """The value of what a condition compares; an index is no number that could take any value."""
        if isinstance(node, s.Name) and node.letter in self.letters.indices and self.letters.is_index(node):
            number = self.index(node, at)[1]
            return scalar(1 if number is None else number)
        return self.value(node, at)

    def _side(self, node: s.Node, at: Frame) -> Term:
        value = self.compared_value(node, at)
        if not value.is_scalar:
            raise outside("a condition on something that is not a number")
        return value.entries[0] if self.concrete else num(0)
