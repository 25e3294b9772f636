r"""Logarithms to other bases, written or said in words; each right line with a wrong twin, and what stays open."""

from __future__ import annotations

import pytest

from derive.check import check

COST = r"Let $f(p) = -\log p$ with $p > 0$. "
BITS = r"$$f'(p) = -\frac{1}{p\ln 2}$$"
NATS = r"$$f'(p) = -\frac1p$$"
SURPRISAL = "We measure the entropy in bits. " + COST

CASES = {
    "a base below": (r"Let $f(x) = \log_2 x$. $$f'(x) = \frac{1}{x\ln 2}$$", "right"),
    "a base below, its factor lost": (r"Let $f(x) = \log_2 x$. $$f'(x) = \frac1x$$", "wrong"),
    "another base below": (r"Let $f(x) = \log_{10}(3x)$. $$f'(x) = \frac{1}{x\ln 10}$$", "right"),
    "a letter as the base": (r"Let $f(x) = \log_b x$. $$f'(x) = \frac{1}{x\ln b}$$", "right"),
    "a letter as the base, its factor lost": (r"Let $f(x) = \log_b x$. $$f'(x) = \frac1x$$", "wrong"),
    "a square": (r"Let $f(x) = \log_2^2 x$. $$f'(x) = \frac{2\log_2 x}{x\ln 2}$$", "right"),
    "a binary logarithm": (r"Let $f(x) = \operatorname{ld} x$. $$f'(x) = \frac{1}{x\ln 2}$$", "right"),
    "lg where words say the base": (
        r"Decadic logarithms are written lg. Let $f(x) = \lg x$. $$f'(x) = \frac{1}{x\ln 10}$$",
        "right",
    ),
    "lg without words": (r"Let $f(x) = \lg x$. $$f'(x) = \frac1x$$", "cannot-tell"),
    "numbers": (r"$$\log_2 8 = 3$$", "right"),
    "other numbers": (r"$$\log_2 8 = 4$$", "wrong"),
    "said before": ("Here log means log to base 2. " + COST + BITS, "right"),
    "said before, its factor lost": ("Here log means log to base 2. " + COST + NATS, "wrong"),
    "said as an adjective": (r"$\log$ denotes the binary logarithm. " + COST + BITS, "right"),
    "said by a formula": (r"We put $\log = \log_2$. " + COST + BITS, "right"),
    "e to a base": (r"Logs are base 2. " + COST + r"$$f'(p) = -\frac{\log e}{p}$$", "right"),
    "said behind": (COST + BITS + " All logarithms are to base 2.", "right"),
    "natural again": ("In part one logs are base 2. From here on log is natural. " + COST + NATS, "right"),
    "natural, not to base 2": ("All logs are natural, not base 2. " + COST + BITS, "wrong"),
    "natural written ln": (
        "Here log is the base-2 logarithm and ln the natural one. " + COST + BITS,
        "right",
    ),
    "ln in words": ("Logs are base 2. By ln I mean the natural logarithm. " + COST + BITS, "right"),
    "a natural parameter": ("Logs are base 2. The natural parameter of log p is p. " + COST + BITS, "right"),
    "an aside on nats": (
        "Logs are to base 2 here. (An answer with -log p - 1 belongs to nats.) " + COST + BITS,
        "right",
    ),
    "an aside on nats, its factor lost": (
        "Logs are to base 2 here. (An answer with -log p - 1 belongs to nats.) " + COST + NATS,
        "wrong",
    ),
    "nats after a base": (
        "Logs are to base 2. The log-loss is counted in nats. " + COST + NATS,
        "cannot-tell",
    ),
    "what some do": ("Some people use log base 2. " + COST + NATS, "cannot-tell"),
    "what some do, in bits": ("Some people use log base 2. " + COST + BITS, "cannot-tell"),
    "in bits": (SURPRISAL + BITS, "cannot-tell"),
    "in bits, natural": (SURPRISAL + NATS, "cannot-tell"),
    "in bits, to any base": (SURPRISAL + r"$$f'(p) = -\frac{\log e}{p}$$", "right"),
    "bits of a text": ("The easy bits of the information come first. " + COST + NATS, "right"),
    "a word before a name": (r"Let $f(x) = \operatorname{foo} x$. $$f'(x) = \frac{1}{x}$$", "cannot-tell"),
}


@pytest.mark.parametrize("name", CASES)
def test_verdict(name: str) -> None:
    text, verdict = CASES[name]
    assert check(text + "\n").relations[-1].verdict == verdict
