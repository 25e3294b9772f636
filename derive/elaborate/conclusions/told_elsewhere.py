"""Claims that rest on a property which the text tells of something else: they are left open."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from derive.elaborate.conclusions.judged_alone import Records, left_open
from derive.elaborate.prose.taken_back import told_apart, without_told
from derive.model import Reason
from derive.reader.blocks import Document
from derive.reader.syntax import Span
from derive.review import RelationReview

TOLD_ELSEWHERE = f"{Reason.READINGS_DISAGREE.value} (a property that is told in another part of the text)"
MOST = 5
"""So many sets of properties a page is judged again without."""


def without_told_elsewhere(
    document: Document, records: Records, review: Callable[[Document], Records]
) -> Records:
    """The records in which nothing is decided by a property that does not reach its place."""
    decided = [one for one in records if one.role == "claim" and one.verdict in ("right", "wrong")]
    apart = told_apart(document, [one.span for one in decided])
    for spans in list(dict.fromkeys(apart.values()))[:MOST]:
        places = {place for place, told in apart.items() if told == spans}
        records = _agreeing(records, review(without_told(document, spans)), places)
    return records


def _agreeing(records: Records, others: Records, places: set[Span]) -> Records:
    """The records with those at some places left open that are decided otherwise in others."""
    verdicts = {(one.span, one.relation): one.verdict for one in others}
    return tuple(
        left_open(one, TOLD_ELSEWHERE) if one.span in places and _differs(one, verdicts) else one
        for one in records
    )


def _differs(record: RelationReview, verdicts: Mapping[tuple[Span, str], str]) -> bool:
    decided = record.role == "claim" and record.verdict in ("right", "wrong")
    return decided and verdicts.get((record.span, record.relation), record.verdict) != record.verdict
