"""What ``import`` gives to a submission: NumPy and its kin (exact or plain), and silent stand-ins for plotting."""

from __future__ import annotations

import builtins
import types
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from numeric.tracing.removed import REMOVED

Importer = Callable[..., Any]

SILENT = ("matplotlib", "pylab", "seaborn", "IPython", "plotly", "mpl_toolkits")


class Silent(types.ModuleType):
    """Stands for a plotting library: whatever is asked of it, it does nothing."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *args: Any, **options: Any) -> Any:
        return self

    def __iter__(self) -> Iterator[Any]:
        return iter((self, self))

    def __getitem__(self, index: Any) -> Any:
        return self

    def __setitem__(self, index: Any, value: Any) -> None:
        return None

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *problem: object) -> None:
        return None


class Proxy(types.ModuleType):
    """A module seen through a table: our names first, then those of the module itself."""

    def __init__(
        self,
        module: types.ModuleType,
        names: Mapping[str, Any],
        wrap: Callable[[str, Any], Any] | None = None,
    ) -> None:
        super().__init__(module.__name__)
        self.__dict__.update(names)
        self._module, self._wrap = module, wrap

    def __getattr__(self, name: str) -> Any:
        if name == "__all__":
            return [*vars(self), *(each for each in dir(self._module) if not each.startswith("_"))]
        value = getattr(self._module, name)
        return value if self._wrap is None else self._wrap(name, value)


def plain_modules(note: Callable[[str], None]) -> Mapping[str, types.ModuleType]:
    """The modules of a numeric run: the real ones, with the names that NumPy has lost."""
    return {"numpy": WithRemoved(np, note)}


class WithRemoved(Proxy):
    """NumPy with the names it has lost; using one is noted."""

    def __init__(self, module: types.ModuleType, note: Callable[[str], None], **tables: Any) -> None:
        super().__init__(module, tables.get("names", {}), tables.get("wrap"))
        self._note = note

    def __getattr__(self, name: str) -> Any:
        record = REMOVED.get(name)
        if record is None:
            return super().__getattr__(name)
        self._note(record.sentence())
        return record.stand_in


def importer(modules: Mapping[str, Any]) -> Importer:
    """An ``__import__`` that looks into ``modules`` (by dotted name) first."""

    def load(name: str, scope: Any = None, local: Any = None, wanted: Any = (), level: int = 0) -> Any:
        root = name.split(".")[0]
        if level == 0 and root in SILENT:
            return Silent(name)
        if level == 0 and name == "tqdm":
            return _bars()
        if level or (root not in modules and name not in modules):
            return builtins.__import__(name, scope, local, wanted, level)
        return _found(modules, name) if wanted else _found(modules, root)

    return load


def _found(modules: Mapping[str, Any], name: str) -> Any:
    if name in modules:
        return modules[name]
    parent, _, last = name.rpartition(".")
    return getattr(_found(modules, parent), last)


def _bars() -> types.ModuleType:
    module = types.ModuleType("tqdm")
    module.__dict__.update(tqdm=_same, trange=range, tqdm_notebook=_same)
    return module


def _same(items: Any = (), *args: Any, **options: Any) -> Any:
    return items
