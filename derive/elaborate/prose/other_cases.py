"""Cases that stand apart from a formula: the sentence that leads a list or a table in, and "otherwise"."""

from __future__ import annotations

import re
from dataclasses import replace

from derive.elaborate.prose.sentences import SENTENCE, plain_words
from derive.reader import syntax as s
from derive.reader.blocks import Block, Document

_ENTRY = re.compile(r"[ \t]*(?:[-*+]|\d+[.)]|\(?[a-z]\)|\||\\item\b|\\hline\b|<li>|<tr>)")
"""How a line of a list or of a table begins."""
_TAGS = re.compile(r"</?[a-z]\w*[^>]*>")
_OTHERWISE = re.compile(r"\W*(?:otherwise|else|in the other case|if not)\b")
_SUPPOSED = re.compile(r"\b(?:if|when|whenever|for|as long as|while|provided|suppose)\b[^.$]{0,30}\Z")
"""What stands before a condition; a margin m > 0 that is only declared is none."""
_NEGATED = {"<": s.Relation(">="), "<=": s.Relation(">"), ">": s.Relation("<="), ">=": s.Relation("<")}
NEARBY = 400
"""How far before "otherwise", in characters, the condition may stand that it denies."""


_IDLE = re.compile(
    r"\b(?:if|when|whenever|where|once|as long as)\b[^.;]{0,40}"
    r"\b(?:bracket|hinge|maximum|max|loss|margin|argument|triplet|unit|it)\b[^.;]{0,30}?"
    r"\b(?:negative|zero|inactive|closed|satisfied|off|dead|below (?:0|zero)|not (?:positive|active|violated))"
    r"|\b(?:gradients?|derivatives?|slopes?)\b[^.;]{0,20}\b(?:(?:are|is)(?:\s+all)?\s+(?:0|zero)\b|vanish)"
)


def denies_idle(words: str) -> bool:
    """Whether the words end with an "otherwise" to a sentence in which a maximum with 0 is 0.

    >>> denies_idle("If the hinge is inactive, nothing moves. Otherwise:"), denies_idle("If it is negative:")
    (True, False)
    """
    sentences = [one for one in SENTENCE.split(plain_words(words).strip()) if one.strip()]
    if len(sentences) < 2 or not _OTHERWISE.match(sentences[-1]) or len(sentences[-1]) > SHORT:
        return False
    return _IDLE.search(sentences[-2]) is not None


_LEFT_OVER = re.compile(
    r"(?:^|[.!?:]\s+|\n\s*)\(?(?:and |but )?(?:if|when|whenever|where|once|as long as) (?:the|a|this|that) [^.;,]{0,25}"
    r"\b(?:bracket|hinge|maximum|max|loss|margin|argument|triplet|unit)\b[^.;,]{0,20}?"
    r"\b(?:negative|inactive|closed|satisfied|off|dead|below (?:0|zero)|(?:not|isn't) (?:positive|active|violated))\b"
    r"[^.;]{0,40}\b(?:zero|0|vanish\w*|nothing)\b"
)


def leaves_idle(words: str) -> bool:
    """Whether words after some formulas say that these are nothing where a maximum with 0 is 0.

    >>> leaves_idle("If the hinge is not active everything is zero."), leaves_idle("If the hinge is active, go on.")
    (True, False)
    """
    return _LEFT_OVER.search(plain_words(words)) is not None


SHORT = 60
"""An "otherwise" that leads to displays says hardly more."""


def led_in(document: Document, block: Block) -> str:
    r"""The words that lead in the list or the table in which a formula stands; "" for any other formula.

    >>> from derive.reader.document import read_text
    >>> read = read_text("If the unit is active:\n\n* first $a = b$\n* then $c = d$\n")
    >>> led_in(read, read.blocks[1])
    'If the unit is active:'
    """
    lines = document.text[: block.span.start].split("\n")
    if not _ENTRY.match(lines[-1]):
        return ""
    plain = (_TAGS.sub("", line) for line in reversed(lines) if not _ENTRY.match(line))
    above = next((line for line in plain if line.strip()), "")
    sentences = SENTENCE.split(above.strip())
    words = ". ".join(sentences[-2:]) if _OTHERWISE.match(sentences[-1].lower()) else sentences[-1]
    return words if words.endswith(":") else ""


def otherwise(document: Document, block: Block) -> tuple[s.Chain, ...]:
    """The comparison that a sentence with "otherwise" denies: y < 0 after "if y ≥ 0, …. Otherwise …"."""
    if not _OTHERWISE.match(plain_words(SENTENCE.split(block.before)[-1])):
        return ()
    start = block.span.start
    near = [b for b in document.blocks if b.post == block.post and start - NEARBY < b.span.end <= start]
    before = [b for b in near if _SUPPOSED.search(b.before.lower())]
    chains = (f.chain for b in reversed(before) for f in b.formulas if not b.display and f.chain is not None)
    orders = [chain for chain in chains if chain.relations[0].sign in (*_NEGATED, "!=")]
    if len(orders) != 1 or len(orders[0].relations) != 1 or orders[0].relations[0].sign not in _NEGATED:
        return ()
    return (replace(orders[0], relations=(_NEGATED[orders[0].relations[0].sign],)),)
