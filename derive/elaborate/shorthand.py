"""dZ = A − Y: in some courses dZ is short for the derivative of the loss by Z, and no differential."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from derive.elaborate.names import Letters
from derive.elaborate.roles import NUMBERS, Link, contains, head_of
from derive.reader import syntax as s
from derive.reader.tree import rebuilt


def spelled_out(links: Sequence[Link], letters: Letters) -> list[Link]:
    """The links with dZ written as ∂J/∂Z, where the document uses that shorthand and has one loss."""
    if not any(_is_shorthand(link) for link in links):
        return list(links)
    losses = {
        head.key: link.left for link in links if (head := head_of(link.left, letters)) and head.key in NUMBERS
    }
    if len(losses) != 1:
        return [link for link in links if not contains(link.left, s.Differential)]
    (loss,) = losses.values()
    return [replace(link, left=_spelled(link.left, loss), right=_spelled(link.right, loss)) for link in links]


def _is_shorthand(link: Link) -> bool:
    plain = isinstance(link.left, s.Differential) and isinstance(link.left.of, s.Name | s.Index)
    return plain and link.begins and link.sign == "=" and not contains(link.right, s.Differential)


def _spelled(node: s.Node, loss: s.Node) -> s.Node:
    if isinstance(node, s.Differential) and isinstance(node.of, s.Name | s.Index):
        return s.Derivative(loss, (node.of,), span=node.span)
    changed: s.Node = rebuilt(node, lambda part: _spelled(part, loss))
    return changed
