"""Other forms of a name that a document proves, J = tr C − 2wᵀCw + …: a slip is often made in the form written last."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from derive.elaborate.readings.story import Story
from derive.elaborate.shapes.typed import Typed
from derive.elaborate.symbols.names import keys_in
from derive.elaborate.symbols.roles import Link, head_of, is_derivative
from derive.model import Right

MOST = 2


def with_restated(story: Story, typed: Typed, link: Link) -> Iterator[Typed]:
    """The typing with what a line is about in a form that was proved equal to its definition, the last one first."""
    scope = typed.scope
    above = scope.ancestors(link.left)
    count = 0
    for earlier, judgement in reversed(story.judged):
        head = head_of(earlier.left, scope.letters) if not is_derivative(earlier.left) else None
        made = scope.definitions.get(head.key) if head is not None else None
        if head is None or made is None or head.key not in above or not isinstance(judgement.verdict, Right):
            continue
        if made.indices != head.indices or head.key in keys_in(earlier.right, scope.letters):
            continue
        count += 1
        if count > MOST:
            return
        yield replace(typed, scope=scope.define(replace(made, body=earlier.right)))
