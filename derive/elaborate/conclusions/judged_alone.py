"""What sections and their parts decide by themselves: claims that are open, and wrong ones whose letters are new."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from derive.elaborate.same_letters.own_sections import (
    MOST,
    Heading,
    heading_of,
    is_open,
    kinds_said,
    made_before,
    with_verdicts_of,
    with_what_it_needs,
)
from derive.elaborate.same_letters.parts_of_sections import (
    by_themselves,
    quietly_alone,
    with_parts_as_sections,
)
from derive.reader.blocks import Document
from derive.review import RelationReview

Records = tuple[RelationReview, ...]
Reviewing = Callable[[Document], Sequence[RelationReview]]
ELSEWHERE = (
    "The notation allows several readings, and they do not agree. (a letter that another section makes)"
)


def decided_alone(document: Document, records: Records, review: Reviewing) -> Records:
    """The records with what sections decide that stand by themselves, then their parts."""
    records = _by_sections(document, records, review, whole=True)
    parted = with_parts_as_sections(document)
    return records if parted is document else _by_sections(parted, records, review, whole=False)


MOST_REVIEWS = 8
"""So many times a page may be judged again for its open claims; whether a wrong one is to blame is always looked at."""
FEW, MANY = 8, 150
"""Sections of which the words of all others may say something of each; formulas of a page that takes long by itself."""
MOST_OF_THE_PAGE, SHORT = 2, 4
"""Parts as short as 1/4 of a page may be judged further while all are together no longer than twice the page."""


def _by_sections(document: Document, records: Records, review: Reviewing, whole: bool) -> Records:
    """By ``whole`` sections a letter is free that they declare; in a part, p > 0 may only say more of it."""
    left = _Left(document)
    for heading in _sections_with(document, records, is_open):
        alone = None if is_long(document) else with_what_it_needs(document, heading)
        if alone is not None and left.allows(alone.document):
            found = review(alone.document)
            is_sure = alone.is_sure and (whole or not alone.declares)
            records = with_verdicts_of(records, found, is_sure, document.text)
        for quiet in by_themselves(document, heading, plainly=not is_long(document)):
            if heading in _sections_with(document, records, is_open) and left.allows(quiet):
                records = with_verdicts_of(records, review(quiet), False, document.text)
    for heading in _sections_with(document, records, _is_wrong):
        anew = kinds_said(document, heading) & made_before(document, heading)
        quiet_one = quietly_alone(document, heading, anew) if anew else None
        if quiet_one is not None:
            records = _without_blame(records, review(quiet_one))
    return records


def is_long(document: Document) -> bool:
    """Whether a page has so many sections that each is judged without the words of the others or not at all."""
    return len(set(map(heading_of, document.blocks))) > FEW


class _Left:
    """How often sections may still be judged."""

    def __init__(self, document: Document) -> None:
        self.whole = len(document.blocks)
        self.reviews = 0 if is_long(document) and self.whole > MANY else MOST_REVIEWS
        self.blocks = MOST_OF_THE_PAGE * self.whole

    def allows(self, document: Document) -> bool:
        """Whether one more may be judged, which is counted; short ones cost little."""
        own = len(document.blocks)
        if self.reviews <= 0 and not SHORT * own <= self.whole <= self.blocks + self.whole - own:
            return False
        self.reviews -= 1
        self.blocks -= own
        return True


def _is_wrong(record: RelationReview) -> bool:
    return record.role == "claim" and record.verdict == "wrong"


def _sections_with(
    document: Document, records: Records, is_such: Callable[[RelationReview], bool]
) -> Iterator[Heading]:
    """The headings below which there are such claims."""
    spans = {one.span for one in records if is_such(one)}
    headings = dict.fromkeys(map(heading_of, document.blocks))
    if not 1 < len(headings) <= MOST:
        return
    for heading in headings:
        blocks = (block.span for block in document.blocks if heading_of(block) == heading)
        if any(span.start <= one.start and one.end <= span.end for span in blocks for one in spans):
            yield heading


def _without_blame(records: Records, alone: Sequence[RelationReview]) -> Records:
    """The records in which no line is wrong that is right where its letters are what its section says."""
    right = {(one.span, one.relation) for one in alone if one.verdict == "right"}
    return tuple(
        left_open(one, ELSEWHERE) if _is_wrong(one) and (one.span, one.relation) in right else one
        for one in records
    )


def left_open(record: RelationReview, reason: str) -> RelationReview:
    """A record that says for some reason that nothing can be told, and no more."""
    return replace(
        record,
        verdict="cannot-tell",
        reason=reason,
        notes=(),
        follows_from=None,
        residual=None,
        term=None,
        misconceptions=(),
        correction=None,
        counterexample=None,
    )
