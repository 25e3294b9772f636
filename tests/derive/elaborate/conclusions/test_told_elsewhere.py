r"""A property reaches as far as the text lets it: until it is taken back, or something new of that name begins."""

from __future__ import annotations

import pytest

from derive.check import check

FORM = r"Let $h(u) = u^\top B u$. "
MATRIX = FORM + r"Let $B$ be a symmetric matrix."
TWICE = r"$$\nabla h(u) = 2Bu$$"
BOTH = r"$$\nabla h(u) = (B + B^\top)u$$"
ANY = "\n\nNow let $B$ be any square matrix.\n\n"
SLOPE = r"$$\frac{\partial C}{\partial v_k} = q_k - r_k$$"
SUMMED = r"$$\frac{\partial C}{\partial v_k} = q_k \sum_j r_j - r_k$$"
SHARES = (
    r"The target $r$ is one-hot, $\sum_k r_k = 1$, $q_k = \frac{e^{v_k}}{\sum_j e^{v_j}}$, $C = -\sum_k r_k \log q_k$. "
    rf"{SLOPE} "
)

DENIED = MATRIX + TWICE + "\n\nFrom here on, $B$ is not symmetric. "
OTHER = r"Let $g(u) = u^\top B u$. Then "

VERDICTS = (
    (DENIED + OTHER + r"$$\nabla^2 g(u) = 2B$$", ["cannot-tell", "wrong"]),
    (DENIED + OTHER + r"$$\nabla^2 g(u) = B + B^\top$$", ["cannot-tell", "right"]),
    (DENIED + r"Now $B$ is symmetric again. " + OTHER + r"$$\nabla^2 g(u) = 2B$$", ["cannot-tell", "cannot-tell"]),
    (DENIED.replace("not", "in general not") + OTHER + r"$$\nabla^2 g(u) = 2B$$", ["cannot-tell", "cannot-tell"]),
    (MATRIX + TWICE + "\n\nAs before,\n\n" + TWICE, ["right", "right"]),
    (MATRIX + TWICE + ANY + TWICE, ["right", "cannot-tell"]),
    (MATRIX + TWICE + ANY + BOTH, ["right", "right"]),
    (FORM + r"$B$ is symmetric." + TWICE + "\n\nWe drop this assumption.\n\n" + TWICE, ["right", "cannot-tell"]),
    (FORM + r"$B$ is symmetric." + TWICE + "\n\n# In general\n\n" + TWICE, ["right", "cannot-tell"]),
    (r"Throughout, $B$ is symmetric. " + FORM + TWICE + "\n\n# In general\n\n" + TWICE, ["right", "right"]),
    (FORM + r"Here $B = B^\top$." + TWICE + "\n\nFrom here on $B$ is arbitrary.\n\n" + TWICE, ["right", "cannot-tell"]),
    (FORM + TWICE + "\n\nIf $B$ is symmetric, this is what one knows.", ["cannot-tell"]),
    (FORM + TWICE + "\n\nwhere $B$ is symmetric.", ["right"]),
    (
        r"**Exercise 1.** $B$ is symmetric and $h(u) = u^\top B u$. " + TWICE + "\n\n"
        r"**Exercise 2.** Let $g(u) = u^\top B u + c^\top u$. $$\nabla g(u) = 2Bu + c$$",
        ["right", "cannot-tell"],
    ),
    (
        r"**Exercise 1.** $B$ is symmetric and $h(u) = u^\top B u$. " + TWICE + "\n\n"
        r"**Exercise 2.** With the same $B$, let $g(u) = u^\top B u + c^\top u$. $$\nabla g(u) = 2Bu + c$$",
        ["right", "right"],
    ),
    (SHARES + "\n\nIf $r$ is any vector of weights,\n\n" + SLOPE, ["right", "cannot-tell"]),
    (SHARES + "\n\nIf $r$ is any vector of weights,\n\n" + SUMMED, ["right", "right"]),
    (SHARES + "\n\nNow several $r_k$ may be 1 at once.\n\n" + SLOPE, ["right", "cannot-tell"]),
    (SHARES + "\n\nIn another temperature,\n\n" + SLOPE, ["right", "right"]),
)  # fmt: skip


@pytest.mark.parametrize(("text", "verdicts"), VERDICTS)
def test_how_far_a_property_reaches(text: str, verdicts: list[str]) -> None:
    claims = [one for one in check(text + "\n").relations if one.role == "claim"]
    assert [one.verdict for one in claims] == verdicts
