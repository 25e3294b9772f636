"""Numbers known by their bounds: of A > 0 and 0 < d < 1 nobody says so of a matrix or of a vector without words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from derive.domains import Domain, Interval
from derive.elaborate.symbols.scope import Scope
from derive.reader import syntax as s
from derive.reader.tree import walk

_BY_ENTRIES = re.compile(r"\b(?:entr(?:y|ies)|element|component|coordinate)")
_OF_ARRAYS = re.compile(
    r"\b(?:matri|vector|definite|symmetric|column|rows?\b)|\\(?:top|intercal|mathsf|prime)\b|\^\{?t\b"
)


def bounded_numbers(domains: Mapping[str, Domain], sides: tuple[s.Node, ...], scope: Scope) -> Iterator[str]:
    r"""The names between two numbers, or above one where no words speak of arrays, that are never an array's entry.

    >>> from fractions import Fraction
    >>> unit = Interval(Fraction(0), Fraction(1))
    >>> list(bounded_numbers({"a": unit, "x_{i}": unit}, (), Scope()))
    ['a']
    """
    if _BY_ENTRIES.search(scope.words) is not None:
        return
    arrays = _OF_ARRAYS.search(scope.words) is not None
    turned = {part.of for side in sides for part in walk(side) if isinstance(part, s.Transpose | s.Norm)}
    indexed = {part.base for side in sides for part in walk(side) if isinstance(part, s.Index)}
    for key, domain in domains.items():
        if not isinstance(domain, Interval) or not (domain.open_low and domain.open_high):
            continue
        between = domain.low is not None and domain.high is not None
        if (between or not arrays) and s.Name(key) not in turned | indexed and _is_letter(key):
            yield key


def _is_letter(key: str) -> bool:
    return re.fullmatch(r"\\[A-Za-z]+|[A-Za-z]", key) is not None
