"""The concrete sizes at which a line is judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from derive.elaborate.dims import Dim
from derive.elaborate.infer import Typed
from derive.elaborate.recurrences import recurrent_axes
from derive.elaborate.roles import Link

Plans = tuple[tuple[int, ...], ...]
SMALLER = ((2, 2, 2, 2, 2), (1, 2, 1, 2, 1))
SMALL = ((2, 2, 2, 2, 2),)
PLANS = ((2, 3, 4, 2, 3), (3, 2, 2, 2, 4))


class Sizes(dict[Dim, int]):
    """Concrete sizes, given out to dimensions in the order in which they are asked for; some may be known."""

    def __init__(
        self, plan: Sequence[int], order: dict[Dim, int], known: Mapping[Dim, int] | None = None
    ) -> None:
        super().__init__(known or {})
        self.plan = plan
        self.order = order

    def get(self, root: Dim, default: object = None) -> int:
        """The size of a dimension."""
        if root in self:
            return self[root]
        place = self.order.setdefault(root, len(self.order))
        return self.plan[place % len(self.plan)]


def all_sizes(link: Link, typed: Typed, order: dict[Dim, int], plans: Plans) -> Iterator[Sizes]:
    """The sizes at which a link is judged: a recurrence over three steps of numbers, and over two of vectors."""
    steps = recurrent_axes(typed, link.left, link.right)
    if not steps:
        yield from (Sizes(plan, order) for plan in plans)
        return
    yield Sizes((1,), order, dict.fromkeys(steps, 3))
    yield Sizes(plans[0], order, dict.fromkeys(steps, 2))


def with_size(plan: tuple[int, ...], place: int, size: int) -> tuple[int, ...]:
    """A plan in which the dimension at a place has another size.

    >>> with_size((2, 3, 4), 4, 1)
    (2, 1, 4)
    """
    number = place % len(plan)
    return (*plan[:number], size, *plan[number + 1 :])


def told_sizes(order: Mapping[Dim, int], plans: Plans) -> str:
    """The sizes of some plans as a verdict names them."""
    parts = []
    for root, place in order.items():
        if not root.startswith("?"):
            values = sorted({plan[place % len(plan)] for plan in plans})
            parts.append(f"{root}={','.join(map(str, values))}")
    return ", ".join(parts)
