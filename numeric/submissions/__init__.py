"""Judges NumPy gradients that were handed in: an assignment, three looks, a verdict with its evidence."""

from numeric.submissions.assignment import Assignment, read_assignment
from numeric.submissions.judge import CodeOptions, Judge, review_code
from numeric.submissions.verdicts import CodeReview, ParameterReview, Status

__all__ = [
    "Assignment",
    "CodeOptions",
    "CodeReview",
    "Judge",
    "ParameterReview",
    "Status",
    "read_assignment",
    "review_code",
]
