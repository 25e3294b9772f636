"""Names that mean two things by their indices: s_ij = s_i − s_j is a pair, L = Σ_i L_i a whole, y_n = y(x_n)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from derive.elaborate.symbols.names import is_letter
from derive.elaborate.symbols.rewriting import all_trees, rewritten
from derive.elaborate.symbols.roles import FUNCTIONS_OF_EVERYBODY
from derive.reader import syntax as s
from derive.reader.anatomy import base_of, function_of, indices_of
from derive.reader.blocks import Document
from derive.reader.names import PAIR
from derive.reader.tree import rebuilt, walk

Family = tuple[s.Name, int, bool]
"""A name, and the number of indices with which it means another thing than with fewer; whether they stand above."""


def with_names_by_arity(document: Document) -> Document:
    """The document in which a name that is worked out from itself with fewer or more indices is another name.

    >>> from derive.reader.document import read_text
    >>> found = with_names_by_arity(read_text("$$s_{ij} = s_i - s_j$$")).blocks[0].formulas[0].tree
    >>> found.members[0].base.decorations, found.members[1].left.base.decorations
    (('pair',), ())
    """
    trees = list(all_trees(document.blocks))
    families = frozenset(family for tree in trees for family in _worked_out_from_themselves(tree))
    families |= frozenset((*_values_at_data(trees), *_defined_apart(trees)))
    return rewritten(document, lambda tree: _renamed(tree, families)) if families else document


def _worked_out_from_themselves(tree: s.Node) -> Iterator[Family]:
    match tree:
        case s.Chain(members=(s.Index() as head, *bodies)) if (family := _family(head)) is not None:
            smaller = any(_is_smaller(family, other) for other in _families(bodies))
            if smaller or any(_calls(part, family[0]) for body in bodies for part in walk(body)):
                yield family
        case s.Chain(members=(s.Name() | s.Call(function=s.Name()) as head, *bodies)):
            whole = function_of(head)
            parts = (part for body in bodies for part in walk(body))
            members = (_member(part) for part in parts if isinstance(part, s.Big) and part.symbol == "sum")
            yield from (family for family in members if family is not None and family[0] == whole)


def _member(total: s.Big) -> Family | None:
    """The L_i of Σ_i L_i: what is summed as it is, by the index that it carries."""
    one = function_of(total.body)
    family = _family(one) if isinstance(one, s.Index) else None
    if family is None or family[1] != 1 or total.below is None:
        return None
    return family if set(indices_of(one)) & set(walk(total.below)) else None


def _defined_apart(trees: Sequence[s.Node]) -> Iterator[Family]:
    """The losses ℓ_ui and ℓ_uij of two models: names that are defined with two and with three indices."""
    defined: set[Family] = set()
    for tree in trees:
        match tree:
            case s.Chain(members=(s.Index() as head, _, *_), relations=(s.Relation(sign="=" | ":="), *_)):
                defined |= {family} if (family := _family(head)) is not None else set()
    for name, count, above in defined:
        if count > 2 and any(other[0] == name and 1 < other[1] < count for other in defined):
            yield name, count, above


def _values_at_data(trees: Sequence[s.Node]) -> Iterator[Family]:
    """The y_n that stand beside y(x_n): values of the function, not its entries."""
    parts = [part for tree in trees for part in walk(tree)]
    taken = {
        (part.function, letter)
        for part in parts
        if isinstance(part, s.Call) and _is_own(part.function)
        for letter in data_letters(part.arguments)
    }
    for part in parts:
        family = _family(part) if isinstance(part, s.Index) else None
        if family and family[1] == 1 and any((family[0], x) in taken for x in indices_of(part)):
            yield family


def _is_own(function: s.Node) -> bool:
    r"""Whether a function is the document's: \log_j beside \log p_j has lost its argument."""
    return isinstance(function, s.Name) and function.letter not in FUNCTIONS_OF_EVERYBODY


def data_letters(arguments: Iterable[s.Node]) -> Iterator[s.Name]:
    """The n of x_n and x^{(n)} among some arguments."""
    for part in (part for argument in arguments for part in walk(argument)):
        yield from (item for item in indices_of(part) if isinstance(item, s.Name) and is_letter(item))


def _families(nodes: Iterable[s.Node]) -> Iterator[Family]:
    parts = (part for node in nodes for part in walk(node) if isinstance(part, s.Index))
    yield from (family for part in parts if (family := _family(part)) is not None)


def _calls(part: object, base: s.Name) -> bool:
    """Whether a part is y(x_n) or y_w(x_n)."""
    function = part.function if isinstance(part, s.Call) else None
    return (base_of(function)) == base


def _family(node: s.Index) -> Family | None:
    """A name with plain letters below it and nothing above, or with one letter above it only."""
    match node:
        case s.Index(base=s.Name() as base, below=s.Indices(items=items), above=None) if all(
            isinstance(item, s.Name) for item in items
        ):
            return base, len(items), False
        case s.Index(base=s.Name() as base, below=None, above=s.Indices(items=(s.Name(),))):
            return base, 1, True
    return None


def _at_plain_letters(node: s.Index) -> s.Index:
    """F_y for its neighbour F_{y−1}: a member of the same family."""
    if node.below is None or node.above is not None:
        return node
    items = tuple(
        item.left if isinstance(item, s.Add | s.Sub) and isinstance(item.right, s.Number) else item
        for item in node.below.items
    )
    return replace(node, below=replace(node.below, items=items))


def _is_smaller(family: Family, other: Family) -> bool:
    return other[0] == family[0] and other[1] < family[1] and not family[2] and not other[2]


def _renamed(node: s.Node, families: frozenset[Family]) -> s.Node:
    family = _family(_at_plain_letters(node)) if isinstance(node, s.Index) else None
    if family in families and isinstance(node, s.Index) and isinstance(node.base, s.Name):
        assert family is not None
        return replace(node, base=replace(node.base, decorations=(*node.base.decorations, PAIR)))
    match node:
        case s.Product(left=left, right=s.Add() | s.Sub()) if _ends_transposed(left):
            node = replace(node, right=_with_columns(node.right, families))
        case s.Call(function=s.Prime() as turned, arguments=(s.Add() | s.Sub() as only,)) if _is_matrix(
            turned.of
        ):
            node = replace(node, arguments=(_with_columns(only, families),))
    changed: s.Node = rebuilt(node, lambda part: _renamed(part, families))
    return changed


def _ends_transposed(node: s.Node) -> bool:
    """Whether a factor is, or ends with, the transpose of a matrix."""
    match node:
        case s.Product(right=right):
            return _ends_transposed(right)
        case s.Transpose(of=of) | s.Prime(of=of):
            return _is_matrix(of)
        case s.Ambiguous(readings=readings):
            return any(map(_ends_transposed, readings))
    return False


def _is_matrix(node: s.Node) -> bool:
    return isinstance(node, s.Name) and node.letter.lstrip("\\")[:1].isupper()


def _with_columns(node: s.Node, families: frozenset[Family]) -> s.Node:
    """X^T(y − h): what a matrix multiplies is the column of all h_i = h(x_i), though the function has the same name."""
    named = isinstance(node, s.Name) and any(base == node for base, count, _ in families if count == 1)
    if named and isinstance(node, s.Name):
        return replace(node, decorations=(*node.decorations, PAIR))
    if isinstance(node, s.Add | s.Sub | s.Neg):
        summed: s.Node = rebuilt(node, lambda part: _with_columns(part, families))
        return summed
    return node
