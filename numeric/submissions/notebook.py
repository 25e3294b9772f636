"""The Python of a handed-in file: the file itself, or the code cells of a notebook, magics left out."""

from __future__ import annotations

import ast
import json
import re
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
        codes = [_code(cell) for cell in _cells(json.loads(text)) if cell.get("cell_type") == "code"]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as problem:
        raise GradproofError(f"{path} is no notebook that can be read: {type(problem).__name__}") from problem
    lines, places, notes, magics = [], [], [], 0
    for number, code in enumerate(codes, 1):
        plain, broken = _readable(_without_magics(code), number)
        magics += sum(line != before for line, before in zip(plain, code, strict=True)) if not broken else 0
        notes += [broken] if broken else []
        lines += plain
        places += [f"code cell {number}, line {row}" for row in range(1, len(plain) + 1)]
    said = [f"{magics} lines of notebook magic were left out."] if magics else []
    return Source("\n".join(lines), tuple(places), tuple(said + notes))


def _cells(notebook: Any) -> list[Any]:
    # Notebooks before format 4 have their cells on worksheets.
    if "worksheets" in notebook:
        return [cell for sheet in notebook["worksheets"] for cell in sheet["cells"]]
    cells: list[Any] = notebook["cells"]
    return cells


def _code(cell: Any) -> list[str]:
    source = cell["source"] if "source" in cell else cell["input"]
    return (source if isinstance(source, str) else "".join(source)).splitlines()


def _readable(code: list[str], number: int) -> tuple[list[str], str]:
    """The lines of a cell; where they are no Python the cell is left out, as a notebook goes on after an error."""
    try:
        ast.parse("\n".join(code))
    except SyntaxError as problem:
        sentence = f"Code cell {number} is left out: its line {problem.lineno} is no Python ({problem.msg})."
        return ["pass"] * len(code), sentence
    return code, ""


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
    lead = line[: len(line) - len(text)]
    timed = re.fullmatch(r"%(?:time|prun|memit)\s+(?:-\S+\s+)*(.+)", text)
    if timed:
        return lead + timed[1]
    taken = re.fullmatch(r"(\w+(?:\s*,\s*\w+)*\s*=\s*)[!%][A-Za-z].*", text)
    if taken:
        return f"{lead}{taken[1]}None"
    is_magic = text.startswith(("%", "!", "?")) or (text.rstrip().endswith("?") and "#" not in text)
    return f"{lead}pass" if is_magic else line
