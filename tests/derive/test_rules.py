"""One suite for all rules: every example of every rule is proved, and the rules hold on generated terms."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from derive.calculus import differentiate
from derive.derivation.factors import cancelled, common_denominator, expand, expanded_numerator
from derive.derivation.lines import Line, Slope, meaning, rewrite_slopes
from derive.derivation.log_rules import COLLECT_TERMS, LOG_RULES
from derive.derivation.matrices import Differential, Named, Scope, lower
from derive.derivation.matrix_rules import MATRIX_NAMED, MATRIX_RULES, MatrixRule
from derive.derivation.one_weight import take_derivatives
from derive.derivation.rules import NAMED_RULES, RULES, SLOPE_RULES, TERM_RULES, SlopeRule, TermRule
from derive.derivation.steps import Chain, Setting
from derive.domains import UNIT, Domains
from derive.model import Right
from derive.prove import prove_arrays, prove_terms
from derive.terms import Add, Term, add, fn, mul, num, power, sym

X, Y = sym("x"), sym("y")
UNIT_X = Domains({"x": UNIT})


def proved(left: Term, right: Term) -> bool:
    return isinstance(prove_terms(left, right, UNIT_X), Right)


@pytest.mark.parametrize(
    ("rule", "example"),
    [(rule, each) for rule in SLOPE_RULES for each in rule.examples],
    ids=lambda v: getattr(v, "id", ""),
)
def test_slope_rule_examples(rule: SlopeRule, example: Term) -> None:
    before = Line(sym("∂1"), (("∂1", Slope(example, "x")),))
    after = rewrite_slopes(before, rule.rewrite, ["∂1"])
    assert after != before
    assert proved(differentiate(example, "x"), meaning(after))


@pytest.mark.parametrize(
    ("rule", "example"),
    [(rule, each) for rule in (*TERM_RULES, *LOG_RULES, COLLECT_TERMS) for each in rule.examples],
    ids=lambda v: getattr(v, "id", ""),
)
def test_term_rule_examples(rule: TermRule, example: Term) -> None:
    after = rule.rewrite(example)
    assert after is not None
    assert after is not example
    assert proved(example, after)


SIZES = ({"N": 1, "M": 2}, {"N": 3, "M": 1}, {"N": 2, "M": 3})


@pytest.mark.parametrize(
    ("rule", "sizes"), [*product(MATRIX_RULES, SIZES)], ids=lambda v: getattr(v, "id", "")
)
def test_matrix_rule_examples(rule: MatrixRule, sizes: dict[str, int]) -> None:
    scope = Scope({}, (Named("W", "1", "M"),), sizes)
    for example in rule.examples:
        after = rule.rewrite(example)
        assert after is not None
        left, right = lower(example, scope), lower(after, scope)
        assert left.shape == right.shape
        assert isinstance(prove_arrays(left.entries, right.entries), Right)


def test_every_rule_says_what_it_is_and_where_it_stands() -> None:
    rules = [*SLOPE_RULES, *TERM_RULES, *NAMED_RULES, *LOG_RULES, *MATRIX_RULES, *MATRIX_NAMED]
    assert len({rule.id for rule in rules}) == len(rules)
    assert all("." in rule.id and rule.name and rule.statement and rule.source for rule in rules)
    assert set(RULES) <= {rule.id for rule in rules}


atoms = st.sampled_from([X, Y, num(2), num(-1), 1 - X, 1 + Y**2])
positive = st.sampled_from([X, 1 - X, 1 + Y**2, fn("exp", Y)])


def grown(parts: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
    return st.one_of(
        st.builds(add, parts, parts),
        st.builds(mul, parts, parts),
        st.builds(lambda u: power(u, 2), parts),
        st.builds(lambda u: fn("exp", u), parts),
        st.builds(lambda u: fn("log", u), positive),
        st.builds(lambda u: power(u, -1), positive),
        st.builds(lambda u: fn("sigmoid", u), parts),
    )


terms = st.recursive(atoms, grown, max_leaves=5)


@given(terms)
def test_derivatives_by_rules_are_derivatives(term: Term) -> None:
    chain = Chain(Setting(domains=UNIT_X), Line(sym("∂1"), (("∂1", Slope(term, "x")),)))
    take_derivatives(chain)
    assert isinstance(chain.line, Line)
    assert not chain.line.slopes
    assert all(isinstance(step.verdict, Right) for step in chain.steps)
    assert proved(differentiate(term, "x"), chain.line.body)


@given(terms)
def test_arrangements_keep_the_value(term: Term) -> None:
    arranged = [expand(term), expanded_numerator(term), cancelled(term)]
    arranged += [common_denominator(term)] if isinstance(term, Add) else []
    assert all(proved(term, each) for each in arranged if each is not None)


def test_a_wrong_rewriting_would_be_noticed() -> None:
    chain = Chain(Setting(domains=UNIT_X), Line(fn("log", 1 - X)))
    chain.to(SLOPE_RULES[0], Line(fn("log", X)))
    assert not isinstance(chain.steps[0].verdict, Right)


def test_differential_is_the_first_order_change() -> None:
    w = Named("W", "1", "M")
    found = lower(Differential(w), Scope({}, (w,), {"M": 2}))
    assert [entry.name for entry in found.entries] == ["dW[1,1]", "dW[1,2]"]  # type: ignore[union-attr]
