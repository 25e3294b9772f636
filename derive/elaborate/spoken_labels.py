r"""Labels whose values a document gives in words: "labels in $\{-1,+1\}$", "targets are ±1"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from derive.domains import LABELS, SIGNS, Domain
from derive.elaborate.names import keys_in
from derive.elaborate.scope import Scope
from derive.reader import syntax as s

_SIGNS = r"(?:\\?\{\s*[+-]\s*1\s*,\s*[+-]\s*1\s*\\?\}|\\pm\s*1|±\s*1|[+-]1\s*(?:/|and|or|,)\s*[+-]1)"
_BITS = r"(?:\\?\{\s*[01]\s*,\s*[01]\s*\\?\}|\b[01]\s*(?:/|and|or)\s*[01]\b)"
_SAID = re.compile(
    r"\b(?:labels?|targets?|responses?|outcomes?)\b(?:(?!\b(?:not|instead|unlike|rather)\b)[^.$\n]){0,30}?"
    rf"\$?\s*(?:(?P<signs>{_SIGNS})|(?P<bits>{_BITS}))",
    re.IGNORECASE,
)
_USUAL = ("y", "t", "Y", "T")
"""The letters of labels, the likelier first."""


def label_values(text: str) -> Domain | None:
    r"""The values of the labels that the words of a text give; None where they give none, or two kinds.

    >>> label_values(r"with labels in $\{-1, +1\}$") == SIGNS
    True
    >>> label_values("labels are 0/1 here and labels are ±1 there")
    """
    found = {SIGNS if match["signs"] else LABELS for match in _SAID.finditer(text)}
    return found.pop() if len(found) == 1 else None


def with_spoken_labels(scope: Scope, text: str, trees: Iterable[s.Node]) -> Scope:
    """The scope in which the labels have the values that the words give them; a formula's declaration comes first."""
    values = label_values(text)
    if values is None:
        return scope
    trees = list(trees)
    used = {key for tree in trees for key in keys_in(tree, scope.letters)}
    declared = {key for tree in trees for key in _declared(tree, scope)}
    name = next((letter for letter in _USUAL if letter in used), None)
    if name is None or name in declared:
        return scope
    return replace(scope, domains={name: values, **scope.domains})


def _declared(tree: s.Node, scope: Scope) -> frozenset[str]:
    """The names of which a formula says in which set they are: y ∈ {−1, 1}."""
    match tree:
        case s.Chain(members=(name, *_), relations=(s.Relation(sign="in"), *_)):
            return frozenset(keys_in(name, scope.letters))
    return frozenset()
