"""A claim in its place: what restricts it, whether it may be called wrong, and whether it is a claim at all."""

from __future__ import annotations

from dataclasses import replace

from derive.calculus import free_symbols
from derive.elaborate.apart import slots, where_apart, with_slots_apart
from derive.elaborate.barred import with_bars_as_means
from derive.elaborate.calls import MEANT, WORDS
from derive.elaborate.clashes import is_sure
from derive.elaborate.corrections import Correction, find_correction
from derive.elaborate.doubts import doubts, keeps_slopes
from derive.elaborate.elsewhere import with_usual_words
from derive.elaborate.equal_sizes import EQUAL, changed_shapes, refuted_at_equal_sizes
from derive.elaborate.explain import Why, why_wrong
from derive.elaborate.held import with_others_held
from derive.elaborate.intercepts import mixes_the_intercept
from derive.elaborate.judge import Judgement, judge
from derive.elaborate.members import as_members
from derive.elaborate.one_example import of_one_example
from derive.elaborate.one_sample import for_one_sample
from derive.elaborate.one_step import with_earlier_steps_held
from derive.elaborate.other_cases import led_in
from derive.elaborate.provisos import earlier_conditions, restricts, says_active, where_active, words_before
from derive.elaborate.roles import (
    NUMBERS,
    Link,
    Role,
    contains,
    has_dots,
    head_of,
    is_derivative,
    is_loss,
)
from derive.elaborate.scope import Definition
from derive.elaborate.solving import is_to_be_solved
from derive.elaborate.special_names import says_basis
from derive.elaborate.stated_layouts import kept_to_layout
from derive.elaborate.story import Story
from derive.elaborate.strangers import unknown_functions
from derive.elaborate.surroundings import NEARBY, context_of
from derive.elaborate.told_cases import in_a_told_case, unless_a_case_is_told
from derive.elaborate.told_functions import with_told_function
from derive.elaborate.worked_numbers import ELSEWHERE, is_numeric, settled_numbers
from derive.model import Reason, Right, Unknown, Wrong
from derive.reader import syntax as s
from derive.reader.tex import tex
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
)
CHANGING = ("inserted", "removed", "replaced")


def settle_role(story: Story, link: Link, place: int) -> tuple[Role, Judgement]:
    """Judge a claim; a refuted second equation for a name is a new definition where a new object may be meant."""
    judgement = guarded(story, link, _judgement(story, link))
    judgement = kept_to_layout(story, link, judgement, _judgement)
    numbers = settled_numbers(story, link, place, judgement)
    if numbers is not None:
        story.judged.append((link, numbers.judgement))
        return numbers.role, numbers.judgement
    head = head_of(link.left, story.post.scope.letters)
    second = head is not None and link.begins and not is_derivative(link.left)
    new = _is_of_something_else(story, link, judgement) or _may_be_new(story, link)
    if second and not isinstance(judgement.verdict, Right) and new and _is_whole(link):
        assert head is not None
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

    What a reader of formulas misunderstands is refuted as well, but hardly ever by what a person's slip leads to.
    """
    why, correction = explained(story, link, judgement), corrected(story, link, judgement)
    story.reasons[link.right.span.start] = (why, correction)
    if why.misconceptions or why.follows:
        return judgement
    if _may_be_a_value(story, link, judgement):
        return replace(judgement, verdict=Unknown(Reason.READINGS_DISAGREE, ELSEWHERE))
    if correction is not None:
        return judgement
    if unknown_functions(story, link) and not keeps_slopes(judgement):
        return replace(judgement, verdict=Unknown(Reason.UNDECLARED, unknown_functions(story, link)[0]))
    if _is_plain(story, link) and not (is_to_be_solved(link) or unknown_functions(story, link)):
        return judgement
    if _is_shape(judgement) and has_stated_shapes(story, link):
        return judgement
    story.unexplained[link.right.span.start] = judgement
    return replace(judgement, verdict=Unknown(Reason.UNEXPLAINED))


def _may_be_a_value(story: Story, link: Link, judgement: Judgement) -> bool:
    """Whether a formula of data x_i is set equal to a number: it may be its value at data that a figure gives."""
    numeric = [is_numeric(side, story.typed.scope) for side in (link.left, link.right)]
    claims = judgement.verdict.claims if isinstance(judgement.verdict, Wrong) else ()
    names = free_symbols(*(side for claim in claims for side in (claim.left, claim.right)))
    return any(numeric) and not all(numeric) and any("[" in name for name in names)


def _is_shape(judgement: Judgement) -> bool:
    return isinstance(judgement.verdict, Wrong) and judgement.verdict.kind == "shape"


def has_stated_shapes(story: Story, link: Link) -> bool:
    """Whether the document says the shape of everything that the line is made of."""
    scope = story.typed.scope
    keys = scope.ancestors(link.left) | scope.ancestors(link.right)
    return all(is_sure(story.typed, key) for key in keys)


def settled_claim(story: Story, link: Link) -> Judgement:
    """The verdict on a relation that is a claim whatever its form; wrong only where all gates are passed."""
    judgement = guarded(story, link, _judgement(story, link))
    return _unless_unexplained(story, link, judgement) if isinstance(judgement.verdict, Wrong) else judgement


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
    slip, why = why_wrong(context_of(story, typed, story.order, link), judgement, story.slips)
    if slip is not None and why.misconceptions:
        story.slips.append(slip)
    return why


def corrected(story: Story, link: Link, judgement: Judgement | None) -> Correction | None:
    """The one change that makes a wrong claim right, if a single one does."""
    if judgement is None or not isinstance(judgement.verdict, Wrong) or judgement.verdict.kind == "shape":
        return None
    letters = slots(story, link)
    where = context_of(story, story.typed, story.order, link)
    shapes = changed_shapes(link.right) if EQUAL in judgement.notes else ()
    return find_correction(link, where_apart(story, link, letters) if letters else where, shapes)


def provable_claim(story: Story, link: Link, place: int) -> tuple[Role, Judgement | None]:
    """Something that is said in passing or to be zero: a claim where it can be proved, else a condition."""
    judgement = _judgement(story, link)
    numbers = settled_numbers(story, link, place, judgement)
    judgement = numbers.judgement if numbers is not None else judgement
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
    return any(cue in words for cue in NEW_OBJECT)


def _judgement(story: Story, link: Link) -> Judgement:
    if link.formula.tree is None:
        return Judgement(Unknown(Reason.NOT_READ), link=link)
    if has_dots(link.left) or has_dots(link.right):
        from derive.elaborate.roles import _dotted_row

        if not (_dotted_row(link.left) and _dotted_row(link.right)):
            return Judgement(Unknown(Reason.OUTSIDE_FRAGMENT, "dots"), link=link)
    if mixes_the_intercept(story, link):
        doubt = Unknown(Reason.READINGS_DISAGREE, "a sum from 1 over names of which one has number 0")
        return Judgement(doubt, link=link)
    judgement = judge(link, context_of(story, story.typed, story.order, link))
    judgement = with_others_held(story, link, _with_usual_functions(story, link, judgement))
    judgement = _with_unit_vectors(story, link, judgement)
    judgement = with_slots_apart(story, link, as_members(story, link, judgement))
    judgement = in_a_told_case(story, link, judgement)
    judgement = for_one_sample(story, link, _where_active(story, link, judgement))
    judgement = with_bars_as_means(story, link, judgement)
    judgement = of_one_example(story, link, judgement)
    judgement = with_earlier_steps_held(story, link, judgement)
    judgement = refuted_at_equal_sizes(story, link, judgement)
    judgement = unless_a_case_is_told(story, link, with_told_function(story, link, judgement))
    return _unless_empty(link, judgement)


def _unless_empty(link: Link, judgement: Judgement) -> Judgement:
    """Open where a part is empty: what was lost there may be anything."""
    whole = not (contains(link.left, s.Hole) or contains(link.right, s.Hole))
    if whole or isinstance(judgement.verdict, Unknown):
        return judgement
    return replace(judgement, verdict=Unknown(Reason.NOT_READ, "a part of it is empty"))


def _where_active(story: Story, link: Link, judgement: Judgement) -> Judgement:
    """A refuted line that holds where no maximum is 0: right where its sentence says so, open where the page does."""
    judgement = _unless_under_a_condition(story, link, judgement)
    beside = restricts(link.block.before) or restricts(link.block.after)
    if not isinstance(judgement.verdict, Wrong) or not (beside or says_active(story.typed.scope.words)):
        return judgement
    context = replace(context_of(story, story.typed, dict(story.order), link), supposed=where_active)
    inside = judge(link, context)
    if not isinstance(inside.verdict, Right):
        return judgement
    led = led_in(story.document, link.block)
    if any(map(says_active, (words_before(story.document, link.block), link.block.after, led))):
        return replace(inside, conditions=(*inside.conditions, "where no maximum is 0"))
    if beside or _is_said_nearby(story, link):
        return replace(judgement, verdict=Unknown(Reason.READINGS_DISAGREE, "it holds where no maximum is 0"))
    return judgement


def _unless_under_a_condition(story: Story, link: Link, judgement: Judgement) -> Judgement:
    """Open where a refuted line holds under a condition that was said somewhat earlier: "for z > 0", then prose."""
    context = context_of(story, story.typed, dict(story.order), link)
    if not isinstance(judgement.verdict, Wrong) or context.provisos:
        return judgement
    for chain in earlier_conditions(story.document, link, story.post.scope.letters):
        if isinstance(judge(link, replace(context, provisos=(chain,))).verdict, Right):
            doubt = Unknown(Reason.READINGS_DISAGREE, "it holds under a condition that stands before it")
            return replace(judgement, verdict=doubt)
    return judgement


def _is_said_nearby(story: Story, link: Link) -> bool:
    end = link.block.span.start
    return says_active(story.document.text[max(0, end - NEARBY) : end])


def _with_unit_vectors(story: Story, link: Link, judgement: Judgement) -> Judgement:
    """A line with an e_c that nothing explains, right where that is the unit vector that everybody means by it."""
    scope = story.typed.scope
    if isinstance(judgement.verdict, Right) or "e" in scope.definitions or says_basis(scope):
        return judgement
    vectors = [part for part in walk(link.right) if isinstance(part, s.Index) and part.base == s.Name("e")]
    if not vectors:
        return judgement
    typed = replace(story.typed, scope=replace(scope, words=f"{scope.words} unit vector"))
    usual = judge(link, context_of(story, typed, dict(story.order), link))
    told = f"with {tex(vectors[0])} the unit vector"
    return (
        replace(usual, conditions=(*usual.conditions, told))
        if isinstance(usual.verdict, Right)
        else judgement
    )


def _unknown_functions_used(story: Story, link: Link, judgement: Judgement) -> set[str]:
    """The functions of which only the letter is known: in what was read, else in all that a line is made of."""
    if judgement.reading is not None:
        return {function.rstrip("'") for function, _ in judgement.reading.opaque.values()}
    scope = story.typed.scope
    return set((scope.ancestors(link.left) | scope.ancestors(link.right)) & scope.functions)


def _with_usual_functions(story: Story, link: Link, judgement: Judgement) -> Judgement:
    """A letter such as σ that the document never explains means its usual function, and the verdict says so.

    *Right* names the assumption; *wrong* needs the line to be refuted with and without it.
    """
    used = _unknown_functions_used(story, link, judgement)
    letters = sorted(used & WORDS.keys())
    if not letters or isinstance(judgement.verdict, Right):
        return judgement
    typed = with_usual_words(story.typed, letters)
    usual = judge(link, context_of(story, typed, dict(story.order), link))
    usual = with_slots_apart(replace(story, typed=typed), link, usual)
    if isinstance(usual.verdict, Right):
        told = tuple(f"with {letter} the {MEANT[WORDS[letter][0]]}" for letter in letters)
        return replace(usual, conditions=(*usual.conditions, *told))
    return usual if isinstance(judgement.verdict, Wrong) else judgement


def guarded(story: Story, link: Link, judgement: Judgement) -> Judgement:
    """Wrong only where nothing rests on a repair, on a name that was never introduced, or on a loose relation."""
    if link.sign == "!=":
        return _unequal(judgement)
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
