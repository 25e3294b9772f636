"""The maximum is taken out of products of shifted exponentials where it cancels, and only there."""

from __future__ import annotations

import pytest

from derive.misconceptions.shifts import unshifted
from derive.terms import Term, fn, sym

A, B, G = map(sym, "abg")
HIGH = fn("max", A, B)
ONE, OTHER = (fn("exp", each - HIGH) for each in (A, B))
TOTAL = ONE + OTHER
BARE_ONE, BARE_OTHER = fn("exp", A), fn("exp", B)
BARE_TOTAL = BARE_ONE + BARE_OTHER


@pytest.mark.parametrize(
    ("shifted", "bare"),
    [
        (ONE / TOTAL, BARE_ONE / BARE_TOTAL),
        (ONE * OTHER / TOTAL**2, BARE_ONE * BARE_OTHER / BARE_TOTAL**2),
        (ONE * OTHER * (1 / TOTAL) ** 2, BARE_ONE * BARE_OTHER * (1 / BARE_TOTAL) ** 2),
        (G * ONE**2 / TOTAL**2, G * BARE_ONE**2 / BARE_TOTAL**2),
        (HIGH + fn("log", TOTAL), fn("log", BARE_TOTAL)),
    ],
)
def test_what_cancels_is_gone(shifted: Term, bare: Term) -> None:
    found = unshifted(shifted)
    assert found is bare or found - bare is bare - bare


@pytest.mark.parametrize("term", [ONE, ONE * OTHER / TOTAL, ONE / TOTAL**2, ONE + OTHER])
def test_what_does_not_cancel_stays(term: Term) -> None:
    assert "max" in str(unshifted(term))
