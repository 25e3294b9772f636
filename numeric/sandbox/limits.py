"""What a submission may use: time, memory, output, files, processes."""

from __future__ import annotations

import os
import resource
from dataclasses import dataclass

MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one run; ``seconds`` counts both CPU and wall time."""

    seconds: float = 10.0
    memory: int = 512 * MEGABYTE
    output: int = MEGABYTE
    answer: int = 8 * MEGABYTE
    files: int = 64


def apply_limits(limits: Limits) -> None:
    """Set the resource limits of this process for good; ``memory`` counts from what it already has mapped."""
    whole = max(1, round(limits.seconds))
    _set(resource.RLIMIT_CPU, whole)
    _set(resource.RLIMIT_AS, _mapped() + limits.memory)
    _set(resource.RLIMIT_FSIZE, limits.output)
    _set(resource.RLIMIT_NOFILE, limits.files)
    _set(resource.RLIMIT_CORE, 0)
    _set(resource.RLIMIT_NPROC, 0)


def _set(which: int, value: int) -> None:
    _, hard = resource.getrlimit(which)
    top = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(which, (top, top))


def _mapped() -> int:
    table = os.open("/proc/self/statm", os.O_RDONLY)
    try:
        return int(os.read(table, 100).split()[0]) * resource.getpagesize()
    finally:
        os.close(table)
