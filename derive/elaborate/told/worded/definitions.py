r"""Names that sentences make by English phrases: "let $\sigma$ be the square root of $w^\top \Sigma w$"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from derive.elaborate.symbols.names import key_of
from derive.elaborate.symbols.rewriting import written_trees
from derive.elaborate.symbols.roles import is_loss
from derive.elaborate.told.equations import Told, with_equations
from derive.elaborate.told.worded.nouns import Nouns, nouns_of
from derive.elaborate.told.worded.sentences import Sentence, told_in
from derive.elaborate.told.worded.stacked import stacked_in
from derive.elaborate.told.worded.tokens import Token, plainly, tokens
from derive.reader import syntax as s
from derive.reader.anatomy import function_of
from derive.reader.blocks import Document
from derive.reader.tree import walk


def with_worded_definitions(document: Document) -> Document:
    r"""The document with an equation for each name that a phrase of its words makes.

    >>> from derive.reader.document import read_text
    >>> told = with_worded_definitions(read_text("With a vector $d$, let $r$ be half the squared norm of $d$."))
    >>> from derive.reader.sexpr import sexpr
    >>> sexpr(told.blocks[1].formulas[0].tree)
    '(rel = r (mul (div 1 2) (pow (norm d) 2)))'
    """
    words = plainly(list(tokens(document.prose)))
    nouns, loss = nouns_of(document, words), _unmade_loss(document)
    sentences: list[Sequence[Token]] = [(), *_sentences(words), ()]
    _, nouns = _told_by(sentences, loss, nouns)
    found, nouns = _told_by(sentences, loss, nouns)
    found += [each for sentence in sentences for each in stacked_in(sentence, nouns)]
    return with_equations(document, found) if found else document


def _told_by(
    sentences: Sequence[Sequence[Token]], loss: s.Name | None, nouns: Nouns
) -> tuple[list[Told], Nouns]:
    """What sentences tell, and what their nouns mean; one may speak of what a later one says."""
    found: list[Told] = []
    for before, sentence, after in zip(sentences, sentences[1:], sentences[2:], strict=False):
        told, nouns = told_in(Sentence(_after_a_condition(sentence), before, after, loss), nouns)
        found += told
    return found, nouns


def _sentences(words: Sequence[Token]) -> Iterator[Sequence[Token]]:
    start = 0
    for place, token in enumerate(words):
        if token.ends_sentence:
            if place > start:
                yield words[start:place]
            start = place + 1
    yield words[start:]


def _after_a_condition(sentence: Sequence[Token]) -> Sequence[Token]:
    """What a sentence says after "if …,"; what it supposes makes no name, but with "if …, then …"."""
    if not sentence or sentence[0].text != "if" or any(token.text == "then" for token in sentence):
        return sentence
    return sentence[next((k + 1 for k, token in enumerate(sentence) if token.text == ","), 0) :]


def _unmade_loss(document: Document) -> s.Name | None:
    """The one loss that the formulas differentiate and no equation makes."""
    trees = written_trees(document)
    made = {function_of(tree.members[0]) for tree in trees if isinstance(tree, s.Chain)}
    slopes = [part.of for tree in trees for part in walk(tree) if isinstance(part, s.Derivative | s.Nabla)]
    losses = {of for of in slopes if isinstance(of, s.Name) and is_loss(key_of(of))} - made
    return losses.pop() if len(losses) == 1 else None
