r"""Partial derivatives of a function of written arguments: in ∂f/∂x of f(x, y) the y is held, also where y = x²."""

from __future__ import annotations

from dataclasses import replace

from derive.elaborate.claims.judge import Judgement
from derive.elaborate.readings.story import Story
from derive.elaborate.readings.told_held import movers, with_held
from derive.elaborate.symbols.names import keys_in
from derive.elaborate.symbols.roles import Link, head_of
from derive.model import Reason, Right, Unknown
from derive.reader import syntax as s
from derive.reader.tex import tex


def with_other_arguments_held(story: Story, link: Link, judgement: Judgement) -> Judgement:
    """A partial derivative by one of the arguments of a function, judged with the others held.

    Right so, it is right; a line that is right only where they move is open.
    """
    keys = [key for key in movers(story, link) if key in _other_arguments(story, link)]
    if not keys:
        return judgement
    held = with_held(story, link, tuple(keys))
    if isinstance(held.verdict, Right):
        told = tuple(f"with {tex(s.Name(key))} held" for key in keys)
        return replace(held, conditions=(*held.conditions, *told))
    if isinstance(judgement.verdict, Right):
        return replace(judgement, verdict=Unknown(Reason.READINGS_DISAGREE, "which names vary"))
    return judgement


def _other_arguments(story: Story, link: Link) -> frozenset[str]:
    """The arguments with which a function is defined, but for the one that it is derived by."""
    scope = story.typed.scope
    match link.left:
        case s.Derivative(symbol="partial", of=of, by=(by,)) if of is not None:
            head = head_of(of, scope.letters)
            made = scope.definitions.get(head.key) if head is not None else None
            written = (
                {key for part in made.parameters for key in keys_in(part, scope.letters)} if made else set()
            )
            own = set(keys_in(by, scope.letters))
            return frozenset(written - own) if own <= written else frozenset()
    return frozenset()
