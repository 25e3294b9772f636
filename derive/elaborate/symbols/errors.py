"""Why a piece of a document has no value: raised inside this package only, and turned into a verdict there."""

from __future__ import annotations

from derive.model import Reason


class NoValue(Exception):
    """This reading of a formula has no value; ``reason`` and ``detail`` become the verdict Unknown."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(detail or reason.value)
        self.reason = reason
        self.detail = detail


class Clash(NoValue):
    """Shapes that do not go together in this reading."""

    def __init__(self, detail: str) -> None:
        super().__init__(Reason.READINGS_DISAGREE, detail)


def outside(detail: str) -> NoValue:
    """The notation is meaningful, but outside what is lowered to terms."""
    return NoValue(Reason.OUTSIDE_FRAGMENT, detail)
