r"""Units behind a number: in T = 2\,\mathrm{s} the value of T is 2, and s is no name."""

from __future__ import annotations

import re

_NAMES = "m|s|g|N|J|K|Pa|Hz|V|A|W|C|T|F|H|L|eV|mol|rad|cd|lm|lx|Bq|Gy|Sv|bar|bits?|nats?|Ω"
_ONE = rf"[kMGTcmnpdhμµ]?(?:{_NAMES})|min|h|d|yr|deg|dB|u|°C?|%"
_UNIT = re.compile(rf"(?:{_ONE})(?:\s*(?:/|\\cdot|\s)\s*(?:{_ONE})|\^\{{?-?\d\}}?)*")
_VALUE = re.compile(
    r"(?:^|[\s,;&({$])\\?[A-Za-z]+(?:_(?:\w|\{[^{}]*\}))?\s*=\s*-?\d+(?:\.\d+)?(?:\s|\\[,;:! ]|~)+$"
)
_END = re.compile(r"\s*(?:$|[,.;&)]|\\(?:q?quad|text|\\|[,;]))")


def is_unit(text: str, start: int, content: str, end: int) -> bool:
    r"""Whether upright letters from ``start`` to ``end`` in a formula are the unit of a value that a name is given.

    >>> is_unit(r"T = 2\,\mathrm{s}", 7, "s", 17)
    True
    >>> is_unit(r"T = 2\,\mathrm{s} x", 7, "s", 17), is_unit(r"y = 2\mathrm{e}", 5, "e", 15)
    (False, False)
    """
    is_value = _UNIT.fullmatch(content.strip()) and _END.match(text, end)
    return is_value is not None and _VALUE.search(text[:start]) is not None
