"""The keys of names that mean one example beside the data of the same letter."""

from __future__ import annotations

import re

from derive.reader.names import EXAMPLE


def example_key(key: str) -> str:
    """The key of one example: of x for that of x_i."""
    label = _LABEL.search(key)
    base, rest = (key[: label.start()], key[label.start() :]) if label is not None else (key, "")
    return f"\\{EXAMPLE}{{{base}}}{rest}"


def is_example(key: str) -> bool:
    r"""Whether a key is that of one example.

    >>> is_example(example_key("x")), is_example("x")
    (True, False)
    """
    return key.startswith(f"\\{EXAMPLE}{{")


_LABEL = re.compile(r"(?<=[^{])[_^]\{[^{}]*\}(?:[_^]\{[^{}]*\})?$")
"""What a key has below or above that is no index."""

_MARKED = re.compile(rf"\\{EXAMPLE}\{{((?:[^{{}}]|\{{[^{{}}]*\}})*)\}}")


def unmarked_names(text: str) -> str:
    r"""A text that mentions keys, without the marks of one example.

    >>> unmarked_names(r"\example{\hat{y}} in (0,1)")
    '\\hat{y} in (0,1)'
    """
    return _MARKED.sub(r"\1", text)
