"""TeX to MathML, each formula checked: what cannot be shown is an internal error, never a silent misprint."""

from __future__ import annotations

from functools import cache
from typing import Any

from derive.errors import GradproofError


@cache
def _converter() -> Any:
    from math_core import LatexToMathML

    return LatexToMathML(macros={})


@cache
def mathml(tex: str, *, display: bool = False) -> str:
    """The MathML element of a formula.

    Raises GradproofError naming the formula where the converter refuses it.

    >>> mathml("x").startswith("<math")
    True
    """
    from math_core import LatexError

    try:
        found: str = _converter().convert_with_local_state(tex, displaystyle=display)
    except LatexError as refusal:
        raise GradproofError(f"the formula {tex} cannot be shown as MathML: {refusal}") from refusal
    return found
