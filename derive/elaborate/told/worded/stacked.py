r"""Columns and diagonals of things that words name: "we stack the errors in a column $e$", "$M$ carries the means"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from derive.elaborate.told.equations import Told
from derive.elaborate.told.worded.basics import ARTICLES, NoPhrase, Surroundings, Words
from derive.elaborate.told.worded.cursor import Cursor
from derive.elaborate.told.worded.families import only_letter
from derive.elaborate.told.worded.nouns import Nouns, is_plural
from derive.elaborate.told.worded.tokens import Token
from derive.reader import syntax as s
from derive.reader.anatomy import base_of
from derive.reader.tree import walk

_STACK = re.compile(r"stack(?:ed|ing)?|collect(?:ed|ing)?|gather(?:ed|ing)?|put|arrange[d]?|stand|go")
_WHOLE = re.compile(r"column|vector|list|array")
_VERBS = ("is", "be", "are", "denotes", "for", "=", ",")
_CARRYING = (
    ("with",),
    ("of",),
    ("that", "carries"),
    ("which", "carries"),
    ("carrying",),
    ("that", "has"),
    ("having",),
    ("holding",),
    ("containing",),
)


def stacked_in(sentence: Sequence[Token], nouns: Nouns) -> Iterator[Told]:
    """The columns and diagonal matrices that a sentence makes of things that it names by nouns alone."""
    for place, token in enumerate(sentence):
        if token.kind == "word" and _STACK.fullmatch(token.text):
            yield from _put_together(Cursor(sentence, place + 1), nouns)
        elif token.kind == "formula" and isinstance(token.tree, s.Name):
            yield from _made_of(Cursor(sentence, place + 1), token, nouns)


def _put_together(cursor: Cursor, nouns: Nouns) -> Iterator[Told]:
    """Stack the errors in a column $e$."""
    start = cursor.at()
    entry = _entry(cursor, nouns)
    if entry is None or not any(cursor.follows(word) for word in ("in", "into", "as", "to")):
        return
    cursor.skip(ARTICLES)
    if not _WHOLE.fullmatch(cursor.word() or "") and not cursor.follows("diagonal"):
        return
    cursor.place += 1
    token = cursor.at()
    if start is not None and token is not None and isinstance(token.tree, s.Name):
        yield from _column(token, entry, s.Span(start.span.start, token.span.end))


def _made_of(cursor: Cursor, name: Token, nouns: Nouns) -> Iterator[Told]:
    """$e$ is the column of the errors; $M$ is the diagonal matrix that carries the means on its diagonal."""
    start = cursor.place
    if cursor.text() in _VERBS:
        cursor.place += 1
    cursor.skip(ARTICLES)
    if cursor.place == start:
        return
    is_diagonal = cursor.follows("diagonal")
    cursor.skip(("weight", "column"))
    if not _WHOLE.fullmatch(cursor.word() or "") and not (is_diagonal and cursor.word() == "matrix"):
        return
    cursor.place += 1
    if not any(cursor.follows(*words) for words in _CARRYING):
        return
    entry = _entry(cursor, nouns)
    last = cursor.at(-1)
    if entry is None or last is None or _speaks_of(entry, name.tree):
        return
    span = s.Span(name.span.start, last.span.end)
    if is_diagonal and isinstance(name.tree, s.Name) and only_letter(entry) is not None:
        yield Told(replace(name.tree, span=name.span), s.Call(s.Name("diag"), (entry,)), span)
    elif not is_diagonal:
        yield from _column(name, entry, span)


def _speaks_of(entry: s.Node, whole: s.Node | None) -> bool:
    """Whether an entry has the letter of the whole: R_nn of R."""
    letter = whole.letter if isinstance(whole, s.Name) else None
    return any(isinstance(part, s.Name) and part.letter == letter for part in walk(entry))


def _entry(cursor: Cursor, nouns: Nouns) -> s.Node | None:
    """What a plural noun without a formula means; a formula is read where names are told by formulas."""
    noun = next((cursor.word(ahead) for ahead in range(4) if is_plural(cursor.word(ahead) or "")), None)
    if noun is None:
        return None
    words = Words(cursor, Surroundings(nouns))
    words.skip_articles()
    try:
        entry = words.atom()
    except NoPhrase:
        return None
    last = cursor.at(-1)
    return entry if last is not None and last.kind == "word" else None


def _column(name: Token, entry: s.Node, span: s.Span) -> Iterator[Told]:
    """e_i = y_i − ŷ_i for a column of single values, e = y − Xw where the value is a column itself."""
    letter = only_letter(entry)
    if not isinstance(name.tree, s.Name) or base_of(entry) == name.tree:
        return
    left = name.tree if letter is None else s.Index(name.tree, s.Indices((letter,)))
    if not isinstance(entry, s.Name):
        yield Told(replace(left, span=name.span), entry, span)
