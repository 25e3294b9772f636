"""The assignments that come with gradproof, one TOML file each; ``--assignment NAME`` takes one by its name."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from importlib.resources import files
from typing import TYPE_CHECKING

from numeric.submissions.assignment import Assignment, parse_assignment

if TYPE_CHECKING:
    from numeric.submissions.found import Definition


def names() -> list[str]:
    """The names of the built-in assignments.

    >>> "perceptron" in names()
    True
    """
    folder = files(__name__)
    return sorted(each.name.removesuffix(".toml") for each in folder.iterdir() if each.name.endswith(".toml"))


def text(name: str) -> str:
    """The TOML text of a built-in assignment."""
    return files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8")


def built_in(name: str) -> Assignment:
    """A built-in assignment by its name; KeyError where there is none."""
    if name not in names():
        raise KeyError(name)
    return parse_assignment(text(name), name)


def fitting(found: Sequence[Definition]) -> list[str]:
    """The built-in assignments whose call a file with these definitions can answer."""
    return [name for name in names() if _answers(found, built_in(name))]


def _answers(found: Sequence[Definition], assignment: Assignment) -> bool:
    functions = {each.name: each.arguments for each in found if not each.owner}
    owners = {each.owner for each in found}
    tree = ast.parse(
        "def call():\n" + "\n".join("    " + line for line in assignment.code.strip("\n").splitlines())
    )
    calls = [each for each in ast.walk(tree) if isinstance(each, ast.Call) and _is_of_student(each.func)]
    takes = all(_takes(functions.get(each.func.attr), each.args) for each in calls)  # type: ignore[attr-defined]
    named = {each.attr for each in ast.walk(tree) if _is_of_student(each)}  # type: ignore[attr-defined]
    return bool(named) and takes and named <= set(functions) | owners


def _takes(arguments: Sequence[str] | None, given: Sequence[ast.expr]) -> bool:
    """Whether a function takes as many arguments as it is given, and most of them by the same name."""
    if arguments is None or len(arguments) != len(given):
        return False
    alike = [name.lower() == ast.unparse(each).lower() for name, each in zip(arguments, given, strict=True)]
    return 2 * sum(alike) >= len(alike)


def _is_of_student(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "student"
