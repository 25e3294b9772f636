r"""A chosen member beside a sum over others: the u_o of −log σ(u_oᵀv) − Σ_{k=1}^K log σ(−u_kᵀv) is no u_k."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from derive.elaborate.claims.judge import Judgement, judge
from derive.elaborate.evaluation.calls import WORDS
from derive.elaborate.evaluation.sums import bound_letters
from derive.elaborate.evaluation.variables import free_letters
from derive.elaborate.readings.apart import DIFFERENT
from derive.elaborate.readings.elsewhere import with_usual_words
from derive.elaborate.readings.story import Story
from derive.elaborate.readings.surroundings import context_of
from derive.elaborate.readings.usual_meanings import usual_told
from derive.elaborate.symbols.names import Letters
from derive.elaborate.symbols.roles import Link
from derive.model import Reason, Right, Unknown, Wrong
from derive.reader import syntax as s
from derive.reader.anatomy import factors_of
from derive.reader.tree import Part, children, rebuilt, walk

_LOGS = (s.Name("log"), s.Name("ln"))
_OPEN = re.compile(r"\b(?:need not|not necessarily|may|might|could|not (?:be )?(?:all )?)\W*\Z")


@dataclass(frozen=True, slots=True)
class Pair:
    """The label of a chosen member, a letter that counts others, the family of both, and up to where it counts."""

    label: str
    running: str
    family: s.Node
    end: s.Node


def with_the_chosen_apart(story: Story, link: Link, judgement: Judgement) -> Judgement:
    """A refuted line judged again where a sum with an end of its own does not meet the chosen member beside it.

    Right so where words say that none of them is the chosen one; open where nothing says so. The chosen one belongs
    to what a softmax is divided by, unless it is added there by itself.
    """
    decided = isinstance(judgement.verdict, Wrong | Right) and bool(story.typed.scope.letters.classes)
    pairs = tuple(dict.fromkeys(_pairs(story, link))) if decided else ()
    told = all(_says_so(story, pair) for pair in pairs)
    was_right = isinstance(judgement.verdict, Right)
    if not pairs or (was_right and not told):
        return judgement
    found = _judged_apart(story, link, pairs)
    if not isinstance(found.verdict, Wrong if was_right else Right):
        return judgement
    if was_right or not told:
        doubt = Unknown(Reason.READINGS_DISAGREE, f"whether {pairs[0].label} is among those of its sum")
        return replace(judgement, verdict=doubt)
    conditions = tuple(rf"where {pair.running} \neq {pair.label}" for pair in pairs)
    return replace(found, conditions=tuple(dict.fromkeys((*found.conditions, *conditions))), link=link)


def _judged_apart(story: Story, link: Link, pairs: tuple[Pair, ...]) -> Judgement:
    """The judgement where no sum meets a chosen member, with unknown functions and with the usual ones by letter."""
    scope = story.typed.scope
    found = _with_functions(story, link, pairs, ())
    letters = sorted(scope.ancestors(link.left) & scope.functions & WORDS.keys())
    if isinstance(found.verdict, Right) or not letters:
        return found
    usual = _with_functions(story, link, pairs, letters)
    return replace(usual, conditions=(*usual.conditions, *usual_told(letters)))


def _with_functions(story: Story, link: Link, pairs: tuple[Pair, ...], usual: Sequence[str]) -> Judgement:
    def changed(node: s.Node) -> s.Node:
        return _without_chosen(node, pairs)

    scope = story.typed.scope
    definitions = {
        key: made if made.body is None else replace(made, body=changed(made.body))
        for key, made in scope.definitions.items()
    }
    typed = with_usual_words(story.typed, usual)
    typed = replace(typed, scope=replace(typed.scope, definitions=definitions))
    apart = replace(link, left=changed(link.left), right=changed(link.right))
    context = context_of(story, typed, dict(story.order), link)
    free = sorted(free_letters(link, scope.letters))
    sides = s.Sequence((link.left, link.right))
    chains = tuple(
        _unequal(letter, pair)
        for letter in free
        for pair in pairs
        if letter != pair.label and _has_member(sides, pair.family, letter)
    )
    return judge(apart, replace(context, restriction=(*context.restriction, *chains)))


def _unequal(letter: str, pair: Pair) -> s.Chain:
    return s.Chain((s.Name(letter), s.Name(pair.label)), (DIFFERENT,))


def _without_chosen(node: s.Node, pairs: tuple[Pair, ...]) -> s.Node:
    """The formula in which the sums over others leave the chosen member out."""
    changed: s.Node = rebuilt(node, lambda part: _without_chosen(part, pairs))
    if not isinstance(changed, s.Big) or changed.below is None or changed.body is None:
        return changed
    end, body = _end(changed), changed.body
    met = [
        _unequal(letter, pair)
        for letter in sorted(bound_letters(changed.below))
        for pair in pairs
        if pair.end == end and _has_member(body, pair.family, letter)
    ]
    return replace(changed, below=s.Sequence((changed.below, *dict.fromkeys(met)))) if met else changed


def _pairs(story: Story, link: Link) -> Iterator[Pair]:
    """The chosen members and the sums beside them in what the left side is made from."""
    scope = story.typed.scope
    made = (scope.definitions.get(key) for key in sorted(scope.ancestors(link.left)))
    for body in (each.body for each in made if each is not None and each.body is not None):
        for part, normalises, beside in _sums(body):
            end = _end(part)
            for label, family in _chosen(beside if normalises else (body,), scope.letters):
                for letter in sorted(bound_letters(part.below)) if part.below is not None else ():
                    if end is not None and part.body is not None and _has_member(part.body, family, letter):
                        yield Pair(label, letter, family, end)


def _sums(
    node: Part, normalises: bool = False, beside: tuple[s.Node, ...] = ()
) -> Iterator[tuple[s.Big, bool, tuple[s.Node, ...]]]:
    """The sums over others with whether they may be what something is divided by, and what is added to them."""
    match node:
        case s.Add(left=left, right=right) | s.Sub(left=left, right=right):
            yield from _sums(left, normalises, (*beside, right))
            yield from _sums(right, normalises, (*beside, left))
            return
        case s.Neg(of=of):
            yield from _sums(of, normalises, beside)
            return
        case s.Fraction(top=top, bottom=bottom):
            yield from _sums(top, normalises)
            yield from _sums(bottom, True)
            return
        case s.Big(symbol="sum" | "prod", body=s.Node() as body):
            divides = node.symbol == "sum" and normalises
            yield node, divides or any(map(_is_exponential, factors_of(body))), beside
    inside = normalises or (isinstance(node, s.Call) and node.function in _LOGS)
    for part in children(node):
        yield from _sums(part, inside)


def _end(node: s.Big) -> s.Node | None:
    """The K of a sum from k = 1 to K, the N of one over k ∈ N, None where nothing says over what it runs."""
    match node.below:
        case s.Chain(members=(_, found), relations=(s.Relation(sign="in"),)):
            return found
        case s.Chain():
            return node.above
    return None


def _is_exponential(node: s.Node) -> bool:
    match node:
        case s.Call(function=s.Name(letter="exp")) | s.Power(base=s.Name(letter="e")):
            return True
    return False


def _chosen(nodes: Iterable[s.Node], letters: Letters) -> list[tuple[str, s.Node]]:
    """The labels of members that stand in formulas, with their families."""
    pairs = (
        (letters.class_of(part.below.items[0]), part.base)
        for node in nodes
        for part in walk(node)
        if isinstance(part, s.Index) and part.below is not None and len(part.below.items) == 1
        if isinstance(part.below.items[0], s.Name)
    )
    return [(label, family) for label, family in dict.fromkeys(pairs) if label is not None]


def _has_member(body: s.Node, family: s.Node, letter: str) -> bool:
    return any(
        isinstance(part, s.Index)
        and part.base == family
        and part.below is not None
        and s.Name(letter) in part.below.items
        for part in walk(body)
    )


def _says_so(story: Story, pair: Pair) -> bool:
    """Whether words say that none of the others is the chosen member."""
    label, running = re.escape(pair.label), re.escape(pair.running)
    member = rf"(?:the\s+)?(?:\w+\s+){{0,3}}(?:\$|\\\(|`)?\s*(?:\w_)?\{{?{label}\}}?\s*(?:\$|\\\)|`|\Z)"
    words = (
        rf"(?:none(?:\s+of\s+(?:the\s+)?\w+(?:\s+\w+)?)?\s+(?:is|are|equals?)"
        rf"|(?:all\s+)?differ(?:s|ent|ing)?\s+from|distinct\s+from|other\s+than|unequal\s+to|exclud(?:es?|ing)"
        rf"|except(?:\s+for)?|apart\s+from)\s+{member}"
    )
    signs = rf"{running}\s*(?:\\neq?|≠|!=|\\not\s*=)\s*{label}|{label}\s*(?:\\notin|∉)"
    text = story.typed.scope.words
    found = re.finditer(rf"\b{words}|{signs}", text)
    return any(_OPEN.search(text[max(0, each.start() - 25) : each.start()]) is None for each in found)
