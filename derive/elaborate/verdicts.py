"""A claim in its place: what restricts it, whether it may be called wrong, and whether it is a claim at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from derive.elaborate.dims import Dim
from derive.elaborate.infer import Typed
from derive.elaborate.judge import Context, Judgement, judge
from derive.elaborate.post import Post, has_dots
from derive.elaborate.roles import Link, Role, head_of, is_derivative, referred
from derive.elaborate.scope import Definition
from derive.model import Reason, Right, Unknown, Wrong
from derive.reader import syntax as s
from derive.reader.blocks import Block, Document

NEW_OBJECT = (
    "instead",
    "now let",
    "alternatively",
    "redefine",
    "suppose",
    "assume",
    "another",
    "assuming",
    "different",
)
ONE_SAMPLE = ("one training example", "single training example", "one example", "single example", "one sample",
              "single sample", "one data point", "single data point", "n=1", "for one observation")  # fmt: skip
CHANGING = ("inserted", "removed", "replaced")


@dataclass
class Story:
    """A post while it is judged: what was wrong so far, and which size every dimension got."""

    document: Document
    post: Post
    typed: Typed
    order: dict[Dim, int] = field(default_factory=dict)
    wrong: list[Link] = field(default_factory=list)
    judged: list[tuple[Link, Judgement]] = field(default_factory=list)


def settle_role(story: Story, link: Link, place: int) -> tuple[Role, Judgement]:
    """Judge a claim; a refuted second equation for a name is a new definition where a new object may be meant."""
    judgement = guarded(story, link, _judgement(story, link))
    head = head_of(link.left, story.post.scope.letters)
    second = head is not None and link.begins and not is_derivative(link.left)
    if second and not isinstance(judgement.verdict, Right) and _may_be_new(story, link):
        assert head is not None
        _redefine(story, Definition(head.key, link.right, head.indices, head.parameters))
        return "definition", judgement
    if isinstance(judgement.verdict, Wrong):
        story.wrong.append(link)
    story.judged.append((link, judgement))
    return "claim", judgement


def _redefine(story: Story, definition: Definition) -> None:
    old = story.post.scope.definitions.get(definition.key)
    made = replace(definition, dummy=old.dummy if old else False)
    story.typed.scope = story.typed.scope.define(made)


def _may_be_new(story: Story, link: Link) -> bool:
    if not link.block.display and not isinstance(link.left, s.Call):
        return True
    words = link.block.before.lower()
    return any(cue in words for cue in NEW_OBJECT)


def _judgement(story: Story, link: Link) -> Judgement:
    if link.formula.tree is None:
        return Judgement(Unknown(Reason.NOT_READ), link=link)
    if has_dots(link.left) or has_dots(link.right):
        from derive.elaborate.roles import _dotted_row

        if not (_dotted_row(link.left) and _dotted_row(link.right)):
            return Judgement(Unknown(Reason.OUTSIDE_FRAGMENT, "dots"), link=link)
    context = Context(story.typed, story.order, restrictions(story, link), _says_one_sample(link))
    return judge(link, context)


def restrictions(story: Story, link: Link) -> tuple[s.Chain, ...]:
    """The conditions on indices under which a formula is written: beside it, or just before it in the text."""
    own = [c for c in link.formula.conditions if isinstance(c, s.Chain)]
    return tuple(own) if own else tuple(_spoken(story, link))


def _spoken(story: Story, link: Link) -> Iterator[s.Chain]:
    blocks = story.document.blocks
    place = blocks.index(link.block)
    for block in reversed(blocks[:place]):
        if block.post != link.block.post or link.block.span.start - block.span.end > 60:
            return
        if block.display:
            return
        for formula in block.formulas:
            chain = formula.chain
            if chain is not None and _compares_indices(story, chain):
                yield chain
                return


def _compares_indices(story: Story, chain: s.Chain) -> bool:
    letters = story.post.scope.letters.indices
    names = [m.letter for m in chain.members if isinstance(m, s.Name)]
    return len(names) == len(chain.members) and all(name in letters for name in names)


def _says_one_sample(link: Link) -> bool:
    words = f"{link.block.before} {link.block.heading}".lower().replace(" = ", "=")
    return any(phrase in words for phrase in ONE_SAMPLE)


def guarded(story: Story, link: Link, judgement: Judgement) -> Judgement:
    """Wrong only where nothing rests on a repair, on a name that was never introduced, or on a loose relation."""
    if link.sign == "!=":
        return _unequal(judgement)
    if not isinstance(judgement.verdict, Wrong):
        return judgement
    if any(repair.kind in CHANGING for repair in link.formula.repairs):
        return replace(judgement, verdict=Unknown(Reason.REPAIR_MATTERS))
    stranger = _stranger(story, link)
    if stranger is not None:
        return replace(judgement, verdict=Unknown(Reason.UNDECLARED, stranger))
    return judgement


def _unequal(judgement: Judgement) -> Judgement:
    match judgement.verdict:
        case Wrong():
            return replace(judgement, verdict=Right("refuted equality"))
        case Right():
            return replace(judgement, verdict=Unknown(Reason.NOT_A_CLAIM, "both sides are equal"))
        case Unknown():
            return judgement


def _stranger(story: Story, link: Link) -> str | None:
    scope = story.post.scope
    ours = scope.known | scope.functions | scope.letters.sizes | scope.letters.indices
    for key in sorted(referred(link, scope.letters)):
        if key not in ours and key not in scope.definitions and key not in (r"\pi", "e", r"\delta"):
            return key
    return None
