"""A seccomp filter: the system calls that numerical Python needs, and no other."""

from __future__ import annotations

import ctypes
import errno
import os
import struct
from functools import cache

from numeric.sandbox.kernel import PR_GET_SECCOMP, PR_SET_SECCOMP, machine, prctl

_FILTER_MODE = 2
_LOAD, _JUMP_EQUAL, _JUMP_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_AT_NUMBER, _AT_ARCH, _AT_FIRST_ARG, _AT_SECOND_ARG = 0, 4, 16, 24
_X32 = 0x40000000

# What a running interpreter does: files it may see (Landlock decides which), memory, time, its own signals.
_ALLOWED_X86_64 = {
    "read": 0, "write": 1, "open": 2, "close": 3, "stat": 4, "fstat": 5, "lstat": 6, "poll": 7, "lseek": 8,
    "mmap": 9, "mprotect": 10, "munmap": 11, "brk": 12, "rt_sigaction": 13, "rt_sigprocmask": 14,
    "rt_sigreturn": 15, "pread64": 17, "pwrite64": 18, "readv": 19, "writev": 20, "access": 21, "select": 23,
    "sched_yield": 24, "mremap": 25, "madvise": 28, "dup": 32, "dup2": 33, "nanosleep": 35, "getitimer": 36,
    "getpid": 39, "exit": 60, "uname": 63, "fcntl": 72, "fsync": 74, "ftruncate": 77, "getdents": 78,
    "getcwd": 79, "chdir": 80, "rename": 82, "mkdir": 83, "rmdir": 84, "unlink": 87, "readlink": 89,
    "umask": 95, "gettimeofday": 96, "getrlimit": 97, "getrusage": 98, "sysinfo": 99, "times": 100,
    "getuid": 102, "getgid": 104, "geteuid": 107, "getegid": 108, "getppid": 110, "sigaltstack": 131,
    "arch_prctl": 158, "gettid": 186, "time": 201, "futex": 202, "sched_getaffinity": 204, "getdents64": 217,
    "restart_syscall": 219, "clock_gettime": 228, "clock_getres": 229, "clock_nanosleep": 230,
    "exit_group": 231, "openat": 257, "mkdirat": 258, "newfstatat": 262, "unlinkat": 263, "renameat": 264,
    "readlinkat": 267, "faccessat": 269, "pselect6": 270, "set_robust_list": 273, "dup3": 292,
    "getrandom": 318, "membarrier": 324, "statx": 332, "rseq": 334, "faccessat2": 439,
}  # fmt: skip
_ALLOWED_AARCH64 = {
    "getcwd": 17, "dup": 23, "dup3": 24, "fcntl": 25, "mkdirat": 34, "unlinkat": 35, "renameat": 38,
    "ftruncate": 46, "faccessat": 48, "chdir": 49, "openat": 56, "close": 57, "getdents64": 61, "lseek": 62,
    "read": 63, "write": 64, "readv": 65, "writev": 66, "pread64": 67, "pwrite64": 68, "pselect6": 72,
    "ppoll": 73, "readlinkat": 78, "newfstatat": 79, "fstat": 80, "fsync": 82, "exit": 93, "exit_group": 94,
    "futex": 98, "set_robust_list": 99, "nanosleep": 101, "getitimer": 102, "clock_gettime": 113,
    "clock_getres": 114, "clock_nanosleep": 115, "restart_syscall": 128, "sched_getaffinity": 123,
    "sched_yield": 124, "sigaltstack": 132, "rt_sigaction": 134, "rt_sigprocmask": 135, "rt_sigreturn": 139,
    "times": 153, "uname": 160, "getrlimit": 163, "getrusage": 165, "umask": 166, "gettimeofday": 169,
    "getpid": 172, "getppid": 173, "getuid": 174, "geteuid": 175, "getgid": 176, "getegid": 177,
    "gettid": 178, "sysinfo": 179, "brk": 214, "munmap": 215, "mremap": 216, "mmap": 222, "mprotect": 226,
    "madvise": 233, "getrandom": 278, "membarrier": 283, "statx": 291, "rseq": 293, "faccessat2": 439,
}  # fmt: skip
# architecture: (audit number, allowed calls, tgkill, ioctl, clone3)
_MACHINES = {
    "x86_64": (0xC000003E, _ALLOWED_X86_64, 234, 16),
    "aarch64": (0xC00000B7, _ALLOWED_AARCH64, 131, 29),
}
_TERMINAL_QUESTIONS = (0x5401, 0x5450, 0x5451)  # TCGETS, FIONCLEX, FIOCLEX: isatty and close-on-exec


def available() -> bool:
    """Whether this kernel has seccomp filters."""
    try:
        return machine() in _MACHINES and prctl(PR_GET_SECCOMP) in (0, _FILTER_MODE)
    except OSError:
        return False


def restrict() -> None:
    """Refuse every system call that is not on the list, for good; needs no_new_privs. OSError where refused."""
    code = program(os.getpid())
    buffer = ctypes.create_string_buffer(code, len(code))
    packed = struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(buffer))
    whole = ctypes.create_string_buffer(packed, len(packed))
    prctl(PR_SET_SECCOMP, _FILTER_MODE, ctypes.addressof(whole))


def program(pid: int) -> bytes:
    """The filter as BPF instructions, 8 bytes each; ``pid`` may signal itself and nobody else."""
    before, after = _without_signals()
    return b"".join([before, *_only_with(_MACHINES[machine()][2], _AT_FIRST_ARG, (pid,)), after])


@cache
def _without_signals() -> tuple[bytes, bytes]:
    """What stands before and behind the lines about signals, the same for every process."""
    arch, allowed, _, ioctl = _MACHINES[machine()]
    before = [
        _line(_LOAD, _AT_ARCH),
        _line(_JUMP_EQUAL, arch, 1, 0),
        _line(_RETURN, _KILL),
        _line(_LOAD, _AT_NUMBER),
        _line(_JUMP_AT_LEAST, _X32, 0, 1),
        _line(_RETURN, _KILL),
    ]
    after = _only_with(ioctl, _AT_SECOND_ARG, _TERMINAL_QUESTIONS)
    for number in allowed.values():
        after += [_line(_JUMP_EQUAL, number, 0, 1), _line(_RETURN, _ALLOW)]
    return b"".join(before), b"".join([*after, _line(_RETURN, _ERRNO | errno.EPERM)])


def _only_with(number: int, place: int, values: tuple[int, ...]) -> list[bytes]:
    tests = [line for value in values for line in (_line(_JUMP_EQUAL, value, 0, 1), _line(_RETURN, _ALLOW))]
    body = [_line(_LOAD, place), *tests, _line(_RETURN, _ERRNO | errno.EPERM)]
    return [_line(_JUMP_EQUAL, number, 0, len(body)), *body]


def _line(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("HBBI", code, if_true, if_false, value)
