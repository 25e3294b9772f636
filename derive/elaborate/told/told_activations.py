r"""Names that words make from others: "P is the row-wise softmax of Z", "$d$ is the derivative of $L$ by $z$"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from derive.elaborate.symbols.rewriting import written_trees
from derive.elaborate.told.equations import Told, with_equations
from derive.elaborate.told.told_maps import maps_said
from derive.reader import syntax as s
from derive.reader.anatomy import base_of
from derive.reader.blocks import Block, Document
from derive.reader.fragments import fragment
from derive.reader.tree import walk

_FUNCTIONS = {
    "softmax": "softmax",
    "sigmoid": "sigmoid",
    "logistic": "sigmoid",
    "tanh": "tanh",
    "hyperbolic tangent": "tanh",
    "relu": "relu",
    "rectifier": "relu",
    "softplus": "softplus",
    "exponential": "exp",
}
_NAME = r"(?:\$`?([^$=`]{1,30})`?\$|\\\(([^=]{1,30}?)\\\)|`(\w{1,12})`|(?<![\w\\$`])([A-Z])(?![\w$`\\(\[]))"
_HOW = r"(?:(?:row|column|element|component|entry)-?\s?wise|usual|standard|logistic|resulting|corresponding)"
_AGAIN = r"(?:now\s+)?becomes|becoming|(?:is|are)\s+(?:now|again)|now\s+(?:is|are)|turns\s+into"
_SAID = re.compile(
    rf"{_NAME},?\s*(?P<verb>{_AGAIN}|is|be|being|denotes|are|:=|=|for|stands\s+for|as)?\s*(?:then\s+)?(?:the\s+|a\s+)?(?:{_HOW}\s+)*"
    rf"({'|'.join(_FUNCTIONS)})s?(?:\s+(?:function|activations?|outputs?|values?))?\s*(?:,\s*{_HOW},\s*)?(?:\([^()]{{0,40}}\)\s*)?"
    rf"(?:applied\s+to|of|over|on)\s+(?:(?:each|every|all|the)\s+)*(?:(?:rows?|columns?|entry|entries|elements?)\s+(?:of\s+)?)?"
    rf"(?:the\s+)?(?:logits?\s+|scores?\s+)?{_NAME}",
    re.IGNORECASE,
)


_SLOPE = re.compile(
    rf"{_NAME},?\s*(?:is|be|being|denotes|for|stands\s+for|holds|as)?\s*(?:the\s+)?"
    r"(?:(?:\\(?:emph|textit|textbf)\{|[*_]{1,2}|<\w+>)?(?:partial|error|total|full|whole|complete|entire|exact|accumulated)"
    r"(?:\}|[*_]{1,2}|</\w+>)?\s+)?"
    rf"(?:gradient|derivative|slope|sensitivity)\s+of\s+(?:the\s+(?:loss|cost|error|objective)\s+)?{_NAME}\s+"
    rf"(?:with\s+respect\s+to|w\.?r\.?t\.?|by|in)\s+(?:the\s+\w+(?:\s+\w+)?\s+)?{_NAME}",
    re.IGNORECASE,
)
"""A derivative with a name: "$\\delta_l$ is the gradient of $L$ with respect to $z_l$"."""
_SAME = re.compile(
    rf"\s*(?:\([^()]*\)\s*)?,?\s*(?:and|while|,)\s+{_NAME},?\s*(?:is\s+|be\s+)?the\s+same\s+"
    rf"(?:for|by|with\s+respect\s+to|w\.?r\.?t\.?)\s+{_NAME}"
)
"""A second one of the same quantity: "… and $d_t$ the same for $z_t$"."""
_ONE = r"(?:\$[^$=,]{1,30}\$|\\\([^=,]{1,30}?\\\))"
_LISTED = re.compile(
    rf"({_ONE}(?:(?:,\s*(?:and\s+)?|\s+and\s+){_ONE})+),?\s*(?:are|be|being|for|denote)?\s*(?:the\s+)?(?:{_HOW}\s+)*"
    rf"({'|'.join(_FUNCTIONS)})s?(?:\s+(?:function|activations?|outputs?|values?))?s?\s+(?:applied\s+to|of|on)\s+"
    r"(?:these|them|those|the\s+two|both)\b",
    re.IGNORECASE,
)
"""Several names by one function of what was defined last: "$a_1$ and $a_2$ are the sigmoids of these"."""

_SOURCE = (
    rf"({_ONE})(?:\s*,?\s*(?:are|is|be|for|denotes?|denoting|stands\s+for|the|our|of|as|raw|its|vector|class|logits?"
    r"|scores?))+"
)
_THEIRS = re.compile(
    rf"{_SOURCE}\s*(?:,\s*(?:and\s+|with\s+)?|\s+and\s+|\s+with\s+){_NAME},?\s*(?:is\s+|are\s+|for\s+|denotes\s+)?"
    rf"(?:their|its)\s+({'|'.join(_FUNCTIONS)})s?\b",
    re.IGNORECASE,
)
"""A name by a function of what was named just before: "$a$ are logits, $p$ their softmax"."""

_INVERSE = re.compile(
    rf"{_NAME}(?:[^.;$]{{0,80}}?[\s,]+(?:and\s+|with\s+)?{_NAME},?\s+(?:is\s+|be\s+|being\s+|for\s+|denotes\s+)?its\s+inverse\b"
    rf"|,?\s+(?:is|be|being|denotes|for)?\s*the\s+inverse\s+of\s+(?:the\s+\w+\s+(?:matrix\s+)?)?{_NAME})"
)
"""A name by the inverse of another: "$\\Lambda$ a matrix, $\\Sigma$ its inverse", "$P$ is the inverse of $Q$"."""

_RATE = re.compile(
    rf"{_NAME}\s+depends\s+on\s+(?:(?:a|an|one|the|some|single|scalar|only|hyper-?parameter|parameter|number)\s+)*{_NAME}\s*,?\s*"
    rf"(?:and\s+|let\s+us\s+|we\s+)?(?:writ(?:e|ing)|with|let)\s+{_NAME}\s+(?:for|be|denotes?)\s+its\s+"
    r"(?:(?:element|entry|component)-?\s?wise\s+)?derivative\b"
)
"""A slope of which no formula says more: "write $\\dot K$ for its derivative"."""


def with_told_activations(document: Document) -> Document:
    r"""The document with an equation for each name that its words make from another one by a function.

    Names that an equation of the document makes keep that equation.

    >>> from derive.reader.document import read_text
    >>> told = with_told_activations(read_text("Let $A$ be the sigmoid of $Z$."))
    >>> told.blocks[0].formulas[0].tree.members[1].function
    Name(letter='sigmoid', decorations=())
    """
    found = [
        *_told(document),
        *_theirs(document),
        *_inverses(document),
        *_listed(document),
        *_maps(document),
        *_slopes(document),
        *_rows(document),
        *_rates(document),
    ]
    told = with_equations(document, found)
    slopes = [document.in_text(*told.span) for told in _slopes(document)]
    return replace(told, blocks=tuple(block for block in told.blocks if not _is_mention(block, slopes)))


def _is_mention(block: Block, slopes: Sequence[s.Span]) -> bool:
    """Whether a block is only a name within words that tell a slope: the l of z_l is no index of its own there."""
    bare = not block.display and all(isinstance(one.tree, s.Name | s.Index) for one in block.formulas)
    return bare and any(slope.start <= block.span.start and block.span.end <= slope.end for slope in slopes)


_GOES_ON = re.compile(r"\s*,?\s*(?:times|plus|minus|over|divided|multiplied)\b")


def _told(document: Document) -> Iterator[Told]:
    for match in _SAID.finditer(document.prose):
        if _GOES_ON.match(document.prose, match.end()):
            continue
        left, right = _name(match, range(1, 5)), _argument(match, range(7, 11))
        if left is not None and right is not None and left != right:
            again = (
                match["verb"] is not None and re.fullmatch(_AGAIN, match["verb"], re.IGNORECASE) is not None
            )
            again = again or re.match(r"\s*(?:once\s+)?again\b", document.prose[match.end() :]) is not None
            yield Told(left, _of(match[6], right), s.Span(*match.span()), again)


def _theirs(document: Document) -> Iterator[Told]:
    for match in _THEIRS.finditer(document.prose):
        left, right = _name(match, range(2, 6)), _member(fragment(match[1].strip("$()\\ ")))
        if left is not None and right is not None and left != right:
            yield Told(left, _of(match[6], right), s.Span(*match.span()))


def _inverses(document: Document) -> Iterator[Told]:
    for match in _INVERSE.finditer(document.prose):
        first, second, third = (_name(match, range(start, start + 4)) for start in (1, 5, 9))
        left, right = (second, first) if second is not None else (first, third)
        if left is not None and right is not None and left != right:
            value = s.Power(right, s.Neg(s.Number("1")))
            yield Told(left, value, s.Span(*match.span()), not _is_displayed(left, document))


def _is_displayed(name: Member, document: Document) -> bool:
    """Whether a displayed equation makes a name: what a sentence says of it may be a special case."""
    trees = (one.tree for block in document.blocks if block.display for one in block.formulas)
    return any(isinstance(tree, s.Chain) and tree.members[0] == name for tree in trees)


def _of(function: str, argument: s.Node) -> s.Call:
    return s.Call(s.Name(_FUNCTIONS[function.lower()]), (argument,))


def _slopes(document: Document) -> Iterator[Told]:
    """The names of derivatives that words tell: "$\\delta_l$, the gradient of $L$ with respect to $z_l$".

    A section that is looked at alone has no use for what the words of another one tell.
    """
    used = {part for tree in written_trees(document) for part in walk(tree) if isinstance(part, s.Name)}
    for match in _SLOPE.finditer(document.prose):
        left, of, by = (_name(match, range(start, start + 4)) for start in (1, 5, 9))
        if left is None or of is None or by is None or len({left, of, by}) < 3:
            continue
        if (base_of(left)) not in used:
            continue
        same = _SAME.match(document.prose, match.end())
        pairs = [(left, by, match)]
        if same is not None and (more := (_name(same, range(1, 5)), _name(same, range(5, 9)))) and all(more):
            pairs.append((*more, same))  # type: ignore[arg-type]
        for one, variable, where in pairs:
            for made, below in _in_layers(one, variable, document):
                first = _is_first_word(made, document.in_text(*where.span()).start, document)
                yield Told(made, s.Derivative(of, (below,)), s.Span(*where.span()), first)


def _maps(document: Document) -> Iterator[Told]:
    """The names that words make otherwise: "a softmax turns $z$ into $p$"."""
    for said in maps_said(document.prose, _FUNCTIONS):
        left, right = _member(fragment(said.left)), _member(fragment(said.right))
        if left is not None and right is not None and left != right:
            yield Told(replace(left, span=said.place), _of(said.function, right), said.span)


def _rates(document: Document) -> Iterator[Told]:
    """The names of derivatives by what a name is said to depend on."""
    for match in _RATE.finditer(document.prose):
        of, by, left = (_name(match, range(start, start + 4)) for start in (1, 5, 9))
        if left is not None and of is not None and by is not None and len({left, of, by}) == 3:
            yield Told(left, s.Derivative(of, (by,), "d"), s.Span(*match.span()))


_ROW = re.compile(rf"\b(?:row|column)\s+{_NAME}\s+of\s+(?:the\s+)?{_NAME}", re.IGNORECASE)


def _rows(document: Document) -> Iterator[Told]:
    """The p of "a row $p$ of $P$", where P = softmax(S) was said and s stands in the document: it is softmax(s)."""
    trees = written_trees(document)
    names = {part for tree in trees for part in walk(tree) if isinstance(part, s.Name)}
    for match in _ROW.finditer(document.prose):
        one, whole = _name(match, range(1, 5)), _name(match, range(5, 9))
        if isinstance(one, s.Name) and isinstance(whole, s.Name) and one.letter == whole.letter.lower():
            for of in _arguments_of_softmax(trees, whole):
                small = replace(of, letter=of.letter.lower(), decorations=one.decorations)
                if small in names - {of}:
                    yield Told(one, _of("softmax", small), s.Span(*match.span()))


def _arguments_of_softmax(trees: Sequence[s.Node], whole: s.Name) -> Iterator[s.Name]:
    """The S of P = softmax(S)."""
    for tree in trees:
        match tree:
            case s.Chain(
                members=(head, s.Call(function=s.Name(letter="softmax"), arguments=(s.Name() as of,)), *_)
            ) if head == whole:
                yield of


Member = s.Name | s.Index


def _is_first_word(name: s.Name | s.Index, place: int, document: Document) -> bool:
    """Whether words tell a name before any equation begins with it: such an equation is a claim about it."""
    heads = (tree.members[0] for tree in written_trees(document) if isinstance(tree, s.Chain))
    return all(head.span.start > place for head in heads if head == name)


def _in_layers(left: Member, by: Member, document: Document) -> Iterator[tuple[Member, Member]]:
    """δ_1 and z_1, δ_2 and z_2 for δ_l and z_l, where the document numbers its z and has no other z_l."""
    items = {part.below for part in (left, by) if isinstance(part, s.Index)}
    (below,) = items if len(items) == 1 else (None,)
    chains = (tree for tree in written_trees(document) if isinstance(tree, s.Chain))
    parts = [part for tree in chains for part in walk(tree) if isinstance(part, s.Index)]
    found = {part.below for part in parts if isinstance(by, s.Index) and part.base == by.base}
    numbers = [each for each in found if each is not None and isinstance(each.items[0], s.Number)]
    if below is None or not numbers or below in found or isinstance(below.items[0], s.Number):
        yield left, by
        return
    for number in sorted(numbers, key=repr):
        yield _with_index(left, number), _with_index(by, number)


def _with_index(member: Member, below: s.Indices) -> Member:
    return replace(member, below=below) if isinstance(member, s.Index) else member


def _listed(document: Document) -> Iterator[Told]:
    """The names of a list, each of one of the names that were defined last, in their order."""
    for match in _LISTED.finditer(document.prose):
        place = document.in_text(*match.span()).start
        names = [fragment(part.strip("$()\\ ")) for part in re.findall(_ONE, match[1])]
        before = [
            tree.members[0]
            for block in document.blocks
            if block.display and block.span.end <= place
            for formula in block.formulas
            if isinstance(tree := formula.tree, s.Chain)
        ]
        for left, right in zip(names, before[-len(names) :], strict=False):
            if isinstance(left, s.Index) and isinstance(right, s.Index) and left.below == right.below:
                span = s.Span(*match.span())
                at = s.Span(span.start, match.end(1))
                yield Told(replace(left, span=at), _of(match[2], right), span)


def _name(match: re.Match[str], groups: range) -> s.Name | s.Index | None:
    """A name as it stands in the text; None where what stands there is no name."""
    group = next((number for number in groups if match[number]), None)
    read = _member(fragment(match[group])) if group is not None else None
    return replace(read, span=s.Span(*match.span(group))) if group is not None and read is not None else None


def _member(read: s.Node | None) -> s.Name | s.Index | None:
    """A name, also one with the space that it is from, a of a ∈ ℝ^n, and z of z_1, …, z_K."""
    if isinstance(read, s.Chain) and read.relations[0].sign == "in" and len(read.members) == 2:
        read = read.members[0]
    match read:
        case s.Sequence(items=(s.Index(base=s.Name() as first), s.Dots(), s.Index(base=last))) if (
            first == last
        ):
            return first
    return read if isinstance(read, s.Name | s.Index) else None


def _argument(match: re.Match[str], groups: range) -> s.Node | None:
    """What a function is taken of: a name, or a name over or times another, a/τ."""
    group = next((number for number in groups if match[number]), None)
    written = fragment(match[group]) if group is not None else None
    match written:
        case s.Fraction(top=s.Name() | s.Index(), bottom=s.Name() | s.Number()):
            return written
        case s.Product(left=s.Name() | s.Number(), right=s.Name() | s.Index(), sign="" | "cdot"):
            return written
    return _name(match, groups)
