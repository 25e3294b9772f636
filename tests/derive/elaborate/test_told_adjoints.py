r"""A name that words give to the total derivative by a state is this derivative, whatever equations follow for it."""

from __future__ import annotations

import pytest

from derive.check import check

NET = r"""
$$s_t = \tanh(A s_{t-1} + B u_t), \qquad o_t = C s_t, \qquad t = 1, \dots, T$$
with $s_0$ given, and
$$J = \sum_{t=1}^{T} \frac12\|o_t - z_t\|^2$$
%s
$$k_T = C^\top(o_T - z_T)$$
$$k_t = C^\top(o_t - z_t) + A^\top\left((1 - s_{t+1}^2)\odot k_{t+1}\right)$$
With $q_t = (1 - s_t^2)\odot k_t$
$$"""
SAID = (
    r"Write $k_t$ for the *total* derivative of $J$ with respect to $s_t$.",
    r"Here $k_t$ is the full gradient of the loss $J$ w.r.t. $s_t$; the local Jacobians are clear.",
)

LINES = (
    (r"\frac{\partial J}{\partial A} = \sum_{t=1}^{T} q_t s_{t-1}^\top", "right"),
    (r"\frac{\partial J}{\partial A} = \sum_{t=1}^{T} q_t s_t^\top", "wrong"),
    (r"\frac{\partial J}{\partial B} = \sum_{t=1}^{T} q_t u_t^\top", "right"),
)


@pytest.mark.parametrize(("line", "verdict"), LINES)
@pytest.mark.parametrize("words", SAID)
def test_verdict(words: str, line: str, verdict: str) -> None:
    relations = check(NET % words + line + "$$\n").relations
    assert [each.verdict for each in relations if each.role == "claim"] == ["right", "right", verdict]


def test_a_recursion_that_forgets_the_later_steps() -> None:
    text = NET % SAID[0]
    wrong = text.replace(r" + A^\top\left((1 - s_{t+1}^2)\odot k_{t+1}\right)", "")
    claims = [each for each in check(wrong[: wrong.index("With")]).relations if each.role == "claim"]
    first, second, *_ = (each.verdict for each in claims)
    assert (first, second) in (("right", "wrong"), ("right", "cannot-tell"))


GATES = r"""
$$p = Ax, \qquad q = Bx, \qquad k = \tanh(p), \qquad s = \sigma(q), \qquad z = s \circ k$$
Here $\sigma$ is the logistic function, $\circ$ is entrywise, and $g = \nabla_z \mathcal{L}$.
$$\nabla_s \mathcal{L} = g \circ k, \qquad \nabla_q \mathcal{L} = \nabla_s \mathcal{L} \circ s \circ (1 %s s)$$
"""


def test_a_gradient_of_a_loss_times_what_it_is_taken_by() -> None:
    found = [each.verdict for each in check(GATES % "-").relations if each.role == "claim"]
    assert found == ["right", "right"]
    assert check(GATES % "+").relations[-1].verdict == "wrong"
