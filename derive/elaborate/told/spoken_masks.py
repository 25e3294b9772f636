r"""Masks that a document tells in words: "where $M$ is a binary mask", "`M` the 0/1 mask of known ratings"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from derive.domains import LABELS
from derive.elaborate.symbols.names import key_of, keys_in
from derive.elaborate.symbols.scope import Scope
from derive.reader import syntax as s
from derive.reader.fragments import fragment

_LETTER = r"(?:\\[A-Za-z]+\s*\{?\s*)?(?:\\[A-Za-z]+|[A-Za-z])\}?"
_SPACE = r"(?:\\in\b|∈|\(|\^\{?[\[(])"
_NAME = (
    rf"(?:\$\s*(?P<name>{_LETTER})(?:_\{{?\w,?\w?\}}?)?\s*(?:{_SPACE}[^$]*)?\$|`(?P<code>[A-Za-z])`"
    r"|(?<![\w$\\`.])(?P<bare>[B-HJ-Z])(?![\w$'`]))"
)
_ZERO_ONE = (
    r"(?:\$?(?:0\s*(?:/|[-–])\s*1|\\?\{\s*0\s*,\s*1\s*\\?\})\$?|zero\s*(?:/|[-–])\s*one|binary|boolean)"
    r"(?:[\s-]+valued)?"
)
_KIND = r"(?:mask(?:ing)?|indicator|selection|matrix|vector|array|table)s?"
_LINK = (
    r"[\s,:]*(?:\([^()]*\)\s*)?(?:(?:is|are|be|being|denotes?|for|as|with)\s+)*(?:(?:the|an?|our|its)\s+)?"
)
_ENTRIES = (
    r"(?:(?:has|have|having|with|of|whose|holds?|contains?|consists? of)\s+)+(?:(?:its|the|all|only)\s+)*"
    r"(?:(?:entries|elements|components)\s+)?(?:(?:that|which)\s+)?(?:(?:are|is|in|either|equal(?: to)?|from|only)\s+)*"
    r"(?:zeros?\s+(?:and|or)\s+ones?|ones?\s+(?:and|or)\s+zeros?|\$?0\$?\s*(?:and|or|,|/)\s*\$?1\b|\$?1\$?\s*(?:and|or|,|/)\s*\$?0\b"
    r"|\$?\\?\{\s*0\s*,\s*1\s*\\?\})"
)
_SEEN = (
    r"(?:of|for|over|marking|that\s+marks)\s+(?:the\s+|all\s+)?(?:\w+\s+)?"
    r"(?:observed|known|given|available|visible|rated)\b"
)
_SURE = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_NAME}{_LINK}(?:[\w-]+\s+){{0,2}}?{_ZERO_ONE}\s+(?:[\w-]+\s+){{0,2}}?{_KIND}\b",
        rf"\b{_ZERO_ONE}\s+(?:[\w-]+\s+){{0,2}}?{_KIND}\s+{_NAME}(?!\s*=)",
        rf"\b{_KIND}\s+{_NAME}\s*,?\s+{_ENTRIES}",
        rf"{_NAME}{_LINK}(?:[\w-]+\s+){{0,3}}?{_KIND}\s*,?\s+{_ENTRIES}",
        rf"{_NAME}\s+{_ENTRIES}",
        rf"\bmask\s+{_NAME}\s+{_SEEN}",
        rf"{_NAME}{_LINK}(?:[\w-]+\s+){{0,2}}?mask\s+{_SEEN}",
    )
)
_BY_CASES = re.compile(
    rf"\$\s*(?P<name>{_LETTER})_\{{?[a-z],?[a-z]?\}}?\s*=\s*(?:1\s*\$|1\b[^$]*\$)[\s,]*"
    r"(?:(?:if|when|where|whenever|for|exactly\s+when)\s+)[^.;]{2,120}?"
    r"\b(?:and|or|but)?\s*\$?(?:0|zero)\$?\s+(?:if|when|where|whenever|for|otherwise|else|elsewhere|in\s+all\s+other)\b"
)
"""$M_{ij} = 1$ if the entry is known and 0 if it is not."""
_LIKELY = tuple(
    re.compile(pattern)
    for pattern in (rf"\bmask\s+{_NAME}", rf"{_NAME}{_LINK}(?:[\w-]+\s+){{0,2}}?(?:mask|indicator)\b")
)
_OTHER = re.compile(
    r"\b(?:soft|weighted|inverted|scaled|rescaled|dropout|drop-out|bernoulli"
    r"|attention|causal|additive|gaussian|learned|real[- ]valued)\b"
)
"""Words of documents in which a mask may hold other numbers than 0 and 1."""


def told_masks(text: str) -> frozenset[str]:
    """The names of which words say that their entries are 0 or 1.

    >>> sorted(told_masks(r"`M` the 0/1 mask of all; a binary mask $B$, $\\mathbf{D}$ with entries 0 or 1"))
    ['B', 'D', 'M']
    >>> told_masks("$M$ is not a binary matrix")
    frozenset()
    """
    return frozenset(_keys(text, (*_SURE, _BY_CASES)))


def likely_masks(text: str) -> frozenset[str]:
    """The names that are called masks or indicators, without the values of their entries.

    >>> sorted(likely_masks("with the mask $M$")), sorted(likely_masks("with the dropout mask $M$"))
    (['M'], [])
    """
    return frozenset() if _OTHER.search(text.lower()) else frozenset(_keys(text, _LIKELY))


def _keys(text: str, patterns: Sequence[re.Pattern[str]]) -> Iterator[str]:
    plain = re.sub(r"\\[()]", "$", text)
    for match in (each for pattern in patterns for each in pattern.finditer(plain)):
        tree = fragment(next(each for each in match.groups() if each))
        inside = plain.count("$", 0, match.start()) % 2 == 1 and match.groupdict().get("bare")
        if isinstance(tree, s.Name) and not inside and not _is_denied(match, plain):
            yield key_of(tree)


def _is_denied(match: re.Match[str], plain: str) -> bool:
    said = plain[max(0, match.start() - 30) : match.end()].lower()
    return re.search(r"\b(?:not|no|never|unlike|instead of|rather than)\b", said) is not None


def with_spoken_masks(scope: Scope, text: str, trees: Sequence[s.Node]) -> Scope:
    """The scope in which what words call masks has entries 0 and 1; a formula's declaration comes first."""
    told, likely = told_masks(text), likely_masks(text)
    if not told | likely:
        return scope
    used = {key for tree in trees for key in keys_in(tree, scope.letters)}
    domains = dict.fromkeys(told & used, LABELS)
    return replace(scope, domains={**domains, **scope.domains}, masks=likely & used)
