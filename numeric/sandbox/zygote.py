"""The zygote: a clean interpreter that has loaded NumPy and the tracer, and forks one jailed child a request.

It never loads a reference and never reads an answer; a child writes its answer straight to the grader. While one
child runs, the next is forked, jailed in a folder of its own and warmed up.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from importlib import import_module
from typing import Any, Protocol

from numeric.sandbox import namespaces
from numeric.sandbox.jail import Jail, ready_jail, watch_attempts
from numeric.sandbox.kernel import PR_SET_CHILD_SUBREAPER, PR_SET_PDEATHSIG, prctl
from numeric.sandbox.level import Level, probe
from numeric.sandbox.limits import Limits
from numeric.sandbox.wire import receive, send


class Task(Protocol):
    """The module that answers requests; ``warm`` does what would be done at first use."""

    def warm(self) -> None:
        """Touch what every request needs."""

    def answers(self, request: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """One answer a job."""


def main() -> None:
    """Serve the grader on the descriptor given as the first argument until it closes."""
    channel = socket.socket(fileno=int(sys.argv[1]))
    task: Task = import_module(sys.argv[2])
    task.warm()
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    prctl(PR_SET_CHILD_SUBREAPER, 1)
    level = _reached()
    jails = deque((ready_jail(level), ready_jail(level)))
    gc.collect()
    gc.freeze()
    try:
        send(channel, asdict(level))
        _serve(channel, task, jails)
    except ConnectionError:  # the grader is gone, and nobody is left to tell
        return
    finally:
        for jail in jails:
            jail.removed()


def _reached() -> Level:
    there = probe()
    return Level(there.limits, there.landlock, there.seccomp, namespaces.enter())


def _serve(channel: socket.socket, task: Task, jails: deque[Jail]) -> None:
    """Give each request to the child that waits for it, until the grader is gone; ``jails`` are the empty ones."""
    children: deque[_Child] = deque()  # the one that runs, then the one that waits
    try:
        while (child := _next_child(channel, task, jails)) is not None:
            children.append(child)
            if len(children) == 2:
                if receive(channel) is None:
                    return
                running = children.popleft()
                status, used = _end(running.pid, spared=child.pid)
                jails.append(running.jail.emptied())
                send(channel, {"status": status, "seconds": used})
            request = receive(channel)
            if request is None:
                return
            child.begin(request[0])
            send(channel, {"pid": child.pid})
    finally:
        for child in children:
            _end(child.pid)
            jails.append(child.jail)


@dataclass(frozen=True, slots=True)
class _Child:
    """A child that has closed its jail around itself, or is about to, and waits for its request."""

    pid: int
    request: int
    jail: Jail

    def begin(self, body: bytes) -> None:
        """Hand over the request."""
        with os.fdopen(self.request, "wb") as pipe, suppress(BrokenPipeError):  # it has said why it is gone
            pipe.write(body)


def _next_child(channel: socket.socket, task: Task, jails: deque[Jail]) -> _Child | None:
    """A child as the grader asks for it: with limits, and a descriptor for its answer; None when it asks no more."""
    asked = receive(channel)
    if asked is None:
        return None
    body, answer = asked
    if answer is None:
        raise ValueError("a child was asked for without a descriptor for its answer")
    return _forked(task, Limits(**json.loads(body)), answer, jails.popleft())


def _forked(task: Task, limits: Limits, answer: int, jail: Jail) -> _Child:
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        _child(task, reading, answer, limits, jail)
    os.close(reading)
    os.close(answer)
    return _Child(pid, writing, jail)


def _child(task: Task, request: int, answer: int, limits: Limits, jail: Jail) -> None:
    try:
        jail.close((request, answer), limits)
        write = _writer(answer)
        task.warm()
        body = _whole(request)
        watch_attempts(lambda attempt: write({"attempt": attempt}), jail.scratch)
        for line in task.answers(json.loads(body)):
            write(line)
        write({"done": True})
        os.close(answer)  # the grader goes on before this process is taken down
    except BaseException as problem:
        _last_words(answer, problem)
    finally:
        os._exit(0)


def _whole(request: int) -> bytes:
    with os.fdopen(request, "rb") as pipe:
        return pipe.read()


def _writer(answer: int) -> Callable[[dict[str, Any]], None]:
    def write(line: dict[str, Any]) -> None:
        data = json.dumps(line).encode() + b"\n"
        while data:
            data = data[os.write(answer, data) :]

    return write


def _last_words(answer: int, problem: BaseException) -> None:
    text = f"{type(problem).__name__}: {str(problem)[:300]}"
    os.write(answer, json.dumps({"stopped": text}).encode() + b"\n")


def _end(child: int, *, spared: int | None = None) -> tuple[int, float]:
    _kill_group(child)
    _, status, usage = os.wait4(child, 0)
    _reap_strays(spared)
    return os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime


def _kill_group(child: int) -> None:
    for kill in (os.killpg, os.kill):
        try:
            kill(child, signal.SIGKILL)
        except ProcessLookupError:  # not in a group of its own yet, or gone already
            continue


def _reap_strays(spared: int | None) -> None:
    # Only without seccomp can a submission have had children; the subreaper inherits them.
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        strays = [pid for pid in _children() if pid != spared]
        if not strays:
            return
        for stray in strays:
            _kill_group(stray)
            os.waitpid(stray, 0)


def _children() -> list[int]:
    with open(f"/proc/self/task/{os.getpid()}/children", encoding="ascii") as table:
        return [int(pid) for pid in table.read().split()]


if __name__ == "__main__":
    main()
