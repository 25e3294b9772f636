r"""Expectations under a law that a page works out: after p_i = e^{−b u_i}/Z, E_p[u] is Σ_i p_i u_i, Cov_p as well."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from derive.elaborate.evaluation.sums import bound_letters
from derive.elaborate.symbols.names import letters_of
from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.elaborate.symbols.roles import EQUALITIES
from derive.reader import syntax as s
from derive.reader.anatomy import base_of, function_of
from derive.reader.blocks import Document
from derive.reader.fragments import fragment
from derive.reader.tree import Part, children, placed, rebuilt, walk

_MEAN = r"\b(?:means?|averages?|expectations?|expected values?)\b"
_UNDER = r"\b(?:under|over|with respect to|w\.?\s?r\.?\s?t\.?|by|for|in)\s+(?:[a-z-]+\s+){0,3}"
_SIGN = r"\$(?P<sign>[^$]{1,60})\$"
_SAID = (
    re.compile(rf"{_SIGN}[^.$]{{0,40}}?{_MEAN}[^.$]{{0,20}}?{_UNDER}\$(?P<law>[^$]{{1,40}})\$"),
    re.compile(rf"{_MEAN}[^.$]{{0,20}}?{_UNDER}\$(?P<law>[^$]{{1,40}})\$[^.$]{{0,40}}?{_SIGN}"),
)
_SPREADS = frozenset(("Cov", "cov", "Var", "var"))


@dataclass(frozen=True, slots=True)
class Law:
    """A family of weights that a page works out for a letter, all letters that it carries, and its parameters."""

    name: s.Name
    letter: s.Name
    letters: frozenset[str]
    parameters: frozenset[s.Node]


def with_weighted_expectations(document: Document) -> Document:
    r"""The document with Σ_i p_i u_i for E_p[u] and ⟨u⟩_p, where p_i has a formula that is divided by its sum.

    What carries an index of the law elsewhere is what varies; ⟨u⟩ alone is meant so where words say it.

    >>> from derive.reader.document import read_text
    >>> from derive.reader.tex import tex
    >>> read = read_text(r"$$p_i = \frac{e^{u_i}}{\sum_j e^{u_j}}, \quad V = E_p[u^2]$$")
    >>> tex(with_weighted_expectations(read).blocks[0].formulas[1].tree)
    'V = \\sum_{i} p_{i} u_{i}^{2}'
    """
    trees = written_trees(document)
    laws: dict[s.Node, Law] = {law.name: law for law in _laws(trees)}
    if not laws:
        return document
    meaning = _Meaning(laws, _told(document.prose, laws), _carrying(trees), frozenset(_vectors(trees)))
    return rewritten(document, meaning.spelled)


def _laws(trees: Sequence[s.Node]) -> Iterator[Law]:
    """The laws by one index that are worked out once, as something that is divided by its sum."""
    made = [tree for tree in trees if isinstance(tree, s.Chain) and tree.relations[0].sign in EQUALITIES]
    parts = [part for tree in trees for part in walk(tree)]
    running = {
        x for part in parts if isinstance(part, s.Big) and part.below for x in bound_letters(part.below)
    }
    heads = [tree.members[0] for tree in made]
    for tree in made:
        match tree.members[0]:
            case s.Index(base=s.Name() as name, below=s.Indices(items=(s.Name() as only,)), above=None):
                letters = letters_of(only) | (_letters_below(name, parts) & running)
                others = [head for head in heads if base_of(head) == name and head != tree.members[0]]
                if letters_of(only) and not others and _is_normalised(tree, made, letters_of(only)):
                    yield Law(name, only, letters, frozenset(_bare(tree)) - {s.Name(x) for x in letters})


def _bare(node: Part) -> Iterator[s.Node]:
    """The names that stand without indices in a formula."""
    if isinstance(node, s.Name):
        yield node
    for part in () if isinstance(node, s.Index) else children(node):
        yield from _bare(part)


def _letters_below(name: s.Name, parts: Sequence[Part]) -> frozenset[str]:
    found = set[str]()
    for part in parts:
        match part:
            case s.Index(base=base, below=s.Indices(items=(s.Name() as only,))) if base == name:
                found |= letters_of(only)
    return frozenset(found)


def _is_normalised(tree: s.Chain, made: Sequence[s.Chain], letters: frozenset[str]) -> bool:
    """Whether a law is divided by a sum over what it carries: in its formula, or in that of what stands there."""
    inside = {
        function_of(part) for body in tree.members[1:] for part in walk(body) if isinstance(part, s.Node)
    }
    used = [other for other in made if other is not tree and function_of(other.members[0]) in inside]
    parts = [part for each in (tree, *used) for body in each.members[1:] for part in walk(body)]
    if any(isinstance(part, s.Call) and part.function == s.Name("softmax") for part in parts):
        return True
    families = set(_families(tree.members[1:], letters))
    return any(
        families & set(_families((part.body,), bound_letters(part.below)))
        for part in parts
        if isinstance(part, s.Big)
        and part.symbol == "sum"
        and part.below is not None
        and part.body is not None
    )


def _families(nodes: Sequence[s.Node], letters: frozenset[str] | set[str]) -> Iterator[s.Node]:
    """The names that carry one of some letters."""
    for part in (part for node in nodes for part in walk(node)):
        match part:
            case s.Index(base=base, below=s.Indices(items=items)):
                if any(letters_of(item) & letters for item in items):
                    yield base


def _carrying(trees: Sequence[s.Node]) -> Mapping[s.Node, set[tuple[str, int]]]:
    """The names with indices, each with the first letter below it and how many indices it has there."""
    found = dict[s.Node, set[tuple[str, int]]]()
    for part in (part for tree in trees for part in walk(tree)):
        match part:
            case s.Index(base=s.Name() as base, below=s.Indices(items=(first, *rest))):
                found.setdefault(base, set()).update((letter, 1 + len(rest)) for letter in letters_of(first))
    return found


def _vectors(trees: Sequence[s.Node]) -> Iterator[s.Node]:
    """The names that are declared as vectors, t_x ∈ ℝ^k, or stand beside a transposed one, ηᵀ t_x."""
    for part in (part for tree in trees for part in walk(tree)):
        match part:
            case s.Chain(members=(head, _), relations=(s.Relation(sign="in"),)):
                yield base_of(head)
            case s.Product(left=s.Transpose(), right=right):
                yield base_of(right)
            case s.Transpose(of=of):
                yield base_of(of)


def _told(words: str, laws: Mapping[s.Node, Law]) -> Mapping[str, Law]:
    """The laws of ⟨·⟩ and of E, where words say under which law these are taken."""
    found = dict[str, Law]()
    for match in (match for pattern in _SAID for match in pattern.finditer(words)):
        named = fragment(match["law"])
        law = laws.get(base_of(function_of(named))) if named is not None else None
        if law is not None and found.setdefault(_sign(match["sign"]), law) != law:
            return {}
    return found


def _sign(written: str) -> str:
    if "langle" in written or "⟨" in written:
        return "⟨"
    return "E" if "E" in written and "_" not in written else ""


@dataclass(frozen=True, slots=True)
class _Meaning:
    """The laws by their names and by the signs that words give them, and what carries which indices."""

    laws: Mapping[s.Node, Law]
    told: Mapping[str, Law]
    carrying: Mapping[s.Node, set[tuple[str, int]]]
    vectors: frozenset[Part]

    def spelled(self, node: s.Node) -> s.Node:
        """A formula with the expectations under laws, and what is made of them, as weighted sums."""
        changed: s.Node = rebuilt(node, self.spelled)
        found: s.Node | None = None
        match changed:
            case s.Expectation(of=of, under=under):
                found = self._mean(of, self._law(under) if under is not None else self.told.get("E"))
            case s.Inner(left=of, right=None) if (law := self.told.get("⟨")) is not None:
                found = self._mean(of, law)
            case s.Index(base=s.Inner(left=of, right=None), below=s.Indices(items=(only,)), above=None):
                found = self._mean(of, self._law(only))
            case s.Call(function=function, arguments=arguments) if (name := _spread(function)) is not None:
                below = function.below if isinstance(function, s.Index) else None
                law = self._law(below.items[0]) if below is not None else self.told.get("E")
                found = self._spread(name, arguments, law)
        return changed if found is None else placed(found, node.span)

    def _law(self, under: s.Node) -> Law | None:
        """The law p of E_p, E_{p(x)} and E_{x ∼ p}; that of which η is a parameter of E_η."""
        if isinstance(under, s.Chain) and under.relations[0].sign == "sim":
            under = under.members[1]
        if (law := self.laws.get(base_of(function_of(under)))) is not None:
            return law
        own = [law for law in self.laws.values() if under in law.parameters]
        return own[0] if len(own) == 1 and isinstance(under, s.Name) else None

    def _mean(self, of: s.Node, law: Law | None) -> s.Node | None:
        """Σ_i p_i f_i; None for something that does not vary."""
        if law is None or ((at := self._of_each(of, law)) == of and not _runs(of, law.letter)):
            return None
        weight = s.Index(law.name, s.Indices((law.letter,)), None)
        return s.Big("sum", s.Product(weight, at, ""), law.letter, None)

    def _spread(self, name: str, arguments: Sequence[s.Node], law: Law | None) -> s.Node | None:
        """E[a bᵀ] − E[a] E[b]ᵀ, which are numbers for numbers a and b; Var of what may be a vector is left open."""
        if law is None or not 1 <= len(arguments) <= 2:
            return None
        if name[0] in "Vv" and (
            len(arguments) > 1 or any(part in self.vectors for part in walk(arguments[0]))
        ):
            return None
        first, second = arguments[0], arguments[-1]
        turned = second if isinstance(second, s.Index) else s.Transpose(second)
        both = self._mean(s.Product(first, turned, ""), law)
        one, other = self._mean(first, law), self._mean(second, law)
        if both is None or one is None or other is None:
            return None
        return s.Sub(both, s.Product(one, other if turned is second else s.Transpose(other), ""))

    def _of_each(self, node: s.Node, law: Law) -> s.Node:
        """A formula at one value of the variable."""
        match node:
            case s.Big(below=below) if below is not None and bound_letters(below) & {law.letter.letter}:
                return node
            case s.Name() if self._varies(node, law, 1):
                return s.Index(node, s.Indices((law.letter,)), None, node.span)
            case s.Index(base=s.Name() as base, below=s.Indices(items=items), above=above):
                if self._varies(base, law, 1 + len(items)) and not letters_of(items[0]) & law.letters:
                    return s.Index(base, s.Indices((law.letter, *items)), above, node.span)
                return node
            case s.Name() | s.Call(function=s.Name(), arguments=()):
                return node
        changed: s.Node = rebuilt(node, lambda part: self._of_each(part, law))
        return changed

    def _varies(self, name: s.Name, law: Law, count: int) -> bool:
        """Whether a name with so many indices has that of the law as the first of them."""
        found = self.carrying.get(name, set())
        return any(letter == law.letter.letter and count <= other for letter, other in found)


def _spread(function: s.Node) -> str | None:
    """The name of a covariance or a variance."""
    base = base_of(function)
    return base.letter if isinstance(base, s.Name) and base.letter in _SPREADS else None


def _runs(node: s.Node, letter: s.Name) -> bool:
    """Whether the letter of a law stands in a formula already: E_p[u_i]."""
    return any(part == letter for part in walk(node))
