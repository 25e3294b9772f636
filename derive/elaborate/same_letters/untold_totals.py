"""Totals that nobody writes: with ℓ_i of each observation given, the ℓ of ∂ℓ/∂β = Σ_i … is their sum, of 1/n Σ_i …
their mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from derive.elaborate.evaluation.sums import bound_letters
from derive.elaborate.same_letters.unwritten_losses import LOSSES
from derive.elaborate.symbols.names import key_of, letters_of
from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.reader import syntax as s
from derive.reader.anatomy import function_of, indices_of
from derive.reader.blocks import Document
from derive.reader.tree import Part, children, rebuilt, walk

_MORE = re.compile(r"\b(?:regulari|penal|weight decay|prior\b|mini-?batch|reweight)", re.IGNORECASE)
_MEAN = re.compile(
    r"\baverag\w*|\bmean\s+(?:of\s+the\s+)?(?:\w+[- ])?(?:loss|cost|error|objective|risk)|\bempirical risk\b",
    re.IGNORECASE,
)


def with_untold_totals(document: Document) -> Document:
    r"""The document in which a loss that only its members define is their sum or mean, as all its slopes are.

    >>> from derive.reader.document import read_text
    >>> from derive.reader.tex import tex
    >>> read = read_text(r"$$\ell_i = a y_i, \quad \frac{\partial\ell}{\partial a} = \sum_i y_i$$")
    >>> tex(with_untold_totals(read).blocks[0].formulas[1].tree.members[0])
    '\\frac{\\partial \\sum_{i} \\ell_{i}}{\\partial a}'
    """
    if _MORE.search(document.prose):
        return document
    means = _MEAN.search(document.prose) is not None
    trees = written_trees(document)
    for member in dict.fromkeys(_members(trees)):
        total = _total(member, trees)
        if total is not None and (not means or isinstance(total.whole, s.Product)):
            document = rewritten(document, total.spelled)
    return document


@dataclass(frozen=True, slots=True)
class _Total:
    """The name of a loss and the sum or mean of its members that it is."""

    name: s.Name
    whole: s.Big | s.Product
    letters: frozenset[str]

    def spelled(self, node: s.Node) -> s.Node:
        """A formula in which whatever is derived of the loss is derived of what it is.

        By what a member has of its own the slope of a mean may be that of the member.
        """
        match node:
            case s.Derivative() if isinstance(self.whole, s.Product) and _is_by_a_member(node, self.letters):
                return node
            case s.Derivative(of=of) | s.Nabla(of=of) if of is not None and function_of(of) == self.name:
                return replace(node, of=replace(self.whole, span=of.span))
        changed: s.Node = rebuilt(node, self.spelled)
        return changed


def untold_total(left: s.Node) -> s.Big | None:
    """The sum of all members of a loss that a left side derives, with 1/n before it or not."""
    of = left.of if isinstance(left, s.Derivative | s.Nabla) else None
    total = of.right if isinstance(of, s.Product) else of
    match total:
        case s.Big(symbol="sum", body=s.Index(base=s.Name() as base)) if key_of(base) in LOSSES:
            return total
    return None


def _members(trees: Sequence[s.Node]) -> Iterator[s.Index]:
    """The ℓ_i of ℓ_i = …."""
    for tree in trees:
        match tree:
            case s.Chain(
                members=(
                    s.Index(base=s.Name() as base, below=s.Indices(items=(item,)), above=None) as head,
                    *_,
                ),
                relations=(s.Relation(sign="=" | ":="), *_),
            ) if key_of(base) in LOSSES and len(letters_of(item)) == 1:
                yield head


def _total(member: s.Index, trees: Sequence[s.Node]) -> _Total | None:
    """The sum or mean of the members that every slope of the bare name shows; None where they show several."""
    name, below = member.base, member.below
    if not isinstance(name, s.Name) or below is None:
        return None
    letters = letters_of(below.items[0])
    shown = [found for tree in trees for found in _shown(tree, name, letters)]
    chains = (tree for tree in trees if isinstance(tree, s.Chain))
    counts = {count for _, count in shown}
    if len(counts) != 1 or any(_stands_alone(tree, name) for tree in chains):
        return None
    (count,), total = counts, shown[0][0]
    if total is None:
        return None
    summed = s.Big("sum", member, total.below, total.above)
    mean = summed if count is None else s.Product(s.Fraction(s.Number("1"), count), summed)
    return _Total(name, mean, letters)


Shown = tuple[s.Big | None, s.Node | None]
"""A sum over the letter with what it is divided by; no sum where one member is meant."""


def _shown(tree: s.Node, name: s.Name, letters: frozenset[str]) -> Iterator[Shown]:
    """What a slope of the bare name is said to be.

    One in matrices says nothing, nor does one by what a member has of its own.
    """
    match tree:
        case s.Chain(members=(left, *others), relations=(relation, *_)) if relation.sign in ("=", ":="):
            parts = [part for other in others for part in walk(other)]
            counted = any(_counts_with(part, letters) for part in parts)
            if (
                any(function_of(of) == name for of in _derived(left))
                and counted
                and not _is_by_a_member(left, letters)
            ):
                sums = [part for part in parts if isinstance(part, s.Big) and part.symbol == "sum"]
                over = [
                    part for part in sums if part.below is not None and bound_letters(part.below) == letters
                ]
                divisors = {each for part in parts for each in _divisors(part, over)}
                yield (over[0] if over and len(divisors) < 2 else None), next(iter(divisors), None)


def _counts_with(part: Part, letters: frozenset[str]) -> bool:
    """Whether a part has the letter as an index."""
    return any(letters_of(item) & letters for item in indices_of(part))


def _is_by_a_member(left: s.Node, letters: frozenset[str]) -> bool:
    slopes = (part for part in walk(left) if isinstance(part, s.Derivative))
    return any(_counts_with(part, letters) for each in slopes for by in each.by for part in walk(by))


def _derived(left: s.Node) -> Iterator[s.Node]:
    for part in walk(left):
        if isinstance(part, s.Derivative | s.Nabla) and part.of is not None:
            yield part.of


def _divisors(part: Part, sums: Sequence[s.Big]) -> Iterator[s.Node]:
    """What a part divides by, where it is the end of a sum or a letter that usually counts."""
    ends = {"n", "N", "m", "M", "B"} | {each.above.letter for each in sums if isinstance(each.above, s.Name)}
    if isinstance(part, s.Fraction) and any(
        isinstance(each, s.Name) and each.letter in ends for each in walk(part.bottom)
    ):
        yield part.bottom


def _stands_alone(node: Part, name: s.Name) -> bool:
    """Whether the bare name stands anywhere but in a derivative of it and below an index: it is made otherwise."""
    match node:
        case s.Name():
            return node == name
        case s.Index(base=base) if base == name:
            return False
        case s.Derivative(of=of, by=by) if of is not None and function_of(of) == name:
            return any(_stands_alone(each, name) for each in by)
        case s.Nabla(of=of) if of is not None and function_of(of) == name:
            return False
        case s.Chain(members=(only,), relations=()):
            return _stands_alone(only, name)
    return any(_stands_alone(part, name) for part in children(node))
