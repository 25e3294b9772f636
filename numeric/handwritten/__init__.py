"""Gradients of logistic regression as people write them, correct and buggy: formula, code, misconception.

The formula is judged exactly, the code is run as it stands; the tests hold both to the same values.
"""

from __future__ import annotations

from numeric.handwritten.buggy import BUGGY
from numeric.handwritten.correct import CORRECT
from numeric.handwritten.version import MEAN, PRELUDE, Version, own_loss, run

VERSIONS = CORRECT + BUGGY

__all__ = ["BUGGY", "CORRECT", "MEAN", "PRELUDE", "VERSIONS", "Version", "own_loss", "run"]
