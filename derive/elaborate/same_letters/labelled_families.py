r"""Families over labels that a document lists: a_∗ = W_∗ x + b_∗ for ∗ ∈ {i, f, o} has the members a_i, a_f and a_o."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from derive.elaborate.evaluation.sums import bound_letters
from derive.elaborate.symbols.names import SUBSCRIPT_LETTERS, is_letter
from derive.elaborate.symbols.rewriting import all_trees, rewritten
from derive.reader import syntax as s
from derive.reader.blocks import Document
from derive.reader.tex import tex
from derive.reader.tree import Part, rebuilt, walk

MOST = 8
_LETTERS = frozenset(map(s.Name, SUBSCRIPT_LETTERS))


@dataclass(frozen=True, slots=True)
class Listing:
    """A sign or letter with the labels that it stands for."""

    running: s.Node
    labels: tuple[s.Node, ...]


def with_labelled_families(document: Document) -> Document:
    r"""The document in which the labels of a family are numbers that are shown as labels, and its sums have an end.

    A sum over labels of names that no equation gives at once is written out, as they may have different shapes.

    >>> from derive.reader.document import read_text
    >>> text = r"$$a_g = W_g x, \quad g \in \{i, f\}, \qquad J = \sum_{g \in \{i, f\}} a_g^2, \quad u = a_f$$"
    >>> found = with_labelled_families(read_text(text)).blocks[0].formulas
    >>> tex(found[1].tree), tex(found[2].tree)
    ('J = \\sum_{g = 1}^{2} a_{g}^{2}', 'u = a_{f}')
    >>> tex(with_labelled_families(read_text(r"$J = \sum_{g \in \{i, f\}} a_g^2$")).blocks[0].formulas[0].tree)
    'J = a_{i}^{2} + a_{f}^{2}'
    """
    trees = list(all_trees(document.blocks))
    listings = {each for tree in trees for each in _listings(tree)}
    if len({each.labels for each in listings}) != 1:
        return document
    labels = next(iter(listings)).labels
    signs = {each.running for each in listings}
    parts = [part for tree in trees for part in walk(tree)]
    families = {base for part in parts if (base := _base(part, signs)) is not None}
    bound = {
        s.Name(x)
        for part in parts
        if isinstance(part, s.Big) and part.below is not None and not any(_listings(part.below))
        for x in bound_letters(part.below)
    }
    if not families or bound & {*labels, *signs}:
        return document
    if any(_gives(tree, families, signs) for tree in trees):
        letter = s.Name(_free_letter(parts))
        return rewritten(document, lambda tree: _numbered(tree, families, labels, signs, letter))
    return rewritten(document, lambda tree: _written_out(tree, signs))


def _listings(tree: s.Node) -> Iterator[Listing]:
    """The g ∈ {i, f, o} and g = i, f, o of a formula."""
    for part in walk(tree):
        match part:
            case s.Chain(
                members=(s.Name() | s.Text() as sign, s.Sequence(items=items, opening=opening)),
                relations=(s.Relation(sign="in" | "=" as relation),),
            ) if 1 < len(set(items)) == len(items) <= MOST:
                is_set = relation == "in" and opening == "{"
                is_row = relation == "=" and opening == "" and len(items) > 2
                if (is_set or is_row) and all(map(_is_label, items)) and sign not in items:
                    yield Listing(sign, items)


def _is_label(node: s.Node) -> bool:
    return is_letter(node) or (isinstance(node, s.Text) and node.text.isalpha())


def _below(part: Part) -> s.Node | None:
    """What stands below a name, alone and with nothing above it."""
    match part:
        case s.Index(base=s.Name(), below=s.Indices(items=(item,)), above=None):
            return item
    return None


def _base(part: Part, signs: set[s.Node]) -> s.Node | None:
    return part.base if isinstance(part, s.Index) and _below(part) in signs else None


def _gives(tree: s.Node, families: set[s.Node], signs: set[s.Node]) -> bool:
    """Whether a formula says what all members of a family are: a_∗ = W_∗ x + b_∗."""
    match tree:
        case s.Chain(members=(s.Index() as head, body, *_), relations=(s.Relation(sign="=" | ":="), *_)):
            return _base(head, signs) is not None and any(_base(part, signs) for part in walk(body))
    return False


def _free_letter(parts: Sequence[Part]) -> str:
    used = {part.letter for part in parts if isinstance(part, s.Name)}
    free = [letter for letter in (*"gqrmp", *sorted(SUBSCRIPT_LETTERS)) if letter not in used]
    return free[0] if free else "z"


def _numbered(
    node: s.Node, families: set[s.Node], labels: Sequence[s.Node], signs: set[s.Node], letter: s.Name
) -> s.Node:
    """A formula with numbers for labels, and a letter for a sign such as ∗."""

    def change(part: s.Node) -> s.Node:
        return _numbered(part, families, labels, signs, letter)

    match node:
        case s.Chain(members=(s.Name() | s.Text() as sign, s.Sequence(items=items))) if sign in signs:
            if items == labels:
                rest = s.Sequence((s.Number("1"), s.Dots(), s.Number(str(len(labels)))))
                return s.Chain((_letter(sign, letter), rest), (s.Relation("="),), span=node.span)
        case s.Index(base=base, below=s.Indices(items=(item,)) as below, above=None) if base in families:
            return replace(node, below=replace(below, items=(_number(item, labels, signs, letter),)))
        case s.Big(below=s.Chain(members=(sign, s.Sequence(items=items))), above=None) if items == labels:
            first = s.Chain((_letter(sign, letter), s.Number("1")), (s.Relation("="),))
            body = None if node.body is None else change(node.body)
            return replace(node, below=first, above=s.Number(str(len(labels))), body=body)
    changed: s.Node = rebuilt(node, change)
    return changed


def _letter(sign: s.Node, letter: s.Name) -> s.Node:
    return sign if is_letter(sign) and sign in _LETTERS else letter


def _number(item: s.Node, labels: Sequence[s.Node], signs: set[s.Node], letter: s.Name) -> s.Node:
    if item in labels:
        return s.Number(str(labels.index(item) + 1), item.span, tex(item))
    return _letter(item, letter) if item in signs else item


def _written_out(node: s.Node, signs: set[s.Node]) -> s.Node:
    """A formula in which sums over labels are written out."""

    def change(part: s.Node) -> s.Node:
        return _written_out(part, signs)

    changed: s.Node = rebuilt(node, change)
    match changed:
        case s.Big(
            symbol="sum",
            body=s.Node() as body,
            below=s.Chain(members=(sign, s.Sequence(items=items))),
            above=None,
        ) if sign in signs:
            terms = [_at(body, sign, item) for item in items]
            whole = terms[0]
            for term in terms[1:]:
                whole = s.Add(whole, term, span=node.span)
            return whole
    return changed


def _at(node: s.Node, sign: s.Node, item: s.Node) -> s.Node:
    put: Callable[[s.Node], s.Node] = lambda part: _at(part, sign, item)  # noqa: E731
    match node:
        case s.Index(below=s.Indices(items=(found,)) as below) if found == sign:
            return replace(node, base=put(node.base), below=replace(below, items=(item,)))
    changed: s.Node = rebuilt(node, put)
    return changed
