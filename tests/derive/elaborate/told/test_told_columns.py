r"""Columns, diagonals, values at the data, masks and likelihoods as notes introduce them; one row a case."""

from __future__ import annotations

import pytest

from derive.check import check

COUNTS = (
    r"Let $g(v) = e^v$ and $$\ell(b) = \sum_{i=1}^n \{y_i x_i'b - g(x_i'b)\}$$ Write $g_i$ for $g(x_i'b)$. "
)
COLUMN = COUNTS + r"With $u$ the vector of $y_i - g_i$, $$\frac{\partial\ell}{\partial b} = "
DIAGONAL = COUNTS + r"$$\frac{\partial^2\ell}{\partial b\,\partial b'} = "
ENTRIES = " where $D$ is diagonal with entries $d_i = %s$."
ONE = COUNTS + r"For a new $x$, $$\frac{\partial g(x'b)}{\partial x_j} = "
MASK = r"Let $f = \sum_i c_i \max(0, z_i)$. $$\frac{\partial f}{\partial z} = "
MIXTURE = (
    r"Let $p(X \mid m) = \prod_{n=1}^N e^{-(x_n - m)^2}$. $$\frac{\partial}{\partial m} \ln p(X \mid m) = "
)
EVIDENCE = r"Let $$\ln p(t \mid a) = n \ln a - a \sum_{i=1}^n t_i^2$$ $$\frac{d}{da} \ln p(t \mid a) = "

RIGHT = (
    COLUMN + "X'u$$",
    COUNTS + r"$$\frac{\partial\ell}{\partial b} = \sum_{i=1}^n (y_i - g_i) x_i = X'(y - g)$$",
    DIAGONAL + "-X'DX$$" + ENTRIES % "g_i",
    DIAGONAL + "-X'WX$$ with the diagonal matrix $W$ with elements $g_i$.",
    ONE + "g(x'b) b_j$$",
    ONE + r"g(x'b) b_j$$ $$\frac{\partial\ell}{\partial b} = \sum_{i=1}^n (y_i - g_i) x_i$$",
    MASK + r"c \odot 1(z > 0)$$",
    MASK + r"c * (z > 0)$$",
    MASK + r"(z > 0) \odot c$$",
    r"Let $f(u) = \max(a u, u)$ with $0 < a < 1$. Then $$f'(u) = 1 \quad (u > 0)$$",
    MIXTURE + r"2\sum_{n=1}^N (x_n - m)$$",
    EVIDENCE + r"\frac{n}{a} - \sum_{i=1}^n t_i^2$$",
)

WRONG = (
    COLUMN + "-X'u$$",
    DIAGONAL + "X'DX$$" + ENTRIES % "g_i",
    ONE + "-g(x'b) b_j$$",
    MASK + r"-c \odot 1(z > 0)$$",
    MASK + r"-c * (z > 0)$$",
    MIXTURE + r"-2\sum_{n=1}^N (x_n - m)$$",
    EVIDENCE + r"\frac{n}{a} + \sum_{i=1}^n t_i^2$$",
)

OPEN = (
    DIAGONAL + "-X'DX$$" + ENTRIES % "y_i",
    COUNTS + r"With $u$ the vector of $y_i - g_i$ over its norm, $$\frac{\partial\ell}{\partial b} = X'v$$",
)


@pytest.mark.parametrize("text", RIGHT)
def test_is_right(text: str) -> None:
    """Every claim of the document is right."""
    said = [relation.verdict for relation in check(text).relations if relation.role == "claim"]
    assert said
    assert set(said) == {"right"}


@pytest.mark.parametrize("text", WRONG)
def test_is_wrong(text: str) -> None:
    """The last claim of the document is wrong, and nothing before it."""
    said = [relation.verdict for relation in check(text).relations if relation.role == "claim"]
    assert said[-1] == "wrong"
    assert "wrong" not in said[:-1]


@pytest.mark.parametrize("text", OPEN)
def test_is_never_right(text: str) -> None:
    """What words make of other entries, or of another name, is not taken for what the line needs."""
    assert "right" not in [relation.verdict for relation in check(text).relations if relation.role == "claim"]
