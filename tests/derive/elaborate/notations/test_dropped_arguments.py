"""Functions whose argument words drop."""

from __future__ import annotations

import pytest

from derive.check import check

HEAD = (
    r"$\sigma$ is the logistic function, $\sigma' = \sigma(1-\sigma)$. %s Let $$g(t) = t^2\sigma(t).$$ Then "
)
WORDS = "(We drop the argument $t$ in places.)"
LINES = (
    (r"$$g'(t) = 2t\sigma + t^2\sigma(1 - \sigma)$$", "right"),
    (r"$$g'(t) = 2t\sigma - t^2\sigma(1 - \sigma)$$", "wrong"),
    (r"$$t g'(t) = 2g + tg(1 - \sigma)$$", "cannot-tell"),
    (r"$$\frac{dg}{dt} = t\sigma(2 + t(1 - \sigma))$$", "right"),
    (r"$$\frac{dg}{dt} = t\sigma(2 + t(1 + \sigma))$$", "wrong"),
    (r"$$q(t) = \ln(1 + e^t), \qquad q'(t) = \sigma, \qquad q''(t) = \sigma(1 - \sigma)$$", "right"),
)


@pytest.mark.parametrize(("line", "verdict"), LINES)
def test_equations_of_functions_at_one_argument(line: str, verdict: str) -> None:
    found = check(HEAD % WORDS + line).relations[-1].verdict
    assert found == verdict or (verdict == "cannot-tell" and found != "wrong")


def test_without_such_words_nothing_is_wrong() -> None:
    for line, _ in LINES[:2]:
        assert check(HEAD % "" + line).relations[-1].verdict == "cannot-tell"


def test_a_name_that_has_a_value_of_its_own_is_no_function() -> None:
    page = r"Arguments are omitted. Let $v = 3a$, $v(t) = t^2$ and $$q(t) = v(t) + t, \qquad q'(t) = v + 1$$"
    assert check(page).relations[-1].verdict != "right"
