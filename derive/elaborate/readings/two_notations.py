r"""Lines that link two notations of a page: ∇_W L = (∂L/∂W)ᵀ, where ∂ makes rows and ∇ columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import product

from derive.elaborate.claims.judge import Judgement
from derive.elaborate.evaluation.layouts import DENOMINATOR, NUMERATOR
from derive.elaborate.prose.words import small_words
from derive.elaborate.readings.story import Story
from derive.elaborate.symbols.roles import Link
from derive.model import Reason, Unknown, Wrong
from derive.reader import syntax as s
from derive.reader.tree import walk

BOTH = (DENOMINATOR, NUMERATOR)
_KINDS = ("nabla", "nabla by a matrix", "partial", "partial by a matrix")
_ABOUT = {
    "nabla": re.compile(r"\\nabla|\bnablas?\b|∇"),
    "partial": re.compile(r"\\partial|∂|\\pd\b|\bpartials?\b|\bderivatives?\b"),
}
_GRADIENTS = re.compile(r"\bgradients?\b")
_IS = r"\b(?:as|is|are|be|always)\s+(?:an?\s+|always\s+)?(?:\\emph\{|[*_]*)"
_ROWS = re.compile(rf"{_IS}rows?\b|\bnumerator[\s-]layout\b")
_COLUMNS = re.compile(rf"{_IS}columns?\b|\bdenominator[\s-]layout\b|\bshapes? (?:of|as)\b|\bsame shapes?\b")
_TURNED_ENTRY = re.compile(
    r"\(\s*(\w)\s*,\s*(\w)\s*\)\$?(?:-th|th)?[\s-]+(?:entry|element|component)\b[^.;]{0,60}?"
    r"\\partial\s*\{?\w\}?_\{?\s*\2\s*,?\s*\1\b"
)
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n\s*\n")
_UNSURE = re.compile(
    r"\b(?:some|others?|authors?|many|often|sometimes|if|unless|either|transpos\w*|would|could)\b"
)


def by_its_notations(
    story: Story, link: Link, judged: Callable[[Story, Link], Judgement]
) -> Judgement | None:
    """The verdict on a line with both ∇ and ∂, in a page of both layouts: each read as the page says, or in both.

    None where a line has one notation, or the page speaks of one layout at most. Wrong is only what is so in all ways.
    """
    parts = [part for side in (link.left, link.right) for part in walk(side)]
    signs = [part for part in parts if isinstance(part, s.Nabla | s.Derivative)]
    if len({type(part) for part in signs}) < 2 or not _says_two(small_words(story.document.prose)):
        return None
    told = told_notations(small_words(story.document.prose))
    found = [judged(_read_so(story, each), link) for each in _choices(told)]
    alike = len({type(one.verdict) for one in found}) == 1
    if alike and isinstance(found[0].verdict, Wrong) and told:
        found += [judged(_read_so(story, each), link) for each in _choices({})]
        alike = len({type(one.verdict) for one in found}) == 1
    if alike:
        return found[0]
    return replace(
        found[0], verdict=Unknown(Reason.READINGS_DISAGREE, "the layout of each of its derivatives")
    )


def _read_so(story: Story, notations: Mapping[str, str]) -> Story:
    scope = replace(story.typed.scope, notations=notations)
    return replace(story, typed=replace(story.typed, scope=scope))


def _choices(told: Mapping[str, str]) -> Iterator[dict[str, str]]:
    open_kinds = [kind for kind in _KINDS if kind not in told]
    for chosen in product(BOTH, repeat=len(open_kinds)):
        yield {**told, **dict(zip(open_kinds, chosen, strict=True))}


def _says_two(words: str) -> bool:
    about = [each for each in _SENTENCE.split(words) if _speaks_of_slopes(each)]
    return any(map(_ROWS.search, about)) and any(map(_COLUMNS.search, about))


def _speaks_of_slopes(sentence: str) -> bool:
    return bool(_GRADIENTS.search(sentence)) or any(one.search(sentence) for one in _ABOUT.values())


def told_notations(words: str) -> dict[str, str]:
    r"""The layout of each notation, where sentences give it one alone.

    >>> told_notations(r"we write $\partial l/\partial x$ as a row. the nabla $\nabla_x l$ is a column.")
    {'nabla': 'denominator', 'partial': 'numerator'}
    """
    found: dict[str, set[str]] = {}
    for sentence in _SENTENCE.split(words):
        signs = [sign for sign, about in _ABOUT.items() if about.search(sentence)]
        if len(signs) != 1 or _UNSURE.search(sentence):
            continue
        sign, by_matrix = signs[0], f"{signs[0]} by a matrix"
        if _TURNED_ENTRY.search(sentence):
            found.setdefault(by_matrix, set()).add(NUMERATOR)
        if _ROWS.search(sentence):
            found.setdefault(sign, set()).add(NUMERATOR)
        elif _COLUMNS.search(sentence):
            found.setdefault(sign, set()).add(DENOMINATOR)
            if re.search(r"\bshapes?\b", sentence):
                found.setdefault(by_matrix, set()).add(DENOMINATOR)
    return {kind: found[kind].pop() for kind in _KINDS if len(found.get(kind, ())) == 1}
