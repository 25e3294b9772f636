r"""Second equations for a name that nothing announces: "recall that $L = …$", said otherwise than before."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from derive.elaborate.claims.judge import Judgement
from derive.elaborate.prose.sentences import SENTENCE, plain_words
from derive.elaborate.readings.story import Story
from derive.elaborate.same_letters.own_sections import TWICE
from derive.elaborate.same_letters.parts_of_sections import LEADS
from derive.elaborate.symbols.names import keys_in
from derive.elaborate.symbols.roles import Head, Link, head_of, referred
from derive.elaborate.symbols.scope import Scope
from derive.model import Reason, Right, Unknown

_ANNOUNCED = re.compile(
    r"\b(?:let|now|take|consider|suppos\w+|assum\w+|instead|use|using|choos\w+|for|if|when|call|set|put|model\w*|becomes?|define\w*"
    r"|redefine\w*|replac\w+|chang\w+|add\w*|another|second|other(?!\s+words)|alternativ\w+|different|next|regulari\w+|penal\w+|variant"
    r"|modif\w+|extend\w+|general\w*|per|over|batch|sample|example|total|average|mean|case|layer|new|version)\b"
)
"""Words with which a name is given to something else."""
_RESTATED = re.compile(
    r"\b(?:in other words|put differently|namely|recall\w*|remember|since|because|hence|thus|so|therefore"
    r"|i\.e|that is|equivalently|rewrit\w+|as before|above"
    r"|simplif\w+|expand\w*|equals)\b[^.;]*\Z"
)
"""Words with which it is said again what a name is."""


def is_unannounced(story: Story, link: Link, head: Head) -> bool:
    """Whether nothing in the words before a second equation says that a name means something else from here on."""
    first = next((k for k in story.post.links if _key(story, k) == head.key), None)
    if first is None or first is link or head.key in story.post.scope.inherited:
        return False
    if says_again(link):
        return True
    if _is_of_new_names(story, link, first):
        return False
    begin, end = first.block.span.end, link.block.span.start
    if first.block.heading != link.block.heading or LEADS.search(story.document.text, begin, end):
        return False
    since = story.document.words(begin, end).removeprefix("$").removesuffix("$")
    words = ". ".join(SENTENCE.split(since.strip())[-2:])
    return _ANNOUNCED.search(plain_words(words)) is None


def _is_of_new_names(story: Story, link: Link, first: Link) -> bool:
    """Whether a second equation has a name in it that nothing up to the first one mentions."""
    letters, links = story.post.scope.letters, story.post.links
    known = {key for other in links[: links.index(first) + 1] for key in referred(other, letters)}
    return not set(keys_in(link.right, letters)) <= known


def _key(story: Story, link: Link) -> str | None:
    head = head_of(link.left, story.post.scope.letters)
    return head.key if head is not None else None


def says_again(link: Link) -> bool:
    """Whether the sentence of a link says again, or concludes, what a name is."""
    return _RESTATED.search(plain_words(SENTENCE.split(link.block.before.rstrip())[-1])) is not None


def renewed_quietly(story: Story, key: str) -> None:
    """Keep the scope in which a name is what it was before it is given anew without a word."""
    story.renewed_quietly.setdefault(key, story.typed.scope)


def holds_either_way(
    story: Story, link: Link, judgement: Judgement, judged: Callable[[Story, Link], Judgement]
) -> Judgement:
    """A right line, left open where it does not hold with what its names were before nobody said that they change."""
    scope = story.typed.scope
    above = scope.ancestors(link.left) | scope.ancestors(link.right)
    olds = [old for key, old in story.renewed_quietly.items() if key in above]
    if not isinstance(judgement.verdict, Right) or all(_holds(story, link, old, judged) for old in olds):
        return judgement
    return replace(judgement, verdict=Unknown(Reason.READINGS_DISAGREE, TWICE))


def _holds(story: Story, link: Link, old: Scope, judged: Callable[[Story, Link], Judgement]) -> bool:
    now = story.typed.scope
    story.typed.scope = old
    try:
        return isinstance(judged(story, link).verdict, Right)
    finally:
        story.typed.scope = now
