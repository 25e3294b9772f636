"""Corrects a wrong program by one small edit of its text: which statement has to read otherwise, and how."""

from numeric.submissions.repair.choice import chosen
from numeric.submissions.repair.confirm import edited_source, proved
from numeric.submissions.repair.edits import Edit
from numeric.submissions.repair.reach import Reach, reach_of
from numeric.submissions.repair.search import repairs
from numeric.submissions.repair.tables import kept_lines
from numeric.submissions.repair.tried import Repair

__all__ = [
    "Edit",
    "Reach",
    "Repair",
    "chosen",
    "edited_source",
    "kept_lines",
    "proved",
    "reach_of",
    "repairs",
]
