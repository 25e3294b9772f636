"""A claim in its place: what restricts it, whether it may be called wrong, and whether it is a claim at all."""

from __future__ import annotations

import re
from dataclasses import replace

from derive.calculus import free_symbols
from derive.elaborate.claims.clashes import is_sure
from derive.elaborate.claims.judge import Judgement, judge
from derive.elaborate.conclusions.mended_shapes import with_a_mended_shape
from derive.elaborate.conclusions.renewed_names import (
    holds_either_way,
    is_unannounced,
    renewed_quietly,
    says_again,
)
from derive.elaborate.conclusions.restated import with_restated
from derive.elaborate.conclusions.stated_layouts import kept_to_layout
from derive.elaborate.conclusions.worked_numbers import ELSEWHERE, is_numeric, settled_numbers
from derive.elaborate.explaining.corrections import Correction, find_correction
from derive.elaborate.explaining.explain import Why, why_wrong
from derive.elaborate.explaining.slips import Slip
from derive.elaborate.posts.solving import is_to_be_solved
from derive.elaborate.posts.summands import names_in_a_word, names_its_summands
from derive.elaborate.prose.sentences import SENTENCE, plain_words
from derive.elaborate.readings.apart import slots, where_apart
from derive.elaborate.readings.attempts import judged
from derive.elaborate.readings.doubts import doubts, keeps_slopes
from derive.elaborate.readings.elsewhere import is_total
from derive.elaborate.readings.equal_sizes import EQUAL, changed_shapes
from derive.elaborate.readings.filled_indices import FILLED, fills_both_ends
from derive.elaborate.readings.imaginary import IMAGINARY, has_an_imaginary_unit
from derive.elaborate.readings.linear_losses import linear_correction
from derive.elaborate.readings.lost_paths import loses_a_path
from derive.elaborate.readings.lost_steps import loses_the_steps_before
from derive.elaborate.readings.members import among_members
from derive.elaborate.readings.of_all_data import sums_its_members
from derive.elaborate.readings.slopes_by_name import AS_ROWS
from derive.elaborate.readings.story import Story
from derive.elaborate.readings.strangers import unknown_functions
from derive.elaborate.readings.surroundings import context_of
from derive.elaborate.readings.two_notations import by_its_notations
from derive.elaborate.readings.unread_names import UNREAD_WORDS, leaves_unread_words_out
from derive.elaborate.shapes.capital_numbers import AS_NUMBERS, as_maps_of_vectors, takes_matrices_for_numbers
from derive.elaborate.shapes.loose_products import LOOSE, has_loose_product
from derive.elaborate.shapes.typed import Typed
from derive.elaborate.symbols.example_keys import example_key, unmarked_names
from derive.elaborate.symbols.names import keys_in
from derive.elaborate.symbols.roles import (
    NUMBERS,
    Head,
    Link,
    Role,
    contains,
    head_of,
    is_derivative,
    is_loss,
)
from derive.elaborate.symbols.scope import Definition
from derive.model import Reason, Right, Unknown, Wrong
from derive.reader import syntax as s
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
    "regulari",
    "penali",
    "penalty",
    "weight decay",
    "variant",
    "modified",
    "extended",
    "parametri",
)
_OF_OTHERS = re.compile(
    r"\b(?:some|other|many|several|most) (?:authors?|books?|papers?|people|texts?|libraries)\b"
    r"|\btextbooks?\b|\bliterature\b"
    r"|\bothers (?:write|define|use|take)|\b(?:also|often|sometimes|usually) (?:written|defined|taken)\b"
)
"""Words with which a name is given to what other people mean by it."""
OTHER_SHAPE = "shape-mismatch"
CHANGING = ("inserted", "removed", "replaced")


def settle_role(story: Story, link: Link, place: int) -> tuple[Role, Judgement]:
    """Judge a claim; a refuted second equation for a name is a new definition where a new object may be meant."""
    linking = by_its_notations(story, link, judged)
    judgement = guarded(story, link, linking or judged(story, link))
    judgement = kept_to_layout(story, link, judgement, judged) if linking is None else judgement
    is_loose = AS_ROWS not in judgement.notes and has_loose_product(story.typed, link)
    if isinstance(judgement.verdict, Right) and is_loose:
        judgement = replace(judgement, verdict=Unknown(Reason.READINGS_DISAGREE, LOOSE))
    if isinstance(judgement.verdict, Right) and _has_flat_matrices(story, link, judgement):
        judgement = replace(judgement, verdict=Unknown(Reason.READINGS_DISAGREE, AS_NUMBERS))
    if isinstance(judgement.verdict, Right) and fills_both_ends(link, judgement, story.post.scope.letters):
        judgement = replace(judgement, verdict=Unknown(Reason.READINGS_DISAGREE, FILLED))
    if not isinstance(judgement.verdict, Unknown) and has_an_imaginary_unit(story, link):
        judgement = replace(judgement, verdict=Unknown(Reason.READINGS_DISAGREE, IMAGINARY))
    judgement = holds_either_way(story, link, judgement, judged)
    numbers = settled_numbers(story, link, place, judgement)
    if numbers is not None:
        story.judged.append((link, numbers.judgement))
        return numbers.role, numbers.judgement
    link = without_log(link) if not isinstance(judgement.verdict, Right) and not link.block.display else link
    head = head_of(link.left, story.post.scope.letters)
    second = head is not None and link.begins and not is_derivative(link.left)
    new = _is_of_something_else(story, link, judgement) or _may_be_new(story, link)
    if second and not isinstance(judgement.verdict, Right) and new and _is_whole(link):
        assert head is not None
        if _only_names(story, link) or _goes_in_a_circle(story, link, head):
            return "condition", judgement
        if is_unannounced(story, link, head) and isinstance(judged(story, link).verdict, Wrong):
            said = (
                _unless_unexplained(story, link, judgement) if isinstance(judgement.verdict, Wrong) else None
            )
            if said is not None and isinstance(said.verdict, Wrong) and says_again(link):
                story.wrong.append(link)
                story.judged.append((link, said))
                return "claim", said
            renewed_quietly(story, head.key)
        if head.key in story.post.scope.inherited:
            story.renewed.add(head.key)
        _redefine(story, Definition(head.key, link.right, head.indices, head.parameters))
        return "definition", judgement
    if not isinstance(judgement.verdict, Right) and place >= story.post.solving and is_to_be_solved(link):
        return "condition", judgement
    if isinstance(judgement.verdict, Wrong):
        judgement = _unless_unexplained(story, link, judgement)
    if isinstance(judgement.verdict, Wrong):
        story.wrong.append(link)
    story.judged.append((link, judgement))
    return "claim", judgement


def _has_flat_matrices(story: Story, link: Link, judgement: Judgement) -> bool:
    """Whether a line is right only with matrices that were taken for numbers or vectors."""
    typed = judgement.reading.typed if judgement.reading is not None else story.typed
    if takes_matrices_for_numbers(typed, link):
        return True
    larger = as_maps_of_vectors(typed, link)
    if larger is None:
        return False
    return not isinstance(judge(link, context_of(story, larger, {}, link)).verdict, Right)


def _only_names(story: Story, link: Link) -> bool:
    scope = story.post.scope
    return names_its_summands(link, scope) or names_in_a_word(link, scope) or sums_its_members(story, link)


def _goes_in_a_circle(story: Story, link: Link, head: Head) -> bool:
    """Whether a second equation makes a name from what is made from it: a fixed point, π_k = (1/n) Σ_i γ_ik."""
    scope = story.typed.scope
    direct = head.key in keys_in(link.right, scope.letters)
    return not direct and head.key in scope.ancestors(link.right)


def without_log(link: Link) -> Link:
    """The link q = e^u of a link ln q = u, which says what q is as well."""
    match link.left:
        case s.Call(function=s.Name(letter="log" | "ln"), arguments=(s.Name() | s.Index() as inner,)) if (
            link.begins and link.sign == "="
        ):
            right = s.Call(s.Name("exp"), (link.right,), span=link.right.span)
            return replace(link, left=replace(inner, span=link.left.span), right=right)
    return link


def _is_of_something_else(story: Story, link: Link, judgement: Judgement) -> bool:
    """Whether a second equation for a name has names in it that the first one has nothing to do with."""
    verdict, head = judgement.verdict, head_of(link.left, story.post.scope.letters)
    undeclared = isinstance(verdict, Unknown) and verdict.reason is Reason.UNDECLARED
    return undeclared and head is not None and not _names_a_derivative(story, head.key)


def _is_whole(link: Link) -> bool:
    """Whether all of a right side could be read."""
    return not contains(link.right, s.Hole)


def _unless_unexplained(story: Story, link: Link, judgement: Judgement) -> Judgement:
    """Called wrong only where a slip or one changed sign or factor explains it, or where nothing can be misread.

    What a reader of formulas misunderstands is refuted as well, but hardly ever by what a person's slip leads to: of
    the refuted lines of 180 documents that nobody had tuned for, 51 of 55 were wrong that a slip explained, and 20 of
    37 others.
    """
    why, correction = explained(story, link, judgement), corrected(story, link, judgement)
    if _is_shape(judgement) and not why.is_known:
        return _of_another_shape(story, link, judgement)
    if correction is not None and correction.mends and not why.follows and not _is_one_slip(why):
        why = replace(why, misconceptions=((correction.mends,),))
    story.reasons[link.right.span.start] = (why, correction)
    if why.misconceptions or why.follows:
        return judgement
    if _may_be_a_value(story, link, judgement):
        return replace(judgement, verdict=Unknown(Reason.READINGS_DISAGREE, ELSEWHERE))
    if correction is not None:
        return judgement
    if unknown_functions(story, link) and not keeps_slopes(judgement):
        return replace(judgement, verdict=Unknown(Reason.UNDECLARED, unknown_functions(story, link)[0]))
    if is_numeric(link.left, story.typed.scope) and is_numeric(link.right, story.typed.scope):
        return judgement
    if _is_plain(story, link) and not (is_to_be_solved(link) or unknown_functions(story, link)):
        return judgement
    return _with_a_mended_shape(story, link) or replace(judgement, verdict=Unknown(Reason.UNEXPLAINED))


def _of_another_shape(story: Story, link: Link, judgement: Judgement) -> Judgement:
    """A line whose sides have different shapes: for want of an input or a transpose, or by what the document states.

    Not one of differentials: in dβ'(X'X + λI)dβ a bracket behind a prime may be the argument of a slope.
    """
    mended = _with_a_mended_shape(story, link)
    differentials = any(contains(side, s.Differential) for side in (link.left, link.right))
    if mended is not None or differentials or not has_stated_shapes(story, link):
        return mended or replace(judgement, verdict=Unknown(Reason.UNEXPLAINED))
    story.reasons[link.right.span.start] = Why(((OTHER_SHAPE,),)), None
    return judgement


def _with_a_mended_shape(story: Story, link: Link) -> Judgement | None:
    found = with_a_mended_shape(story, link, has_stated_shapes(story, link))
    if found is None:
        return None
    wrong, correction = found
    story.reasons[link.right.span.start] = Why(((correction.mends,),) if correction.mends else ()), correction
    return wrong


def _is_one_slip(why: Why) -> bool:
    """Whether a single slip leads to a line: two of them are a longer way than the one change that mends it."""
    return any(len(ids) == 1 for ids in why.misconceptions)


def _may_be_a_value(story: Story, link: Link, judgement: Judgement) -> bool:
    """Whether a formula of data x_i is set equal to a number: it may be its value at data that a figure gives."""
    claims = judgement.verdict.claims if isinstance(judgement.verdict, Wrong) else ()
    others = [claim.left for claim in claims] if is_numeric(link.right, story.typed.scope) else []
    others += [claim.right for claim in claims] if is_numeric(link.left, story.typed.scope) else []
    return any("[" in name for name in free_symbols(*others))


def _is_shape(judgement: Judgement) -> bool:
    return isinstance(judgement.verdict, Wrong) and judgement.verdict.kind == "shape"


def has_stated_shapes(story: Story, link: Link) -> bool:
    """Whether the document says the shape of everything that the line is made of."""
    scope = story.typed.scope
    keys = scope.ancestors(link.left) | scope.ancestors(link.right)
    return all(is_sure(story.typed, key) for key in keys)


def settled_claim(story: Story, link: Link) -> Judgement:
    """The verdict on a relation that is a claim whatever its form; wrong only where all gates are passed."""
    judgement = guarded(story, link, judged(story, link))
    return _unless_unexplained(story, link, judgement) if isinstance(judgement.verdict, Wrong) else judgement


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
    slip, why = why_wrong(context_of(story, typed, story.order, link), judgement, story.slips)
    if not why.is_known:
        slip, why = _explained_as_restated(story, typed, link) or (slip, why)
    if not why.is_known and is_total(story, link):
        held = loses_the_steps_before(link, context_of(story, typed, dict(story.order), link))
        why = Why((("path-dropped",),)) if held else why
    if not why.is_known and loses_a_path(story, link, context_of(story, typed, dict(story.order), link)):
        why = Why((("path-dropped",),))
    if slip is not None and why.misconceptions:
        story.slips.append(slip)
    return why


def _explained_as_restated(story: Story, typed: Typed, link: Link) -> tuple[Slip | None, Why] | None:
    """The slip that leads to a line from another form of what it is about, which was proved before."""
    for other in with_restated(story, typed, link):
        context = context_of(story, other, dict(story.order), link)
        again = judge(link, context)
        if isinstance(again.verdict, Wrong):
            slip, why = why_wrong(context, again, story.slips)
            if why.misconceptions:
                return slip, why
    return None


def corrected(story: Story, link: Link, judgement: Judgement | None) -> Correction | None:
    """The one change that makes a wrong claim right, if a single one does."""
    if judgement is None or not isinstance(judgement.verdict, Wrong) or judgement.verdict.kind == "shape":
        return None
    letters = slots(story, link)
    where = among_members(story, link, context_of(story, story.typed, story.order, link))
    shapes = changed_shapes(link.right) if EQUAL in judgement.notes else ()
    found = find_correction(link, where_apart(story, link, letters) if letters else where, shapes)
    return found or linear_correction(story, link)


def provable_claim(story: Story, link: Link, place: int) -> tuple[Role, Judgement | None]:
    """Something that is said in passing or to be zero: a claim where it can be proved, else a condition."""
    judgement = judged(story, link)
    numbers = settled_numbers(story, link, place, judgement)
    judgement = numbers.judgement if numbers is not None else judgement
    return ("claim", judgement) if isinstance(judgement.verdict, Right) else ("condition", None)


def _redefine(story: Story, definition: Definition) -> None:
    """A name means something else from here on; what its counterpart, the example or the data, means is open then."""
    scope, key = story.typed.scope, definition.key
    other = unmarked_names(key) if unmarked_names(key) != key else example_key(key)
    counterpart = scope.definitions.get(other)
    again = frozenset((key,) if counterpart is None else (key, other))
    scope = replace(scope, doubtful=scope.doubtful | again)
    if counterpart is not None:
        scope = scope.define(replace(counterpart, body=None))
    old = story.post.scope.definitions.get(key)
    story.typed.scope = scope.define(replace(definition, dummy=old.dummy if old else False))


def _may_be_new(story: Story, link: Link) -> bool:
    if not link.block.display and not isinstance(link.left, s.Call):
        return True
    head = head_of(link.left, story.post.scope.letters)
    if head is not None and head.key in story.post.scope.inherited:
        return True
    if head is not None and _names_a_derivative(story, head.key):
        return _announces_a_new_object(link)
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
    return _announces_a_new_object(link)


def _names_a_derivative(story: Story, key: str) -> bool:
    """Whether a name was introduced as short for a derivative, such as δ_k = −∂E/∂z_k: to say it again is a claim."""
    made = story.post.scope.definitions.get(key)
    return made is not None and made.body is not None and is_derivative(made.body)


def _announces_a_new_object(link: Link) -> bool:
    words = link.block.before.lower()
    own = plain_words(SENTENCE.split(words)[-1])
    return any(cue in words for cue in NEW_OBJECT) or _OF_OTHERS.search(own) is not None


def guarded(story: Story, link: Link, judgement: Judgement) -> Judgement:
    """Wrong only where nothing rests on a repair, on a name that was never introduced, or on a loose relation."""
    if link.sign == "!=":
        return _unequal(judgement)
    if leaves_unread_words_out(story, link, judgement):
        return replace(judgement, verdict=Unknown(Reason.UNDECLARED, UNREAD_WORDS))
    if not isinstance(judgement.verdict, Wrong):
        return judgement
    if any(repair.kind in CHANGING for repair in link.repairs):
        return replace(judgement, verdict=Unknown(Reason.REPAIR_MATTERS))
    doubt = doubts(story, link, judgement)
    return replace(judgement, verdict=doubt) if doubt is not None else judgement


def _unequal(judgement: Judgement) -> Judgement:
    match judgement.verdict:
        case Wrong():
            return replace(judgement, verdict=Right("refuted equality"))
        case Right():
            return replace(judgement, verdict=Unknown(Reason.NOT_A_CLAIM, "both sides are equal"))
        case Unknown():
            return judgement
