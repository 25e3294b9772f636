"""A number where an array belongs: is it the sum of the entries, taken before the chain rule was through?"""

from __future__ import annotations

from dataclasses import dataclass

from derive.elaborate.claims.judge import TRIES, Context
from derive.elaborate.evaluation.variables import free_letters
from derive.elaborate.shapes.plans import PLANS, Sizes
from derive.elaborate.shapes.typed import Reading, frame_for
from derive.elaborate.symbols.choices import Script, scripts
from derive.elaborate.symbols.dims import ONE
from derive.elaborate.symbols.errors import NoValue
from derive.elaborate.symbols.roles import Link
from derive.errors import GradproofError
from derive.judgement import prove_arrays
from derive.model import Right
from derive.terms import add


@dataclass(frozen=True, slots=True)
class Collapsed:
    """The size over which was summed: at 1 the line is right."""

    size: str

    @property
    def told(self) -> str:
        """At which sizes the line holds, in words."""
        return f"right for {self.size} = 1, wrong from {self.size} = 2 on"


def collapsed_sum(link: Link, context: Context) -> Collapsed | None:
    """The collapsed size where the right side is proved to be the sum of the entries that the left side has."""
    for script in scripts(TRIES):
        size = _summed_size(link, context, script)
        if size is not None and all(_is_sum(link, context, script, plan) for plan in PLANS):
            return Collapsed(size)
    return None


def _summed_size(link: Link, context: Context, script: Script) -> str | None:
    reading = Reading(context.typed, None, script, 0)
    frame = frame_for(reading, free_letters(link, context.typed.scope.letters), link)
    try:
        left, right = reading.value(link.left, frame), reading.value(link.right, frame)
    except NoValue:
        return None
    dims = [reading.dims.find(dim) for dim in left.shape if reading.dims.find(dim) != ONE]
    return dims[0] if right.is_scalar and len(dims) == 1 and dims[0].isalpha() else None


def _is_sum(link: Link, context: Context, script: Script, plan: tuple[int, ...]) -> bool:
    reading = Reading(context.typed, Sizes(plan, dict(context.order)), script, 0)
    frame = frame_for(reading, free_letters(link, context.typed.scope.letters), link)
    try:
        left, right = reading.value(link.left, frame), reading.value(link.right, frame)
    except (NoValue, GradproofError):
        return False
    return isinstance(prove_arrays([add(*left.entries)], right.entries, simplest=False), Right)
