r"""Exam cards whose question and solution are values of the front matter: block scalars, quoted or plain text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from derive.reader.blocks import Role

_KEY = re.compile(r"([ \t]*(?:-[ \t]+)*)([\"']?)([A-Za-z_][\w -]*?)\2[ \t]*:(?:[ \t]+|$)")
_ROLES = {
    "question": Role.QUESTION, "problem": Role.QUESTION, "exercise": Role.QUESTION, "task": Role.QUESTION,
    "prompt": Role.QUESTION, "front": Role.QUESTION, "q": Role.QUESTION, "aufgabe": Role.QUESTION,
    "solution": Role.SOLUTION, "answer": Role.SOLUTION, "proof": Role.SOLUTION, "back": Role.SOLUTION,
    "a": Role.SOLUTION, "response": Role.SOLUTION, "derivation": Role.SOLUTION, "lösung": Role.SOLUTION,
}  # fmt: skip
_DECLARATIONS = "gradproof"


class Entry(NamedTuple):
    """The value of one key: from where to where it stands in the text."""

    key: str
    start: int
    end: int


def entries(text: str, start: int, end: int) -> Iterator[Entry]:
    """The keys of a front matter with their values as they stand there; lines further in belong to a value.

    >>> [(one.key, one.start, one.end) for one in entries("q: $x$\\na: |\\n  $y$", 0, 17)]
    [('q', 3, 6), ('a', 10, 17)]
    """
    key, begin, depth = "", start, -1
    at = start
    for line in text[start:end].split("\n"):
        match = _KEY.match(line)
        if match is not None and not (key and _depth(line) > depth):
            if key:
                yield Entry(key, begin, at - 1)
            filled = line[match.end() :].strip() or match[3] == _DECLARATIONS
            key, begin, depth = match[3] if filled else "", at + match.end(), len(match[1])
        at += len(line) + 1
    if key:
        yield Entry(key, begin, end)


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(" \t")) if line.strip() else 1_000


def readable(found: Iterable[Entry]) -> list[Entry]:
    """The values that may hold mathematics: all but the author's declarations for this program."""
    return [one for one in found if one.key != _DECLARATIONS]


def posts(found: Iterable[Entry]) -> list[tuple[int, int, Role]]:
    """Where the question and every solution begins: each solution is a post of its own."""
    made: list[tuple[int, int, Role]] = []
    number = 0
    for one in found:
        role = _ROLES.get(one.key.lower().rstrip("s"))
        if role is Role.SOLUTION:
            number += 1
        if role is not None:
            made.append((one.start, number if role is Role.SOLUTION else 0, role))
    return made


_DOUBLED = re.compile(r"(?:\\\\)+")


def unescaped(text: str, found: Iterable[Entry]) -> str:
    r"""The text in which \\ in double quotes is \ after a space, so that every sign keeps its place."""
    for one in found:
        if text.startswith('"', one.start):
            value = _DOUBLED.sub(_half, text[one.start : one.end])
            text = text[: one.start] + value + text[one.end :]
    return text


def _half(match: re.Match[str]) -> str:
    half = len(match[0]) // 2
    return " " * half + "\\" * half
