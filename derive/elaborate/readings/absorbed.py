r"""Factors that a text moves into a constant: "the factor 2 is absorbed into $\lambda$"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from derive.elaborate.claims.judge import Judgement, judge
from derive.elaborate.prose.sentences import SENTENCE
from derive.elaborate.readings.story import Story
from derive.elaborate.readings.surroundings import context_of
from derive.elaborate.symbols.names import key_of, keys_in
from derive.elaborate.symbols.roles import Link
from derive.model import Reason, Right, Unknown, Wrong
from derive.reader import syntax as s
from derive.reader.tex import tex
from derive.reader.tree import rebuilt, walk

_ABSORBS = re.compile(
    r"\b(?:absorb|swallow|subsum)\w*|\b(?:fold|merg|incorporat|hid|push|pull|put|mov)\w*\b[^.;]{0,40}\binto\b"
)
_DENIES = re.compile(r"\b(?:not|never|cannot|without)\b|n't\b")
_DISPLAY = re.compile(r"\$\$.*?\$\$|\\\[.*?\\\]", re.DOTALL)
_CLOSING = re.compile(r"\A[^\w$\\]*(?:\$\$?|\\[\])]|\\end\s*\{\w+\*?\})")
"""What closes the formula behind which words begin."""
_FORMULA = re.compile(r"\$([^$]+)\$|\\\((.*?)\\\)")
_HALF = re.compile(r"\\[dt]?frac\s*(?:\{1\}\s*\{2\}|12)|1/2|½|\bhal(?:f|ves)\b")
_TWO = re.compile(r"(?<![\w/])2(?!\w)|\btwo\b")
_WORD = re.compile(r"\\?[A-Za-z]+")


def with_absorbed_factors(story: Story, link: Link, judgement: Judgement) -> Judgement:
    """A refuted line that is right where a constant stands for itself with the factor that words move into it.

    Where it is right with the factor taken out, words and line contradict one another, and it is left open.
    """
    if not isinstance(judgement.verdict, Wrong):
        return judgement
    for name, factor in _absorbed(story, link):
        found = _judged_with(story, link, name, s.Product(factor, name))
        if isinstance(found.verdict, Right):
            told = f"with the factor {tex(factor)} absorbed into {tex(name)}"
            return replace(found, link=link, conditions=(*found.conditions, told))
        if isinstance(_judged_with(story, link, name, s.Fraction(name, factor)).verdict, Right):
            doubt = Unknown(Reason.READINGS_DISAGREE, f"which factor is absorbed into {tex(name)}")
            return replace(judgement, verdict=doubt)
    return judgement


def _judged_with(story: Story, link: Link, name: s.Name, scaled: s.Node) -> Judgement:
    """The judgement of a line in which a name is scaled."""
    changed = replace(link, right=_scaled(link.right, name, scaled))
    return judge(changed, context_of(story, story.typed, dict(story.order), link))


def _absorbed(story: Story, link: Link) -> Iterator[tuple[s.Name, s.Node]]:
    """The names of a line into which words up to it move a factor, with that factor.

    Words before a formula that is made from a name speak of what was there before.
    """
    end = link.block.span.end + len(SENTENCE.split(link.block.after)[0])
    if _ABSORBS.search(story.document.words(0, end).lower()) is None:
        return
    names = {key_of(part): part for part in walk(link.right) if isinstance(part, s.Name)}
    names = {
        key: part for key, part in names.items() if key in keys_in(link.right, story.typed.scope.letters)
    }
    for key, name in sorted(names.items()):
        start = _last_made_from(story, link, key)
        words = _DISPLAY.sub(". ", _CLOSING.sub("", story.document.words(start, end)))
        for sentence in SENTENCE.split(words):
            if not _ABSORBS.search(sentence.lower()) or _DENIES.search(sentence.lower()):
                continue
            formulas = ["".join(pair).strip() for pair in _FORMULA.findall(sentence)]
            letters = {letter for formula in formulas for letter in _WORD.findall(formula)}
            if key in formulas:
                factors = _factors(sentence, letters & story.typed.scope.letters.sizes)
                yield from ((name, factor) for factor in factors)


def _last_made_from(story: Story, link: Link, key: str) -> int:
    """Where the last of the formulas ends that a line rests on and that have a name in them."""
    scope = story.typed.scope
    above = scope.ancestors(link.left) | scope.ancestors(link.right)
    bodies = (made.body for each in above if (made := scope.definitions.get(each)) is not None)
    written = (body for body in bodies if body is not None and key in keys_in(body, scope.letters))
    return max((body.span.end for body in written if body.span.end < link.left.span.start), default=0)


def _factors(sentence: str, sizes: frozenset[str] | set[str]) -> Iterator[s.Node]:
    """The factors that a sentence names: 2, a half, or the number of something."""
    if _HALF.search(sentence):
        yield s.Fraction(s.Number("1"), s.Number("2"))
    elif _TWO.search(sentence):
        yield s.Number("2")
    for size in map(s.Name, sorted(sizes)):
        yield size
        yield s.Fraction(s.Number("1"), size)


def _scaled(tree: s.Node, name: s.Name, scaled: s.Node) -> s.Node:
    def put(node: s.Node) -> s.Node:
        if isinstance(node, s.Name) and key_of(node) == key_of(name):
            return scaled
        changed: s.Node = rebuilt(node, put)
        return changed

    return put(tree)
