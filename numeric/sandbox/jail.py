"""Closes the jail around the current process, in an order in which each step is still allowed."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from functools import cache

from numeric.sandbox import landlock, seccomp
from numeric.sandbox.kernel import PR_SET_NO_NEW_PRIVS, PR_SET_PDEATHSIG, drop_capabilities, prctl
from numeric.sandbox.level import Level
from numeric.sandbox.limits import Limits, apply_limits

OUTPUT = "output"


@dataclass(frozen=True, slots=True)
class Jail:
    """What is made ready once, before any child is forked: the scratch folder and the rules for its files.

    ``rules`` is the descriptor of the Landlock rules; None where there is no Landlock.
    """

    scratch: str
    level: Level
    rules: int | None

    def close(self, kept: Collection[int], limits: Limits) -> None:
        """Confine this process: descriptors, limits, files, privileges, system calls; OSError where a layer fails.

        ``kept`` are the only inherited descriptors that stay open; prints go to a file in the scratch folder.
        """
        prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        os.environ.clear()
        os.environ.update(HOME=self.scratch, TMPDIR=self.scratch, OPENBLAS_NUM_THREADS="1")
        os.setsid()
        os.chdir(self.scratch)
        _redirect({*kept, self.rules})
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
        if self.level.limits:
            apply_limits(limits)
        if self.level.landlock or self.level.seccomp:
            prctl(PR_SET_NO_NEW_PRIVS, 1)
        if self.rules is not None:
            landlock.enforce(self.rules)
        if self.level.seccomp:
            drop_capabilities()
            seccomp.restrict()

    def emptied(self) -> Jail:
        """The jail for a later child: a new one, where something in the scratch folder cannot be removed."""
        for entry in list(os.scandir(self.scratch)):
            _remove(entry)
        return self if not os.listdir(self.scratch) else ready_jail(self.level)

    def removed(self) -> None:
        """Remove the scratch folder."""
        shutil.rmtree(self.scratch, ignore_errors=True)


def ready_jail(level: Level) -> Jail:
    """A jail for one child of this process at a time."""
    scratch = tempfile.mkdtemp(prefix=f"gradproof-{os.getpid()}-")
    if level.seccomp:
        seccomp.program(os.getpid())  # what all children share of it is kept
    return Jail(
        scratch, level, landlock.ruleset(readable(), [scratch, "/dev/null"]) if level.landlock else None
    )


def _remove(entry: os.DirEntry[str]) -> None:
    if entry.is_dir(follow_symlinks=False):
        shutil.rmtree(entry.path, ignore_errors=True)
    else:
        with suppress(OSError):  # looked for again by the caller
            os.unlink(entry.path)


@cache
def readable() -> tuple[str, ...]:
    """The interpreter's own files: the standard library, installed packages, shared libraries."""
    paths = sysconfig.get_paths()
    own = [paths[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    system = ["/lib", "/lib64", "/usr/lib", "/usr/lib64", "/etc/ld.so.cache", "/dev/urandom", "/dev/null"]
    return tuple(dict.fromkeys([*own, *system]))


def watch_attempts(report: Callable[[str], None], scratch: str) -> None:
    """Report what the code tries to reach outside; the kernel forbids it, this only says what it was."""
    allowed = (*readable(), scratch, "/dev/", "/proc/self/statm", "/etc/localtime", "/usr/share/zoneinfo")

    def hook(event: str, args: tuple[object, ...]) -> None:
        if event in ("open", "os.listdir", "os.scandir"):
            path = _path(args[0] if args else "")
            if path and not path.startswith(allowed) and path not in sys.path:
                report(f"{'write' if _writes(args) else event}: {path}")
        elif event in _INSPECTIONS:
            if _is_by_submission():
                report(f"{event}: it looks at what runs it")
        elif event.startswith(_FORBIDDEN) or event in _FORBIDDEN:
            report(f"{event}: {str(args[0])[:80] if args else ''}".rstrip(": "))

    sys.addaudithook(hook)


_FORBIDDEN = (
    "socket.", "subprocess.", "os.fork", "os.forkpty", "os.exec", "os.posix_spawn", "os.spawn", "os.system",
    "os.kill", "os.killpg", "os.link", "os.symlink", "os.chmod", "os.chown", "pty.spawn", "ctypes.",
    "_thread.start_new_thread", "_thread.start_joinable_thread", "resource.setrlimit", "resource.prlimit",
    "webbrowser.open", "urllib.Request", "ftplib.", "smtplib.", "http.client.", "syslog.",
)  # fmt: skip


# A gradient has no use for its callers; the standard library looks at frames on its own account.
_INSPECTIONS = ("sys._getframe", "sys._current_frames", "sys.settrace", "sys.setprofile", "gc.get_objects")
_SUBMISSION = ("<submission>", "inspect.py")


def _is_by_submission() -> bool:
    # _is_by_submission <- hook <- the code that asked; a traceback gives the frames without asking for one.
    try:
        raise LookupError
    except LookupError as here:
        frame = here.__traceback__.tb_frame if here.__traceback__ is not None else None
    for _ in range(2):
        frame = None if frame is None else frame.f_back
    return frame is not None and frame.f_code.co_filename.endswith(_SUBMISSION)


def _writes(args: tuple[object, ...]) -> bool:
    mode, flags = (*args[1:3], None, None)[:2]
    return any(letter in str(mode or "") for letter in "wax+") or bool(isinstance(flags, int) and flags & 3)


def _path(value: object) -> str:
    if isinstance(value, bytes):
        value = os.fsdecode(value)
    if not isinstance(value, str):
        return ""
    return (
        os.path.realpath(value)
        if value.startswith("/")
        else os.path.realpath(os.path.join(os.getcwd(), value))
    )


def _redirect(kept: Collection[int | None]) -> None:
    silent = os.open("/dev/null", os.O_RDONLY)
    written = os.open(OUTPUT, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(silent, 0)
    os.dup2(written, 1)
    os.dup2(written, 2)
    for descriptor in os.listdir("/proc/self/fd"):
        if int(descriptor) > 2 and int(descriptor) not in kept:
            _close(int(descriptor))


def _close(descriptor: int) -> None:
    try:
        os.close(descriptor)
    except OSError:  # the descriptor of the listing itself is gone already
        return
