r"""Functions of several numbers of which only the name is known, c(y, φ), and slopes by what such a function makes."""

from __future__ import annotations

import pytest

from derive.check import check

FAMILY = r"$$\ell(\omega) = \frac{z\omega - a(\omega)}{\psi} + h(z,\psi)$$ Then "
LINKED = r"The mean is $\mu = b'(\theta)$, the link $\eta = g(\mu)$. "

CASES = (
    (FAMILY + r"$$\frac{d\ell}{d\omega} = \frac{z - a'(\omega)}{\psi}$$", ["right"]),
    (FAMILY + r"$$\frac{d\ell}{d\omega} = \frac{z + a'(\omega)}{\psi}$$", ["wrong"]),
    (FAMILY + r"$$\frac{d^2\ell}{d\omega^2} = -\frac{a''(\omega)}{\psi}$$", ["right"]),
    (FAMILY + r"$$\frac{d\ell}{dz} = \frac{\omega}{\psi}$$", ["cannot-tell"]),
    (r"$$E(w) = w^2 + r(w, t)$$ $$\frac{dE}{dw} = 2w$$", ["cannot-tell"]),
    (LINKED + r"$$\frac{d\mu}{d\eta} = \frac{1}{g'(\mu)}$$", ["right"]),
    (LINKED + r"$$\frac{d\mu}{d\eta} = g'(\mu)$$", ["cannot-tell"]),
)


@pytest.mark.parametrize(("text", "verdicts"), CASES)
def test_verdicts(text: str, verdicts: list[str]) -> None:
    assert [r.verdict for r in check(text + "\n").relations if r.role == "claim"] == verdicts
