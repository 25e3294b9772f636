"""Lists whose members belong together: the values of a range, the names before one relation."""

from __future__ import annotations

from derive.reader.syntax import Chain, Dots, Index, Name, Node, Sequence, Span


def append(parts: list[Node], new: Node) -> None:
    """Put another member behind those of a list; i = 1, …, N keeps its values, and x, y > 0 its names together."""
    last = parts[-1]
    if isinstance(last, Chain) and not isinstance(new, Chain):
        tail = last.members[-1]
        listed = tail.items if isinstance(tail, Sequence) and tail.opening == "" else (tail,)
        joined = Sequence((*listed, new), "", "", Span(tail.span.start, new.span.end))
        parts[-1] = Chain((*last.members[:-1], joined), last.relations, Span(last.span.start, new.span.end))
    elif isinstance(new, Chain) and all(_listable(part) for part in parts) and _listable(new.members[0]):
        names = Sequence((*parts, new.members[0]), "", "", Span(parts[0].span.start, new.members[0].span.end))
        parts[:] = [Chain((names, *new.members[1:]), new.relations, Span(names.span.start, new.span.end))]
    else:
        parts.append(new)


def _listable(node: Node) -> bool:
    """x_1, …, x_n > 0: names and dots before a relation share it."""
    return isinstance(node, Name | Index | Dots)
