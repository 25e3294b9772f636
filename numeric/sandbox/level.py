"""The level of protection that a machine offers, said in one line."""

from __future__ import annotations

from dataclasses import dataclass

from numeric.sandbox import landlock, seccomp
from numeric.sandbox.kernel import is_linux


@dataclass(frozen=True, slots=True)
class Level:
    """Which layers stand between a submission and the machine; ``landlock`` is its ABI, 0 for none."""

    limits: bool = False
    landlock: int = 0
    seccomp: bool = False
    namespaces: bool = False

    @property
    def is_enough(self) -> bool:
        """Whether untrusted code may run without being told so."""
        return self.limits and self.landlock > 0 and self.seccomp

    def __str__(self) -> str:
        """The layers by name.

        >>> str(Level(limits=True, landlock=4, seccomp=True))
        'rlimits + Landlock (ABI 4) + seccomp'
        """
        layers = (
            ("rlimits", self.limits),
            (f"Landlock (ABI {self.landlock})", bool(self.landlock)),
            ("seccomp", self.seccomp),
            ("namespaces", self.namespaces),
        )
        return " + ".join(name for name, there in layers if there) or "none"


def probe() -> Level:
    """What this machine offers, asked from the kernel itself; namespaces are tried when the jail starts."""
    if not is_linux():
        return Level()
    return Level(limits=True, landlock=landlock.version(), seccomp=seccomp.available())
