"""Landlock: which files a process may still reach (https://docs.kernel.org/userspace-api/landlock.html)."""

from __future__ import annotations

import ctypes
import os
import stat
from collections.abc import Iterable

from numeric.sandbox.kernel import syscall

_CREATE, _ADD_RULE, _RESTRICT = 444, 445, 446
_VERSION = 1
_PATH_BENEATH = 1

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
REMOVE_DIR, REMOVE_FILE, MAKE_DIR, MAKE_REG = 1 << 4, 1 << 5, 1 << 7, 1 << 8
TRUNCATE = 1 << 14
_READING = READ_FILE | READ_DIR
_WRITING = WRITE_FILE | REMOVE_DIR | REMOVE_FILE | MAKE_DIR | MAKE_REG | TRUNCATE
_FS_BITS = {1: 13, 2: 14, 3: 15, 4: 15}
_NET_ALL = 0b11
_SCOPE_ALL = 0b11


class _Ruleset(ctypes.Structure):
    _fields_ = (("fs", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _layout_ = "ms"
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


def version() -> int:
    """The Landlock ABI of this kernel, 0 where there is none; asked from the system call itself."""
    try:
        return syscall(_CREATE, None, ctypes.c_size_t(0), ctypes.c_uint32(_VERSION))
    except OSError:
        return 0


def restrict(readable: Iterable[str], writable: Iterable[str]) -> None:
    """Confine this process for good: read below ``readable``, read and write below ``writable``, no network.

    OSError where the kernel refuses. Paths that do not exist are left out.
    """
    rules = ruleset(readable, writable)
    try:
        enforce(rules)
    finally:
        os.close(rules)


def ruleset(readable: Iterable[str], writable: Iterable[str]) -> int:
    """The rules as a descriptor, which this process or one forked from it may put itself under."""
    abi = version()
    handled = (1 << _FS_BITS.get(abi, 16)) - 1
    rules = _Ruleset(handled, _NET_ALL if abi >= 4 else 0, _SCOPE_ALL if abi >= 6 else 0)
    size = 24 if abi >= 6 else 16 if abi >= 4 else 8
    held = syscall(_CREATE, ctypes.byref(rules), ctypes.c_size_t(size), ctypes.c_uint32(0))
    for path in readable:
        _allow(held, path, _READING & handled)
    for path in writable:
        _allow(held, path, (_READING | _WRITING) & handled)
    return held


def enforce(rules: int) -> None:
    """Put this process under rules for good; needs no_new_privs. OSError where the kernel refuses."""
    syscall(_RESTRICT, ctypes.c_int(rules), ctypes.c_uint32(0))


def _allow(rules: int, path: str, access: int) -> None:
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
            access &= READ_FILE | WRITE_FILE | TRUNCATE
        beneath = _Beneath(access, descriptor)
        syscall(
            _ADD_RULE,
            ctypes.c_int(rules),
            ctypes.c_int(_PATH_BENEATH),
            ctypes.byref(beneath),
            ctypes.c_uint32(0),
        )
    finally:
        os.close(descriptor)
