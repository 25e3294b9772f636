r"""Functions made from functions, h = log g, and quotients such as the tangent; one row a page and its verdicts."""

from __future__ import annotations

import pytest

from derive.check import check

LIKELIHOOD = r"$$V(q) = q^a(1-q)^b$$ Take logarithms, $\lambda = \log V$: "
SUM = r"Let $f(x) = x^2$ and $g(x) = e^x$ and $h = f + 3g$. "
RENAMED = r"$$V(q) = q^a(1-q)^b$$ and take logs, call it $\lambda$: $$\lambda(q) = a\log q + b\log(1-q)$$ "

CASES = (
    (LIKELIHOOD + r"$$\lambda'(q) = \frac aq - \frac b{1-q}$$", ["right"]),
    (LIKELIHOOD + r"$$\lambda'(q) = \frac aq + \frac b{1-q}$$", ["wrong"]),
    (LIKELIHOOD + r"$$\lambda''(q) = -\frac a{q^2} - \frac b{(1-q)^2}$$", ["right"]),
    (SUM + r"$$h'(x) = 2x + 3e^x$$", ["right"]),
    (SUM + r"$$h'(x) = x + 3e^x$$", ["wrong"]),
    (RENAMED + r"$$\frac{d\lambda}{dq} = \frac aq - \frac b{1-q}$$", ["right"]),
    (r"$$\frac{d}{dx}\tan x = \sec^2 x$$ $$\frac{d}{dx}\log\cos(2x) = -2\tan 2x$$", ["right", "right"]),
    (r"Let $y = \cot x$. $$\frac{dy}{dx} = \csc^2 x$$", ["wrong"]),
    (r"Let $y = \mathrm{sech}(x)$. $$\frac{dy}{dx} = -y\tanh x$$", ["right"]),
)


@pytest.mark.parametrize(("text", "verdicts"), CASES)
def test_verdicts(text: str, verdicts: list[str]) -> None:
    assert [r.verdict for r in check(text + "\n").relations if r.role == "claim"] == verdicts
