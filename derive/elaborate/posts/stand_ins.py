"""Names that only stand in for what the chain goes on with: the e of S(b) = e'e = (y − Xb)'(y − Xb)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from derive.elaborate.evaluation.calls import POINTWISE, WORDS
from derive.elaborate.symbols.names import Letters, keys_in, reference
from derive.elaborate.symbols.roles import FUNCTIONS_OF_EVERYBODY, Link, contains
from derive.reader import syntax as s
from derive.reader.tree import Part, children


def stand_ins(links: Sequence[Link], letters: Letters) -> Mapping[int, s.Node]:
    """The places of links whose right side has a name that stands nowhere else, with the member that follows it."""
    known = FUNCTIONS_OF_EVERYBODY | POINTWISE.keys() | WORDS.keys() | letters.indices | letters.sizes
    keys = [frozenset((*keys_in(link.left, letters), *keys_in(link.right, letters))) for link in links]
    found: dict[int, s.Node] = {}
    for place, (link, following) in enumerate(pairwise(links)):
        if link.place or not link.begins or following.formula is not link.formula or following.sign != "=":
            continue
        if contains(link.right, s.Derivative, s.Nabla):
            continue
        elsewhere = {
            k for other, held in enumerate(keys) if links[other].formula is not link.formula for k in held
        }
        strangers = frozenset(_bare(link.right, letters)) - known - elsewhere
        if strangers - frozenset(keys_in(following.right, letters)):
            found[place] = following.right
    return found


def _bare(node: Part, letters: Letters) -> Iterator[str]:
    """The names without an index, exponentials apart: the data x_i and the e of e^x need not stand anywhere else."""
    match node:
        case s.Index():
            return
        case s.Power(base=s.Name(letter="e"), exponent=exponent):
            yield from _bare(exponent, letters)
        case s.Name() if (ref := reference(node, letters)) is not None:
            yield ref.key
        case _:
            for part in children(node):
                yield from _bare(part, letters)
