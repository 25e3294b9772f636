"""How near a numeric run is to the certified referee; looked at, and never a verdict by itself."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

NEAR = 1e-6
APART = 1e-3


def gap(found: Sequence[float], wanted: Sequence[float | None]) -> float:
    """The largest difference over the size of the reference; infinite where a value is not finite.

    >>> gap([1.0, 2.0], [1.0, None])
    0.0
    """
    pairs = [(a, b) for a, b in zip(found, wanted, strict=True) if b is not None]
    size = max((abs(b) for _, b in pairs), default=0.0) + 1e-9
    return max((abs(a - b) / size if isfinite(a) else float("inf") for a, b in pairs), default=0.0)


def overflows(found: Sequence[float], wanted: Sequence[float | None]) -> bool:
    """Whether a run gives inf or nan where the right value is an ordinary number."""
    return any(not isfinite(a) and b is not None for a, b in zip(found, wanted, strict=True))


def spread(runs: Sequence[Sequence[float]]) -> float:
    """The largest relative difference between runs whose inputs differ by one unit in the last place."""
    if len(runs) < 2 or not all(isfinite(value) for run in runs for value in run):
        return float("inf")
    size = max((abs(value) for value in runs[0]), default=0.0) + 1e-300
    return max(
        (abs(a - b) / size for run in runs[1:] for a, b in zip(run, runs[0], strict=True)), default=0.0
    )
