"""The sentence that a formula stands in."""

from __future__ import annotations

import re

from derive.reader.blocks import Block

SENTENCE = re.compile(r"[.!?;](?:\s|$)")
"""Where a sentence, or a part of it that stands by itself, ends."""
_MATHS = re.compile(r"\$[^$]*\$|\\\(.*?\\\)")


def own_sentence(block: Block) -> str:
    """The words of the sentence that a formula stands in, in small letters, without the formulas in it."""
    return plain_words(f"{SENTENCE.split(block.before)[-1]} {SENTENCE.split(block.after)[0]}")


def plain_words(text: str) -> str:
    """A text in small letters without the formulas in it.

    >>> plain_words("For $y = 1$ and any x")
    'for   and any x'
    """
    return _MATHS.sub(" ", text).lower()
