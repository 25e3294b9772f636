"""Formulas that their author does not assert: "students often write …", "not y − p", the options of a question."""

from __future__ import annotations

import re

from derive.elaborate.prose.sentences import SENTENCE, plain_words
from derive.reader.blocks import Block

_FULL_STOP = re.compile(r"[.!?](?:\s|$)")
_BEFORE = re.compile(
    r"\b(?:(?:do not|don't|never|must not|mustn't|should not|shouldn't) (?:write|use|say|conclude|claim)"
    r"|(?:students?|people|beginners|many|some|one) (?:often|sometimes|commonly|mistakenly|wrongly)"
    r"|(?:students?|people|those|candidates?|someone|anyone|anybody|whoever)(?: who| that)?"
    r" (?:forgets?|treats?|confuses?|mix(?:es)?|overlooks?|ignores?|miss(?:es)?|drops?|omits?|neglects?|loses?"
    r"|misreads?|skips?)"
    r"|(?:an?|one|the|another|some|my) (?:student|colleague|friend|classmate|candidate|reader)s? (?:\w+ )?"
    r"(?:wrote|writes|claimed|claims|got|gets|gave|answered|submitted)"
    r"|tempting|tempted|misprint|typo"
    r"|(?:wrong|incorrect|a mistake|an error|false|erroneous) to (?:write|use|say|conclude|claim|think)"
    r"|(?:common|frequent|typical|usual|popular|classic) (?:mistake|error|slip|bug|pitfall|confusion)s?"
    r"|(?:wrong|incorrect|erroneous|faulty|buggy)"
    r" (?:version|formula|variant|form|expression|answer|result|solution|reply|attempt|line|derivative|gradient)s?)\b"
    r"|\b(?:(?:not|never|no longer) (?:accepted|acceptable)|no (?:marks|points|credit) for)\b[^,]{0,25}$"
    r"|(?:\b(?:and not|but not|rather than|instead of)|, not)\s*$"
    r"|^\W*(?:wrong|incorrect|bad|not this)\b[^:]{0,60}:"
)
_AFTER = re.compile(
    r"^\W*(?:is|are|was|would be|will be)\s+(?:clearly |just |simply |of course )?"
    r"(?:wrong|incorrect|false|not (?:right|correct|true)|a (?:common |frequent )?(?:mistake|error))\b"
    r"|^\W*(?:at first\W+|initially\W+)?(?:(?:which|this|that|but this|but that|it)\s+)?(?:\w+ )?"
    r"(?:forgets|misses|loses|lacks|drops|overlooks|neglects|omits|leaves out"
    r"|lost|missed|forgot|dropped|omitted|overlooked|has lost)\s+(?:the|a|an|one|its|my|\d)\b"
    r"|^\W*(?:and |which |this |that |it )?(?:is |are |will |would )*(?:not accepted|no longer accepted"
    r"|(?:loses?|costs?)(?: \w+){1,2} (?:points?|marks?)"
    r"|(?:gets?|gives?|earns?|scores?|receives?) (?:no|zero|0) (?:points?|marks?|credit))\b"
)
_OWN = re.compile(r"\b(?:i|my|me|we|our|am|is this|why|where)\b")
"""Who tells of an attempt of his own, or asks, asserts what he writes."""
_GIVEN_UP = re.compile(r"\b(?:at first|initially|originally|first (?:wrote|had|tried|got)|used to)\b")
"""Who says what is wrong with an attempt of his own that he has left behind asserts it no more."""
_LEFT_BEHIND = re.compile(
    r"\b(?:(?:first|initially|originally|once|used to|naively) (?:thought|think|believed?|guess(?:ed)?))\b"
)
"""Who says what he used to think has left it behind, whatever he says next."""
_SUPPOSED = re.compile(
    r"\bhad (?:we|i|one|it)\b[^.]*\bwould\b"
    r"|\b(?:if|when)\b[^.]{0,60}\b(?:had|were|was|wrote|used|chose|took|kept|dropped|omitted)\b[^.]*\bwould\b"
)
"""What would be in another case is not said of this one: "if we had halved it, it would be …"."""
_CHOICE = re.compile(
    r"\bwhich (?:of|one|formula|expression|is|answer|option)\b|\bmultiple[- ]choice\b|\b(?:choose|select|tick)\b",
    re.IGNORECASE,
)
_OPTION = re.compile(r"(?:^|\n)\s*(?:[-*]\s+)?(?:\[[ xX]?\]\s*)?\**\(?[A-Ea-e1-5][).:]\**\s*\Z")


def is_option(block: Block, words: str) -> bool:
    r"""Whether a formula is one of the options of a question: (A) …, (B) … after "which of these".

    >>> from derive.reader.document import read_text
    >>> text = "Which one is $f'$?\n\n(A) $f' = 1$\n\n(B) $f' = 2$\n"
    >>> [is_option(block, text) for block in read_text(text).blocks]
    [False, True, True]
    """
    return _OPTION.search(block.before) is not None and _CHOICE.search(words) is not None


def is_denied(block: Block) -> bool:
    r"""Whether the sentence of a formula says that the formula does not hold.

    >>> from derive.reader.document import read_text
    >>> [is_denied(block) for block in read_text("Do not write $a = b$. Now\\n\\n$$c = d$$\\n").blocks]
    [True, False]
    """
    before = plain_words(SENTENCE.split(block.before)[-1])
    after = plain_words(_FULL_STOP.split(block.after)[0])
    if _LEFT_BEHIND.search(before):
        return True
    if _GIVEN_UP.search(f"{before} {after}") and _AFTER.search(after):
        return True
    if _OWN.search(before):
        return False
    return _BEFORE.search(before) is not None or _AFTER.search(after) is not None


def is_supposed(block: Block) -> bool:
    """Whether the sentence of a formula says what would be, had something been done in another way.

    >>> from derive.reader.document import read_text
    >>> [is_supposed(block) for block in read_text("Had we halved it, it would be $a = b$.").blocks]
    [True]
    """
    return _SUPPOSED.search(plain_words(SENTENCE.split(block.before)[-1])) is not None
