"""dZ = A − Y: in some courses dZ is short for the derivative of the loss by Z, and no differential."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from derive.elaborate.posts.example_slopes import example_of
from derive.elaborate.symbols.names import Letters, Reference, keys_in, reference
from derive.elaborate.symbols.roles import NUMBERS, Link, contains, head_of, is_listed
from derive.reader import syntax as s
from derive.reader.tree import rebuilt, walk


@dataclass(frozen=True)
class Shorthand:
    """What dZ stands for: the slope of the loss, for names of ``each`` sample times the ``count`` of a mean."""

    loss: s.Node
    letters: Letters
    each: frozenset[str] = frozenset()
    count: s.Node | None = None

    def spelled(self, node: s.Node) -> s.Node:
        """A formula with every dZ written out."""
        match node:
            case s.Differential(of=s.Transpose(of=s.Name() | s.Index() as of)):
                return s.Transpose(self.spelled(replace(node, of=of)), span=node.span)
            case s.Differential(of=s.Name() | s.Index() as of):
                slope = s.Derivative(self.loss, (of,), span=node.span)
                return self._times_count(slope, node) if self._is_of_each(of) else slope
        changed: s.Node = rebuilt(node, self.spelled)
        return changed

    def of_link(self, link: Link) -> Link:
        """A link with every dZ written out; what dZ of one sample is equal to is a share of the mean's slope."""
        left, right = self.spelled(link.left), self.spelled(link.right)
        if (
            self.count is not None
            and isinstance(link.left, s.Differential)
            and self._is_of_each(link.left.of)
        ):
            if is_listed(link.right):
                return replace(link, left=self.spelled(link.left))
            share = s.Fraction(s.Number("1"), self.count, span=link.right.span)
            slope = s.Derivative(self.loss, (link.left.of,), span=link.left.span)
            return replace(link, left=slope, right=s.Product(share, right, span=link.right.span))
        return replace(link, left=left, right=right)

    def _is_of_each(self, of: s.Node) -> bool:
        ref = reference(of, self.letters)
        return ref is not None and ref.key in self.each

    def _times_count(self, slope: s.Node, node: s.Differential) -> s.Node:
        return slope if self.count is None else s.Product(self.count, slope, span=node.span)


def spelled_out(links: Sequence[Link], letters: Letters) -> list[Link]:
    """The links with dZ written as ∂J/∂Z, where the document uses that shorthand and has one loss."""
    if not any(_is_shorthand(link) for link in links):
        return list(links)
    loss = _outermost(_losses(links, letters), letters)
    if loss is None:
        return [link for link in links if not contains(link.left, s.Differential)]
    meant = _of_one_sample(Shorthand(loss.left, letters), loss, links)
    example = example_of(loss, links, letters) if meant.count is not None else None
    of_one = (example.of_link(link) if example is not None else None for link in links)
    return [one or meant.of_link(link) for one, link in zip(of_one, links, strict=True)]


def _losses(links: Sequence[Link], letters: Letters) -> Mapping[str, Link]:
    made = (link for link in links if link.begins and not is_listed(link.right))
    heads = ((head_of(link.left, letters), link) for link in made)
    return {head.key: link for head, link in reversed(list(heads)) if head and head.key in NUMBERS}


def _outermost(losses: Mapping[str, Link], letters: Letters) -> Link | None:
    """The only loss, or the one that is made of the others."""
    used = {key for link in losses.values() for key in keys_in(link.right, letters)}
    outer = [link for key, link in losses.items() if key not in used]
    return outer[0] if len(outer) == 1 else None


def _is_shorthand(link: Link) -> bool:
    plain = isinstance(link.left, s.Differential) and isinstance(link.left.of, s.Name | s.Index)
    return plain and link.begins and link.sign == "=" and not contains(link.right, s.Differential)


def _of_one_sample(meant: Shorthand, loss: Link, links: Sequence[Link]) -> Shorthand:
    """The shorthand in which dZ belongs to one sample: the mean is taken at the weights, dW = (1/m) dZ Aᵀ, alone."""
    counts = set(_shares(loss.right))
    if len(counts) != 1:
        return meant
    (count,) = counts
    made = {key for link in links if (key := _made(link, meant.letters)) is not None}
    slopes = [(ref.key, link) for link in links if (ref := _slope_by(link, meant.letters)) is not None]
    shared = {key for key, link in slopes if count in _shares(link.right)}
    if not shared or shared & made:
        return meant
    total = head_of(loss.left, meant.letters)
    made -= {total.key} if total is not None else set()
    return replace(meant, each=frozenset(made | set(map(_of_a_column, made))), count=count)


def _of_a_column(key: str) -> str:
    """z, which z^{(i)} of the columns of Z is."""
    return key[:1].lower() + key[1:]


def _made(link: Link, letters: Letters) -> str | None:
    """The name that a link works out; a step, W := W − α dW, does not."""
    head = head_of(link.left, letters)
    return None if head is None or head.key in keys_in(link.right, letters) else head.key


def _slope_by(link: Link, letters: Letters) -> Reference | None:
    return reference(link.left.of, letters) if isinstance(link.left, s.Differential) else None


def _shares(node: s.Node) -> Iterator[s.Node]:
    """The n of every 1/n in a formula."""
    for part in walk(node):
        match part:
            case s.Fraction(bottom=s.Name() as count):
                yield count
