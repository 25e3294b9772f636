r"""The sentences that make a name by a phrase: "$r$ is its length", "call half its square $E$", "the cost is …"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from derive.elaborate.symbols.names import key_of
from derive.elaborate.symbols.roles import is_loss
from derive.elaborate.told.equations import Told
from derive.elaborate.told.worded.basics import NoPhrase, Surroundings
from derive.elaborate.told.worded.clauses import (
    adds_more,
    ends,
    is_denied,
    is_of_a_case,
    is_plain,
    is_subject,
    names_at,
    passes_a_verb,
    skip_adverbs,
    subject_noun,
)
from derive.elaborate.told.worded.cursor import Cursor
from derive.elaborate.told.worded.families import objects_in
from derive.elaborate.told.worded.nouns import Nouns
from derive.elaborate.told.worded.tokens import Token
from derive.elaborate.told.worded.values import SCOPES, Phrase
from derive.reader import syntax as s
from derive.reader.anatomy import base_of, indices_of
from derive.reader.tree import walk

Member = s.Name | s.Index
_NAMING = ("call", "calling", "denote", "denoting", "abbreviate", "its", "the", "half", "twice")
_CALLED = (
    ("is", "called"),
    ("is", "denoted", "by"),
    ("is", "named"),
    ("is", "written", "as"),
    ("is", "written"),
)
_BY = (("with", "respect", "to"), ("in",), ("by",), ("w.r.t.",))
_NEAR = 10
_SIZES = frozenset("dkmnpqDHKLMNPT")


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words of a sentence, of the one before and the one after, and the loss that no equation makes."""

    words: Sequence[Token]
    before: Sequence[Token]
    after: Sequence[Token]
    loss: s.Name | None


@dataclass(frozen=True, slots=True)
class Read:
    """The values that a phrase says, and what is to be known of it."""

    values: list[s.Node]
    of_whole: bool = False
    counts: bool = False


def told_in(sentence: Sentence, nouns: Nouns) -> tuple[list[Told], Nouns]:
    """The equations that a sentence tells, from left to right, and the nouns with what it says of them."""
    found: list[Told] = []
    made: s.Node | None = None
    for place, token in enumerate(sentence.words):
        told: list[Told] = []
        if is_denied(sentence.words, place):
            continue
        if token.kind == "formula":
            told += _after_a_name(sentence, place, made, nouns)
        elif token.text in _NAMING:
            told += _before_a_name(sentence, place, made, nouns)
        elif token.text == "gradient":
            told += _handed_back(sentence, place)
        elif token.text in ("is", "be", "are") and (noun := subject_noun(sentence.words[:place])) is not None:
            told, nouns = _of_a_noun(sentence, place, noun, nouns)
        if told and all(word.text != "its" for word in sentence.words[place : place + 2]):
            made = told[-1].left
        found += told
    return found, nouns


def _after_a_name(sentence: Sentence, place: int, made: s.Node | None, nouns: Nouns) -> Iterator[Told]:
    r""" "$r$ is its length", "$c$ and $s$ are the cosine and sine of $\theta$", "write $m$ for the square of $d$"."""
    words = sentence.words
    cursor = Cursor(words, place)
    names = list(names_at(cursor)) if is_subject(words, place) and not is_of_a_case(words, place) else []
    if not names or not passes_a_verb(cursor, words, place):
        return
    start = cursor.place
    around = Surroundings(
        nouns, made or _antecedent(sentence, place), _index(names[0]), _pair(sentence, place)
    )
    read = _values(cursor, around, names, sentence.after)
    if read is None:
        return
    quoted = any(token.tree == read.values[0] for token in words[place + 1 : cursor.place])
    if quoted and not (is_plain(words, place) and _is_made(read.values[0])):
        return
    if words[start - 1].text == "for" and any(token.tree in read.values for token in words[start:]):
        return
    if read.counts and isinstance(names[0], s.Name) and names[0].letter in _SIZES:
        return
    span = s.Span(words[place].span.start, _end(cursor))
    for name, value in zip(names, read.values, strict=True):
        yield from _equation(replace(name, span=words[place].span), value, span, read.of_whole)


def _is_made(value: s.Node) -> bool:
    """Whether a formula after "is" makes a name; n × p and a transposed row only say how something lies."""
    if not any(isinstance(part, s.Name) for part in walk(value)):
        return False
    match value:
        case s.Add() | s.Sub() | s.Fraction() | s.Call():
            return True
        case s.Product(sign=sign):
            return sign != "times"
    return False


def _values(
    cursor: Cursor, around: Surroundings, names: Sequence[Member], after: Sequence[Token]
) -> Read | None:
    """The values of some names; where words say first what one is called, what they say after "i.e.".

    What the next sentence adds to a value belongs to it; nothing is read where that cannot be.
    """
    for start in (cursor.place, *_anew(cursor)):
        found = [each for scope in SCOPES if (each := _read(cursor, start, around, len(names), scope))]
        longest = max((place for place, _ in found), default=0)
        reads = [read for place, read in found if place == longest]
        if (
            start > 0
            and cursor.words[start - 1].text == "("
            and _is_quoted(reads, cursor.words[start:longest])
        ):
            continue
        if reads and _says_more(names[0], reads[0].values[0]):
            cursor.place = longest
            return _with_more(_in_all_scopes(reads, cursor), names[0], around, after)
    return None


def _is_quoted(reads: Sequence[Read], words: Sequence[Token]) -> bool:
    """Whether an aside only quotes a formula, "the keys (row $k_j^T$)", and says no value of its own."""
    return any(token.tree is not None and token.tree in read.values for read in reads for token in words)


def _with_more(read: Read, name: Member, around: Surroundings, after: Sequence[Token]) -> Read | None:
    """The value with what the next sentence adds to it: "On top of that $J$ adds half of …"."""
    place = adds_more(after, name)
    if place is None:
        return read
    found = _read(Cursor(after), place, around, 1, SCOPES[0])
    more = found[1].values[0] if found is not None else None
    return replace(read, values=[s.Add(read.values[0], more)]) if more is not None else None


def _read(
    cursor: Cursor, start: int, around: Surroundings, count: int, scope: str
) -> tuple[int, Read] | None:
    cursor.place = start
    phrase = Phrase(cursor, around, scope)  # type: ignore[arg-type]
    try:
        values = [phrase.value()] if count == 1 else _listed(phrase, count)
    except NoPhrase:
        return None
    return (cursor.place, Read(values, phrase.of_whole, phrase.counts)) if ends(cursor) else None


def _in_all_scopes(reads: Sequence[Read], cursor: Cursor) -> Read:
    """One reading, or all that "the log of a times b" has, to be chosen in the same way everywhere."""
    values = list(dict.fromkeys(tuple(read.values) for read in reads))
    if len(values) == 1 or len(values[0]) > 1:
        return reads[0]
    several = s.Ambiguous(tuple(each[0] for each in values), f"phrase {_end(cursor)}")
    return replace(reads[0], values=[several])


def _anew(cursor: Cursor) -> list[int]:
    """Where "i.e." or "that is" says again what was said before it, of which no formula was a part."""
    found = []
    for place in range(cursor.place, len(cursor.words)):
        token, after = cursor.words[place], cursor.words[place + 1 : place + 3]
        if token.kind == "formula" and not (after and after[0].text == ":"):
            break
        if token.text in ("(", ":"):
            found.append(place + 1)
        if token.text in ("i.e.", "namely"):
            found.append(place + 1 + (bool(after) and after[0].text == ","))
        if [token.text, *(one.text for one in after)] == ["that", "is", ","]:
            found.append(place + 3)
    return found


def _says_more(name: Member, value: s.Node) -> bool:
    """Whether a phrase does not only give another name, or say the name by itself or by its indices.

    The a and b of "$d_{ab}$ is the distance of the points $a$ and $b$" are numbers of points, and no places.
    """
    own = {name, *(part for each in indices_of(name) for part in walk(each) if isinstance(part, s.Name))}
    return not isinstance(value, s.Name | s.Index | s.Number) and own.isdisjoint(objects_in(value))


def _listed(phrase: Phrase, count: int) -> list[s.Node]:
    operators = phrase.operators()
    operand = phrase.factor()
    if len(operators) != count:
        raise NoPhrase
    return [operator.build(operand) for operator in operators]


def _before_a_name(sentence: Sentence, place: int, made: s.Node | None, nouns: Nouns) -> Iterator[Told]:
    """ "Call half its square $E$", "we use its square, $m$", "the log of $a$ is called $u$", "denote … by $u$"."""
    words = sentence.words
    verb = words[place].text[:4] in ("call", "deno", "abbr")
    cursor = Cursor(words, place + verb)
    phrase = Phrase(cursor, Surroundings(nouns, made or _antecedent(sentence, place)))
    try:
        value = phrase.value()
    except NoPhrase:
        return
    called = any(cursor.follows(*each) for each in _CALLED)
    if not (called or verb or words[place].text == "its"):
        return
    if not called and not cursor.follows("by"):
        cursor.passes(",")
    token = cursor.at()
    name = token.tree if token is not None and token.kind == "formula" else None
    if token is None or not isinstance(name, s.Name | s.Index):
        return
    cursor.place += 1
    if ends(cursor):
        span = s.Span(words[place].span.start, token.span.end)
        yield from _equation(replace(name, span=token.span), value, span, phrase.of_whole)


def _of_a_noun(sentence: Sentence, place: int, noun: str, nouns: Nouns) -> tuple[list[Told], Nouns]:
    """ "An error is the target minus the prediction"; "the objective is half …", of which formulas have a letter."""
    cursor = Cursor(sentence.words, place + 1)
    skip_adverbs(cursor)
    loss = sentence.loss if noun == "loss" else None
    own: Member = loss if loss is not None else s.Name(noun)
    read = _values(cursor, Surroundings(nouns), [own], sentence.after)
    if read is None or not any(isinstance(part, s.Name) for part in walk(read.values[0])):
        return [], nouns
    called = _called(cursor)
    if called is not None:
        span = s.Span(sentence.words[place].span.start, _end(cursor))
        return list(_equation(called, read.values[0], span)), nouns
    if loss is None:
        return [], nouns.meaning(noun, read.values[0])
    word = sentence.words[place - 1].span
    span = s.Span(word.start, _end(cursor))
    return list(_equation(replace(loss, span=word), read.values[0], span)), nouns


def _handed_back(sentence: Sentence, place: int) -> Iterator[Told]:
    """ "… a loss $L$ from $o$ and hands us back its gradient with respect to $o$, a column that I call $g$"."""
    cursor = Cursor(sentence.words, place + 1)
    before = [token.tree for token in sentence.words[:place] if isinstance(token.tree, s.Name)]
    loss = next((name for name in before if is_loss(key_of(name))), None)
    if loss is None or not any(cursor.follows(*words) for words in _BY):
        return
    by, rest = cursor.at(), sentence.words[cursor.place + 1 : cursor.place + _NEAR]
    calls = next((k for k, token in enumerate(rest) if token.text.startswith("call")), len(rest))
    name = rest[calls + 1] if calls + 1 < len(rest) else None
    if by is None or name is None or not all(isinstance(one.tree, s.Name | s.Index) for one in (by, name)):
        return
    span = s.Span(sentence.words[place].span.start, name.span.end)
    yield from _equation(replace(name.tree, span=name.span), s.Derivative(loss, (by.tree,)), span)  # type: ignore[type-var,arg-type]


def _called(cursor: Cursor) -> Member | None:
    """The name that a value gets after it: "…, call it $u$", "…, called $u$"."""
    words = (("call", "it"), ("called",), ("which", "we", "call"), ("denoted", "by"), ("denoted",))
    if cursor.text() != "," or not any(_follows(cursor, each) for each in words):
        return None
    token = cursor.at()
    name = token.tree if token is not None and token.kind == "formula" else None
    cursor.place += 1
    return (
        replace(name, span=token.span) if token is not None and isinstance(name, s.Name | s.Index) else None
    )


def _follows(cursor: Cursor, words: Sequence[str]) -> bool:
    return cursor.follows(",", *words)


def _equation(name: Member, value: s.Node, span: s.Span, of_whole: bool = False) -> Iterator[Told]:
    left = base_of(name) if of_whole else name
    if isinstance(left, s.Name | s.Index) and _says_more(name, value):
        yield Told(replace(left, span=name.span), value, span)


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


def _pair(sentence: Sentence, place: int) -> tuple[s.Node, ...]:
    """What "their" speaks of: the last two things with "and" between them."""
    words = [*sentence.before, *sentence.words[:place]]
    triples = zip(words, words[1:], words[2:], strict=False)
    found = [(a.tree, b.tree) for a, sign, b in triples if sign.text == "and" and a.tree and b.tree]
    return found[-1] if found else ()


def _head(tree: s.Node) -> s.Node | None:
    made = isinstance(tree, s.Chain) and tree.relations[0].sign == "="
    return tree.members[0] if isinstance(tree, s.Chain) and made else None


def _end(cursor: Cursor) -> int:
    last = cursor.at(-1)
    return last.span.end if last is not None else 0
