r"""What an author says beside the document: names, domains, definitions, a problem of the catalogue, conventions."""

from __future__ import annotations

import pytest

from derive.catalog.activations import ACTIVATIONS
from derive.catalog.losses import LOSSES
from derive.check import check
from derive.domains import Interval
from derive.elaborate.evaluation.evaluate import Frame
from derive.elaborate.shapes.infer import typed_scope
from derive.elaborate.shapes.typed import Reading
from derive.elaborate.symbols.declared import spoken_domain
from derive.elaborate.symbols.scope import Scope
from derive.errors import GradproofError
from derive.model import Right
from derive.prove import prove_equal
from derive.reader.grammar import parse
from derive.terms import Term, sym


def verdicts(header: str, *formulas: str) -> list[str]:
    text = (
        f"---\ngradproof:\n  {header}\n---\n" + "\n\n".join(f"$${formula}$$" for formula in formulas) + "\n"
    )
    return [relation.verdict for relation in check(text).relations]


BY_PREDICTION = r"\frac{\partial L}{\partial \hat y} = \frac{\hat y - y}{\hat y(1-\hat y)}"
BY_WEIGHT = r"\frac{\partial E}{\partial w_j} = (p - y) x_j"
OVER_SAMPLES = r"\frac{\partial J}{\partial w} = \frac{1}{N} \sum_{i=1}^N (p_i - y_i) x_i"

CASES = (
    ("problem: bce", (BY_PREDICTION, r"\frac{\partial L}{\partial w} = (\hat y - y) x"), ["right", "right"]),
    ("problem: bce", (BY_WEIGHT,), ["right"]),
    ("problem: bce", (r"\frac{\partial E}{\partial w_j} = (y - p) x_j",), ["wrong"]),
    ("problem: linear", (BY_WEIGHT,), ["right"]),
    ("problem: mse+sigmoid", (BY_WEIGHT,), ["wrong"]),
    ("problem: bce", (OVER_SAMPLES,), ["cannot-tell"]),
    ("{problem: bce, convention: {reduction: mean}}", (OVER_SAMPLES,), ["right"]),
    ("{problem: bce, convention: {reduction: sum}}", (OVER_SAMPLES,), ["wrong"]),
    ("{problem: bce, convention: {sign: log-likelihood}}", (BY_PREDICTION,), ["wrong"]),
    ("problem: bce", (r"L = (p - y)^2", r"\frac{\partial L}{\partial p} = 2(p - y)"), ["definition", "right"]),
    (r"definitions: 'L = (a - b)^2'", (r"\frac{\partial L}{\partial a} = 2(a - b)",), ["right"]),
    (r"definitions: ['r = a - b', 'L = r^2']", (r"\frac{\partial L}{\partial a} = a - b",), ["wrong"]),
    (r"domains: {r: '> 0'}", (r"\log(r^2) = 2 \log r",), ["right"]),
    (r"domains: {y: '{0, 1}'}", (r"y^2 = y",), ["right"]),
    (r"domains: {y: '{-1, 1}'}", (r"y^3 = y",), ["right"]),
)  # fmt: skip


@pytest.mark.sampled(3)
@pytest.mark.parametrize(("header", "formulas", "expected"), CASES)
def test_a_header_decides(header: str, formulas: tuple[str, ...], expected: list[str]) -> None:
    lines = header[1:-1].replace(", convention", "\n  convention") if header.startswith("{") else header
    assert verdicts(lines, *formulas) == expected


def test_a_stated_layout_is_not_left_silently() -> None:
    text = "Let $s = w^T x$. $$\\frac{\\partial s}{\\partial w} = x$$\n"
    (found,) = check("We use the numerator layout.\n\n" + text).relations[1:]
    assert found.verdict == "cannot-tell"
    assert "numerator layout" in found.reason
    assert check(text).relations[-1].notes == ()


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("problem: bcee", "did you mean bce"),
        ("symbols: {w: blob}", "cannot be a blob"),
        ("convention: {sign: plus}", "sign cannot be plus"),
        ("convention: {colour: red}", "does not know colour"),
        ("domains: {p: blue}", "domain 'blue'"),
        ("domains: {p: '(0, 1'}", "is not known"),
        ("definitions: ['L']", "not an equation"),
        ("definitions: ['L = (']", "not an equation"),
        ("definitions: ['2 = 3']", "does not define a name"),
    ],
)
def test_a_header_that_makes_no_sense(header: str, words: str) -> None:
    with pytest.raises(GradproofError, match=words):
        verdicts(header, BY_PREDICTION)


@pytest.mark.parametrize(
    ("text", "open_low", "open_high"),
    [("(0,1)", True, True), ("[0, 1]", False, False), ("(0, 1]", True, False)],
)
def test_intervals(text: str, open_low: bool, open_high: bool) -> None:
    found = spoken_domain(text)
    assert isinstance(found, Interval)
    assert (found.open_low, found.open_high) == (open_low, open_high)


def term_of(text: str) -> Term:
    """The value of a formula in numbers that are left open."""
    typed = typed_scope(Scope(), [], {})
    return (
        Reading(typed, {}, typed.readings.get("", (None, 0))[0], 0)
        .value(parse(text).tree, Frame())
        .entries[0]
    )


@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss.id)
def test_a_loss_is_written_as_it_is(loss) -> None:  # type: ignore[no-untyped-def]
    assert isinstance(prove_equal(term_of(loss.written), loss.value(sym(r"\hat{y}"), sym("y"))), Right)


@pytest.mark.parametrize("activation", ACTIVATIONS, ids=lambda activation: activation.id)
def test_an_activation_is_written_as_it_is(activation) -> None:  # type: ignore[no-untyped-def]
    assert isinstance(prove_equal(term_of(activation.written), activation.value(sym("s"))), Right)
