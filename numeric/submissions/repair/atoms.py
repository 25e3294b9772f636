"""What a statement can refer to: names, attributes and entries, with the shapes that were seen of them."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import permutations

Shape = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Atom:
    """A name, an attribute or an entry as it is written; ``shape`` is None where no value of it was seen."""

    text: str
    shape: Shape | None

    @property
    def is_number(self) -> bool:
        """Whether it may be a single number: a count, a rate."""
        return not self.shape and (self.shape is not None or "[" not in self.text)

    def node(self) -> ast.expr:
        """A fresh syntax node."""
        found: ast.expr = ast.parse(self.text, mode="eval").body
        return found


@dataclass(frozen=True, slots=True)
class Atoms:
    """What a function can refer to.

    ``functions`` are its program's functions of one argument; ``bound`` the lines from which names have a value;
    ``loops`` those that count with a name, ``counters`` what they count; ``parts`` what is a factor or a divisor
    somewhere, ``numbers`` what the program puts before a penalty, ``counts`` the names of lengths, ``lengths`` one
    expression for each, ``unused`` the names that get a value of which nothing is made, ``picks`` the indices by which
    entries of tables are picked, ``windows`` those by which ranges are, ``unpacked`` the names whose values are
    not seen because they are taken out of something, ``units`` the slopes of functions that the program writes out.
    """

    known: Mapping[str, Atom]
    functions: Sequence[str]
    bound: Mapping[str, int]
    loops: Mapping[str, Sequence[ast.For]]
    counters: Sequence[str]
    parts: Sequence[str]
    numbers: Sequence[str]
    counts: Collection[str]
    lengths: Sequence[str]
    unused: Sequence[str]
    picks: Sequence[str]
    windows: Sequence[str]
    unpacked: Collection[str] = ()
    units: Sequence[str] = ()

    def at(self, statement: ast.stmt) -> Atoms:
        """What a statement can refer to: what has a value before it."""
        kept = {text: atom for text, atom in self.known.items() if self._begins(text) < statement.lineno}
        counters = [name for name in self.loops if self._counts(name, statement.lineno)]
        return replace(self, known=kept, counters=counters)

    def _begins(self, text: str) -> int:
        return self.bound.get(text.split(".")[0].split("[")[0], 0)

    def _counts(self, name: str, line: int) -> bool:
        return any(loop.lineno <= line <= (loop.end_lineno or 0) for loop in self.loops[name])

    def instead_of(self, node: ast.expr) -> Iterator[Atom]:
        """The atoms that could be meant where another one is written."""
        text = ast.unparse(node)
        mine = self.known.get(text, Atom(text, None))
        for atom in self.known.values():
            if atom.text != text and self._fit(atom, mine) and _is_alike(atom.node(), node, mine.shape):
                yield atom

    def _fit(self, one: Atom, other: Atom) -> bool:
        """Whether two atoms may be of one shape; that of what is taken out of something may be any."""
        return one.shape == other.shape or self._is_open(one) or self._is_open(other)

    def _is_open(self, atom: Atom) -> bool:
        return atom.shape is None and (atom.text in self.unpacked or atom.text.endswith("']"))

    def factors(self) -> Iterator[Atom]:
        """The atoms that may hold numbers, and their entries at what the loops count."""
        for atom in self.known.values():
            if atom.shape is not None or atom.text.isidentifier() or "[" in atom.text:
                yield atom
        yield from self._entries()

    def _entries(self) -> Iterator[Atom]:
        for atom in self.known.values():
            for axes in (1, 2) if atom.shape is None else (min(2, len(atom.shape)),):
                for counted in permutations(self.counters, axes):
                    entry = f"{atom.text}[{', '.join(counted)}]"
                    if counted and atom.text.isidentifier() and entry not in self.known:
                        yield Atom(entry, None)

    @property
    def constants(self) -> Iterator[str]:
        """The names that may be of plain numbers."""
        return (atom.text for atom in self.known.values() if not atom.shape and "[" not in atom.text)


def _is_alike(first: ast.expr, second: ast.expr, shape: Shape | None) -> bool:
    if shape is not None:
        return True
    if isinstance(first, ast.Subscript) and isinstance(second, ast.Subscript):
        return ast.unparse(first.value) == ast.unparse(second.value)
    return isinstance(first, ast.Name) and isinstance(second, ast.Name)


def is_atom(node: ast.AST) -> bool:
    """Whether an expression refers to something and computes nothing.

    >>> [is_atom(ast.parse(text, mode="eval").body) for text in ("w", "self.w[i, 0]", "w.T", "f(w)")]
    [True, True, False, False]
    """
    match node:
        case ast.Name():
            return True
        case ast.Attribute(value=value, attr=attr):
            return attr != "T" and is_atom(value)
        case ast.Subscript(value=value):
            return is_atom(value)
        case _:
            return False
