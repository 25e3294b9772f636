"""Reads a CSV file: chunk by chunk, into memory or, where it is large, into a temporary mapped file."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import IO, Any

import numpy as np

from derive.domains import Domain, FiniteSet
from derive.errors import GradproofError
from numeric.training.rows import Array

CHUNK_BYTES = 1 << 23
IN_MEMORY_BYTES = 1 << 26
MISSING = frozenset({"", "na", "n/a", "nan", "null", "none", "?", "-"})
ARRAY_FILE = b"\x93NUMPY"
DELIMITERS = (",", ";", "\t")

Seen = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Table:
    """A file as numbers: X (N, M), labels y (N,), the names of the columns, and how labels were read.

    ``classes`` are the two texts that became the two labels of the loss, in their order; empty where labels
    are what the file says.
    """

    X: Array
    y: Array
    names: tuple[str, ...]
    target: str
    classes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Header:
    """What the first lines say: the delimiter, the names, whether line 1 holds them, where the target is."""

    delimiter: str
    names: tuple[str, ...]
    named: bool
    target: int


def read_table(path: str | Path, target: str | None, labels: Domain, seen: Seen | None = None) -> Table:
    """Read a CSV file whose columns are numbers; the target (by default the last column) may be two words.

    ``seen(bytes)`` is called after each chunk. Memory stays bounded: beyond ``IN_MEMORY_BYTES`` the numbers
    go to a temporary file, which X then maps. Raises GradproofError naming file, line and column.
    """
    place = Path(path)
    try:
        _require_text(place)
        with place.open(encoding="utf-8-sig", newline="") as file:
            header = _header(file, place, target)
            return _Reader(place, header, labels, seen).read(file)
    except UnicodeDecodeError as problem:
        raise GradproofError(
            f"{place} is not UTF-8 text: {problem.reason}", remedy="save it as UTF-8"
        ) from None
    except OSError as problem:
        raise GradproofError(f"{place}: {problem.strerror or problem}") from None


def _require_text(path: Path) -> None:
    with path.open("rb") as file:
        if file.read(len(ARRAY_FILE)) == ARRAY_FILE:
            raise GradproofError(
                f"{path} is a NumPy array, not a CSV file",
                remedy=f'in Python: train(np.load("{path.name}", mmap_mode="r"), labels)',
            )


def _header(file: IO[str], path: Path, target: str | None) -> Header:
    first = next((line for line in file if line.strip()), "")
    if not first:
        raise GradproofError(f"{path} is empty", remedy="a header line and one line a sample")
    delimiter = max(DELIMITERS, key=first.count)
    fields = [text.strip() for text in next(csv.reader([first], delimiter=delimiter))]
    named = not any(_is_number(text) for text in fields)
    names = tuple(fields) if named else tuple(f"column {k}" for k in range(1, len(fields) + 1))
    if len(names) < 2:
        raise GradproofError(
            f"{path} has only one column", remedy="features and a target, separated by commas"
        )
    if not named:
        file.seek(0)
    return Header(delimiter, names, named, _target(names, target, path))


def _target(names: tuple[str, ...], target: str | None, path: Path) -> int:
    if target is None:
        return len(names) - 1
    if target in names:
        return names.index(target)
    if target.isdigit() and 1 <= int(target) <= len(names):
        return int(target) - 1
    near = get_close_matches(target, names, n=1)
    remedy = f"did you mean {near[0]}?" if near else "its columns: " + ", ".join(names[:20])
    raise GradproofError(f"{path} has no column {target!r}", remedy=remedy)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return text.lower() not in MISSING


@dataclass(slots=True)
class _Reader:
    """Collects chunks of numbers.

    ``codes`` numbers the texts of a target that is not numeric, ``distinct`` holds the labels of one that is.
    """

    path: Path
    header: Header
    labels: Domain
    seen: Seen | None
    codes: dict[str, int] | None = None
    distinct: list[float] = field(default_factory=list)
    targets: list[Array] = field(default_factory=list)
    held: list[Array] = field(default_factory=list)
    held_bytes: int = 0
    spool: IO[bytes] | None = None
    rows: int = 0
    line: int = 1

    def read(self, file: IO[str]) -> Table:
        self.line = 2 if self.header.named else 1
        for lines in iter(lambda: file.readlines(CHUNK_BYTES), []):
            if self.rows == 0:
                self._look_at_target(lines)
            self._keep(self._numbers(lines), lines)
            self.line += len(lines)
            if self.seen is not None:
                self.seen(sum(map(len, lines)))
        if not self.rows:
            raise GradproofError(f"{self.path} has no rows below its header", remedy="one line a sample")
        return self._table()

    def _look_at_target(self, lines: list[str]) -> None:
        first = next((line for line in lines if line.strip()), None)
        if first is None or not isinstance(self.labels, FiniteSet):
            return
        fields = next(csv.reader([first], delimiter=self.header.delimiter))
        text = fields[self.header.target].strip() if len(fields) > self.header.target else ""
        if text.lower() not in MISSING and not _is_number(text):
            self.codes = {}

    def _numbers(self, lines: list[str]) -> Array:
        if not any(line.strip() for line in lines):
            return np.empty((0, len(self.header.names)))
        converters: Any = None if self.codes is None else {self.header.target: self._code}
        try:
            table = np.loadtxt(
                lines,
                delimiter=self.header.delimiter,
                comments=None,
                quotechar='"',
                ndmin=2,
                encoding="utf-8",
                converters=converters,
            )
        except ValueError as problem:
            self._complain(lines)
            raise GradproofError(f"{self.path}, from line {self.line}: {problem}") from None
        if table.shape[1] != len(self.header.names) or not np.isfinite(table).all():
            self._complain(lines)
        return table

    def _code(self, text: str) -> float:
        assert self.codes is not None
        word = text.strip().strip('"')
        if word.lower() in MISSING or (word not in self.codes and len(self.codes) == 2):
            raise ValueError(word)
        return float(self.codes.setdefault(word, len(self.codes)))

    def _complain(self, lines: list[str]) -> None:
        """Raise GradproofError for the first field that is wrong, by line and column."""
        for number, fields in self._fields(lines):
            if len(fields) != len(self.header.names):
                wanted = len(self.header.names)
                raise GradproofError(f"{self.path}, line {number}: {len(fields)} fields, not {wanted}")
            for column, text in enumerate(fields):
                self._look_at_field(number, column, text.strip())

    def _fields(self, lines: list[str]) -> Iterator[tuple[int, list[str]]]:
        for number, line in enumerate(lines, start=self.line):
            if line.strip():
                yield number, next(csv.reader([line], delimiter=self.header.delimiter))

    def _look_at_field(self, line: int, column: int, text: str) -> None:
        where = f"{self.path}, line {line}, column {self.header.names[column]!r}"
        if text.lower() in MISSING:
            raise GradproofError(f"{where}: the value is missing", remedy="fill it in or leave out the line")
        if column == self.header.target and self.codes is not None:
            if text not in self.codes and len(self.codes) == 2:
                two = " and ".join(map(repr, self.codes))
                raise GradproofError(f"{where}: {text!r} is a third label", remedy=f"the others are {two}")
            return
        if not _is_number(text):
            raise GradproofError(f"{where}: {text!r} is not a number", remedy="encode text as numbers first")
        if not np.isfinite(float(text)):
            raise GradproofError(f"{where}: {text} is not finite")

    def _keep(self, table: Array, lines: list[str]) -> None:
        column = table[:, self.header.target]
        if isinstance(self.labels, FiniteSet) and self.codes is None and len(table):
            self._note_labels(column, lines)
        self.targets.append(self._compact(column))
        features = np.delete(table, self.header.target, axis=1)
        self.rows += len(table)
        if self.spool is None and self.held_bytes + features.nbytes > IN_MEMORY_BYTES:
            self.spool = tempfile.TemporaryFile()  # noqa: SIM115 - the mapping keeps it open
            for earlier in self.held:
                self.spool.write(earlier.tobytes())
            self.held.clear()
        if self.spool is None:
            self.held.append(features)
            self.held_bytes += features.nbytes
        else:
            self.spool.write(features.tobytes())

    def _compact(self, column: Array) -> Array:
        # Labels stay in memory, two of a kind as the numbers 0 and 1 in one byte each.
        if not isinstance(self.labels, FiniteSet):
            return column.copy()
        if self.codes is not None:
            return column.astype(np.int8)
        return (column != self.distinct[0]).astype(np.int8) if len(column) else column.astype(np.int8)

    def _note_labels(self, column: Array, lines: list[str]) -> None:
        found = self.distinct + [value for value in np.unique(column).tolist() if value not in self.distinct]
        if len(found) <= 2:
            self.distinct = found
            return
        for number, fields in self._fields(lines):
            value = float(fields[self.header.target])
            self.distinct += [] if value in self.distinct else [value]
            if len(self.distinct) > 2:
                raise GradproofError(
                    f"{self.path}, line {number}, column {self.header.names[self.header.target]!r}: "
                    f"{value:g} is a third label",
                    remedy="this loss takes two; for numbers as target try --loss linear",
                )

    def _table(self) -> Table:
        width = len(self.header.names) - 1
        if self.spool is None:
            X = np.concatenate(self.held)
        else:
            self.spool.flush()
            X = np.memmap(self.spool, np.float64, "r", shape=(self.rows, width))
        y, classes = self._labelled(np.concatenate(self.targets))
        names = list(self.header.names)
        target = names.pop(self.header.target)
        return Table(X, y, tuple(names), target, classes)

    def _labelled(self, codes: Array) -> tuple[Array, tuple[str, ...]]:
        if not isinstance(self.labels, FiniteSet):
            return codes, ()
        texts = list(self.codes) if self.codes is not None else [f"{value:g}" for value in self.distinct]
        if len(texts) == 1:
            column = self.header.names[self.header.target]
            raise GradproofError(
                f"{self.path}, column {column!r}: every label is {texts[0]}; there is only one class",
                remedy="both classes are needed to fit",
            )
        wanted = sorted(int(value) for value in self.labels.values)
        keys: list[Any] = texts if self.codes is not None else self.distinct
        low, high = sorted(range(2), key=keys.__getitem__)
        plain = self.codes is None and sorted(self.distinct) == wanted
        y = np.where(codes == low, np.int8(wanted[0]), np.int8(wanted[1]))
        return y, () if plain else (texts[low], texts[high])
