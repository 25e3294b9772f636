"""The zygote: a clean interpreter that has loaded NumPy and the tracer, and forks one jailed child a request.

It never loads a reference and never reads an answer; a child writes its answer straight to the grader.
"""

from __future__ import annotations

import gc
import json
import os
import shutil
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from importlib import import_module
from typing import Any

from numeric.sandbox import namespaces
from numeric.sandbox.jail import close_jail, readable, watch_attempts
from numeric.sandbox.kernel import PR_SET_CHILD_SUBREAPER, PR_SET_PDEATHSIG, prctl
from numeric.sandbox.level import Level, probe
from numeric.sandbox.limits import Limits
from numeric.sandbox.wire import receive, send

Task = Callable[[dict[str, Any]], Iterator[dict[str, Any]]]


def main() -> None:
    """Serve the grader on the descriptor given as the first argument until it closes."""
    channel = socket.socket(fileno=int(sys.argv[1]))
    module, _, name = sys.argv[2].partition(":")
    task: Task = getattr(import_module(module), name)
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    prctl(PR_SET_CHILD_SUBREAPER, 1)
    level = _reached()
    readable()
    gc.collect()
    gc.freeze()
    try:
        send(channel, asdict(level))
        while _serve(channel, task, level):
            continue
    except ConnectionError:  # the grader is gone, and nobody is left to tell
        return


def _reached() -> Level:
    there = probe()
    return Level(there.limits, there.landlock, there.seccomp, namespaces.enter())


def _serve(channel: socket.socket, task: Task, level: Level) -> bool:
    request = receive(channel)
    if request is None:
        return False
    body, answer = request
    if answer is None:
        raise ValueError("a request came without a descriptor for its answer")
    scratch = tempfile.mkdtemp(prefix=f"gradproof-{os.getpid()}-")
    child = os.fork()
    if child == 0:
        _child(task, body, answer, scratch, level)
    os.close(answer)
    del body, request
    try:
        send(channel, {"pid": child})
        ended = receive(channel)
    finally:
        status, used = _end(child)
        flooded = _size(os.path.join(scratch, "output"))
        shutil.rmtree(scratch, ignore_errors=True)
    if ended is None:
        return False
    send(channel, {"status": status, "seconds": used, "printed": flooded})
    return True


def _child(task: Task, body: bytes, answer: int, scratch: str, level: Level) -> None:
    try:
        request = json.loads(body)
        close_jail(answer, scratch, Limits(**request.pop("limits")), level)
        write = _writer(answer)
        watch_attempts(lambda attempt: write({"attempt": attempt}), scratch)
        for line in task(request):
            write(line)
        write({"done": True})
    except BaseException as problem:
        _last_words(answer, problem)
    finally:
        os._exit(0)


def _writer(answer: int) -> Callable[[dict[str, Any]], None]:
    def write(line: dict[str, Any]) -> None:
        data = json.dumps(line).encode() + b"\n"
        while data:
            data = data[os.write(answer, data) :]

    return write


def _last_words(answer: int, problem: BaseException) -> None:
    text = f"{type(problem).__name__}: {str(problem)[:300]}"
    os.write(answer, json.dumps({"stopped": text}).encode() + b"\n")


def _end(child: int) -> tuple[int, float]:
    _kill_group(child)
    _, status, usage = os.wait4(child, 0)
    _reap_strays()
    return os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime


def _kill_group(child: int) -> None:
    for kill in (os.killpg, os.kill):
        try:
            kill(child, signal.SIGKILL)
        except ProcessLookupError:  # not in a group of its own yet, or gone already
            continue


def _reap_strays() -> None:
    # Only without seccomp can a submission have had children; the subreaper inherits them.
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        strays = _children()
        if not strays:
            return
        for stray in strays:
            _kill_group(stray)
            os.waitpid(stray, 0)


def _children() -> list[int]:
    with open(f"/proc/self/task/{os.getpid()}/children", encoding="ascii") as table:
        return [int(pid) for pid in table.read().split()]


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size
    except OSError:
        return 0


if __name__ == "__main__":
    main()
