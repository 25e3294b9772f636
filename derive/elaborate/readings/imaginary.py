r"""The i of x + iy on a page about complex numbers: it is no real number, so that nothing is decided with it."""

from __future__ import annotations

import re

from derive.elaborate.readings.story import Story
from derive.elaborate.symbols.roles import Link

IMAGINARY = "a letter that may be the imaginary unit"
_COMPLEX = re.compile(
    r"\b(?:complex(?![\s-]+(?:models?|functions?\s+like|networks?|tasks?|data|loss))|imaginary|conjugate(?!\s+(?:gradient|prior))"
    r"|holomorphic|wirtinger|fourier|phases?|phasors?)\b|\\mathbb\s*\{?c\}?|\b[ij]\s*\^\s*\{?2\}?\s*=\s*-\s*1"
)
_UNITS = ("i", "j", r"\mathrm{i}", r"\mathrm{j}", r"\imath", r"\jmath")


def has_an_imaginary_unit(story: Story, link: Link) -> bool:
    """Whether a line is made from a lone i or j, and the words speak of complex numbers."""
    scope = story.typed.scope
    above = scope.ancestors(link.left) | scope.ancestors(link.right)
    lone = {key for key in above if key in _UNITS and key not in scope.definitions}
    return bool(lone) and scope.shows(_COMPLEX)
