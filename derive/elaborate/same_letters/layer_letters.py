"""Layers told apart by their index letters: the a_j of a_j = Σ_i w_ji x_i is no a_k of a_k = Σ_j w_kj z_j."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from derive.elaborate.evaluation.sums import bound_letters
from derive.elaborate.same_letters.feature_letters import with_dummy
from derive.elaborate.symbols.names import is_letter
from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.reader import syntax as s
from derive.reader.blocks import Document
from derive.reader.names import AT
from derive.reader.tree import rebuilt, walk

Letters = tuple[str, ...]


def with_layers_by_letter(document: Document) -> Document:
    """The document in which a name has a mark for every layer, where its index letters tell the layers apart.

    They do where weights link letters in a row, w_kj and w_ji, and a name is defined in two ways, by its letter.

    >>> from derive.reader.document import read_text
    >>> text = "$$a_j = \\\\sum_i w_{ji} x_i, \\\\quad a_k = \\\\sum_j w_{kj} z_j$$"
    >>> formulas = with_layers_by_letter(read_text(text)).blocks[0].formulas
    >>> [formula.tree.members[0].base.decorations for formula in formulas]
    [('at j',), ('at k',)]
    """
    trees = [_with_dummies(tree) for tree in written_trees(document)]
    found: dict[s.Name, set[Letters]] = defaultdict(set)
    for base, letters in (each for tree in trees for each in _indexed(tree)):
        found[base].add(letters)
    links = set(_in_a_row({each for letters in found.values() for each in letters}))
    if not any(frozenset(pair) in _defined_apart(trees) for pair in links):
        return document
    layers = frozenset(letter for pair in links for letter in pair)
    marked = {base: held for base, held in found.items() if _told_apart(held, layers)}
    return rewritten(document, lambda tree: _marked_throughout(_with_dummies(tree), marked))


def _with_dummies(tree: s.Node) -> s.Node:
    """A formula in which Σ_j exp(a_j) beside a_k has a letter of its own: without weights it is of a_k's layer."""
    here = list(_indexed(tree))

    def freed(node: s.Node) -> s.Node:
        if isinstance(node, s.Big) and node.body is not None and node.below is not None:
            (letter, *others) = sorted(bound_letters(node.below)) or [""]
            if (
                is_letter(s.Name(letter))
                and not others
                and _is_dummy(letter, list(_indexed(node.body)), here)
            ):
                node = with_dummy(node, letter)
        changed: s.Node = rebuilt(node, freed)
        return changed

    return freed(tree)


def _is_dummy(letter: str, inside: list[tuple[s.Name, Letters]], here: list[tuple[s.Name, Letters]]) -> bool:
    """Whether a sum has no weights with its letter, and what it runs through also has another letter nearby."""
    if any(len(letters) == 2 and letter in letters for _, letters in inside):
        return False
    run = {base for base, letters in inside if letters == (letter,)}
    return any(base in run and len(letters) == 1 and letters != (letter,) for base, letters in here)


def _marked_throughout(tree: s.Node, marked: Mapping[s.Name, set[Letters]]) -> s.Node:
    """A formula with its layers marked, what a sum runs through by itself like the only other one of its name."""
    here: dict[s.Name, set[Letters]] = defaultdict(set)
    for base, letters in _indexed(tree):
        here[base].add(letters)
    alone = {base: next(iter(held)) for base, held in here.items() if len(held) == 1 and base in marked}
    return _marked(tree, marked, alone)


def _indexed(tree: s.Node) -> Iterator[tuple[s.Name, Letters]]:
    for part in walk(tree):
        found = _family(part) if isinstance(part, s.Index) else None
        if found is not None:
            yield found


def _family(node: s.Index) -> tuple[s.Name, Letters] | None:
    match node:
        case s.Index(base=s.Name() as base, below=s.Indices(items=items), above=None) if len(items) <= 2:
            letters = tuple(item.letter for item in items if isinstance(item, s.Name) and is_letter(item))
            return (base, letters) if len(letters) == len(items) else None
    return None


def _in_a_row(letters: set[Letters]) -> Iterator[Letters]:
    """The pairs (k, j) of w_kj and w_ji."""
    pairs = [each for each in letters if len(each) == 2 and each[0] != each[1]]
    for first in pairs:
        for second in pairs:
            if first[1] == second[0] and first[0] != second[1]:
                yield from (first, second)


def _defined_apart(trees: Sequence[s.Node]) -> set[frozenset[str]]:
    """The pairs of letters by which some name is defined in two ways that differ in more than letters."""
    bodies: dict[s.Name, dict[str, object]] = defaultdict(dict)
    for tree in trees:
        match tree:
            case s.Chain(members=(s.Index() as head, body, *_)) if tree.relations[0].sign in (
                "=",
                ":=",
                "equiv",
            ):
                found = _family(head)
                if found is not None and len(found[1]) == 1:
                    bodies[found[0]].setdefault(found[1][0], _skeleton(body, {found[1][0]: "0"}))
    return {
        frozenset((one, other))
        for defined in bodies.values()
        for one in defined
        for other in defined
        if one != other and defined[one] != defined[other]
    }


def _skeleton(node: s.Node, seen: dict[str, str]) -> s.Node:
    """A formula with its letters numbered in the order in which they come."""
    if isinstance(node, s.Name) and is_letter(node):
        return replace(node, letter=seen.setdefault(node.letter, str(len(seen))))
    if isinstance(node, s.Index) and isinstance(node.base, s.Name) and node.below is not None:
        items = tuple(_skeleton(item, seen) for item in node.below.items)
        return replace(node, below=replace(node.below, items=items))
    changed: s.Node = rebuilt(node, lambda part: _skeleton(part, seen))
    return changed


def _told_apart(held: set[Letters], layers: frozenset[str]) -> bool:
    return len(held) > 1 and all(set(letters) <= layers for letters in held) and len({*map(len, held)}) == 1


def _marked(node: s.Node, marked: Mapping[s.Name, set[Letters]], alone: Mapping[s.Name, Letters]) -> s.Node:
    found = _family(node) if isinstance(node, s.Index) else None
    if found is not None and found[1] in marked.get(found[0], ()) and isinstance(node, s.Index):
        return _at(node, found[0], found[1])
    dummy = isinstance(node, s.Index) and found is None and node.above is None
    if dummy and isinstance(node, s.Index) and isinstance(node.base, s.Name) and node.base in alone:
        return _at(node, node.base, alone[node.base])
    changed: s.Node = rebuilt(node, lambda part: _marked(part, marked, alone))
    return changed


def _at(node: s.Index, base: s.Name, letters: Letters) -> s.Node:
    mark = AT + "".join(letters)
    return replace(node, base=replace(base, decorations=(*base.decorations, mark)))
