r"""Commands of an author's own within sentences: what words say of a name counts whatever it is written with."""

from __future__ import annotations

from pathlib import Path

import pytest

from derive.check import check
from derive.reader.document import read_text

SOFTMAX = r"""
\newcommand{\vz}{\mathbf{z}}\newcommand{\vp}{\mathbf{p}}\newcommand{\vt}{\mathbf{t}}
\newcommand{\Wt}{\mathbf{W}}\newcommand{\loss}{\mathcal{L}}
Let $\vz = \Wt\mathbf{x}$, let $\vp$ be the softmax of $\vz$ and $\vt$ the one-hot target.
\[ \loss = -\sum_k t_k \log p_k \]
\[ \frac{\partial\loss}{\partial\Wt} = %s\mathbf{x}^\top \]
"""
BARS = r"""
\newcommand{\adj}[1]{\overline{#1}}\newcommand{\m}[1]{\mathsf{#1}}
$\m Q$ is $n\times d$, $\m K$ is $m\times d$, $\m V$ is $m\times e$.
\[ \m S = \m Q\m K^{\top}, \quad \m A = \operatorname{softmax}(\m S) \text{ (each row by itself)}, \]
\[ \m O = \m A\m V \]
The adjoint $\adj{\m M}$ of a matrix has entries $\adj{M}_{ij}$, the partial derivative of $\mathcal L$ with respect to
$M_{ij}$. Columns of ones are written $\mathbf{1}$.
\[ \adj{\m S} = \m A\circ\bigl(\adj{\m A}-(\m A\circ\adj{\m A})\,\mathbf 1\mathbf 1^{\top}\bigr) \]
The rows of the softmax sum to one, so that $\adj{\m S}\,\mathbf 1 = 0$.
\[ \adj{\m Q} = %s\adj{\m S}\,\m K \]
If the queries come from $\m Q = \m H\m W$, then
\[ \adj{\m W} = \m H^{\top}\adj{\m Q} \]
"""


def verdicts(tmp_path: Path, text: str) -> list[str]:
    page = tmp_path / "page.tex"
    page.write_text(text)
    return [each.verdict for each in check(page).relations if each.role == "claim"]


@pytest.mark.parametrize(("line", "verdict"), [(r"(\vp - \vt)", "right"), (r"(\vt - \vp)", "wrong")])
def test_a_softmax_told_with_macros(tmp_path: Path, line: str, verdict: str) -> None:
    assert verdicts(tmp_path, SOFTMAX % line) == [verdict]


@pytest.mark.parametrize(("sign", "verdict"), [("", "right"), ("-", "wrong")])
def test_adjoints_told_with_macros(tmp_path: Path, sign: str, verdict: str) -> None:
    assert verdicts(tmp_path, BARS % sign) == ["right", "right", verdict, "right"]


def test_places_of_words_are_those_of_the_text() -> None:
    text = r"\newcommand{\X}{\mathbf{X}} Let $\X$ be a matrix."
    document = read_text(text, "tex")
    assert document.prose.strip() == r"Let $\mathbf{X}$ be a matrix."
    at = document.prose.index("be a")
    span = document.in_text(at, at + 4)
    assert text[span.start : span.end] == "be a"
