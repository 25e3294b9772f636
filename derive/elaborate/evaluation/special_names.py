"""Names that mean something of their own where a document does not take them: π, e, δ_ij, I, the vectors 1 and e_k."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from derive import arrays
from derive.elaborate.evaluation.values import Value, scalar
from derive.elaborate.symbols.dims import ONE, Dim
from derive.elaborate.symbols.errors import outside
from derive.elaborate.symbols.names import Reference
from derive.elaborate.symbols.scope import Scope
from derive.reader import syntax as s
from derive.terms import ONE as ONE_TERM
from derive.terms import PI, ZERO, fn

if TYPE_CHECKING:
    from derive.elaborate.evaluation.evaluate import Evaluation, IndexValue

_SPECIAL = frozenset((r"\delta", r"\pi", "e", r"\infty", "I", r"\mathbb{I}", "1", r"\mathbb{1}"))
_BASIS = (
    "unit vector",
    "basis vector",
    "standard basis",
    "canonical basis",
    "one-hot vector",
    "einheitsvektor",
)
_CALLED_IDENTITY = re.compile(
    r"\$(?:\\mathbb\s*\{?)?i\}?(?:_\{?\w\s*,?\s*\w\}?)?\$\s*,?\s*(?:=|is|be|being|denotes|for|the|an?|here|of\s+course|\s)*"
    r"(?:identity|kronecker|unit\s+matrix)|\b(?:identity|unit)\s+(?:matrix\s+)?\$(?:\\mathbb\s*\{?)?i\}?(?:_\w+)?\$"
)
"""Where a text, in small letters, says that I is the identity, so that I_ij is δ_ij."""
_HOT = ("one-hot", "one hot", "indicator")


def of_its_own(
    ev: Evaluation, node: s.Name | s.Index, ref: Reference, indices: Sequence[IndexValue]
) -> Value | None:
    """What a name means by itself; None for an ordinary one, and where the document means something else by it."""
    if ref.key not in _SPECIAL:
        return None
    defined = ref.key in ev.scope.definitions
    match ref.key:
        case r"\infty":
            raise outside("infinity")
        case r"\delta" if len(indices) == 2 and not defined:
            return _kronecker(ev, indices)
        case r"\pi" if not indices and not is_taken(ev, ref.key):
            return scalar(PI)
        case "e" if not indices and not defined and not is_taken(ev, ref.key):
            return scalar(fn("exp", ONE_TERM))
        case "e" if (
            len(indices) == 1 and not defined and (says_basis(ev.scope) or is_hot(ref.indices[0], ev.scope))
        ):
            return _unit_vector(ev, node, indices[0])
        case "I" | r"\mathbb{I}" if not indices and not defined:
            return _identity(ev, node)
        case "I" | r"\mathbb{I}" if len(indices) == 2 and not defined and ev.scope.shows(_CALLED_IDENTITY):
            return _kronecker(ev, indices)
        case "1" | r"\mathbb{1}" if not indices and not defined:
            return _all_ones(ev, node)
    return None


def is_taken(ev: Evaluation, key: str) -> bool:
    """Whether the document uses π or e as a name of its own."""
    made = ev.scope.definitions.get(key)
    declared = key in ev.scope.shapes or key in ev.scope.domains or key in ev.scope.parameters()
    return declared or (made is not None and not made.indices)


def is_hot(index: s.Node, scope: Scope) -> bool:
    """Whether an index is a class, y or y_t, of which the words say that its vector is one-hot."""
    return (
        isinstance(index, s.Name | s.Index)
        and scope.letters.class_of(index) is not None
        and scope.says(*_HOT)
    )


def says_basis(scope: Scope) -> bool:
    """Whether the words of a document speak of the vectors e_k of a basis."""
    return any(word in scope.words for word in _BASIS)


def _kronecker(ev: Evaluation, indices: Sequence[IndexValue]) -> Value:
    (first, i), (second, j) = indices
    if first is not None and second is not None:
        ev.dims.join(first, second)
    return scalar(ONE_TERM if i == j else ZERO)


def _identity(ev: Evaluation, node: s.Name | s.Index) -> Value:
    """The identity matrix, as large as its place asks for: its size was found when the shapes were worked out."""
    dim = asked_length(ev, node)
    if not ev.concrete:
        return Value((dim, dim))
    size = known_size(ev, dim, "an identity matrix whose size")
    parts = [ONE_TERM if i == j else ZERO for i in range(size) for j in range(size)]
    return Value((dim, dim), arrays.constant(parts, (size, size)))


def _unit_vector(ev: Evaluation, node: s.Name | s.Index, index: IndexValue) -> Value:
    """The column e_k, as long as its place asks for."""
    dim = asked_length(ev, node)
    if index[0] is not None:
        ev.dims.unify(dim, index[0])
    if not ev.concrete:
        return Value((dim, ONE))
    size = known_size(ev, dim, "a unit vector whose length")
    return Value((dim, ONE), arrays.constant([int(k == index[1]) for k in range(1, size + 1)], (size, 1)))


def _all_ones(ev: Evaluation, node: s.Name | s.Index) -> Value:
    """The column of ones, as long as its place asks for."""
    dim = asked_length(ev, node)
    if not ev.concrete:
        return Value((dim, ONE))
    return Value(
        (dim, ONE), arrays.filled(ONE_TERM, (known_size(ev, dim, "a vector of ones whose length"), 1))
    )


def asked_length(ev: Evaluation, node: s.Node) -> Dim:
    """The length of what is as long as its place asks for."""
    return ev.script.sizes.setdefault(id(node), ev.dims.fresh())


def known_size(ev: Evaluation, dim: Dim, what: str) -> int:
    """The size of a length once it is found from the place; outside what can be decided where nothing says it."""
    if ev.dims.find(dim).startswith("?") and ev.dims.find(dim) not in ev.known_sizes():
        raise outside(f"{what} is not said")
    return ev.size(dim)


def is_ones(node: s.Node) -> bool:
    """Whether a formula is 1_N."""
    return isinstance(node, s.Index) and node.base in ONES and node.below is not None


ONES = (s.Number("1"), s.Name("1", ("bold",)))


def row_or_column_of_ones(ev: Evaluation, below: s.Indices, is_turned: bool = False) -> Value:
    """1_N: N ones, in a row or in a column; in a column where it is transposed."""
    if len(below.items) != 1 or not isinstance(below.items[0], s.Name):
        raise outside("a matrix of ones")
    dim = below.items[0].letter
    row = not is_turned and ev.script.choose_once(f"ones {dim}", 2) == 0
    shape = (ONE, dim) if row else (dim, ONE)
    if not ev.concrete:
        return Value(shape)
    size = ev.size(dim)
    return Value(shape, arrays.filled(ONE_TERM, (1, size) if row else (size, 1)))
