"""The grader's side of the sandbox: starts one zygote, sends requests, reads capped answers on time."""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from types import TracebackType
from typing import Any

from derive.errors import NotSupported
from numeric.sandbox.kernel import is_linux
from numeric.sandbox.level import Level
from numeric.sandbox.limits import Limits
from numeric.sandbox.wire import receive, send

TASK = "numeric.tracing.harness"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came back from one jailed run.

    ``lines`` are the parsed messages in order; ``attempts`` what the code tried to reach; ``ending`` is "done",
    "stopped", "killed", "time", "flood" (too long an answer) or "malformed" (bytes that are no message);
    ``detail`` says more.
    """

    lines: tuple[dict[str, Any], ...]
    attempts: tuple[str, ...]
    ending: str
    detail: str = ""


class Sandbox:
    """One zygote and the runs that are forked from it; use it as a context manager.

    NotSupported: this is not Linux, or the zygote does not start.
    """

    def __init__(self, limits: Limits | None = None, *, unsafe: bool = False, task: str = TASK) -> None:
        if not is_linux():
            raise NotSupported(
                "judging student code needs Linux",
                remedy="documents and expressions are judged on every system",
            )
        self.limits = limits or Limits()
        self._channel, theirs = socket.socketpair()
        self._process = _start(theirs, task)
        theirs.close()
        self._level: Level | None = None
        self._unsafe = unsafe
        self._asked = 0
        self._unread_ending = False
        self._seconds = 0.0
        self._answers = deque((self._ask_for_child(),))

    @property
    def level(self) -> Level:
        """The protection that was reached; waits until the zygote has started."""
        if self._level is None:
            self._level = Level(**self._reply("the sandbox did not start"))
        return self._level

    def run(self, request: dict[str, Any]) -> Outcome:
        """Run one request in a fresh jail and give what came back; NotSupported below the level that is needed."""
        self.begin(request)
        return self.outcome()

    def begin(self, request: dict[str, Any]) -> None:
        """Have one request run in a fresh jail, whose outcome is asked for later; NotSupported as for ``run``."""
        if not (self.level.is_enough or self._unsafe):
            raise NotSupported(
                f"this machine offers only {self.level} to confine a submission, and rlimits + Landlock + seccomp "
                "are needed",
                remedy="--unsafe-run would run it with your rights: only for code that you trust",
            )
        self._asked = len(request.get("jobs", ()))
        self._send(request)
        self._answers.append(self._ask_for_child())

    def outcome(self) -> Outcome:
        """What came back from the request that was begun; meanwhile the next child is made ready."""
        self._ending_read()
        self._reply("the sandbox stopped")
        return self._collect(self._asked)

    def jailed_seconds(self) -> float:
        """The processor time of all children so far, when the last one that ran is gone."""
        self._ending_read()
        return self._seconds

    def _ask_for_child(self) -> int:
        """Have the next child made ready while nobody waits for it; gives where its answer will be read."""
        reading, writing = os.pipe()
        try:
            self._send(asdict(self.limits), writing)
        finally:
            os.close(writing)
        return reading

    def _collect(self, jobs: int) -> Outcome:
        answer = self._answers.popleft()
        try:
            data, late = _read(answer, self.limits)
        finally:
            os.close(answer)
        self._send({"end": True})
        self._unread_ending = True
        outcome = _outcome(data, late, self._ending_read, self.limits)
        if outcome.ending == "done" and len(outcome.lines) != jobs + 1:
            return replace(outcome, ending="malformed", detail="there are not as many answers as questions")
        return outcome

    def _ending_read(self) -> int:
        # Taking down the child's memory lasts about as long as reading its answer, so that nobody waits for it.
        if not self._unread_ending:
            return 0
        ended = self._reply("the sandbox stopped")
        self._unread_ending = False
        self._seconds += float(ended["seconds"])
        return int(ended["status"])

    def _send(self, message: dict[str, Any], descriptor: int | None = None) -> None:
        try:
            send(self._channel, message, descriptor)
        except ConnectionError as problem:
            raise NotSupported("the sandbox stopped", remedy="run the command again") from problem

    def _reply(self, otherwise: str) -> dict[str, Any]:
        message = receive(self._channel)
        if message is None:
            raise NotSupported(otherwise, remedy="see the messages above; NumPy must be importable")
        reply: dict[str, Any] = json.loads(message[0])
        return reply

    def close(self) -> None:
        """End the zygote."""
        for answer in self._answers:
            os.close(answer)
        self._channel.close()
        try:
            self._process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _start(channel: socket.socket, task: str) -> subprocess.Popen[bytes]:
    environment = {key: os.environ[key] for key in ("PATH", "LANG", "VIRTUAL_ENV") if key in os.environ}
    environment |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    environment["PYTHONPATH"] = os.pathsep.join(_own_paths())
    command = [sys.executable, "-s", "-P", "-m", "numeric.sandbox.zygote", str(channel.fileno()), task]
    return subprocess.Popen(
        command,
        pass_fds=[channel.fileno()],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        env=environment,
    )


def _own_paths() -> list[str]:
    # The zygote must find this very package, installed or not, whatever the current folder is.
    here = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    return [here]


def _read(descriptor: int, bounds: Limits) -> tuple[bytes, bool]:
    deadline = time.monotonic() + bounds.seconds
    parts: list[bytes] = []
    size = 0
    while size <= bounds.answer:
        ready, _, _ = select.select([descriptor], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            return b"".join(parts), True
        part = os.read(descriptor, 1 << 16)
        if not part:
            break
        parts.append(part)
        size += len(part)
    return b"".join(parts), False


def _outcome(data: bytes, late: bool, status: Callable[[], int], bounds: Limits) -> Outcome:
    lines, attempts, broken = _messages(data)
    if len(data) > bounds.answer:
        ending, detail = "flood", "the answer is longer than allowed"
    elif lines and "done" in lines[-1]:
        ending, detail = "done", ""
    else:
        ending, detail = _early_ending(lines, late, status())
    if broken and ending in ("done", "stopped"):
        ending, detail = "malformed", broken
    return Outcome(tuple(lines), tuple(dict.fromkeys(attempts)), ending, detail)


def _messages(data: bytes) -> tuple[list[dict[str, Any]], list[str], str]:
    lines: list[dict[str, Any]] = []
    attempts: list[str] = []
    for raw in data.splitlines():
        try:
            line = json.loads(raw)
        except (ValueError, RecursionError):
            return lines, attempts, "bytes that are no message were written to the answer"
        if not isinstance(line, dict) or (lines and "done" in lines[-1]):
            return lines, attempts, "something was written to the answer behind its end"
        if "attempt" in line:
            attempts.append(str(line["attempt"])[:200])
        else:
            lines.append(line)
    return lines, attempts, ""


def _early_ending(lines: list[dict[str, Any]], late: bool, status: int) -> tuple[str, str]:
    if late or status == -signal.SIGXCPU:
        return "time", "the run did not end in time"
    if status == -signal.SIGXFSZ:
        return "flood", "it prints more than allowed"
    if lines and "stopped" in lines[-1]:
        return "stopped", str(lines[-1]["stopped"])[:300]
    return "killed", f"the run ended by itself (exit status {status})"
