"""How much work a run is, in lines: the same on every machine, however busy it is."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

from numeric.tracing.size import SUBMISSION


def lines_run(call: Callable[[], object]) -> int:
    """How many lines of the submission a call runs, each as often as it is run.

    >>> from numeric.tracing.size import SUBMISSION
    >>> scope = {}
    >>> exec(compile("def f(n):\\n for k in range(n):\\n  k += 1", SUBMISSION, "exec"), scope)
    >>> lines_run(lambda: scope["f"](2)), lines_run(lambda: scope["f"](3))
    (5, 7)
    """
    lines = 0

    def within(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal lines
        lines += event == "line"
        return within

    def entered(frame: FrameType, event: str, argument: Any) -> Any:
        return within if frame.f_code.co_filename == SUBMISSION else None

    before = sys.gettrace()
    sys.settrace(entered)
    try:
        call()
    finally:
        sys.settrace(before)
    return lines
