"""The concrete sizes at which a line is judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from derive.elaborate.evaluation.recurrences import recurrent
from derive.elaborate.shapes.tall import tall_axes
from derive.elaborate.shapes.typed import Typed
from derive.elaborate.symbols.dims import Dim
from derive.elaborate.symbols.names import reference
from derive.elaborate.symbols.roles import Link
from derive.reader import syntax as s
from derive.reader.tree import walk

Plans = tuple[tuple[int, ...], ...]
SMALLER = ((2, 2, 2, 2, 2), (1, 2, 1, 2, 1))
SOFTMAX = (s.Name("softmax"), s.Name("Softmax"))
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
    """The sizes at which a link is judged: a recurrence over three steps of numbers, and over two of vectors.

    What a softmax makes has two entries among the numbers.

    Where XᵀX is inverted, X has more rows than columns: otherwise it would be singular.
    """
    labels = labelled_axes(typed)
    steps = recurrent_axes(typed, link.left, link.right)
    if steps:
        yield Sizes(
            (1,), order, labels | dict.fromkeys(steps, 3) | dict.fromkeys(summing_axes(typed, link), 2)
        )
        yield Sizes(plans[0], order, labels | dict.fromkeys(steps, 2))
        return
    tall = dict(tall_axes(link, typed))
    for place, plan in enumerate(plans):
        yield Sizes(plan, order, labels | _tall(tall, 2 - place % 2))


def labelled_axes(typed: Typed) -> dict[Dim, int]:
    """The dimensions of families over listed labels, with how many labels a document uses."""
    memory = typed.scope.letters.memory
    numbers = memory.recall(lambda: _labelled(typed), "labelled members", typed.links)
    found: dict[Dim, int] = {}
    for key, count in numbers.items():
        axes = typed.axes.get(key)
        if axes and not (dim := typed.dims.find(axes[0])).isdigit():
            found[dim] = max(count, found.get(dim, 0))
    return found


def _labelled(typed: Typed) -> dict[str, int]:
    found: dict[str, int] = {}
    parts = (part for link in typed.links for side in (link.left, link.right) for part in walk(side))
    for part in (part for part in parts if isinstance(part, s.Index) and part.below is not None):
        ref = reference(part, typed.scope.letters)
        for item in part.below.items if ref is not None and part.below is not None else ():
            if isinstance(item, s.Number) and item.shown and ref is not None:
                found[ref.key] = max(int(item.text), found.get(ref.key, 0))
    return found


def recurrent_axes(typed: Typed, *sides: s.Node) -> frozenset[Dim]:
    """The dimensions that count the steps of the recurrences from which some formulas follow."""
    above = frozenset[str]().union(*map(typed.scope.ancestors, sides)) & recurrent(typed.scope)
    return frozenset(typed.dims.find(typed.axes[key][0]) for key in above if typed.axes.get(key))


def summing_axes(typed: Typed, link: Link) -> frozenset[Dim]:
    """The last axes of what a softmax makes for a line: of one class alone it would be 1, whatever it is made from."""
    scope = typed.scope
    keys = scope.ancestors(link.left) | scope.ancestors(link.right)
    found: set[Dim] = set()
    for key in keys & scope.definitions.keys() & typed.axes.keys():
        body = scope.definitions[key].body
        if isinstance(body, s.Call) and body.function in SOFTMAX and typed.axes[key]:
            found.add(typed.dims.find(typed.axes[key][-1]))
    return frozenset(found)


def with_size(plan: tuple[int, ...], place: int, size: int) -> tuple[int, ...]:
    """A plan in which the dimension at a place has another size.

    >>> with_size((2, 3, 4), 4, 1)
    (2, 1, 4)
    """
    number = place % len(plan)
    return (*plan[:number], size, *plan[number + 1 :])


def _tall(axes: Mapping[Dim, Dim], short: int) -> dict[Dim, int]:
    """One more for the longer axis than for the shorter one; the same for axes that would have to be both."""
    square = axes.keys() & set(axes.values())
    return {dim: short + 1 if dim in square else short for dim in axes.values()} | dict.fromkeys(
        axes, short + 1
    )


def told_sizes(link: Link, typed: Typed, order: dict[Dim, int], plans: Plans) -> str:
    """The sizes at which a link is judged, as a verdict names them."""
    tried = list(all_sizes(link, typed, order, plans))
    roots = dict.fromkeys((*order, *(root for sizes in tried for root in sizes)))
    named = {root: sorted({sizes.get(root) for sizes in tried}) for root in roots if not root.startswith("?")}
    return ", ".join(f"{root}={','.join(map(str, values))}" for root, values in named.items())
