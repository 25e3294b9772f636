"""What is said of a case in words alone is not wrong for being no general formula; what holds in no case is."""

from __future__ import annotations

import pytest

from derive.check import check
from derive.elaborate.prose.sentences import own_sentence
from derive.elaborate.readings.told_cases import tells_a_case
from derive.reader.document import read_text

MARGIN = r"""
The loss is $L = \log(1 + e^{-ys})$ with $y \in \{-1, 1\}$.
$$\frac{\partial L}{\partial s} = -\frac{y}{1 + e^{ys}}$$
%s $$\frac{\partial L}{\partial s} = %s$$
"""
RIDGE = r"""
The cost is $J = \frac{1}{2}\|Xw - y\|^2 + \frac{\lambda}{2}\|w\|^2$.
%s $$\nabla_w J = %s$$
"""
RAMP = r"""
Let $f(x) = \max(0, x)^2$.
%s $$f'(x) = %s$$
"""
PAIRS = r"""
The loss is $C = \frac{1}{2} m d^2 + \frac{1}{2}(1 - m) \max(0, a - d)^2$.
%s $$\frac{\partial C}{\partial d} = %s$$
"""
TOLD = [
    (MARGIN, "For a positive example this is", r"-\frac{1}{1 + e^{s}}"),
    (MARGIN, "On the negative class we have", r"\frac{1}{1 + e^{-s}}"),
    (RIDGE, "Without regularisation this becomes", r"X^\top (Xw - y)"),
    (RIDGE, "At zero initial weights,", r"-X^\top y"),
    (RIDGE, "With the penalty term frozen,", r"X^\top (Xw - y)"),
    (RIDGE, "With the features held fixed at zero shrinkage,", r"X^\top (Xw - y)"),
    (RAMP, "Outside the support:", "0"),
    (PAIRS, "Matching pair:", "d"),
    (PAIRS, "Within the radius, other pairs have", "-(a - d)"),
]
NEVER = [
    (MARGIN, "For a positive example this is", r"\frac{1}{1 + e^{s}}"),
    (RIDGE, "Without regularisation this becomes", r"2 X^\top (Xw - y)"),
    (RAMP, "On the positive half-line we have", "x"),
    (PAIRS, "Matching pair:", "-d"),
]
UNRESTRICTED = [
    (MARGIN, "Hence", r"-\frac{1}{1 + e^{s}}"),
    (RIDGE, "So we get", r"X^\top (Xw - y)"),
    (PAIRS, "Altogether", "m d"),
    (RIDGE, "With the features held fixed,", r"X^\top (Xw - y)"),
    (RIDGE, "With the inputs frozen at their current values we find", r"X^\top (Xw - y)"),
]


@pytest.mark.parametrize(("text", "words", "claim"), TOLD)
def test_a_case_told_in_words_is_not_wrong(text: str, words: str, claim: str) -> None:
    assert check(text % (words, claim)).relations[-1].verdict != "wrong"


@pytest.mark.parametrize(("text", "words", "claim"), NEVER)
def test_what_holds_in_no_case_is_wrong(text: str, words: str, claim: str) -> None:
    assert check(text % (words, claim)).relations[-1].verdict == "wrong"


@pytest.mark.parametrize(("text", "words", "claim"), UNRESTRICTED)
def test_without_such_words_the_general_formula_is_meant(text: str, words: str, claim: str) -> None:
    assert check(text % (words, claim)).relations[-1].verdict == "wrong"


SOFTMAX = r"""
Let $p_k = e^{z_k} / \sum_j e^{z_j}$.
%s $$\frac{\partial p_1}{\partial z_1} = %s$$
"""


@pytest.mark.parametrize(
    ("words", "claim", "verdict"),
    [
        ("For two classes the slope is", "p_1 p_2", "cannot-tell"),
        ("For two classes the slope is", "-p_1 (1 - p_1)", "wrong"),
    ],
)
def test_sizes_told_in_words(words: str, claim: str, verdict: str) -> None:
    assert check(SOFTMAX % (words, claim)).relations[-1].verdict == verdict


UNIT = r"""
A unit $o = g(z)$ with $z = wx$ has the error $e = \frac{1}{2}(o - t)^2$.
$$\frac{de}{dw} = (o - t)\,g'(z)\,x$$
%s $$\frac{de}{dw} = (o - t)\,%s x$$
Later we compare with a ReLU and, with $g = \tanh$, with $(o - t)(1 - o^2) x$.
"""


@pytest.mark.parametrize(
    ("words", "slope", "verdict"),
    [
        ("For a logistic unit,", "o (1 - o)", "right"),
        ("With the hyperbolic tangent,", "(1 - o^2)", "right"),
        ("For a linear unit,", "", "right"),
        ("For a linear unit,", "2", "wrong"),
        ("For a logistic unit,", "(1 - o)", "wrong"),
        ("As one sees,", "o", "wrong"),
    ],
)
def test_functions_told_in_words(words: str, slope: str, verdict: str) -> None:
    verdicts = [relation.verdict for relation in check(UNIT % (words, slope)).relations]
    assert [each for each in verdicts if each != "definition"] == ["right", verdict]


@pytest.mark.parametrize(
    ("sentence", "tells"),
    [
        ("With no penalty $%s$.", True),
        ("We find $%s$ in the noiseless case.", True),
        ("Hence $%s$.", False),
        ("This is for later. So $%s$. In the end we stop.", False),
    ],
)
def test_the_words_of_the_own_sentence_count(sentence: str, tells: bool) -> None:
    (block,) = read_text(sentence % "a = b").blocks
    assert tells_a_case(own_sentence(block)) is tells


TABLE = r"""
| name | function | derivative |
|---|---|---|
| ramp | $f(x) = \max(0, x)$ | $f'(x) = 1$ if $x > 0$ |
| bent | $g(x) = -x$ if $x < 0$ | $g'(x) = -1$ if $x < 0$ |
| soft | $h(x) = \ln(1 + e^x)$ | $h'(x) = %s$ |
"""


@pytest.mark.parametrize(
    ("slope", "verdict"), [(r"\frac{1}{1 + e^{-x}}", "right"), (r"\frac{1}{1 + e^x}", "wrong")]
)
def test_a_condition_ends_with_its_row(slope: str, verdict: str) -> None:
    relation = check(TABLE % slope).relations[-1]
    assert (relation.verdict, relation.conditions) == (verdict, ())


EVENT = r"""
Let $p = P(y = 1 \mid x) = \sigma(w^\top x)$ with the sigmoid $\sigma$, and
$L = -y\log P(y = 1 \mid x) - (1 - y)\log(1 - P(y = 1 \mid x))$.
$$\frac{\partial L}{\partial w} = %s$$
"""


@pytest.mark.parametrize(
    ("gradient", "verdict"),
    [("(p - y)x", "right"), (r"(P(y = 1 \mid x) - y)x", "right"), ("(p + y)x", "wrong")],
)
def test_a_probability_within_a_chain_is_worked_out(gradient: str, verdict: str) -> None:
    assert check(EVENT % gradient).relations[-1].verdict == verdict


BEHIND = r"""
Let $p_j = e^{z_j} / \sum_k e^{z_k}$. I have
$\frac{\partial p_j}{\partial z_i} = %s$ if $i = j$ and $-p_i p_j$ if $i \neq j$.
"""


@pytest.mark.parametrize(("slope", "verdict"), [("p_j(1 - p_j)", "right"), ("p_j(1 + p_j)", "wrong")])
def test_a_condition_on_indices_behind_the_formula(slope: str, verdict: str) -> None:
    assert check(BEHIND % slope).relations[-1].verdict == verdict


VALUES = r"""
The cost is $J = \frac{1}{2}\|Xw - y\|^2 + \frac{\lambda}{2}\|w\|^2$.
%s $$\nabla_w J = %s$$
"""


@pytest.mark.parametrize(
    ("words", "claim", "verdict"),
    [
        (r"Without decay ($\lambda = 0$) it is", r"X^\top (Xw - y)", "right"),
        ("Without decay (λ=0) it is", r"X^\top (Xw - y)", "right"),
        ("With unit decay (λ=1) it is", r"X^\top (Xw - y)", "cannot-tell"),
        (r"Without decay ($\lambda = 0$) it is", r"X^\top (y - Xw)", "wrong"),
    ],
)
def test_a_value_told_beside_the_formula(words: str, claim: str, verdict: str) -> None:
    relation = check(VALUES % (words, claim)).relations[-1]
    assert relation.verdict == verdict
    assert (r"where \lambda = 0" in relation.conditions) is (verdict == "right")


HIDDEN = r"""
Let $h = \phi(s)$ with $\phi = \tanh$, $o = vh$ and $L = \frac{1}{2}(o - y)^2$.
For the sigmoid output of the other chapter, too, we go on to $s$:
$$\frac{\partial L}{\partial s} = (o - y)v\,%s$$
"""


@pytest.mark.parametrize(
    ("slope", "is_right"), [(r"(1 - \phi(s)^2)", True), (r"\phi(s)(1 - \phi(s))", False)]
)
def test_words_about_another_function_do_not_make_a_slope_right(slope: str, is_right: bool) -> None:
    assert (check(HIDDEN % slope).relations[-1].verdict == "right") is is_right


WEIGHTED = r"""
$Q = \frac12\sum_i v_i e_i^2$ with $e_i = t_i - c - a\,u_i$.

%s
$$%s$$
"""
INTERCEPT = r"\frac{\partial Q}{\partial c} = -\sum_i e_i"


@pytest.mark.parametrize(
    ("words", "claim", "verdict"),
    [
        (r"For the intercept, with $\frac{\partial e_i}{\partial c} = -1$,", INTERCEPT, "wrong"),
        ("For the intercept:", INTERCEPT, "wrong"),
        (
            r"For the slope, with $\frac{\partial e_i}{\partial a} = -u_i$,",
            r"\frac{\partial Q}{\partial a} = -\sum_i e_iu_i",
            "wrong",
        ),
        ("For the intercept:", r"\frac{\partial Q}{\partial c} = -\sum_i v_ie_i", "right"),
        (r"For the intercept, with $v_i = 1$,", INTERCEPT, "right"),
        ("For the intercept without weights,", INTERCEPT, "cannot-tell"),
        ("For the unweighted intercept,", INTERCEPT, "cannot-tell"),
    ],
)
def test_words_about_what_is_differentiated_by_restrict_nothing(words: str, claim: str, verdict: str) -> None:
    assert check(WEIGHTED % (words, claim)).relations[-1].verdict == verdict
