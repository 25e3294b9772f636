"""Turns exact terms into NumPy code: one ufunc call a distinct subterm, each into a buffer that is reused.

Equal terms are the same object, so common subexpressions are shared by construction; what is proved is
exactly what is printed. (SymPy expressions come in through ``derive.sympy_bridge``.)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from types import CodeType
from typing import Any

import numpy as np

from derive.terms import (
    Term,
)
from numeric.writer import Writer

Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True, slots=True)
class Program:
    """Compiled code: ``run(arguments, buffers, outputs)``; ``source`` is the Python text of it.

    ``constants`` are the numbers in it.
    """

    source: str
    buffers: int
    run: Callable[..., None]
    constants: tuple[float, ...]
    _named: CodeType
    _bound: dict[object, Callable[..., None]] = field(default_factory=dict, compare=False)

    def bound(self, dtype: np.dtype[Any]) -> Callable[..., None]:
        """``run`` for one dtype: its numbers are arrays already, which saves NumPy a conversion each time."""
        if dtype not in self._bound:
            arrays = {f"c{k}": np.array(value, dtype) for k, value in enumerate(self.constants)}
            self._bound[dtype] = _loaded(self._named, arrays)
        return self._bound[dtype]

    def workspace(self, size: int, dtype: np.dtype[Any] | type) -> tuple[Array, ...]:
        """Buffers for arguments of this length."""
        return tuple(np.empty(size, dtype) for _ in range(self.buffers))


def lambdify(arguments: Sequence[str], outputs: Sequence[Term]) -> Program:
    """The program that evaluates the outputs element by element for 1-D float arrays of one length.

    ``run`` takes the arguments, then the buffers (``workspace``), then one array for each output, all of one
    length and dtype; nothing is allocated, except by a Case and by special functions.

    Raises NotSupported for a function that has no NumPy counterpart.

    >>> from derive.terms import fn, sym
    >>> program = lambdify(["s"], [fn("exp", -fn("abs", sym("s"))) + 1])
    >>> out = np.empty(2)
    >>> program.run(np.array([0.0, -1000.0]), *program.workspace(2, float), out)
    >>> out.tolist()
    [2.0, 1.0]
    """
    return _program(tuple(arguments), tuple(outputs))


@lru_cache(maxsize=512)
def _program(arguments: tuple[str, ...], outputs: tuple[Term, ...]) -> Program:
    plain, named = Writer(arguments, outputs, literal=True), Writer(arguments, outputs, literal=False)
    return Program(
        plain.source(), plain.count, _loaded(_code(plain), {}), tuple(named.constants), _code(named)
    )


def _code(writer: Writer) -> CodeType:
    return compile(writer.source(), "<compiled gradient>", "exec")


def _loaded(code: CodeType, names: Mapping[str, Any]) -> Callable[..., None]:
    scope: dict[str, Any] = {"np": np, **names}
    if "special" in code.co_consts[0].co_names:
        from scipy import special

        scope["special"] = special
    exec(code, scope)
    run: Callable[..., None] = scope["run"]
    return run


def evaluate(formula: Term, values: Mapping[str, Array]) -> Array:
    """The values of a formula for arrays (or numbers) of one length, without any care for speed."""
    names = sorted(values)
    columns = np.broadcast_arrays(*(np.atleast_1d(np.asarray(values[name], float)) for name in names))
    program = lambdify(names, [formula])
    out = np.empty(columns[0].shape)
    program.run(*columns, *program.workspace(columns[0].size, float), out)
    return out
