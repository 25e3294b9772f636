"""A derivative at one step of a recurrence by what all steps share: h_{t−1} depends on it too, unless it is held."""

from __future__ import annotations

import re
from dataclasses import replace

from derive.elaborate.claims.judge import Judgement
from derive.elaborate.readings.story import Story
from derive.elaborate.symbols.names import reference
from derive.elaborate.symbols.roles import Link
from derive.model import Reason, Right, Unknown
from derive.reader import syntax as s

_SAYS_HELD = re.compile(
    r"\b(?:one|single|this)\s+(?:\w+\s+)?(?:time[\s-]*)?step\b|\bstep only\b|\bcell\b|\bimmediate\b"
    r"|\b(?:held|hold\w*|fixed|frozen|constant|given)\b"
)


def with_earlier_steps_held(story: Story, link: Link, judgement: Judgement) -> Judgement:
    """A line that is right at one step: right with the steps before held, where the text speaks of one step."""
    earlier = _earlier(story, link) if isinstance(judgement.verdict, Right) else []
    if not earlier:
        return judgement
    if _SAYS_HELD.search(story.typed.scope.words) is None:
        return replace(judgement, verdict=Unknown(Reason.READINGS_DISAGREE, f"whether {earlier[0]} varies"))
    held = tuple(f"with {key} held" for key in earlier)
    return replace(judgement, conditions=(*judgement.conditions, *held))


def _earlier(story: Story, link: Link) -> list[str]:
    """The names of earlier steps in what is differentiated that depend on the variable as the step itself does."""
    scope = story.typed.scope
    match link.left:
        case s.Derivative(of=of, by=(by,)) | s.Nabla(of=of, by=by) if of is not None and by is not None:
            ref = reference(by, scope.letters)
        case _:
            return []
    labels = [f"{{{letter}{shift}}}" for letter in scope.letters.steps for shift in ("", "-1", "+1")]
    if ref is None or any(label in ref.key for label in labels):
        return []
    above = scope.ancestors(of)
    pairs = (
        (key, key.replace(f"{{{letter}-1}}", f"{{{letter}}}"))
        for key in sorted(above)
        for letter in scope.letters.steps
    )
    shared = [key for key, now in pairs if now != key and ref.key in scope.ancestors_of(now) - {now}]
    return [key for key in shared if ref.key not in scope.rates.get(key, ())]
