"""What a document says about its own notation, as far as reading a formula depends on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from derive.reader.signs import words

_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Macro:
    r"""A command that a document defines: its number of arguments, the first one's default, and its body.

    ``alone`` is the body where the last argument is missing, ``ordered`` the one with an order in square brackets
    before the others: \dv{x} and \dv[2]{f}{x} beside \dv{f}{x}, \qty(x) beside \qty{x}.
    """

    arguments: int
    body: str
    default: str | None = None
    alone: str | None = None
    ordered: str | None = None


@dataclass(frozen=True, slots=True)
class Notation:
    """How the signs of a document are to be read where that is not plain.

    ``choices`` answers the questions that the reader asks of a name, by key: "call f" is "call" or "product",
    "power x" is "index", "power" or "transpose", "prime X" is "prime" or "transpose". ``d_is_a_name``: d is a
    variable here, not the sign of a differential. ``macros`` are the document's own commands.
    """

    choices: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    macros: Mapping[str, Macro] = field(default_factory=lambda: MappingProxyType({}))
    d_is_a_name: bool = False


PLAIN = Notation()

FUNCTION_LETTERS = words(
    "f g h F G H J L E P p q Q R S l \\ell \\sigma \\phi \\varphi \\psi \\Phi \\Psi \\Omega \\mathcal{L} s u"
)
"""Letters that are called functions more often than not."""

SURE_FUNCTIONS = words("f g h F J \\sigma \\phi \\varphi \\psi \\Phi \\ell")
"""Letters whose bracket is an argument unless the document says otherwise."""

WEIGHTS = words("w W \\theta \\Theta b \\beta x \\mathbf{w} \\mathbf{W}")
INDEX_LETTERS = words("i j k l m n r s t L N M K T \\ell \\tau q p")
LAYER_LETTERS = words("l \\ell L")
