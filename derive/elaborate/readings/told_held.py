r"""Derivatives of which words hold something: "(weights constant)", "the target is treated as a constant"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, pairwise

from derive.elaborate.claims.judge import Judgement, judge
from derive.elaborate.prose.sentences import SENTENCE
from derive.elaborate.readings.story import Story
from derive.elaborate.readings.surroundings import context_of
from derive.elaborate.symbols.names import keys_in
from derive.elaborate.symbols.roles import Link, head_of
from derive.model import Reason, Right, Unknown, Wrong
from derive.reader import syntax as s
from derive.reader.tex import tex

_HOLDS = re.compile(
    r"\b(?:treat|regard|view|consider|tak|think)\w*\b[^.;]{0,60}?\bas\s+(?:a\s+|given\s+)?(?:const\w*|fixed|numbers?\b|given\b)"
    r"|\b(?:held|hold\w*|kept|keep\w*|stays?|stayed)\b[^.;]{0,40}?\b(?:const\w*|fixed|frozen)\b"
    r"|\b(?:const|constant|constants|fixed|held|given)\s*\}?\s*\)"
    r"|\b(?:held|kept|stays?|stay(?:ed|ing)|left|remains?)\s+(?:where|as|what|at\s+what)\s+(?:it|they)\s+(?:is|are|was|were)\b"
    r"|\b(?:do(?:es)?\s+not|do(?:es)?n't)\s+(?:move|vary)\b"
    r"|\b(?:frozen|freez\w+|semi-?gradients?|held fixed)\b|\bstop[\s-]?grad\w*|\bdetach\w*|\bsg\b"
    r"|\bno gradient\b|\b(?:not|nothing|never)\s+(?:\w+\s+){0,3}(?:differentiat|propagat|flow)\w*"
)
_KEEPS = re.compile(
    r"\b(?:keep|hold|kept|held|treat)\s+(?:them|it|these|this)\s+(?:as\s+)?(?:\\emph\s*\{|\*{1,2}|_)?(?:fixed|constants?|frozen)\b"
)
_END_OF_DISPLAY = re.compile(r"\A[\s,]*(?:\\\]|\$\$|\\end\{\w+\*?\})?[\s,]*")
_DENIES = re.compile(r"\b(?:wrong\w*|mistake\w*|error|forget\w*|cannot|not|never)\b|n't\b")
_FORMULA = re.compile(r"\$[^$]+\$|\\\(.*?\\\)")
_CLAUSE = re.compile(r"[.;:()](?=\W|$)|\n\s*\n|\$\$|\\\[|\\\]|\\text\s*\{")
_LETTER = re.compile(r"\\?[a-zA-Z]+")
BEFORE, AFTER, MOST = 400, 120, 6


def with_told_names_held(story: Story, link: Link, judgement: Judgement) -> Judgement:
    """A refuted derivative that is right where names are held that move: right where words hold them, else open."""
    if not isinstance(judgement.verdict, Wrong) or _HOLDS.search(story.document.prose.lower()) is None:
        return judgement
    moving = movers(story, link)
    for count in range(1, min(len(moving), 2) + 1):
        tried = ((keys, with_held(story, link, keys)) for keys in combinations(moving, count))
        found = [(keys, held) for keys, held in tried if isinstance(held.verdict, Right)]
        if found:
            said = [(keys, held) for keys, held in found if _tells(story, link, keys)]
            if len(said) != 1:
                return replace(judgement, verdict=Unknown(Reason.READINGS_DISAGREE, "which names vary"))
            ((keys, held),) = said
            told = tuple(f"with {tex(s.Name(key))} held" for key in keys)
            return replace(held, conditions=(*held.conditions, *told))
    return judgement


def movers(story: Story, link: Link) -> list[str]:
    """The defined names in what is derived that depend on the variable."""
    match link.left:
        case s.Derivative(of=of, by=by) if of is not None:
            variables = {key for each in by for key in keys_in(each, story.typed.scope.letters)}
        case s.Nabla(of=of, by=by) if of is not None and by is not None:
            variables = set(keys_in(by, story.typed.scope.letters))
        case _:
            return []
    scope = story.typed.scope
    whole = set(keys_in(of, scope.letters))
    above = sorted(scope.ancestors(of) - whole - variables)
    return [key for key in above if key in scope.definitions and variables & scope.ancestors_of(key)][:MOST]


def with_held(story: Story, link: Link, keys: Sequence[str]) -> Judgement:
    """The judgement of a line whose derivative holds some names."""
    left = s.At(link.left, s.Sequence(tuple(map(s.Name, keys))), link.left.span)
    return judge(replace(link, left=left), context_of(story, story.typed, dict(story.order), link))


def _tells(story: Story, link: Link, keys: Sequence[str]) -> bool:
    """Whether words near a line hold names: by their letters, or in its own display or sentence without any letter."""
    text, (start, end) = story.document.text, link.block.span
    own = start - len(SENTENCE.split(link.block.before)[-1])
    letters = [_LETTER.findall(key)[-1] for key in keys]
    for clause, place in _clauses(text, max(0, start - BEFORE), end + AFTER):
        found = _HOLDS.search(clause.lower())
        if found is None or _DENIES.search(clause.lower().replace(found[0], " ")):
            continue
        formulas = " ".join(_FORMULA.findall(clause))
        if all(letter in _LETTER.findall(formulas) for letter in letters):
            return True
        if not formulas and place >= own:
            return True
    return all(_are_kept(story, link, key) for key in keys)


def _are_kept(story: Story, link: Link, key: str) -> bool:
    """Whether the sentence of the definition of a name, above a line, goes on with "… then keep them fixed"."""
    text = story.document.text
    for made in story.post.links:
        head = head_of(made.left, story.typed.scope.letters)
        is_above = made.begins and made.block.span.end < link.block.span.start
        if is_above and head is not None and head.key == key:
            end = made.block.span.end
            behind = _END_OF_DISPLAY.sub("", text[end : end + AFTER])
            own = _CLAUSE.split(behind, maxsplit=1)[0]
            if _KEEPS.search(own) and not (_DENIES.search(own) or "$" in own):
                return True
    return False


def _clauses(text: str, start: int, end: int) -> Iterator[tuple[str, int]]:
    """The clauses of a piece of a text with their places; a bracket behind words that hold something is one of them."""
    piece = text[start:end]
    places = [0, *(match.end() for match in _CLAUSE.finditer(piece)), len(piece)]
    yield from ((piece[a:b], start + a) for a, b in pairwise(places))
