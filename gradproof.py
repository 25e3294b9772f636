"""gradproof judges gradient work: derivations and NumPy code, line by line, with the evidence.

>>> import gradproof
>>> gradproof.prove_equal("-y/p + (1-y)/(1-p)", "(p-y)/(p*(1-p))", domains={"p": "(0,1)"}).method
'normal form'
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from derive.check import check
    from derive.conventions import Convention
    from derive.derivation import derivation
    from derive.errors import GradproofError
    from derive.model import Right, Unknown, Wrong
    from derive.prove import assert_right, prove_equal
    from derive.reference import reference_gradient
    from numeric.compare import compare
    from numeric.training import train
    from reports.page import render

__version__ = "0.1.0"

__all__ = [
    "Convention",
    "GradproofError",
    "Right",
    "Unknown",
    "Wrong",
    "assert_right",
    "check",
    "compare",
    "derivation",
    "prove_equal",
    "reference_gradient",
    "render",
    "train",
]

# Each name is imported when it is first used, so that the command line pays only for what it runs.
_HOME = {
    "Convention": "derive.conventions",
    "GradproofError": "derive.errors",
    "Right": "derive.model",
    "Unknown": "derive.model",
    "Wrong": "derive.model",
    "assert_right": "derive.prove",
    "check": "derive.check",
    "compare": "numeric.compare",
    "derivation": "derive.derivation",
    "prove_equal": "derive.prove",
    "reference_gradient": "derive.reference",
    "render": "reports.page",
    "train": "numeric.training",
}

_SHOWN_IN_NOTEBOOKS = ("check", "compare", "derivation", "render")


def _stranger() -> str | None:
    """Say which package of another origin hides one of gradproof's own; None where all are its own."""
    here = Path(__file__).resolve().parent
    for name in ("derive", "numeric", "reports"):
        spec = find_spec(name)
        if spec is None or spec.origin is None or Path(spec.origin).resolve().parent.parent != here:
            found = "missing" if spec is None else spec.origin or list(spec.submodule_search_locations or [])
            return (
                f"the package {name!r} is not gradproof's own but {found}: rename that one or start elsewhere"
            )
    return None


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'gradproof' has no attribute {name!r}")
    if problem := _stranger():
        raise ImportError(problem)
    if name in _SHOWN_IN_NOTEBOOKS and "IPython" in sys.modules:
        import_module("reports.notebook").attach()
    return getattr(import_module(_HOME[name]), name)


def main() -> None:
    """The command line; see ``gradproof --help``."""
    if problem := _stranger():
        print(f"gradproof: {problem}", file=sys.stderr)
        sys.exit(2)
    from reports.cli import main as command_line

    command_line()


if __name__ == "__main__":
    main()
