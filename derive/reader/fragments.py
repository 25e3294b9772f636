"""Formulas quoted from a sentence: read as they stand, or not at all."""

from __future__ import annotations

from derive.errors import ReadError
from derive.reader.grammar import parse
from derive.reader.syntax import Node


def fragment(text: str, repaired: bool = False) -> Node | None:
    r"""The formula that a few characters of a text are; None where they are none.

    What would have to be repaired is none either, unless ``repaired``.

    >>> fragment(r"\hat y"), fragment("(a"), fragment("(a", repaired=True)
    (Name(letter='y', decorations=('hat',)), None, Name(letter='a', decorations=()))
    """
    try:
        read = parse(text)
    except ReadError:
        return None
    return read.tree if repaired or not read.repairs else None
