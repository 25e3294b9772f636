"""dw = x dz of one example beside the cost of all: there d is short for the slope of the loss of this example."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from derive.elaborate.evaluation.sums import bound_letters
from derive.elaborate.symbols.names import Letters, letters_of, reference
from derive.elaborate.symbols.roles import Link, head_of
from derive.reader import syntax as s
from derive.reader.tree import Part, rebuilt, walk


@dataclass(frozen=True)
class Example:
    """The loss of the example i, the summand of a mean, and the names that carry this i elsewhere."""

    loss: s.Node
    above: s.Indices
    data: frozenset[str]
    made: frozenset[str]
    letters: Letters

    def of_link(self, link: Link) -> Link | None:
        """A link of bare names as one of the example i; None where it is not about what is made of an example."""
        match link.left:
            case s.Differential(of=s.Name() | s.Index() as of) if self._key(of) not in self.data:
                slopes = [part.of for part in walk(link.right) if isinstance(part, s.Differential)]
                if slopes and all(
                    isinstance(each, s.Name) and self._key(each) in self.made for each in slopes
                ):
                    left = s.Derivative(self.loss, (of,), span=link.left.span)
                    return replace(link, left=left, right=self._counted(link.right))
        return None

    def _counted(self, node: s.Node) -> s.Node:
        """A formula with every dz as a slope, and each of the data with its index."""
        match node:
            case s.Differential(of=of):
                return s.Derivative(self.loss, (self._counted(of),), span=node.span)
            case s.Name() if self._key(node) in self.data:
                return s.Index(node, None, self.above, node.span)
            case s.Index(base=s.Name() as base, above=None) if self._key(base) in self.data:
                return replace(node, above=self.above)
        changed: s.Node = rebuilt(node, self._counted)
        return changed

    def _key(self, node: s.Node) -> str:
        ref = reference(node, self.letters)
        return ref.key if ref is not None else ""


def example_of(loss: Link, links: Iterable[Link], letters: Letters) -> Example | None:
    """The one example of a loss that is a mean of one sum, over data that carry its letter above: x^{(i)}."""
    sums = [part for part in walk(loss.right) if isinstance(part, s.Big) and part.below is not None]
    if len(sums) != 1 or sums[0].body is None or sums[0].below is None:
        return None
    running = bound_letters(sums[0].below)
    links = list(links)
    trees = [side for link in links for side in (link.left, link.right)]
    marked = list(_marked(trees, running))
    if len({above for _, above in marked}) != 1:
        return None
    data = frozenset(ref.key for name, _ in marked if (ref := reference(name, letters)) is not None)
    heads = (head_of(link.left, letters) for link in links if link.begins and link.sign == "=")
    made = frozenset(head.key for head in heads if head is not None and set(head.indices) == running)
    return Example(sums[0].body, marked[0][1], data, made & data, letters) if made & data else None


def _marked(trees: Iterable[Part], running: frozenset[str]) -> Iterator[tuple[s.Name, s.Indices]]:
    """The names that carry the letter of a sum above them."""
    for part in (part for tree in trees for part in walk(tree)):
        match part:
            case s.Index(base=s.Name() as base, above=s.Indices(items=(item,)) as above):
                if letters_of(item) == running:
                    yield base, above
