r"""Softmax outputs and targets told in words beside a log-sum-exp: "$p_j$ the softmax of the scores, $t_j$ one-hot"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from derive.elaborate.prose.spoken import OF_THE_NEXT
from derive.elaborate.symbols.names import is_letter, letters_of
from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.reader import syntax as s
from derive.reader.anatomy import base_of
from derive.reader.blocks import Block, Document, Formula
from derive.reader.fragments import fragment
from derive.reader.tree import Part, placed, rebuilt, walk


def _named(number: int) -> str:
    return rf"(?:\$(?P<name{number}>[^$=<>,;]{{1,24}})\$|\\\((?P<name{number + 1}>[^=<>,;]{{1,24}}?)\\\))"


_IS = r"\s*,?\s*(?:(?:is|are|be|being|denotes?|for|as|stands\s+for)\s+)?(?:the\s+|a\s+|its\s+|an\s+)?(?:\w+\s+){0,2}?"
_SCORES = (
    r"\s+(?:of|over|on)\s+(?:the\s+|these\s+|those\s+|all\s+)*(?:\w+\s+)?"
    r"(?:scores?|logits?|similarit\w+|activations?|energies)"
)
_OUTPUTS = r"\s+(?:probabilit(?:y|ies)|weights?|outputs?|values?|vector)"
_SOFTMAX = re.compile(
    rf"{_named(1)}{_IS}(?:resulting\s+|corresponding\s+|usual\s+)?softmax(?:(?P<of>{_SCORES})|(?P<out>{_OUTPUTS}))\b(?!\s*(?:\$|\\\())"
    rf"|\bsoftmax(?P<before>{_OUTPUTS})\s+{_named(3)}(?!\s*=)",
    re.IGNORECASE,
)
_HOT = re.compile(
    rf"{_named(1)}{_IS}one[- ]?hot\b{OF_THE_NEXT}|\bone[- ]?hot\s+(?:\w+\s+){{0,2}}?{_named(3)}(?!\s*=)",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    r"\b(?:scores?|logits?)\s+(?:are\s+|is\s+)?"
    r"(?:\$([^$=<>,;]{1,24})(?:=[^$]*)?\$|\\\(([^=<>,;]{1,24}?)(?:=[^$]*?)?\\\))",
    re.IGNORECASE,
)


def with_told_probabilities(document: Document) -> Document:
    r"""The document with an equation for the softmax, and one for the one-hot target, that only its words tell.

    What the softmax is of is the one sum of exponentials of the document, or the one name that it calls scores.

    >>> from derive.reader.document import read_text
    >>> from derive.reader.tex import tex
    >>> text = r"Let $L = -s_c + \log\sum_k e^{s_k}$. With $p_k$ the softmax of the scores,"
    >>> [tex(tree) for tree in written_trees(with_told_probabilities(read_text(text)))][1]
    'p_{k} = \\frac{e^{s_{k}}}{\\sum_{k} e^{s_{k}}}'
    """
    prose = document.prose
    found, hot = list(_SOFTMAX.finditer(prose)), list(_HOT.finditer(prose))
    if not found and not hot:
        return document
    trees = written_trees(document)
    sources = _sums_of_exponentials(trees)
    source = sources[0] if len(sources) == 1 else None
    told = [_softmax(match, source, prose) for match in found] if len(sources) < 2 else []
    if source is not None and hot:
        document = _with_a_letter_for_plus(document, source, trees)
        trees = written_trees(document)
        label = _label(trees, source)
        told += [_one_hot(match, source, label, trees) for match in hot if label is not None]
    return _with(document, [each for each in told if each is not None], trees)


@dataclass(frozen=True, slots=True)
class Source:
    """What a sum of exponentials runs over: e to this for the letter."""

    letter: str
    exponent: s.Node

    def at(self, item: s.Node) -> s.Node:
        """The exponent of one member."""
        return _renamed(self.exponent, self.letter, item)

    def others(self) -> frozenset[str]:
        """The letters below names of the exponent that the sum does not run over."""
        below = (part.below for part in walk(self.exponent) if isinstance(part, s.Index))
        items = (item for each in below if each is not None for item in each.items)
        return frozenset(x for item in items for x in letters_of(item)) - {self.letter}


@dataclass(frozen=True, slots=True)
class Told:
    """A name, what it is, and where in the prose the words stand that say so."""

    left: s.Name | s.Index
    value: s.Node
    span: s.Span


def _renamed(node: s.Node, letter: str, item: s.Node) -> s.Node:
    def change(part: Part) -> Part:
        if isinstance(part, s.Name) and part == s.Name(letter):
            return item
        return rebuilt(part, change)  # type: ignore[no-any-return]

    return change(node)  # type: ignore[return-value]


def _sums_of_exponentials(trees: Sequence[s.Node]) -> list[Source]:
    """The sums of exponentials over one letter, each once whatever its letter is."""
    found: dict[s.Node, Source] = {}
    for part in (part for tree in trees for part in walk(tree)):
        match part:
            case s.Big(symbol="sum", body=body, below=below) if body is not None and below is not None:
                letter = below.members[0] if isinstance(below, s.Chain) else below
                exponent = _exponent(body)
                if exponent is not None and is_letter(letter) and isinstance(letter, s.Name):
                    source = Source(letter.letter, exponent)
                    found.setdefault(source.at(s.Name("•")), source)
    return list(found.values())


def _exponent(node: s.Node) -> s.Node | None:
    match node:
        case s.Power(base=s.Name(letter="e", decorations=()), exponent=of):
            return of
        case s.Call(function=s.Name(letter="exp"), arguments=(of,)):
            return of
    return None


def _label(trees: Sequence[s.Node], source: Source) -> s.Node | None:
    """The c of the one s_c that stands beside the sum of all e^{s_k}."""
    if not isinstance(source.exponent, s.Index) or source.others():
        return None
    base = source.exponent.base
    running = {s.Name(letter) for letter in _bound(trees)} | set(_heads(trees, base))
    items = {
        part.below.items[0]
        for tree in trees
        if isinstance(tree, s.Chain)
        for part in walk(tree)
        if isinstance(part, s.Index) and part.base == base and part.below is not None and part.above is None
        if len(part.below.items) == 1
    } - running
    differentiated = {
        by.below.items[0]
        for tree in trees
        for part in walk(tree)
        if isinstance(part, s.Derivative)
        for by in part.by
        if isinstance(by, s.Index) and by.base == base and by.below is not None
    }
    letters = [item for item in items - differentiated if isinstance(item, s.Name)]
    return letters[0] if len(letters) == 1 else None


def _bound(trees: Sequence[s.Node]) -> Iterator[str]:
    for part in (part for tree in trees for part in walk(tree)):
        if isinstance(part, s.Big) and part.below is not None:
            letter = part.below.members[0] if isinstance(part.below, s.Chain) else part.below
            if isinstance(letter, s.Name):
                yield letter.letter


def _heads(trees: Sequence[s.Node], base: s.Node) -> Iterator[s.Node]:
    """The j of s_j = …."""
    for tree in trees:
        match tree:
            case s.Chain(members=(s.Index(base=of, below=s.Indices(items=(item,))), *_)) if of == base:
                yield item


def _softmax(match: re.Match[str], source: Source | None, prose: str) -> Told | None:
    """p_k = e^{s_k}/Σ_j e^{s_j}; where words say "of the scores", what stands in the exponent has to be a name."""
    name = _name(match)
    if name is None or _DENIED.search(match[0]):
        return None
    span = s.Span(*match.span())
    if source is None:
        scores = _scores(prose) if match["of"] else None
        if scores is None or not isinstance(name, s.Name) or name == scores:
            return None
        return Told(name, s.Call(s.Name("softmax"), (scores,)), span)
    if match["of"] and not isinstance(source.exponent, s.Index):
        return None
    made = _with_letters(name, source)
    if made is None:
        return None
    left, item = made
    top, below = s.Power(s.Name("e"), source.at(item)), s.Power(s.Name("e"), source.exponent)
    return Told(left, s.Fraction(top, s.Big("sum", below, s.Name(source.letter))), span)


def _one_hot(match: re.Match[str], source: Source, label: s.Node, trees: Sequence[s.Node]) -> Told | None:
    """t_k = [k = c] where t stands in no other definition."""
    name = _name(match)
    if name is None or _DENIED.search(match[0]) or base_of(name) == label:
        return None
    made = _with_letters(name, source)
    used = {
        base_of(part) for tree in trees if _defines(tree) for part in walk(tree) if isinstance(part, s.Name)
    }
    if made is None or base_of(name) in used:
        return None
    left, item = made
    return Told(left, s.Indicator(s.Chain((item, label), (s.Relation("="),))), s.Span(*match.span()))


_DENIED = re.compile(r"\b(?:not|never|no|without)\b", re.IGNORECASE)


def _defines(tree: s.Node) -> bool:
    """Whether a formula says what a name is, not what a derivative is."""
    return isinstance(tree, s.Chain) and isinstance(tree.members[0], s.Name | s.Index | s.Call)


def _name(match: re.Match[str]) -> s.Name | s.Index | None:
    group = next((each for each in match.re.groupindex if each.startswith("name") and match[each]), None)
    read = fragment(match[group]) if group is not None else None
    if group is None or not isinstance(read, s.Name | s.Index) or not isinstance(base_of(read), s.Name):
        return None
    return replace(read, span=s.Span(*match.span(group)))


def _scores(prose: str) -> s.Name | None:
    """The one name that the words call scores or logits."""
    names = {fragment(match[1] or match[2]) for match in _SOURCE.finditer(prose)}
    only = next(iter(names)) if len(names) == 1 else None
    return only if isinstance(only, s.Name) else None


def _with_letters(name: s.Name | s.Index, source: Source) -> tuple[s.Index, s.Node] | None:
    """The name with the letter that runs through the members, and that letter; None where others stand below it."""
    others = source.others()
    if isinstance(name, s.Name):
        letter = s.Name(source.letter)
        return (s.Index(name, s.Indices((letter,)), None, name.span), letter) if not others else None
    items = name.below.items if name.below is not None and name.above is None else ()
    own = [item for item in items if is_letter(item) and not letters_of(item) & others]
    if len(own) != 1 or {x for item in items for x in letters_of(item)} != others | letters_of(own[0]):
        return None
    return name, own[0]


def _with_a_letter_for_plus(document: Document, source: Source, trees: Sequence[s.Node]) -> Document:
    """The document with s_c for s_+, the score of the positive one among those that the sum runs over."""
    names = {part.letter for tree in trees for part in walk(tree) if isinstance(part, s.Name)}
    letter = next((x for x in ("c", "y", "p", "r") if x not in names), None)
    families = {
        part.base
        for tree in trees
        for part in walk(tree)
        if isinstance(part, s.Index) and part.below is not None and s.Name(source.letter) in part.below.items
    }
    if letter is None or not isinstance(source.exponent, s.Index):
        return document

    def change(part: Part) -> Part:
        match part:
            case s.Index(base=base, below=s.Indices(items=(s.Text(text="+" | "pos"),)), above=None) if (
                base in families
            ):
                return replace(part, below=s.Indices((s.Name(letter),)))
        return rebuilt(part, change)  # type: ignore[no-any-return]

    return rewritten(document, change)  # type: ignore[arg-type]


def _with(document: Document, told: Sequence[Told], trees: Sequence[s.Node]) -> Document:
    """The document with an equation where its words tell one; names that an equation makes keep that one."""
    made = {base_of(tree.members[0]) for tree in trees if _defines(tree) and isinstance(tree, s.Chain)}
    blocks = list(document.blocks)
    for each in told:
        base = base_of(each.left)
        if base in made or not blocks:
            continue
        made.add(base)
        span = document.in_text(*each.span)
        place = sum(block.span.start < span.start for block in blocks)
        blocks.insert(place, _block(each, span, blocks[max(place - 1, 0)]))
    return replace(document, blocks=tuple(blocks))


def _block(told: Told, span: s.Span, near: Block) -> Block:
    end = min(told.left.span.end - told.span.start + span.start, span.end - 1)
    left = replace(told.left, span=s.Span(span.start, end))
    value = placed(told.value, s.Span(end, span.end))
    tree = s.Chain((left, value), (s.Relation("="),), span=span)
    return replace(near, span=span, display=False, formulas=(Formula(span, tree),), before="", after="")
