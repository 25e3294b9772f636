"""Worked numbers: values that a text gives to its names, and results written with the digits of a calculator."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from derive.elaborate.claims.judge import Judgement, judge
from derive.elaborate.evaluation.calls import POINTWISE, WORDS
from derive.elaborate.readings.elsewhere import with_usual_words
from derive.elaborate.readings.story import Story
from derive.elaborate.readings.surroundings import context_of
from derive.elaborate.readings.usual_meanings import unknown_functions_used, usual_told
from derive.elaborate.shapes.typed import Typed
from derive.elaborate.symbols.names import CONSTANTS, keys_in
from derive.elaborate.symbols.roles import Link, Role, contains, head_of, is_derivative
from derive.elaborate.symbols.scope import Scope
from derive.model import Reason, Right, Unknown, Wrong
from derive.reader import syntax as s
from derive.reader.tex import tex
from derive.reader.tree import walk

ROUNDED_DIGITS = 2
"""From so many digits on a decimal may be a rounded one: 0.52 is, 0.5 is what it is."""
LAST_DIGITS = Fraction(1, 1000)
"""In proportion: what calculators and people who copy from them get wrong in the last digits."""
FEWEST = 2
FEW = Fraction(1, 100)
"""In proportion: what rounded numbers may leave open where a line is still right."""
ROUNDED = "certified values, compared to the digits that are written"
DIGITS = "to the digits that are written"
ACCIDENTAL = frozenset((Fraction(0), Fraction(1), Fraction(1, 2), Fraction(2)))
"""Values (up to the sign) at which slips go unseen: x = 1 where x was lost, λ = 0 where its term was."""
ELSEWHERE = "a value at numbers that are given elsewhere"


@dataclass(frozen=True)
class Settled:
    """What a line with numbers on one of its sides is, and what is said of it."""

    role: Role
    judgement: Judgement


def settled_numbers(story: Story, link: Link, place: int, judgement: Judgement) -> Settled | None:
    """The role and verdict of a refuted line that states a value; None where it is a formula like any other."""
    sides = is_numeric(link.left, story.typed.scope), is_numeric(link.right, story.typed.scope)
    if isinstance(judgement.verdict, Right):
        return None
    if not any(sides):
        return _settled_formula(story, link, place, judgement)
    if all(sides):
        return _settled_rounding(link, judgement, judgement)
    values = told_values(story, place)
    for found in _judged_at(story, link, values):
        if isinstance(found.verdict, Right):
            return Settled("claim", found)
        if (rounding := _settled_rounding(link, judgement, found)) is not None:
            return rounding
    head = head_of(link.left, story.typed.scope.letters)
    if head is not None and not head.parameters and not is_derivative(link.left):
        return Settled("condition", judgement)
    if not isinstance(judgement.verdict, Wrong) or not (_mentions(story, link, values) or _decimals(link)):
        return None
    doubt = Unknown(Reason.READINGS_DISAGREE, ELSEWHERE)
    return Settled("claim", replace(judgement, verdict=doubt))


def _settled_rounding(link: Link, judgement: Judgement, found: Judgement) -> Settled | None:
    """Two numbers that are the same to the digits that are written; an approximation where these are few."""
    if not _is_rounded(link, found):
        return None
    if not _is_sharp(link, found):
        return Settled("approximation", judgement)
    right = Right(ROUNDED, conditions=(DIGITS,))
    return Settled("claim", replace(found, verdict=right, conditions=(*found.conditions, DIGITS)))


def _settled_formula(story: Story, link: Link, place: int, judgement: Judgement) -> Settled | None:
    """A refuted formula that holds at values told before it: right, but open where a slip would hold there too."""
    if not isinstance(judgement.verdict, Wrong):
        return None
    values = told_values(story, place)
    telling = {name: chain for name, chain in values.items() if not _is_accidental(chain.members[1])}
    for found in _judged_at(story, link, telling):
        if isinstance(found.verdict, Right):
            return Settled("claim", found)
    hidden = {
        name: chain for name, chain in values.items() if name in telling or _is_hidden(story, link, chain)
    }
    if telling != hidden and any(isinstance(f.verdict, Right) for f in _judged_at(story, link, hidden)):
        return Settled("claim", replace(judgement, verdict=Unknown(Reason.READINGS_DISAGREE, ELSEWHERE)))
    return None


def _is_hidden(story: Story, link: Link, chain: s.Chain) -> bool:
    """Whether a line no longer writes the name that has a value: of (1 − ε)(p − y) no ε = 0 is meant."""
    letters = story.typed.scope.letters
    return not set(keys_in(chain.members[0], letters)) & set(keys_in(link.right, letters))


def _is_accidental(value: s.Node) -> bool:
    """Whether a wrong formula may well hold at a value: a lost factor is 1, a lost term 0, a square 2."""
    return all(Fraction(part.text) in ACCIDENTAL for part in walk(value) if isinstance(part, s.Number))


def is_numeric(node: s.Node, scope: Scope) -> bool:
    """Whether a formula has numbers and functions of them alone: 0.5 (1 − 0.5), σ(0), (1, 0)."""
    parts = list(walk(node))
    if not any(isinstance(part, s.Number) for part in parts) or any(isinstance(p, s.Index) for p in parts):
        return False
    return all(_is_known_to_all(key, scope) for key in keys_in(node, scope.letters))


def _is_known_to_all(key: str, scope: Scope) -> bool:
    return key in POINTWISE or key in WORDS or (key in CONSTANTS and key not in scope.definitions)


def told_values(story: Story, place: int) -> dict[str, s.Chain]:
    """The values that the lines before a place give to names, of each name the last: z = 0.5 · 2 − 1."""
    found: dict[str, s.Chain] = {}
    for link in story.post.links[:place]:
        chain = link.formula.chain
        name = chain.members[0] if chain is not None else link.left
        head = head_of(name, story.typed.scope.letters)
        given = head is not None and not head.parameters and not is_derivative(name)
        if (
            given
            and head is not None
            and link.sign in ("=", ":=")
            and is_numeric(link.right, story.typed.scope)
        ):
            found[head.key + str(head.indices)] = s.Chain((name, link.right), (s.Relation("="),))
            found |= dict(_entries(name, link.right, story.typed.scope))
    return found


def _entries(name: s.Node, value: s.Node, scope: Scope) -> Iterator[tuple[str, s.Chain]]:
    """The values of w_1 and w_2 where w = (1, 2) is told, and the entries have names of their own."""
    row = value.of if isinstance(value, s.Transpose) else value
    if not isinstance(name, s.Name) or not isinstance(row, s.Sequence) or len(row.items) < FEWEST:
        return
    for number, item in enumerate(row.items, start=1):
        entry = s.Index(name, below=s.Indices((s.Number(str(number)),)))
        keys = sorted(keys_in(entry, scope.letters))
        if set(keys) != set(keys_in(name, scope.letters)):
            yield "".join(keys), s.Chain((entry, item), (s.Relation("="),))


def _judged_at(story: Story, link: Link, values: dict[str, s.Chain]) -> list[Judgement]:
    """The line at the values of what nothing defines, then at the values of everything but what it is about."""
    scope = story.typed.scope
    letters = scope.letters
    own = frozenset(keys_in(link.left, letters)) if head_of(link.left, letters) else frozenset[str]()
    above = scope.ancestors(link.left) | scope.ancestors(link.right)
    keyed = [(frozenset(keys_in(chain.members[0], letters)), chain) for chain in values.values()]
    keyed = [(keys, chain) for keys, chain in keyed if keys & above]
    known = [(keys, chain) for keys, chain in keyed if not keys & own]
    free = tuple(chain for keys, chain in known if not keys & scope.definitions.keys())
    attempts = [(frozenset[str](), free)]
    if not is_derivative(link.left):
        attempts.append((frozenset[str]().union(*(keys for keys, _ in known)), tuple(c for _, c in known)))
    return [_judged_with(story, link, *attempt) for attempt in attempts if attempt[1]]


def _judged_with(story: Story, link: Link, keys: frozenset[str], chains: tuple[s.Chain, ...]) -> Judgement:
    typed = replace(story.typed, scope=story.typed.scope.without(keys))
    found = _at_provisos(story, typed, link, chains)
    letters = sorted(unknown_functions_used(story, link, found) & WORDS.keys())
    if isinstance(found.verdict, Right) or not letters:
        return found
    usual = _at_provisos(story, with_usual_words(typed, letters), link, chains)
    return replace(usual, conditions=(*usual.conditions, *usual_told(letters)))


def _at_provisos(story: Story, typed: Typed, link: Link, chains: tuple[s.Chain, ...]) -> Judgement:
    context = context_of(story, typed, dict(story.order), link)
    found = judge(link, replace(context, provisos=(*context.provisos, *chains)))
    where = () if isinstance(found.verdict, Right) else tuple(f"where {tex(chain)}" for chain in chains)
    return replace(found, conditions=(*found.conditions, *where))


def _mentions(story: Story, link: Link, values: dict[str, s.Chain]) -> bool:
    """Whether one side is made of a name that has been given a value."""
    scope = story.typed.scope
    above = scope.ancestors(link.left) | scope.ancestors(link.right)
    return any(above & set(keys_in(chain.members[0], scope.letters)) for chain in values.values())


def _decimals(link: Link) -> list[str]:
    numbers = (part for side in (link.left, link.right) for part in walk(side) if isinstance(part, s.Number))
    return [number.text for number in numbers if "." in number.text]


def _is_rounded(link: Link, judgement: Judgement) -> bool:
    """Whether two numbers differ by no more than the digits that are written leave open."""
    verdict = judgement.verdict
    if not isinstance(verdict, Wrong) or verdict.kind != "value" or verdict.point or not _decimals(link):
        return False
    gap, size = _gap(verdict)
    return gap <= max(_left_open(link, size), size * LAST_DIGITS)


def _is_sharp(link: Link, judgement: Judgement) -> bool:
    """Whether the result is the nearest number with its digits, or the digits leave next to nothing open.

    Of rows of numbers only the first difference is known.
    """
    verdict = judgement.verdict
    if not isinstance(verdict, Wrong) or any(
        contains(x, s.Sequence, s.Matrix) for x in (link.left, link.right)
    ):
        return False
    gap, size = _gap(verdict)
    result = link.right.of if isinstance(link.right, s.Neg | s.Plus) else link.right
    if isinstance(result, s.Number) and len(result.text.replace(".", "").lstrip("0")) >= ROUNDED_DIGITS:
        rest = _left_open(link, size) - _unit(result.text)
        return gap <= _unit(result.text) / 2 + rest and rest <= size * FEW
    return max(gap, _left_open(link, size)) <= size * FEW


def _gap(verdict: Wrong) -> tuple[Fraction, Fraction]:
    """How far two numbers are apart, and how large they are."""
    left, right = _number(verdict.left), _number(verdict.right)
    return abs(left - right), max(abs(left), abs(right))


def _left_open(link: Link, size: Fraction) -> Fraction:
    """One unit of the last digit of the result, and in proportion of every rounded number in it."""
    result = link.right.of if isinstance(link.right, s.Neg | s.Plus) else link.right
    if isinstance(result, s.Number):
        others = [text for text in _decimals(link) if text != result.text]
        return _unit(result.text) + sum((_share(text, size) for text in others), Fraction(0))
    return sum((_share(text, size) for text in _decimals(link)), Fraction(0))


def _unit(text: str) -> Fraction:
    return Fraction(1, 10 ** len(text.partition(".")[2])) if "." in text else Fraction(0)


def _share(text: str, size: Fraction) -> Fraction:
    value = Fraction(text)
    if len(text.replace(".", "").lstrip("0")) < ROUNDED_DIGITS or not value:
        return Fraction(0)
    return _unit(text) * max(size / value, Fraction(1))


def _number(shown: str) -> Fraction:
    """The number that a verdict prints, exact or as a ball."""
    return Fraction(shown.lstrip("[").split(" +/- ")[0])
