"""Namespaces: a process without network interfaces, shared memory or other people's mounts."""

from __future__ import annotations

import ctypes
import os

from numeric.sandbox.kernel import checked, libc

_NEWNS, _NEWUTS, _NEWIPC, _NEWUSER, _NEWNET = 0x20000, 0x4000000, 0x8000000, 0x10000000, 0x40000000


def enter() -> bool:
    """Leave the network and IPC of the machine, with this process's children; False where it is not allowed."""
    flags = _NEWIPC | _NEWNET | _NEWUTS
    if os.geteuid() != 0:
        flags |= _NEWUSER
    try:
        checked(libc().unshare(ctypes.c_int(flags)))
    except OSError:
        return False
    return True
