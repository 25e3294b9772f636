"""Cases told in words: what is said "for a positive example" or "without regularisation" is said of that case alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from html.entities import codepoint2name
from itertools import chain, product
from typing import Literal

from derive.elaborate.claims.judge import Context, Judgement, judge
from derive.elaborate.prose.sentences import SENTENCE, own_sentence
from derive.elaborate.readings.story import Story
from derive.elaborate.readings.surroundings import context_of
from derive.elaborate.shapes.plans import with_size
from derive.elaborate.shapes.provisos import (
    Supposition,
    both,
    where_active,
    where_idle,
    where_in_branch,
    where_it_is,
)
from derive.elaborate.symbols.roles import Link
from derive.model import Reason, Right, Unknown, Wrong
from derive.reader import syntax as s
from derive.reader.tree import walk

PARTS = ("in", "colon", "mid", "|")
"""What stands behind the letter of a sum that runs over a part of the data."""
MOST_NAMES = 6
MOST_PIECES = 3
SIDES: tuple[Literal[-1, 0, 1], ...] = (0, 1, -1)
BRANCHES = (("no maximum is 0", where_active), ("every maximum is 0", where_idle))
_BRANCHED = re.compile(r"max|cases|otherwise|relu|_\{?\+", re.IGNORECASE)
_COUNTED = (
    r"(?:class|feature|sample|example|point|observation|dimension|neuron|unit|input|output|label|variable)"
)
_SIZES = {
    1: re.compile(rf"\b(?:one|single|only)[\s-](?:\w+\s)?{_COUNTED}|\bscalar|\b1-?d\b"),
    2: re.compile(rf"\b(?:two|both)[\s-](?:\w+\s)?{_COUNTED}|\bbinary|\b2-?d\b"),
}
_SIGNED = re.compile(r"\\pm\s*1|±\s*1|[,{]\s*-\s*1|-\s*1\s*(?:,|or\b)")
_VALUE = re.compile(r"(?<![\w\\^_{}])(\\?[^\W\d_]+)(?:_\{?[a-z]\}?)?\s*=\s*([+-]? ?\d+(?:/\d+)?)(?![\w.^])")
_CASE = re.compile(
    r"\b(?:for|on|in|at|inside|outside|within|under|with(?:out)?|when\w*|where|if|once|unless|while|during|given"
    r"|near|above|below|between|otherwise|case|class|examples?|(?:in)?correct\w*|misclassified|(?:mis)?match\w*"
    r"|positives?|negatives?|zero|ignoring|dropping|neglecting|open|closed|active|inactive|dead|fires?)\b"
)

_SET_PHRASES = re.compile(
    r"\bin (?:(?:exactly |just |much )?(?:the same|a similar|an analogous|like) (?:manner|way|fashion|vein)"
    r"|general|fact|full|short|total|turn|other words|the end|terms of|addition"
    r"|(?:matrix|vector|index|component|compact) (?:form|notation))\b|\bwith (?:respect|regard) to\b"
    r"|\bdepend\w*(?: only)? on\b|\bon the (?:other|left|right)(?: hand)?\b"
    r"|\bfor (?:short|convenience|brevity|instance|the (?:gradient|derivative|score|slope|chain rule|log[a-z-]*))\b"
    r"|\bwith (?:(?!(?:an?|no|zero|all|first|second|last|rest|loss|one|but|except|only|fit)\b"
    r"|\w*(?:penal|regul|decay|prior|term|part|summand|shrink|norm|weighting|strength|coefficient))[a-z]+ ){1,4}"
    r"(?:held |kept |being )?(?:fixed|frozen|constant)\b(?: at (?:its|their) (?:optim(?:um|a)|current values?)\b)?"
)
"""Words such as "in the same way", which only join two sentences, or "with the codes frozen", what a slope means."""


def unless_a_case_is_told(story: Story, link: Link, judgement: Judgement) -> Judgement:
    """Open where a refuted line holds at a special value, or in a branch, and its sentence may speak of that case."""
    if not isinstance(judgement.verdict, Wrong) or not tells_a_case(case_words(story, link)):
        return judgement
    context = context_of(story, story.typed, dict(story.order), link)
    for where, told in chain(_special_values(story, link, context), _special_sizes(link, context)):
        if isinstance(judge(link, told).verdict, Right):
            return replace(judgement, verdict=Unknown(Reason.READINGS_DISAGREE, f"it holds where {where}"))
    return judgement


def in_a_told_case(story: Story, link: Link, judgement: Judgement) -> Judgement:
    """Right at a value that the sentence of a refuted line gives: without regularisation ($\\lambda = 0$) it is …."""
    if not isinstance(judgement.verdict, Wrong):
        return judgement
    context = context_of(story, story.typed, dict(story.order), link)
    above = story.typed.scope.ancestors(link.left)
    for name, value in (*values_told(link.block.before), *_values_carried_on(story, link)):
        if name in above:
            found = judge(link, replace(context, supposed=where_it_is(name, value)))
            if isinstance(found.verdict, Right):
                return replace(found, conditions=(*found.conditions, f"where {name} = {value}"))
    return judgement


def _values_carried_on(story: Story, link: Link) -> Iterator[tuple[str, Fraction]]:
    """The values under which the line before is right, where the sentence goes on: "for m = 0 it is …, whence …"."""
    before, judgement = next(
        ((one, found) for one, found in reversed(story.judged) if one.block is not link.block), (None, None)
    )
    if before is None or judgement is None or not isinstance(judgement.verdict, Right):
        return
    start, end = before.right.span.end, link.left.span.start
    between = story.document.words(start, end)
    if before.block.post == link.block.post and 0 <= end - start < NEAR and not _ENDS.search(between):
        for condition in judgement.conditions:
            yield from values_told(condition.removeprefix("where "))


_ENDS = re.compile(r"[.!?;](?:\s|$)|\n\s*\n")
NEAR = 200


def values_told(before: str) -> list[tuple[str, Fraction]]:
    r"""The values that the last sentence of some words gives to names, the last first.

    >>> [(name, str(value)) for name, value in values_told(r"So. For $y = 1$ or without decay (λ=0) it is")]
    [('\\lambda', '0'), ('y', '1')]
    """
    found = _VALUE.findall(SENTENCE.split(before)[-1])
    return [(_key(name), Fraction(value.replace(" ", ""))) for name, value in reversed(found)]


def _key(name: str) -> str:
    """The key of a name as it is written, of a Greek letter its command."""
    command = codepoint2name.get(ord(name)) if len(name) == 1 and not name.isascii() else None
    return name if command is None else "\\" + command


def case_words(story: Story, link: Link) -> str:
    """The words of the sentence of a line without "for the intercept" and "with ∂r/∂a = −1", which restrict nothing.

    What is said for the derivative by the member of a family stays: for x_{i0} = 1 it is that of the intercept.
    """
    words = own_sentence(link.block)
    if not isinstance(link.left, s.Derivative | s.Nabla) or any(map(_is_numbered, walk(link.left))):
        return words
    words = _OF_PARAMETERS.sub(" ", words)
    return _WITH_A_FORMULA.sub(" ", words) if _gives_slopes_alone(story, link) else words


def _is_numbered(part: object) -> bool:
    """Whether a part is a member with a number of its own: w_0."""
    return (
        isinstance(part, s.Index)
        and part.below is not None
        and any(isinstance(item, s.Number) for item in part.below.items)
    )


def _gives_slopes_alone(story: Story, link: Link) -> bool:
    """Whether every formula in the words before a line says what a derivative is, and there is one."""
    count = SENTENCE.split(link.block.before)[-1].count("$") // 2
    before = [block for block in story.blocks if block.span.start < link.block.span.start]
    nearest = sorted(before, key=lambda block: block.span.start)[-count:] if count else []
    trees = [formula.tree for block in nearest for formula in block.formulas]
    heads = [tree.members[0] if isinstance(tree, s.Chain) else None for tree in trees]
    return bool(heads) and all(isinstance(head, s.Derivative | s.Nabla) for head in heads)


_OF_PARAMETERS = re.compile(
    r"\bfor (?:the )?(?:intercept|slope|bias|weight|coefficient|parameter|offset)(?:e?s)?"
    r"(?= *(?:,|:|\)|\Z|\n|we\b|it\b|the\b))"
)
_WITH_A_FORMULA = re.compile(r"\bwith\s*(?=[,.:]|\Z)")


def tells_a_case(words: str) -> bool:
    """Whether the words of a sentence may restrict what it says to a case.

    >>> tells_a_case("for a positive example we get"), tells_a_case("on the boundary"), tells_a_case("for short")
    (True, True, False)
    >>> tells_a_case("hence"), tells_a_case("in the same way"), tells_a_case("the rate depends on the weights")
    (False, False, False)
    """
    return _CASE.search(_SET_PHRASES.sub(" ", words)) is not None


def _special_sizes(link: Link, context: Context) -> Iterator[tuple[str, Context]]:
    """The sizes that a sentence speaks of: "for two classes", "with a single feature"."""
    told = [size for size, words in _SIZES.items() if words.search(own_sentence(link.block))]
    for size, (root, place) in product(told, context.order.items()):
        plans = tuple(with_size(plan, place, size) for plan in context.plans)
        name = "a size" if root.startswith("?") else root
        yield f"{name} = {size}", replace(context, plans=plans)


def _special_values(story: Story, link: Link, context: Context) -> Iterator[tuple[str, Context]]:
    for where, supposed in _suppositions(story, link):
        yield where, replace(context, supposed=supposed)


def _suppositions(story: Story, link: Link) -> Iterator[tuple[str, Supposition]]:
    """Branches of what has some, special values of names that the left side is made of, and both at once."""
    text, right = story.document.text, link.right.span
    written = _BRANCHED.search(text[right.start : right.end]) or _runs_over_a_part(link)
    left_behind = _BRANCHED.search(text) and not written
    branches = BRANCHES if left_behind else ()
    yield from branches
    if left_behind:
        for number, side in product(range(MOST_PIECES), SIDES):
            yield "one of its pieces is taken", where_in_branch(number, side)
    values = (0, 1, -1) if _SIGNED.search(story.document.prose) else (0, 1)
    for name, value in product(_names_left_behind(story, link), values):
        told, supposed = f"{name} = {value}", where_it_is(name, value)
        yield told, supposed
        for branch, inside in branches:
            yield f"{told} and {branch}", both(supposed, inside)


def _runs_over_a_part(link: Link) -> bool:
    """Whether a right side sums over a part of the data, i ∈ A: it has the branches in it, then."""
    sums = (part.below for part in walk(link.right) if isinstance(part, s.Big))
    return any(isinstance(below, s.Chain) and below.relations[0].sign in PARTS for below in sums)


def _names_left_behind(story: Story, link: Link) -> list[str]:
    """What the left side is made of and the right side no longer has: a special value leaves no trace of its name."""
    scope = story.typed.scope
    made = scope.ancestors(link.left) - scope.definitions.keys() - scope.ancestors(link.right)
    return sorted(made - scope.letters.indices - scope.letters.sizes - scope.functions)[:MOST_NAMES]
