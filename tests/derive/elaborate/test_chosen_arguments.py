r"""Policies, skip-gram and other functions of an action, a word or a class; one row a case."""

from __future__ import annotations

import pytest

from derive.check import check
from derive.errors import ReadError
from derive.reader.grammar import parse

POLICY = (
    r"The policy is $\pi_\theta(a|s) = \frac{\exp(\theta^T \phi(s,a))}{\sum_b \exp(\theta^T \phi(s,b))}$, "
    r"the value is $J(\theta) = \sum_a \pi_\theta(a|s) Q(s,a)$. "
)
BANDIT = r"Let $\pi(a) = \frac{e^{h(a)}}{\sum_b e^{h(b)}}$. "
WORDS = (
    r"Let $P(o|c) = \frac{\exp(u_o^T v_c)}{\sum_{w=1}^V \exp(u_w^T v_c)}$ "
    r"and $J = -\log P(o|c)$ for a pair of words. "
)
CLASS = r"Let $p_c = \frac{e^{z_c}}{\sum_k e^{z_k}}$ and $L = -\log p_c$ for the true class $c$. "
NORMAL = r"Let $\pi(a|s) = \frac{1}{\sqrt{2\pi}\sigma}\exp(-\frac{(a - \mu)^2}{2\sigma^2})$ with $\mu = \theta^T s$. "

NESTED = r"Let $\ell = \max_{r \ne y} \max(0, 1 + s_r - s_y)$. Suppose the margin is violated. Then "

CASES = (
    (NESTED + r"$$\frac{\partial\ell}{\partial s_y} = -1$$", "cannot-tell"),
    (POLICY + r"$$\nabla_\theta\log\pi_\theta(a|s) = \phi(s,a) - \sum_b \pi_\theta(b|s)\phi(s,b)$$", "right"),
    (POLICY + r"$$\nabla_\theta\log\pi_\theta(a|s) = \phi(s,a) + \sum_b \pi_\theta(b|s)\phi(s,b)$$", "wrong"),
    (POLICY + r"$$\nabla_\theta\pi_\theta(a|s) = \pi_\theta(a|s)\nabla_\theta\log\pi_\theta(a|s)$$", "right"),
    (
        POLICY
        + r"$$\nabla_\theta J(\theta) = \sum_a \pi_\theta(a|s)\nabla_\theta\log\pi_\theta(a|s) Q(s,a)$$",
        "right",
    ),
    (
        POLICY
        + r"$$\nabla_\theta J(\theta) = -\sum_a \pi_\theta(a|s)\nabla_\theta\log\pi_\theta(a|s) Q(s,a)$$",
        "wrong",
    ),
    (BANDIT + r"$$\frac{\partial\pi(b)}{\partial h(a)} = \pi(b)(1\{a=b\} - \pi(a))$$", "right"),
    (BANDIT + r"$$\frac{\partial\pi(b)}{\partial h(a)} = \pi(b)(1 - \pi(a))$$", "wrong"),
    (WORDS + r"$$\frac{\partial J}{\partial v_c} = -u_o + \sum_{w=1}^V P(w|c) u_w$$", "right"),
    (WORDS + r"$$\frac{\partial J}{\partial v_c} = u_o - \sum_{w=1}^V P(w|c) u_w$$", "wrong"),
    (WORDS + r"$$\frac{\partial J}{\partial u_o} = (P(o|c) - 1) v_c$$", "right"),
    (WORDS + r"For $w \neq o$ $$\frac{\partial J}{\partial u_w} = P(w|c) v_c$$", "right"),
    (CLASS + r"$$\frac{\partial L}{\partial z_c} = p_c - 1$$", "right"),
    (CLASS + r"$$\frac{\partial L}{\partial z_c} = 1 - p_c$$", "wrong"),
    (NORMAL + r"$$\nabla_\theta\log\pi(a|s) = \frac{(a - \mu) s}{\sigma^2}$$", "right"),
    (NORMAL + r"$$\nabla_\theta\log\pi(a|s) = \frac{(a - \mu) s}{2\sigma^2}$$", "wrong"),
)


@pytest.mark.sampled(3)
@pytest.mark.parametrize(("text", "verdict"), CASES)
def test_chosen_arguments(text: str, verdict: str) -> None:
    relations = check(text + "\n").relations
    assert [r.verdict for r in relations if not r.inline and r.role == "claim"] == [verdict]


@pytest.mark.parametrize(
    "tex", [r"p(y|x)\log p(y|x)", r"\pi(a|s)\nabla\log\pi(a|s)", r"(|x| + 1)|y|", r"|f(|x|)|"]
)
def test_bars_close_within_their_brackets(tex: str) -> None:
    assert parse(tex).repairs == ()


def test_a_bar_that_is_never_closed() -> None:
    with pytest.raises(ReadError):
        parse(r"|x + y")
