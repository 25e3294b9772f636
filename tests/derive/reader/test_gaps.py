r"""Several spaces on end: formulas side by side, remarks behind a line, a row of entries, or nothing at all."""

import pytest

from derive.check import check

START = r"Let $q(t) = \frac{1}{1+e^{-t}}$ and $S = u^2$. "
CASES = {
    "two formulas": (r"$$q'(t) = q(t)(1-q(t))\ \ \ \ \ \frac{dS}{du} = 2u$$", "right right"),
    "two formulas, the first wrong": (
        r"$$q'(t) = q(t)(1+q(t))\ \ \ \ \ \frac{dS}{du} = 2u$$",
        "cannot-tell right",
    ),
    "two formulas, the second wrong": (
        r"$$q'(t) = q(t)(1-q(t))\;\;\;\frac{dS}{du} = u$$",
        "right cannot-tell",
    ),
    "spaces in a product": (r"$$\frac{dS}{du}\;\;=\;\;2 \,\, u = u \ \ + u$$", "right right"),
    "factors apart": (
        r"$a = \sin S$ $$\frac{da}{du} = \frac{da}{dS}\ \ \ \frac{dS}{du} = 2u \cos S$$",
        "cannot-tell cannot-tell",
    ),
    "spaces around signs": (r"$$\frac{dS}{du} \ \ \ = \ \ \ u \ \ \ + \ \ \ u$$", "right"),
    "words in another alphabet": (
        r"$$\begin{align}\frac{dS}{du} &= u + u \;\;\;(연쇄법칙)\\ &= 2u \quad (\text{power rule})\end{align}$$",
        "right right",
    ),
    "plain words": (r"$$\frac{dS}{du} = u + u \;\; (product rule)$$", "right"),
    "plain words, wrong": (r"$$\frac{dS}{du} = u - u \;\; (product rule)$$", "wrong"),
    "a factor in words": (r"$$\frac{dS}{du} = 2u (\text{some factor})$$", "cannot-tell"),
}


@pytest.mark.parametrize("case", CASES)
def test_gaps(case: str) -> None:
    text, expected = CASES[case]
    claims = [one.verdict for one in check(START + text).relations if one.role == "claim"]
    assert " ".join(claims) == expected


@pytest.mark.parametrize(("sign", "verdict"), [("-", "right"), ("+", "wrong")])
def test_the_value_of_a_function_by_its_letter(sign: str, verdict: str) -> None:
    text = (
        r"Let $a = vx$ and $p = \sigma(a)$, $E = -t\log\sigma - (1-t)\log(1-\sigma)$. "
        r"$$\frac{\partial E}{\partial \sigma} = \frac{1-t}{1-\sigma} - \frac{t}{\sigma}$$"
        r"$$\Big(\frac{1-t}{1-\sigma} - \frac{t}{\sigma}\Big)\sigma(1-\sigma)x = (\sigma(a) SIGN t)x = (p SIGN t)x$$"
    )
    found = [one.verdict for one in check(text.replace("SIGN", sign)).relations if one.role == "claim"]
    assert found == ["right", verdict, "right"]


def test_a_variance_beside_a_function_of_its_letter() -> None:
    text = (
        r"Let $p = \sigma(w)$, $E = -\log(1 - \sigma(w)) + \frac{w^2}{2\sigma^2}$ and $c = 1 - \sigma$. "
        r"$$\frac{dE}{dw} = p + \frac{w}{\sigma^2}$$"
    )
    assert check(text).relations[-1].verdict != "wrong"
