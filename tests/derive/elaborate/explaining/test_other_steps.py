"""Members of a recurrence that are one step off wherever they stand."""

from __future__ import annotations

import pytest

from derive.check import check

BELOW = r"""For $t=1,\dots,T$, with $s_0$ given and all vectors columns,
$$z_t = R s_{t-1} + Q u_t, \qquad s_t = \tanh(z_t), \qquad E = \sum_{t=1}^T \tfrac12\|s_t - y_t\|^2$$
Write $\gamma_t$ for the total gradient $\partial E/\partial z_t$ and put $\gamma_{T+1} = 0$.
$$\frac{\partial E}{\partial s_t} = s_t - y_t + R^\top\gamma_{t+1}$$

"""
ABOVE = r"""Superscripts are times, $t = 1, \dots, T$, and $s^{(0)}$ is given: $z^{(t)} = R s^{(t-1)} + Q u^{(t)}$ and
$s^{(t)} = \tanh(z^{(t)})$.

$$E = \frac12\sum_t \|s^{(t)} - y^{(t)}\|^2$$

"""
TABLE = (
    (
        BELOW,
        r"\frac{\partial E}{\partial z_t} = (1 - s_t\odot s_t)\odot\frac{\partial E}{\partial s_t}",
        "right",
    ),
    (
        BELOW,
        r"\frac{\partial E}{\partial z_t} = (1 - s_{t-1}\odot s_{t-1})\odot\frac{\partial E}{\partial s_t}",
        "wrong",
    ),
    (
        ABOVE,
        r"\frac{\partial E}{\partial z^{(t)}} = (1 - s^{(t)}\odot s^{(t)})\odot\frac{\partial E}{\partial s^{(t)}}",
        "right",
    ),
    (
        ABOVE,
        r"\frac{\partial E}{\partial z^{(t)}} ="
        r" (1 - s^{(t+1)}\odot s^{(t+1)})\odot\frac{\partial E}{\partial s^{(t)}}",
        "wrong",
    ),
)


@pytest.mark.parametrize(("page", "line", "verdict"), TABLE)
def test_a_slope_is_taken_at_its_own_step(page: str, line: str, verdict: str) -> None:
    relation = check(f"{page}$${line}$$\n").relations[-1]
    assert relation.verdict == verdict
    assert (relation.correction is not None) == (verdict == "wrong")


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        ("", "Truncated BPTT stops this after a few steps.", "wrong"),
        ("We truncate here.", "", "cannot-tell"),
    ],
)
def test_what_is_truncated_later_leaves_a_line_as_it_is(before: str, after: str, verdict: str) -> None:
    line = r"$$\frac{\partial E}{\partial z_t} = (1 - s_{t+1}\odot s_{t+1})\odot\frac{\partial E}{\partial s_t}$$"
    review = check(f"{BELOW}{before}\n{line}\n\nRun this back in time.\n\n{after}\n")
    assert review.relations[-1].verdict == verdict
