r"""Names to which words give another meaning without an equation that can be read: "here $p$ becomes the …"."""

from __future__ import annotations

import re
from collections.abc import Collection

from derive.elaborate.symbols.example_keys import unmarked_names
from derive.elaborate.symbols.scope import Scope

_IS = r"(?:is|are|means|denotes|stands)"
_CHANGES = (
    rf"(?:(?:now\s+)?(?:becomes|changes|turns\s+into|(?:gets|is)\s+replaced)|now\s+{_IS}|{_IS}\s+now"
    r"|(?:has|have|with)\s+(?:a\s+new|another|a\s+different)\s+meaning)\b"
)


def changed_in_words(text: str, scope: Scope, keys: Collection[str], end: int) -> str | None:
    """A name of which the words between its definition and a place say that it means something else from there on."""
    for key in sorted(keys):
        made = scope.definitions.get(key)
        if made is None or made.body is None:
            continue
        start = made.body.span.end
        if start < end and _said(unmarked_names(key)).search(text, start, end):
            return key
    return None


def _said(name: str) -> re.Pattern[str]:
    """What says that a name changes.

    >>> _said("p").search("Here $p$ becomes the mean.") is not None, _said("p").search("so $p$ is small") is None
    (True, True)
    """
    written = rf"(?:\$|\\\()\s*{re.escape(name)}(?:_\{{?\w+\}}?)?\s*(?:\$|\\\)),?\s+"
    return re.compile(rf"{written}{_CHANGES}|\b(?i:now|instead)\s+{written}{_IS}\b")
