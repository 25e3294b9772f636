"""The class of an observation that is chosen for several lines."""

from __future__ import annotations

import pytest

from derive.check import check

HEAD = (
    r"With cut points $c_k$ and a score $u = v^\top x$ let $G_k = \frac{1}{1+e^{u - c_k}}$. The chance of grade $k$ is "
    r"$$q_k = G_k - G_{k-1}, \qquad E = -\log q_y.$$ "
)
CHOSEN = r"For somebody with $y = k$ one finds $$\frac{\partial E}{\partial u} = 1 - G_k - G_{k-1}.$$ That is all. "
CASES = (
    (HEAD + CHOSEN + r"$$\nabla_v E = (1 - G_k - G_{k-1}) x$$", ["right", "right"]),
    (HEAD + CHOSEN + r"$$\nabla_v E = (1 + G_k - G_{k-1}) x$$", ["right", "wrong cannot-tell"]),
    (HEAD + r"$$\nabla_v E = (1 - G_k - G_{k-1}) x$$", ["wrong cannot-tell"]),
)


@pytest.mark.parametrize(("text", "verdicts"), CASES)
def test_verdicts(text: str, verdicts: list[str]) -> None:
    claims = [r.verdict for r in check(text + "\n").relations if r.role == "claim"]
    assert len(claims) == len(verdicts)
    assert all(found in told.split() for found, told in zip(claims, verdicts, strict=True))
