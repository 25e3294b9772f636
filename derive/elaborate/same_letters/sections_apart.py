"""One bold letter in two sections: a vector v in the first and the family v_1, …, v_M in the last are two objects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from derive.elaborate.symbols.rewriting import all_trees
from derive.reader import syntax as s
from derive.reader.anatomy import function_of
from derive.reader.blocks import Block, Document
from derive.reader.names import AT
from derive.reader.tree import Part, children, rebuilt

MARK = AT + "section"


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading: the bold names that are bare and with indices, all names, those it makes."""

    blocks: tuple[Block, ...]
    bare: frozenset[s.Name]
    families: frozenset[s.Name]
    names: frozenset[s.Node]
    made: frozenset[s.Node]


def with_sections_apart(document: Document) -> Document:
    """The document in which a family has a mark where its bold letter is one vector in other sections.

    A section that goes on with what others make is left alone: there x may be one of the data x_i.
    """
    sections = list(_sections(document))
    marked: dict[int, frozenset[s.Name]] = {}
    for section in sections:
        others = [other for other in sections if other is not section]
        bare = frozenset[s.Name]().union(*(other.bare for other in others))
        families = frozenset[s.Name]().union(*(other.families for other in others))
        apart = (section.families & bare) - section.bare - families
        if apart and not any(section.names & other.made for other in others):
            marked |= {id(block): apart for block in section.blocks}
    if not marked:
        return document
    blocks = (_marked_block(block, marked.get(id(block), frozenset())) for block in document.blocks)
    return replace(document, blocks=tuple(blocks))


def _sections(document: Document) -> Iterator[Section]:
    groups: dict[tuple[int, str], list[Block]] = {}
    for block in document.blocks:
        groups.setdefault((block.post, block.heading), []).append(block)
    for blocks in groups.values():
        trees = list(all_trees(blocks))
        found = [pair for tree in trees for pair in _names(tree)]
        bold = frozenset(name for name, _ in found if isinstance(name, s.Name) and _is_bold(name))
        families = bold & {name for name, indexed in found if indexed}
        bare = bold & {name for name, indexed in found if not indexed}
        names = frozenset(name for name, _ in found)
        yield Section(tuple(blocks), bare, families, names, frozenset(_made(trees)))


def _names(node: Part) -> Iterator[tuple[s.Node, bool]]:
    """The names in a formula, each with whether it has indices; a word below a name is a part of it."""
    match node:
        case s.Index(base=s.Name(), below=s.Indices(items=(s.Text(),)), above=None):
            yield node, False
            return
        case s.Index(base=s.Name() as base):
            yield base, True
            return
        case s.Name():
            yield node, False
            return
    for part in children(node):
        yield from _names(part)


def _made(trees: Iterable[s.Node]) -> Iterator[s.Node]:
    """The names that equations introduce."""
    for tree in trees:
        if isinstance(tree, s.Chain) and tree.relations[0].sign in ("=", ":="):
            head = tree.members[0]
            head = function_of(head)
            yield from (name for name, _ in _names(head) if isinstance(head, s.Index | s.Name))


def _is_bold(name: s.Name) -> bool:
    return "bold" in name.decorations or "vec" in name.decorations


def _marked_block(block: Block, names: frozenset[s.Name]) -> Block:
    if not names:
        return block

    def marked(node: s.Node) -> s.Node:
        if isinstance(node, s.Name) and node in names:
            return replace(node, decorations=(*node.decorations, MARK))
        changed: s.Node = rebuilt(node, marked)
        return changed

    formulas = (
        replace(
            formula,
            tree=None if formula.tree is None else marked(formula.tree),
            carried=None if formula.carried is None else marked(formula.carried),
            conditions=tuple(map(marked, formula.conditions)),
        )
        for formula in block.formulas
    )
    return replace(block, formulas=tuple(formulas))
