"""What a function can refer to: names, attributes and entries, with the shapes that were seen of them."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

Shape = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Atom:
    """A name, an attribute or an entry as it is written; ``shape`` is None where no value of it was seen."""

    text: str
    shape: Shape | None

    def node(self) -> ast.expr:
        """A fresh syntax node."""
        found: ast.expr = ast.parse(self.text, mode="eval").body
        return found


@dataclass(frozen=True, slots=True)
class Atoms:
    """The atoms of a function, and its program's functions of one argument."""

    known: Mapping[str, Atom]
    functions: Sequence[str]
    counters: Sequence[str] = ()

    def instead_of(self, node: ast.expr) -> Iterator[Atom]:
        """The atoms that could be meant where another one is written."""
        text = ast.unparse(node)
        mine = self.known.get(text, Atom(text, None))
        for atom in self.known.values():
            if atom.text != text and atom.shape == mine.shape and _is_alike(atom.node(), node, mine.shape):
                yield atom

    def factors(self) -> Iterator[Atom]:
        """The atoms that may hold numbers."""
        yield from (
            atom for atom in self.known.values() if atom.shape is not None or atom.text.isidentifier()
        )
        yield from self._entries()

    def _entries(self) -> Iterator[Atom]:
        """The entries of tables and lists at what the loops count."""
        for atom in self.known.values():
            for axes in (1, 2) if atom.shape is None else (min(2, len(atom.shape)),):
                for counted in permutations(self.counters, axes):
                    entry = f"{atom.text}[{', '.join(counted)}]"
                    if counted and atom.text.isidentifier() and entry not in self.known:
                        yield Atom(entry, None)


def _is_alike(first: ast.expr, second: ast.expr, shape: Shape | None) -> bool:
    if shape is not None:
        return True
    if isinstance(first, ast.Subscript) and isinstance(second, ast.Subscript):
        return ast.unparse(first.value) == ast.unparse(second.value)
    return isinstance(first, ast.Name) and isinstance(second, ast.Name)


def atoms_of(function: ast.FunctionDef, tree: ast.Module, shapes: Mapping[str, Shape]) -> Atoms:
    """The atoms that a function mentions; ``shapes`` are those that were seen in it, by what is written."""
    called = {
        node.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    modules = {name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in _imported(node)}
    named = [argument.arg for argument in function.args.args]
    texts = dict.fromkeys([*named, *(ast.unparse(node) for node in ast.walk(function) if is_atom(node))])
    hidden = called | modules | {"self", "cls"}
    known = {
        text: Atom(text, shapes.get(text))
        for text in texts
        if text.split(".")[0] not in hidden or "self." in text
    }
    return Atoms(known, _unary(tree), _counters(function))


def _counters(function: ast.FunctionDef) -> Sequence[str]:
    loops = [node for node in ast.walk(function) if isinstance(node, ast.For | ast.comprehension)]
    return [name.id for loop in loops for name in ast.walk(loop.target) if isinstance(name, ast.Name)]


def _imported(node: ast.Import) -> Iterator[str]:
    return ((alias.asname or alias.name.split(".")[0]) for alias in node.names)


def _unary(tree: ast.Module) -> Sequence[str]:
    return [node.name for node in tree.body if isinstance(node, ast.FunctionDef) and len(node.args.args) == 1]


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
