r"""Names that a sentence gives to the left sides before it at once: "$a$ and $b$ are short for these two"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from derive.elaborate.symbols.rewriting import written_trees
from derive.elaborate.symbols.roles import is_derivative
from derive.reader import syntax as s
from derive.reader.blocks import Block, Document, Formula

_THESE = r"(?:these|those|them|both|the\s+last)(?:\s+(?:two|three|four|both|last))?"
_THINGS = (
    r"(?:\s+(?:of\s+them|vectors?|matrices|quantities|gradients?|derivatives?"
    r"|slopes?|expressions?|results?|signals?))?"
)
_AFTER = re.compile(
    r"\A[\s,]*(?:(?:are|stand|be|as)\s+)?(?:short(?:hands?)?\s+|abbreviations\s+|names\s+|the\s+names\s+)?"
    rf"(?:for|abbreviate|denote|of)\s+{_THESE}{_THINGS}\s*(?:[.,;:)]|\Z)",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    rf"\b(?:call|abbreviate|denote|name|write)\s+{_THESE}{_THINGS}\s*(?:by|as|with)?\s*\Z", re.IGNORECASE
)
_BETWEEN = re.compile(r"\A[\s,]*(?:and\b\s*)?\Z", re.IGNORECASE)


def with_names_at_once(document: Document) -> Document:
    r"""The document in which names that are given to the derivatives displayed before them are these.

    >>> from derive.reader.document import read_text
    >>> text = r"$$\frac{dL}{du} = g$$ $$\frac{dL}{dv} = h$$ We call these two $p$ and $q$."
    >>> with_names_at_once(read_text(text)).blocks[2].formulas[0].tree.members[0]
    Name(letter='p', decorations=())
    """
    made = {tree.members[0] for tree in written_trees(document) if isinstance(tree, s.Chain)}
    blocks = list(document.blocks)
    for start, end in _runs(document):
        names = [blocks[k].formulas[0] for k in range(start, end)]
        shown = _shown(blocks[:start], end - start)
        fitting = [_fits(name.tree, left) for name, left in zip(names, shown, strict=False)]
        if len(shown) == len(names) and all(fitting) and not any(name.tree in made for name in names):
            for k, name, left in zip(range(start, end), names, shown, strict=True):
                blocks[k] = replace(blocks[k], formulas=(_named(name, left),))
    return replace(document, blocks=tuple(blocks))


def _runs(document: Document) -> Iterator[tuple[int, int]]:
    """Where two or more names stand in a row that a sentence gives to what was shown."""
    blocks, start = document.blocks, 0
    while start < len(blocks):
        end = start
        while end < len(blocks) and _is_name(blocks[end]) and (end == start or _joins(document, end)):
            end += 1
        if end - start > 1 and (_BEFORE.search(blocks[start].before) or _AFTER.search(blocks[end - 1].after)):
            yield start, end
        start = max(end, start + 1)


def _is_name(block: Block) -> bool:
    alone = not block.display and len(block.formulas) == 1
    return alone and isinstance(block.formulas[0].tree, s.Name | s.Index)


def _joins(document: Document, place: int) -> bool:
    """Whether nothing but a comma or "and" stands between a name and the one before it."""
    one, other = document.blocks[place - 1].span, document.blocks[place].span
    between = document.text[one.end : other.start].replace("$", "").replace("\\(", "").replace("\\)", "")
    return _BETWEEN.search(between) is not None


def _shown(before: Sequence[Block], count: int) -> list[s.Node]:
    """The left sides of the last displays: the rows of one, or the last ones of one row each."""
    last = before[-1].formulas if before and before[-1].display else ()
    if len(last) != count:
        rows = [block.formulas for block in before[-count:]]
        alone = all(block.display for block in before[-count:]) and all(len(row) == 1 for row in rows)
        last = tuple(row[0] for row in rows) if alone else ()
    chains = [formula.chain for formula in last]
    lefts = [chain.members[0] for chain in chains if chain is not None and chain.relations[0].sign == "="]
    return [left for left in lefts if is_derivative(left)]


def _fits(name: s.Node | None, left: s.Node) -> bool:
    """Whether a letter at a name is not that of another slope: the δ^u beside ∂L/∂v."""
    sides = (name.below, name.above) if isinstance(name, s.Index) else ()
    items = [item for side in sides if side is not None for item in side.items]
    own = left.by if isinstance(left, s.Derivative) else items
    return all(item in own for item in items)


def _named(formula: Formula, left: s.Node) -> Formula:
    assert formula.tree is not None
    return replace(formula, tree=s.Chain((formula.tree, left), (s.Relation("="),), span=formula.tree.span))
