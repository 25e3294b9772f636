"""The form of the further programs: an assignment with what was handed in, and the verdict."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Exercise:
    """An objective with its inputs and its call, and programs: name, verdict, code."""

    objective: str
    parameters: str
    inputs: str
    call: str
    programs: tuple[tuple[str, str, str], ...]
