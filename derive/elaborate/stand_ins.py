"""Names that only stand in for what the chain goes on with: the e of S(b) = e'e = (y − Xb)'(y − Xb)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from derive.elaborate.calls import POINTWISE, WORDS
from derive.elaborate.names import Letters, keys_in
from derive.elaborate.roles import FUNCTIONS_OF_EVERYBODY, Link
from derive.reader import syntax as s


def stand_ins(links: Sequence[Link], letters: Letters) -> Mapping[int, s.Node]:
    """The places of links whose right side has a name that stands nowhere else, with the member that follows it."""
    known = FUNCTIONS_OF_EVERYBODY | POINTWISE.keys() | WORDS.keys() | letters.indices | letters.sizes
    keys = [frozenset((*keys_in(link.left, letters), *keys_in(link.right, letters))) for link in links]
    found: dict[int, s.Node] = {}
    for place, (link, following) in enumerate(pairwise(links)):
        if link.place or not link.begins or following.formula is not link.formula or following.sign != "=":
            continue
        elsewhere = {
            k for other, held in enumerate(keys) if links[other].formula is not link.formula for k in held
        }
        strangers = frozenset(keys_in(link.right, letters)) - known - elsewhere
        if strangers - frozenset(keys_in(following.right, letters)):
            found[place] = following.right
    return found
