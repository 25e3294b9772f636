r"""Names told apart by letters above them: z^r and z^q of r = σ(z^r) and q = tanh(z^q)."""

from __future__ import annotations

import pytest

from derive.check import check

UNIT = (
    r"All products $\odot$ are elementwise, $\sigma$ is the logistic function, $E$ depends on $m$ only and "
    r"$\bar m = \partial E/\partial m$ is given. $$z^r = A v + b, \quad r = \sigma(z^r), \quad q = \tanh(z^q), "
    r"\quad m = r\odot q$$ $$\frac{\partial E}{\partial r} = \bar m\odot q$$"
)
SCALAR = r"Take numbers. $$r = e^{z^r}, \quad q = \sin(z^q), \quad E = r q^2$$ "
POWER = r"Let $a > 0$ and $$f = a^k + 1, \quad g = a^m.$$ "
CASES = {
    "gate": (UNIT + r"$$\frac{\partial E}{\partial z^r} = \bar m\odot q\odot r\odot(1-r)$$", "right"),
    "gate, slip": (UNIT + r"$$\frac{\partial E}{\partial z^r} = \bar m\odot q\odot r\odot(1+r)$$", "wrong"),
    "tanh": (UNIT + r"$$\frac{\partial E}{\partial z^q} = \bar m\odot r\odot(1-q\odot q)$$", "right"),
    "tanh, slip": (UNIT + r"$$\frac{\partial E}{\partial z^q} = \bar m\odot r\odot(1-q)$$", "wrong"),
    "bias": (UNIT + r"$$\frac{\partial E}{\partial b} = \frac{\partial E}{\partial z^r}$$", "right"),
    "numbers": (SCALAR + r"$$\frac{\partial E}{\partial z^q} = 2rq\cos(z^q)$$", "right"),
    "numbers, slip": (SCALAR + r"$$\frac{\partial E}{\partial z^q} = rq\cos(z^q)$$", "wrong"),
    "exponents": (POWER + r"$$\frac{\partial f}{\partial a} = k a^{k-1}$$", "right"),
    "exponents, slip": (POWER + r"$$\frac{\partial f}{\partial a} = a^{k-1}$$", "wrong"),
}


@pytest.mark.parametrize("name", CASES)
def test_letters_above_a_name_tell_names_apart_where_they_are_made_of_them(name: str) -> None:
    text, verdict = CASES[name]
    assert check(text).relations[-1].verdict == verdict


def test_a_letter_above_that_is_made_of_nothing_like_it_stays_an_exponent() -> None:
    text = r"$$r = 2x, \quad q = 3x, \quad E = z^r + z^q$$ $$\frac{\partial E}{\partial z} = r z^{r-1} + q z^{q-1}$$"
    assert check(text).relations[-1].verdict == "right"
