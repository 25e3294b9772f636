"""What came over the descriptor, checked: values of numeric runs, exact terms of traced ones, or a finding."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import isfinite, prod
from typing import Any

from derive.terms import Condition, Term, all_of, negation
from numeric.tracing.serial import Malformed, decode


@dataclass(frozen=True, slots=True)
class Value:
    """One returned array; ``kind`` says what it is where it is no array of numbers.

    ``is_whole`` says that it can hold whole numbers only.
    """

    shape: tuple[int, ...] = ()
    entries: tuple[Any, ...] = ()
    kind: str = ""
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class Stop:
    """The call raised: the exception's name and message, and the submission's line (None: the caller)."""

    problem: str
    message: str
    line: int | None

    def __str__(self) -> str:
        if self.line is None and (told := _told(self.message)):
            return told
        at = f"line {self.line}" if self.line is not None else "the call"
        return f"{at}: {self.problem}: {self.message}" if self.message else f"{at}: {self.problem}"


_CALLS = (
    (r"module 'student' has no attribute '(\w+)'", "the file defines no {0}"),
    (
        r"(?:\w+\.)*(\w+)\(\) takes (?:from \d+ to )?(\d+) positional arguments? but (\d+) (?:was|were) given",
        "{0} takes {1} arguments, and the assignment calls it with {2}",
    ),
    (
        r"(?:\w+\.)*(\w+)\(\) missing \d+ required (?:positional|keyword-only) arguments?: (.+)",
        "{0} also needs {1}, which the assignment does not give",
    ),
    (r"name '(\w+)' is not defined", "the assignment's call uses {0}, which is not defined"),
)


def _told(message: str) -> str:
    """What went wrong in the call itself, in words that a student understands; "" where there is no shorter way."""
    matches = ((re.search(pattern, message), sentence) for pattern, sentence in _CALLS)
    return next((sentence.format(*found.groups()) for found, sentence in matches if found), "")


@dataclass(frozen=True, slots=True)
class Ran:
    """One numeric run: what it returned, or why it stopped."""

    values: Mapping[str, Value] = field(default_factory=dict)
    stop: Stop | None = None
    mutated: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    seen: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Path:
    """One traced path: its condition, and what it returned, or why it stopped or proves nothing."""

    condition: Condition
    values: Mapping[str, Value] = field(default_factory=dict)
    stop: Stop | None = None
    inexact: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Traced:
    """All explored paths of one traced job; ``complete`` when no path is left unexplored."""

    paths: tuple[Path, ...]
    complete: bool


def read_run(answer: Mapping[str, Any]) -> Ran:
    """A numeric run's answer; Malformed where it is not as it should be."""
    notes = _texts(answer.get("notes", []))
    mutated = _texts(answer.get("mutated", []))
    if "result" not in answer:
        return Ran(stop=_stop(answer), mutated=mutated, notes=notes)
    seen = answer.get("seen", [])
    values = {str(name): _floats(each) for name, each in _table(answer["result"]).items()}
    return Ran(values, None, mutated, notes, tuple(seen) if isinstance(seen, list) else ())


def read_trace(answer: Mapping[str, Any]) -> Traced:
    """A traced job's answer; Malformed where it is not as it should be."""
    items = decode(answer.get("nodes"))
    found = answer.get("paths")
    if not isinstance(found, list):
        raise Malformed("a traced answer has no paths")
    return Traced(tuple(_path(_table(each), items) for each in found), answer.get("complete") is True)


def _path(answer: Mapping[str, Any], items: Sequence[Any]) -> Path:
    condition = all_of(*(_decision(each, items) for each in answer.get("decisions", [])))
    notes = _texts(answer.get("notes", []))
    if "limit" in answer:
        return Path(
            condition, inexact=f"The tracer cannot follow: {str(answer['limit'])[:300]}.", notes=notes
        )
    if "result" not in answer:
        return Path(condition, stop=_stop(answer), notes=notes, inexact=str(answer.get("inexact", ""))[:300])
    values = {str(name): _terms(each, items) for name, each in _table(answer["result"]).items()}
    return Path(condition, values, None, str(answer.get("inexact", ""))[:300], notes)


def _decision(pair: Any, items: Sequence[Any]) -> Condition:
    if not (isinstance(pair, list) and len(pair) == 2 and isinstance(pair[1], bool)):
        raise Malformed("a decision is no pair")
    condition = items[_place(pair[0], items)]
    if not isinstance(condition, Condition):
        raise Malformed("a decision is about no condition")
    return condition if pair[1] else negation(condition)


def _floats(value: Any) -> Value:
    table = _table(value)
    if "type" in table:
        return Value(kind=str(table["type"])[:100])
    shape = _shape(table)
    entries = tuple(_number(each) for each in table.get("values", []))
    return replace(_filled(shape, entries), is_whole=table.get("dtype") in ("i", "u", "b"))


def _terms(value: Any, items: Sequence[Any]) -> Value:
    table = _table(value)
    if "type" in table:
        return Value(kind=str(table["type"])[:100])
    entries = tuple(items[_place(each, items)] for each in table.get("entries", []))
    if not all(isinstance(each, Term) for each in entries):
        raise Malformed("a condition stands where a value belongs")
    return _filled(_shape(table), entries)


def _filled(shape: tuple[int, ...], entries: tuple[Any, ...]) -> Value:
    if prod(shape) != len(entries):
        raise Malformed("the entries do not fill the shape")
    return Value(shape, entries)


def _shape(table: Mapping[str, Any]) -> tuple[int, ...]:
    shape = table.get("shape")
    if not isinstance(shape, list) or not all(type(each) is int and 0 <= each < 1 << 20 for each in shape):
        raise Malformed("a value has no shape")
    return tuple(shape)


def _number(value: Any) -> float:
    if value in ("nan", "inf", "-inf"):
        return float(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise Malformed("a value is no number")
    return float(value)


def _place(value: Any, items: Sequence[Any]) -> int:
    if type(value) is not int or not 0 <= value < len(items):
        raise Malformed("a value refers to a node that is not there")
    return value


def _stop(answer: Mapping[str, Any]) -> Stop:
    line = answer.get("line")
    problem = str(answer.get("problem") or "stopped")[:100]
    message = str(answer.get("message") or answer.get("limit") or "")[:300]
    return Stop(problem, message, line if isinstance(line, int) else None)


def _table(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise Malformed("a table is missing")
    return value


def _texts(values: Any) -> tuple[str, ...]:
    return tuple(str(each)[:500] for each in values) if isinstance(values, list) else ()
