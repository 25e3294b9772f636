"""What a refuted line may be right under without saying so: other indices, held names, another layer, other shapes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from derive.elaborate.claims.judge import Judgement, judge
from derive.elaborate.evaluation.calls import WORDS
from derive.elaborate.evaluation.recurrences import recurrent
from derive.elaborate.evaluation.variables import compares_with_zero, free_letters, letters_from_zero
from derive.elaborate.posts.units import one_layer_down
from derive.elaborate.prose.sentences import own_sentence, plain_words
from derive.elaborate.readings.apart import where_apart
from derive.elaborate.readings.story import Story
from derive.elaborate.readings.surroundings import context_of, restrictions
from derive.elaborate.same_letters.untold_totals import untold_total
from derive.elaborate.shapes.infer import retyped, rivals, with_matrices
from derive.elaborate.shapes.typed import Typed
from derive.elaborate.symbols.names import keys_in
from derive.elaborate.symbols.rewriting import all_trees
from derive.elaborate.symbols.roles import (
    Link,
    referred,
)
from derive.elaborate.symbols.scope import Axes
from derive.model import Right
from derive.reader import syntax as s
from derive.reader.tree import walk


def holds_apart(story: Story, link: Link) -> bool:
    """Whether the link is right where two free indices differ: ∂o_j/∂z_i = −o_j o_i is often meant for i ≠ j."""
    letters = sorted(free_letters(link, story.post.scope.letters))
    letters += _classes_below_target(story, link) if len(letters) == 1 else []
    if len(letters) != 2 or restrictions(story, link) or _asks_whether_same(link, frozenset(letters)):
        return False
    return isinstance(judge(link, where_apart(story, link, letters)).verdict, Right)


def _asks_whether_same(link: Link, letters: frozenset[str]) -> bool:
    """Whether a line has a 1[j = k] or δ_jk of its own two indices: then it is said of the case j = k as well."""
    for part in (part for side in (link.left, link.right) for part in walk(side)):
        match part:
            case s.Indicator(condition=asking):
                pass
            case s.Index(base=s.Name(letter=r"\delta"), below=s.Indices() as asking):
                pass
            case _:
                continue
        if letters <= {name.letter for name in walk(asking) if isinstance(name, s.Name)}:
            return True
    return False


def _classes_below_target(story: Story, link: Link) -> list[str]:
    """The class y of ∂p_y/∂z_i."""
    of = link.left.of if isinstance(link.left, s.Derivative | s.Nabla) else None
    below = of.below.items if isinstance(of, s.Index) and of.below is not None else ()
    return [key for item in below if (key := story.post.scope.letters.class_of(item)) is not None]


def holds_with_others_fixed(story: Story, link: Link) -> bool:
    """Whether a line of differentials is right where only the names vary whose differentials its formula writes."""
    chain = link.formula.chain
    parts = [
        part for side in (link.left, link.right, *(chain.members if chain else ())) for part in walk(side)
    ]
    written = [part.of for part in parts if isinstance(part, s.Differential)]
    keys = frozenset(key for node in written for key in keys_in(node, story.post.scope.letters))
    varying = keys & story.typed.scope.varying
    if not written or varying == story.typed.scope.varying:
        return False
    typed = replace(story.typed, scope=replace(story.typed.scope, varying=varying))
    return isinstance(judge(link, context_of(story, typed, dict(story.order), link)).verdict, Right)


_NEARLY = re.compile(r"\b(?:up to (?:a|the|some|constant|scal)|goes into|constants? aside)\b")
_FACTORS_OUT = re.compile(
    r"\b(?:ignor\w+|drop\w*|omit\w*|absorb\w*|neglect\w*|swallow\w*|leav\w+ out|left out)\s+(?:\w+\s+){0,3}"
    r"(?:factors?|constants?|\d)\b"
)
_OTHER_SIGN = re.compile(
    r"\b(?:that|other|opposite|reversed?|different|flipped)\s+(?:[a-z]|signs?|conventions?|definitions?|order)\b"
    r"|\bin my (?:field|book|notation|course)\b|\bdefined as\b|\bonly (?:here|in this)\b"
)
SO_FAR = 1500
"""How far back, in characters, it may be said that factors are left out."""


def holds_but_for_a_factor(story: Story, link: Link) -> bool:
    """Whether words leave a factor out or mean another sign, and the link is right with a 2, ½, a size or −1."""
    sentence = own_sentence(link.block)
    start = link.block.span.start
    above = plain_words(story.document.words(start - SO_FAR, start))
    whole: list[s.Node] = []
    if _NEARLY.search(sentence) or _FACTORS_OUT.search(above):
        sizes = map(s.Name, sorted(story.typed.scope.letters.sizes))
        whole += [s.Number("2"), *sizes]
    factors = [*whole, *(s.Fraction(s.Number("1"), each) for each in whole)]
    meant: list[s.Node] = [s.Product(factor, link.right) for factor in factors]
    if _OTHER_SIGN.search(plain_words(link.block.before)):
        meant.append(s.Neg(link.right))
    context = context_of(story, story.typed, dict(story.order), link)
    return any(isinstance(judge(replace(link, right=each), context).verdict, Right) for each in meant)


def holds_a_layer_down(story: Story, link: Link) -> bool:
    """Whether a link about units, whose layer nothing shows, is right in the hidden layer."""
    lower = one_layer_down(link) if story.typed.scope.has_units else None
    if lower is None:
        return False
    return isinstance(judge(lower, context_of(story, story.typed, dict(story.order), link)).verdict, Right)


def holds_from_one(story: Story, link: Link) -> bool:
    """Whether the link is right from index 1 on: a family's member of number 0 is often treated apart.

    What compares its index with 0 itself, δ_{j0}, speaks of that member as well.
    """
    letters = sorted(letters_from_zero(link, story.post.scope.letters))
    if not letters or compares_with_zero(link):
        return False
    chains = tuple(s.Chain((s.Name(x), s.Number("1")), (s.Relation(">="),)) for x in letters)
    context = context_of(story, story.typed, dict(story.order), link)
    context = replace(context, restriction=context.restriction + chains)
    return isinstance(judge(link, context).verdict, Right)


def holds_to_scale(story: Story, link: Link) -> bool:
    """Whether a slope of a total that nobody writes is right up to a factor: Σ ℓ_i may be halved or divided."""
    total = untold_total(link.left)
    if total is None:
        return False
    counts = (total.above,) if total.above is not None else ()
    factors = (s.Number("2"), s.Fraction(s.Number("1"), s.Number("2")), *counts)
    factors += tuple(s.Fraction(s.Number("1"), count) for count in counts)
    context = context_of(story, story.typed, dict(story.order), link)
    scaled = (replace(link, left=s.Product(factor, link.left, span=link.left.span)) for factor in factors)
    return any(isinstance(judge(each, context).verdict, Right) for each in scaled)


_IMMEDIATE = re.compile(
    r"\b(?:direct(?:ly)?|immediate|explicit|local(?!\s+(?:jacobian|error))|ignor\w+|held|(?:kept|keeping|hold\w*|treat\w*|regard\w*)(?:\s+\w+){0,4}\s+(?:fixed|constant)|detach\w*)\b"
)
_TRUNCATED = re.compile(r"\btruncat\w+", re.IGNORECASE)


def may_be_immediate(story: Story, link: Link) -> bool:
    """Whether a line about a recurrence may mean what a step does by itself, not through the steps behind it.

    That sums are truncated concerns no line before these words.
    """
    scope = story.typed.scope
    above = scope.ancestors(link.left) | scope.ancestors(link.right)
    if not above & recurrent(scope):
        return False
    cut = _TRUNCATED.search(f"{story.document.words(0, link.right.span.end)} {link.block.after}")
    if _IMMEDIATE.search(scope.words) is None and cut is None:
        return False
    return not is_total(story, link)


def is_total(story: Story, link: Link) -> bool:
    """Whether a line is about the total derivative of one member: with d where words say so and ∂ is another one.

    A text that cuts steps off, or speaks of immediate slopes, may mean such a slope by d as well.
    """
    left = link.left
    if not isinstance(left, s.Derivative) or left.symbol != "d":
        return False
    if _D_IS_TOTAL.search(story.typed.scope.words) is not None:
        return not any(
            isinstance(part, s.Derivative) and part.symbol == "partial" for part in walk(link.right)
        )
    if not isinstance(left.of, s.Index):
        return False
    if _CUT_OFF.search(story.typed.scope.words) is not None:
        return False
    parts = (
        part for tree in all_trees(story.blocks) for part in walk(tree) if isinstance(part, s.Derivative)
    )
    return _TOTAL.search(story.typed.scope.words) is not None and any(p.symbol == "partial" for p in parts)


def holds_by_the_upright(story: Story, link: Link) -> bool:
    """Whether a derivative by Wᵀ is right as one by W: who writes it so may mean the layout and no other variable."""
    left = link.left
    if not isinstance(left, s.Derivative) or not any(isinstance(by, s.Transpose) for by in left.by):
        return False
    upright = replace(left, by=tuple(by.of if isinstance(by, s.Transpose) else by for by in left.by))
    context = context_of(story, story.typed, dict(story.order), link)
    return isinstance(judge(replace(link, left=upright), context).verdict, Right)


def rival_judgements(story: Story, link: Link) -> Iterator[Judgement]:
    """The same link where names have other shapes that fit the document as well, and letters their usual meaning."""
    above = story.typed.scope.ancestors(link.left) | story.typed.scope.ancestors(link.right)
    letters = sorted(above & story.typed.scope.functions & WORDS.keys())
    for typed in _rival_typings(story, link, above):
        yield judge(link, context_of(story, typed, dict(story.order), link))
        if letters:
            usual = with_usual_words(typed, letters)
            yield judge(link, context_of(story, usual, dict(story.order), link))


def _rival_typings(story: Story, link: Link, above: frozenset[str]) -> Iterator[Typed]:
    for key in sorted(referred(link, story.post.scope.letters)):
        yield from rivals(story.typed, key, link)
    larger = with_matrices(story.typed, above)
    if larger is not None:
        yield larger
    if not _shows_vectors(story):
        yield retyped(story.typed, dict.fromkeys(sorted(above & story.typed.typing.keys()), Axes(0)))


_CUT_OFF = re.compile(r"trunc|\b(?:immediate|ignor\w+|held|detach\w*|frozen|stop\w*[\s-]gradient)\b")
_D_IS_TOTAL = re.compile(
    r"\bwith \$(?:\\mathrm\s*\{?)?d\}?\$ we (?:mean|denote|write) (?:the )?total\b"
    r"|\$(?:\\mathrm\s*\{?)?d\}?\$ (?:is|means|denotes|stands for|for) (?:the |a )?total\b"
)
"""Words that tell d from ∂: d goes through all the steps."""
_TOTAL = re.compile(r"\b(?:\*{1,2}|_|\\emph\{)?total(?:\*{1,2}|_|\})? derivatives?\b")
_VECTORS = re.compile(
    r"\b(?:vectors?|matri\w+|columns?|rows?|dimension\w*|shapes?|units|neurons)\b|bold|mathbf|mathbb"
)


def _shows_vectors(story: Story) -> bool:
    """Whether anything in a document cannot be about numbers alone: a word, a transpose, a norm, an index."""
    scope = story.typed.scope
    if scope.shows(_VECTORS) or scope.letters.indices or any(scope.shapes.values()):
        return True
    sides = (side for link in story.post.links for side in (link.left, link.right))
    parts = (part for side in sides for part in walk(side))
    return any(
        isinstance(part, s.Transpose | s.Norm | s.Nabla | s.Matrix)
        or (isinstance(part, s.Product) and part.sign in ("odot", "otimes", "circ"))
        or (isinstance(part, s.Call) and part.function in _OF_MATRICES)
        for part in parts
    )


_OF_MATRICES = tuple(map(s.Name, ("softmax", "tr", "det", "diag")))


def with_usual_words(typed: Typed, letters: Sequence[str]) -> Typed:
    """The typing of a document that says what everybody means by some letters: "sigmoid" for σ."""
    words = " ".join(WORDS[letter][1][-1] for letter in letters)
    return replace(typed, scope=replace(typed.scope, words=f"{typed.scope.words} {words}"))
