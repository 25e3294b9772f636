"""Symbolic sizes: unknown dimensions, unified as formulas are read, with a way back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from derive.elaborate.symbols.errors import Clash, NoValue
from derive.model import Reason

Dim = str
"""A dimension: "1", a declared size such as "N", a number such as "3", or an unknown "?7"."""

Label = str | int
"""A dimension as seen from a few names: a declared size by its name, an unknown one by the order in which it is met."""

ONE = "1"
TIMES = "×"
"""How a dimension begins that is a product of others, and what stands between them."""
Shape = tuple[Dim, Dim]
SCALAR: Shape = (ONE, ONE)


class Dims:
    """Which dimensions are known to be equal.

    >>> dims = Dims()
    >>> unknown = dims.fresh()
    >>> dims.unify(unknown, "N")
    >>> dims.find(unknown)
    'N'
    """

    def __init__(self) -> None:
        self._parent: dict[Dim, Dim] = {}
        self._trail: list[Dim] = []
        self._apart: tuple[tuple[Dim, Dim], ...] = ()
        self._count = 0

    def fresh(self) -> Dim:
        """A dimension that is not known yet."""
        self._count += 1
        return f"?{self._count}"

    def find(self, dim: Dim) -> Dim:
        """The representative of a dimension."""
        parents = self._parent
        while dim in parents:
            dim = parents[dim]
        return self.times(*factors_of(dim)) if dim.startswith(TIMES) else dim

    def times(self, *dims: Dim) -> Dim:
        """The dimension that is a product of others: the length of a stacked matrix.

        >>> dims = Dims()
        >>> dims.find(dims.times("n", "m", ONE)) == dims.times("m", "n"), dims.times("n", ONE)
        (True, 'n')
        """
        factors = sorted(part for dim in dims for part in factors_of(self.find(dim)) if part != ONE)
        if len(factors) < 2:
            return factors[0] if factors else ONE
        return "".join(f"{TIMES}{part}" for part in factors)

    def unify(self, first: Dim, second: Dim) -> None:
        """Make two dimensions equal; Clash where they are certainly different."""
        one, two = self.find(first), self.find(second)
        if one == two:
            return
        if one.startswith(TIMES) and two.startswith(TIMES):
            self._unify_products(one, two)
            return
        if not one.startswith("?"):
            one, two = two, one
        if two.startswith(TIMES):
            self._unify_with_product(one, two)
            return
        if not one.startswith("?") or two == ONE or self._are_apart(one, two):
            raise Clash(f"{_word(one)} against {_other(two)}")
        self._parent[one] = two
        self._trail.append(one)

    def _unify_products(self, first: Dim, second: Dim) -> None:
        """Make two products equal, which is clear where all factors but one are the same."""
        ones, twos = Counter(factors_of(first)), Counter(factors_of(second))
        left, right = list((ones - twos).elements()), list((twos - ones).elements())
        if len(left) != 1 and len(right) != 1:
            raise NoValue(Reason.UNDECIDED, "which of the lengths of stacked matrices are the same")
        self.unify(self.times(*left), self.times(*right))

    def _unify_with_product(self, one: Dim, product: Dim) -> None:
        """Make an unknown dimension a product; whether another one is, nobody says."""
        if not one.startswith("?") or one in factors_of(product):
            raise NoValue(Reason.UNDECIDED, "whether a length is that of a stacked matrix")
        self._parent[one] = product
        self._trail.append(one)

    def join(self, first: Dim, second: Dim) -> None:
        """Make two dimensions equal so that the older one, which may have a size already, stands for both."""
        older, newer = sorted(map(self.find, (first, second)), key=lambda dim: (dim[0] == "?", len(dim), dim))
        self.unify(newer, older)

    def keep_apart(self, pairs: Iterable[tuple[Dim, Dim]]) -> None:
        """From now on, never make the two dimensions of a pair equal that are not equal yet."""
        self._apart = tuple((a, b) for a, b in pairs if self.find(a) != self.find(b))

    def _are_apart(self, one: Dim, two: Dim) -> bool:
        return any({self.find(a), self.find(b)} == {one, two} for a, b in self._apart)

    def agree(self, first: Shape, second: Shape) -> None:
        """Make two shapes equal, or none of their dimensions."""
        mark = self.mark()
        try:
            self.unify(first[0], second[0])
            self.unify(first[1], second[1])
        except Clash:
            self.back_to(mark)
            raise Clash(f"{self.show(first)} against {self.show(second)}") from None

    def can(self, first: Dim, second: Dim) -> bool:
        """Whether two dimensions may be equal."""
        one, two = self.find(first), self.find(second)
        if one == two:
            return True
        unknown = any(dim[0] in ("?", TIMES) for dim in (one, two))
        return unknown and ONE not in (one, two) and not self._are_apart(one, two)

    def mark(self) -> int:
        """A point to come back to."""
        return len(self._trail)

    def back_to(self, mark: int) -> None:
        """Forget every equation since a mark."""
        while len(self._trail) > mark:
            del self._parent[self._trail.pop()]

    @contextmanager
    def taken_back(self, mark: int) -> Iterator[None]:
        """Forget every equation since a mark for a while."""
        made = [(one, self._parent[one]) for one in self._trail[mark:]]
        self.back_to(mark)
        yield
        for one, two in made:
            self._parent[one] = two
            self._trail.append(one)

    def apart_among(self, labels: Mapping[Dim, Label]) -> frozenset[frozenset[Label]]:
        """Which of these sizes must stay different from each other or from a declared one, by their labels."""
        pairs = ((self.find(a), self.find(b)) for a, b in self._apart)
        return frozenset(
            frozenset((labels.get(a, a), labels.get(b, b)))
            for a, b in pairs
            if a != b and all(x in labels or not x.startswith("?") for x in (a, b))
        )

    def show(self, shape: Shape) -> str:
        """A shape in words."""
        rows, columns = (self.find(dim) for dim in shape)
        if rows == columns == ONE:
            return "a number"
        if columns == ONE:
            return f"a column of {_word(rows)}"
        if rows == ONE:
            return f"a row of {_word(columns)}"
        return f"a matrix {_word(rows)} x {_word(columns)}"


def factors_of(dim: Dim) -> list[Dim]:
    """The factors of a dimension: itself where it is no product."""
    return dim.split(TIMES)[1:] if dim.startswith(TIMES) else [dim]


def _other(dim: Dim) -> str:
    return "another length" if dim.startswith("?") else dim


def _word(dim: Dim) -> str:
    return "some length" if dim.startswith("?") else dim
