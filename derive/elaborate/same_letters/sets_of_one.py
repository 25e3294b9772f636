"""Sets that belong to one chosen thing: the N(c) of Σ_{k ∈ N(c)} is one set where c is a label and never runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from derive.elaborate.evaluation.sums import bound_in
from derive.elaborate.index_letters.letters import letters_in
from derive.elaborate.prose.words import without_long_blanks
from derive.elaborate.symbols.names import is_letter
from derive.elaborate.symbols.rewriting import all_trees, rewritten
from derive.reader import syntax as s
from derive.reader.blocks import Document
from derive.reader.tree import Part, children, rebuilt, walk


def with_sets_of_one(document: Document) -> Document:
    r"""The document in which the set of a chosen thing is a name without it.

    >>> from derive.reader.document import read_text
    >>> read = with_sets_of_one(read_text(r"$$J = u_o^T v_c - \sum_{k\in N(c)} u_k^T v_c$$"))
    >>> read.blocks[0].formulas[0].tree.members[1].right.below.members[1]
    Name(letter='N', decorations=())
    """
    trees = list(all_trees(document.blocks))
    owned = {
        pair for tree in trees for part in walk(tree) if isinstance(part, s.Big) for pair in _owned(part)
    }
    if not owned:
        return document
    running = letters_in(trees, without_long_blanks(document.prose).lower()).indices | {
        x for tree in trees for x in bound_in(tree)
    }
    owners = {owner for _, owner in owned}
    single = {name for name, owner in owned if owner.letter not in running and len(owners) == 1}
    plain = {name for name in single if not any(_bare(tree, name) for tree in trees)}
    return rewritten(document, lambda tree: _without_owner(tree, plain)) if plain else document


def _owned(total: s.Big) -> Iterator[tuple[s.Name, s.Name]]:
    """N and c of Σ_{k ∈ N(c)} and Σ_{k ∈ N_c}."""
    for part in walk(total.below) if total.below is not None else ():
        match part:
            case s.Chain(members=(_, held), relations=(s.Relation(sign="in"),)):
                if (pair := _set_of(held)) is not None:
                    yield pair


def _set_of(node: Part) -> tuple[s.Name, s.Name] | None:
    match node:
        case s.Ambiguous(readings=(s.Call() as call, *_)):
            return _set_of(call)
        case s.Call(function=s.Name() as name, arguments=(s.Name() as owner,)) if is_letter(owner):
            return name, owner
        case s.Index(base=s.Name() as name, below=s.Indices(items=(s.Name() as owner,)), above=None):
            return (name, owner) if is_letter(owner) else None
    return None


def _bare(node: Part, name: s.Name) -> bool:
    """Whether the letter of a set is a name of its own elsewhere, a number N."""
    if _set_of(node) is not None:
        return False
    return node == name or any(_bare(part, name) for part in children(node))


def _without_owner(node: s.Node, names: set[s.Name]) -> s.Node:
    found = _set_of(node)
    if found is not None and found[0] in names:
        return replace(found[0], span=node.span)
    changed: s.Node = rebuilt(node, lambda part: _without_owner(part, names))
    return changed
