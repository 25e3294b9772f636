"""Sums of which one summand of each kind is kept: the kinds need not have as many of them."""

from __future__ import annotations

import pytest

from derive.domains import Domains
from derive.judgement import prove_arrays
from derive.misconceptions.differential import EVERYWHERE, Differential, Roles
from derive.misconceptions.sums import only_one
from derive.model import Right
from derive.printing import term_text
from derive.terms import Term, fn, num, sym

W = sym("w")
X, Z = (tuple(sym(f"{name}[{k}]") for k in (1, 2, 3)) for name in "xz")


def uneven() -> Term:
    """Three squares and two exponentials, all of w."""
    squares = sum(((W * x) ** 2 for x in X[1:]), (W * X[0]) ** 2)
    return squares + fn("exp", W * Z[0]) + fn("exp", W * Z[1])


@pytest.mark.parametrize(
    ("which", "squared", "grown"),
    [(0, 0, 0), (1, 1, 1), (2, 2, 1), (-1, 2, 1)],
    ids=["first", "second", "third", "last"],
)
def test_the_last_of_a_shorter_kind_is_kept(which: int, squared: int, grown: int) -> None:
    slope = Differential(uneven(), W, Roles()).with_slips([(only_one(which), EVERYWHERE)])
    wanted = num(2) * W * X[squared] ** 2 + Z[grown] * fn("exp", W * Z[grown])
    assert isinstance(prove_arrays([slope], [wanted], Domains()), Right), term_text(slope)
