"""The review of a document for people: the line, a caret under the term, the verdict and its evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from derive.reader.blocks import Document
from derive.reader.syntax import Span
from derive.review import Counterexample, RelationReview, Review

_WIDTH = 100
_WORDS = {"cannot-tell": "cannot tell"}


def review_text(review: Review, everything: bool = False) -> str:
    """What is said of a document; ``everything`` lists definitions and conditions, too."""
    document = review.document
    lines = [f"{document.path or 'standard input'}"]
    lines.extend(f"  note: {warning}" for warning in review.warnings)
    for relation in review.relations:
        if everything or relation.verdict != "definition" or relation.expect_wrong:
            first = relation.index == review.first_wrong
            lines.extend("  " + line for line in relation_text(document, relation, first))
    lines.append("  " + summary(review))
    return "\n".join(lines)


def summary(review: Review) -> str:
    """The verdicts counted, in one line.

    >>> from derive.reader.document import read_text
    >>> summary(Review(read_text("No formula here."), ()))
    'there is no relation in this document'
    """
    if not review.relations:
        return "there is no relation in this document"
    counts: Counter[str] = Counter(relation.verdict for relation in review.relations)
    order = ("right", "wrong", "cannot-tell", "unread", "definition")
    parts = [_counted(counts[verdict], verdict) for verdict in order if counts[verdict]]
    first = _first(review)
    return ", ".join(parts) + (f"; the first wrong line is {first}" if first else "")


def _counted(count: int, verdict: str) -> str:
    if verdict == "definition":
        return f"{count} not judged (definitions, conditions, updates)"
    return f"{count} {_WORDS.get(verdict, verdict)}"


def _first(review: Review) -> str:
    if review.first_wrong is None:
        return ""
    relation = next(one for one in review.relations if one.index == review.first_wrong)
    return _position(review.document, relation.span.start)


def relation_text(document: Document, relation: RelationReview, first_wrong: bool = False) -> list[str]:
    """The lines for one relation: one where it is right, more where there is something to explain."""
    word = _WORDS.get(relation.verdict, relation.verdict)
    about = (
        f" ({relation.role})" if relation.verdict == "definition" and relation.role != "definition" else ""
    )
    head = f"{_position(document, relation.span.start)}: {word}{about}"
    if relation.verdict == "right":
        return [head + _right(relation), *_expectation(relation), *_repairs(document, relation)]
    if relation.verdict == "definition":
        return [f"{head}: {relation.reading}", *_expectation(relation)]
    shown = excerpt(document, relation.term or relation.span)
    head += ", the first wrong line" if first_wrong else ""
    return [head, *shown, *_expectation(relation), *_why(relation), *_repairs(document, relation)]


def _position(document: Document, offset: int) -> str:
    place = document.place(offset)
    cell = document.cell(offset)
    where = f"{place.line}:{place.column}"
    if cell is not None:
        where = f"cell {cell}, {where}"
    return f"{place.path}:{where}" if place.path and place.path != document.path else where


def _right(relation: RelationReview) -> str:
    parts = [f" {relation.reading}"]
    parts += [f"[{', '.join(relation.conditions)}]"] if relation.conditions else []
    parts += [f"[{relation.layout}]"] if relation.layout else []
    parts += [f"[{', '.join(relation.notes)}]"] if relation.notes else []
    parts += [f"[{relation.sizes}]"] if relation.sizes else []
    return " ".join(parts)


def _expectation(relation: RelationReview) -> list[str]:
    if relation.expect_wrong and relation.verdict != "wrong":
        word = _WORDS.get(relation.verdict, relation.verdict)
        return [f"  this line is marked as wrong on purpose, but it is not found wrong ({word})"]
    return ["  (marked as wrong on purpose)"] if relation.expect_wrong else []


def _why(relation: RelationReview) -> Iterator[str]:
    if relation.reading:
        yield f"  read as:    {relation.reading}"
    if relation.counterexample is not None:
        yield f"  evidence:   {_evidence(relation.counterexample)}"
    if relation.reason:
        yield f"  reason:     {relation.reason}"
    if relation.sizes and relation.verdict == "wrong":
        yield f"  sizes:      {relation.sizes}"
    if relation.correction:
        yield f"  should be:  {relation.correction}"
    if relation.residual:
        yield f"  difference: {relation.residual}"
    if relation.follows_from is not None:
        yield f"  because:    {_followed(relation)}"
    for name in relation.misconceptions[0] if relation.misconceptions else ():
        from derive.misconceptions import named_misconception

        yield f"  because:    {named_misconception(name).title}  (gradproof explain {name})"
    if len(relation.readings) > 1:
        yield "  it can be read as: " + "  or  ".join(relation.readings)
    if relation.notes:
        yield f"  note:       {', '.join(relation.notes)}"


def _followed(relation: RelationReview) -> str:
    if relation.counterexample is not None and not relation.counterexample.point:
        return "it carries a wrong line on"
    return "it follows from the first wrong line, and would be right if that one were"


def _evidence(found: Counterexample) -> str:
    point = ", ".join(f"{name} = {_value(value)}" for name, value in found.point.items())
    return f"{'at ' + point + ': ' if point else ''}left {found.left}, right {found.right}"


def _value(value: object) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_value(item) for item in value) + "]"
    return "any" if value is None else str(value)


def _repairs(document: Document, relation: RelationReview) -> list[str]:
    return [f"  repaired at {_position(document, span.start)}: {what}" for span, what in relation.repairs]


def excerpt(document: Document, span: Span, pointed: bool = True) -> list[str]:
    """The source line on which a span begins, cut to the width of a page, with carets under the span.

    >>> from derive.reader.document import read_text
    >>> print("\\n".join(excerpt(read_text("a + b"), Span(4, 5))))
      | a + b
      |     ^
    """
    text = document.text
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.start)
    end = len(text) if end < 0 else end
    left, right = _window(start, end, span.start, min(span.end, end))
    line = text[left:right].replace("\t", " ")
    shown = f"  | {'…' if left > start else ''}{line}{'…' if right < end else ''}"
    if not pointed:
        return [shown]
    indent = span.start - left + (1 if left > start else 0)
    return [shown, f"  | {' ' * indent}{'^' * max(1, min(span.end, right) - span.start)}"]


def _window(start: int, end: int, first: int, last: int) -> tuple[int, int]:
    if end - start <= _WIDTH:
        return start, end
    left = max(start, min(first - _WIDTH // 3, end - _WIDTH))
    return left, max(min(end, left + _WIDTH), min(last, left + 2 * _WIDTH))
