"""One thread for BLAS while row blocks are gone through: they are too small to be worth waking others for."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import numpy as np

NAMES = ("scipy_openblas_{}_num_threads64_", "openblas_{}_num_threads64_", "openblas_{}_num_threads")


@contextmanager
def one_blas_thread() -> Iterator[None]:
    """Limit the OpenBLAS that NumPy brought along to one thread, and set it back; no effect on another BLAS.

    >>> with one_blas_thread():
    ...     found = np.ones(3) @ np.ones(3)
    """
    calls = _openblas()
    if calls is None:
        yield
        return
    get, put = calls
    before = get()
    put(1)
    try:
        yield
    finally:
        put(before)


def blas_threads() -> int:
    """How many threads NumPy's OpenBLAS would use; 1 for another BLAS, which does not say.

    >>> blas_threads() >= 1
    True
    """
    calls = _openblas()
    return 1 if calls is None else calls[0]()


@cache
def _openblas() -> tuple[Callable[[], int], Callable[[int], None]] | None:
    folder = Path(np.__file__).parent
    places = (folder.parent / "numpy.libs", folder / ".dylibs", folder / ".libs")
    for path in (path for place in places for path in place.glob("*openblas*")):
        try:
            library = ctypes.CDLL(str(path))
        except OSError:
            continue
        for name in NAMES:
            if hasattr(library, name.format("set")):
                return getattr(library, name.format("get")), getattr(library, name.format("set"))
    return None
