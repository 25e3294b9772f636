"""The review of documents as JSON: one object for a whole call, checked against ``review.schema.json``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from derive.reader.blocks import Document
from derive.reader.syntax import Span
from derive.review import RelationReview, Review

VERSION = "0.1.0"

Record = dict[str, Any]


def report(files: Iterable[Record]) -> Record:
    """The object for a call: the version and one record for each file.

    >>> report([])
    {'gradproof': '0.1.0', 'files': []}
    """
    return {"gradproof": VERSION, "files": list(files)}


def unreadable(path: str, message: str) -> Record:
    """The record of a file that cannot be used."""
    return {"path": path, "kind": "unreadable", "error": message}


def document_record(review: Review) -> Record:
    """The record of a document: its relations in document order, and the first wrong one."""
    document = review.document
    return {
        "path": document.path,
        "kind": "document",
        "relations": [relation_record(document, relation) for relation in review.relations],
        "first_wrong": review.first_wrong,
        "misconceptions": [list(found) for found in review.misconceptions],
        "warnings": list(review.warnings),
    }


def _sentences(relation: RelationReview) -> list[str]:
    if not relation.misconceptions:
        return []
    from derive.misconceptions import sentence

    return [sentence(found) for found in relation.misconceptions]


def relation_record(document: Document, relation: RelationReview) -> Record:
    """The record of one relation; lines and columns are 1-based code points."""
    place = document.place(relation.span.start)
    record: Record = {
        "index": relation.index,
        "line": place.line,
        "column": place.column,
        "relation": relation.relation,
        "lhs": relation.lhs,
        "rhs": relation.rhs,
        "reading": relation.reading,
        "inline": relation.inline,
        "role": relation.role,
        "verdict": relation.verdict,
        "layout": relation.layout,
        "notes": list(relation.notes),
        "readings": list(relation.readings),
        "follows_from": relation.follows_from,
        "residual": relation.residual,
        "term": None if relation.term is None else _range(document, relation.term),
        "conditions": list(relation.conditions),
        "sizes": relation.sizes,
        "reason": relation.reason,
        "misconceptions": [list(found) for found in relation.misconceptions],
        "explanations": _sentences(relation),
        "correction": relation.correction,
        "counterexample": _counterexample(relation),
        "repairs": [_repair(document, span, what) for span, what in relation.repairs],
        "expect_wrong": relation.expect_wrong,
    }
    cell = document.cell(relation.span.start)
    if cell is not None:
        record["cell"] = cell
    if place.path and place.path != document.path:
        record["file"] = place.path
    return record


def _range(document: Document, span: Span) -> Record:
    start, end = document.place(span.start), document.place(span.end)
    return {"line": start.line, "column": start.column, "end_line": end.line, "end_column": end.column}


def _counterexample(relation: RelationReview) -> Record | None:
    found = relation.counterexample
    if found is None:
        return None
    return {"point": dict(found.point), "left": found.left, "right": found.right}


def _repair(document: Document, span: Span, what: str) -> Record:
    place = document.place(span.start)
    return {"line": place.line, "column": place.column, "what": what}
