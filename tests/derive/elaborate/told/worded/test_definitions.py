"""Names that phrases of English make: what is read from them, what is not, and what follows for the lines."""

from __future__ import annotations

import pytest

from derive.check import check
from derive.elaborate.told.worded.definitions import with_worded_definitions
from derive.reader.document import read_text
from derive.reader.sexpr import sexpr
from derive.reader.syntax import Chain
from derive.reader.tree import readings

READ = (
    ("With $d = p - q$, let $r$ be its length.", "(rel = r (norm d))"),
    ("Let $\\rho$ denote the square root of $u^2 + v^2$.", "(rel = \\rho (sqrt (add (pow u 2) (pow v 2))))"),
    ("We write $a,b$ for sine and cosine of $\\phi$.", "(rel = a (fn sin \\phi)) (rel = b (fn cos \\phi))"),
    ("Here $E$ is half the squared norm of $v$.", "(rel = E (mul (div 1 2) (pow (norm v) 2)))"),
    ("Forecasts $f_i$ and demands $q_i$. The miss $g_i$ is forecast minus demand.", "(rel = g_i (sub f_i q_i))"),
    ("$\\ell$ is the log of $a$ minus the log of $b$.", "(rel = \\ell (sub (fn log a) (fn log b)))"),
    ("Gaps $g_i$. $G$ is the sum of squared gaps over the days.", "(rel = G (sum i _ (pow g_i 2)))"),
    ("$m$ is $a$ plus twice $b$.", "(rel = m (add a (mul 2 b)))"),
    ("Call half the square of $u$ $E$.", "(rel = E (mul (div 1 2) (pow u 2)))"),
    ("Scores $a_i$. The share $\\omega_i$ = softmax of the scores.", "(rel = \\omega (fn softmax a))"),
    ("Let $w_k$ be $e^{z_k}$ over the sum of all of them.", "(rel = w_k (div (pow e z_k) (sum j _ (pow e z_j))))"),
    ("Let $q$ be twice the square of the distance between $a$ and $b$.", "(rel = q (mul 2 (pow (norm (sub a b)) 2)))"),
    ("$J$ is the sum of $E$ and half the squared norm of $w$.", "(rel = J (add E (mul (div 1 2) (pow (norm w) 2))))"),
    ("$g$ is what the logistic function makes of $v$.", "(rel = g (fn sigmoid v))"),
    ("Let $R$ be the ratio of $u$ to $v$.", "(rel = R (div u v))"),
    ("We let $t$ be the sum of the squares of the entries of $v$.", "(rel = t (sum i _ (pow v_i 2)))"),
    ("$\\sigma$ is the standard deviation, i.e. the root of $v$.", "(rel = \\sigma (sqrt v))"),
    ("By $u$ we mean the logarithm of $\\theta$.", "(rel = u (fn log \\theta))"),
    ("We denote the logarithm of $\\theta$ by $u$.", "(rel = u (fn log \\theta))"),
    ("$M$ is $A$ times its transpose.", "(rel = M (mul A (T A)))"),
    ("Here $m$ is the larger of $0$ and $1 - u$.", "(rel = m (fn max (seq 0 (sub 1 u))))"),
    ("Its angle is $t$; $t$ has $c$ its cosine and $s$ its sine.", "(rel = c (fn cos t)) (rel = s (fn sin t))"),
    ("The gap $g$ is $p$ minus $r$, and $L$ is its square.", "(rel = L (pow g 2)) (rel = g (sub p r))"),
    ("With $n$ days, $L$ is the mean of the gaps $g_i$.", "(rel = L (mul (div 1 n) (sum (rel = i 1) n g_i)))"),
    ("$Z$ is $X$ times $W$, with the row $c^T$ added to every row.", "(rel = Z (add (mul X W) (mul \\b{1} (T c))))"),
    ("The columns $k_i$. $N_g$ is the sum of $q_{ng}$ over the points.", "(rel = N_g (sum n _ q_(mul n g)))"),
    ("| $m_i$ | margin: its label $y_i$ times its score $f_i$ |", "(rel = m_i (mul y_i f_i))"),
    ("A loss $L$ of $o$ hands back its gradient with respect to $o$, which I call $g$.", "(rel = g (D L o))"),
    ("$\\hat u$ is $u/\\|u\\|$.", "(rel = \\hat{u} (div u (norm u)))"),
    ("$L$ is $\\lambda$ times the norm of $w$ squared.", "(rel = L (mul \\lambda (pow (norm w) 2)))"),
)  # fmt: skip
NOT_READ = (
    "The length of $d$ is the square root of $a$.",
    "$r$ is not the length of $d$.",
    "If $r$ is the length of $d$, it is large.",
    "$r$ is about half of $d$.",
    "The keys have length $d$, and $d$ is the length of $q$.",
    "Let $K$ be the keys (row $k_j^T$).",
    "$Y$ is one-hot $N\\times K$.",
    "Let $X$ be the inputs $x_n^T$.",
    "Responses $y_i$ make an $n$-vector of responses.",
    "We write $R$ for the diagonal matrix with elements $R_{nn}$.",
    "So $d$ is then twice the loss $m$.",
    "At the optimum $p$ is $y/n$.",
    "The $i$-th entry $u$ of it is large.",
    "$Z$ are $X$ times $W$, with noise added to every row.",
    "$J$ is the squared norm of $w$. We also add a penalty of another kind.",
    "Check: for $p$ uniform, $B$ is $a$ minus $b$.",
    "$q$ is the softmax of the scaled logits $z$ and more.",
    "$A$ is $n \\times m$.",
    "$r$ is the length of $d$ in metres of rope.",
    "With $a$ and $b$, $r$ is its length.",
    "$y$ is the target.",
    "$r = a$. Here $r$ is the length of $d$.",
)


def _told(text: str) -> str:
    document = read_text(text)
    old = {block.span for block in document.blocks}
    told = with_worded_definitions(document).blocks
    made = [block.formulas[0].tree for block in told if block.span not in old]
    return " ".join(sorted(sexpr(tree) for tree in made if tree is not None))


@pytest.mark.parametrize(("text", "equation"), READ)
def test_a_phrase_is_an_equation(text: str, equation: str) -> None:
    assert _told(text) == equation


@pytest.mark.parametrize("text", NOT_READ)
def test_what_says_two_things_or_something_else_is_not_read(text: str) -> None:
    assert _told(text) == ""


AMBIGUOUS = (
    ("Let $s$ be the log of $a$ plus $b$.", {"(add (fn log a) b)", "(fn log (add a b))"}),
    ("Let $s$ be the sum of $a$ and $b$ times $c$.", {"(add a (mul b c))", "(mul (add a b) c)"}),
)


@pytest.mark.parametrize(("text", "values"), AMBIGUOUS)
def test_what_says_two_things_is_read_in_both_ways(text: str, values: set[str]) -> None:
    trees = (block.formulas[0].tree for block in with_worded_definitions(read_text(text)).blocks)
    (told,) = (tree for tree in trees if isinstance(tree, Chain))
    assert {sexpr(found) for _, found in readings(told.members[1])} == values


SPRING = r"""Two beads sit at $p$ and $q$. With $d = p - q$, let $r$ be its length. The spring with a rest length
$a$ stores $S = \frac12 c (r - a)^2$.

"""
MARGINS = r"""Examples have $y_i \in \{-1, 1\}$, $u_i = v^\top x_i$ and $h_i = y_i u_i$. The loss of one of them is
$$\ell(h) = e^{-h} .$$
The objective is half the squared norm of $v$ plus $\beta$ times the sum of the losses.

"""
ARM = r"""We write $c,s$ for cosine and sine of $\phi$. The tip is at height $h = \kappa s$, and $V$ is its square.

"""
PAGES = (
    (SPRING, r"\frac{\partial S}{\partial p} = c (r - a) \frac{d}{r}", "right"),
    (SPRING, r"\frac{\partial S}{\partial p} = c (r - a) d", "wrong"),
    (MARGINS, r"\frac{\partial J}{\partial v} = v - \beta \sum_i y_i e^{-h_i} x_i", "right"),
    (MARGINS, r"\frac{\partial J}{\partial v} = v + \beta \sum_i y_i e^{-h_i} x_i", "wrong"),
    (ARM, r"\frac{dV}{d\phi} = 2 \kappa^2 s c", "right"),
    (ARM, r"\frac{dV}{d\phi} = -2 \kappa^2 s c", "wrong"),
)


@pytest.mark.parametrize(("page", "line", "verdict"), PAGES)
def test_lines_are_judged_by_what_the_words_make(page: str, line: str, verdict: str) -> None:
    assert check(f"{page}$${line}$$\n").relations[-1].verdict == verdict


UNREAD = r"""Weights $w_1, \dots, w_m$. The penalty $P$ is the sum of the squares of the weights, except the last, and
$F = P + c\,w_1$.

"""


@pytest.mark.parametrize("line", [r"2 w_1 + c", r"c"])
def test_nothing_is_decided_by_a_name_that_words_make_and_that_was_not_read(line: str) -> None:
    relation = check(rf"{UNREAD}$$\frac{{\partial F}}{{\partial w_1}} = {line}$$").relations[-1]
    assert relation.verdict == "cannot-tell"
