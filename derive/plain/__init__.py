r"""Reads expressions written like Python, with its own grammar and never with ``eval``.

Syntax: numbers (``3``, ``0.25`` and ``1e-3`` are exact decimals), names (``x``, ``y_hat``, ``x[1,2]``, ``\hat{y}``,
Greek letters), ``+ - * /``, ``**`` or ``^``, parentheses, ``pi``; comparisons ``< <= > >= == !=`` with ``and or not``
inside ``piecewise((value, condition), …, otherwise)``, ``where(condition, a, b)`` and ``indicator(condition)``;
functions ``exp log sqrt sigmoid tanh softplus relu abs sign max min erf Phi phi …`` (all: ``FUNCTION_NAMES``);
``logsumexp(a, b, …)``, ``softmax(a, b, …)[k]`` with k = 1, 2, …; ``sum(body, i, 1, N)``, where ``x[i]`` is indexed
and N may be left open; ``diff(f, x)``, also by ``x[k]`` under a sum; matrices ``[[a, b], [c, d]]``, columns ``[a, b]``.
"""

from __future__ import annotations

from derive.errors import ReadError
from derive.plain.functions import FUNCTION_NAMES, FUNCTIONS
from derive.plain.reader import Grid, Read, Reader
from derive.plain.tokens import tokens
from derive.symbolic_sums import unfolded
from derive.terms import Condition, Term

__all__ = [
    "FUNCTIONS", "FUNCTION_NAMES", "Grid", "Read", "read", "read_condition", "read_term", "tokens",
]  # fmt: skip


def read(text: str) -> Read:
    """The term (or grid of terms) that a text stands for, with its sums as they are written (``derive.symbolic_sums``).

    Raises ``ReadError`` with the place of what is wrong.

    >>> from derive.terms import sym
    >>> read("(p - y)*x") is (sym("p") - sym("y")) * sym("x")
    True
    >>> read("2 x")
    Traceback (most recent call last):
    derive.errors.ReadError: 'x' stands right after '2' (write * between factors)
    """
    try:
        reader = Reader(tokens(text))
        value = reader.expression()
        reader.finish()
    except ReadError as problem:
        problem.text = text
        raise
    return value


def read_term(text: str) -> Term:
    """The scalar that a text stands for, sums written out."""
    value = read(text)
    if isinstance(value, Grid):
        raise ReadError("a single number is needed here, not a matrix", end=len(text))
    return unfolded(value, {})


def read_condition(text: str) -> Condition:
    """The comparison that a text stands for, as in "0 < p < 1"."""
    try:
        reader = Reader(tokens(text))
        value = reader.condition()
        reader.finish()
    except ReadError as problem:
        problem.text = text
        raise
    return value
