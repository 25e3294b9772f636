"""What formulas and headers declare about names: shapes, domains, one-hot vectors."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction

from derive.domains import LABELS, POSITIVE, REALS, SIGNS, UNIT, Domain, FiniteSet, Interval
from derive.elaborate.symbols.names import Letters, reference
from derive.elaborate.symbols.size_letters import is_of_positive_numbers, space_dims
from derive.reader import syntax as s

SPOKEN: Mapping[str, Domain] = {
    "{0,1}": LABELS, "{-1,1}": SIGNS, "{-1,+1}": SIGNS, "{1,-1}": SIGNS, "(0,1)": UNIT, "real": REALS,
    "reals": REALS, "R": REALS, ">0": POSITIVE, "positive": POSITIVE, "(0,inf)": POSITIVE,
}  # fmt: skip


def spoken_domain(text: str) -> Domain | None:
    """A domain as an author writes it in a header: a word, a set, an interval, or a bound.

    >>> spoken_domain("[0, 1)")
    Interval(low=Fraction(0, 1), high=Fraction(1, 1), open_low=False, open_high=True, integer=False)
    """
    known = SPOKEN.get(text.replace(" ", ""))
    return known if known is not None else _read_domain(text.strip())


def _read_domain(text: str) -> Domain | None:
    from derive.reader.fragments import fragment

    bound = re.fullmatch(r"(<=|>=|<|>)(.+)", text)
    body = bound[2] if bound else text.replace("{", r"\{").replace("}", r"\}")
    tree = fragment(body)
    if tree is None:
        return None
    return compared_domain(bound[1], tree) if bound else declared_domain(tree)


def declared_names(node: s.Node, letters: Letters) -> Iterator[tuple[str, int]]:
    """The names before an ∈, each with the number of indices it carries."""
    items = node.items if isinstance(node, s.Sequence) and not node.opening else (node,)
    for item in items:
        ref = reference(item, letters)
        if ref is not None:
            yield ref.key, len(ref.indices)


def without_diagonal(left: s.Node, right: s.Node, letters: Letters) -> frozenset[str]:
    """The name of n in n_ii = 0: an array whose diagonal is empty."""
    ref = reference(left, letters) if right == s.Number("0") else None
    twice = ref is not None and len(ref.indices) == 2 and ref.indices[0] == ref.indices[1]
    return frozenset((ref.key,)) if ref is not None and twice else frozenset()


def describes_a_matrix(left: s.Node, right: s.Node) -> bool:
    """Whether an equation says of what kind a matrix is: n_ii = 0, w_ij = w_ji.

    >>> n, w, i, j = (s.Name(letter) for letter in "nwij")
    >>> describes_a_matrix(s.Index(n, s.Indices((i, i))), s.Number("0"))
    True
    >>> describes_a_matrix(s.Index(w, s.Indices((i, j))), s.Index(w, s.Indices((j, i))))
    True
    """
    match left, right:
        case (s.Index(below=s.Indices(items=(i, j)), above=None), _) if i == j:
            return right == s.Number("0")
        case (
            s.Index(s.Name(letter), s.Indices(items=(i, j)), None),
            s.Index(s.Name(other), s.Indices(items=(k, m)), None),
        ):
            return letter == other and (i, j) == (m, k)
    return False


def declared_shape(node: s.Node) -> tuple[str, ...] | None:
    """The sizes of the space behind an ∈, or None."""
    return space_dims(node)


def declared_domain(node: s.Node) -> Domain | None:
    """The set behind an ∈, where it is one of numbers."""
    match node:
        case s.Sequence(items=(s.Plus(of=s.Number(text="1"), either=True),), opening="{"):
            return SIGNS
        case s.Sequence(items=items, opening="{"):
            values = [_number(item) for item in items]
            if values and all(value is not None for value in values):
                return FiniteSet(tuple(sorted(value for value in values if value is not None)))
        case s.Sequence(items=(low, high), opening=left, closing=right) if left in ("(", "[", "]"):
            ends = (_number(low), _number(high))
            if all(
                end is not None or _is_infinite(item) for end, item in zip(ends, (low, high), strict=True)
            ):
                return Interval(ends[0], ends[1], left != "[", right != "]")
        case s.Power() | s.Index() if is_of_positive_numbers(node):
            # Whether 0 belongs to it, authors do not agree; no counterexample should need it.
            return POSITIVE
        case s.Power(base=base, exponent=s.Name()) if (inner := declared_domain(base)) is not None:
            return inner
    return None


def within(bounds: set[Domain]) -> Domain | None:
    """One interval for the bounds that a document gives of a name; None where they are of different parts."""
    intervals = [bound for bound in bounds if isinstance(bound, Interval)]
    lows = {(one.low, one.open_low) for one in intervals if one.low is not None}
    highs = {(one.high, one.open_high) for one in intervals if one.high is not None}
    if len(lows) > 1 or len(highs) > 1 or not (lows or highs):
        return None
    low, high = next(iter(lows), (None, True)), next(iter(highs), (None, True))
    if low[0] is not None and high[0] is not None and low[0] >= high[0]:
        return None
    return Interval(low[0], high[0], low[1], high[1])


def is_either_sign(node: s.Node) -> bool:
    """Whether a side is ±1."""
    return node == s.Plus(s.Number("1"), True)


def is_square_of_sign(left: s.Node, right: s.Node) -> bool:
    """Whether a relation says y_i² = 1."""
    return isinstance(left, s.Power) and left.exponent == s.Number("2") and right == s.Number("1")


def compared_domain(sign: str, right: s.Node) -> Domain | None:
    """λ > 0 and the like."""
    value = _number(right)
    if value is None:
        return None
    match sign:
        case ">" | ">=":
            return Interval(low=value, open_low=sign == ">")
        case "<" | "<=":
            return Interval(high=value, open_high=sign == "<")
    return None


def _is_infinite(node: s.Node) -> bool:
    inner = node.of if isinstance(node, s.Neg | s.Plus) else node
    return isinstance(inner, s.Name) and inner.letter in (r"\infty", "inf")


def _number(node: s.Node) -> Fraction | None:
    match node:
        case s.Number(text=text):
            try:
                return Fraction(text)
            except ValueError:
                return None
        case s.Fraction(top=top, bottom=bottom):
            above, below = _number(top), _number(bottom)
            return above / below if above is not None and below else None
        case s.Neg(of=of):
            inner = _number(of)
            return None if inner is None else -inner
        case s.Plus(of=of):
            return _number(of)
    return None
