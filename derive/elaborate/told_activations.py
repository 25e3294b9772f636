r"""Names that words make from others by a function: "P is the row-wise softmax of Z", "$a$ is the sigmoid of $z$"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from derive.elaborate.rewriting import written_trees
from derive.reader import syntax as s
from derive.reader.blocks import Block, Document, Formula
from derive.reader.fragments import fragment
from derive.reader.tree import walk

_FUNCTIONS = {
    "softmax": "softmax",
    "sigmoid": "sigmoid",
    "logistic": "sigmoid",
    "tanh": "tanh",
    "hyperbolic tangent": "tanh",
    "relu": "relu",
    "rectifier": "relu",
    "softplus": "softplus",
    "exponential": "exp",
}
_NAME = r"(?:\$([^$=]{1,30})\$|\\\(([^=]{1,30}?)\\\)|`(\w{1,12})`|(?<![\w\\$`])([A-Z])(?![\w$`\\(\[]))"
_HOW = r"(?:(?:row|column|element|component|entry)-?\s?wise|usual|standard|logistic|resulting|corresponding)"
_SAID = re.compile(
    rf"{_NAME},?\s*(?:is|be|being|denotes|are|:=|=|for|stands\s+for|as)?\s*(?:then\s+)?(?:the\s+|a\s+)?(?:{_HOW}\s+)*"
    rf"({'|'.join(_FUNCTIONS)})s?(?:\s+(?:function|activations?|outputs?|values?))?\s*(?:,\s*{_HOW},\s*)?"
    rf"(?:applied\s+to|of|over|on)\s+(?:(?:each|every|all|the)\s+)*(?:(?:rows?|columns?|entry|entries|elements?)\s+(?:of\s+)?)?"
    rf"(?:the\s+)?(?:logits?\s+|scores?\s+)?{_NAME}",
    re.IGNORECASE,
)


_ONE = r"(?:\$[^$=,]{1,30}\$|\\\([^=,]{1,30}?\\\))"
_LISTED = re.compile(
    rf"({_ONE}(?:(?:,\s*(?:and\s+)?|\s+and\s+){_ONE})+),?\s*(?:are|be|being|for|denote)?\s*(?:the\s+)?(?:{_HOW}\s+)*"
    rf"({'|'.join(_FUNCTIONS)})s?(?:\s+(?:function|activations?|outputs?|values?))?s?\s+(?:applied\s+to|of|on)\s+"
    r"(?:these|them|those|the\s+two|both)\b",
    re.IGNORECASE,
)
"""Several names by one function of what was defined last: "$a_1$ and $a_2$ are the sigmoids of these"."""


def with_told_activations(document: Document) -> Document:
    r"""The document with an equation for each name that its words make from another one by a function.

    Names that an equation of the document makes keep that equation.

    >>> from derive.reader.document import read_text
    >>> told = with_told_activations(read_text("Let $A$ be the sigmoid of $Z$."))
    >>> told.blocks[0].formulas[0].tree.members[1].function
    Name(letter='sigmoid', decorations=())
    """
    trees = written_trees(document)
    made = {tree.members[0] for tree in trees if isinstance(tree, s.Chain)}
    made |= {part.function for tree in trees for part in walk(tree) if isinstance(part, s.Call)}
    blocks = list(document.blocks)
    for told in sorted((*_told(document), *_listed(document)), key=lambda told: told.span):
        if told.left in made or not blocks:
            continue
        made.add(told.left)
        place = sum(block.span.start < told.span.start for block in blocks)
        blocks.insert(place, _block(told, blocks[max(place - 1, 0)]))
    return replace(document, blocks=tuple(blocks))


@dataclass(frozen=True, slots=True)
class Told:
    """A name, a function and the name that it is taken of, with the words that say so."""

    left: s.Name | s.Index
    function: str
    right: s.Name | s.Index
    span: s.Span


def _block(told: Told, near: Block) -> Block:
    value = s.Call(s.Name(told.function), (told.right,), span=s.Span(told.left.span.end, told.span.end))
    tree = s.Chain((told.left, value), (s.Relation("="),), span=told.span)
    return replace(
        near, span=told.span, display=False, formulas=(Formula(told.span, tree),), before="", after=""
    )


def _told(document: Document) -> Iterator[Told]:
    for match in _SAID.finditer(document.text):
        left, right = _name(match, range(1, 5)), _name(match, range(6, 10))
        if left is not None and right is not None and left != right:
            yield Told(left, _FUNCTIONS[match[5].lower()], right, s.Span(*match.span()))


def _listed(document: Document) -> Iterator[Told]:
    """The names of a list, each of one of the names that were defined last, in their order."""
    for match in _LISTED.finditer(document.text):
        names = [fragment(part.strip("$()\\ ")) for part in re.findall(_ONE, match[1])]
        before = [
            tree.members[0]
            for block in document.blocks
            if block.display and block.span.end <= match.start()
            for formula in block.formulas
            if isinstance(tree := formula.tree, s.Chain)
        ]
        for left, right in zip(names, before[-len(names) :], strict=False):
            if isinstance(left, s.Index) and isinstance(right, s.Index) and left.below == right.below:
                span = s.Span(*match.span())
                at = s.Span(span.start, match.end(1))
                yield Told(replace(left, span=at), _FUNCTIONS[match[2].lower()], right, span)


def _name(match: re.Match[str], groups: range) -> s.Name | s.Index | None:
    """A name as it stands in the text; None where what stands there is no name."""
    group = next((number for number in groups if match[number]), None)
    read = fragment(match[group]) if group is not None else None
    if group is None or not isinstance(read, s.Name | s.Index):
        return None
    return replace(read, span=s.Span(*match.span(group)))
