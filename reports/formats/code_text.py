"""The verdict on a submission as plain text, for a terminal or to be forwarded to the student."""

from __future__ import annotations

from collections.abc import Iterator

from derive.misconceptions import sentence
from numeric.submissions.verdicts import CodeReview, ParameterReview, Status

_WORDS = {
    Status.RIGHT: "right",
    Status.UNSTABLE: "right, but unstable",
    Status.WRONG: "wrong",
    Status.CRASHES: "crashes",
    Status.CANNOT_TELL: "cannot tell",
    Status.REFUSED: "refused",
}
_COMPONENTS = {
    "gradient": "in the gradient",
    "forward": "in the forward pass",
    "cost": "in the cost",
    "update": "in the update step",
    "caller": "where the function is called",
}


def code_text(review: CodeReview) -> str:
    """The verdict, the evidence for each parameter, the offending lines and the notes.

    >>> print(code_text(CodeReview("a.py", Status.RIGHT, sandbox="rlimits")))
    a.py: right
      sandbox: rlimits
    """
    return "\n".join(_lines(review))


def _lines(review: CodeReview) -> Iterator[str]:
    yield f"{review.path}: {_WORDS[review.status]}"
    for each in review.parameters:
        yield from _parameter(each)
    yield from _places(review)
    for explanation in review.misconceptions[:3]:
        yield f"  this is: {sentence(explanation)}  (gradproof explain {', '.join(explanation)})"
    said = {each.evidence for each in review.parameters}
    for note in review.notes:
        if note not in said:
            yield f"  note: {note}"
    yield f"  sandbox: {review.sandbox}"


def _parameter(review: ParameterReview) -> Iterator[str]:
    since = f", from {review.wrong_from} on" if review.wrong_from else ""
    yield f"  {review.name}: {_WORDS[review.status]}{since}. {review.evidence}"


def _places(review: CodeReview) -> Iterator[str]:
    source = review.source.splitlines()
    for line in review.lines:
        where = f" ({review.where[line - 1]})" if 0 < line <= len(review.where) else ""
        text = source[line - 1].strip() if 0 < line <= len(source) else ""
        component = f", {_COMPONENTS[review.component]}" if review.component in _COMPONENTS else ""
        yield f"  line {line}{where}{component}: {text}"
