"""Conditions in the sentence of a line that nothing is made of: "if the columns of W are orthonormal, it is …"."""

from __future__ import annotations

import re

from derive.elaborate.readings.story import Story
from derive.elaborate.readings.surroundings import restrictions
from derive.elaborate.shapes.provisos import own_words, provisos
from derive.elaborate.symbols.roles import Link

_IF = re.compile(
    r"\b(?:if|when|whenever|provided|assuming|unless|suppose)\b(?!\s+(?:we|you|one|i|they|necessary|desired|needed)\b)"
    r"(?!\s+\w+ing\b)(?P<formula>\s*\$)?"
)
"""Words of a condition, with a formula right behind or not; "if we differentiate" is none."""


_PURPOSE = re.compile(
    r"\b(?:needed|required|useful|used|wanted|relevant|necessary|interesting)\s+(?:only\s+)?(?:if|when|whenever)\b"
)
"""What says for which purpose a line is written, not where it holds."""


_NO_ZEROS = re.compile(
    r"\b(?:(?:if|when|whenever|provided|assuming)(?:\s+that)?\s+(?:no|none\s+of\s+the)|unless\s+(?:an?|some|one))\s+"
    r"(?:residual|error|deviation|difference|margin|argument|pre-?activation|coefficient|coordinate|component)s?\s+"
    r"(?:\$[^$]+\$\s+)?(?:(?:is|are|equals?)\s+(?:exactly\s+|precisely\s+|equal\s+to\s+)?(?:zero|0|\$0\$)"
    r"|vanish(?:es)?)(?![\w-])"
)
"""Words that leave out only zeros, where a kink has no slope: nothing else is refuted there than elsewhere."""


def has_an_unused_condition(story: Story, link: Link) -> bool:
    """Whether the sentence before a line restricts it in a way that was not understood."""
    words = own_words(link.block.before).lower().replace(r"\(", "$")
    sentence = _NO_ZEROS.sub("there", _PURPOSE.sub("needed", words))
    found = list(_IF.finditer(sentence))
    if not found or (all(match["formula"] for match in found) and not _states_a_condition(story, link)):
        return False
    used = provisos(story.document, link, story.post.scope.letters)
    return not used and not restrictions(story, link)


def _states_a_condition(story: Story, link: Link) -> bool:
    """Whether a formula of the same paragraph before a line is a condition: "if $a = wx$ then …" only defines an a."""
    start = link.block.span.start
    pairs = zip(story.post.links, story.post.roles, strict=True)
    return any(
        role == "condition" and start - len(link.block.before) <= other.block.span.start < start
        for other, role in pairs
        if not other.block.display
    )
