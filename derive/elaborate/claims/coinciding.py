"""Free indices of one family that coincide: (q_i − q_j)/‖q_i − q_j‖ has no value for i = j, no line speaks of it."""

from __future__ import annotations

from collections.abc import Sequence

from derive.elaborate.evaluation.evaluate import Frame, IndexValue
from derive.elaborate.symbols.dims import Dims
from derive.judgement import prove_arrays
from derive.model import Right
from derive.terms import ZERO, Fn, Num, Pow, Term
from derive.traverse import postorder


def apart(dims: Dims, at: Frame, terms: Sequence[Term]) -> str:
    """In words that two indices differ, where they have one value in a frame and the terms therefore have none."""
    letters = sorted(letter for letter in at.indices if letter.lstrip("\\").isalpha())
    for place, one in enumerate(letters):
        for other in letters[place + 1 :]:
            if _coincide(dims, at.indices[one], at.indices[other]):
                return f"for {one} ≠ {other}" if has_no_value(terms) else ""
    return ""


def _coincide(dims: Dims, one: IndexValue, other: IndexValue) -> bool:
    (first, i), (second, j) = one, other
    return first is not None and second is not None and i == j and dims.find(first) == dims.find(second)


def has_no_value(terms: Sequence[Term]) -> bool:
    """Whether a part of some terms is divided by what is certainly zero, or is the logarithm of it.

    >>> from derive.terms import sym
    >>> x, y = sym("x"), sym("y")
    >>> has_no_value([y / (x - x)]), has_no_value([y / (x - y)])
    (True, False)
    """
    found = {part.base for part in postorder(terms) if isinstance(part, Pow) and _is_negative(part.exponent)}
    found |= {part.args[0] for part in postorder(terms) if isinstance(part, Fn) and part.name == "log"}
    return any(isinstance(prove_arrays([base], [ZERO], simplest=False), Right) for base in found)


def _is_negative(exponent: Term) -> bool:
    return isinstance(exponent, Num) and exponent.value < 0
