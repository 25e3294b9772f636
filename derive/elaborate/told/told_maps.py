r"""How words tell that a function leads from one name to another: "$p$ comes from $z$ by a softmax"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from derive.reader.syntax import Span


@dataclass(frozen=True, slots=True)
class Said:
    """The name that is made, the function, what it is made from, where the made name stands, and all the words."""

    left: str
    function: str
    right: str
    place: Span
    span: Span


def maps_said(prose: str, functions: Collection[str]) -> Iterator[Said]:
    r"""What the words of a text say of functions between names.

    >>> said = next(maps_said("A softmax turns $z$ into $p$.", ["softmax"]))
    >>> said.left, said.function, said.right
    ('p', 'softmax', 'z')
    """
    for pattern in _patterns("|".join(map(re.escape, functions))):
        for match in pattern.finditer(prose):
            around = prose[max(0, match.start() - _NEAR) : match.end()]
            if not _DENIED.search(around):
                place, span = Span(*match.span("left")), Span(*match.span())
                yield Said(match["left"], match["function"], match["right"], place, span)


_NEAR = 30
_DENIED = re.compile(
    r"\b(?:not|never|no|without|instead|rather|if|would|had|could|unlike)\b|n't\b", re.IGNORECASE
)
_KINDS = (
    r"(?:(?:the|a|an|some|our|its|all|free|unconstrained|raw|real|unnormali[sz]ed|linear|column|row|vector|numbers?|parameters?|scores?"
    r"|logits?|pre-?activations?|net|inputs?|entries|of)\s+)*"
)
_HOW = r"(?:(?:the|a|an|usual|standard|logistic|row-?wise|element-?wise|entry-?wise|component-?wise)\s+)*"


def _name(group: str) -> str:
    return rf"(?:\$(?P<{group}>[^$=<>,;]{{1,24}})\$)"


def _patterns(words: str) -> tuple[re.Pattern[str], ...]:
    function = (
        rf"{_HOW}(?P<function>{words})(?:\s+(?:function|activation|layer|nonlinearity|transform(?:ation)?))?"
    )
    left, right = _name("left"), _name("right")
    gives = (
        r"\s*,?\s*(?:(?:which|that|this|we|and|one|to)\s+)*"
        r"(?:gives?|yields?|gets?|obtains?|produces?|returns?)\s+(?:us\s+)?"
    )
    told = (
        rf"{left},?\s+(?:is|be|being|denotes|for|the)\s+{function}\s+(?:of|over)\s+{_KINDS}{right}",
        rf"{left},?\s+(?:is|are|comes|be|being)?\s*(?:obtained|computed|made|formed|derived|got)?\s*(?:from|out\s+of)\s+{_KINDS}{right}"
        rf"\s+(?:by|via|through|with|using)\s+(?:(?:applying|taking|an?|the)\s+)*{function}",
        rf"{left}\s+(?:comes|is\s+obtained|results|is\s+computed)\s+(?:from|by|through|via)\s+{function}\s+(?:of|over|on|applied\s+to)\s+"
        rf"{_KINDS}{right}",
        rf"\b(?:appl(?:y|ying|ied)|us(?:e|ing)|taking|take)\s+{function}\s+(?:to|on|over|of)\s+{_KINDS}{right}{gives}{_KINDS}{left}",
        rf"\b(?:pass(?:ing)?|send(?:ing)?|put(?:ting)?)\s+{_KINDS}{right}\s+through\s+{function}{gives}{_KINDS}{left}",
        rf"{right}\s+(?:goes|passes|is\s+passed|is\s+sent|is\s+fed)\s+(?:through|into)\s+{function}{gives}{_KINDS}{left}",
        rf"\b{function}\s+(?:turns|maps|sends|takes|converts|transforms)\s+{_KINDS}{right}\s+(?:in)?to\s+{_KINDS}{left}",
    )
    return tuple(re.compile(each, re.IGNORECASE) for each in told)
