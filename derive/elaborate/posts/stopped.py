"""Functions that pass a value on and no gradient: sg(u) = u "with zero derivative" says nothing that may be derived."""

from __future__ import annotations

import re

from derive.elaborate.symbols.roles import Link
from derive.elaborate.symbols.scope import Definition

_STOPS = re.compile(
    r"\bstop[\s-]?grad|\bstop\w*\s+(?:the\s+)?gradients?\b|\bdetach|\b(?:no|zero|without|blocks?|block\w*)\s+(?:\w+\s+)?"
    r"(?:gradients?|derivatives?|slopes?)\b"
    r"|\b(?:gradients?|derivatives?)\s+(?:\w+\s+)?(?:is|are|=|to be)\s+(?:0|zero|nothing)\b"
    r"|\bstraight[\s-]through|\b(?:backward|forward)\s+pass\b|\bas\s+(?:a\s+)?constants?\b",
    re.IGNORECASE,
)


def stops_the_gradient(made: Definition, link: Link) -> bool:
    """Whether a function is said to be its argument in value alone."""
    is_its_argument = len(made.parameters) == 1 and made.body == made.parameters[0]
    return is_its_argument and _STOPS.search(f"{link.block.before} {link.block.after}") is not None
