"""The documents with hand-made verdicts, and how a review is held against them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from derive.check import check
from derive.review import RelationReview, Review

FOLDER = Path(__file__).resolve().parent / "documents"
SPACING = re.compile(r"\\(?:quad|qquad|[,;!:> ])|[\s&~$]|\\\\|[.,;]$")


@dataclass(frozen=True)
class Expected:
    """One document and what should be said of it."""

    path: Path
    clean: bool
    relations: tuple[tuple[int, str, str], ...]
    first_wrong: tuple[int, str] | None

    @property
    def name(self) -> str:
        """Folder and file name."""
        return f"{self.path.parent.name}/{self.path.name}"


def expected_documents(folder: Path = FOLDER) -> Iterator[Expected]:
    """Every document that has an expectation."""
    for stated in sorted(folder.rglob("*.expected.json")):
        stem = stated.name.removesuffix(".expected.json")
        (path,) = (p for p in stated.parent.glob(stem + ".*") if p != stated)
        held = json.loads(stated.read_text(encoding="utf-8"))
        yield Expected(path, held["clean"], tuple(_relations(held)), _first(held["first_wrong"]))


def _relations(held: dict[str, Any]) -> Iterator[tuple[int, str, str]]:
    for relation in held["checkable"]:
        yield relation["line"], plain(relation["contains"]), relation["verdict"]


def _first(stated: dict[str, Any] | None) -> tuple[int, str] | None:
    return None if stated is None else (stated["line"], plain(stated["contains"]))


def plain(tex: str) -> str:
    """TeX without spacing, alignment marks and closing punctuation."""
    return SPACING.sub("", SPACING.sub("", tex))


@dataclass(frozen=True)
class Scored:
    """What was said of one document, held against what should be said."""

    expected: Expected
    review: Review
    false: tuple[str, ...]
    claims: int
    decided: int
    found_first: bool


def scored(expected: Expected) -> Scored:
    """Judge one document and compare."""
    review = check(expected.path)
    pairs = [(each, said_of(review, each[0], each[1])) for each in expected.relations]
    claims = [(each, said) for each, said in pairs if each[2] != "definition"]
    decided = sum(1 for _, said in claims if said is not None and said.verdict in ("right", "wrong"))
    return Scored(
        expected, review, tuple(_false(expected, review)), len(claims), decided, _found(expected, review)
    )


def _false(expected: Expected, review: Review) -> Iterator[str]:
    for line, tex, verdict in expected.relations:
        said = said_of(review, line, tex)
        if said is not None and _contradicts(said.verdict, verdict):
            yield f"{expected.name}:{line}: {said.verdict} is said, {verdict} is true of {tex}"
    if expected.clean and review.first_wrong is not None:
        yield f"{expected.name}: a document without a mistake is blamed"


def _contradicts(said: str, verdict: str) -> bool:
    return (said == "wrong" and verdict != "wrong") or (said == "right" and verdict == "wrong")


def _found(expected: Expected, review: Review) -> bool:
    if expected.first_wrong is None or review.first_wrong is None:
        return False
    return said_of(review, *expected.first_wrong) is review.relations[review.first_wrong - 1]


def said_of(review: Review, line: int, tex: str) -> RelationReview | None:
    """The relation of a review that a piece of TeX near a line stands for: the one whose right side ends it."""
    found = [(plain(relation.rhs), relation) for relation in review.relations]
    fitting = [(right, relation) for right, relation in found if right and tex.endswith(right)]
    best = max(fitting, key=lambda pair: (len(pair[0]), -_distance(review, pair[1], line)), default=None)
    return best[1] if best is not None else None


def _distance(review: Review, relation: RelationReview, line: int) -> int:
    return abs(review.document.place(relation.span.start).line - line)
