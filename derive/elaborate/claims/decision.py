"""The verdict on the entries of a line at given sizes, under what is usually meant silently."""

from __future__ import annotations

from collections.abc import Sequence

from derive.calculus import free_symbols
from derive.domains import Domains
from derive.elaborate.shapes.assumptions import with_constraints
from derive.elaborate.shapes.typed import Reading
from derive.judgement import prove_arrays
from derive.model import Reason, Right, Unknown, Verdict, Wrong
from derive.terms import Term
from derive.traverse import postorder

MOST_NODES = 30_000
NODES_A_UNIT = 100
UNFINISHED = 20_000
"""What a proof that used up its budget counts for in the work done, in parts of formulas."""


def decide(lefts: Sequence[Term], rights: Sequence[Term], domains: Domains, reading: Reading) -> Verdict:
    """Prove or refute the entries one by one; Unknown where the work for one document is used up."""
    nodes = sum(1 for _ in postorder([*lefts, *rights]))
    work = reading.typed.work
    if nodes > MOST_NODES or not work.left:
        return Unknown(Reason.BUDGET)
    work.left = max(0, work.left - nodes // NODES_A_UNIT)
    verdict = prove_arrays(lefts, rights, domains, simplest=False, slopes=True)
    unfinished = isinstance(verdict, Unknown) and verdict.reason is Reason.BUDGET
    work.done += UNFINISHED if unfinished else nodes
    if not isinstance(verdict, Right):
        milder = with_constraints(lefts, rights, domains, reading)
        if milder is not None:
            return milder
        if isinstance(verdict, Wrong) and not _opaque_apart(reading, [*lefts, *rights]):
            return Unknown(Reason.UNDECIDED, "a function that is not defined is taken at several arguments")
    return verdict


def _opaque_apart(reading: Reading, terms: Sequence[Term]) -> bool:
    """Whether unknown functions are taken at certainly different arguments, so that their values are independent.

    Those of several arguments may well be told to be symmetric, or zero where two are equal: nothing is concluded.
    """
    names = [name for name in free_symbols(*terms) if name in reading.opaque]
    if any(len(reading.opaque[name][1]) > 1 for name in names):
        return False
    for place, one in enumerate(names):
        for other in names[place + 1 :]:
            (f, a), (g, b) = reading.opaque[one], reading.opaque[other]
            if f == g and not isinstance(prove_arrays(a, b, simplest=False), Wrong):
                return False
    return True
