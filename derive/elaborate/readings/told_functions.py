"""Functions told in words for one sentence: "for a logistic unit", "with the tanh" where g is any function."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from derive.elaborate.claims.judge import Judgement, judge
from derive.elaborate.evaluation.calls import POINTWISE
from derive.elaborate.prose.sentences import SENTENCE, own_sentence
from derive.elaborate.readings.story import Story
from derive.elaborate.readings.surroundings import context_of
from derive.elaborate.shapes.provisos import where_active
from derive.elaborate.shapes.typed import Typed
from derive.elaborate.symbols.roles import Link, is_derivative
from derive.elaborate.symbols.scope import Definition, Scope
from derive.model import Reason, Right, Unknown, Wrong
from derive.reader import syntax as s
from derive.reader.tree import rebuilt

NEARBY = 300
"""How far back, in characters, a function that is spoken of may still be meant."""
IDENTITY = "identity"
_KINDS = {
    "sigmoid": r"logistic|sigmoid\w*",
    "tanh": r"tanh|hyperbolic tangents?",
    "relu": r"re-?lus?|rectif\w+",
    "softplus": r"soft-?plus",
    "exp": r"exponential",
    IDENTITY: r"identity|linear (?:output )?(?:unit|neuron|node|activation|transfer|function|case)s?",
}
_TURNED = re.compile(
    r"\b(?:for|with|if|were|was|had|under|unlike|used|chose\w*)\s+(?:(?:a|an|the|it|we|one|were|was|is|had|used)\s+)*"
    + f"(?:{'|'.join(rf'(?P<{kind}>{words})' for kind, words in _KINDS.items())})"
    + r"\b(?!(?:'s)?\s+(?:derivative|rule|slope|identity))",
    re.IGNORECASE,
)
"""A turn to a function: "for a sigmoid", "if it were the tanh", "had we used a ReLU"."""
_WORD = re.compile("|".join(rf"\b(?P<{kind}>{words})\b" for kind, words in _KINDS.items()), re.IGNORECASE)


def with_told_function(story: Story, link: Link, judgement: Judgement) -> Judgement:
    """A refuted line that holds for another function than its letter means elsewhere.

    It is right where its own sentence names that function and nothing else says what the letter is, else open.
    """
    if not isinstance(judgement.verdict, Wrong) or not is_derivative(link.left):
        return judgement
    start, text = link.block.span.start, story.document.prose
    own = kinds(own_sentence(link.block))
    others = kinds(story.document.words(start - NEARBY, start)) if len(kinds(text)) > 1 else frozenset[str]()
    for letter in _function_letters(story, link):
        for kind in sorted(own | others):
            found = _judged_with(story, link, letter, kind)
            if isinstance(found.verdict, Right):
                told = f"with {letter} the {kind} function"
                if kind in own and _may_be_told(story, link, letter):
                    return replace(found, conditions=(*found.conditions, told))
                return replace(judgement, verdict=Unknown(Reason.READINGS_DISAGREE, f"it holds {told}"))
    return _unless_of_another(story, link, judgement)


def _unless_of_another(story: Story, link: Link, judgement: Judgement) -> Judgement:
    """Open where a sentence turns to another function than the one that is written: "for the sigmoid it would be"."""
    above = story.typed.scope.ancestors(link.left) | story.typed.scope.ancestors(link.right)
    for kind in sorted(turned_to(own_sentence(link.block))):
        for written in sorted(above & POINTWISE.keys()):
            if _holds_with(story, link, written, kind):
                doubt = f"it holds with the {kind} function in the place of {written}"
                return replace(judgement, verdict=Unknown(Reason.READINGS_DISAGREE, doubt))
    return judgement


def _holds_with(story: Story, link: Link, written: str, kind: str) -> bool:
    """Whether a line holds with another function for the written one, where that has branches in the active one."""
    typed = replace(story.typed, scope=_with_another(story.typed.scope, written, kind))
    context = context_of(story, typed, dict(story.order), link)
    branches = (context, replace(context, supposed=where_active)) if kind == "relu" else (context,)
    return any(isinstance(judge(link, branch).verdict, Right) for branch in branches)


def _with_another(scope: Scope, written: str, kind: str) -> Scope:
    """The definitions with another function wherever one is written; the identity cannot be put by its name."""
    put = POINTWISE.get(kind)
    made = scope.definitions.items() if put is not None else ()
    changed = {key: replace(old, body=_renamed(old.body, written, kind)) for key, old in made}
    return replace(scope, definitions={**scope.definitions, **changed})


def _renamed(node: Any, written: str, kind: str) -> Any:
    if isinstance(node, s.Name) and node.letter == written:
        return replace(node, letter=kind)
    return node if node is None else rebuilt(node, lambda part: _renamed(part, written, kind))


def _may_be_told(story: Story, link: Link, letter: str) -> bool:
    """Whether a sentence may say what a letter is: nothing before it does, or the letter stands in the sentence."""
    if re.search(re.escape(letter) + r"(?![A-Za-z])", SENTENCE.split(link.block.before)[-1]):
        return True
    made = story.typed.scope.definitions.get(letter)
    said = made is not None and made.body is not None and made.body.span.start < link.left.span.start
    return not said and letter not in story.typed.scope.named


def kinds(words: str) -> frozenset[str]:
    """The functions of activation that some words speak of.

    >>> sorted(kinds("For a logistic unit, unlike a linear neuron"))
    ['identity', 'sigmoid']
    """
    return frozenset(found.lastgroup for found in _WORD.finditer(words) if found.lastgroup is not None)


def turned_to(words: str) -> frozenset[str]:
    """The functions that a sentence turns to, rather than those whose derivative it uses.

    >>> sorted(turned_to("this would be right for the sigmoid")), sorted(turned_to("by the sigmoid derivative"))
    (['sigmoid'], [])
    """
    return frozenset(found.lastgroup for found in _TURNED.finditer(words) if found.lastgroup is not None)


def _function_letters(story: Story, link: Link) -> Iterator[str]:
    """The letters of functions behind a line that no formula of the document works out."""
    scope = story.typed.scope
    for key in sorted(scope.ancestors(link.left) | scope.ancestors(link.right)):
        made = scope.definitions.get(key)
        is_letter = made is None and key in scope.functions and key not in POINTWISE
        if is_letter or (made is not None and _is_a_known_function(made)):
            yield key


def _is_a_known_function(made: Definition) -> bool:
    """Whether a definition only says which function a letter is: g = tanh."""
    return isinstance(made.body, s.Name) and made.body.letter in POINTWISE


def _judged_with(story: Story, link: Link, letter: str, kind: str) -> Judgement:
    typed = replace(story.typed, scope=_taken_for(story.typed, letter, kind))
    return judge(link, context_of(story, typed, dict(story.order), link))


def _taken_for(typed: Typed, letter: str, kind: str) -> Scope:
    scope = typed.scope.without(frozenset((letter,)))
    if kind == IDENTITY:
        itself = s.Name("u")
        return scope.define(Definition(letter, itself, (), (itself,), dummy=True))
    return replace(scope, named={**scope.named, letter: kind})
