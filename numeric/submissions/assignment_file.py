"""Reads the tables of an assignment's TOML file strictly: each complaint names the key and its line."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from derive.errors import GradproofError
from numeric.submissions.assignment import (
    FORMS,
    NAMED_DOMAINS,
    ONE_HOT,
    SENSES,
    Assignment,
    Extent,
    Input,
    call_body,
    read_domain,
)

_TOP = ("title", "objective", "parameters", "sense", "inputs", "sizes", "points", "call", "reduction")
_CALL = ("code", "loss", "forward")
_INPUT = ("shape", "domain", "value", "as")


class Reader:
    """Checks the tables of an assignment; each complaint names the key and its line."""

    def __init__(self, text: str, path: str) -> None:
        self.lines = text.splitlines()
        self.path = path or "assignment"

    def assignment(self, table: Mapping[str, Any]) -> Assignment:
        self.known(table, _TOP, "")
        call = self.table(table, "call")
        self.known(call, _CALL, "call")
        inputs = self.inputs(self.table(table, "inputs"))
        names = [each.name for each in inputs]
        made = Assignment(
            title=self.text(table, "title", ""),
            objective=self.objective(table, inputs),
            parameters=tuple(self.parameters(table, names)),
            inputs=inputs,
            code=self.text(call, "code"),
            sense=self.one_of(table, "sense", SENSES),
            sizes=self.sizes(table.get("sizes", {}), inputs),
            points=(),
            loss=self.text(call, "loss", ""),
            forward=self.text(call, "forward", ""),
            reduction=self.one_of(table, "reduction", ("", "either")),
            path=self.path,
            line=self.line("objective"),
        )
        self.code_of(made)
        return replace(made, points=self.points(table.get("points", []), made))

    def objective(self, table: Mapping[str, Any], inputs: Sequence[Input]) -> str:
        from numeric.submissions.catalogue import is_problem, objective_code

        text = self.text(table, "objective")
        names = [each.name for each in inputs]
        if is_problem(text) and text.strip() not in names:
            try:
                return objective_code(text, inputs, self.parameters(table, names))
            except GradproofError as problem:
                raise self.fail("objective", problem.message, problem.remedy) from problem
        return text

    def fail(self, key: str, sentence: str, remedy: str = "") -> GradproofError:
        return GradproofError(f"{self.path}:{self.line(key)}: {key}: {sentence}", remedy=remedy)

    def line(self, key: str) -> int:
        last = re.escape(key.rsplit(".", 1)[-1])
        pattern = re.compile(rf"""^\s*(?:\[+\s*)?["']?{last}["']?\s*(?:=|\])|[{{,]\s*["']?{last}["']?\s*=""")
        start = self.line("points") if key.startswith("points.") else 1
        found = (k for k, line in enumerate(self.lines, 1) if k >= start and pattern.search(line))
        return next(found, 1)

    def known(self, table: Mapping[str, Any], names: Sequence[str], where: str) -> None:
        for key in table:
            if key not in names:
                near = get_close_matches(key, names, n=1)
                remedy = f"did you mean {near[0]}?" if near else f"known here: {', '.join(names)}"
                raise self.fail(
                    key, f"no such key in {'[' + where + ']' if where else 'an assignment'}", remedy
                )

    def table(self, table: Mapping[str, Any], key: str) -> Mapping[str, Any]:
        found = table.get(key)
        if not isinstance(found, dict) or not found:
            raise self.fail(key, "this table is missing", f"add [{key}]")
        return found

    def text(self, table: Mapping[str, Any], key: str, default: str | None = None) -> str:
        value = table.get(key, default)
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise self.fail(key, "a text is needed here")
        return value

    def one_of(self, table: Mapping[str, Any], key: str, options: Sequence[str]) -> str:
        value = table.get(key, options[0])
        if value not in options:
            raise self.fail(key, f"{value!r} is none of {', '.join(filter(None, options))}")
        return str(value)

    def parameters(self, table: Mapping[str, Any], names: Sequence[str]) -> Sequence[str]:
        found = table.get("parameters")
        if not isinstance(found, list) or not found or not all(isinstance(each, str) for each in found):
            raise self.fail("parameters", "a list of names of inputs is needed", 'such as parameters = ["W"]')
        for name in found:
            if name not in names:
                raise self.fail("parameters", f"{name} is no input", f"the inputs are {', '.join(names)}")
        if len(set(found)) < len(found):
            raise self.fail("parameters", "a parameter is named twice")
        return found

    def points(self, tables: Any, made: Assignment) -> tuple[Mapping[str, Any], ...]:
        if not isinstance(tables, list) or not all(isinstance(each, dict) for each in tables):
            raise self.fail("points", "each point is a table of its own", "written under [[points]]")
        for table in tables:
            for key, value in table.items():
                self.value_at(key, value, made)
            self.sizes_at(table, made)
        return tuple(tables)

    def value_at(self, key: str, value: Any, made: Assignment) -> None:
        if key in made.letters:
            if not isinstance(value, int) or isinstance(value, bool) or value < 1:
                raise self.fail(f"points.{key}", "a size is a whole number from 1 on")
        elif key not in made.names:
            known = ", ".join([*made.letters, *made.names])
            raise self.fail(
                f"points.{key}", "no input and no size letter has this name", f"known here: {known}"
            )
        elif _nested_shape(value) is None:
            raise self.fail(f"points.{key}", "a number or a nested list of numbers, all rows equally long")

    def sizes_at(self, table: Mapping[str, Any], made: Assignment) -> None:
        sizes = {key: value for key, value in table.items() if key in made.letters}
        for name in (key for key in table if key in made.names):
            shape, declared = _nested_shape(table[name]) or [], made.named(name).shape
            if len(shape) != len(declared):
                raise self.fail(
                    f"points.{name}", f"it has {len(shape)} axes, and {len(declared)} are declared"
                )
            for size, extent in zip(shape, declared, strict=True):
                wanted = sizes.setdefault(extent, size) if isinstance(extent, str) else extent
                if size != wanted:
                    raise self.fail(
                        f"points.{name}", f"an axis has {size} entries, and {wanted} belong there"
                    )

    def inputs(self, table: Mapping[str, Any]) -> tuple[Input, ...]:
        return tuple(self.input(name, given) for name, given in table.items())

    def input(self, name: str, given: Any) -> Input:
        if not name.isidentifier() or name in ("student", "np", "math"):
            raise self.fail(
                name, "an input needs a name that Python can use, other than student, np and math"
            )
        if not isinstance(given, dict):
            raise self.fail(name, "an input is a table", f'such as {name} = {{ shape = ["N"] }}')
        self.known(given, _INPUT, f"inputs.{name}")
        shape = given.get("shape", [])
        if not isinstance(shape, list) or not all(_is_extent(each) for each in shape):
            raise self.fail(
                name, "a shape is a list of positive numbers and size letters", 'such as ["M", "N"]'
            )
        if "value" in given:
            shape = self.shape_of(name, given["value"], shape)
        domain = given.get("domain", "real")
        self.domain(name, domain, shape)
        return Input(name, tuple(shape), domain, given.get("value"), self.form(name, given))

    def form(self, name: str, given: Mapping[str, Any]) -> str:
        form = given.get("as", "")
        if form not in FORMS:
            raise self.fail(f"inputs.{name}.as", f"{form!r} is none of list, int, matrix")
        return str(form)

    def domain(self, name: str, domain: Any, shape: Sequence[Extent]) -> None:
        if domain == ONE_HOT:
            if not shape:
                raise self.fail(f"inputs.{name}.domain", "one-hot needs an axis to run along")
            return
        try:
            read_domain(domain, {})
        except (ValueError, AttributeError, ZeroDivisionError) as problem:
            options = ", ".join([*NAMED_DOMAINS, ONE_HOT, "{0..2}"])
            raise self.fail(
                f"inputs.{name}.domain", f"{domain!r} is no domain", f"known: {options}"
            ) from problem

    def shape_of(self, name: str, value: Any, shape: Sequence[Extent]) -> list[Extent]:
        found = _nested_shape(value)
        if found is None:
            raise self.fail(
                f"inputs.{name}.value", "a number or a nested list of numbers, all rows equally long"
            )
        if shape and list(shape) != found and not any(isinstance(each, str) for each in shape):
            raise self.fail(name, f"the value has the shape {found}, and {list(shape)} is declared")
        return found

    def sizes(self, table: Any, inputs: Sequence[Input]) -> Mapping[str, tuple[int, int | None]]:
        letters = {extent for each in inputs for extent in each.shape if isinstance(extent, str)}
        if not isinstance(table, dict):
            raise self.fail("sizes", "a table is needed", "such as M = { min = 2 }")
        return {letter: self.size(letter, given, letters) for letter, given in table.items()}

    def size(self, letter: str, given: Any, letters: set[str]) -> tuple[int, int | None]:
        if letter not in letters:
            near = ", ".join(sorted(letters)) or "none"
            raise self.fail(f"sizes.{letter}", "no input has this size letter", f"the letters are {near}")
        if isinstance(given, int) and not isinstance(given, bool):
            return given, given
        if not isinstance(given, dict) or not all(isinstance(each, int) for each in given.values()):
            raise self.fail(f"sizes.{letter}", "a table with min and max is needed", "such as { min = 2 }")
        self.known(given, ("min", "max"), f"sizes.{letter}")
        low, high = given.get("min", 1), given.get("max")
        if low < 1 or (high is not None and high < low):
            raise self.fail(f"sizes.{letter}", "min is at least 1, and max at least min")
        return low, high

    def code_of(self, made: Assignment) -> None:
        for key, code in (("code", made.code), ("loss", made.loss), ("forward", made.forward)):
            try:
                ast.parse("def call():\n" + _indented(call_body(code or "None")))
            except SyntaxError as problem:
                raise self.fail(f"call.{key}", f"no Python: {problem.msg}") from problem


def _is_extent(value: Any) -> bool:
    if isinstance(value, str):
        return value.isidentifier()
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _nested_shape(value: Any) -> list[Extent] | None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return []
    if not isinstance(value, list) or not value:
        return None
    inner = [_nested_shape(each) for each in value]
    return None if inner[0] is None or any(each != inner[0] for each in inner) else [len(value), *inner[0]]


def _indented(code: str) -> str:
    return "\n".join("    " + line for line in code.strip("\n").splitlines())
