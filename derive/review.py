"""What ``gradproof check`` says about a document: one record for every relation, ready to be shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from derive.reader.blocks import Document, Header
from derive.reader.syntax import Span

RelationRole = Literal["claim", "definition", "update", "condition", "approximation"]
VerdictWord = Literal["right", "wrong", "cannot-tell", "definition", "unread"]
Value = str | int | None | list["Value"]


@dataclass(frozen=True, slots=True)
class Options:
    """What the person who checks a document says about it; it overrides the document's own header.

    ``header`` holds --domain, --shape, --define and --problem.
    """

    header: Header = field(default_factory=Header)


@dataclass(frozen=True, slots=True)
class Counterexample:
    """A point at which the two sides differ: exact numbers as text, sizes, nested lists for arrays.

    None in a list stands for an entry whose value does not matter. Names that the document defines have their values
    in digits.
    """

    point: Mapping[str, Value]
    left: str
    right: str


@dataclass(frozen=True, slots=True)
class RelationReview:
    """One relation ``lhs R rhs`` and what is said about it; spans are offsets into the document's text.

    ``lhs`` and ``rhs`` are TeX as written, ``reading`` is TeX as understood. ``span`` is the relation with
    both
    members (its start is the place that is reported), ``term`` the wrong part of it. ``misconceptions`` lists
    explanations, the simplest first, each one id or a composition.
    """

    index: int
    span: Span
    relation: str
    lhs: str
    rhs: str
    reading: str
    inline: bool
    role: RelationRole
    verdict: VerdictWord
    layout: str = ""
    notes: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    follows_from: int | None = None
    residual: str | None = None
    term: Span | None = None
    conditions: tuple[str, ...] = ()
    sizes: str = ""
    reason: str = ""
    misconceptions: tuple[tuple[str, ...], ...] = ()
    correction: str | None = None
    counterexample: Counterexample | None = None
    repairs: tuple[tuple[Span, str], ...] = ()
    expect_wrong: bool = False


@dataclass(frozen=True, slots=True)
class Review:
    """All relations of a document, in document order."""

    document: Document
    relations: tuple[RelationReview, ...]
    misconceptions: tuple[tuple[str, ...], ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def first_wrong(self) -> int | None:
        """The index of the first relation called wrong."""
        wrong = (relation.index for relation in self.relations if relation.verdict == "wrong")
        return next(wrong, None)
