"""Sections that stand by themselves: "Part A: one example" and "Part B: the batch" mean other objects by x, ℓ and W."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from derive.elaborate.same_letters.families_apart import bare_in
from derive.elaborate.same_letters.told_anew import set_anew
from derive.elaborate.shapes.loose_products import LOOSE
from derive.elaborate.symbols.names import key_of
from derive.elaborate.symbols.rewriting import all_trees
from derive.reader import syntax as s
from derive.reader.anatomy import base_of, function_of
from derive.reader.blocks import Block, Document
from derive.reader.tree import Part, is_numeric, walk
from derive.review import RelationReview

Heading = tuple[int, str]
MAKING = ("=", ":=", r"\propto")
MOST = 60
"""A page with more sections than this hardly ever changes what its names are in each."""


TWICE = "a name that is made twice, in two ways, without a word about it"
_OF_THE_PAGE = (LOOSE, TWICE, "left out on purpose", "to which base", "after words that change it")
"""Doubts that rest on how the rest of a page is written: a part alone has no better reason."""
OF_ALL = frozenset(
    ("tr", "trace", "Tr", "log", "ln", "exp", "max", "min", "det", "rank", "vec", "diag", "sin", "cos")
)
"""Functions that mean the same everywhere: tr(AB) = … makes no tr."""
_NEAR = 40
_FAR = 160
_INTRODUCING = re.compile(
    r"\b(?:let|take|consider|suppose|assume|put|set|define|with|where|if|model|now|instead|use|choose|for|call|write|given"
    r"|is|are|has|becomes)\b",
    re.IGNORECASE,
)
_DERIVING = re.compile(
    r"\b(?:so|thus|hence|therefore|expand\w*|simplif\w*|rewrit\w*|equals|obtain\w*|gets?|gives?|then|substitut\w*"
    r"|equivalent\w*|follows?|yields?|means)\b",
    re.IGNORECASE,
)
_KINDS = (
    r"(?:vectors?|scalars?|numbers?|matri(?:x|ces)|constants?|parameters?|variables?|weights?|inputs?|cent(?:re|er)s?"
    r"|widths?|features?|distances?|rates?|angles?|times?|lengths?|reals?)"
)
_KIND_BEFORE = re.compile(rf"\b{_KINDS}[\s$]*(?:\\\()?\Z", re.IGNORECASE)
_KIND_AFTER = re.compile(
    rf"\W*(?:(?:is|are|be|means|denotes|now|the|an?|of)\W+)*(?:\w+\W+)?{_KINDS}\b", re.IGNORECASE
)
"""Words around a lone name that say what kind of thing it is."""


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading: names that it uses, makes, declares as data (x > 0), and the y of its f(x, y)."""

    used: frozenset[str]
    made: frozenset[str]
    declared: frozenset[str]
    arguments: frozenset[str]


@dataclass(frozen=True, slots=True)
class Alone:
    """Some sections alone; ``is_sure``: no other makes one of their names, ``declares``: one that they call data."""

    document: Document
    is_sure: bool
    declares: bool
    headings: frozenset[Heading]


def heading_of(block: Block) -> Heading:
    """The post and the heading that a block stands under."""
    return block.post, block.heading


def with_what_it_needs(
    document: Document, heading: Heading, anew: frozenset[str] = frozenset()
) -> Alone | None:
    r"""The document with one section alone, and earlier ones that make what it uses; None where that is all of it.

    Nor is a section by itself whose names are made further down. What it says ``anew`` no other section makes.

    >>> from derive.reader.document import read_text
    >>> text = "# A\n\n$L = x^2$\n\n# B\n\n$J = w^2$\n\n# C\n\n$\\frac{dJ}{dw} = 2w$"
    >>> [block.heading for block in with_what_it_needs(read_text(text), (0, "C")).document.blocks]
    ['B', 'C']
    """
    sections = _sections(document)
    group = _group(sections, heading, anew)
    if group is None or len(group) == len(sections):
        return None
    made = frozenset[str]().union(*(sections[place].made for place in group))
    inside = [block for block in document.blocks if heading_of(block) in group]
    bare = frozenset(key_of(name) for tree in all_trees(inside) for name in bare_in(tree))
    indexed = frozenset[str]().union(*(sections[place].used for place in group)) - bare
    blocks = (
        block if heading_of(block) in group else _declarations(block, made | anew, indexed)
        for block in document.blocks
    )
    others = frozenset[str]().union(*(one.made for place, one in sections.items() if place not in group))
    kept = replace(document, blocks=tuple(block for block in blocks if block.formulas))
    declared = frozenset[str]().union(*(sections[place].declared for place in group))
    return Alone(kept, not made & others, bool(declared & others), frozenset(group))


def _group(
    sections: Mapping[Heading, Section], heading: Heading, anew: frozenset[str]
) -> set[Heading] | None:
    """A section with the earlier ones that make what it uses; None where only later ones do."""
    places = list(sections)
    group, own = {heading}, set(anew)
    while lacking := _lacking(sections, group) - own:
        for name in sorted(lacking):
            makers = [place for place in places if name in sections[place].made]
            earlier = [place for place in makers if places.index(place) < places.index(heading)]
            if earlier:
                group.add(earlier[-1])
            elif not any(name in sections[place].arguments for place in group):
                return None
            else:
                own.add(name)
    return group


def made_before(document: Document, heading: Heading) -> frozenset[str]:
    """The names that sections make before one."""
    sections = _sections(document)
    places = list(sections)
    return frozenset[str]().union(*(sections[place].made for place in places[: places.index(heading)]))


def kinds_said(document: Document, heading: Heading) -> frozenset[str]:
    r"""The names of which a section says in words what kind of thing they are, and makes none of: "$b$, a vector".

    >>> from derive.reader.document import read_text
    >>> sorted(kinds_said(read_text("# A\n\nHere $b$ is a vector, $c$ and the number $k$. So $x$ moves."), (0, "A")))
    ['b', 'k']
    """
    own = (block for block in document.blocks if heading_of(block) == heading)
    found = frozenset[str]().union(*map(kinds_beside, own))
    return found - _sections(document)[heading].made


def kinds_beside(block: Block) -> frozenset[str]:
    """The name of a lone formula where the words around it say what kind of thing it is."""
    names = [tree for tree in all_trees([block]) if isinstance(tree, s.Name)]
    told = _KIND_BEFORE.search(block.before[-_NEAR:]) or _KIND_AFTER.match(block.after[:_NEAR])
    return frozenset(map(key_of, names)) if told else frozenset()


def used_in(blocks: Iterable[Block]) -> frozenset[str]:
    """The names in some formulas."""
    return frozenset[str]().union(*map(_names, all_trees(tuple(blocks))))


def said_anew(document: Document, heading: Heading) -> frozenset[str]:
    r"""The names of which a section says what kind they are, and its variables that only later ones make.

    >>> from derive.reader.document import read_text
    >>> text = "# A\n\n$b = w t$\n\n# B\n\nHere $b$ is a vector, $f = x^2$, $\\frac{df}{dx} = 2x$.\n\n# C\n\n$x = y$"
    >>> sorted(said_anew(read_text(text), (0, "B")))
    ['b', 'x']
    """
    blocks = [block for block in document.blocks if heading_of(block) == heading]
    found = {name for tree in all_trees(blocks) for part in walk(tree) for name in _variables(part)}
    made = _sections(document)[heading].made
    own = found - made_before(document, heading) - made
    anew = set_anew(document, blocks, frozenset(made)) | _of_any_value(document, heading, blocks)
    return kinds_said(document, heading) | own | anew - made


def _of_any_value(document: Document, heading: Heading, blocks: Sequence[Block]) -> frozenset[str]:
    """The names of a section without derivatives that only later ones make: what is said there holds for all values."""
    used = used_in(blocks)
    if any(
        isinstance(part, s.Derivative | s.Nabla | s.Differential)
        for tree in all_trees(blocks)
        for part in walk(tree)
    ):
        return frozenset()
    return used - made_before(document, heading)


def _variables(part: Part) -> Iterator[str]:
    """What a derivative is by."""
    if isinstance(part, s.Derivative | s.Nabla) and part.by is not None:
        for each in part.by if isinstance(part.by, tuple) else (part.by,):
            yield from _names(each)


def _declarations(block: Block, made: frozenset[str], indexed: frozenset[str]) -> Block:
    """What a block says of names without making any, x ∈ ℝ^d and σ > 0, but for names that are made elsewhere.

    An x ∈ ℝ^d says nothing of names that a section only has with an index, one row x_i of the data.
    """
    kept = (one for one in block.formulas if one.chain is not None and _declares(one.chain, made, indexed))
    return replace(block, formulas=tuple(kept))


def _declares(chain: s.Chain, made: frozenset[str], indexed: frozenset[str]) -> bool:
    signs, head = {relation.sign for relation in chain.relations}, chain.members[0]
    is_of_another = bool(frozenset(map(key_of, bare_in(head))) & indexed)
    return not signs & set(MAKING) and not _names(head) & made and not is_of_another


def _lacking(sections: Mapping[Heading, Section], group: set[Heading]) -> frozenset[str]:
    """The names that some sections use and only others make."""
    used = frozenset[str]().union(*(sections[place].used for place in group))
    made = frozenset[str]().union(*(sections[place].made for place in group))
    others = frozenset[str]().union(*(one.made for place, one in sections.items() if place not in group))
    declared = frozenset[str]().union(*(sections[place].declared for place in group))
    return (used - made - declared) & others


def _sections(document: Document) -> dict[Heading, Section]:
    groups: dict[Heading, list[Block]] = {}
    for block in document.blocks:
        groups.setdefault(heading_of(block), []).append(block)
    return {place: _section(list(all_trees(blocks))) for place, blocks in groups.items()}


def _section(trees: Sequence[s.Node]) -> Section:
    # A formula that claims nothing, "the slides have $\delta x^T$", may speak of another section.
    claims = [tree for tree in trees if isinstance(tree, s.Chain)]
    used = frozenset[str]().union(*map(_names, claims or trees))
    made = frozenset(name for tree in trees for name in made_in(tree))
    declared = frozenset(name for tree in trees for name in _declared(tree))
    return Section(
        used, made, declared, frozenset(name for tree in trees for name in _arguments(tree)) - made
    )


def _declared(tree: s.Node) -> Iterator[str]:
    """The name of which a section says that it is any number of a kind: σ > 0, x ∈ ℝ."""
    match tree:
        case s.Chain(members=(s.Name() as head, s.Number() | s.Name()), relations=(relation,)):
            if relation.sign in (">", ">=", "in"):
                yield key_of(head)


def _names(tree: s.Node) -> frozenset[str]:
    return frozenset(key_of(part) for part in walk(tree) if isinstance(part, s.Name))


def _arguments(tree: s.Node) -> Iterator[str]:
    """The variables of a function that an equation makes: they are its own, whatever else they are elsewhere."""
    match tree:
        case s.Chain(members=(s.Call(function=s.Name(), arguments=arguments), *_), relations=(relation, *_)):
            if relation.sign in MAKING:
                yield from (key_of(each) for each in arguments if isinstance(each, s.Name))


def made_in(tree: s.Node) -> Iterator[str]:
    """The name that an equation makes; a value at which something is taken makes none."""
    match tree:
        case s.Chain(members=(head, body, *_), relations=(relation, *_)) if relation.sign in MAKING:
            if (
                isinstance(head, s.Call)
                and isinstance(head.function, s.Name)
                and head.function.letter in OF_ALL
            ):
                return
            head = base_of(function_of(head))
            if isinstance(head, s.Name) and not _is_value(body):
                yield key_of(head)


def _is_value(body: s.Node) -> bool:
    """Whether a formula is made of numbers, a diagonal matrix of them included."""
    match body:
        case s.Call(function=s.Name(letter="diag" | "Diag"), arguments=arguments):
            return all(map(is_numeric, arguments))
    return is_numeric(body)


def is_open(record: RelationReview) -> bool:
    """Whether a claim was left open, for no reason that the other sections give."""
    told = any(reason in record.reason for reason in _OF_THE_PAGE)
    return record.role == "claim" and record.verdict == "cannot-tell" and not told


def with_verdicts_of(
    whole: Sequence[RelationReview], alone: Sequence[RelationReview], is_sure: bool, text: str
) -> tuple[RelationReview, ...]:
    """The records with what was decided in a section alone for what is open; none where the two contradict.

    Where another section makes the same names, nothing is wrong: a line may still mean those. Nothing follows from a
    result that the section alone takes for a definition.
    """
    found = {(one.span, one.relation): one for one in alone}
    pairs = [(one, found.get((one.span, one.relation), one)) for one in whole]
    if any({one.verdict, other.verdict} == {"right", "wrong"} for one, other in pairs):
        return tuple(whole)
    if any(_is_a_result(one, other, text) for one, other in pairs):
        return tuple(whole)
    decided = ("right", "wrong") if is_sure else ("right",)
    return tuple(other if is_open(one) and other.verdict in decided else one for one, other in pairs)


def _is_a_result(one: RelationReview, other: RelationReview, text: str) -> bool:
    """Whether a section alone takes for a definition what the whole document derives, and did not prove."""
    if other.role != "definition" or one.role != "claim" or one.verdict == "right":
        return False
    words = _sentence_before(text, one.span.start)
    return one.verdict == "wrong" or bool(_DERIVING.search(words)) or not _INTRODUCING.search(words)


def _sentence_before(text: str, at: int) -> str:
    r"""The words of a sentence up to a place, that before a display where it stands in one: "Let … be the loss:".

    >>> _sentence_before("So x = 1. Define the loss:\n\n$$f = g = h$$", 40)
    'Define the loss'
    """
    words = text[max(0, at - _FAR) : at]
    sentences = re.split(r"[.;:]\s|\n\s*\n", words)
    spoken = (each for each in reversed(sentences) if not each.lstrip().startswith(("$$", "\\[", "\\begin")))
    return next((each for each in spoken if each.strip()), "")
