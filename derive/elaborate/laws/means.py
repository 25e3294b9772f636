"""Means: 1/H Σ_i a_i is the mean of the a_i, so that there are H of them, though no range says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from derive.elaborate.symbols.names import is_letter, letters_of
from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.reader import syntax as s
from derive.reader.blocks import Document
from derive.reader.tree import Part, children, rebuilt, walk


def with_mean_ranges(document: Document) -> Document:
    """The document with Σ_{i=1}^H for the Σ_i of every mean, where H does nothing else than count.

    The letters that everybody counts with may also be factors: the m of m g_i − Σ_j g_j.
    """
    trees = written_trees(document)
    means = {letter for tree in trees for letter in _counts(tree)}
    counts = means - {letter for tree in trees for letter in _other_uses(tree)}
    counts |= (means & USUAL_COUNTS) - {letter for tree in trees for letter in _no_counts(tree)}
    return rewritten(document, lambda tree: _ranged(tree, counts)) if counts else document


USUAL_COUNTS = frozenset("nNmMB")


def mean_counts(node: s.Node) -> frozenset[str]:
    """The letters that divide sums without a range, of which nothing says whether they count what is summed."""
    return frozenset(_counts(node))


def _no_counts(tree: s.Node) -> Iterator[str]:
    """The letters that are worked out, run as indices, or stand in a function or an exponent: they count nothing."""
    if isinstance(tree, s.Chain):
        yield from (each.letter for each in tree.members[:1] if isinstance(each, s.Name))
    listed = {id(end) for part in walk(tree) if (end := _end_of_list(part)) is not None}
    for part in walk(tree):
        match part:
            case s.Index(below=below, above=above) if id(part) not in listed:
                yield from (
                    x for held in (below, above) if held for item in held.items for x in letters_of(item)
                )
            case s.Big(below=under) if under is not None:
                yield from (name.letter for name in walk(under) if isinstance(name, s.Name))
            case s.Call(arguments=inner):
                yield from (name.letter for each in inner for name in walk(each) if isinstance(name, s.Name))
            case s.Power(exponent=exponent):
                yield from (name.letter for name in walk(exponent) if isinstance(name, s.Name))


def _end_of_list(part: Part) -> s.Index | None:
    """The x_m of x_1, …, x_m: its letter says how many there are."""
    match part:
        case s.Sequence(items=(s.Index(base=first), s.Dots(), s.Index(base=last) as end)) if first == last:
            return end
    return None


def _counts(tree: s.Node) -> Iterator[str]:
    """The letters H of means 1/H Σ_i and 1/(2H) Σ_i without a range."""
    for part in walk(tree):
        found = _mean(part)
        if found is not None:
            yield found[1]


def _mean(part: Part) -> tuple[s.Big, str] | None:
    """The sum and the count of a mean without a range."""
    match part:
        case s.Product(left=factor, right=s.Big(symbol="sum", below=s.Name() as below, above=None) as sum_):
            letter = _count(factor)
            return (sum_, letter) if letter is not None and letters_of(below) else None
        case s.Fraction(top=s.Big(symbol="sum", below=s.Name(), above=None) as sum_, bottom=s.Name() as name):
            return (sum_, name.letter) if is_letter(name) else None
    return None


def _count(factor: s.Node) -> str | None:
    """H in 1/H, 2/H, 1/(2H), 1/(H − 1) and −1/H."""
    match factor:
        case s.Neg(of=of):
            return _count(of)
        case s.Fraction(top=s.Number(), bottom=s.Name(letter=letter) as name) if is_letter(name):
            return letter
        case s.Fraction(
            top=s.Number(),
            bottom=s.Product(left=s.Number(), right=s.Name(letter=letter) as name)
            | s.Sub(left=s.Name(letter=letter) as name, right=s.Number()),
        ) if is_letter(name):
            return letter
    return None


def _other_uses(node: Part, inside: bool = False) -> Iterator[str]:
    """The letters that stand elsewhere than below a fraction bar, or there in a function or an exponent."""
    match node:
        case s.Name() if is_letter(node):
            yield node.letter
        case s.Fraction(top=top, bottom=bottom) if not inside:
            yield from _other_uses(top)
            for factor in _factors(bottom):
                yield from () if isinstance(factor, s.Name | s.Number) else _other_uses(factor)
        case s.Call(arguments=arguments):
            for each in arguments:
                yield from _other_uses(each, True)
        case s.Power(base=base, exponent=exponent):
            yield from (*_other_uses(base, inside), *_other_uses(exponent, True))
        case s.Index(base=base) | s.Big(body=base) if base is not None:
            yield from _other_uses(base, inside)
        case s.Chain(members=members, relations=relations) if relations[0].sign == "in":
            yield from _other_uses(members[0], inside)
        case _:
            for part in children(node):
                yield from _other_uses(part, inside)


def _factors(bottom: s.Node) -> list[s.Node]:
    """The factors of 2H and Hσ, and of H − 1 the H."""
    match bottom:
        case s.Product(left=left, right=right):
            return [*_factors(left), *_factors(right)]
        case s.Sub(left=s.Name() as name, right=s.Number()):
            return [name]
    return [bottom]


def _ranged(node: s.Node, counts: Iterable[str]) -> s.Node:
    changed: s.Node = rebuilt(node, lambda part: _ranged(part, counts))
    found = _mean(changed)
    if found is None or found[1] not in counts:
        return changed
    sum_, letter = found
    assert isinstance(sum_.below, s.Name)
    first = s.Chain((sum_.below, s.Number("1")), (s.Relation("="),), sum_.below.span)
    made = replace(sum_, below=first, above=s.Name(letter))
    match changed:
        case s.Product():
            return replace(changed, right=made)
        case s.Fraction():
            return replace(changed, top=made)
    return changed
