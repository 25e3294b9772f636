"""Random numbers in a traced program: what is drawn becomes exact and is noted as a witness."""

from __future__ import annotations

import functools
from fractions import Fraction
from typing import Any

import numpy as np

from derive.calculus import free_symbols
from derive.terms import num
from numeric.tracing.array import lifted, returned
from numeric.tracing.scalar import Exact
from numeric.tracing.state import current
from numeric.tracing.witness import approximate

DRAWN = "Random draws are witnesses: what is proved is proved for the numbers that were drawn."


class Draws:
    """``np.random`` or a generator: what is drawn becomes exact and is noted as a witness."""

    def __init__(self, source: Any) -> None:
        self._source = source

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._source, name)
        if name in ("default_rng", "RandomState"):
            return lambda *args, **options: Draws(value(*args, **options))
        return functools.partial(self._draw, value) if callable(value) else value

    def _draw(self, function: Any, *args: Any, **options: Any) -> Any:
        named = {key: _number(value) for key, value in options.items()}
        drawn = function(*map(_number, args), **named)
        if drawn is not None:
            current().note(DRAWN)
        if isinstance(drawn, float):
            return _short(drawn)
        if isinstance(drawn, np.ndarray) and drawn.dtype.kind == "f":
            return returned(lifted(np.frompyfunc(_short, 1, 1)(drawn)))
        return drawn


def _number(value: Any) -> Any:
    # A scale of 1/√3 may be rounded, as what is drawn is a witness only; what depends on an input leaves exactness.
    if not isinstance(value, Exact):
        return value
    fraction = value.constant()
    if fraction is not None and fraction.denominator == 1:
        return int(fraction)
    return float(value) if free_symbols(value.term) else approximate(value.term, {})


def _short(value: float) -> Exact:
    return Exact(num(Fraction(round(value * 16), 16)))
