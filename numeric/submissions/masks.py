"""Which names of a program stand for masks, inputs that are 0 or 1 and no labels, and which for labels of two kinds."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator

from derive.misconceptions.roles import looks_like_a_label
from numeric.submissions.assignment import Assignment

_ZERO_OR_ONE = ("{0,1}", "{0..1}")
_SIGNS = "{-1,1}"


def masks_in(tree: ast.Module, assignment: Assignment) -> frozenset[str]:
    """The names of masks: those of the inputs, and what the functions that are called with them call them."""
    given = {
        each.name
        for each in assignment.inputs
        if each.domain in _ZERO_OR_ONE and each.shape and not looks_like_a_label(each.name)
    }
    return _names_of(given, tree, assignment)


def labels_in(tree: ast.Module, assignment: Assignment) -> frozenset[str]:
    """The names of labels of two kinds, 0 and 1 or −1 and 1, as those of masks."""
    given = {
        each.name
        for each in assignment.inputs
        if each.domain == _SIGNS or (each.domain in _ZERO_OR_ONE and looks_like_a_label(each.name))
    }
    return _names_of(given, tree, assignment)


def _names_of(given: Collection[str], tree: ast.Module, assignment: Assignment) -> frozenset[str]:
    calls = (
        [node for node in ast.walk(ast.parse(assignment.code)) if isinstance(node, ast.Call)] if given else []
    )
    return frozenset({*given, *(name for call in calls for name in _received(call, given, tree))})


def _received(call: ast.Call, given: Collection[str], tree: ast.Module) -> Iterator[str]:
    called = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef) and function.name == called:
            arguments = [each.arg for each in function.args.args if each.arg != "self"]
            pairs = zip(call.args, arguments, strict=False)
            yield from (name for value, name in pairs if isinstance(value, ast.Name) and value.id in given)
