"""Names that NumPy once had, what replaces them, and a stand-in, so that old code still runs and says so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True, slots=True)
class RemovedName:
    """One name that current NumPy does not have: its replacement in words, and a stand-in."""

    name: str
    instead: str
    stand_in: Any

    def sentence(self) -> str:
        """What a person is told.

        >>> REMOVED["asscalar"].sentence()
        'np.asscalar was removed from NumPy; write a.item() instead.'
        """
        return f"np.{self.name} was removed from NumPy; write {self.instead} instead."


def _alias(name: str, instead: str, target: Any) -> RemovedName:
    return RemovedName(name, instead, target)


def _on(name: str) -> Callable[..., Any]:
    return lambda *args, **options: getattr(np, name)(*args, **options)


_RECORDS = (
    _alias("asscalar", "a.item()", lambda array: np.asanyarray(array).item()),
    _alias("float", "float", float),
    _alias("int", "int", int),
    _alias("bool", "bool", bool),
    _alias("object", "object", object),
    _alias("str", "str", str),
    _alias("complex", "complex", complex),
    _alias("float_", "np.float64", np.float64),
    _alias("Inf", "np.inf", np.inf),
    _alias("Infinity", "np.inf", np.inf),
    _alias("infty", "np.inf", np.inf),
    _alias("NaN", "np.nan", np.nan),
    _alias("mat", "np.asmatrix", lambda *args, **options: np.asmatrix(*args, **options)),
    _alias("product", "np.prod", _on("prod")),
    _alias("cumproduct", "np.cumprod", _on("cumprod")),
    _alias("sometrue", "np.any", _on("any")),
    _alias("alltrue", "np.all", _on("all")),
    _alias("in1d", "np.isin", _on("isin")),
    _alias("row_stack", "np.vstack", _on("vstack")),
    _alias("trapz", "np.trapezoid", _on("trapezoid")),
    _alias("round_", "np.round", _on("round")),
    _alias("rank", "a.ndim", lambda array: np.ndim(array)),
)

REMOVED: Mapping[str, RemovedName] = {
    record.name: record for record in _RECORDS if record.name not in dir(np)
}
