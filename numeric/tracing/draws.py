"""Random numbers in a traced program: what is drawn becomes exact and is noted as a witness."""

from __future__ import annotations

import functools
from fractions import Fraction
from typing import Any

import numpy as np

from derive.terms import num
from numeric.tracing.array import lifted, returned
from numeric.tracing.scalar import Exact
from numeric.tracing.state import current

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
        given = [int(each) if _is_constant_whole(each) else each for each in args]
        drawn = function(*(float(each) if isinstance(each, Exact) else each for each in given), **options)
        if drawn is not None:
            current().note(DRAWN)
        if isinstance(drawn, float):
            return _short(drawn)
        if isinstance(drawn, np.ndarray) and drawn.dtype.kind == "f":
            return returned(lifted(np.frompyfunc(_short, 1, 1)(drawn)))
        return drawn


def _is_constant_whole(value: Any) -> bool:
    fraction = value.constant() if isinstance(value, Exact) else None
    return fraction is not None and fraction.denominator == 1


def _short(value: float) -> Exact:
    return Exact(num(Fraction(round(value * 16), 16)))
