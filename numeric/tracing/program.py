"""Runs a submission's definitions and the instructor's call on given inputs, exactly or in floating point."""

from __future__ import annotations
import __future__

import ast
import builtins
import functools
import sys
import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from numeric.tracing.branches import HOOK
from numeric.tracing.imports import Silent, importer
from numeric.tracing.reached import reached
from numeric.tracing.rewrite import Hook, rewrite
from numeric.tracing.size import CALL, SUBMISSION

Statements = Sequence[types.CodeType]


@dataclass(frozen=True)
class Program:
    """A compiled submission and the instructor's call, ready to run any number of times.

    ``starts`` are the bytes of the source at which its statements begin; ``flags`` is what it asks of the compiler.
    """

    statements: Statements
    call: types.CodeType
    hooks: Mapping[str, Any] = field(default_factory=dict)
    source: str = field(default="", repr=False)
    starts: Sequence[int] = ()
    flags: int = 0


def compile_program(
    source: str,
    call: str,
    names: Sequence[str],
    *,
    exactly: bool,
    whole: bool = False,
    change: Callable[[ast.Module], ast.Module] | None = None,
) -> Program:
    """Compile a submission (statement by statement) and the call, a function of ``student`` and the inputs.

    ``exactly`` rewrites both for tracing; ``change`` rewrites the submission first; only a ``whole`` program also
    runs what the call cannot depend on. SyntaxError: the source is no Python.
    """
    tree = ast.parse(source, SUBMISSION)
    function = ast.parse(_as_function(call, names), CALL)
    if not whole:
        tree.body = list(reached(tree.body, function))
    tree = tree if change is None else ast.fix_missing_locations(change(tree))
    if exactly:
        tree, function = rewrite(tree), rewrite(function)
    kept, flags = _kept(tree.body), _flags(tree.body)
    hooks = {HOOK: Hook} if exactly else {}
    calls = compile(function, CALL, "exec", dont_inherit=True)
    statements = [compiled(node, flags) for node in kept]
    return Program(statements, calls, hooks, source, _starts(source, kept), flags)


def _starts(source: str, body: Sequence[ast.stmt]) -> Sequence[int]:
    """The bytes at which the lines of statements begin."""
    lines = [0, *accumulate(len(line.encode()) for line in source.splitlines(keepends=True))]
    return [lines[_first_line(node) - 1] for node in body]


def _first_line(node: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(each.lineno for each in decorators)])


def compiled(node: ast.stmt, flags: int = 0) -> types.CodeType:
    """One statement of a file as code."""
    code: types.CodeType = compile(ast.Module([node], []), SUBMISSION, "exec", flags, dont_inherit=True)
    return code


def run_program(
    program: Program,
    inputs: Mapping[str, Any],
    modules: Mapping[str, Any],
    note: Callable[[str], None],
    hooks: Mapping[str, Any] | None = None,
    begin: Callable[[], None] | None = None,
) -> Any:
    """Run the definitions afresh, then the call; what the call raises is raised here.

    ``begin`` is called between the two.
    """
    call = defined(program, modules, note, hooks)
    if begin is not None:
        begin()
    return call(**inputs)


def defined(
    program: Program,
    modules: Mapping[str, Any],
    note: Callable[[str], None],
    hooks: Mapping[str, Any] | None = None,
) -> Callable[..., Any]:
    """Run the definitions; what is given back makes the call on inputs, as often as it is asked to."""
    scope = _scope(modules, {**program.hooks, **(hooks or {})})
    student = types.ModuleType("student")
    student.__dict__.update(scope)
    with _known(student):
        for statement in program.statements:
            _define(statement, student.__dict__, note)
    caller = {**scope, "np": modules["numpy"], "math": scope["__builtins__"]["__import__"]("math")}
    exec(program.call, caller)
    return functools.partial(caller["call"], student)


@contextmanager
def _known(student: types.ModuleType) -> Iterator[None]:
    """Lets the definitions find their module by its name, as dataclasses do."""
    before = sys.modules.get(student.__name__)
    sys.modules[student.__name__] = student
    try:
        yield
    finally:
        if before is None:
            sys.modules.pop(student.__name__, None)
        else:
            sys.modules[student.__name__] = before


def _as_function(call: str, names: Sequence[str]) -> str:
    body = "\n".join("    " + line for line in call.strip("\n").splitlines())
    return f"def call({', '.join(['student', *names])}):\n{body}\n"


def _kept(body: Sequence[ast.stmt]) -> Sequence[ast.stmt]:
    return [node for node in body if not _is_of_the_future(node)]


def _flags(body: Sequence[ast.stmt]) -> int:
    # Statements are compiled one by one, and each has to know what the file's first line asks for.
    asked = [each.name for node in body if _is_of_the_future(node) for each in node.names]  # type: ignore[attr-defined]
    features = [getattr(__future__, name) for name in asked if name in __future__.all_feature_names]
    return functools.reduce(lambda flags, each: flags | each.compiler_flag, features, 0)


def _is_of_the_future(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and node.module == "__future__"


def _scope(modules: Mapping[str, Any], hooks: Mapping[str, Any]) -> dict[str, Any]:
    names = {**vars(builtins), "__import__": importer(modules), "input": _no_input}
    names |= {"get_ipython": Silent("IPython"), "display": _shown}  # what notebooks have without an import
    return {"__builtins__": names, "__name__": "student", **hooks}


def _shown(*values: Any, **options: Any) -> None:
    """Takes the place of a notebook's ``display``."""


def _no_input(*prompt: Any) -> str:
    raise EOFError("a submission cannot ask for input")


def _define(statement: types.CodeType, scope: dict[str, Any], note: Callable[[str], None]) -> None:
    # A script that reads its data or plots at the end still defines the functions that are asked for.
    try:
        exec(statement, scope)
    except (Exception, SystemExit) as problem:
        line = line_of(problem) or statement.co_firstlineno
        note(
            f"Line {line}, outside every function, stops with {type(problem).__name__}: {str(problem)[:200]}"
        )


def line_of(problem: BaseException) -> int | None:
    """The submission's line at which an exception arose."""
    line, frame = None, problem.__traceback__
    while frame is not None:
        if frame.tb_frame.f_code.co_filename == SUBMISSION:
            line = frame.tb_lineno
        frame = frame.tb_next
    return line
