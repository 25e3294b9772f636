"""Names told apart by letters above: a^f and a^i where f = s(a^f) and i = s(a^i) are quantities of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.reader import syntax as s
from derive.reader.blocks import Document
from derive.reader.tree import Part, rebuilt, walk

SEVERAL = 2


def with_names_above(document: Document) -> Document:
    """The document in which letters above a name are labels, where they can be neither exponents nor indices.

    So they are where several letters are made out of names that carry them, and a name never stands without one.
    """
    trees = written_trees(document)
    parts = [part for tree in trees for part in walk(tree)]
    gates = frozenset(_gates(trees))
    if len(gates) < SEVERAL:
        return document
    candidates = {found[0] for part in parts if (found := _letter(part)) is not None and found[1] in gates}
    names = frozenset(name for name in candidates if _always_labelled(name, parts, gates))
    return rewritten(document, lambda tree: _with_labels(tree, names)) if names else document


def _letter(node: Part) -> tuple[s.Name, s.Name, s.Indices | None] | None:
    """The name, the one letter above it, and what stands below it: a, f and t of a_t^f."""
    match node:
        case s.Power(base=s.Name() as base, exponent=s.Name() as letter):
            return base, letter, None
        case s.Power(
            base=s.Index(base=s.Name() as base, below=below, above=None), exponent=s.Name() as letter
        ):
            return base, letter, below
        case s.Index(base=s.Name() as base, below=below, above=s.Indices(items=(s.Name() as letter,))):
            return base, letter, below
    return None


def _gates(trees: Sequence[s.Node]) -> Iterator[s.Name]:
    """The letters that equations make out of a name that carries them: f of f = s(a^f)."""
    for tree in trees:
        match tree:
            case s.Chain(members=(head, body, *_), relations=(s.Relation(sign="=" | ":="), *_)):
                base = head.base if isinstance(head, s.Index) and head.above is None else head
                found = (_letter(part) for part in walk(body))
                if isinstance(base, s.Name) and any(each is not None and each[1] == base for each in found):
                    yield base


def _always_labelled(name: s.Name, parts: Sequence[Part], gates: frozenset[s.Name]) -> bool:
    """Whether every occurrence of a name has one of these letters above it."""
    letters = [found[1] for part in parts if (found := _letter(part)) is not None and found[0] == name]
    return set(letters) <= gates and sum(part == name for part in parts) == len(letters)


def _with_labels(node: s.Node, names: frozenset[s.Name]) -> s.Node:
    found = _letter(node)
    if found is not None and found[0] in names:
        base, letter, below = found
        return s.Index(base, below, s.Indices((s.Text(letter.letter),)), node.span)
    changed: s.Node = rebuilt(node, lambda part: _with_labels(part, names))
    return changed
