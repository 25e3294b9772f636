r"""Lines about a pair of a set over which a loss is summed."""

from __future__ import annotations

import pytest

from derive.check import check

GIVEN = (
    r"Let $\hat a_{uv} = \sum_{k=1}^K s_{uk} t_{vk}$, $d_{uv} = a_{uv} - \hat a_{uv}$ and "
    r"$$C = \sum_{(u,v) \in O} d_{uv}^2.$$ "
)
INSIDE = (r"where \left(u, v\right) \in O",)

VERDICTS = (
    (r"$$\frac{\partial C}{\partial \hat a_{uv}} = -2 d_{uv}$$", "right", INSIDE),
    (r"$$\frac{\partial C}{\partial s_{uk}} = -2 \sum_{v : (u,v) \in O} d_{uv} t_{vk}$$", "right", ()),
    (r"$$\frac{\partial C}{\partial t_{vk}} = 2 \sum_{u : (u,v) \in O} d_{uv} s_{uk}$$", "wrong", ()),
)


@pytest.mark.parametrize(("line", "verdict", "conditions"), VERDICTS)
def test_verdict(line: str, verdict: str, conditions: tuple[str, ...]) -> None:
    last = check(GIVEN + line + "\n").relations[-1]
    assert (last.verdict, last.conditions) == (verdict, conditions)
