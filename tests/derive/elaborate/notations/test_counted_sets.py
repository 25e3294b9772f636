r"""|S| counts the members that the sums over S run over."""

from __future__ import annotations

import pytest

from derive.check import check

SPREAD = r"Let $c = \frac{1}{|G|}\sum_{k\in G} v_k$ and $Q = \sum_{k\in G} (v_k - c)^2$. For $j \in G$, "
MEAN = r"On a batch $G$ let $J = \frac{1}{|G|}\sum_{k\in G} (a u_k - t_k)^2$. "

VERDICTS = (
    (SPREAD + r"$$\frac{\partial Q}{\partial v_j} = 2(v_j - c)$$", "right"),
    (SPREAD + r"$$\frac{\partial Q}{\partial v_j} = 2(v_j - c)\left(1 - \frac{1}{|G|}\right)$$", "wrong"),
    (SPREAD + r"$$\frac{\partial c}{\partial v_j} = \frac{1}{|G|}$$", "right"),
    (MEAN + r"$$\frac{dJ}{da} = \frac{2}{|G|}\sum_{k\in G} (a u_k - t_k) u_k$$", "right"),
    (MEAN + r"$$\frac{dJ}{da} = 2\sum_{k\in G} (a u_k - t_k) u_k$$", "wrong"),
    (r"Let $G \in \mathbb{R}$ and $J = |G|^3$. $$\frac{dJ}{dG} = 3 G |G|$$", "right"),
)


@pytest.mark.parametrize(("text", "verdict"), VERDICTS)
def test_sizes_of_sets(text: str, verdict: str) -> None:
    assert check(text + "\n").relations[-1].verdict == verdict
