"""Expectations: a sum over a law that the document defines, else the mean over any number of equally likely outcomes.

What is equal for every such mean is equal for every law: an expectation is used as a linear map and no more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from derive.elaborate.symbols.names import CONSTANTS, key_of, letters_of
from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.reader import syntax as s
from derive.reader.anatomy import base_of, function_of, items_of
from derive.reader.blocks import Document
from derive.reader.tree import Part, children, rebuilt, walk

OUTCOME, OUTCOMES = s.Name(r"\varpi"), s.Name("Ω")
ANY = s.Name(r"\cdot")
"""What stands for the value in π(· | s)."""
_LAWS = re.compile(
    r"\b(?:gauss\w*|normal(?:ly)?|zero[\s-]mean|mean[\s-]zero|independent\w*|i\.?i\.?d\.?|unbiased|uncorrelated"
    r"|cent(?:re|er)ed|bernoulli|rademacher|uniform\w*|poisson|white noise|isotropic|martingale)\b"
)


def with_expectations(document: Document) -> Document:
    """The document with every expectation as a sum or a mean, where it is clear what is random.

    >>> from derive.reader.document import read_text
    >>> from derive.reader.tex import tex
    >>> read = with_expectations(read_text(r"$$J(w) = E[w x]$$ with a random $x$."))
    >>> tex(read.blocks[0].formulas[0].tree.members[1])
    '\\\\frac{1}{Ω} \\\\sum_{\\\\varpi = 1}^{Ω} w x_{\\\\varpi}'
    """
    trees = written_trees(document)
    expectations = [part for tree in trees for part in walk(tree) if isinstance(part, s.Expectation)]
    if not expectations or any(map(_says_of_a_law, trees)):
        return document
    laws = frozenset(law for tree in trees if (law := _family(tree)) is not None)
    generic = [each for each in expectations if _law(each, laws) is None]
    names = _random(generic, trees)
    if generic and (not names or any(map(_is_given, generic))):
        return document
    return rewritten(document, _Meaning(laws, names).spelled)


def assumes_a_law(words: str) -> bool:
    """Whether a text says something of the law of its random names, from which more than linearity may follow.

    >>> assumes_a_law("noise with zero mean"), assumes_a_law("any distribution")
    (True, False)
    """
    return _LAWS.search(words) is not None


def is_mean_over_outcomes(node: s.Node) -> bool:
    """Whether an expectation was spelled out somewhere in a formula."""
    return any(isinstance(part, s.Big) and part.above == OUTCOMES for part in walk(node))


def _says_of_a_law(tree: s.Node) -> bool:
    """E[ε] = 0, E[x²] = σ²: what holds for a special law alone."""
    match tree:
        case s.Chain(members=(s.Expectation(), s.Number() | s.Name() | s.Power())):
            return True
    return False


def _family(tree: s.Node) -> s.Node | None:
    """The π of π_a = …: a law by the probabilities of its values."""
    match tree:
        case s.Chain(
            members=(s.Index(base=s.Name() as base), *_), relations=(s.Relation(sign="=" | ":="), *_)
        ):
            return base
    return None


def _law(node: s.Expectation, laws: Iterable[s.Node]) -> tuple[s.Name, s.Node] | None:
    """The letter and the family of E_{a ∼ π}; None where the law is not written out."""
    match node.under:
        case s.Chain(members=(s.Name() as value, law), relations=(s.Relation(sign="sim"),)) if letters_of(
            value
        ):
            family = function_of(law)
            base = base_of(family)
            return (value, family) if base in set(laws) else None
    return None


def _is_given(node: s.Expectation) -> bool:
    """Whether an expectation is conditional, or taken by a law with parameters, E_{x ∼ p_θ}: it may vary with them."""
    if isinstance(node.of, s.Conditional):
        return True
    match node.under:
        case s.Chain(members=(_, s.Call(arguments=arguments))):
            return any(isinstance(part, s.Name) and part.letter != "I" for a in arguments for part in walk(a))
        case s.Chain(members=(_, law)):
            return not isinstance(law, s.Name)
    return False


def _random(expectations: Sequence[s.Expectation], trees: Sequence[s.Node]) -> frozenset[s.Name]:
    """The random names: those below the signs, and those that stand in expectations alone; none where it is not clear.

    What is made from them is random as well.
    """
    told = {name for each in expectations for name in _under(each.under)}
    inside = {name for each in expectations for name in _names(each.of)}
    outside = [tree for tree in trees if not _introduces(tree)]
    open_names = {name for tree in outside for name in _outside(tree)}
    inside = {name for name in inside if key_of(name) not in CONSTANTS}
    found = frozenset(told | (inside - open_names - _taken_by(trees)))
    for tree in trees:
        match tree:
            case s.Chain(members=(s.Name() as head, body)) if found & set(_outside(body)):
                found |= {head}
    made = {tree for tree in trees if isinstance(tree, s.Chain) and tree.members[0] in found}
    used = {name for tree in outside if tree not in made for name in _outside(tree)}
    return frozenset() if found & used else found


def _under(node: s.Node | None) -> Iterator[s.Name]:
    """x and y of E_{(x, y) ∼ D}."""
    first = node.members[0] if isinstance(node, s.Chain) else node
    for each in items_of(first):
        if isinstance(each, s.Name):
            yield each


def _introduces(tree: s.Node) -> bool:
    """x ∼ D, y ∈ {0, 1} and a name alone: what only says what kind of thing it is."""
    return not isinstance(tree, s.Chain) or tree.relations[0].sign in ("sim", "in")


def _names(node: Part) -> Iterator[s.Name]:
    """The names of a formula that are no functions and no indices."""
    match node:
        case s.Name():
            yield node
            return
        case s.Call(function=s.Name() | s.Prime(), arguments=arguments):
            parts: Iterable[Part] = arguments
        case s.Index(base=base):
            parts = (base,)
        case _:
            parts = children(node)
    for part in parts:
        yield from _names(part)


def _outside(node: Part) -> Iterator[s.Name]:
    """The names of a formula outside of expectations."""
    if isinstance(node, s.Name):
        yield node
    for part in () if isinstance(node, s.Expectation) else children(node):
        yield from _outside(part)


def _taken_by(trees: Iterable[s.Node]) -> set[s.Node]:
    """The names by which something is differentiated."""
    parts = [part for tree in trees for part in walk(tree)]
    by = {each for part in parts if isinstance(part, s.Derivative) for each in part.by}
    return by | {part.by for part in parts if isinstance(part, s.Nabla) and part.by is not None}


@dataclass(frozen=True, slots=True)
class _Meaning:
    """The laws that are defined as families, and the names that are random in all other expectations."""

    laws: frozenset[s.Node]
    random: frozenset[s.Name]

    def spelled(self, node: s.Node) -> s.Node:
        """A formula with its expectations spelled out; z = μ + σε is said of every outcome."""
        match node:
            case s.Chain(members=(s.Name() as head, *_)) if head in self.random:
                return self._of_each(node)
            case s.Chain(members=(s.Name() | s.Call() as head, s.Expectation() as named, *others)) if others:
                return replace(node, members=(head, named, *map(self.spelled, others)))
            case s.Expectation() if (law := _law(node, self.laws)) is not None:
                return _weighted(law, self.spelled(node.of), node.span)
            case s.Expectation():
                return _mean(self._of_each(node.of), node.span)
        changed: s.Node = rebuilt(node, self.spelled)
        return changed

    def _of_each(self, node: s.Node) -> s.Node:
        """A formula for one outcome."""
        match node:
            case s.Expectation():
                return self.spelled(node)
            case s.Name() if node in self.random:
                return s.Index(node, s.Indices((OUTCOME,)), None, node.span)
            case s.Index(base=s.Name() as base, below=below) if base in self.random:
                items = (OUTCOME, *(below.items if below is not None else ()))
                return replace(node, below=s.Indices(items))
            case s.Call(function=s.Name()):
                return replace(node, arguments=tuple(map(self._of_each, node.arguments)))
        changed: s.Node = rebuilt(node, self._of_each)
        return changed


def _mean(of: s.Node, span: s.Span) -> s.Node:
    below = s.Chain((OUTCOME, s.Number("1")), (s.Relation("="),))
    return s.Product(
        s.Fraction(s.Number("1"), OUTCOMES, span=span), s.Big("sum", of, below, OUTCOMES, span), "", span
    )


def _weighted(law: tuple[s.Name, s.Node], of: s.Node, span: s.Span) -> s.Node:
    """Σ_a π_a f(a) for E_{a ∼ π}[f(a)]."""
    value, family = law
    match family:
        case s.Index(base=base, below=s.Indices(items=items)):
            fixed = (item for item in items if item != ANY)
            weight: s.Node = s.Index(base, s.Indices((*fixed, value)), None, span)
        case _:
            weight = s.Index(family, s.Indices((value,)), None, span)
    return s.Big("sum", s.Product(weight, of, "", span), value, None, span)
