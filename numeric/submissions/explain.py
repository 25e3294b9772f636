"""Asks for the misconception behind a wrong gradient: named only where the mutated step is proved equal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import TYPE_CHECKING

from derive.calculus import free_symbols, substitute
from derive.diagnose import WORK, explained
from derive.exact.budget import Budget
from derive.misconceptions.code_only import CodeFacts, detect
from derive.misconceptions.roles import looks_like_a_parameter
from derive.misconceptions.step import Case, WrongStep, gradient_case
from derive.model import Unknown
from derive.terms import Add, Condition, Mul, Num, Sym, Term, num
from derive.terms import Case as Conditional
from derive.terms import case as distinction
from derive.traverse import postorder
from numeric.submissions.compare import Compared, picked
from numeric.submissions.decide import Seen
from numeric.submissions.naming import LABELS, slip_named
from numeric.submissions.results import Traced
from numeric.submissions.shapes import fit
from numeric.submissions.sizes import sample_letter
from numeric.submissions.whole_inputs import right_with_floats

if TYPE_CHECKING:
    from numeric.submissions.blame import Blame
    from numeric.submissions.evidence import Evidence
    from numeric.submissions.review import Review

Explanations = tuple[tuple[str, ...], ...]


def explanations(
    review: Review,
    evidence: Evidence,
    seen: Sequence[Seen],
    wrong: Sequence[str],
    own: bool | None,
    blamed: Blame | None,
) -> Explanations:
    """The misconceptions that explain the wrong parameters, simplest first; what the text shows comes first.

    ``own`` says whether the gradient is that of the student's own loss.
    """
    asked = [each for each in seen if each.name in wrong]
    facts = CodeFacts(ignores_inputs=any(map(_is_constant, asked)), follows_own_loss=own)
    in_text = _in_text(review, facts, blamed.lines if blamed else ())
    is_cut = any(_is_whole(evidence, each, review.sole) for each in asked) or right_with_floats(review, wrong)
    in_runs = ["integer-dtype"] if is_cut else []
    budget = Budget(WORK)
    proved = [each for found in asked for each in _proved(review, evidence, found, budget)]
    # An edit that is proved to mend the program names the slip where no mutation says more than a factor; a single
    # slip is likelier than two at once.
    telling = [each for each in proved if len(each) == 1 and not set(each) <= _GENERAL]
    by_edits = _by_edits(review, blamed)
    # What is right for a loss that is another one was lost on the way to that loss.
    is_forward = own is True and by_edits == [("wrong-forward-value",)]
    # A mended map of labels says it by itself, whatever else comes out the same.
    mended = by_edits if is_forward or not telling or by_edits == [(LABELS,)] else []
    proved = [each for each in proved if len(each) == 1 or not mended]
    named = [*((each,) for each in [*in_runs, *in_text]), *mended, *proved]
    # That the loss is another one says least; it is said where nothing else explains the gradient.
    return tuple(dict.fromkeys(named)) or ((("loss-and-gradient-disagree",),) if own is False else ())


_GENERAL = frozenset({"constant-factor", "sign-flipped"})


def _by_edits(review: Review, blamed: Blame | None) -> list[tuple[str, ...]]:
    mended = blamed.mended if blamed else ()
    source, assignment = review.source.text, review.assignment
    slips = tuple(
        dict.fromkeys(
            slip_named(
                source, each.repair.edit, assignment, each.repair.parameters, each.component == "forward"
            )
            for each in mended
        )
    )
    return [slips] if slips and all(slips) and all(each.is_proved for each in mended) else []


def _is_constant(seen: Seen) -> bool:
    entries = [entry for compared in seen.compared for entry in compared.entries]
    return bool(entries) and not free_symbols(*entries)


def _is_whole(evidence: Evidence, seen: Seen, sole: bool) -> bool:
    # A counter that nothing was added to is a whole number in one run; a buffer of whole numbers is one in every run.
    found = (picked(run.ran.values, seen.name, sole) for run in evidence.runs)
    values = [value for value in found if value is not None and not value.kind]
    return bool(values) and all(value.is_whole for value in values) and not _is_constant(seen)


def _in_text(review: Review, facts: CodeFacts, lines: Sequence[int]) -> list[str]:
    found = [(each.id, each.line) for each in detect(review.source.text, facts)]
    found += [(each.id, each.line) for each in review.findings]
    return [id for id, line in found if id in _DECISIVE and (id not in _ON_THEIR_LINES or line in lines)]


_DECISIVE = (
    *("lost-expression", "integer-dtype", "finite-differences-instead", "hard-coded-answer"),
    "non-simultaneous-update",
)
_ON_THEIR_LINES = frozenset({"integer-dtype", "non-simultaneous-update"})  # elsewhere they do no harm


def _proved(review: Review, evidence: Evidence, seen: Seen, budget: Budget) -> list[tuple[str, ...]]:
    cases = _cases(evidence, seen, review.sole)
    found = _diagnosed(review, cases, budget)
    # A slip in one branch only shows where all labels are of the kind that takes it.
    alike = (_with_labels(review, case, seen.name, kind) for kind in _kinds(review) for case in cases[:2])
    kinds = [] if found else [case for case in alike if case is not None]
    return found or next((each for case in kinds if (each := _diagnosed(review, [case], budget))), [])


def _diagnosed(review: Review, cases: Sequence[Case], budget: Budget) -> list[tuple[str, ...]]:
    if not cases:
        return []
    labels = tuple(each.name for each in review.assignment.inputs if each.domain not in ("real", "positive"))
    inputs = tuple(
        each.name for each in review.assignment.inputs if each.name not in review.assignment.parameters
    )
    step = WrongStep(
        tuple(cases),
        parameters=review.assignment.parameters,
        labels=labels,
        inputs=tuple(name for name in inputs if name not in labels and not looks_like_a_parameter(name)),
        samples=sample_letter(review.assignment),
    )
    return [tuple(each) for each in explained(step, budget)]


def _kinds(review: Review) -> list[dict[str, int]]:
    """The choices of one value for all entries of each label."""
    given = [
        each for each in review.assignment.inputs if each.domain in ("{0,1}", "{-1,1}") and each.value is None
    ]
    values = [[-1, 1] if each.domain == "{-1,1}" else [0, 1] for each in given]
    return (
        [dict(zip([each.name for each in given], kind, strict=True)) for kind in product(*values)]
        if given
        else []
    )


def _with_labels(review: Review, case: Case, name: str, kind: Mapping[str, int]) -> Case | None:
    sizes, written = dict(case.sizes), case.written
    fixed = {label: (value,) * len(case.named[label].entries) for label, value in kind.items()}
    numbers = {
        entry.name: num(value)
        for label, value in kind.items() for entry in case.named[label].entries if isinstance(entry, Sym)
    }  # fmt: skip
    objective = review.reference.objective(sizes, fixed) if numbers else None
    if objective is None:
        return None
    found = gradient_case(
        objective.output,
        objective.leaves[name],
        [substitute(entry, numbers) for entry in written],
        domains=objective.domains,
        sizes=case.sizes,
        named=objective.leaves,
    )
    # Where nothing is left, as of a mask that holds back everything, too much would explain what was written.
    is_empty = any(all(map(_vanishes, each)) for each in (found.written, found.right))
    return None if is_empty else found


def _vanishes(node: Term) -> bool:
    """Whether a term is 0 at first sight.

    >>> from derive.terms import Sym, add, mul
    >>> [_vanishes(each) for each in (mul(0, Sym("a")), add(mul(0, Sym("a")), Sym("b")))]
    [True, False]
    """
    match node:
        case Mul(args=args):
            return any(map(_vanishes, args))
        case Add(args=args):
            return all(map(_vanishes, args))
    return isinstance(node, Num) and node.value == 0


def _is_kinked(case: Case) -> bool:
    return any(
        isinstance(node, Conditional) or getattr(node, "name", "") in _KINKED
        for node in postorder(case.right)
    )


_KINKED = ("max", "min", "abs", "sign", "relu", "step")


def _cases(evidence: Evidence, seen: Seen, sole: bool) -> list[Case]:
    found: dict[tuple[tuple[str, int], ...], Case] = {}
    is_other_shape = _has_other_shape(evidence, seen)
    for case, traced, compared in zip(evidence.cases, evidence.traced, seen.compared, strict=False):
        entries = () if isinstance(compared.verdict, Unknown) else _written(traced, seen.name, sole, compared)
        sizes = tuple(compared.sizes.items())
        if entries and sizes not in found and len({id(entry) for entry in entries}) < 60:
            wrt = case.objective.leaves[seen.name]
            shape = compared.shape if is_other_shape else None
            found[sizes] = gradient_case(
                case.objective.output,
                wrt,
                entries,
                shape,
                domains=case.objective.domains,
                sizes=sizes,
                named=case.objective.leaves,
            )
    cases = list(found.values())
    return cases[:2] if any(map(_is_kinked, cases)) else cases


def _has_other_shape(evidence: Evidence, seen: Seen) -> bool:
    # A row for a column is the same gradient; a table for a column is another one, at every size.
    pairs = zip(evidence.cases, seen.compared, strict=False)
    wanted = ((case.objective.leaves[seen.name], each.entries) for case, each in pairs)
    return any(len(mine) != len(leaf.entries) for leaf, mine in wanted if mine)


def _written(traced: Traced | None, name: str, sole: bool, compared: Compared) -> Sequence[Term]:
    """What the program computes whatever path it takes: a case distinction between its paths."""
    if traced is None or len(traced.paths) == 1:
        return compared.entries
    values = [picked(path.values, name, sole) for path in traced.paths]
    placed = [fit(value.shape, compared.wanted) if value and not value.kind else None for value in values]
    if None in placed or not traced.complete:
        return compared.entries
    read = [at.read(value.entries) for at, value in zip(placed, values, strict=True) if at and value]
    conditions = [path.condition for path in traced.paths]
    return [_joined(conditions, entries) for entries in zip(*read, strict=True)]


def _joined(conditions: Sequence[Condition], entries: Sequence[Term]) -> Term:
    return distinction(zip(conditions[:-1], entries[:-1], strict=True), entries[-1])
