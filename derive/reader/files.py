"""Files into text: what is too big, not text, or not there is told in one line."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from derive.errors import GradproofError

LARGEST = 4_000_000
KINDS = {
    ".md": "markdown", ".markdown": "markdown", ".txt": "text", ".tex": "tex", ".html": "html",
    ".htm": "html",
    ".ipynb": "notebook",
}  # fmt: skip


def text_of(path: str) -> str:
    """The text of a file, or of the standard input for "-"; GradproofError where there is none."""
    if path == "-":
        return decoded(sys.stdin.buffer.read(LARGEST + 1), "standard input")
    file = Path(path)
    if not file.exists():
        raise GradproofError(f"{path}: there is no such file", remedy="check the name")
    if file.is_dir():
        raise GradproofError(f"{path}: this is a folder")
    try:
        size = file.stat().st_size
        return decoded(file.read_bytes() if size <= LARGEST else b"x" * (LARGEST + 1), path)
    except OSError as failure:
        raise GradproofError(f"{path}: cannot be read: {failure.strerror}") from None


def decoded(data: bytes, path: str) -> str:
    """Bytes as text: UTF-8, line ends as \\n."""
    if len(data) > LARGEST:
        raise GradproofError(
            f"{path}: larger than {LARGEST // 1_000_000} MB",
            remedy="a document for checking is a few pages long",
        )
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise GradproofError(f"{path}: this is UTF-16", remedy="save it as UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as failure:
        raise GradproofError(
            f"{path}: not UTF-8 at byte {failure.start}", remedy="save it as UTF-8"
        ) from None
    if "\0" in text:
        raise GradproofError(f"{path}: this is not a text", remedy="save it as UTF-8")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def documents_in(path: str) -> list[str]:
    """The file itself, or the documents in a folder and its subfolders, sorted by name."""
    folder = Path(path)
    if path == "-" or not folder.is_dir():
        return [path]
    found = sorted(str(file) for file in folder.rglob("*") if _is_document(file))
    if not found:
        raise GradproofError(
            f"{path}: no documents in this folder", remedy=f"documents end in {', '.join(KINDS)}"
        )
    return found


def _is_document(file: Path) -> bool:
    hidden = any(part.startswith(".") for part in file.parts[:-1] if part not in (".", ".."))
    return file.is_file() and file.suffix.lower() in KINDS and not file.name.startswith(".") and not hidden


def kind_of(path: str, text: str) -> str:
    """The kind of document by the end of its name; what has none of the known ends is told by how it begins.

    >>> kind_of("-", "<!DOCTYPE html>"), kind_of("-", "Let $x = 1$.")
    ('html', 'markdown')
    """
    known = KINDS.get(Path(path).suffix.lower())
    return known or next((kind for kind, begins in _BEGINNINGS if begins.match(text)), "markdown")


_BEGINNINGS = (
    ("html", re.compile(r"\s*<(?:!doctype html|html)\b", re.IGNORECASE)),
    ("notebook", re.compile(r"\s*\{\s*\"(?:cells|metadata|nbformat)\"\s*:")),
    ("tex", re.compile(r"(?:\s*%.*\n)*\s*\\documentclass\b")),
)
