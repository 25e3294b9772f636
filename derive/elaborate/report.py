"""From a judgement to the record that is shown."""

from __future__ import annotations

from derive.elaborate.judge import Judgement
from derive.elaborate.roles import Link, Role
from derive.elaborate.verdicts import Story, explained
from derive.model import Right, Unknown, Wrong
from derive.reader import syntax as s
from derive.review import Counterexample, RelationReview, VerdictWord


def reviewed(story: Story, link: Link, role: Role, judgement: Judgement | None) -> RelationReview | None:
    """The record of one relation; None for inline relations that say nothing to judge."""
    if not link.block.display and role not in ("claim", "definition", "update"):
        return None
    text = story.document.text
    word = _word(role, judgement)
    judged = judgement if role == "claim" else None
    why = explained(story, link, judged)
    return RelationReview(
        index=0,
        span=_span(link),
        relation=link.sign,
        lhs=_written(text, link.left),
        rhs=_written(text, link.right),
        reading=_reading(link),
        inline=not link.block.display,
        role=role,
        verdict=word,
        layout=judged.layout if judged else "",
        notes=_notes(judged),
        conditions=judged.conditions if judged else (),
        sizes=judged.sizes if judged else "",
        reason=_reason(judged),
        counterexample=_counterexample(judged),
        misconceptions=why.misconceptions,
        residual=why.residual,
        follows_from=why.follows.link.right.span.end if why.follows else None,
        repairs=tuple((repair.span, repair.what) for repair in link.formula.repairs),
        expect_wrong=link.formula.expect_wrong,
    )


def _span(link: Link) -> s.Span:
    start = link.left.span.start if link.begins or link.place else link.relation.span.start
    return s.Span(start, link.right.span.end)


def _written(text: str, node: s.Node) -> str:
    return text[node.span.start : node.span.end]


def _reading(link: Link) -> str:
    from derive.reader.tex import tex

    return f"{tex(link.left)} {_SIGNS.get(link.sign, link.sign)} {tex(link.right)}"


_SIGNS = {
    "!=": r"\neq",
    "<=": r"\le",
    ">=": r"\ge",
    "<-": r"\leftarrow",
    "approx": r"\approx",
    "propto": r"\propto",
}


def _word(role: Role, judgement: Judgement | None) -> VerdictWord:
    if role != "claim" or judgement is None:
        return "definition"
    match judgement.verdict:
        case Right():
            return "right"
        case Wrong():
            return "wrong"
        case Unknown():
            return "cannot-tell"


def _notes(judgement: Judgement | None) -> tuple[str, ...]:
    if judgement is None:
        return ()
    return ("layouts-mixed",) if "transposed" in judgement.notes else ()


def _reason(judgement: Judgement | None) -> str:
    if judgement is None or not isinstance(judgement.verdict, Unknown):
        return ""
    verdict = judgement.verdict
    return f"{verdict.reason.value} ({verdict.detail})" if verdict.detail else verdict.reason.value


def _counterexample(judgement: Judgement | None) -> Counterexample | None:
    if judgement is None or not isinstance(judgement.verdict, Wrong):
        return None
    verdict = judgement.verdict
    return Counterexample({name: str(value) for name, value in verdict.point}, verdict.left, verdict.right)
