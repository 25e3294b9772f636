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
from derive.model import Right, Wrong
from derive.reader import syntax as s
from derive.reader.tex import tex
from derive.reader.tree import rebuilt, walk

_ABSORBS = re.compile(
    r"\b(?:absorb|swallow|subsum)\w*|\b(?:fold|merg|incorporat|hid|push|pull|put|mov)\w*\b[^.;]{0,40}\binto\b"
)
_DENIES = re.compile(r"\b(?:not|never|cannot|without)\b|n't\b")
_DISPLAY = re.compile(r"\$\$.*?\$\$|\\\[.*?\\\]", re.DOTALL)
_FORMULA = re.compile(r"\$([^$]+)\$|\\\((.*?)\\\)")
_HALF = re.compile(r"\\[dt]?frac\s*(?:\{1\}\s*\{2\}|12)|1/2|½|\bhal(?:f|ves)\b")
_TWO = re.compile(r"(?<![\w/])2(?!\w)|\btwo\b")
_WORD = re.compile(r"\\?[A-Za-z]+")


def with_absorbed_factors(story: Story, link: Link, judgement: Judgement) -> Judgement:
    """A refuted line that is right where a constant stands for itself with the factor that words move into it."""
    if not isinstance(judgement.verdict, Wrong):
        return judgement
    for name, factor in _absorbed(story, link):
        for scaled in (s.Product(factor, name), s.Fraction(name, factor)):
            right = _scaled(link.right, name, scaled)
            found = judge(replace(link, right=right), context_of(story, story.typed, dict(story.order), link))
            if isinstance(found.verdict, Right):
                told = f"with the factor {tex(factor)} absorbed into {tex(name)}"
                return replace(found, link=link, conditions=(*found.conditions, told))
    return judgement


def _absorbed(story: Story, link: Link) -> Iterator[tuple[s.Name, s.Node]]:
    """The names of a line into which words up to it move a factor, with that factor."""
    end = link.block.span.end + len(SENTENCE.split(link.block.after)[0])
    words = _DISPLAY.sub(". ", story.document.words(0, end))
    said = [part for part in SENTENCE.split(words) if _ABSORBS.search(part.lower())]
    if not said:
        return
    names = {key_of(part): part for part in walk(link.right) if isinstance(part, s.Name)}
    names = {
        key: part for key, part in names.items() if key in keys_in(link.right, story.typed.scope.letters)
    }
    for sentence in said:
        if _DENIES.search(sentence.lower()):
            continue
        formulas = ["".join(pair).strip() for pair in _FORMULA.findall(sentence)]
        letters = {letter for formula in formulas for letter in _WORD.findall(formula)}
        for key, name in sorted(names.items()):
            if key in formulas:
                factors = _factors(sentence, letters & story.typed.scope.letters.sizes)
                yield from ((name, factor) for factor in factors)


def _factors(sentence: str, sizes: frozenset[str] | set[str]) -> Iterator[s.Node]:
    """The factors that a sentence names: 2, or the number of something."""
    if _HALF.search(sentence) or _TWO.search(sentence):
        yield s.Number("2")
    yield from map(s.Name, sorted(sizes))


def _scaled(tree: s.Node, name: s.Name, scaled: s.Node) -> s.Node:
    def put(node: s.Node) -> s.Node:
        if isinstance(node, s.Name) and key_of(node) == key_of(name):
            return scaled
        changed: s.Node = rebuilt(node, put)
        return changed

    return put(tree)
