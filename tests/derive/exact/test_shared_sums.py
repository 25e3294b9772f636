"""What both sides contain becomes a number of its own, whichever sign it stands with."""

from __future__ import annotations

import pytest

from derive.exact.shared import with_shared_sums_free
from derive.exact.tidy import tidied
from derive.plain import read
from derive.printing import term_text


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("exp(a + b)", "2*exp(a + b)", ("exp(part 0)", "2*exp(part 0)")),
        ("exp(a - b)", "1/(1 + exp(b - a))", ("exp(-part 1)", "1/(exp(part 1) + 1)")),
        ("exp(u*v - (a + b))", "exp(a - u*v + b)", ("exp(-part 1)", "exp(part 1)")),
        ("exp(a + b)", "exp(a - b)", None),
        ("exp(a)", "exp(a)", None),
    ],
)
def test_sums_of_either_sign_are_shared(left: str, right: str, expected: tuple[str, str] | None) -> None:
    sides = tidied([read(left), read(right)])
    found = with_shared_sums_free(sides[:1], sides[1:], in_functions=True)
    told = None if found is None else tuple(term_text(term) for (term,) in found)
    assert told == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0*exp(x)/(exp(x) + 1) + y", "y"),
        ("0/(1 + exp(-x)**2)", "0"),
        ("0/x + y", "0/x + y"),
        ("0*log(x) + y", "0*log(x) + y"),
        ("0/(exp(x) - 1)", "0/(exp(x) - 1)"),
        ("a - (b - c)", "a - b + c"),
    ],
)
def test_nothing_is_left_out_that_may_be_undefined(text: str, expected: str) -> None:
    first, second = tidied([read(text), read(expected)])
    assert first is second
    assert (first is read("0")) == (expected == "0")
