r"""Averages as a document defines them: after ⟨A⟩ = Σ_k p_k A_k or ⟨A⟩ = Z⁻¹ Σ_s A(s) e^{−E(s)}, ⟨E²⟩ is such a sum."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from derive.elaborate.evaluation.sums import bound_letters
from derive.elaborate.symbols.rewriting import all_trees
from derive.elaborate.symbols.roles import EQUALITIES
from derive.reader import syntax as s
from derive.reader.anatomy import base_of
from derive.reader.blocks import Document, Formula
from derive.reader.tex import tex
from derive.reader.tree import placed, rebuilt, walk

_LAWS = frozenset(("p", "P", "q", "Q", "w", r"\pi", r"\rho", r"\mu"))
_ANY = s.Name("any quantity")


@dataclass(frozen=True, slots=True)
class Average:
    """What an average is: over which letter, of which quantity that stands for any other.

    ``normaliser`` is what the law of the average divides by, where no equation says what it is.
    """

    whole: s.Node
    letter: str
    quantity: s.Name
    normaliser: s.Call | None = None
    total: s.Node | None = None


@dataclass(frozen=True, slots=True)
class Families:
    """The names that carry the letter of a sum: below, as E_k, or in brackets, as E(s) and f_a(s)."""

    below: frozenset[s.Name]
    called: frozenset[s.Name]
    called_below: frozenset[s.Name]


def with_told_averages(document: Document) -> Document:
    """The document in which every average in angle brackets is the sum that the document says it is.

    Names without an index that elsewhere carry the letter of the sum are what is averaged; all others are constants.
    From where another law of the same letter is given, p(s) = …/Z(θ), averages are over this one.
    """
    trees = list(all_trees(document.blocks))
    found = {made for tree in trees if (made := _definition(tree)) is not None}
    if len(found) != 1:
        return document
    (average,) = found
    families = _families(trees, average.letter)
    meant: Average | None = average
    blocks, is_told = [], False
    for block in document.blocks:
        formulas = []
        for formula in block.formulas:
            tree = formula.tree
            is_told = is_told or (tree is not None and _definition(tree) is not None)
            if is_told and tree is not None:
                law = _law(tree, average.letter, trees)
                meant = law or (None if _gives_another_law(tree, average) else meant)
            formulas.append(formula if meant is None else _changed(formula, meant, families))
        blocks.append(replace(block, formulas=tuple(formulas)))
    return replace(document, blocks=tuple(blocks))


def _changed(formula: Formula, average: Average, families: Families) -> Formula:
    tree, carried = formula.tree, formula.carried
    if tree is not None:
        tree = _as_a_name(tree) if _definition(tree) else _written_out(tree, average, families)
    return replace(
        formula,
        tree=tree,
        carried=None if carried is None else _written_out(carried, average, families),
        conditions=tuple(_written_out(each, average, families) for each in formula.conditions),
    )


def _as_a_name(tree: s.Node) -> s.Node:
    """The line that says what an average is, as the definition of a name."""
    assert isinstance(tree, s.Chain)
    name = s.Name(tex(tree.members[0]), span=tree.members[0].span)
    return replace(tree, members=(name, *tree.members[1:]))


def _definition(tree: s.Node) -> Average | None:
    """What an equation such as ⟨A⟩ = Σ_k p_k A_k or ⟨E^m⟩ = Σ_k p_k E_k^m says of the average of anything."""
    match tree:
        case s.Chain(members=(s.Inner(left=averaged, right=None), whole), relations=(relation,)) if (
            relation.sign in EQUALITIES
        ):
            quantity = averaged.base if isinstance(averaged, s.Power) else averaged
            power = averaged.exponent if isinstance(averaged, s.Power) else None
            if not isinstance(quantity, s.Name):
                return None
            whole = whole if power is None else _without_power(whole, quantity, power)
            letters = {letter for total in _sums_of(whole, quantity) for letter in total}
            if len(letters) != 1:
                return None
            (letter,) = letters
            return Average(_of_anything(whole, quantity, letter), letter, _ANY)
    return None


def _without_power(node: s.Node, quantity: s.Name, power: s.Node) -> s.Node:
    """A formula with E_k for E_k^m, and a power of E_k for what has no such exponent: then it is another sum."""
    match node:
        case s.Power(base=s.Index(base=base) as inner, exponent=exponent) if (
            base == quantity and exponent == power
        ):
            return inner
        case s.Power(base=inner, exponent=exponent) if exponent == power:
            called = _as_call(inner)
            if isinstance(called, s.Call) and called.function == quantity:
                return inner
    changed: s.Node = rebuilt(node, lambda part: _without_power(part, quantity, power))
    return changed


def _of_anything(node: s.Node, quantity: s.Name, letter: str) -> s.Node:
    """The formula of an average of no quantity in particular, so that two that say the same are one."""
    if _taken(node, quantity, letter):
        return s.Index(_ANY, s.Indices((s.Name(letter),)), None, node.span)
    changed: s.Node = rebuilt(node, lambda part: _of_anything(part, quantity, letter))
    return changed


def _sums_of(whole: s.Node, quantity: s.Name) -> Iterator[frozenset[str] | set[str]]:
    """The letters of the sums of a formula in which a quantity is taken at them."""
    for part in walk(whole):
        if (
            isinstance(part, s.Big)
            and part.symbol == "sum"
            and part.below is not None
            and part.body is not None
        ):
            letters = bound_letters(part.below)
            if len(letters) == 1 and any(
                _taken(inner, quantity, next(iter(letters))) for inner in walk(part.body)
            ):
                yield letters


def _taken(node: object, quantity: s.Name, letter: str) -> bool:
    """Whether a node is the quantity at the letter of the sum: A_k or A(s)."""
    match _as_call(node):
        case s.Index(base=base, below=s.Indices(items=(s.Name(letter=below),)), above=None):
            return base == quantity and below == letter
        case s.Call(function=function, arguments=(s.Name(letter=inside),)):
            return function == quantity and inside == letter
    return False


def _as_call(node: object) -> object:
    """What may be a product with brackets, as the name that is applied to them."""
    if isinstance(node, s.Ambiguous):
        return next((each for each in node.readings if isinstance(each, s.Call)), node)
    return node


def _law(tree: s.Node, letter: str, trees: Iterable[s.Node]) -> Average | None:
    """The average over a law with a normaliser that no equation makes, p(s) = w(s)/Z(θ)."""
    if not isinstance(tree, s.Chain) or len(tree.members) != 2:
        return None
    match _as_call(tree.members[0]), tree.members[1]:
        case s.Call(arguments=(s.Name(letter=own),)), s.Fraction(top=weight, bottom=bottom) if own == letter:
            normaliser = _as_call(bottom)
            heads = {_as_call(other.members[0]) for other in trees if isinstance(other, s.Chain)}
            if not isinstance(normaliser, s.Call) or normaliser in heads:
                return None
            total = s.Big("sum", weight, s.Name(letter), None, weight.span)
            taken = s.Call(_ANY, (s.Name(letter),))
            above = s.Big("sum", s.Product(taken, weight), s.Name(letter), None, weight.span)
            return Average(s.Fraction(above, total), letter, _ANY, normaliser, total)
    return None


def _gives_another_law(tree: s.Node, average: Average) -> bool:
    """Whether an equation says of a law that it is none of those of which the average is made."""
    if not isinstance(tree, s.Chain) or tree.relations[0].sign not in EQUALITIES:
        return False
    match _as_call(tree.members[0]):
        case s.Call(function=name, arguments=(s.Name(letter=own),)):
            pass
        case s.Index(base=name, below=s.Indices(items=(s.Name(letter=own), *_))):
            pass
        case _:
            return False
    base = base_of(name)
    if own != average.letter or not isinstance(base, s.Name) or base.letter not in _LAWS:
        return False
    made_of = {part for part in walk(average.whole) if isinstance(part, s.Name)}
    normalisers = {part for part in made_of if part.letter[:1].isupper() and part != average.quantity}
    return base not in made_of and not normalisers & set(walk(tree))


def _families(trees: Iterable[s.Node], letter: str) -> Families:
    below, called, called_below = set[s.Name](), set[s.Name](), set[s.Name]()
    for part in (part for tree in trees for part in walk(tree)):
        match part:
            case s.Index(base=s.Name() as base, below=s.Indices(items=(s.Name(),)), above=None):
                below.add(base)
            case s.Call(function=s.Name() as function, arguments=(s.Name(letter=inside),)) if (
                inside == letter
            ):
                called.add(function)
            case s.Call(function=s.Index(base=s.Name() as base), arguments=(s.Name(letter=inside),)) if (
                inside == letter
            ):
                called_below.add(base)
    return Families(frozenset(below - called_below), frozenset(called), frozenset(called_below))


def _written_out(node: s.Node, average: Average, families: Families) -> s.Node:
    if isinstance(node, s.Inner) and node.right is None:
        averaged = _counted(node.left, average.letter, families)
        if averaged == node.left:
            return node
        return placed(_put(average.whole, average, averaged), node.span)
    if average.normaliser is not None and _as_call(node) == average.normaliser and average.total is not None:
        return placed(average.total, node.span)
    changed: s.Node = rebuilt(node, lambda part: _written_out(part, average, families))
    return changed


def _counted(node: s.Node, letter: str, families: Families) -> s.Node:
    """What is averaged, each family among it with the letter of the sum."""
    at = s.Name(letter)
    match node:
        case s.Index(base=s.Name() as base) if base in families.called_below:
            return s.Call(node, (at,), span=node.span)
        case s.Index() | s.Call():
            return node
        case s.Name() if node in families.called:
            return s.Call(node, (at,), span=node.span)
        case s.Name() if node in families.below:
            return s.Index(node, s.Indices((at,)), None, node.span)
        case s.Name():
            return node
    changed: s.Node = rebuilt(node, lambda part: _counted(part, letter, families))
    return changed


def _put(node: s.Node, average: Average, averaged: s.Node) -> s.Node:
    """The formula of an average with what is averaged where its quantity stands."""
    if _taken(node, average.quantity, average.letter):
        return averaged
    changed: s.Node = rebuilt(node, lambda part: _put(part, average, averaged))
    return changed
