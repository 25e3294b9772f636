"""Reads an assignment: what should have been computed, over which inputs, and how to reach the student's work."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from derive.domains import LABELS, POSITIVE, REALS, SIGNS, UNIT, Domain, FiniteSet, Interval
from derive.errors import GradproofError

Extent = int | str
Nested = Any

ONE_HOT = "one-hot"
FORMS = ("", "list", "int", "matrix")
SENSES = ("loss", "log-likelihood")
NAMED_DOMAINS: Mapping[str, Domain] = {
    "real": REALS,
    "positive": POSITIVE,
    "(0,1)": UNIT,
    "{0,1}": LABELS,
    "{-1,1}": SIGNS,
}


@dataclass(frozen=True, slots=True)
class Input:
    """One input: its shape (numbers and size letters), its domain, or its fixed value; ``form`` is how code gets it.

    ``domain`` is as it was written; "one-hot" runs along the last axis.
    """

    name: str
    shape: tuple[Extent, ...] = ()
    domain: str = "real"
    value: Nested = None
    form: str = ""

    def scalar_domain(self, sizes: Mapping[str, int]) -> Domain:
        """Where one entry lives; a one-hot entry is 0 or 1."""
        return LABELS if self.domain == ONE_HOT else read_domain(self.domain, sizes)

    @property
    def is_index(self) -> bool:
        """Whether the entries are whole numbers that code uses as such."""
        return self.form == "int" or ".." in self.domain


@dataclass(frozen=True, slots=True)
class Assignment:
    """What should have been computed: see the field names of the TOML file; ``line`` is that of its objective."""

    title: str
    objective: str
    parameters: tuple[str, ...]
    inputs: tuple[Input, ...]
    code: str
    sense: str = "loss"
    sizes: Mapping[str, tuple[int, int | None]] = field(default_factory=dict)
    points: tuple[Mapping[str, Any], ...] = ()
    loss: str = ""
    forward: str = ""
    reduction: str = ""
    path: str = ""
    line: int = 1

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the inputs, in order."""
        return tuple(each.name for each in self.inputs)

    @property
    def letters(self) -> tuple[str, ...]:
        """The size letters, in order of appearance."""
        found = [extent for each in self.inputs for extent in each.shape if isinstance(extent, str)]
        return tuple(dict.fromkeys(found))

    def named(self, name: str) -> Input:
        """The input of this name."""
        return next(each for each in self.inputs if each.name == name)


def read_assignment(path: str) -> Assignment:
    """The assignment in a TOML file, or a built-in one by its name; GradproofError names the key and its line."""
    from numeric.submissions.builtin import names, text

    if path in names() and not Path(path).exists():
        return parse_assignment(text(path), path)
    try:
        held = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        remedy = f"the built-in ones are {', '.join(names())}"
        raise GradproofError(f"the assignment {path} cannot be read: {problem}", remedy=remedy) from problem
    return parse_assignment(held, path)


def parse_assignment(text: str, path: str = "") -> Assignment:
    """The assignment of a TOML text.

    >>> parse_assignment('objective = "w**2"\\nparameters = ["w"]\\n[inputs]\\nw = {}\\n'
    ...                  '[call]\\ncode = "return student.g(w)"').letters
    ()
    """
    from numeric.submissions.assignment_file import Reader

    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise GradproofError(f"{path or 'the assignment'} is not TOML: {problem}") from problem
    return Reader(text, path).assignment(table)


def read_domain(text: str, sizes: Mapping[str, int]) -> Domain:
    """A domain as it is written; letters of sizes may stand in "{0..K-1}".

    >>> read_domain("{0..K-1}", {"K": 3}).values
    (Fraction(0, 1), Fraction(1, 1), Fraction(2, 1))
    """
    plain = text.replace(" ", "")
    if plain in NAMED_DOMAINS:
        return NAMED_DOMAINS[plain]
    whole = re.fullmatch(r"\{(-?\d+)\.\.(-?\d+|[A-Za-z]\w*(?:[-+]\d+)?)\}", plain)
    if whole:
        low, high = int(whole[1]), _bound(whole[2], sizes)
        return FiniteSet(tuple(Fraction(value) for value in range(low, high + 1)))
    listed = re.fullmatch(r"\{([-+\d./,]+)\}", plain)
    if listed:
        return FiniteSet(tuple(Fraction(value) for value in listed[1].split(",")))
    ends = re.fullmatch(r"([(\[])([-+\w./]+),([-+\w./]+)([)\]])", plain)
    if ends:
        return Interval(_end(ends[2]), _end(ends[3]), ends[1] == "(", ends[4] == ")")
    raise ValueError(text)


def _bound(text: str, sizes: Mapping[str, int]) -> int:
    parts = re.fullmatch(r"([A-Za-z]\w*)([-+]\d+)?", text)
    return int(text) if parts is None else sizes.get(parts[1], 3) + int(parts[2] or 0)


def _end(text: str) -> Fraction | None:
    return None if "inf" in text else Fraction(text)


def call_body(code: str) -> str:
    """The statements of a call: an expression is returned, statements end in a return of their own.

    >>> call_body("student.loss(w)"), call_body("m = student.Net()\\nreturn m.loss(w)")
    ('return (student.loss(w))', 'm = student.Net()\\nreturn m.loss(w)')
    """
    try:
        ast.parse(code.strip(), mode="eval")
    except SyntaxError:
        return code
    return f"return ({code.strip()})"
