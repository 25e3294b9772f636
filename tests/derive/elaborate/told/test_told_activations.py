r"""Names that words make from others by a function, and equations in sentences that nobody marked; one row a page."""

from __future__ import annotations

from pathlib import Path

import pytest

from derive.check import check

SCORES = (
    "The rows of $X$ are samples. Let $S = XV$. {said} The labels are one-hot, $T$.\n"
    r"$$J = -\frac1n\sum_{{i=1}}^n\sum_{{k=1}}^K T_{{ik}}\log Q_{{ik}}$$ $$\frac{{\partial J}}{{\partial V}} = {line}$$"
    "\n"
)
SAID = (
    "Let Q be the row-wise softmax of S.",
    "`Q` is the softmax of each row of `S`.",
    r"$Q$ denotes the softmax applied to the rows of $S$.",
)
TWO = (
    "$$n_{{o1}} = v_1 a + c$$ $$n_{{o2}} = v_2 a + c$$ with $r_{{o1}}$ and $r_{{o2}}$ the sigmoids of these. "
    r"$$E = \frac12(r_{{o1}} - y_1)^2 + \frac12(r_{{o2}} - y_2)^2$$ $$\frac{{\partial E}}{{\partial v_2}} = {line}$$"
    "\n"
)
PLAIN = (
    "For one sample u = g^T x + c, p = \\sigma(u) with the sigmoid \\sigma, and\n"
    r"$$L = -t\log p - (1-t)\log(1-p)$$ $$\frac{{\partial L}}{{\partial g}} = {line}$$"
    "\n"
)


LAYERS = (
    r"$$u_1 = V_1x + c_1, \quad h_1 = \tanh(u_1), \quad u_2 = V_2h_1 + c_2, \quad L = \frac12\|u_2 - y\|^2$$ "
    r"{said} $$\frac{{\partial L}}{{\partial V_2}} = {line}h_1^T$$"
    "\n"
)
TOLD = (
    r"Here $\epsilon_l$ is the gradient of $L$ with respect to $u_l$.",
    r"(`eps[l]` holds $\epsilon_l$, the derivative of $L$ by $u_l$)",
)


@pytest.mark.parametrize("said", TOLD)
@pytest.mark.parametrize(("line", "verdict"), [(r"\epsilon_2", "right"), (r"-\epsilon_2", "wrong")])
def test_a_slope_in_words(said: str, line: str, verdict: str) -> None:
    assert check(LAYERS.format(said=said, line=line)).relations[-1].verdict == verdict


PAGE = """<script>window.MathJax = {tex: {macros: {q: "\\\\mathbf{v}", half: ["\\\\frac{#1}{2}", 1]}}}</script>
<p>Let \\(f = \\half{\\q^T\\q}\\).</p> \\[ \\frac{\\partial f}{\\partial\\q} = %s \\]
"""


@pytest.mark.parametrize(("line", "verdict"), [(r"\q", "right"), (r"-\q", "wrong")])
def test_commands_of_a_web_page(line: str, verdict: str, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(PAGE % line, encoding="utf-8")
    assert check(page).relations[-1].verdict == verdict


@pytest.mark.parametrize("said", SAID)
@pytest.mark.parametrize(
    ("line", "verdict"), [(r"\frac1n X^T(Q - T)", "right"), (r"\frac1n X^T(T - Q)", "wrong")]
)
def test_a_softmax_in_words(said: str, line: str, verdict: str) -> None:
    assert check(SCORES.format(said=said, line=line)).relations[-1].verdict == verdict


@pytest.mark.parametrize(
    ("text", "line", "verdict"),
    [
        (TWO, r"(r_{o2} - y_2) r_{o2}(1 - r_{o2}) a", "right"),
        (TWO, r"(r_{o2} - y_2) a", "wrong"),
        (PLAIN, r"(p - t) x", "right"),
        (PLAIN, r"(t - p) x", "wrong"),
    ],
)
def test_names_in_words(text: str, line: str, verdict: str) -> None:
    assert check(text.format(line=line)).relations[-1].verdict == verdict


# What an equation makes, or what words say of the derivative, is not taken from the words.
APART = (
    r"Let $a = \tanh(z)$, as $a$ is the sigmoid of $z$ in other books. $$\frac{da}{dz} = 1 - a^2$$",
    r"$$p = z^2$$ The slope of $p$ is the sigmoid of $z$ only elsewhere. $$\frac{dp}{dz} = 2z$$",
)


@pytest.mark.parametrize("text", APART)
def test_equations_come_first(text: str) -> None:
    assert check(text + "\n").relations[-1].verdict == "right"


FREE = "Let $a\\in\\mathbb{R}^K$ be the logits, $p$ their softmax and $L = -\\sum_i t_i\\log p_i$. "
WARM = "Here $p$ becomes the softmax of $a/\\tau$. Let $M = -\\tau^2\\sum_i t_i\\log p_i$. "
COMPLETE = "Here $p$ becomes what the teacher says. "
SMOOTH = "With $y$ the class and $t_k=(1-\\varepsilon)[k{=}y]+\\varepsilon/K$, then "

PRONOUNS = {
    "theirs": (FREE + r"$$\frac{\partial p_i}{\partial a_k} = p_i(\delta_{ik} - p_k)$$", "right"),
    "theirs, the sign": (FREE + r"$$\frac{\partial p_i}{\partial a_k} = p_i(\delta_{ik} + p_k)$$", "wrong"),
    "a bracket within": (
        r"Let $p$ be the softmax (base $e$) of $a\in\mathbb{R}^n$. "
        r"$$\frac{\partial p_i}{\partial a_k} = p_i(\delta_{ik} - p_k)$$",
        "right",
    ),
    "a question in brackets": (FREE + SMOOTH + r"$$\frac{\partial L}{\partial a_k} = p_k - t_k$$", "right"),
    "a question in brackets, spelled out": (
        FREE
        + SMOOTH
        + r"$$\frac{\partial L}{\partial a_k} = p_k - (1-\varepsilon)[k{=}y] - \frac\varepsilon K$$",
        "right",
    ),
    "a question in brackets, a sign": (
        FREE
        + SMOOTH
        + r"$$\frac{\partial L}{\partial a_k} = p_k + (1-\varepsilon)[k{=}y] - \frac\varepsilon K$$",
        "wrong",
    ),
    "again": (FREE + WARM + r"$$\frac{\partial M}{\partial a_k} = \tau(p_k - t_k)$$", "right"),
    "again, as it was": (
        FREE + WARM + r"$$\frac{\partial M}{\partial a_k} = \tau^2(p_k - t_k)$$",
        "cannot-tell",
    ),
    "changed in other words": (
        FREE + COMPLETE + r"$$\frac{\partial L}{\partial a_k} = 2(p_k - t_k)$$",
        "cannot-tell",
    ),
    "unchanged": (FREE + r"$$\frac{\partial L}{\partial a_k} = 2(p_k - t_k)$$", "wrong"),
    "a batch at the end": (
        FREE
        + r"$$\frac{\partial L}{\partial a_k} = 2(p_k - t_k)$$ Over $B$ examples, "
        + r"$$\frac{\partial\mathcal L}{\partial a_k^{(b)}} = \frac1B(p_k^{(b)} - t_k^{(b)})$$",
        "wrong cannot-tell",
    ),
}


@pytest.mark.parametrize("name", PRONOUNS)
def test_pronouns(name: str) -> None:
    text, verdicts = PRONOUNS[name]
    wanted = verdicts.split()
    assert [r.verdict for r in check(text + "\n").relations][-len(wanted) :] == wanted
