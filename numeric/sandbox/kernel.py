"""The few Linux calls that Python has no name for, through ctypes."""

from __future__ import annotations

import ctypes
import os
import platform
import sys
from functools import cache

PR_SET_PDEATHSIG = 1
PR_GET_SECCOMP = 21
PR_SET_SECCOMP = 22
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS = 38

CAPSET = {"x86_64": 126, "aarch64": 91}
_CAPABILITY_VERSION_3 = 0x20080522


def machine() -> str:
    """The processor family as Linux names it."""
    return platform.machine()


def is_linux() -> bool:
    """Whether this is Linux on a processor whose system calls are known here."""
    return sys.platform == "linux" and machine() in CAPSET


@cache
def libc() -> ctypes.CDLL:
    """The C library, with errno kept."""
    return ctypes.CDLL(None, use_errno=True)


def syscall(number: int, *args: object) -> int:
    """A system call by number; OSError where it fails."""
    result: int = libc().syscall(ctypes.c_long(number), *args)
    return checked(result)


def prctl(option: int, *args: int) -> int:
    """The prctl call; OSError where it fails."""
    padded = [ctypes.c_ulong(arg) for arg in (*args, *(0,) * (4 - len(args)))]
    return checked(libc().prctl(option, *padded))


def checked(result: int) -> int:
    """The result of a call, or its errno as an OSError."""
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Capabilities(ctypes.Structure):
    _fields_ = (
        ("effective", ctypes.c_uint32),
        ("permitted", ctypes.c_uint32),
        ("inherited", ctypes.c_uint32),
    )


def drop_capabilities() -> None:
    """Give up every capability of this process, so that being root is worth nothing."""
    header = _Header(_CAPABILITY_VERSION_3, 0)
    empty = (_Capabilities * 2)()
    syscall(CAPSET[machine()], ctypes.byref(header), ctypes.byref(empty))
