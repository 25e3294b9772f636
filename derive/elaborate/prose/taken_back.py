r"""Properties that words give to names, and where a text takes them back: "drop it", "for any matrix $A$"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from derive.elaborate.prose.spoken import told_functions
from derive.reader.blocks import Block, Document
from derive.reader.syntax import Span

_PROPERTY = (
    r"symmetric|symmetry|covariance|scatter|positive[\s-]+(?:semi[\s-]?)?definite|gram|kernel|precision"
    r"|principal\s+components?|one[\s-]?hot|unit[\s-]+(?:norm|length|vectors?)|(?:ortho)?normali[sz]ed|orthogonal|orthonormal"
    r"|cent(?:red|ered)|zero[\s-]+mean|standardi[sz]ed|whitened|projectors?|diagonal|simplex|exactly\s+one|(?:sums?|adds?)\s+(?:up\s+)?to\s+(?:1|one|unity)|probabilit(?:y|ies)|distributions?"
)
_TOLD = re.compile(rf"\b(?:{_PROPERTY})\b", re.IGNORECASE)
_DENIAL = re.compile(
    rf"\b(?:not?|non|nor|never|nobody|neither|without|un|cannot)\b[^.;$]{{0,40}}\b(?:{_PROPERTY})\b"
    rf"|\b(?:asymmetric|unsymmetric|unnormali[sz]ed|unconstrained|unrestricted)\b|n't\b[^.;$]{{0,30}}\b(?:{_PROPERTY})\b",
    re.IGNORECASE,
)
_NO_SYMMETRY = re.compile(
    r"\b(?:(?:is|are|be)\s+(?:not|no\s+longer)|isn't|aren't|(?:need|needs?\s+not\s+to|must|does|do)\s+not(?:\s+have\s+to)?\s+be|needn't\s+be)"
    r"\s+(?:(?:assumed|supposed|taken|necessarily|required)\s+(?:to\s+be\s+)?)?symmetric\b"
    r"|\b(?:nobody|no\s+one)\s+(?:\w+\s+){1,2}that\s+\S+\s+is\s+symmetric\b|\bno\s+symmetry\s+is\s+assumed\b"
    r"|\b(?:don't|do\s+not|never|not)\s+assum(?:e|ing)\s+(?:any\s+)?symmetry\b",
    re.IGNORECASE,
)
"""What says that matrices are not symmetric where a text goes on."""
_SYMMETRIC = re.compile(r"symmetr|covariance|scatter|definite|gram|kernel|precision", re.IGNORECASE)
_IN_SOME_CASE = re.compile(
    r"\b(?:if|when|whenever|even|whether|also|general|unless|though|although|case)\b", re.IGNORECASE
)
_LIFTED = re.compile(
    r"\b(?:drop|relax|lift|remove|forget|discard|abandon|weaken|give\s+up|without|no\s+longer|do\s+away)\w*\b[^.;]{0,50}"
    rf"\b(?:assum|constraint|condition|restriction|requirement|{_PROPERTY})",
    re.IGNORECASE,
)
"""What takes back whatever was told before."""
_IN_GENERAL = re.compile(
    r"\bmulti[\s-]?(?:label|hot)\b|\b(?:more\s+than\s+one|several|many)\b[^.;]{0,40}\b(?:may|can|could)\s+be\s+(?:1\b|one\b|active|true)|"
    r"\b(?:in|more)\s+general(?:ly)?\b|\bgeneral\s+(?:[a-z-]+\s+){0,2}(?:case|setting|form)\b",
    re.IGNORECASE,
)
"""What takes back what was not told of a whole text."""
_OF_ANY = re.compile(
    r"\b(?:any|arbitrary|general|generic|full|dense)\s+(?:[a-z-]+\s+){0,2}"
    r"(?:\$[^$]{1,40}\$\s+){0,2}(?:matri(?:x|ces)|vectors?|weights?|targets?|labels?)\b"
    r"|\b(?:an?\s+arbitrary|any|a\s+general|(?:is|are|be)\s+(?:now\s+)?(?:arbitrary|general))\s*(?:\$|[,.;(])"
    r"|\binstead\b[^.;]*\b(?:matri(?:x|ces)|vectors?|weights?|targets?|labels?)\b",
    re.IGNORECASE,
)
"""What takes back what was told of a name."""
_ADDED = re.compile(r"\b(?:also|as well|moreover|furthermore|in addition|additionally|too)\b", re.IGNORECASE)
_ANEW = re.compile(
    r"\b(?:let|consider|take|suppose|given|now|assume|for\s+(?:an?y?|every))\b[^.;$]{0,40}\$\s*(?P<name>[^$]{1,60}?)\s*\$",
    re.IGNORECASE,
)
_KIND = re.compile(r"\b(?:matri(?:x|ces)|vectors?|tensors?|numbers?|functions?)\b|\\in\b|∈", re.IGNORECASE)
_HOLDS_ON = re.compile(
    r"\b(?:throughout|always|every(?:where)?|as usual|from (?:now|here) on|henceforth|convention"
    r"|in (?:this|the) (?:following|notes?|page|text)|in what follows|recall|remember|since|because)\b",
    re.IGNORECASE,
)
"""With these words something is told of all of a text."""
_SUPPOSES = re.compile(
    r"\b(?:if|when|whenever|suppose|now|let|special case|in (?:the|this) case|for)\b", re.IGNORECASE
)
_REFERS = re.compile(
    r"\b(?:same|above|as before|previous|again|still|continu\w+|earlier|these|those)\b", re.IGNORECASE
)
_TURNED = r"\s*\^\s*\{?\s*(?:T|\\top|\\intercal|\\mathsf\s*\{?T\}?)\s*\}?"
_CONSTRAINT = re.compile(
    rf"^\s*(?:(?P<a>\\?[A-Za-z]+)\s*&?=\s*(?P=a){_TURNED}|(?P<b>\\?[A-Za-z]+){_TURNED}\s*&?=\s*(?P=b)"
    rf"|(?=.*(?:\\sum|\\\||\\lVert|\\Vert|{_TURNED}))[^=]*&?=\s*(?:1|I(?:_\{{?\w+\}}?)?))\s*[.,]?\s*$"
)
"""A formula that says what is said of a name in words otherwise: A = Aᵀ, Σ_k p_k = 1, ‖w‖ = 1, QᵀQ = I."""
_SENTENCE = re.compile(
    r"(?<!e\.g)(?<!i\.e)[.!?;](?=\s|$)|\n[ \t]*\n|\n(?=[ \t]*(?:#|\\(?:sub)*section|\\item|[-*] |>))"
)
_LEAD = re.compile(
    r"(?:^|\n)[\s#>*-]*(?:\\(?:sub)*(?:section|paragraph)\*?\{\s*)?"
    r"(?P<lead>(?:exercise|problem|question|task|case|example|aufgabe|exercice|ejercicio|q)\s?\.?\s?\(?(?:\d{1,2}|[a-h]|[ivx]{1,4})\b)",
    re.IGNORECASE,
)
"""Where something begins that stands for itself: an exercise, a case, an example."""
_HEADING = re.compile(r"(?:^|\n)[ \t]*(?:#{1,6}[ \t]|\\(?:sub)*(?:section|paragraph)\*?\{)")
_NAME = re.compile(
    r"\\(?!math|bold|bm|in\b|top\b|times\b|text|sum\b|ldots\b|cdot\b|quad\b)[A-Za-z]+|[A-Za-z]"
)


@dataclass(frozen=True, slots=True)
class Told:
    """A property told in a sentence: its place in the text, the sentence in the prose, what is named there."""

    span: Span
    begin: int
    end: int
    names: frozenset[str]
    words: str


def told_apart(document: Document, at: Sequence[Span]) -> dict[Span, frozenset[Span]]:
    r"""What some places of a text should not take for granted: properties told where they do not reach these.

    >>> from derive.reader.document import read_text
    >>> read = read_text("Let $A$ be symmetric. So $a = b$. Now let $A$ be any matrix. So $c = d$.")
    >>> found = told_apart(read, [block.span for block in read.blocks])
    >>> [read.text[one.start:one.end] for spans in found.values() for one in spans]
    ['symmetric', 'symmetric']
    >>> [read.text[place.start:place.end] for place in found]
    ['A', 'c = d']
    """
    words = document.prose
    told = [*_spoken(document, words), *_written(document, words)]
    functions = _Functions(tuple(told_functions(words)))
    if not told and not functions.tellings:
        return {}
    page = _Page(
        words,
        _sentences(words),
        tuple(_LEAD.finditer(words)),
        tuple(m.start() for m in _HEADING.finditer(words)),
    )
    found: dict[Span, frozenset[Span]] = {}
    for place in at:
        here = len(document.words(0, place.start))
        apart = frozenset(one.span for one in told if page.is_apart(one, here))
        apart |= {document.in_text(*span) for span in functions.apart(here)}
        if apart:
            found[place] = apart
    return found


def no_longer_symmetric(document: Document, at: Sequence[Span]) -> dict[Span, frozenset[Span]]:
    r"""Where a text has called matrices symmetric and says before some places, without an "if", that they are not.

    >>> from derive.reader.document import read_text
    >>> read = read_text("Take $A$ symmetric. So $a = b$. I do not assume symmetry. So $c = d$.")
    >>> [read.text[place.start:place.end] for place in no_longer_symmetric(read, [b.span for b in read.blocks])]
    ['c = d']
    """
    words = document.prose
    told = [one for one in _spoken(document, words) if _SYMMETRIC.match(words, _start(document, one))]
    denials = [
        begin
        for begin, end in (_sentences(words) if told else ())
        if _NO_SYMMETRY.search(words, begin, end) and not _IN_SOME_CASE.search(words, begin, end)
    ]
    found: dict[Span, frozenset[Span]] = {}
    for place in at:
        here = len(document.words(0, place.start))
        last = max((begin for begin in denials if begin < here), default=0)
        before = frozenset(one.span for one in told if one.end <= last)
        if before and all(one.span in before or one.begin > here for one in told):
            found[place] = before
    return found


def _start(document: Document, told: Told) -> int:
    return len(document.words(0, told.span.start))


def without_told(document: Document, spans: frozenset[Span]) -> Document:
    """The document in which some properties are not told, in words or in formulas."""
    blocks = (block for block in document.blocks if not any(_is_within(block, span) for span in spans))
    blank = document.blank([(span.start, span.end) for span in sorted(spans)])
    return replace(blank, blocks=tuple(blocks))


def _is_within(block: Block, span: Span) -> bool:
    return span.start <= block.span.start and block.span.end <= span.end


def _sentences(words: str) -> tuple[tuple[int, int], ...]:
    stops = [match.end() for match in _SENTENCE.finditer(words)]
    return tuple(zip([0, *stops], [*stops, len(words)], strict=True))


def _spoken(document: Document, words: str) -> Iterator[Told]:
    """The properties that words tell, but for those that they deny."""
    for begin, end in _sentences(words):
        sentence = words[begin:end]
        denied = [match.span() for each in (_DENIAL, _LIFTED) for match in each.finditer(sentence)]
        for match in _TOLD.finditer(sentence):
            if not any(first <= match.start() <= last for first, last in denied):
                span = document.in_text(begin + match.start(), begin + match.end())
                yield Told(span, begin, end, _names(sentence), sentence)


def _written(document: Document, words: str) -> Iterator[Told]:
    """The properties that formulas tell: A = Aᵀ, QᵀQ = I."""
    sentences = _sentences(words)
    for block in document.blocks:
        if len(block.formulas) == 1 and _CONSTRAINT.match(document.text[block.span.start : block.span.end]):
            here = len(document.words(0, block.span.start))
            begin, end = next((one for one in sentences if one[0] <= here < one[1]), (here, here))
            yield Told(block.span, begin, end, _names(words[begin:end]), words[begin:end])


def _names(sentence: str) -> frozenset[str]:
    """The letters that stand first in the formulas of a sentence."""
    heads = (re.sub(r"\\(?:math\w+|boldsymbol|bm)\s*", "", each)[:30] for each in sentence.split("$")[1::2])
    return frozenset(match[0] for head in heads if (match := _NAME.search(head)) is not None)


@dataclass(frozen=True, slots=True)
class _Functions:
    """Where words say which function a name is: the name, the function, the place of the word for it."""

    tellings: tuple[tuple[str, str, int, int], ...]

    def apart(self, here: int) -> Iterator[tuple[int, int]]:
        """The words that say of a name another function than the nearest ones before a place, or else behind it."""
        for name in {each[0] for each in self.tellings}:
            own = sorted((each for each in self.tellings if each[0] == name), key=lambda each: each[2])
            before = [each for each in own if each[2] <= here]
            kind = (before[-1] if before else own[0])[1]
            yield from ((start, end) for _, other, start, end in own if other != kind)


@dataclass(frozen=True, slots=True)
class _Page:
    """The words of a document with its sentences, the leads of exercises and cases, and its headings."""

    words: str
    sentences: tuple[tuple[int, int], ...]
    leads: tuple[re.Match[str], ...]
    headings: tuple[int, ...]

    def is_apart(self, told: Told, here: int) -> bool:
        """Whether what is told does not reach a place."""
        if told.end <= here:
            return self._is_taken_back(told, here) or self._is_of_another(told, here)
        if told.begin <= here:
            return False
        return self._comes_later(told, here)

    def _is_taken_back(self, told: Told, here: int) -> bool:
        """Whether a sentence between takes a property back or begins with something new of that name."""
        return any(
            self._takes_back(told, begin, end) for begin, end in self.sentences if told.end <= begin <= here
        )

    def _takes_back(self, told: Told, begin: int, end: int) -> bool:
        sentence = self.words[begin:end]
        names = _names(sentence)
        if _LIFTED.search(sentence) or _DENIAL.search(sentence):
            return True
        if _HOLDS_ON.search(told.words):
            return False
        if _IN_GENERAL.search(sentence):
            return True
        if _OF_ANY.search(sentence) and (names & told.names or not (names and told.names)):
            return True
        if _TOLD.search(sentence) or _ADDED.search(sentence):
            return False
        new = (match for match in _ANEW.finditer(sentence) if _KIND.search(sentence))
        return any(_names(f"${match['name']}$") & told.names for match in new)

    def _is_of_another(self, told: Told, here: int) -> bool:
        """Whether a property belongs to another exercise or case, and holds for nothing else."""
        mine, its = self._lead(here), self._lead(told.begin, told.end)
        if mine is None or its is None or mine.start() == its.start():
            return False
        return not _HOLDS_ON.search(told.words) and not _REFERS.search(self.words, mine.end(), here)

    def _lead(self, here: int, end: int | None = None) -> re.Match[str] | None:
        """The lead of the exercise or the case at a place; a sentence may begin with its own."""
        return next((lead for lead in reversed(self.leads) if lead.start() <= (end or here)), None)

    def _comes_later(self, told: Told, here: int) -> bool:
        """Whether a property is told of something that only comes after a place."""
        if _HOLDS_ON.search(told.words):
            return False
        parted = any(here < heading < told.end for heading in self.headings)
        own_end = next((end for begin, end in self.sentences if begin <= here < end), here)
        return parted or (told.begin >= own_end and _SUPPOSES.search(told.words) is not None)
