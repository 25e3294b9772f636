r"""Indices that a reading fills in on both ends: ∂η_i/∂β = x_j is no ∂η_i/∂β_j = x_ij of which half is left out."""

from __future__ import annotations

from derive.elaborate.claims.judge import Judgement
from derive.elaborate.symbols.names import Letters, reference
from derive.elaborate.symbols.roles import Link
from derive.reader import syntax as s
from derive.reader.tree import walk

FILLED = "indices that would have to be left out on both sides"


def fills_both_ends(link: Link, judgement: Judgement, letters: Letters) -> bool:
    """Whether a bare variable got the index of a name of the right side, and that name another one."""
    filled = judgement.reading.filled if judgement.reading is not None else set[str]()
    if not filled or not isinstance(link.left, s.Derivative):
        return False
    refs = [reference(by, letters) for by in link.left.by]
    bare = {ref.key for ref in refs if ref is not None and not ref.indices}
    indexed = {
        ref.key
        for part in walk(link.right)
        if isinstance(part, s.Index) and (ref := reference(part, letters)) is not None and ref.indices
    }
    return bool(bare & filled) and bool(indexed & filled)
