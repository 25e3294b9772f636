"""Choice points: a formula is evaluated again for every way of reading its loose notation."""

from __future__ import annotations

from collections.abc import Iterator


class Script:
    """A sequence of decisions; what it does not settle is decided for the likeliest and recorded."""

    def __init__(self, decisions: tuple[int, ...] = ()) -> None:
        self.decisions = decisions
        self.widths: list[int] = []
        self.once: dict[object, int] = {}
        self.sizes: dict[int, str] = {}
        self.consulted: set[object] = set()

    def choose(self, width: int) -> int:
        """One of ``width`` options, the likeliest first."""
        if width == 1:
            return 0
        place = len(self.widths)
        self.widths.append(width)
        return self.decisions[place] if place < len(self.decisions) else 0

    def choose_once(self, key: object, width: int) -> int:
        """The same option wherever the key comes up."""
        if key not in self.once:
            self.once[key] = self.choose(width)
        self.consulted.add(key)
        return self.once[key]

    def so_far(self) -> dict[object, int]:
        """The options that were asked for since ``consulted`` was last emptied."""
        return {key: self.once[key] for key in self.consulted}

    def made(self) -> tuple[int, ...]:
        """The decisions that were taken."""
        taken = self.decisions[: len(self.widths)]
        return taken + (0,) * (len(self.widths) - len(taken))

    def copied(self) -> Script:
        """The same decisions on the same points, without the sizes that were found for them."""
        other = Script(self.decisions)
        other.widths, other.once = list(self.widths), dict(self.once)
        return other

    def following(self) -> tuple[int, ...] | None:
        """The next sequence in order, or None after the last."""
        made = list(self.made())
        for place in reversed(range(len(made))):
            if made[place] + 1 < self.widths[place]:
                return (*made[:place], made[place] + 1)
        return None


def scripts(limit: int) -> Iterator[Script]:
    """Every sequence of decisions, at most ``limit``; each must be used before the next is asked for.

    >>> [(script.choose(2), script.choose(2)) for script in scripts(10)]
    [(0, 0), (0, 1), (1, 0), (1, 1)]
    """
    decisions: tuple[int, ...] | None = ()
    for _ in range(limit):
        if decisions is None:
            return
        script = Script(decisions)
        yield script
        decisions = script.following()
