"""Puts the verdict on a submission together: statuses, offending lines, misconceptions and notes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from numeric.submissions.blame import Blame, blame
from numeric.submissions.decide import EVERY_SIZE, Seen
from numeric.submissions.evidence import Case, Evidence, is_inconstant
from numeric.submissions.explain import explanations
from numeric.submissions.found import definitions
from numeric.submissions.own_forward import predicts_rightly
from numeric.submissions.own_loss import follows_own_loss
from numeric.submissions.results import Stop
from numeric.submissions.verdicts import CodeReview, ParameterReview, Status, worst

if TYPE_CHECKING:
    from numeric.submissions.review import Review


def refused(review: Review, sentence: str) -> CodeReview:
    """The verdict on a submission that was stopped, with the sentence that says why."""
    found = tuple(ParameterReview(name, Status.REFUSED, sentence) for name in review.assignment.parameters)
    notes = (sentence, *review.source.notes)
    return CodeReview(review.path, Status.REFUSED, found, sandbox=str(review.sandbox.level), notes=notes)


def assembled(
    review: Review, evidence: Evidence, seen: Sequence[Seen], reviews: Sequence[ParameterReview]
) -> CodeReview:
    """The verdict on a submission that was looked at, with everything found out about it."""
    status = worst([each.status for each in reviews])
    wrong = [each.name for each in reviews if each.status is Status.WRONG]
    own = follows_own_loss(review, evidence, seen, wrong) if wrong else None
    case = _telling(evidence)
    blamed = blame(review, wrong, case) if wrong else None
    named = explanations(review, evidence, seen, wrong, own, blamed) if wrong else ()
    since = [each.wrong_from for each in reviews if each.wrong_from]
    return CodeReview(
        review.path,
        status,
        tuple(reviews),
        lines=tuple(blamed.lines)
        if blamed
        else _stop_lines(evidence, status) or _lines_in_text(review, wrong),
        component="cost" if own else _component(review, evidence, blamed),
        misconceptions=named or _seen_in_text(review, status),
        proof=_weakest([each.proof for each in reviews]),
        paths=max((len(traced.paths) for traced in evidence.traced if traced), default=0),
        wrong_from=since[0] if since and len(since) == len(wrong) else None,
        sandbox=str(review.sandbox.level)
        if review.judge.options.run
        else f"{review.sandbox.level}, traced only",
        notes=tuple(
            dict.fromkeys(
                [
                    *((_OWN_LOSS,) if own else ()),
                    *_notes(review, evidence, reviews, status),
                    *(
                        each.sentence(case, review.source.places)
                        for each in (blamed.mended if blamed else ())
                    ),
                ]
            )
        ),
        source=review.source.text,
        where=review.source.places,
    )


def _telling(evidence: Evidence) -> Case | None:
    """The first case of the second size, where there is one: many slips are none for a single sample."""
    first = evidence.cases[0].objective.sizes if evidence.cases else {}
    later = (case for case in evidence.cases if case.objective.sizes != first)
    return next(later, evidence.cases[0] if evidence.cases else None)


def _weakest(proofs: Sequence[str | None]) -> str | None:
    """What is proved of all parameters together: the sizes, where one of them is proved for those only."""
    if None in proofs:
        return None
    return next((proof for proof in proofs if proof != EVERY_SIZE), EVERY_SIZE)


def _component(review: Review, evidence: Evidence, blamed: Blame | None) -> str | None:
    """Where the slip is; the student's own prediction, if it can be reached, says more than the values on the way."""
    forward = predicts_rightly(review, evidence) if blamed is not None else None
    if blamed is None or forward is None or blamed.component not in ("gradient", "forward"):
        return None if blamed is None else blamed.component
    return "gradient" if forward else "forward"


def _lines_in_text(review: Review, wrong: Sequence[str]) -> tuple[int, ...]:
    return (
        tuple(each.line for each in review.findings if each.id == "finite-differences-instead")
        if wrong
        else ()
    )


def _seen_in_text(review: Review, status: Status) -> tuple[tuple[str, ...], ...]:
    if status not in (Status.RIGHT, Status.UNSTABLE, Status.CRASHES):
        return ()
    ids = [each.id for each in review.findings if each.id == "removed-numpy-name"]
    if status is Status.UNSTABLE:
        ids.append("unstable-sigmoid")
    return tuple((each,) for each in dict.fromkeys(ids))


def _notes(
    review: Review, evidence: Evidence, reviews: Sequence[ParameterReview], status: Status
) -> list[str]:
    notes = [note for each in reviews for note in each.notes]
    notes += [*review.source.notes, *review.guard_notes, review.factor_note]
    notes += [_INCONSTANT] if is_inconstant(evidence) else []
    notes += [f"Line {each.line}: {each.sentence}" for each in review.findings]
    told = {each.sentence for each in review.findings}
    noticed = [note for run in evidence.runs[:1] for note in run.ran.notes]
    noticed += [
        note for traced in evidence.traced if traced for path in traced.paths[:4] for note in path.notes
    ]
    notes += [note for note in noticed if note not in told]
    notes += _definitions(review) if status is Status.CRASHES else []
    mutated = sorted({name for run in evidence.runs for name in run.ran.mutated})
    if mutated:
        notes.append(f"The call changes its input {', '.join(mutated)} in place; each run gets fresh inputs.")
    return [note for note in notes if note]


_INCONSTANT = "The same call gives different answers when it is repeated."
_OWN_LOSS = (
    "The gradient is proved to be that of the loss in the same file; it is that loss which is another one."
)


def _definitions(review: Review) -> list[str]:
    found = definitions(review.tree)
    return [
        f"The file defines {', '.join(map(str, found))}."
        if found
        else "The file defines no function and no class."
    ]


def _stop_lines(evidence: Evidence, status: Status) -> tuple[int, ...]:
    if status is not Status.CRASHES:
        return ()
    stops: list[Stop] = [run.ran.stop for run in evidence.runs if run.ran.stop is not None]
    return tuple(dict.fromkeys(stop.line for stop in stops[:1] if stop.line is not None))
