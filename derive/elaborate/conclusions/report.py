"""From a judgement to the record that is shown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from derive.elaborate.claims.counterexamples import shown_point
from derive.elaborate.claims.judge import Judgement
from derive.elaborate.conclusions.opposite import opposite
from derive.elaborate.explaining.explain import Why
from derive.elaborate.readings.story import Story
from derive.elaborate.symbols.example_keys import unmarked_names
from derive.elaborate.symbols.roles import Link, Role
from derive.judgement import at_a_simple_point
from derive.model import Reason, Right, Unknown, Wrong
from derive.reader import syntax as s
from derive.reader.blocks import Block, Formula
from derive.reader.names import RELATIONS
from derive.reader.tree import readings
from derive.review import Counterexample, RelationReview, VerdictWord

MOST_READINGS = 8


def reviewed(story: Story, link: Link, role: Role, judgement: Judgement | None) -> RelationReview | None:
    """The record of one relation; None for inline relations that say nothing to judge."""
    if not link.block.display and role not in ("claim", "definition", "update"):
        return None
    text = story.document.text
    word = _word(role, judgement)
    judged = _at_a_simple_point(judgement) if role in ("claim", "update") else None
    wrong = judged is not None and isinstance(judged.verdict, Wrong)
    found = _counterexample(judged, link)
    why, correction = story.reasons[link.right.span.start] if wrong else (Why(), None)
    return RelationReview(
        index=0,
        span=_span(text, link),
        relation=link.sign,
        lhs=_written(text, link.left),
        rhs=_written(text, link.right),
        reading=_reading(link),
        inline=not link.block.display,
        role=role,
        verdict=word,
        layout=judged.layout if judged else "",
        notes=(*_notes(judged), *why.told, *(opposite(story, link) if word == "right" else ())),
        conditions=tuple(map(unmarked_names, judged.conditions)) if judged else (),
        readings=_readings(judged, link),
        sizes=_sizes_of(found) if found is not None else judged.sizes if judged else "",
        reason=_reason(judged),
        counterexample=found,
        misconceptions=why.misconceptions,
        residual=why.residual,
        follows_from=why.follows.link.right.span.end if why.follows else None,
        term=correction.place if correction is not None else None,
        correction=_tex(correction.corrected) if correction is not None else None,
        repairs=tuple((repair.span, repair.what) for repair in link.repairs),
        expect_wrong=link.formula.expect_wrong,
    )


def _at_a_simple_point(judgement: Judgement | None) -> Judgement | None:
    if judgement is None or not isinstance(judgement.verdict, Wrong):
        return judgement
    return replace(judgement, verdict=at_a_simple_point(judgement.verdict))


def _span(text: str, link: Link) -> s.Span:
    start = _whole(text, link.left).start if link.begins or link.place else link.relation.span.start
    return s.Span(start, _whole(text, link.right).end)


def _written(text: str, node: s.Node) -> str:
    span = _whole(text, node)
    return text[span.start : span.end]


_OPENING = re.compile(r"(?:\\(?:left|big|Big|bigg|Bigg)[lr]?\s*)?[(\[{]$")
_CLOSING = re.compile(r"\s*(?:\\,)?(?:\\(?:right|big|Big|bigg|Bigg)[lr]?\s*)?[)\]}]")


def _whole(text: str, node: s.Node) -> s.Span:
    """The place of a member with the brackets that belong to it: a bracketed last factor ends before its bracket."""
    start, end = node.span
    for _ in range(4):
        missing = _unclosed(text[start:end])
        if missing > 0 and (found := _CLOSING.match(text, end)) is not None:
            end = found.end()
        elif missing < 0 and (before := _OPENING.search(text[max(0, start - 12) : start])) is not None:
            start -= len(before.group())
        else:
            break
    return s.Span(start, end)


def _unclosed(text: str) -> int:
    return sum(text.count(sign) for sign in "([{") - sum(text.count(sign) for sign in ")]}")


def _reading(link: Link) -> str:
    return f"{_tex(link.left)} {RELATIONS[link.relation.sign]} {_tex(link.right)}"


def _tex(node: s.Node) -> str:
    from derive.reader.tex import tex

    return tex(node)


def _word(role: Role, judgement: Judgement | None) -> VerdictWord:
    if role not in ("claim", "update") or judgement is None:
        return "definition"
    match judgement.verdict:
        case Right():
            return "right"
        case Wrong():
            return "wrong"
        case Unknown():
            return "cannot-tell"


ELEMENTWISE = "this is the diagonal of the Jacobian: in ordinary products it needs ⊙"


def _notes(judgement: Judgement | None) -> tuple[str, ...]:
    if judgement is None:
        return ()
    told: tuple[str, ...] = ("layouts-mixed",) if "transposed" in judgement.notes else ()
    if (
        judgement.layout == "element-wise"
        and judgement.link
        and isinstance(judgement.link.left, s.Derivative)
    ):
        told += (ELEMENTWISE,)
    return (*told, *sorted(note for note in judgement.notes if " " in note))


def _reason(judgement: Judgement | None) -> str:
    if judgement is None or not isinstance(judgement.verdict, Unknown):
        return ""
    verdict = judgement.verdict
    told = f"{verdict.reason.value} ({verdict.detail})" if verdict.detail else verdict.reason.value
    return unmarked_names(told)


def _readings(judgement: Judgement | None, link: Link) -> tuple[str, ...]:
    """How the notation can be read, where the readings do not agree."""
    verdict = judgement.verdict if judgement is not None else None
    if not isinstance(verdict, Unknown) or verdict.reason is not Reason.READINGS_DISAGREE:
        return ()
    trees = readings(s.Chain((link.left, link.right), (link.relation,)), MOST_READINGS)
    found = tuple(dict.fromkeys(_tex(tree) for _, tree in trees))
    return found if len(found) > 1 else ()


def _sizes_of(found: Counterexample) -> str:
    return ", ".join(f"{name}={size}" for name, size in found.point.items() if isinstance(size, int))


def _counterexample(judgement: Judgement | None, link: Link) -> Counterexample | None:
    if judgement is None or not isinstance(judgement.verdict, Wrong):
        return None
    verdict = judgement.verdict
    point = shown_point(judgement, verdict, link)
    named = {unmarked_names(name): value for name, value in point.items()}
    return Counterexample(named, verdict.left, verdict.right)


def unread(block: Block, formula: Formula) -> RelationReview:
    """The record of display mathematics that could not be read."""
    reason = str(formula.failure) if formula.failure is not None else Reason.NOT_READ.value
    return RelationReview(
        index=0,
        span=formula.span,
        relation="",
        lhs="",
        rhs="",
        reading="",
        inline=not block.display,
        role="claim",
        verdict="unread",
        reason=reason,
        expect_wrong=formula.expect_wrong,
    )


def consistent(records: Sequence[RelationReview], stated: str | None = None) -> list[RelationReview]:
    """The records with a note on every right line that leaves the stated layout, or the one that most lines keep."""
    counts = Counter(r.layout for r in records if r.verdict == "right" and r.layout in _GRADIENT_LAYOUTS)
    if not counts:
        return list(records)
    usual = stated or counts.most_common(1)[0][0]
    return [_noted(record, usual) for record in records]


def stated_layout(words: str, convention: Mapping[str, str]) -> str | None:
    """The layout of derivatives that a header names, or the only one that the text names.

    >>> stated_layout("We use the numerator layout.", {})
    'numerator'
    """
    named = [layout for layout in _GRADIENT_LAYOUTS if f"{layout} layout" in words.lower().replace("-", " ")]
    return convention.get("derivatives") or (named[0] if len(named) == 1 else None)


_GRADIENT_LAYOUTS = ("denominator", "numerator")


def _noted(record: RelationReview, usual: str) -> RelationReview:
    leaves = record.verdict == "right" and record.layout in _GRADIENT_LAYOUTS and record.layout != usual
    if not leaves or "layouts-mixed" in record.notes:
        return record
    return replace(record, notes=(*record.notes, "layouts-mixed"))
