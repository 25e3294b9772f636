"""Denials around a formula: "if you kept … alone, you would get", "…, i.e. also wrong", "This is false."."""

from __future__ import annotations

import re

from derive.elaborate.prose.sentences import SENTENCE, plain_words
from derive.reader.syntax import Span

_WORDS = 600
_MARGIN = r"(?:\s|>|<[^<>]*>|\$|\\\[|\\\]|\\(?:begin|end)\{[^{}]*\}|\\label\{[^{}]*\}|[*_`])"
"""What stands between a display and the words around it: signs of quotations, tags, the marks of the display itself."""
_BEHIND = re.compile(rf"{_MARGIN}*[.,;:]?{_MARGIN}*")
_IN_FRONT = re.compile(rf"{_MARGIN}*\Z")
_DISPLAY = re.compile(r"\$\$|\\\]|\\end\{")
_PERSON = r"(?:you|one|we|they|he|she|it|i|people|students?|someone|somebody|this|that|the|an?)"
_WOULD = re.compile(
    rf"\b(?:if|were|had|should) {_PERSON}\b(?! am not mistaken| understand| see| remember)[^.]*(?:\bwould\b|'d\b)"
    r"|\b(?:without|otherwise|by mistake|wrongly)\b[^.]*\bwould\b"
    r"|\bnaive(?:ly)?\b(?! bayes)|\b(?:blindly|carelessly|thoughtlessly|sloppily|mindlessly)\b"
)
"""What would come out of a mistake, as its author tells it."""
_IF_BEHIND = re.compile(
    r"^(?:(?:is|was) what (?:you|one|we|they|people|students?) (?:would |will )?(?:gets?|writes?|obtains?|finds?)"
    r"|would (?:be|follow|result|come out))\b[^.]*\b(?:if|when|by|without)\b"
)
_WRONG = (
    r"(?:(?:also|again|clearly|plainly|simply|just|still|obviously|of course|both|all|equally|not only|as)\s+)*"
    r"(?:wrong|incorrect|false|mistaken|nonsense|erroneous|absurd|impossible"
    r"|not (?:right|correct|true|valid))\b(?! to\b| sign| if\b)"
)
_SAID_OF_IT = re.compile(
    rf"^(?:which|this|that|it|these|those|they|both)\b[^.]{{0,80}}?"
    rf"(?:(?:\b(?:is|are|was|were|be)|\bi\.e,?|\bthat is,?|\bthus|\bhence|\bso|,? and|—|--)\s+){_WRONG}(?=\W)"
)
"""A denial that goes on from a formula, "which is zero for every other class, i.e. also wrong", or follows it."""
_DOT = re.compile(r"\b(i\.e|e\.g|cf|resp)\.", re.IGNORECASE)
_OWN = re.compile(r"\b(?:i(?!\.e)|my|me|we|our)\b")
_ASKS = re.compile(r"\?|\b(?:why|is this|is that|according to|my|i(?!\.e))\b")


def is_denied_around(text: str, span: Span) -> bool:
    r"""Whether the words right around a display say that it is what a mistake leads to, or that it does not hold.

    >>> text = "If you forget it, you would be left with\n\n> $$f' = 2$$\n\nas before."
    >>> is_denied_around(text, Span(text.index("f'"), text.index("$$\n")))
    True
    >>> text = "Hence\n\n$$f' = 2$$\n\nwhich is zero there, i.e. also wrong."
    >>> is_denied_around(text, Span(text.index("f'"), text.index("$$\n")))
    True
    >>> text = "Hence\n\n$$f' = 2$$\n\nwhich is what the wrong sign makes."
    >>> is_denied_around(text, Span(text.index("f'"), text.index("$$\n")))
    False
    """
    before, after = (
        _sentence_before(text[max(0, span.start - _WORDS) : span.start]),
        text[span.end :][:_WORDS],
    )
    if _WOULD.search(before):
        return True
    behind = plain_words(_DOT.sub(r"\1", after[_margin(after) :]).replace("\n", " "))
    sentence = SENTENCE.split(behind)[0]
    if _IF_BEHIND.search(sentence):
        return True
    said = _SAID_OF_IT.search(f"{sentence}.")
    return said is not None and not _OWN.search(before) and not _ASKS.search(said.group())


def _margin(after: str) -> int:
    found = _BEHIND.match(after)
    return found.end() if found is not None else 0


def _sentence_before(words: str) -> str:
    """The sentence that leads to a display, in small letters and without formulas."""
    words = _DISPLAY.split(_IN_FRONT.sub("", words))[-1]
    return plain_words(SENTENCE.split(_DOT.sub(r"\1", words))[-1].replace("\n", " "))
