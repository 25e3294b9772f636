r"""Entries of symmetric matrices, inverses told in words, and what is said of a variable only "if" it is made so."""

from __future__ import annotations

import pytest

from derive.check import check

GAUSS = (
    r"Let $P$ be a symmetric matrix, $Q$ its inverse, $S$ symmetric, and "
    r"$$L(P) = \operatorname{tr}(SP) - \log\det P.$$ "
)
BOTH = GAUSS + r"If one number $P_{ij} = P_{ji}$ is moved, two entries move: $$\frac{dL}{dP_{ij}} = "
ONE = GAUSS + r"$$\frac{\partial L}{\partial P_{ij}} = "
SPECIAL = " If $P = e^u I$, then $u > 0$."
CASES = {
    "the inverse": (GAUSS + r"$$\frac{\partial L}{\partial P} = S - Q$$", "right"),
    "the inverse, the sign": (GAUSS + r"$$\frac{\partial L}{\partial P} = S + Q$$", "wrong"),
    "the inverse of": (
        r"Let $Q$ be the inverse of $P$. $$\frac{\partial}{\partial P}\log\det P = Q^\top$$",
        "right",
    ),
    "both entries": (BOTH + r"2(S_{ij} - Q_{ij})$$", "right"),
    "both entries, one of them": (BOTH + r"S_{ij} - Q_{ij}$$", "cannot-tell"),
    "one entry": (ONE + r"S_{ij} - Q_{ij}$$", "right"),
    "one entry or both": (ONE + r"2(S_{ij} - Q_{ij})$$", "cannot-tell"),
    "neither": (ONE + r"-(S_{ij} - Q_{ij})$$", "wrong"),
    "a special case below": (GAUSS + r"$$\frac{\partial L}{\partial P} = S - Q$$" + SPECIAL, "right"),
    "right in a special case alone": (
        GAUSS + r"$$\frac{\partial L}{\partial P} = S - \frac{\operatorname{tr}(Q)}{n} I$$" + SPECIAL,
        "cannot-tell wrong",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_verdict(name: str) -> None:
    text, verdict = CASES[name]
    claims = [r.verdict for r in check(text + "\n").relations if r.role == "claim"]
    assert claims[0] in verdict.split()


HEAD = (
    r"Let $Q, K, V$ be all $n\times d$. $$S = \frac{1}{\sqrt d}QK^\top, \quad O = SV$$ $L$ is a loss of $O$. I write "
    r"$\bar A$ for the gradient of $L$ with respect to $A$. "
)
LATER = r" If $Q = XU$ with a matrix $X$, then $$\frac{\partial L}{\partial U} = X^\top\bar Q$$"

LETTERS = {
    "a bar over any letter": (HEAD + r"$$\frac{\partial L}{\partial V} = S^\top\bar O$$", "right"),
    "a bar over any letter, the sign": (HEAD + r"$$\frac{\partial L}{\partial V} = -S^\top\bar O$$", "wrong"),
    "what is made so later": (
        HEAD + r"$$\frac{\partial L}{\partial Q} = \frac{1}{\sqrt d}\bar S K$$" + LATER,
        "right",
    ),
    "a capital before a transposed one": (
        HEAD.replace(r"Let $Q, K, V$ be all $n\times d$.", "")
        + r"$$\frac{\partial L}{\partial Q} = \frac{1}{\sqrt d}\bar S K, \quad "
        + r"\frac{\partial L}{\partial K} = \frac{1}{\sqrt d}\bar S Q$$",
        "wrong cannot-tell",
    ),
}


@pytest.mark.parametrize("name", LETTERS)
def test_letters(name: str) -> None:
    text, verdict = LETTERS[name]
    claims = [r.verdict for r in check(text + "\n").relations if r.role == "claim"]
    assert claims[-1] in verdict.split()
