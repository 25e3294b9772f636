r"""Divergences between laws that have names: q = N(μ, σ²) is a law and no value, KL(q ‖ p) what it is for both."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from derive.elaborate.symbols.names import key_of
from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.elaborate.symbols.roles import MODEL
from derive.reader import syntax as s
from derive.reader.anatomy import function_of
from derive.reader.blocks import Document
from derive.reader.grammar import parse
from derive.reader.tree import Part, placed, rebuilt, walk

_SPOKEN_NORMAL = re.compile(r"\b(?:normals?|normally|gaussians?|gauss|normalverteil\w*)\b")
_OF_VECTORS = re.compile(
    r"\b(?:vectors?|multivariate|dimension\w*|coordinates?|diagonal|covariances?|matri\w+)\b|\\diag|\\mathbb\s*\{?R"
)
_BERNOULLI = frozenset(("Bernoulli", "Bern", "Ber"))


@dataclass(frozen=True, slots=True)
class Law:
    """A law of one number by its kind and its parameters, the spread of a normal law as a standard deviation."""

    kind: str
    parameters: tuple[s.Node, ...]


def with_divergences(document: Document) -> Document:
    r"""The document in which q = N(μ, σ²) defines no value, and KL(q ‖ p) is written out for laws of one number.

    Of other laws D = KL(q ‖ p) says only what D is called, where the document has a formula for D.

    >>> from derive.reader.document import read_text
    >>> from derive.reader.tex import tex
    >>> read = read_text(r"Let $q = \mathcal N(m, s^2)$ and $p = \mathcal N(0, 1)$, $$D = \mathrm{KL}(q\|p)$$")
    >>> tex(with_divergences(read).blocks[-1].formulas[0].tree)
    'D = \\log \\frac{1}{s} + \\frac{s^{2} + \\left(m - 0\\right)^{2}}{2 \\cdot 1^{2}} - \\frac{1}{2}'
    """
    trees = written_trees(document)
    normal = frozenset((r"\mathcal{N}", *(["N"] if _SPOKEN_NORMAL.search(document.prose.lower()) else [])))
    normal -= frozenset(_made(trees))
    laws, named = dict(_laws(trees, normal)), frozenset(_given_otherwise(trees))
    of_numbers = not _OF_VECTORS.search(document.prose.lower()) and not any(map(_is_indexed, _names(laws)))
    known: Mapping[s.Node, Law | None] = laws if of_numbers and not _has_families(trees, laws) else {}

    def spelled(node: s.Node) -> s.Node:
        changed: s.Node = rebuilt(node, spelled)
        return _divergence(changed, known, normal) or changed

    def whole(tree: s.Node) -> s.Node:
        if _is_law(tree, normal):
            return _noted(tree)
        changed = spelled(tree)
        return _noted(tree) if changed == tree and _only_names(tree, named) else changed

    return rewritten(document, spelled, whole)


def _made(trees: Sequence[s.Node]) -> Iterator[str]:
    """The functions that a document defines."""
    for tree in trees:
        match tree:
            case s.Chain(members=(s.Call(function=s.Name() as function), *_)):
                yield key_of(function)


def _laws(trees: Sequence[s.Node], normal: frozenset[str]) -> Iterator[tuple[s.Node, Law | None]]:
    """The names that equations or ∼ give a law; None for a law of more than one number, or for two laws."""
    found: dict[s.Node, Law | None] = {}
    for tree in trees:
        match tree:
            case s.Chain((head, s.Call() as call), (s.Relation(sign="=" | ":="),)) if _is_named(call, normal):
                name = function_of(head)
                law = _law(call, normal)
                found[name] = law if found.get(name, law) == law else None
    yield from found.items()


def _is_named(call: s.Call, normal: frozenset[str]) -> bool:
    return isinstance(call.function, s.Name) and (
        key_of(call.function) in normal or call.function.letter in _BERNOULLI
    )


def _is_law(tree: s.Node, normal: frozenset[str]) -> bool:
    """Whether an equation gives a name the law N(μ, σ²), and not a density at some place."""
    match tree:
        case s.Chain((s.Name(), s.Call(arguments=arguments) as call), (s.Relation(sign="=" | ":="),)):
            count = 1 if isinstance(call.function, s.Name) and call.function.letter in _BERNOULLI else 2
            barred = any(isinstance(each, s.Conditional) for each in arguments)
            return _is_named(call, normal) and len(arguments) == count and not barred
    return False


def _law(call: s.Call, normal: frozenset[str]) -> Law | None:
    """The law of one number that N(μ, σ²) or Bernoulli(a) names."""
    match call:
        case s.Call(function=s.Name(letter=letter), arguments=(chance,)) if letter in _BERNOULLI:
            return Law("bernoulli", (chance,)) if not isinstance(chance, s.Conditional) else None
        case s.Call(function=s.Name() as function, arguments=(mean, spread)) if key_of(function) in normal:
            match spread:
                case s.Power(base=deviation, exponent=s.Number(text="2")):
                    return Law("normal", (mean, deviation))
                case s.Number(text="1"):
                    return Law("normal", (mean, spread))
    return None


def _divergence(node: s.Node, laws: Mapping[s.Node, Law | None], normal: frozenset[str]) -> s.Node | None:
    """What KL(q ‖ p) is for two laws of one number and one kind."""
    match node:
        case s.Call(arguments=(s.Conditional(of=first, given=second),)) if laws and _is_divergence(node):
            one, other = _law_of(first, laws, normal), _law_of(second, laws, normal)
            if one is not None and other is not None and one.kind == other.kind:
                return placed(_put(_FORMULAS[one.kind], one, other), node.span)
    return None


def _is_divergence(call: s.Call) -> bool:
    match call.function:
        case s.Name(letter=letter):
            return letter == "KL"
        case s.Index(base=s.Name(letter="D" | "d" | "K"), below=s.Indices(items=(s.Text(text="KL"),))):
            return True
        case s.Index(
            base=s.Name(letter="D"), below=s.Indices(items=(s.Name(letter="K"), s.Name(letter="L")))
        ):
            return True
    return False


def _law_of(node: s.Node, laws: Mapping[s.Node, Law | None], normal: frozenset[str]) -> Law | None:
    if isinstance(node, s.Call) and _is_named(node, normal):
        return _law(node, normal)
    return laws.get(node)


_FORMULAS = {
    "normal": parse(r"\log\frac{b}{a} + \frac{a^2 + (m - n)^2}{2 b^2} - \frac12").tree,
    "bernoulli": parse(r"m\log\frac{m}{n} + (1 - m)\log\frac{1 - m}{1 - n}").tree,
}
_PLACES = ("m", "a"), ("n", "b")


def _put(formula: s.Node, one: Law, other: Law) -> s.Node:
    values = {
        s.Name(letter): value
        for letters, law in zip(_PLACES, (one, other), strict=True)
        for letter, value in zip(letters, law.parameters, strict=False)
    }

    def put(node: s.Node) -> s.Node:
        value = values.get(node) if isinstance(node, s.Name) else None
        return value if value is not None else rebuilt(node, put)

    return put(formula)


def _names(laws: Mapping[s.Node, Law | None]) -> Iterator[Part]:
    """What stands in the parameters of the laws."""
    for law in laws.values():
        for parameter in law.parameters if law is not None else ():
            yield from walk(parameter)


def _is_indexed(part: Part) -> bool:
    """Whether a name has an index or is bold: then the law may be one of several numbers."""
    return isinstance(part, s.Index) or (isinstance(part, s.Name) and "bold" in part.decorations)


def _has_families(trees: Sequence[s.Node], laws: Mapping[s.Node, Law | None]) -> bool:
    """Whether a parameter of a law has entries anywhere: σ of a law beside σ_j."""
    names = {part for part in _names(laws) if isinstance(part, s.Name)}
    bases = {part.base for tree in trees for part in walk(tree) if isinstance(part, s.Index)}
    return not names.isdisjoint(bases)


def _given_otherwise(trees: Sequence[s.Node]) -> Iterator[s.Node]:
    """The names for which an equation has a formula other than a divergence."""
    for tree in trees:
        match tree:
            case s.Chain(members=(s.Name() as head, right, *_), relations=(s.Relation(sign="=" | ":="), *_)):
                if not (isinstance(right, s.Call) and _is_divergence(right)):
                    yield head


def _only_names(tree: s.Node, named: frozenset[s.Node]) -> bool:
    match tree:
        case s.Chain((s.Name() as head, s.Call() as right), (s.Relation(sign="=" | ":="),)):
            return head in named and _is_divergence(right)
    return False


def _noted(tree: s.Node) -> s.Node:
    assert isinstance(tree, s.Chain)
    return replace(tree, relations=(replace(tree.relations[0], note=MODEL), *tree.relations[1:]))
