r"""Sums without a range over what the words count: Σ_k is Σ_{k=1}^K where there are "$K$ classes"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from derive.elaborate.symbols.rewriting import rewritten
from derive.reader import syntax as s
from derive.reader.blocks import Document
from derive.reader.tree import rebuilt

_COUNTED = re.compile(
    r"\$([A-Z])\$[\s-]+(?:[a-z]+[\s-]+)?(?:class(?:es)?|categor(?:y|ies)|labels?|outputs?|units|arms|actions|options"
    r"|alternatives|components|clusters|topics|features|samples|examples|observations|points|items|words|experts)\b"
)

_LISTED = re.compile(r"\$\s*\(?\s*([^$,=]+?)_\{?1\}?\s*,\s*\\[lc]?dots\s*,\s*\1_\{?([A-Z])\}?\s*\)?\s*\$")
"""The data $x_1, \\dots, x_N$ as a sentence lists them."""


def with_spoken_ranges(document: Document) -> Document:
    r"""The document with Σ_{k=1}^K for every Σ_k without a range, where the words count or list K things.

    >>> from derive.reader.document import read_text
    >>> read = read_text(r"Over $K$ classes, $$L = -\sum_k q_k \log p_k$$")
    >>> with_spoken_ranges(read).blocks[-1].formulas[0].tree.members[1].of.above
    Name(letter='K', decorations=())
    """
    ends = [match[2] for match in _LISTED.finditer(document.prose)]
    counts = {end.lower(): end for end in (*ends, *_COUNTED.findall(document.prose))}
    return rewritten(document, lambda tree: _ranged(tree, counts)) if counts else document


def _ranged(node: s.Node, counts: Mapping[str, str]) -> s.Node:
    changed: s.Node = rebuilt(node, lambda part: _ranged(part, counts))
    match changed:
        case s.Big(symbol="sum", below=s.Name(letter, ()) as index, above=None) if letter in counts:
            first = s.Chain((index, s.Number("1")), (s.Relation("="),), index.span)
            return replace(changed, below=first, above=s.Name(counts[letter]))
    return changed
