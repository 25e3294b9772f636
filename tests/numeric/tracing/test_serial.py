"""Terms cross the descriptor unchanged, and whatever else comes is refused."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from derive.terms import PI, Term, add, case, compare, fn, mul, negation, num, power, sym
from numeric.tracing.serial import Encoder, Malformed, decode

LEAVES = st.one_of(st.fractions(max_denominator=50).map(num), st.sampled_from("xyz").map(sym), st.just(PI))


def _grown(inner: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
    return st.one_of(
        st.builds(add, inner, inner),
        st.builds(mul, inner, inner),
        st.builds(power, inner, st.integers(1, 3)),
        st.builds(lambda u: fn("exp", u), inner),
        st.builds(lambda u, v: fn("max", u, v), inner, inner),
        st.builds(lambda a, b: case([(negation(compare("<", a, b)), a)], b), inner, inner),
    )


@given(st.recursive(LEAVES, _grown, max_leaves=12))
def test_a_term_comes_back_as_itself(term: Term) -> None:
    encoder = Encoder()
    number = encoder.number(term)
    assert decode(json.loads(json.dumps(encoder.rows)))[number] is term


@pytest.mark.parametrize(
    "rows",
    [
        None,
        {},
        [["s"]],
        [["s", 3]],
        [["n", "one"]],
        [["n", "1" * 5000]],
        [["+", 0]],
        [["+", -1]],
        [["n", "1"], ["+", 0, True]],
        [["f", "system", 0]],
        [["s", "x"], ["f", "exp", 0, 0]],
        [["s", "x"], ["r", "<", 0, 0], ["+", 1, 1]],
        [["c", "secret"]],
        [["?", 0]],
        ["x"],
    ],
)
def test_rubbish_is_refused(rows: object) -> None:
    with pytest.raises(Malformed):
        decode(rows)
