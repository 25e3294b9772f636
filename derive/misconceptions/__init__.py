"""The misconceptions: one record each, a file a family. Adding a record to its file is all it takes.

The records are loaded when they are first asked for: what has nothing to explain does without them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from derive.misconceptions.records import MISCONCEPTIONS, named_misconception, sentence

__all__ = ["MISCONCEPTIONS", "named_misconception", "sentence"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from derive.misconceptions import records

    return getattr(records, name)
