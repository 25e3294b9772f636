r"""A function that passes its argument on without a gradient is not the identity."""

from __future__ import annotations

import pytest

from derive.check import check

LOSS = r"Let $J = (u - q(c))^2 + \kappa (q(u) - c)^2$. "

VERDICTS = (
    (r"$q(v) = v$ forward, and has no gradient. " + LOSS, r"2(c - u) + 2\kappa(c - u)", "cannot-tell"),
    (r"$q(v) = v$ forward, and has no gradient. " + LOSS, r"2\kappa(c - u)", "cannot-tell"),
    (r"Here $q$ stops gradients: $q(v) = v$. " + LOSS, r"2\kappa(c - u)", "cannot-tell"),
    (r"$q(v) = v$ for now. " + LOSS, r"2(c - u) + 2\kappa(c - u)", "right"),
)


@pytest.mark.parametrize(("start", "slope", "verdict"), VERDICTS)
def test_stopped_gradients(start: str, slope: str, verdict: str) -> None:
    text = start + rf"$$\frac{{\partial J}}{{\partial c}} = {slope}$$" + "\n"
    assert check(text).relations[-1].verdict == verdict
