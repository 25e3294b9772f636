"""The assignments that come with gradproof, one TOML file each; ``--assignment NAME`` takes one by its name."""

from __future__ import annotations

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
    methods = {each.name for each in found} | {each.owner for each in found}
    return [name for name in names() if _called(built_in(name)) <= methods and _called(built_in(name))]


def _called(assignment: Assignment) -> set[str]:
    import ast

    tree = ast.parse("def call():\n" + "\n".join("    " + line for line in assignment.code.strip("\n").splitlines()))
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "student"
    }
