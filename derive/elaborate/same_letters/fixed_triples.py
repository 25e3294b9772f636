r"""One triple or pair that stays what it is: the u, i, j of x_{uij} = p_u(q_i − q_j), the i, j of d = x_i − x_j.

Where nothing runs with these letters they are labels, and the two points of a pair are different ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from derive.elaborate.index_letters.implied import implies_sums
from derive.elaborate.symbols.names import is_letter
from derive.elaborate.symbols.rewriting import all_trees, rewritten
from derive.reader import syntax as s
from derive.reader.blocks import Document
from derive.reader.tree import Part, children, rebuilt, walk

_AT_LEAST = 3
_TWO = 2


def with_fixed_triples(document: Document) -> Document:
    r"""The document in which the letters of its triple or pair are labels, where none of them runs or is told.

    >>> from derive.reader.document import read_text
    >>> text = r"$$x_{uij} = p_u (q_i - q_j)$$ $$\frac{\partial x_{uij}}{\partial p_u} = q_i - q_j$$"
    >>> with_fixed_triples(read_text(text)).blocks[0].formulas[0].tree.members[0].below.items
    (Text(text='uij'),)
    """
    trees = list(all_trees(document.blocks))
    letters = frozenset(letter for tree in trees for letter in (*_triple(tree), *_pair(tree)))
    if not letters or implies_sums(document.prose.lower()) or not _stay(trees, letters):
        return document
    return rewritten(document, lambda tree: _labelled(tree, letters))


def _triple(tree: s.Node) -> tuple[str, ...]:
    """The letters of x_{uij} where an equation makes it of names that carry one of them each."""
    match tree:
        case s.Chain(members=(s.Index() as head, body, *_), relations=(s.Relation(sign="=" | ":="), *_)):
            letters = _letters(head)
            within = [_letters(part) for part in walk(body) if isinstance(part, s.Index)]
            single = all(len(each) == 1 for each in within) and {x for each in within for x in each}
            if len(set(letters)) == len(letters) >= _AT_LEAST and set(letters) == single:
                return letters
    return ()


def _pair(tree: s.Node) -> tuple[str, ...]:
    """The letters below two members of one name where an equation makes a name without an index of them."""
    match tree:
        case s.Chain(members=(head, body, *_), relations=(s.Relation(sign="=" | ":="), *_)) if _is_plain(
            head
        ):
            within = [part for part in walk(body) if isinstance(part, s.Index)]
            pairs = {part.base: set[str]() for part in within}
            for part in within:
                pairs[part.base] |= set(_letters(part))
            if all(len(_letters(part)) == 1 for part in within) and _TWO in map(len, pairs.values()):
                return tuple(sorted({x for letters in pairs.values() for x in letters}))
    return ()


def _is_plain(head: s.Node) -> bool:
    """Whether what an equation makes is a name without an index, or such a function of some."""
    match head:
        case s.Call(function=function, arguments=arguments):
            return isinstance(function, s.Name) and all(isinstance(each, s.Name) for each in arguments)
    return isinstance(head, s.Name)


def _letters(node: s.Index) -> tuple[str, ...]:
    """The single letters below a name, all that stands there."""
    if node.below is None or node.above is not None or not isinstance(node.base, s.Name):
        return ()
    items = node.below.items
    return tuple(x.letter for x in items if isinstance(x, s.Name)) if all(map(is_letter, items)) else ()


def _stay(trees: Sequence[s.Node], letters: frozenset[str]) -> bool:
    """Whether the letters stand below names alone, and these names carry no other ones and are never whole."""
    formulas = [tree for tree in trees if not isinstance(tree, s.Name)]
    if any(isinstance(part, s.Big) and part.below is None for tree in formulas for part in walk(tree)):
        return False
    indexed = [part for tree in formulas for part in walk(tree) if isinstance(part, s.Index)]
    carrying = {part.base for part in indexed if set(_letters(part)) & letters}
    if any(part.base in carrying and not _is_of(part, letters) for part in indexed):
        return False
    names = [name for tree in formulas for name in _elsewhere(tree, _dummies(tree))]
    wholes = {base.letter.lower() for base in carrying if isinstance(base, s.Name)}
    return not any(name.letter in letters or name.letter.lower() in wholes for name in names)


def _is_of(node: s.Index, letters: frozenset[str]) -> bool:
    own = _letters(node)
    return bool(own) and set(own) <= letters


def _dummies(tree: s.Node) -> frozenset[s.Node]:
    """The variable of a function that an equation makes: it is no whole of what is called so elsewhere."""
    match tree:
        case s.Chain(members=(s.Call(function=s.Name() | s.Prime(), arguments=arguments), *_)):
            return frozenset(each for each in arguments if isinstance(each, s.Name))
    return frozenset()


def _elsewhere(node: Part, dummies: frozenset[s.Node]) -> Iterator[s.Name]:
    """The names that stand in other places than with something below them, and those that stand deeper below."""
    if isinstance(node, s.Name) and node not in dummies:
        yield node
    for part in children(node):
        if not (isinstance(node, s.Index) and _letters(node)):
            yield from _elsewhere(part, dummies)


def _labelled(node: s.Node, letters: frozenset[str]) -> s.Node:
    if isinstance(node, s.Index) and _is_of(node, letters):
        label = s.Text("".join(_letters(node)))
        return s.Index(node.base, s.Indices((label,)), None, node.span)
    changed: s.Node = rebuilt(node, lambda part: _labelled(part, letters))
    return changed
