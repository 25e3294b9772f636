"""Notebooks: the Markdown cells as one text, the code cells for the judge of programs."""

from __future__ import annotations

import json
from typing import Any

from derive.errors import GradproofError
from derive.reader import markdown
from derive.reader.blocks import Code
from derive.reader.source import Source
from derive.reader.syntax import Span


def source(text: str, path: str) -> Source:
    """A notebook as a source; its cells are joined by blank lines and counted from 1."""
    pieces: list[str] = []
    cells: list[tuple[int, int]] = []
    code: list[Code] = []
    skipped: list[tuple[int, int]] = []
    at = 0
    for number, cell in enumerate(_cells(text, path), start=1):
        content = _content(cell)
        cells.append((at, number))
        if cell.get("cell_type") == "code":
            code.append(Code(content, "python", Span(at, at + len(content)), number))
        if cell.get("cell_type") != "markdown":
            skipped.append((at, at + len(content)))
        pieces.append(content)
        at += len(content) + 2
    whole = "\n\n".join(pieces)
    found = markdown.source(_blanked(whole, skipped))
    return Source(
        whole,
        skipped=tuple(sorted((*found.skipped, *skipped))),
        headings=found.headings,
        posts=found.posts,
        code=tuple(code),
        cells=tuple(cells),
        header=found.header,
    )


def _blanked(text: str, ranges: list[tuple[int, int]]) -> str:
    for start, end in ranges:
        text = text[:start] + "".join(sign if sign == "\n" else " " for sign in text[start:end]) + text[end:]
    return text


def _cells(text: str, path: str) -> list[dict[str, Any]]:
    try:
        loaded = json.loads(text)
        cells = loaded["cells"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise _refused(path) from None
    if not isinstance(cells, list) or not all(isinstance(cell, dict) for cell in cells):
        raise _refused(path)
    if not all(isinstance(cell.get("source", ""), str | list) for cell in cells):
        raise _refused(path)
    return cells


def _refused(path: str) -> GradproofError:
    return GradproofError(f"{path}: this is not a notebook", remedy="it must be JSON with a list of cells")


def _content(cell: dict[str, Any]) -> str:
    content = cell.get("source", "")
    return content if isinstance(content, str) else "".join(part for part in content if isinstance(part, str))
