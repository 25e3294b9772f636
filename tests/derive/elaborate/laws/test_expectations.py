r"""Expectations as linear maps, and over laws that are written out; one row a case."""

from __future__ import annotations

import pytest

from derive.check import check

SQUARES = r"For random $(x, y)$ let $f(w) = \mathbb{E}[\frac12(w^T x - y)^2]$. "
RISK = r"The risk is $R(\theta) = E[\log(1 + e^{-Y\theta^T X})]$. "
NOISE = r"With $z = \mu + \sigma\epsilon$ let $L = \mathbb{E}_\epsilon[f(z)]$. "
CENTRED = r"The noise $\epsilon$ has zero mean and $f(w) = \mathbb{E}[(w + \epsilon)^2]$. "
PAIRS = r"Let $g(w) = \mathbb{E}[w x y]$ with random $x$ and $y$. "
POLICY = (
    r"Let $\pi_\theta(a|s) = \frac{e^{\theta^T\phi(s,a)}}{\sum_b e^{\theta^T\phi(s,b)}}$ "
    r"and $J(\theta) = \sum_a \pi_\theta(a|s) Q(s,a)$. "
)
SHIFTED = r"Let $J(\theta) = \mathbb{E}_{x\sim p_\theta}[f(x)]$. "

CASES = (
    (SQUARES + r"$$\nabla f(w) = \mathbb{E}[(w^T x - y) x]$$", "right"),
    (SQUARES + r"$$\nabla f(w) = \mathbb{E}[x x^T] w - \mathbb{E}[y x]$$", "right"),
    (SQUARES + r"$$\nabla f(w) = \mathbb{E}[x x^T] w + \mathbb{E}[y x]$$", "wrong"),
    (SQUARES + r"$$\nabla^2 f(w) = \mathbb{E}[x x^T]$$", "right"),
    (SQUARES + r"$$\nabla^2 f(w) = 2\mathbb{E}[x x^T]$$", "wrong"),
    (SQUARES + r"$$\nabla^2 f(w) = \mathbb{E}[x]\,\mathbb{E}[x]^T$$", "wrong"),
    (RISK + r"$$\nabla R(\theta) = -E[\frac{Y X}{1 + e^{Y\theta^T X}}]$$", "right"),
    (RISK + r"$$\nabla R(\theta) = E[\frac{Y X}{1 + e^{Y\theta^T X}}]$$", "wrong"),
    (NOISE + r"$$\frac{\partial L}{\partial\sigma} = \mathbb{E}_\epsilon[f'(z)\epsilon]$$", "right"),
    (NOISE + r"$$\frac{\partial L}{\partial\sigma} = -\mathbb{E}_\epsilon[f'(z)\epsilon]$$", "wrong"),
    (CENTRED + r"$$f'(w) = 2w$$", "cannot-tell"),
    (CENTRED + r"$$f'(w) = 2\mathbb{E}[w + \epsilon]$$", "right"),
    (PAIRS + r"$$g'(w) = \mathbb{E}[x y]$$", "right"),
    (PAIRS + r"$$g'(w) = \mathbb{E}[x]\,\mathbb{E}[y]$$", "wrong"),
    (
        POLICY
        + r"$$\nabla_\theta\log\pi_\theta(a|s) = \phi(s,a) - \mathbb{E}_{b\sim\pi_\theta}[\phi(s,b)]$$",
        "right",
    ),
    (
        POLICY
        + r"$$\nabla_\theta\log\pi_\theta(a|s) = \mathbb{E}_{b\sim\pi_\theta}[\phi(s,b)] - \phi(s,a)$$",
        "wrong",
    ),
    (
        POLICY + r"$$\nabla_\theta J(\theta) = "
        r"\mathbb{E}_{a\sim\pi_\theta(\cdot|s)}[Q(s,a)\nabla_\theta\log\pi_\theta(a|s)]$$",
        "right",
    ),
    (
        SHIFTED + r"$$\nabla_\theta J(\theta) = \mathbb{E}_{x\sim p_\theta}[\nabla_\theta f(x)]$$",
        "cannot-tell",
    ),
)


@pytest.mark.sampled(3)
@pytest.mark.parametrize(("text", "verdict"), CASES)
def test_expectations(text: str, verdict: str) -> None:
    relations = check(text + "\n").relations
    assert [r.verdict for r in relations if not r.inline and r.role == "claim"] == [verdict]
