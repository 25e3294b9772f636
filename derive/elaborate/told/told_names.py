r"""Names that a sentence gives to a formula: "with $g$ for $\nabla f(x)$", "let $r$ denote $y - Xw$"."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from itertools import pairwise

from derive.elaborate.prose.sentences import SENTENCE
from derive.elaborate.symbols.rewriting import written_trees
from derive.reader import syntax as s
from derive.reader.anatomy import function_of
from derive.reader.blocks import Block, Document, Formula
from derive.reader.fragments import fragment
from derive.reader.tree import walk

_NAME = r"(?:\$([^$=]{1,30})\$|\\\(([^=]{1,30}?)\\\))"
_GIVEN = re.compile(
    rf"\b(?:with|writ(?:e|ing)|put(?:ting)?|us(?:e|ing)|let|abbreviat\w+|and|have)\s+(?:the\s+(?:name|letter|symbol)\s+)?{_NAME}"
    r"\s+(?:(?:stands?\s+|standing\s+|be\s+)?(?:as\s+)?(?:a\s+)?(?:short(?:hand)?\s+|an?\s+abbreviation\s+)?for|denot(?:e|es|ing))"
    r"(?:\s+the\s+(?:\w+\s+)?(?:expression|quantity|product|ratio|quotient|difference|sum|vector|matrix|gradient|slope"
    r"|residuals?|errors?|logits?|scores?|term|factor|number|function|derivative|probabilit(?:y|ies)|weights?|shares?)|\s+the\s+(?:full|whole|total|entire|complete|exact))?\s*\Z",
    re.IGNORECASE,
)


_STANDING = re.compile(
    rf"(?:\A|[.,;:(]|\b(?:where|and|here|simplicity|short|brevity|convenience))\s*{_NAME}\s+"
    r"(?:stands\s+for|is\s+short(?:hand)?\s+for|abbreviates)(?:\s+the\s+(?:\w+\s+)?sum)?\s*\Z"
)
_IS_SLOPE = re.compile(
    rf"\b(?:(?:where|and|with)\s+{_NAME}\s+(?:is|being)|let\s+{_NAME}\s+be)\s+the\s+(?:\w+\s+)?"
    r"(?:gradient|derivative|slope|[Jj]acobian|column|row|vector)\s*\Z",
    re.IGNORECASE,
)
"""A name with what it is, before a formula: "Here $Z$ stands for $…$", "where $G$ is the gradient $∂f/∂X$"."""


def with_told_names(document: Document) -> Document:
    r"""The document in which a formula that a sentence gives a name to is the definition of that name.

    >>> from derive.reader.document import read_text
    >>> told = with_told_names(read_text(r"Write $r$ for $y - Xw$. Then"))
    >>> told.blocks[1].formulas[0].tree.members[0]
    Name(letter='r', decorations=())
    """
    blocks = [_told(block) for block in document.blocks]
    made = {head for tree in written_trees(document) if (head := _head(tree)) is not None}
    named = (_of_what_is_shown(one, other, made) for one, other in pairwise(blocks))
    return replace(document, blocks=(*blocks[:1], *named))


def _head(tree: s.Node) -> s.Node | None:
    """The name that an equation makes: ℓ of ℓ(λ) = …."""
    head = tree.members[0] if isinstance(tree, s.Chain) else None
    return function_of(head)


def _of_what_is_shown(shown: Block, block: Block, made: Collection[s.Node]) -> Block:
    """A name that is given to the left side of the equation before it: "I abbreviate this matrix by $G$"."""
    near = shown.display or len(block.before.rpartition("$")[2]) < NEARBY
    head = _shown(shown, block.before) if near and not _is_part(shown, block) else None
    name = block.formulas[0].tree if len(block.formulas) == 1 and not block.display else None
    if head is None or not isinstance(name, s.Name | s.Index) or name in made or not _is_called(block):
        return block
    named = s.Chain((name, head), (s.Relation("="),), span=name.span)
    return replace(block, formulas=(replace(block.formulas[0], tree=named),))


def _is_part(shown: Block, block: Block) -> bool:
    """Whether words mean a part of what was shown: "this factor", or "this error" of (p − t)xᵀ."""
    words = SENTENCE.split(block.before)[-1] + SENTENCE.split(block.after)[0]
    chain = shown.formulas[-1].chain if shown.formulas else None
    body = chain.members[-1] if chain is not None else None
    product = any(isinstance(part, s.Product) and part.sign == "" for part in walk(body)) if body else False
    return _PART.search(words) is not None or (product and _ERROR.search(words) is not None)


_PART = re.compile(
    r"\b(?:this|that|the)\s+(?:\w+\s+)?(?:factor|term|difference|sum|product|bracket|part)\b", re.IGNORECASE
)
_ERROR = re.compile(r"\b(?:this|that|the)\s+(?:\w+\s+)?(?:error|residual|signal)\b", re.IGNORECASE)


def _shown(shown: Block, words: str) -> s.Node | None:
    """The left side of an equation; of several ones the last, where words say so or all are the same."""
    heads = [
        formula.chain.members[0]
        for formula in shown.formulas
        if formula.chain is not None and not isinstance(formula.chain.members[0], s.Hole)
    ]
    alike = len(set(heads)) == 1 or (heads and _LAST.search(words) is not None)
    return heads[-1] if alike else None


NEARBY = 50
"""So many characters may stand between an equation in a sentence and the name that it gets."""
_LAST = re.compile(r"\b(?:last|latter)\b", re.IGNORECASE)
_KIND = (
    r"vector|matrix|quantity|gradient|error|row|column|expression|number|derivative|residual|signal"
    r"|slope|one|last|latter|line|of\s+these|result|object|sensitivity|adjoint"
)
_THIS = rf"(?:this|it|that|the\s+(?:last|latter)|the\s+result|the\s+right-?\s?hand\s+side)(?:\s+(?:{_KIND}))*"
_CALLED = re.compile(
    r"\b(?:abbreviate|denote|call|name|write|refer\s+to|shorten)\s+(?:this|it|that|the\s+(?:result|last|latter))"
    r"(?:\s+(?:last\s+)?\w+)?"
    r"\s*(?:by|as|with|to)?\s*\Z"
    r"|\bwhich\s+(?:we|i)\s+(?:call|denote\s+by|abbreviate\s+(?:by|as|to))\s*\Z"
    rf"|\b{_THIS}\s+(?:is|will\s+be)\s+(?:called|named|denoted|abbreviated)\s*(?:by|as)?\s*\Z"
    rf"|\bgive\s+{_THIS}\s+the\s+(?:name|symbol|letter)\s*\Z",
    re.IGNORECASE,
)
_GIVING = re.compile(
    r"\b(?:writ(?:e|ing)|us(?:e|ing)|let|with|put(?:ting)?|set(?:ting)?|defin(?:e|ing))"
    r"(?:\s+(?:the|a|as\s+a)\s+(?:name|letter|symbol|shorthand|abbreviation))?\s*\Z",
    re.IGNORECASE,
)
_TO_THIS = re.compile(
    r"\s*\S*?(?:\$|\\\))?\s*(?:for|denotes?|stands?\s+for|be|to\s+be|equal\s+to|as\s+(?:a\s+)?short(?:hand)?\s+for)\s+"
    rf"{_THIS}\s*(?:[.,;:)]|\Z|(?:and|so|then)\b)",
    re.IGNORECASE,
)


def _is_called(block: Block) -> bool:
    """Whether the words around a name give it to what was shown: "call this", "write … for this vector".

    In "take the inverse and call it $P$", and where another sentence stands between, the words mean something else.
    """
    *others, before = SENTENCE.split(block.before)
    given, called = _GIVING.search(before), _CALLED.search(before)
    to_this = _TO_THIS.match(block.after) if given is not None else None
    found = given if to_this is not None else called
    if found is None or _PREFIX.fullmatch(before[: found.start()]) is None:
        return False
    words = found[0] + (to_this[0] if to_this is not None else "")
    return not "".join(others).strip(" \n$)(") or _OF_A_KIND.search(words) is not None


_PREFIX = re.compile(
    r"\W*(?:(?:we|i|you|let|us|me|and|so|now|will|shall|also|then|for|short|shortness|brevity|convenience|later|use|below|here|it"
    r"|is|convenient|to|can|may|in|what|follows|from|on|as|usual|again|,)\b\W*)*",
    re.IGNORECASE,
)
"""Words before "call this" that name nothing else."""
_OF_A_KIND = re.compile(rf"\b(?:this|that)\s+(?:\w+\s+)?(?:{_KIND})\b", re.IGNORECASE)


def _told(block: Block) -> Block:
    if block.display or len(block.formulas) != 1:
        return block
    tree = block.formulas[0].tree
    slope = tree.of if isinstance(tree, s.Transpose) else tree
    name = _name_given(block.before, isinstance(slope, s.Derivative | s.Nabla))
    return block if name is None else replace(block, formulas=(_named(block.formulas[0], name),))


def _name_given(before: str, is_slope: bool) -> s.Name | s.Index | None:
    found = (
        _GIVEN.search(before) or _STANDING.search(before) or (_IS_SLOPE.search(before) if is_slope else None)
    )
    if found is None:
        return None
    read = fragment(next(group for group in found.groups() if group))
    return read if isinstance(read, s.Name | s.Index) else None


def _named(formula: Formula, name: s.Name | s.Index) -> Formula:
    """The formula as the right side of an equation; a relation already says what it is."""
    tree = formula.tree
    if tree is None or isinstance(tree, s.Chain | s.Name):
        return formula
    start = replace(name, span=s.Span(tree.span.start, tree.span.start))
    return replace(formula, tree=s.Chain((start, tree), (s.Relation("="),), span=tree.span))
