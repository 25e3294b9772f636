"""Claims that rest on a property which the text tells of something else: they are left open."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from derive.elaborate.conclusions.judged_alone import Records, is_long, left_open
from derive.elaborate.prose.taken_back import no_longer_symmetric, told_apart, without_told
from derive.elaborate.shapes.symmetric import UNDECIDED
from derive.model import Reason
from derive.reader.blocks import Document
from derive.reader.syntax import Span
from derive.review import RelationReview

TOLD_ELSEWHERE = f"{Reason.READINGS_DISAGREE.value} (a property that is told in another part of the text)"
MOST = 5
"""So many sets of properties a page is judged again without."""
MANY = 60
"""Claims to be judged again, above which a page is judged once, without whatever fails to reach some place."""

Reviewing = Callable[[Document], Records]


def without_told_elsewhere(
    document: Document, whole: Records, records: Records, review: Reviewing, settled: Reviewing
) -> Records:
    """The records in which nothing is decided by a property that does not reach its place.

    ``review`` judges a page as a ``whole``; ``settled`` also what its sections decide by themselves, at several times
    the cost: it is asked only where they decided something, and not on long pages. Where there are many sections, what
    one decides by itself rests on no words of the others.
    """
    decided = [one for one in records if one.role == "claim" and one.verdict in ("right", "wrong")]
    apart = told_apart(document, [one.span for one in decided])
    claims = sum(one.role == "claim" for one in records)
    for spans, places in _sets(apart, claims):
        part = without_told(document, spans)
        otherwise = _otherwise(records, review(part), places)
        if is_long(document):
            otherwise -= _otherwise(records, whole, places)
        elif claims <= MANY and otherwise & _otherwise(records, whole, places):
            otherwise = _otherwise(records, settled(part), places)
        records = tuple(
            left_open(one, TOLD_ELSEWHERE) if _relation(one) in otherwise else one for one in records
        )
    return records


def with_denials(document: Document, records: Records, review: Reviewing) -> Records:
    """The records with what is decided of open claims where the text says that its matrices are not symmetric."""
    waiting = [one for one in records if one.reason == TOLD_ELSEWHERE or UNDECIDED in one.reason]
    apart = no_longer_symmetric(document, [one.span for one in waiting])
    for spans in list(dict.fromkeys(apart.values()))[:MOST]:
        others = {_relation(one): one for one in review(without_told(document, spans))}
        places = {_relation(one) for one in waiting if apart.get(one.span) == spans}
        settled = {place for place in places & others.keys() if _is_settled(others[place])}
        records = tuple(others[_relation(one)] if _relation(one) in settled else one for one in records)
    return records


def _is_settled(record: RelationReview) -> bool:
    """Whether a claim is right, or wrong by a slip that is known."""
    explained = bool(record.misconceptions) or record.correction is not None
    return record.verdict == "right" or (record.verdict == "wrong" and explained)


def _sets(
    apart: Mapping[Span, frozenset[Span]], claims: int
) -> Iterator[tuple[frozenset[Span], frozenset[Span]]]:
    """Properties to leave out together, and the places that they do not reach."""
    sets = list(dict.fromkeys(apart.values()))
    if len(sets) > 1 and len(sets) * claims > MANY:
        yield frozenset().union(*sets), frozenset(apart)
        return
    for spans in sets[:MOST]:
        yield spans, frozenset(place for place, told in apart.items() if told == spans)


def _otherwise(records: Records, others: Records, places: frozenset[Span]) -> set[tuple[Span, str]]:
    """The relations at some places that are decided otherwise in others."""
    verdicts = {_relation(one): one.verdict for one in others}
    return {_relation(one) for one in records if one.span in places and _differs(one, verdicts)}


def _relation(record: RelationReview) -> tuple[Span, str]:
    return record.span, record.relation


def _differs(record: RelationReview, verdicts: Mapping[tuple[Span, str], str]) -> bool:
    decided = record.role == "claim" and record.verdict in ("right", "wrong")
    return decided and verdicts.get((record.span, record.relation), record.verdict) != record.verdict
