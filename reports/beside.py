"""Work done beside other work: in a forked process where there is one to spare, else when it is asked for."""

from __future__ import annotations

import os
import pickle
import threading
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")


def beside(work: Callable[[], Result]) -> Callable[[], Result]:
    """Begin work in a forked process; the function that is returned waits for its result.

    The result travels by pickle. What the work raises is raised where the result is asked for. Without
    fork, with one processor, or beside other threads (which a fork would cut off), the work is done when
    it is asked for.

    >>> beside(lambda: 6 * 7)()
    42
    """
    alone = threading.active_count() > 1 or (os.cpu_count() or 1) < 2
    return work if alone or not hasattr(os, "fork") else _forked(work)


def _forked(work: Callable[[], Result]) -> Callable[[], Result]:
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        _deliver(work, write)
    os.close(write)

    def wait() -> Result:
        with os.fdopen(read, "rb") as pipe:
            content = pipe.read()
        os.waitpid(child, 0)
        if not content:
            return work()
        done, result = pickle.loads(content)
        if not done:
            raise result
        found: Result = result
        return found

    return wait


def _deliver(work: Callable[[], Result], write: int) -> None:
    # The child ends here, without the cleaning up that is its parent's.
    try:
        try:
            content = pickle.dumps((True, work()))
        except Exception as problem:
            content = pickle.dumps((False, problem))
        with os.fdopen(write, "wb") as pipe:
            pipe.write(content)
    finally:
        os._exit(0)
