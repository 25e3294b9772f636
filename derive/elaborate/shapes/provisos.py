"""Conditions on values under which a formula is written: "if z > 0" in its sentence, or an active hinge."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, TypeGuard

from derive.calculus import free_symbols, substitute
from derive.elaborate.evaluation.variables import free_letters
from derive.elaborate.prose.other_cases import otherwise
from derive.elaborate.shapes.assumptions import domains_for
from derive.elaborate.symbols.errors import NoValue, outside
from derive.elaborate.symbols.names import Letters
from derive.elaborate.symbols.roles import Link
from derive.judgement import prove_terms
from derive.model import Wrong
from derive.reader import syntax as s
from derive.reader.blocks import Block, Document
from derive.reader.tex import tex
from derive.terms import ONE, ZERO, Case, Condition, Fn, Sym, Term, all_of, case, compare, negation, num
from derive.traverse import Node, postorder

if TYPE_CHECKING:
    from derive.elaborate.evaluation.evaluate import Evaluation, Frame

Supposition = Callable[[Sequence[Term]], "Guard"]
"""What both sides are held under, worked out from the terms that they are."""
UNREAD = "a condition beside it"
_ORDERS = ("<", "<=", ">", ">=", "!=")
_CUE = re.compile(
    r"\b(?:if|when|whenever|where|for|case|provided|assuming|suppose|assume|region|long as|while|on|with|at|falls?)\b",
    re.IGNORECASE,
)
_CASE = re.compile(r"\b(?:(?:if|when|whenever|for|case)\b[^$]{0,25}|at )$", re.IGNORECASE)
_LIFTED = re.compile(
    r"\b(?:unlike|except|in general|generally|always|everywhere|regardless|either way|in (?:both|all) cases)\b",
    re.IGNORECASE,
)
"""Words with which a sentence says more than its condition."""
_AFTER = re.compile(r"[\s$,\\)\]]*(?:if|when|whenever|for|where|provided(?: that)?|as long as)[\s$\\(]*")
_STOP = re.compile(r"[.!?;](?:\s|$)|\n[ \t]*\n(?=\s*\S)|\|[ \t]*\n|\n[ \t]*(?:[-*+]|\d+[.)])[ \t]")
"""Where a sentence ends: at its stop, its paragraph, the row of a table, the item of a list."""
_ACTIVE = re.compile(
    r"\b(?:active|positive|violat\w+|non-?zero|misclassified|support vectors?|(?:inside|within) the margin"
    r"|open|fires?|firing|switched on|lets? it through|passes it on)\b"
    r"|\bif\b[^.]{0,60}\b(?:negative|inactive|satisfied)\b[^.]{0,40}\b(?:nothing|no (?:loss|gradient)|vanish\w*|zero)\b"
    r"[^.]{0,30}[.;]\s*(?:otherwise|else)\b"
)
"""A maximum that is not 0: said directly, or "otherwise" where the bracket is negative and nothing happens."""
_RESTRICTS = re.compile(
    r"\b(?:if|when|whenever|provided|as long as|unless|otherwise|else|exceeds?|cases?|zero|kinks?"
    r"|subgradients?|almost everywhere|wenn|falls|sonst)\b"
)


@dataclass(frozen=True, slots=True)
class Guard:
    """What both sides are held under: a condition, and values that names are said to have."""

    condition: Condition | None = None
    values: tuple[tuple[str, Term], ...] = ()

    def under(self, term: Term) -> Term:
        """The term where the condition holds, else 0."""
        term = substitute(term, dict(self.values)) if self.values else term
        return term if self.condition is None else case([(self.condition, term)], ZERO)


def provisos(document: Document, link: Link, letters: Letters) -> tuple[s.Chain, ...]:
    """The comparisons of values beside a formula, else those in its own sentence."""
    own = [c for c in link.formula.conditions if isinstance(c, s.Chain)]
    spoken = own or list(_spoken(document, link.block)) or otherwise(document, link.block)
    return tuple(c for c in spoken if _compares_values(c, letters) and not _is_of_steps(c, link, letters))


def _is_of_steps(chain: s.Chain, link: Link, letters: Letters) -> bool:
    """Whether t < T stands before a line in which t runs under a sum only: it restricts another line."""
    names = [m for m in chain.members if not isinstance(m, s.Number)]
    running = {m.letter for m in names if isinstance(m, s.Name)} & letters.indices
    plain = all(isinstance(m, s.Name) and m.letter in letters.indices | letters.sizes for m in names)
    return plain and bool(running) and not running & free_letters(link, letters)


def _compares_values(chain: s.Chain, letters: Letters) -> bool:
    if any(isinstance(part, s.Dots | s.Hole | s.SetOf | s.Text) for part in chain.members):
        return False
    if any(letters.class_of(m) for m in chain.members):
        return False
    if bounds_an_index(chain, letters):
        return False
    if all(relation.sign in _ORDERS for relation in chain.relations):
        return True
    named = isinstance(chain.members[0], s.Name | s.Index) and chain.relations[0].sign == "="
    return named and len(chain.members) == 2 and _is_number(chain.members[1])


def bounds_an_index(chain: s.Chain, letters: Letters) -> bool:
    """Whether a comparison is one of indices with each other, with numbers and with sizes: 0 < s < S."""
    names = [m.left if _is_shifted(m) else m for m in chain.members if not isinstance(m, s.Number)]
    found = [m.letter for m in names if isinstance(m, s.Name)]
    known = len(found) == len(names) and set(found) <= letters.indices | letters.sizes
    return known and bool(set(found) & letters.indices)


def _is_shifted(node: s.Node) -> TypeGuard[s.Add | s.Sub]:
    return isinstance(node, s.Add | s.Sub) and isinstance(node.right, s.Number)


def _is_number(node: s.Node) -> bool:
    return isinstance(node.of if isinstance(node, s.Neg | s.Plus) else node, s.Number)


def _spoken(document: Document, block: Block) -> Iterator[s.Chain]:
    blocks, text = document.blocks, document.text
    place = blocks.index(block)
    following = blocks[place + 1] if place + 1 < len(blocks) else None
    has_own = following is not None and stands_right_behind(following, block, text)
    for number, other in reversed(list(enumerate(blocks[:place]))):
        if has_own and number and stands_right_behind(other, blocks[number - 1], text):
            continue
        if other.post == block.post and other.display and _goes_on(text, other, blocks[number + 1]):
            continue
        if other.post != block.post or other.display:
            break
        between = text[other.span.end : block.span.start]
        if len(between) > 900 or _STOP.search(_words(between)):
            break
        begin = max((b.span.end for b in blocks[:number] if b.display), default=0)
        words = _STOP.split(text[max(begin, other.span.start - 200) : other.span.start])[-1]
        if _CUE.search(words) and not _LIFTED.search(f"{words} {_words(between)}"):
            yield from (chain for chain in _comparisons(other) if not _introduces(chain, words))
    if has_own and following is not None:
        yield from _comparisons(following)


_JOINED = re.compile(
    r"[\s$.,;:&\\\[\]()]*(?:(?:and|so|hence|thus|then|therefore|i\.e\.)?[\s$.,;:&\\\[\]()]*)"
)
_DISPLAYED = re.compile(r"\$\$.*?\$\$|\\\[.*?\\\]|\\begin\{(\w+\*?)\}.*?\\end\{\1\}", re.DOTALL)


def _goes_on(text: str, display: Block, following: Block) -> bool:
    """Whether nothing but a joining word stands between a display and what follows it."""
    return _JOINED.fullmatch(text[display.span.end : following.span.start]) is not None


def words_before(document: Document, block: Block) -> str:
    """The words before the first of the displays that follow each other up to a block without words between."""
    blocks = document.blocks
    place = blocks.index(block)
    while place and blocks[place - 1].display and blocks[place - 1].post == block.post:
        if not _goes_on(document.text, blocks[place - 1], blocks[place]):
            break
        place -= 1
    return blocks[place].before


def _words(between: str) -> str:
    """The words between a condition and a formula, without what is displayed there."""
    return re.sub(r"\s*\n\s*\n\s*", " ", _DISPLAYED.sub(" ", between).rstrip(" \t\n$\\[("))


def is_one_sentence(between: str) -> bool:
    """Whether no sentence, row or item ends between a condition and a formula that is not far from it."""
    return len(between) < LONGEST and _STOP.search(_words(between)) is None


LONGEST = 160
NEARBY = 700
MOST_CONDITIONS = 4


def earlier_conditions(document: Document, link: Link, letters: Letters) -> list[s.Chain]:
    """The conditions on values that the text before a formula states, the nearest first."""
    place = document.blocks.index(link.block)
    before = (b for b in reversed(document.blocks[:place]) if b.post == link.block.post)
    near = (b for b in before if link.block.span.start - b.span.end < NEARBY)
    chains = (chain for block in near for chain in (*_picking(block), *_beside(block)))
    found = [chain for chain in chains if _compares_values(chain, letters)]
    return list(dict.fromkeys(found))[:MOST_CONDITIONS]


def _picking(block: Block) -> Iterator[s.Chain]:
    """The comparisons of a block, without a value that is only explained: "s = 1 marks a matching pair"."""
    words = _STOP.split(block.before)[-1]
    yield from (chain for chain in _comparisons(block) if block.display or not _introduces(chain, words))


def _beside(block: Block) -> Iterator[s.Chain]:
    for formula in block.formulas:
        yield from (each for each in formula.conditions if isinstance(each, s.Chain))


def _introduces(chain: s.Chain, words: str) -> bool:
    """Whether "with u = 1" gives a value to a name rather than picking a case."""
    return chain.relations[0].sign == "=" and _CASE.search(words) is None


def stands_right_behind(following: Block, block: Block, text: str) -> bool:
    """Whether an inline condition stands right behind a formula: … for $z > 0$."""
    if following.post != block.post or following.display:
        return False
    return _AFTER.fullmatch(text[block.span.end : following.span.start]) is not None


def _comparisons(block: Block) -> Iterator[s.Chain]:
    yield from (formula.chain for formula in block.formulas if formula.chain is not None)


def is_proviso(block: Block, cues: Sequence[str]) -> bool:
    """Whether an inline condition is introduced by one of some words, as "if" and "for", in its own sentence."""
    words = re.findall(r"[a-z]+", re.sub(r"\$[^$]*\$", " ", _STOP.split(block.before)[-1]).lower())
    return not block.display and any(cue in words for cue in cues)


def own_words(before: str) -> str:
    """The words of the sentence, the row or the item that a formula stands in, out of those of its paragraph."""
    return _STOP.split(before)[-1]


def says_active(words: str) -> bool:
    """Whether words say that a maximum with 0 is not 0: an active triplet, a violated margin, a positive bracket."""
    return _ACTIVE.search(words.lower()) is not None


def restricts(words: str) -> bool:
    """Whether words may restrict a formula to a part of the domain, in whatever way they say which."""
    return _RESTRICTS.search(words.lower()) is not None


def guard(ev: Evaluation, chains: Sequence[s.Chain], at: Frame) -> Guard:
    """The guard that conditions make of the names as they are bound; without it where one has no value."""
    conditions: list[Condition] = []
    values: list[tuple[str, Term]] = []
    for chain in chains:
        try:
            if chain.relations[0].sign == "=":
                values.extend(_said_values(ev, chain, at))
            elif chain.relations[0].sign == "in":
                values.append(_membership(ev, chain, at))
            else:
                conditions.append(ev.condition(chain, at))
        except NoValue:
            ev.notes.add(UNREAD)
    return Guard(all_of(*conditions) if conditions else None, tuple(values))


def _said_values(ev: Evaluation, chain: s.Chain, at: Frame) -> list[tuple[str, Term]]:
    """The symbols that a name consists of, each with the value that is said of it."""
    left, right = (ev.value(member, at) for member in chain.members)
    names = [entry.name for entry in left.entries if isinstance(entry, Sym)]
    if not (len(names) == len(left.entries) == len(right.entries)):
        raise outside("a condition on something that is not a name")
    return list(zip(names, right.entries, strict=True))


def _membership(ev: Evaluation, chain: s.Chain, at: Frame) -> tuple[str, Term]:
    """The mark of a member of a set that is only named, at 1."""
    from derive.elaborate.evaluation.sets import taking_part

    mark = taking_part(ev, chain, at)
    if not (mark.is_scalar and isinstance(mark.entries[0], Sym)):
        raise outside("a set whose members are not known one by one")
    return mark.entries[0].name, ONE


def where_active(terms: Sequence[Term]) -> Guard:
    """The guard under which no case of the terms is the one that is 0."""
    zero = _where_zero(terms)
    return Guard(all_of(*map(negation, zero)) if zero else None)


def where_idle(terms: Sequence[Term]) -> Guard:
    """The guard under which every case of the terms is the one that is 0."""
    zero = _where_zero(terms)
    return Guard(all_of(*zero) if zero else None)


def _where_zero(terms: Sequence[Term]) -> tuple[Condition, ...]:
    return tuple(dict.fromkeys(test for node in postorder(terms) for test in _tests_for_zero(node)))


def _tests_for_zero(node: Node) -> Iterator[Condition]:
    """When a value with branches is 0: the tests of a case, u ≤ 0 of a ramp and of its slope."""
    if isinstance(node, Case):
        yield from (test for test, value in node.branches if value is ZERO)
    if isinstance(node, Fn) and node.name in ("relu", "step"):
        yield compare("<=", node.args[0], ZERO)


def where_in_branch(number: int, side: Literal[-1, 0, 1]) -> Supposition:
    """The guard under which one case of the terms is taken, after the last the one that is left, and |u| has a sign."""

    def supposed(terms: Sequence[Term]) -> Guard:
        nodes = list(postorder(terms))
        tests = list(dict.fromkeys(t for node in nodes if isinstance(node, Case) for t, _ in node.branches))
        inner = [node.args[0] for node in nodes if isinstance(node, Fn) and node.name in ("abs", "sign")]
        if not tests or number > len(tests):
            return Guard()
        parts = [*map(negation, tests[:number]), *tests[number : number + 1]]
        parts += [compare("<", ZERO, num(side) * inner[0])] if side and inner else []
        return Guard(all_of(*parts))

    return supposed


def where_it_is(key: str, value: Fraction | int) -> Supposition:
    """The guards under which all entries of a name have a value."""

    def supposed(terms: Sequence[Term]) -> Guard:
        entries = sorted(name for name in free_symbols(*terms) if name.partition("[")[0] == key)
        return Guard(values=tuple((name, num(value)) for name in entries))

    return supposed


def both(values: Supposition, branch: Supposition) -> Supposition:
    """A branch of what is left of the terms at some values."""

    def supposed(terms: Sequence[Term]) -> Guard:
        first = values(terms)
        return replace(branch([first.under(each) for each in terms]), values=first.values)

    return supposed


def checked(made: Guard, ev: Evaluation) -> Guard:
    """The guard, if its condition is certainly met somewhere in the domain; otherwise nothing follows from it."""
    if made.condition is not None:
        met = case([(made.condition, 1)], ZERO)
        domains = domains_for(ev, [met])  # type: ignore[arg-type]
        if not isinstance(prove_terms(met, ZERO, domains, simplest=False), Wrong):
            raise outside("a condition that is never met")
    return made


def in_words(chains: Sequence[s.Chain]) -> tuple[str, ...]:
    """The conditions as a verdict names them."""
    return tuple(f"where {tex(chain)}" for chain in chains)
