"""Sizes: verdicts at several concrete sizes as one, and the size lemma, by which finitely many sizes prove all.

The size lemma. Clear denominators and let D_N = sum over t of N^a_t times the sum over k in [N]^r_t with C_t(k) of
h_t(x_k1, …, x_kr; theta), with finitely many t, h_t and C_t independent of N, C_t only comparing indices, samples that
range over a product domain, both sides defined there. With d = max(a_t + r_t): if D_N = 0 for N = 1, …, d + 1, then for
all N; if every a_t + r_t >= 1, N = 1, …, d is enough. (Möbius inversion over subsets of the samples: restricted to any
subset of them, D is a polynomial in N of degree at most d in each pattern of equal indices.)

Preconditions that the caller answers for: the same formula at every size (no "first two samples"), no coupling of the
samples by the domain (a simplex over the samples is one), no contraction inside a kernel (sigma(sum_i w_i x_i) must be
a scalar of its own on both sides), and, with several sizes, the whole grid of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from derive.model import Claim, Reason, Right, Unknown, Verdict, Wrong


@dataclass(frozen=True, slots=True)
class SumShape:
    """One kind of summand in D_N: the power ``a`` of N in front, and the number ``r`` of indices that are summed.

    A free index of the claim counts in ``r``; a mean over one index, multiplied out by N, has a = 0 and r = 1, beside
    terms with a = 1 and r = 0.
    """

    power: int
    indices: int

    @property
    def degree(self) -> int:
        """a + r."""
        return self.power + self.indices


def sizes_needed(shapes: Sequence[SumShape]) -> tuple[int, ...]:
    """The sizes N = 1, 2, … at which D_N = 0 has to be proved so that it holds for every N.

    >>> sizes_needed([SumShape(0, 1), SumShape(1, 0)])
    (1,)
    >>> sizes_needed([SumShape(0, 2), SumShape(0, 0)])
    (1, 2, 3)
    """
    degree = max((shape.degree for shape in shapes), default=0)
    last = degree if shapes and all(shape.degree >= 1 for shape in shapes) else degree + 1
    return tuple(range(1, last + 1))


def grid_needed(shapes: Mapping[str, Sequence[SumShape]]) -> tuple[dict[str, int], ...]:
    """The combinations of several sizes that have to be proved: the whole grid.

    >>> len(grid_needed({"N": [SumShape(0, 1)], "K": [SumShape(0, 1), SumShape(0, 0)]}))
    2
    """
    names = list(shapes)
    needed = [sizes_needed(shapes[name]) for name in names]
    return tuple(dict(zip(names, choice, strict=True)) for choice in product(*needed))


def over_sizes(verdicts: Sequence[tuple[Mapping[str, int], Verdict]]) -> Verdict:
    """Several verdicts at concrete sizes as one: wrong at any size is wrong, right only at all of them.

    >>> over_sizes([({"N": 1}, Right("a")), ({"N": 2}, Right("a"))]).sizes
    'N=1..2'
    """
    unknown: Unknown | None = None
    proofs: list[Right] = []
    for sizes, verdict in verdicts:
        match verdict:
            case Wrong():
                return replace(verdict, sizes=tuple(sizes.items()))
            case Unknown():
                unknown = verdict if unknown is None else unknown
            case Right():
                proofs.append(verdict)
    if unknown is not None:
        return unknown
    if not proofs:
        return Unknown(Reason.SIZES_ONLY)
    return _joined(proofs, sizes_text([sizes for sizes, _ in verdicts]))


def _joined(proofs: Sequence[Right], sizes: str) -> Right:
    conditions = tuple(dict.fromkeys(c for proof in proofs for c in proof.conditions))
    claims: tuple[Claim, ...] = tuple(claim for proof in proofs for claim in proof.claims)
    return replace(proofs[-1], conditions=conditions, claims=claims, sizes=sizes)


def sizes_text(sizes: Sequence[Mapping[str, int]]) -> str:
    """The sizes in words: "N=1..3, M=2"."""
    parts = []
    for name in sizes[0]:
        taken = sorted({one[name] for one in sizes})
        run = taken == list(range(taken[0], taken[-1] + 1)) and len(taken) > 1
        parts.append(f"{name}={taken[0]}..{taken[-1]}" if run else f"{name}={','.join(map(str, taken))}")
    return ", ".join(parts)


def unflatten(index: int, shape: Sequence[int]) -> tuple[int, ...]:
    """The place in an array of a flat, row-by-row index.

    >>> unflatten(5, (2, 3))
    (1, 2)
    """
    found: list[int] = []
    for size in reversed(shape):
        index, rest = divmod(index, size)
        found.insert(0, rest)
    return tuple(found)
