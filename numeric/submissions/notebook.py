"""The Python of a handed-in file: the file itself, or the code cells of a notebook, magics left out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from derive.errors import GradproofError

MAX_BYTES = 2_000_000


@dataclass(frozen=True, slots=True)
class Source:
    """Python text; ``places`` names each line's place where it is not the line itself (cell and line)."""

    text: str
    places: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def read_source(text: str, path: str) -> Source:
    """The Python of a submission; GradproofError where it is too long or no notebook.

    >>> read_source("x = 1", "a.py").text
    'x = 1'
    """
    if len(text) > MAX_BYTES:
        raise GradproofError(
            f"{path} has {len(text) // 1000} kB, and student code of up to {MAX_BYTES // 1000} kB is read"
        )
    if not path.endswith(".ipynb"):
        return Source(text.removeprefix("\ufeff"))
    return _notebook(text, path)


def _notebook(text: str, path: str) -> Source:
    try:
        cells = json.loads(text)["cells"]
        codes = [_code(cell) for cell in cells if cell.get("cell_type") == "code"]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as problem:
        raise GradproofError(f"{path} is no notebook that can be read: {type(problem).__name__}") from problem
    lines, places, magics = [], [], 0
    for number, code in enumerate(codes, 1):
        for row, line in enumerate(_without_magics(code), 1):
            magics += line != code[row - 1]
            lines.append(line)
            places.append(f"code cell {number}, line {row}")
    notes = (f"{magics} lines of notebook magic were left out.",) if magics else ()
    return Source("\n".join(lines), tuple(places), notes)


def _code(cell: Any) -> list[str]:
    source = cell["source"]
    return (source if isinstance(source, str) else "".join(source)).splitlines()


def _without_magics(code: list[str]) -> list[str]:
    if (
        code
        and code[0].lstrip().startswith("%%")
        and not code[0].lstrip().startswith(("%%time", "%%capture"))
    ):
        return ["pass"] * len(code)
    return [_plain(line) for line in code]


def _plain(line: str) -> str:
    text = line.lstrip()
    is_magic = text.startswith(("%", "!", "?")) or (text.rstrip().endswith("?") and "#" not in text)
    return line[: len(line) - len(text)] + "pass" if is_magic else line
