"""A claim in its place: what restricts it, whether it may be called wrong, and whether it is a claim at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from derive.elaborate.calls import POINTWISE, WORDS
from derive.elaborate.clashes import is_declared
from derive.elaborate.corrections import Correction, find_correction
from derive.elaborate.dims import Dim
from derive.elaborate.explain import Slip, Why, why_wrong
from derive.elaborate.infer import Typed, rivals
from derive.elaborate.judge import Context, Judgement, judge
from derive.elaborate.names import keys_in, letters_of, reference
from derive.elaborate.post import Post, has_dots
from derive.elaborate.roles import (
    FUNCTIONS_OF_EVERYBODY,
    NUMBERS,
    Link,
    Role,
    head_of,
    is_derivative,
    is_loss,
    referred,
)
from derive.elaborate.scope import Definition, Scope
from derive.elaborate.variables import free_letters
from derive.model import Reason, Right, Unknown, Wrong
from derive.reader import syntax as s
from derive.reader.blocks import Block, Document, Formula
from derive.reader.tree import walk

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
ONE_SAMPLE = re.compile(
    r"\b(one|single)( training)? (example|sample|data point|observation|instance|pattern)\b(?! (per|in) )|\$n ?= ?1\$"
)
NEARBY = 500
"""How far back, in characters, the words "for one example" reach."""
CHANGING = ("inserted", "removed", "replaced")


@dataclass
class Story:
    """A post while it is judged: what was wrong so far, and which size every dimension got."""

    document: Document
    post: Post
    typed: Typed
    blocks: tuple[Block, ...] = ()
    order: dict[Dim, int] = field(default_factory=dict)
    wrong: list[Link] = field(default_factory=list)
    judged: list[tuple[Link, Judgement]] = field(default_factory=list)
    renewed: set[str] = field(default_factory=set)
    slips: list[Slip] = field(default_factory=list)
    reasons: dict[int, tuple[Why, Correction | None]] = field(default_factory=dict)
    unexplained: dict[int, Judgement] = field(default_factory=dict)

    def failures(self) -> Iterator[tuple[Block, Formula]]:
        """The display formulas that could not be read."""
        for block in self.blocks:
            yield from ((block, f) for f in block.formulas if block.display and f.failure is not None)


def settle_role(story: Story, link: Link, place: int) -> tuple[Role, Judgement]:
    """Judge a claim; a refuted second equation for a name is a new definition where a new object may be meant."""
    judgement = guarded(story, link, _judgement(story, link))
    head = head_of(link.left, story.post.scope.letters)
    second = head is not None and link.begins and not is_derivative(link.left)
    if second and not isinstance(judgement.verdict, Right) and _may_be_new(story, link):
        assert head is not None
        if head.key in story.post.scope.inherited:
            story.renewed.add(head.key)
        _redefine(story, Definition(head.key, link.right, head.indices, head.parameters))
        return "definition", judgement
    if isinstance(judgement.verdict, Wrong):
        judgement = _unless_unexplained(story, link, judgement)
    if isinstance(judgement.verdict, Wrong):
        story.wrong.append(link)
    story.judged.append((link, judgement))
    return "claim", judgement


def _unless_unexplained(story: Story, link: Link, judgement: Judgement) -> Judgement:
    """Called wrong only where a slip or one changed sign or factor explains it, or where nothing can be misread.

    What a reader of formulas misunderstands is refuted as well, but hardly ever by what a person's slip leads to.
    """
    why, correction = explained(story, link, judgement), corrected(story, link, judgement)
    story.reasons[link.right.span.start] = (why, correction)
    if why.misconceptions or why.follows or correction is not None or _is_plain(story, link):
        return judgement
    if _is_shape(judgement) and _has_stated_shapes(story, link):
        return judgement
    story.unexplained[link.right.span.start] = judgement
    return replace(judgement, verdict=Unknown(Reason.UNEXPLAINED))


def _is_shape(judgement: Judgement) -> bool:
    return isinstance(judgement.verdict, Wrong) and judgement.verdict.kind == "shape"


def _has_stated_shapes(story: Story, link: Link) -> bool:
    """Whether the document says the shape of everything that the line is made of."""
    scope = story.typed.scope
    keys = scope.ancestors(link.left) | scope.ancestors(link.right)
    return all(is_declared(story.typed, key) for key in keys)


def reconsidered(story: Story, link: Link, judgement: Judgement | None) -> Judgement | None:
    """An unexplained line, called wrong after all where right derivatives confirm how all of its names are read."""
    refuted = story.unexplained.get(link.right.span.start)
    if refuted is None or judgement is None or not isinstance(judgement.verdict, Unknown):
        return judgement
    return refuted if _objects(story, link) <= _confirmed(story) else judgement


def _objects(story: Story, link: Link) -> frozenset[str]:
    scope = story.typed.scope
    apart = scope.letters.sizes | scope.letters.indices
    return (scope.ancestors(link.left) | scope.ancestors(link.right)) - apart


def _confirmed(story: Story) -> frozenset[str]:
    right = [link for link, judgement in story.judged if isinstance(judgement.verdict, Right)]
    confirming = (_objects(story, link) for link in right if is_derivative(link.left))
    return frozenset().union(*confirming)


def _is_plain(story: Story, link: Link) -> bool:
    """Whether all that the link rests on are numbers, without indices, sums or functions that are not explained."""
    scope, typing = story.typed.scope, story.typed.typing
    keys = scope.ancestors(link.left) | scope.ancestors(link.right)
    bodies = [made.body for key in keys if (made := scope.definitions.get(key)) is not None]
    trees = [link.left, link.right, *(body for body in bodies if body is not None)]
    return all(key not in typing or typing[key].count == 0 for key in keys) and not any(
        isinstance(part, s.Index | s.Big | s.Matrix | s.Transpose) for tree in trees for part in walk(tree)
    )


def explained(story: Story, link: Link, judgement: Judgement | None) -> Why:
    """What explains a wrong claim; nothing for any other relation."""
    if judgement is None or not isinstance(judgement.verdict, Wrong):
        return Why()
    typed = judgement.reading.typed if judgement.reading is not None else story.typed
    slip, why = why_wrong(_context(story, typed, story.order, link), judgement, story.slips)
    if slip is not None and why.misconceptions:
        story.slips.append(slip)
    return why


def corrected(story: Story, link: Link, judgement: Judgement | None) -> Correction | None:
    """The one change that makes a wrong claim right, if a single one does."""
    if judgement is None or not isinstance(judgement.verdict, Wrong) or judgement.verdict.kind == "shape":
        return None
    return find_correction(link, _context(story, story.typed, story.order, link))


def zero_claim(story: Story, link: Link) -> tuple[Role, Judgement | None]:
    """Something that is said to be zero: a claim where that can be proved, else an equation to solve."""
    judgement = _judgement(story, link)
    return ("claim", judgement) if isinstance(judgement.verdict, Right) else ("condition", None)


def _redefine(story: Story, definition: Definition) -> None:
    again = frozenset((definition.key,))
    story.typed.scope = replace(story.typed.scope, doubtful=story.typed.scope.doubtful | again)
    old = story.post.scope.definitions.get(definition.key)
    made = replace(definition, dummy=old.dummy if old else False)
    story.typed.scope = story.typed.scope.define(made)


def _may_be_new(story: Story, link: Link) -> bool:
    if not link.block.display and not isinstance(link.left, s.Call):
        return True
    head = head_of(link.left, story.post.scope.letters)
    if head is not None and head.key in story.post.scope.inherited:
        return True
    if head is not None and head.key not in NUMBERS and not is_loss(head.key):
        return True
    first = next(
        (
            k.block
            for k in story.post.links
            if head is not None and head_of(k.left, story.post.scope.letters) == head
        ),
        None,
    )
    if first is not None and first.heading != link.block.heading:
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
    judgement = judge(link, _context(story, story.typed, story.order, link))
    return _with_usual_functions(story, link, judgement)


def _with_usual_functions(story: Story, link: Link, judgement: Judgement) -> Judgement:
    """A letter such as σ that the document never explains means its usual function, and the verdict says so.

    *Right* names the assumption; *wrong* needs the line to be refuted with and without it.
    """
    used = (
        {function.rstrip("'") for function, _ in judgement.reading.opaque.values()}
        if judgement.reading
        else set()
    )
    letters = sorted(used & WORDS.keys())
    if not letters or isinstance(judgement.verdict, Right):
        return judgement
    words = " ".join(WORDS[letter][1][-1] for letter in letters)
    scope = story.typed.scope
    typed = replace(story.typed, scope=replace(scope, words=f"{scope.words} {words}"))
    usual = judge(link, _context(story, typed, dict(story.order), link))
    if isinstance(usual.verdict, Right):
        told = tuple(f"with {letter} the {WORDS[letter][1][-1]} function" for letter in letters)
        return replace(usual, conditions=(*usual.conditions, *told))
    return usual if isinstance(judgement.verdict, Wrong) else judgement


def _context(story: Story, typed: Typed, order: dict[Dim, int], link: Link) -> Context:
    letters = sample_letters(story, link)
    says_one = _says_one_sample(story, link)
    return Context(typed, order, restrictions(story, link), letters, says_one, averaged(story))


def sample_letters(story: Story, link: Link) -> frozenset[str]:
    """The index letters of what the block differentiates by: ∂J/∂ŷ_i may be meant for sample i alone."""
    found: set[str] = set()
    for formula in link.block.formulas:
        head = formula.chain.members[0] if formula.chain is not None else None
        for by in head.by if isinstance(head, s.Derivative) else ():
            ref = reference(by, story.post.scope.letters)
            if ref is not None and len(ref.indices) == 1 and _one_per_sample(story, ref.key):
                found |= letters_of(ref.indices[0])
    carried = link.formula.carried
    if carried is not None and not found:
        found |= _carried_letters(story, link)
    return frozenset(found)


def _carried_letters(story: Story, link: Link) -> frozenset[str]:
    place = story.document.blocks.index(link.block)
    before = story.document.blocks[place - 1] if place else None
    if before is None or before.post != link.block.post or not before.formulas:
        return frozenset()
    return sample_letters(story, replace(link, block=before, formula=before.formulas[0]))


def _one_per_sample(story: Story, key: str) -> bool:
    """Whether a name has one value for every sample: its length is the range of an averaging sum."""
    dims = story.typed.axes.get(key, ())
    return len(dims) == 1 and story.typed.dims.find(dims[0]) in averaged(story)


def _factors(node: s.Node) -> list[s.Node]:
    return _factors(node.left) + _factors(node.right) if isinstance(node, s.Product) else [node]


def averaged(story: Story) -> frozenset[str]:
    """The sizes by which something is divided: samples are averaged over them."""
    sizes = story.post.scope.letters.sizes
    found: set[str] = set()
    for made in story.post.scope.definitions.values():
        for part in walk(made.body) if made.body is not None else ():
            if isinstance(part, s.Fraction):
                found |= {
                    x.letter for x in _factors(part.bottom) if isinstance(x, s.Name) and x.letter in sizes
                }
    return frozenset(found)


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
                between = story.document.text[block.span.end : link.block.span.start].lower()
                yield (
                    _opposite(chain) if any(word in between for word in ("other", "else", "rest")) else chain
                )
                return


def _opposite(chain: s.Chain) -> s.Chain:
    turned = tuple(s.Relation("!=" if relation.sign == "=" else "=") for relation in chain.relations)
    return replace(chain, relations=turned)


def _compares_indices(story: Story, chain: s.Chain) -> bool:
    letters = story.post.scope.letters.indices
    names = [m.letter for m in chain.members if isinstance(m, s.Name)]
    return len(names) == len(chain.members) and all(name in letters for name in names)


def _says_one_sample(story: Story, link: Link) -> bool:
    start = link.block.span.start
    begin = max((b.span.start for b in story.document.blocks if b.post == link.block.post), default=0)
    words = story.document.text[max(0, start - NEARBY, begin - NEARBY) : start].lower()
    return ONE_SAMPLE.search(words) is not None


def guarded(story: Story, link: Link, judgement: Judgement) -> Judgement:
    """Wrong only where nothing rests on a repair, on a name that was never introduced, or on a loose relation."""
    if link.sign == "!=":
        return _unequal(judgement)
    if not isinstance(judgement.verdict, Wrong):
        return judgement
    if any(repair.kind in CHANGING for repair in link.formula.repairs):
        return replace(judgement, verdict=Unknown(Reason.REPAIR_MATTERS))
    doubt = doubts(story, link)
    return replace(judgement, verdict=doubt) if doubt is not None else judgement


def doubts(story: Story, link: Link) -> Unknown | None:
    """Why a refuted link is not called wrong: its names may mean something else than was understood."""
    scope = story.typed.scope
    if any(word in scope.words for word in ("einstein", "summation convention")):
        return Unknown(Reason.OUTSIDE_FRAGMENT, "sums that are implied by repeated indices")
    stranger = _stranger(story, link)
    if stranger is not None:
        return Unknown(Reason.UNDECLARED, stranger)
    above = scope.ancestors(link.left) | scope.ancestors(link.right)
    unknown = sorted(
        key for key in (above & scope.functions) - WORDS.keys() if not _is_function_known(scope, key)
    )
    if unknown:
        return Unknown(Reason.UNDECLARED, unknown[0])
    unclear = sorted(above & (_unclear(story) | scope.doubtful))
    if unclear:
        return Unknown(Reason.UNDECIDED, f"{unclear[0]} is not understood, or has several meanings here")
    extra = sorted(_leaves(story, link.right) - scope.ancestors(_origin(story, link)))
    if extra:
        return Unknown(Reason.UNDECLARED, f"nothing says what {extra[0]} has to do with the left side")
    if isinstance(link.left, s.Differential) and not (_made_of(story, link.left) & scope.definitions.keys()):
        return Unknown(Reason.READINGS_DISAGREE, "whether it is a differential or short for a derivative")
    if _crosses_cases(story, link):
        return Unknown(Reason.READINGS_DISAGREE, "which member a row continues from after a case")
    if _WIDE.search(story.document.text[link.left.span.start : link.right.span.end]):
        return Unknown(Reason.READINGS_DISAGREE, "formulas that stand side by side")
    if _holds_apart(story, link):
        return Unknown(Reason.READINGS_DISAGREE, "it holds where the indices differ")
    if not story.typed.work.left:
        return Unknown(Reason.BUDGET)
    if any(isinstance(j.verdict, Right) for j in _rival_judgements(story, link)):
        return Unknown(Reason.READINGS_DISAGREE, "the shapes of its names")
    return None


_WIDE = re.compile(r"(\\ ){2,}|\\q?quad")


def _crosses_cases(story: Story, link: Link) -> bool:
    return link.formula.carried is not None and not link.place and any(_spoken(story, link))


def _holds_apart(story: Story, link: Link) -> bool:
    """Whether the link is right where two free indices differ: ∂o_j/∂z_i = −o_j o_i is often meant for i ≠ j."""
    letters = sorted(free_letters(link, story.post.scope.letters))
    if len(letters) != 2 or restrictions(story, link):
        return False
    names = tuple(s.Name(letter) for letter in letters)
    apart = (s.Chain(names, (s.Relation("!="),)),)
    context = replace(_context(story, story.typed, dict(story.order), link), restriction=apart)
    return isinstance(judge(link, context).verdict, Right)


def _made_of(story: Story, node: s.Node) -> frozenset[str]:
    return frozenset(keys_in(node, story.post.scope.letters))


def _is_function_known(scope: Scope, key: str) -> bool:
    made = scope.definitions.get(key)
    usual = (
        key in POINTWISE or key in FUNCTIONS_OF_EVERYBODY or key.lower() == "softmax" or key in scope.named
    )
    name, words = WORDS.get(key, ("", ()))
    spoken = bool(name) and any(word in scope.words for word in words)
    return usual or spoken or (made is not None and made.body is not None)


def _unclear(story: Story) -> frozenset[str]:
    """The names whose definitions do not fit together with the rest."""
    typed = story.typed
    return frozenset(key for place, key in typed.defining.items() if place in typed.clashing)


def _leaves(story: Story, node: s.Node) -> frozenset[str]:
    scope = story.typed.scope
    usual = {r"\pi", "e", r"\delta", "I"} | scope.letters.sizes | scope.letters.indices | scope.functions
    return frozenset(
        key for key in scope.ancestors(node) if key not in usual and key not in scope.definitions
    )


def _origin(story: Story, link: Link) -> s.Node:
    """The first member of the chain that a link belongs to, with the left side itself."""
    chain = link.formula.chain
    members = [link.left, *(chain.members[:1] if chain is not None else ())]
    if link.formula.carried is not None:
        members.append(link.formula.carried)
    return s.Sequence(tuple(m for m in members if not isinstance(m, s.Hole)))


def _rival_judgements(story: Story, link: Link) -> Iterator[Judgement]:
    """The same link where a name has another shape that fits the document as well."""
    for key in sorted(referred(link, story.post.scope.letters)):
        for typed in rivals(story.typed, key):
            yield judge(link, _context(story, typed, dict(story.order), link))


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
    usual = FUNCTIONS_OF_EVERYBODY | POINTWISE.keys() | WORDS.keys() | {"softmax"}
    ours = scope.known | usual | scope.letters.sizes | scope.letters.indices
    for key in sorted(referred(link, scope.letters)):
        if key not in ours and key not in scope.definitions and key not in (r"\pi", "e", r"\delta"):
            return key
    for key in sorted(scope.ancestors(link.left) | scope.ancestors(link.right)):
        if (made := scope.definitions.get(key)) is not None and made.body is None and key not in usual:
            return key
    return None
