"""The verdict on one link: every admissible reading of it, at several sizes, entry by entry."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from derive.arrays import ShapeError
from derive.domains import Domains
from derive.elaborate.claims.beyond import is_wrong_within
from derive.elaborate.claims.clashes import clash
from derive.elaborate.claims.coinciding import apart
from derive.elaborate.claims.decision import decide
from derive.elaborate.evaluation.evaluate import Frame
from derive.elaborate.evaluation.lookup import BEYOND
from derive.elaborate.evaluation.narrow_logs import LOG_OF_VECTOR
from derive.elaborate.evaluation.products import LARGE_INVERSE, SQUARED_MATRIX
from derive.elaborate.evaluation.recurrences import Beyond
from derive.elaborate.evaluation.variables import free_letters
from derive.elaborate.shapes.assumptions import domains_for
from derive.elaborate.shapes.bindings import bindings
from derive.elaborate.shapes.plans import PLANS, SMALLER, Plans, all_sizes, told_sizes
from derive.elaborate.shapes.provisos import UNREAD, Supposition, checked, guard, in_words
from derive.elaborate.shapes.typed import Reading, Typed, frame_for, own_arguments, sides
from derive.elaborate.symbols.choices import Script, scripts
from derive.elaborate.symbols.dims import Dim
from derive.elaborate.symbols.errors import Clash, NoValue
from derive.elaborate.symbols.roles import Link, is_derivative
from derive.judgement import prove_arrays
from derive.model import Reason, Right, Unknown, Verdict, Wrong
from derive.reader import syntax as s
from derive.reader.reach import WIDE
from derive.reader.tree import readings, walk
from derive.short_conditions import few_conditions
from derive.terms import ZERO, Term

TRIES = 96
CANDIDATES = 12
NOTATIONS = 8
CLASHING = "no-shapes"
"""No reading of a line makes its shapes fit together."""
FORCED = "sizes made equal"
"""A reading makes sense only if two sizes are equal that nothing else says are."""

INDEPENDENT = "what is differentiated does not depend on the variable, as it was understood"


@dataclass(frozen=True)
class Judgement:
    """A verdict with the reading that it rests on."""

    verdict: Verdict
    layout: str = ""
    notes: frozenset[str] = frozenset()
    conditions: tuple[str, ...] = ()
    sizes: str = ""
    reading: Reading | None = None
    link: Link | None = None
    domains: Domains = field(default_factory=Domains)


@dataclass(frozen=True)
class Context:
    """What the judgement of a link needs to know about the place where it stands."""

    typed: Typed
    order: dict[Dim, int]
    restriction: tuple[s.Chain, ...] = ()
    sample_letters: frozenset[str] = frozenset()
    says_one: bool = False
    averaged: frozenset[str] = frozenset()
    samples: frozenset[str] = frozenset()
    plans: Plans = PLANS
    tries: int = TRIES
    charitable: bool = True
    provisos: tuple[s.Chain, ...] = ()
    supposed: Supposition | None = None

    @property
    def one_sample(self) -> bool:
        """Whether the link may be meant for one sample."""
        return self.says_one or bool(self.sample_letters)


def judge(link: Link, context: Context) -> Judgement:
    """The verdict on a link: all readings of its notation must agree, one convention is enough.

    What is too large at the usual sizes is judged at smaller ones.
    """
    judgement = _judge_all(link, context)
    verdict = judgement.verdict
    if isinstance(verdict, Unknown) and _is_too_large(verdict) and context.plans is PLANS:
        return _judge_all(link, replace(context, plans=SMALLER))
    return judgement


def _is_too_large(verdict: Unknown) -> bool:
    return verdict.reason is Reason.BUDGET or verdict.detail == LARGE_INVERSE


def _judge_all(link: Link, context: Context) -> Judgement:
    found: list[Judgement] = []
    wide: list[Judgement] = []
    for choice, variant in _notations(link):
        judgement = _judge_reading(variant, context)
        if judgement is not None:
            found.append(judgement)
            if not any(number for key, number in choice.items() if key.startswith(WIDE)):
                wide.append(judgement)
    if wide and all(isinstance(judgement.verdict, Right) for judgement in wide):
        # Of d/dx (u)(v) = u'v + uv' nobody means the slope of the first factor; d/dx (u)(v) = u'v may be a slip.
        return wide[0]
    if not found:
        return Judgement(clash(link, context.typed), notes=frozenset((CLASHING,)), link=link)
    return _agreed(found)


def _notations(link: Link) -> Iterator[tuple[dict[str, int], Link]]:
    chain = s.Chain((link.left, link.right), (link.relation,))
    for choice, tree in readings(chain, NOTATIONS):
        assert isinstance(tree, s.Chain)
        yield choice, replace(link, left=tree.members[0], right=tree.members[1])


def _agreed(found: Sequence[Judgement]) -> Judgement:
    """One verdict for all readings of the notation: Unknown where two of them differ."""
    if len({type(judgement.verdict) for judgement in found}) == 1:
        return found[0]
    found = [j for j in found if not _is_nonsense(j.verdict)] or found
    found = [j for j in found if not j.notes & {FORCED, SQUARED_MATRIX, LOG_OF_VECTOR}] or found
    if len({type(judgement.verdict) for judgement in found}) == 1:
        return found[0]
    unknown = next((j for j in found if isinstance(j.verdict, Unknown)), None)
    return unknown or replace(found[0], verdict=Unknown(Reason.READINGS_DISAGREE))


def _is_nonsense(verdict: Verdict) -> bool:
    """Whether a reading differentiates what does not contain the variable, which nobody means."""
    return isinstance(verdict, Unknown) and verdict.reason is Reason.UNDECLARED


def _judge_reading(link: Link, context: Context) -> Judgement | None:
    """The verdict in one reading of the notation; None where no convention makes sense of it."""
    found: list[Judgement] = []
    helpful = {0}
    for charity in ((0, 1, 2) if context.one_sample else (0, 1)) if context.charitable else (0,):
        if charity not in helpful:
            continue
        for judgement in _candidates(link, context, charity, helpful):
            if isinstance(judgement.verdict, Right) and "transposed" not in judgement.notes:
                return judgement
            found.append(judgement)
        turned = [judgement for judgement in found if isinstance(judgement.verdict, Right)]
        if turned:
            return turned[0]
        if charity == 0 and not context.one_sample and any(not isinstance(j.verdict, Unknown) for j in found):
            break
    found = [judgement for judgement in found if not _is_nonsense(judgement.verdict)] or found
    unknown = [judgement for judgement in found if isinstance(judgement.verdict, Unknown)]
    return unknown[0] if unknown else found[0] if found else None


def _candidates(link: Link, context: Context, charity: int, helpful: set[int]) -> Iterator[Judgement]:
    """The judgements of every convention; ``helpful`` gathers which charities would read something else."""
    seen: set[object] = set()
    dims = context.typed.dims
    start = dims.mark()
    try:
        yield from _scripted(link, context, charity, seen, start, helpful)
    finally:
        dims.back_to(start)


def _scripted(
    link: Link, context: Context, charity: int, seen: set[object], start: int, helpful: set[int]
) -> Iterator[Judgement]:
    dims = context.typed.dims
    hopeless: list[dict[object, int]] = []
    letters = free_letters(link, context.typed.scope.letters)
    helpful |= {2} if letters else set()
    for script in scripts(context.tries):
        dims.back_to(start)
        reading = Reading(context.typed, None, script, charity)
        reading.averaged, reading.samples = context.averaged, context.samples
        reading.charities = helpful
        before = len(reading.known_sizes())
        try:
            frame = frame_for(reading, letters, link)
            sides(reading, link, frame)
            if len(reading.known_sizes()) < before:
                reading.notes.add(FORCED)
        except NoValue as problem:
            if not isinstance(problem, Clash):
                yield Judgement(Unknown(problem.reason, problem.detail), link=link)
                break
            continue
        if charity == 2:
            chosen = (frame.indices[x][0] for x in letters if x in context.sample_letters or context.says_one)
            roots = {dims.find(dim) for dim in chosen if dim is not None} & context.samples
            counted = [
                dims.find(dim) for dim, _ in map(frame.indices.__getitem__, letters) if dim is not None
            ]
            if any(counted.count(root) > 1 for root in roots):
                # Of one sample alone, x_i and x_j would be the same.
                continue
            reading.one_sample |= roots
        if any(choices.items() <= script.once.items() for choices in hopeless):
            continue
        script.consulted.clear()
        judgement = _at_sizes(link, context, reading, script, charity, frame, seen)
        if judgement is not None:
            if _is_nonsense(judgement.verdict):
                # Other choices elsewhere in the formula make no sense of this part either.
                hopeless.append(script.so_far())
            yield judgement
        if len(seen) >= CANDIDATES:
            break


def _at_sizes(
    link: Link,
    context: Context,
    shapes: Reading,
    script: Script,
    charity: int,
    frame: Frame,
    seen: set[object],
) -> Judgement | None:
    rights: list[Right] = []
    last: Reading | None = None
    domains, varies = Domains(), False
    for number, sizes in enumerate(all_sizes(link, context.typed, context.order, context.plans)):
        reading = Reading(context.typed, sizes, script, charity)
        reading.one_sample = set(shapes.one_sample)
        reading.averaged, reading.samples = context.averaged, context.samples
        try:
            inside = replace(frame, arguments=frame_for(reading, (), link).arguments)
            lefts, others = _entries(link, context, reading, inside)
        except Clash:
            return None
        except ShapeError as problem:
            return Judgement(Unknown(Reason.UNDECIDED, problem.message), link=link)
        except NoValue as problem:
            return Judgement(Unknown(problem.reason, problem.detail), link=link)
        mark = (tuple(lefts), tuple(others))
        if mark in seen:
            if number:
                break
            return None
        seen.add(mark)
        if not lefts:
            continue
        domains = domains_for(reading, [*lefts, *others])
        verdict = decide(lefts, others, domains, reading)
        if _is_reduced(link, context, shapes) and isinstance(verdict, Right) and _vanishes(lefts, domains):
            return None
        last = reading
        if isinstance(verdict, Wrong):
            doubtful = _doubt(link, reading, lefts, others, domains)
            verdict = verdict if doubtful is None else Unknown(Reason.READINGS_DISAGREE, doubtful)
        if not isinstance(verdict, Right):
            return Judgement(
                verdict, _layout(shapes), frozenset(shapes.notes), reading=reading, link=link, domains=domains
            )
        rights.append(verdict)
        varies = varies or not _says_more_than_zero(link) or not _vanishes(lefts, domains)
        varies = varies or _is_perpendicular(link, reading, inside, domains)
    if not rights or last is None:
        return None
    if not varies:
        # At one size alone it may: a softmax of one score is 1.
        doubt = Unknown(Reason.UNDECIDED, INDEPENDENT)
        return Judgement(
            doubt, _layout(shapes), frozenset(shapes.notes), reading=last, link=link, domains=domains
        )
    conditions = few_conditions(condition for right in rights for condition in right.conditions)
    if shapes.one_sample:
        conditions += (_one_sample(shapes.one_sample & context.samples),)
    conditions += in_words(context.provisos) if UNREAD not in last.notes else ()
    conditions += tuple(sorted(last.apart))
    notes = frozenset(shapes.notes)
    return Judgement(
        rights[0],
        _layout(shapes),
        notes,
        conditions,
        told_sizes(link, context.typed, context.order, context.plans),
        last,
        link,
        domains,
    )


def _doubt(
    link: Link, reading: Reading, lefts: Sequence[Term], rights: Sequence[Term], domains: Domains
) -> str | None:
    """What a difference may come from that is no mistake: a condition not understood, the ends of a range."""
    if UNREAD in reading.notes:
        return UNREAD
    if is_derivative(link.left) and all(left is ZERO for left in lefts):
        return INDEPENDENT
    ends = BEYOND in reading.notes and not is_wrong_within(lefts, rights, domains, frozenset(reading.beyond))
    return BEYOND if ends else None


def _is_reduced(link: Link, context: Context, shapes: Reading) -> bool:
    """Whether only a part of what a link says is looked at; that it is zero may be just what it says."""
    return bool(shapes.one_sample or context.supposed) and not isinstance(link.right, s.Number)


def _says_more_than_zero(link: Link) -> bool:
    """Whether a derivative is said to be made from names: where it vanishes, its dependence was not understood."""
    return is_derivative(link.left) and any(isinstance(part, s.Name) for part in walk(link.right))


def _is_perpendicular(link: Link, reading: Reading, at: Frame, domains: Domains) -> bool:
    """Whether a slope that is not zero vanishes in a product alone, as wᵀ∇J of a J does that no scaling changes."""
    factors = _factors(link.left)
    slopes = [factor for factor in factors if is_derivative(factor)]
    if len(slopes) != 1 or len(factors) == 1 or at.indices:
        return False
    return not _vanishes(reading.value(slopes[0], at).entries, domains)


def _factors(node: s.Node) -> list[s.Node]:
    return [*_factors(node.left), *_factors(node.right)] if isinstance(node, s.Product) else [node]


def _vanishes(terms: Sequence[Term], domains: Domains) -> bool:
    """Whether nothing is left of a side: one sample does not differ from its mean, whatever is claimed of many."""
    return isinstance(prove_arrays(terms, [ZERO] * len(terms), domains, simplest=False), Right)


def _one_sample(averaged: Iterable[str]) -> str:
    """What to say of a line that holds for one sample of a mean."""
    sizes = [size for size in sorted(averaged) if not size.startswith("?")]
    missing = f"; over {sizes[0]} samples the factor 1/{sizes[0]} is missing" if sizes else ""
    return f"for one sample{missing}"


def _layout(reading: Reading) -> str:
    return reading.layouts[0] if reading.layouts else ""


def _entries(link: Link, context: Context, reading: Reading, frame: Frame) -> tuple[list[Term], list[Term]]:
    lefts: list[Term] = []
    rights: list[Term] = []
    frame = replace(frame, arguments=own_arguments(reading, link))
    for bound in bindings(context.restriction, reading, frame):
        try:
            left, right = sides(reading, link, bound)
        except Beyond:
            continue
        different = apart(reading.dims, bound, [*left.entries, *right.entries])
        if different:
            reading.apart.add(different)
            continue
        under = _guard(context, reading, bound, [*left.entries, *right.entries])
        lefts.extend(map(under, _stretched(left.entries, right.entries)))
        rights.extend(map(under, _stretched(right.entries, left.entries)))
    return lefts, rights


def _guard(context: Context, reading: Reading, at: Frame, terms: Sequence[Term]) -> Callable[[Term], Term]:
    """What restricts both sides to where the conditions beside the formula are met."""
    if context.supposed is not None:
        return checked(context.supposed(terms), reading).under
    return checked(guard(reading, context.provisos, at), reading).under


def _stretched(entries: tuple[Term, ...], others: tuple[Term, ...]) -> tuple[Term, ...]:
    return entries * len(others) if len(entries) == 1 else entries
