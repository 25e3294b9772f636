"""What of a file the call can depend on: a notebook's training loop over its own data need not run for every job.

Statements outside functions and whole definitions are left out, where the text shows that they neither bind nor touch
what the call reaches. A file that uses its own scope as data (``globals()``, ``exec``, ``global``) is kept whole.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from numeric.tracing.free_names import free_names, stored_names

_REFLECTION = frozenset(
    {
        "exec",
        "eval",
        "globals",
        "locals",
        "vars",
        "setattr",
        "delattr",
        "__import__",
        "importlib",
        "sys",
        "gc",
    }
)
_DEFINITIONS = (ast.FunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)
_SCOPES = frozenset({"__dict__", "__globals__", "__code__", "__builtins__", "modules"})


def reached(body: Sequence[ast.stmt], call: ast.Module) -> Sequence[ast.stmt]:
    """The statements of a file that a call on ``student`` can depend on, in their order.

    >>> file = ast.parse("def f(w):\\n    return w * rate\\nrate = 2\\nfor k in range(9):\\n    w = f(k)")
    >>> print([type(each).__name__ for each in reached(file.body, ast.parse("student.f(w)"))])
    ['FunctionDef', 'Assign']
    """
    if all(isinstance(node, _DEFINITIONS) for node in body):  # most files: nothing runs but the call
        return body
    return depended_on(body, call)


def depended_on(body: Sequence[ast.stmt], call: ast.Module) -> Sequence[ast.stmt]:
    """The statements and the definitions that a call can depend on.

    >>> file = ast.parse("def f(w):\\n    return w\\ndef train():\\n    return f(1e-3)")
    >>> [each.name for each in depended_on(file.body, ast.parse("student.f(w)"))]
    ['f']
    """
    asked = _asked(call)
    if asked is None or any(map(_reflects, body)):
        return body
    file = _File.of(body)
    needed = set(asked)
    kept: set[int] = set()
    grows = True
    while grows:
        grows = False
        for place, part in enumerate(file.parts):
            if place not in kept and file.is_reached(part, needed):
                kept.add(place)
                needed |= part.uses
                grows = True
    return [part.node for place, part in enumerate(file.parts) if place in kept or part.is_import]


def _asked(call: ast.Module) -> frozenset[str] | None:
    """The attributes of ``student`` that the call names; None where it does anything else with it."""
    inner = [node for node in ast.walk(call) if isinstance(node, ast.Attribute)]
    named = [node for node in inner if _is_student(node.value)]
    alone = sum(_is_student(node) for node in ast.walk(call))
    return frozenset(node.attr for node in named) if alone == len(named) else None


def _is_student(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id == "student"


def _reflects(statement: ast.stmt) -> bool:
    if _REFLECTION & set(free_names(statement)):  # a gradient by c of a function's own may be called gc
        return True
    for node in ast.walk(statement):
        match node:
            case ast.Global():
                return True
            case ast.Name(id=name) if name in _SCOPES:
                return True
            case ast.Attribute(attr=name) if name in _SCOPES:
                return True
            case _:
                continue
    return False


@dataclass(frozen=True, slots=True)
class _Part:
    """A statement outside functions: what it binds or stores into, the names that it uses, and those it may change."""

    node: ast.stmt
    binds: frozenset[str]
    uses: frozenset[str]
    changes: frozenset[str]

    @classmethod
    def of(cls, node: ast.stmt) -> _Part:
        """What the text of a statement says of it."""
        uses, changes = free_names(node), free_names(node, operands=False)
        return cls(node, frozenset(stored_names(node)), frozenset(uses), frozenset(changes))

    @property
    def is_import(self) -> bool:
        return isinstance(self.node, ast.Import | ast.ImportFrom)

    @property
    def is_definition(self) -> bool:
        return self.is_import or isinstance(self.node, ast.FunctionDef | ast.ClassDef)


@dataclass(frozen=True, slots=True)
class _File:
    """``behind`` are the names that functions and classes may change; ``values`` those bound to what can be changed."""

    parts: Sequence[_Part]
    behind: Mapping[str, frozenset[str]]
    modules: frozenset[str]
    values: frozenset[str]

    @classmethod
    def of(cls, body: Sequence[ast.stmt]) -> _File:
        """Every statement of a file, and what its names stand for."""
        parts = [_Part.of(node) for node in body]
        own = {
            part.node.name: part for part in parts if isinstance(part.node, ast.FunctionDef | ast.ClassDef)
        }
        imports = (part.node for part in parts if isinstance(part.node, ast.Import | ast.ImportFrom))
        bound = (part.binds for part in parts if not part.is_definition and not _is_number(part.node))
        return cls(
            parts,
            {name: _closure(name, own) for name in own},
            frozenset(_imported(imports)),
            frozenset().union(*bound),
        )

    def is_reached(self, part: _Part, needed: set[str]) -> bool:
        """Whether a statement binds or may change something that is needed, or sets something in a module."""
        if part.is_definition:
            return bool(part.binds & needed)
        if part.binds & (needed | self.modules) or self._sets_a_module(part.node):
            return True
        touched = part.changes.union(*(self.behind[name] for name in part.uses & self.behind.keys()))
        return bool(touched & needed & self.values)

    def _sets_a_module(self, node: ast.stmt) -> bool:
        # np.random.seed(0), np.seterr(all="raise")
        match node:
            case ast.Expr(value=ast.Call(func=ast.Attribute() as function)):
                return _root(function) in self.modules
            case _:
                return False


def _is_number(node: ast.stmt) -> bool:
    # rate = 0.1: bound anew or not, but never changed
    return isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)


def _closure(name: str, own: Mapping[str, _Part]) -> frozenset[str]:
    """What calling a function or making an object may change, with all that it calls."""
    reached_names, waiting = {name}, [name]
    while waiting:
        new = own[waiting.pop()].uses & own.keys() - reached_names
        reached_names |= new
        waiting += new
    return frozenset().union(*(own[each].changes for each in reached_names))


def _imported(statements: Iterable[ast.stmt]) -> Iterator[str]:
    for statement in statements:
        assert isinstance(statement, ast.Import | ast.ImportFrom)
        for alias in statement.names:
            yield alias.asname or alias.name.partition(".")[0]


def _root(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""
