r"""Names that sentences make by English phrases: "let $\sigma$ be the square root of $w^\top \Sigma w$"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from derive.elaborate.symbols.names import key_of
from derive.elaborate.symbols.rewriting import written_trees
from derive.elaborate.symbols.roles import is_loss
from derive.elaborate.told.equations import Told, with_equations
from derive.elaborate.told.worded.cursor import Cursor
from derive.elaborate.told.worded.nouns import Nouns, nouns_of, singular
from derive.elaborate.told.worded.tokens import Token, tokens
from derive.elaborate.told.worded.values import NoPhrase, Phrase, Surroundings
from derive.reader import syntax as s
from derive.reader.anatomy import base_of, function_of
from derive.reader.blocks import Document
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
)
_GIVING = re.compile(r"writ(?:e|ing)|with|us(?:e|ing)|put(?:ting)?|have")
_DENIED = re.compile(
    r"not|never|no|without|instead|rather|would|had|could|should|unlike|wrong|mistake|sometimes|often|approximately|roughly"
    r"|about|\w+n't|cannot|proportional|maximal|minimal|bounded"
)
_OF = re.compile(r"of|by|in|at|from|to|under|over|on|through")
_SIZES = frozenset("dkmnpqDHKLMNPT")
_STOPS = re.compile(r"so|where|which|hence|thus|then|because|since|as|when|while|but|whose|that|we")
_GOES_ON = re.compile(r"call|let|we|denote|its|the|then|so|with")


def with_worded_definitions(document: Document) -> Document:
    r"""The document with an equation for each name that a phrase of its words makes.

    >>> from derive.reader.document import read_text
    >>> told = with_worded_definitions(read_text("With a vector $d$, let $r$ be half the squared norm of $d$."))
    >>> from derive.reader.sexpr import sexpr
    >>> sexpr(told.blocks[1].formulas[0].tree)
    '(rel = r (mul (div 1 2) (pow (norm d) 2)))'
    """
    words = list(tokens(document.prose))
    known = nouns_of(document, words)
    found: list[Told] = []
    before: Sequence[Token] = ()
    for sentence in _sentences(words):
        if not _is_denied(sentence):
            found += _told(sentence, before, known, _unmade_loss(document))
        before = sentence
    return with_equations(document, found) if found else document


def _sentences(words: Sequence[Token]) -> Iterator[Sequence[Token]]:
    start = 0
    for place, token in enumerate(words):
        if token.ends_sentence:
            yield words[start:place]
            start = place + 1
    yield words[start:]


def _is_denied(sentence: Sequence[Token]) -> bool:
    texts = {token.text for token in sentence if token.kind == "word"}
    return any(map(_DENIED.fullmatch, texts)) or ("if" in texts and "then" not in texts)


def _told(
    sentence: Sequence[Token], before: Sequence[Token], known: Nouns, loss: s.Name | None
) -> Iterator[Told]:
    for place, token in enumerate(sentence):
        if token.kind == "formula":
            yield from _after_a_name(sentence, place, before, known)
        elif token.text in ("its", "call", "calling"):
            yield from _before_a_name(sentence, place, before, known)
        elif token.text in ("is", "be") and loss is not None and _subject(sentence[:place]) == "loss":
            yield from _of_a_noun(sentence, place, loss, known)


def _after_a_name(
    sentence: Sequence[Token], place: int, before: Sequence[Token], known: Nouns
) -> Iterator[Told]:
    """ "$r$ is its length", "$c$ and $s$ are the cosine and sine of $\\theta$", "write $m$ for the square of $d$"."""
    cursor = Cursor(sentence, place)
    names = list(_names(cursor)) if place == 0 or not _OF.fullmatch(sentence[place - 1].text) else []
    if not names or not _passes_a_verb(cursor, sentence, place):
        return
    start = cursor.place
    phrase = Phrase(cursor, Surroundings(known, _antecedent(sentence[:place], before), _index(names[0])))
    try:
        values = _values(phrase, len(names))
    except NoPhrase:
        return
    if phrase.counts and _is_size(names[0]):
        return
    if _ends(cursor) and any(token.kind == "word" for token in sentence[start : cursor.place]):
        span = s.Span(sentence[place].span.start, _end(cursor))
        for name, value in zip(names, values, strict=True):
            yield from _equation(replace(name, span=sentence[place].span), value, span, phrase.of_whole)


def _is_size(name: Member) -> bool:
    """Whether a letter is one for numbers of entries: the length $d$ of a vector."""
    return isinstance(name, s.Name) and name.letter in _SIZES


def _values(phrase: Phrase, count: int) -> list[s.Node]:
    if count == 1:
        return [phrase.value()]
    operators = phrase.operators()
    operand = phrase.factor()
    if len(operators) != count:
        raise NoPhrase
    return [operator.build(operand) for operator in operators]


def _before_a_name(
    sentence: Sequence[Token], place: int, before: Sequence[Token], known: Nouns
) -> Iterator[Told]:
    """ "Call half its square $E$", "we use its square, $m$"."""
    own = sentence[place].text == "its"
    cursor = Cursor(sentence, place if own else place + 1)
    around = Surroundings(known, _antecedent(sentence[:place], before))
    try:
        value = Phrase(cursor, around).value()
    except NoPhrase:
        return
    if cursor.sign() == ",":
        cursor.place += 1
    token = cursor.at()
    name = token.tree if token is not None and token.kind == "formula" else None
    if token is None or not isinstance(name, s.Name | s.Index):
        return
    cursor.place += 1
    if _ends(cursor):
        yield from _equation(
            replace(name, span=token.span), value, s.Span(sentence[place].span.start, token.span.end)
        )


def _of_a_noun(sentence: Sequence[Token], place: int, name: s.Name, known: Nouns) -> Iterator[Told]:
    """ "The objective is half the squared norm of $w$ plus …", of which the formulas have a letter alone."""
    cursor = Cursor(sentence, place + 1)
    try:
        value = Phrase(cursor, Surroundings(known)).value()
    except NoPhrase:
        return
    if _ends(cursor):
        word = sentence[place - 1].span
        yield from _equation(replace(name, span=word), value, s.Span(word.start, _end(cursor)))


def _equation(name: Member, value: s.Node, span: s.Span, of_whole: bool = False) -> Iterator[Told]:
    """A definition, unless the phrase only gives another name, or says the name by itself."""
    left = base_of(name) if of_whole else name
    left = replace(left, span=name.span) if isinstance(left, s.Name | s.Index) else left
    own = base_of(name)
    if not isinstance(value, s.Name | s.Index | s.Number) and all(part != own for part in walk(value)):
        yield Told(left, value, span)  # type: ignore[arg-type]


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


def _passes_a_verb(cursor: Cursor, sentence: Sequence[Token], place: int) -> bool:
    """Pass "is", "denotes", "=", or the "for" of "write $m$ for"; a name and its "the" need no verb."""
    if cursor.sign() == "=":
        cursor.place += 1
        return True
    if any(cursor.follows(*verb) for verb in _VERBS):
        return True
    given = any(_GIVING.fullmatch(token.text) for token in sentence[:place])
    return (given and cursor.follows("for")) or cursor.word() == "the"


def _index(name: Member) -> s.Node | None:
    items = name.below.items if isinstance(name, s.Index) and name.below is not None else ()
    return items[0] if len(items) == 1 and isinstance(items[0], s.Name) else None


def _antecedent(earlier: Sequence[Token], before: Sequence[Token]) -> s.Node | None:
    """What "its" speaks of: the name made last in the sentence, the only formula, or what the one before ended with."""
    found = [token.tree for token in earlier if token.kind == "formula" and token.tree is not None]
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


def _unmade_loss(document: Document) -> s.Name | None:
    """The one loss that the formulas differentiate and no equation makes."""
    trees = written_trees(document)
    made = {function_of(tree.members[0]) for tree in trees if isinstance(tree, s.Chain)}
    slopes = [part.of for tree in trees for part in walk(tree) if isinstance(part, s.Derivative | s.Nabla)]
    losses = {of for of in slopes if isinstance(of, s.Name) and is_loss(key_of(of))} - made
    return losses.pop() if len(losses) == 1 else None


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
