r"""The sentences that make a name by a phrase: "$r$ is its length", "call half its square $E$", "the cost is …"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from derive.elaborate.told.equations import Told
from derive.elaborate.told.worded.cursor import Cursor
from derive.elaborate.told.worded.families import objects_in
from derive.elaborate.told.worded.nouns import Nouns, singular
from derive.elaborate.told.worded.tokens import Token
from derive.elaborate.told.worded.values import NoPhrase, Phrase, Surroundings
from derive.reader import syntax as s
from derive.reader.anatomy import base_of, indices_of
from derive.reader.tree import walk

Member = s.Name | s.Index
_VERBS = (
    ("is",),
    ("are",),
    ("be",),
    ("being",),
    ("denotes",),
    ("denote",),
    ("means",),
    ("equals",),
    ("stands", "for"),
    ("we", "mean"),
    ("we", "denote"),
    ("i", "mean"),
)
_GIVING = re.compile(r"writ(?:e|ing)|with|us(?:e|ing)|put(?:ting)?|have")
_NAMING = re.compile(r"call|calling|denote|denoting|abbreviate|its|the|half|twice")
_OF = re.compile(r"of|by|in|at|from|to|under|over|on|through|between")
_SIZES = frozenset("dkmnpqDHKLMNPT")
_STOPS = re.compile(r"so|where|which|hence|thus|then|because|since|as|when|while|but|whose|that|we|i\.e\.")
_GOES_ON = re.compile(r"call|let|we|denote|its|the|then|so|with")


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words of a sentence, those of the one before, what nouns mean, and the loss that no equation makes."""

    words: Sequence[Token]
    before: Sequence[Token]
    nouns: Nouns
    loss: s.Name | None


def told_in(sentence: Sentence) -> Iterator[Told]:
    """The equations that a sentence tells, from left to right."""
    made: s.Node | None = None
    for place, token in enumerate(sentence.words):
        found: list[Told] = []
        if token.kind == "formula":
            found += _after_a_name(sentence, place, made)
        elif _NAMING.fullmatch(token.text):
            found += _before_a_name(sentence, place, made)
        elif token.text in ("is", "be") and _subject(sentence.words[:place]) == "loss":
            found += _of_a_loss(sentence, place)
        if found and all(word.text != "its" for word in sentence.words[place : place + 2]):
            made = found[-1].left
        yield from found


def _after_a_name(sentence: Sentence, place: int, made: s.Node | None) -> Iterator[Told]:
    r""" "$r$ is its length", "$c$ and $s$ are the cosine and sine of $\theta$", "write $m$ for the square of $d$"."""
    words = sentence.words
    cursor = Cursor(words, place)
    names = list(_names(cursor)) if _is_subject(words, place) else []
    if not names or not _passes_a_verb(cursor, words, place):
        return
    start = cursor.place
    around = Surroundings(sentence.nouns, made or _antecedent(sentence, place), _index(names[0]))
    read = _values(cursor, around, names)
    if read is None or not any(token.kind == "word" for token in words[start : cursor.place]):
        return
    phrase, values = read
    if phrase.counts and _is_size(names[0]):
        return
    span = s.Span(words[place].span.start, _end(cursor))
    for name, value in zip(names, values, strict=True):
        yield from _equation(replace(name, span=words[place].span), value, span, phrase.of_whole)


def _values(
    cursor: Cursor, around: Surroundings, names: Sequence[Member]
) -> tuple[Phrase, list[s.Node]] | None:
    """The values of some names; where words say first what one is called, what they say after "i.e."."""
    for start in (cursor.place, *_anew(cursor)):
        cursor.place = start
        phrase = Phrase(cursor, around)
        try:
            values = [phrase.value()] if len(names) == 1 else _listed(phrase, len(names))
        except NoPhrase:
            continue
        if _ends(cursor) and _says_more(names[0], values[0]):
            return phrase, values
    return None


def _says_more(name: Member, value: s.Node) -> bool:
    """Whether a phrase does not only give another name, or say the name by itself or by its indices.

    The a and b of "$d_{ab}$ is the distance of the points $a$ and $b$" are numbers of points, and no places.
    """
    own = {part for each in (base_of(name), *indices_of(name)) for part in walk(each)}
    return not isinstance(value, s.Name | s.Index | s.Number) and own.isdisjoint(objects_in(value))


def _anew(cursor: Cursor) -> Iterator[int]:
    """Where "i.e." or "namely" says again what was said before it, of which no formula was a part."""
    for place in range(cursor.place, len(cursor.words)):
        token = cursor.words[place]
        if token.kind == "formula":
            return
        if token.text in ("i.e.", "namely"):
            yield place + 1 + (place + 1 < len(cursor.words) and cursor.words[place + 1].text == ",")


def _listed(phrase: Phrase, count: int) -> list[s.Node]:
    operators = phrase.operators()
    operand = phrase.factor()
    if len(operators) != count:
        raise NoPhrase
    return [operator.build(operand) for operator in operators]


def _before_a_name(sentence: Sentence, place: int, made: s.Node | None) -> Iterator[Told]:
    """ "Call half its square $E$", "we use its square, $m$", "the log of $a$ is called $u$", "denote … by $u$"."""
    words = sentence.words
    verb = words[place].text[:4] in ("call", "deno", "abbr")
    cursor = Cursor(words, place + verb)
    phrase = Phrase(cursor, Surroundings(sentence.nouns, made or _antecedent(sentence, place)))
    try:
        value = phrase.value()
    except NoPhrase:
        return
    called = any(cursor.follows(*each) for each in _CALLED)
    if not (called or verb or words[place].text == "its"):
        return
    if not called and not cursor.follows("by") and cursor.sign() == ",":
        cursor.place += 1
    token = cursor.at()
    name = token.tree if token is not None and token.kind == "formula" else None
    if token is None or not isinstance(name, s.Name | s.Index):
        return
    cursor.place += 1
    if _ends(cursor):
        span = s.Span(words[place].span.start, token.span.end)
        yield from _equation(replace(name, span=token.span), value, span, phrase.of_whole)


_CALLED = (
    ("is", "called"),
    ("is", "denoted", "by"),
    ("is", "named"),
    ("is", "written", "as"),
    ("is", "written"),
)


def _of_a_loss(sentence: Sentence, place: int) -> Iterator[Told]:
    """ "The objective is half the squared norm of $w$ plus …", of which the formulas have a letter alone."""
    cursor = Cursor(sentence.words, place + 1)
    loss = sentence.loss
    read = _values(cursor, Surroundings(sentence.nouns), [loss]) if loss is not None else None
    if read is not None and loss is not None:
        word = sentence.words[place - 1].span
        span = s.Span(word.start, _end(cursor))
        yield from _equation(replace(loss, span=word), read[1][0], span)


def _equation(name: Member, value: s.Node, span: s.Span, of_whole: bool = False) -> Iterator[Told]:
    left = base_of(name) if of_whole else name
    if isinstance(left, s.Name | s.Index) and _says_more(name, value):
        yield Told(replace(left, span=name.span), value, span)


def _is_size(name: Member) -> bool:
    """Whether a letter is one for numbers of entries: the length $d$ of a vector."""
    return isinstance(name, s.Name) and name.letter in _SIZES


def _is_subject(words: Sequence[Token], place: int) -> bool:
    """Whether a sentence speaks of a name, and not of something of it: "the norm of $x$ is"; but "denote by $x$"."""
    if place == 0 or not _OF.fullmatch(words[place - 1].text):
        return True
    first = place == 1 or words[place - 2].kind == "sign" or words[place - 2].text.startswith("denot")
    return words[place - 1].text == "by" and first


def _names(cursor: Cursor) -> Iterator[Member]:
    """The names that a sentence speaks of from here on: one, or a list."""
    while (token := cursor.at()) is not None and token.kind == "formula":
        tree = token.tree
        if isinstance(tree, s.Chain) and tree.relations[0].sign in ("=", "in"):
            parts = isinstance(tree.members[1], s.Sequence) or tree.relations[0].sign == "in"
            tree = tree.members[0] if parts else None
        members = tree.items if isinstance(tree, s.Sequence) and not tree.opening else (tree,)
        if not all(isinstance(each, s.Name | s.Index) for each in members):
            return
        yield from (each for each in members if isinstance(each, s.Name | s.Index))
        cursor.place += 1
        more = cursor.at(1)
        if (cursor.word() != "and" and cursor.sign() != ",") or more is None or more.kind != "formula":
            return
        cursor.place += 1


def _passes_a_verb(cursor: Cursor, words: Sequence[Token], place: int) -> bool:
    """Pass "is", "denotes", "=", or the "for" of "write $m$ for"; a name and its "the" need no verb."""
    if cursor.sign() == "=":
        cursor.place += 1
        return True
    if any(cursor.follows(*verb) for verb in _VERBS):
        return True
    given = any(_GIVING.fullmatch(token.text) for token in words[:place])
    denoted = place > 0 and words[place - 1].text == "by"
    return (given and cursor.follows("for")) or cursor.word() in ("the", "its") or denoted


def _index(name: Member) -> s.Node | None:
    items = name.below.items if isinstance(name, s.Index) and name.below is not None else ()
    return items[0] if len(items) == 1 and isinstance(items[0], s.Name) else None


def _antecedent(sentence: Sentence, place: int) -> s.Node | None:
    """What "its" speaks of: the name made last in the sentence, the only formula, or what the one before ended with."""
    words, before = sentence.words[: place + 1], sentence.before
    pairs = [(token.tree, after.text) for token, after in pairwise(words) if token.kind == "formula"]
    found = [tree for tree, after in pairs if tree is not None and after != "its"]
    if not found:
        last = before[-1].tree if before and before[-1].kind == "formula" else None
        return _head(last) if isinstance(last, s.Chain) else last
    if isinstance(found[-1], s.Chain):
        return _head(found[-1])
    return found[0] if len(found) == 1 else None


def _head(tree: s.Node) -> s.Node | None:
    made = isinstance(tree, s.Chain) and tree.relations[0].sign == "="
    return tree.members[0] if isinstance(tree, s.Chain) and made else None


def _subject(words: Sequence[Token]) -> str | None:
    """The noun before a verb: "the objective", "our total cost"."""
    if len(words) < 2 or any(token.kind != "word" for token in words[-2:]):
        return None
    return singular(words[-1].text) if words[-2].text in ("the", "our", "total", "whole", "full") else None


def _ends(cursor: Cursor) -> bool:
    """Whether a phrase is over where the cursor stands, and does not go on with words that were not read."""
    token = cursor.at()
    if token is None or (token.kind == "sign" and token.text != "="):
        return True
    if token.text == "and":
        after = cursor.at(1)
        return after is None or after.kind == "formula" or _GOES_ON.fullmatch(after.text) is not None
    return _STOPS.fullmatch(token.text) is not None


def _end(cursor: Cursor) -> int:
    last = cursor.at(-1)
    return last.span.end if last is not None else 0
