"""Sections that stand by themselves: "Part A: one example" and "Part B: the batch" mean other objects by x, ℓ and W."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from derive.elaborate.families_apart import bare_in
from derive.elaborate.names import key_of
from derive.elaborate.rewriting import all_trees
from derive.reader import syntax as s
from derive.reader.blocks import Block, Document
from derive.reader.tree import is_numeric, walk
from derive.review import RelationReview

Heading = tuple[int, str]
MAKING = ("=", ":=", r"\propto")
MOST = 8
"""A page with more sections than this hardly ever changes what its names are in each."""


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading: the names that it uses, that its equations make, and that it declares as data."""

    used: frozenset[str]
    made: frozenset[str]
    declared: frozenset[str]


@dataclass(frozen=True, slots=True)
class Alone:
    """The document with some sections alone; ``is_sure``: no other section makes one of their names."""

    document: Document
    is_sure: bool


def heading_of(block: Block) -> Heading:
    """The post and the heading that a block stands under."""
    return block.post, block.heading


def with_what_it_needs(document: Document, heading: Heading) -> Alone | None:
    r"""The document with one section alone, and earlier ones that make what it uses; None where that is all of it.

    Nor is a section by itself whose names are made further down.

    >>> from derive.reader.document import read_text
    >>> text = "# A\n\n$L = x^2$\n\n# B\n\n$J = w^2$\n\n# C\n\n$\\frac{dJ}{dw} = 2w$"
    >>> [block.heading for block in with_what_it_needs(read_text(text), (0, "C")).document.blocks]
    ['B', 'C']
    """
    sections = _sections(document)
    places = list(sections)
    group = {heading}
    while lacking := _lacking(sections, group):
        for name in sorted(lacking):
            makers = [place for place in places if name in sections[place].made]
            earlier = [place for place in makers if places.index(place) < places.index(heading)]
            if not earlier:
                return None
            group.add(earlier[-1])
    if len(group) == len(sections):
        return None
    made = frozenset[str]().union(*(sections[place].made for place in group))
    inside = [block for block in document.blocks if heading_of(block) in group]
    bare = frozenset(key_of(name) for tree in all_trees(inside) for name in bare_in(tree))
    indexed = frozenset[str]().union(*(sections[place].used for place in group)) - bare
    blocks = (
        block if heading_of(block) in group else _declarations(block, made, indexed)
        for block in document.blocks
    )
    others = frozenset[str]().union(*(one.made for place, one in sections.items() if place not in group))
    kept = replace(document, blocks=tuple(block for block in blocks if block.formulas))
    return Alone(kept, not made & others)


def _declarations(block: Block, made: frozenset[str], indexed: frozenset[str]) -> Block:
    """What a block says of names without making any, x ∈ ℝ^d and σ > 0, but for names that are made elsewhere.

    An x ∈ ℝ^d says nothing of names that a section only has with an index, one row x_i of the data.
    """
    kept = (one for one in block.formulas if one.chain is not None and _declares(one.chain, made, indexed))
    return replace(block, formulas=tuple(kept))


def _declares(chain: s.Chain, made: frozenset[str], indexed: frozenset[str]) -> bool:
    signs, head = {relation.sign for relation in chain.relations}, chain.members[0]
    is_of_another = bool(frozenset(map(key_of, bare_in(head))) & indexed)
    return not signs & set(MAKING) and not _names(head) & made and not is_of_another


def _lacking(sections: Mapping[Heading, Section], group: set[Heading]) -> frozenset[str]:
    """The names that some sections use and only others make."""
    used = frozenset[str]().union(*(sections[place].used for place in group))
    made = frozenset[str]().union(*(sections[place].made for place in group))
    others = frozenset[str]().union(*(one.made for place, one in sections.items() if place not in group))
    declared = frozenset[str]().union(*(sections[place].declared for place in group))
    return (used - made - declared) & others


def _sections(document: Document) -> dict[Heading, Section]:
    groups: dict[Heading, list[Block]] = {}
    for block in document.blocks:
        groups.setdefault(heading_of(block), []).append(block)
    return {place: _section(list(all_trees(blocks))) for place, blocks in groups.items()}


def _section(trees: Sequence[s.Node]) -> Section:
    used = frozenset[str]().union(*map(_names, trees))
    made = frozenset(name for tree in trees for name in _made(tree))
    return Section(used, made, frozenset(name for tree in trees for name in _declared(tree)))


def _declared(tree: s.Node) -> Iterator[str]:
    """The name of which a section says that it is any number of a kind: σ > 0, x ∈ ℝ."""
    match tree:
        case s.Chain(members=(s.Name() as head, s.Number() | s.Name()), relations=(relation,)):
            if relation.sign in (">", ">=", "in"):
                yield key_of(head)


def _names(tree: s.Node) -> frozenset[str]:
    return frozenset(key_of(part) for part in walk(tree) if isinstance(part, s.Name))


def _made(tree: s.Node) -> Iterator[str]:
    """The name that an equation makes; a value at which something is taken makes none."""
    match tree:
        case s.Chain(members=(head, body, *_), relations=(relation, *_)) if relation.sign in MAKING:
            head = head.function if isinstance(head, s.Call) else head
            head = head.base if isinstance(head, s.Index) else head
            if isinstance(head, s.Name) and not _is_value(body):
                yield key_of(head)


def _is_value(body: s.Node) -> bool:
    """Whether a formula is made of numbers, a diagonal matrix of them included."""
    match body:
        case s.Call(function=s.Name(letter="diag" | "Diag"), arguments=arguments):
            return all(map(is_numeric, arguments))
    return is_numeric(body)


def is_open(record: RelationReview) -> bool:
    """Whether a claim was left open."""
    return record.role == "claim" and record.verdict == "cannot-tell"


def with_verdicts_of(
    whole: Sequence[RelationReview], alone: Sequence[RelationReview], is_sure: bool
) -> list[RelationReview]:
    """The records with what was decided in a section alone for what is open; none where the two contradict.

    Where another section makes the same names, nothing is wrong: a line may still mean those.
    """
    found = {(one.span, one.relation): one for one in alone}
    pairs = [(one, found.get((one.span, one.relation), one)) for one in whole]
    if any({one.verdict, other.verdict} == {"right", "wrong"} for one, other in pairs):
        return list(whole)
    decided = ("right", "wrong") if is_sure else ("right",)
    return [other if is_open(one) and other.verdict in decided else one for one, other in pairs]
