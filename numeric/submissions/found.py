"""What a file holds, where no assignment says what it should compute: functions, classes, arguments."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from derive.errors import GradproofError
from numeric.submissions.builtin import fitting
from numeric.submissions.notebook import read_source
from numeric.submissions.verdicts import CodeReview, Status


@dataclass(frozen=True, slots=True)
class Definition:
    """One function, or a method of a class, with its arguments."""

    name: str
    arguments: tuple[str, ...]
    line: int
    owner: str = ""

    def __str__(self) -> str:
        """The definition as it is called.

        >>> str(Definition("gradient", ("W", "X"), 3, "Net"))
        'Net.gradient(W, X)'
        """
        name = f"{self.owner}.{self.name}" if self.owner else self.name
        return f"{name}({', '.join(self.arguments)})"


def definitions(tree: ast.Module) -> list[Definition]:
    """The functions and methods of a program, in order."""
    return list(_definitions(tree.body, ""))


def _definitions(body: list[ast.stmt], owner: str) -> Iterator[Definition]:
    for node in body:
        if isinstance(node, ast.FunctionDef):
            arguments = tuple(arg.arg for arg in node.args.args if arg.arg not in ("self", "cls"))
            yield Definition(node.name, arguments, node.lineno, owner)
        elif isinstance(node, ast.ClassDef):
            yield from _definitions(node.body, node.name)


def defines_something(text: str, path: str) -> bool:
    """Whether a file that can be read as Python defines a function or a class."""
    try:
        return bool(definitions(ast.parse(read_source(text, path).text)))
    except (SyntaxError, ValueError, RecursionError, MemoryError, GradproofError):
        return False


def found_in(text: str, path: str) -> CodeReview:
    """What was found in a file, and the built-in assignments that fit it; nothing is run."""
    try:
        tree = ast.parse(read_source(text, path).text)
    except SyntaxError as problem:
        sentence = f"Line {problem.lineno} is no Python: {problem.msg}."
        return CodeReview(path, Status.CRASHES, notes=(sentence,))
    except (ValueError, RecursionError, MemoryError, GradproofError) as problem:
        return CodeReview(path, Status.REFUSED, notes=(f"{problem}.",))
    return CodeReview(path, Status.CANNOT_TELL, notes=tuple(_sentences(tree)))


def _sentences(tree: ast.Module) -> Iterator[str]:
    found = definitions(tree)
    yield "No assignment says what should have been computed; give one with --assignment."
    yield f"Found: {', '.join(map(str, found))}." if found else "Found: no function and no class."
    fits = fitting(found)
    if fits:
        yield f"Built-in assignments that fit: {', '.join(fits)} (--assignment {fits[0]})."
    yield "A draft to start from: gradproof init-assignment FILE."
