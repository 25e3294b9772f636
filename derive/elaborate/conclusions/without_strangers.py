"""What a page decides without its lines about names that no definition of it speaks of.

One line about a K that nothing makes may leave all others open: what it is of cannot be told, nor what it does to them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from derive.elaborate.conclusions.judged_alone import MANY
from derive.elaborate.same_letters.own_sections import is_open, with_verdicts_of
from derive.elaborate.symbols.names import CONSTANTS
from derive.reader import syntax as s
from derive.reader.blocks import Block, Document
from derive.reader.fragments import fragment
from derive.reader.tree import Part, children
from derive.review import RelationReview

Records = tuple[RelationReview, ...]
Reviewing = Callable[[Document], Sequence[RelationReview]]


def decided_without_strangers(document: Document, records: Records, review: Reviewing) -> Records:
    """The records, with what is right in the page without its open lines about names of which nothing else speaks."""
    if sum(map(is_open, records)) < 2 or len(document.blocks) > MANY:
        return records
    left_out = [block for block in document.blocks if _is_strange(block, document, records)]
    if not left_out or not any(map(is_open, _outside(records, left_out))):
        return records
    rest = tuple(block for block in document.blocks if block not in left_out)
    return with_verdicts_of(records, review(replace(document, blocks=rest)), False, document.text)


def _is_strange(block: Block, document: Document, records: Records) -> bool:
    """Whether a block shows open claims about names that stand in no definition and in no line that is decided."""
    own = [one for one in records if _is_within(one, block)]
    if not block.display or not own or not all(is_open(one) for one in own):
        return False
    others = (
        each for each in document.blocks if not any(is_open(one) for one in records if _is_within(one, each))
    )
    known = {name for each in others for name in _names(each)} | set(_told(records))
    return any(name not in known for name in _names(block))


def _told(records: Records) -> Iterator[s.Name]:
    """The names that definitions make, those in words too."""
    for record in records:
        made = fragment(record.lhs.strip("$")) if record.role == "definition" else None
        yield from () if made is None else _objects(made)


def _outside(records: Records, blocks: Sequence[Block]) -> Iterator[RelationReview]:
    return (one for one in records if not any(_is_within(one, block) for block in blocks))


def _is_within(record: RelationReview, block: Block) -> bool:
    return block.span.start <= record.span.start and record.span.end <= block.span.end


def _names(block: Block) -> Iterator[s.Name]:
    for formula in block.formulas:
        if isinstance(formula.tree, s.Chain):
            yield from _objects(formula.tree)


def _objects(node: Part) -> Iterator[s.Name]:
    """The names of a formula that are no indices, no functions, and not what is differentiated."""
    match node:
        case s.Derivative(of=s.Name(), by=by):
            for each in by:
                yield from _objects(each)
        case s.Nabla(of=s.Name(), by=by):
            yield from () if by is None else _objects(by)
        case s.Name():
            if node.letter not in CONSTANTS:
                yield node
        case s.Index(base=base):
            yield from _objects(base)
        case s.Call(function=s.Name(), arguments=arguments):
            for argument in arguments:
                yield from _objects(argument)
        case s.Big(body=body):
            yield from () if body is None else _objects(body)
        case _:
            for part in children(node):
                yield from _objects(part)
