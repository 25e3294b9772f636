r"""Square matrices that a document gives in words: "a diagonal matrix $W$", "$\Sigma$ is a covariance matrix"."""

from __future__ import annotations

import re
from dataclasses import replace

from derive.elaborate.symbols.names import key_of
from derive.elaborate.symbols.scope import Scope
from derive.reader import syntax as s
from derive.reader.fragments import fragment

_OF_MATRICES = r"(diagonal|symmetric|invertible|orthogonal|positive[\s-]+(?:semi[\s-]?)?definite)"
_KIND = rf"(?:{_OF_MATRICES}|square|covariance|precision)"
"""The last three are said of numbers and functions, too, unless the word matrix follows."""

_FILLING = r"(?:\s+(?:and|positive|definite|semidefinite|symmetric|invertible|weight|weighting|covariance|real|fixed))*"
_NAME = r"\$\s*((?:\\(?:mathbf|boldsymbol|bm|mathrm)\s*\{?)?\\?[A-Za-z]+\}?)\s*"
_MATRIX = r"\s+(?:matrix|matrices)\b"
_IS = r"\$,?\s+(?:is|be|being|denotes?)\s+(?:an?\s+|the\s+)?"
_BEFORE = re.compile(rf"\b{_KIND}{_FILLING}{_MATRIX}\s+(?:of\s+(?:\w+\s+)?\w+\s+)?{_NAME}\$", re.IGNORECASE)
_WITH = re.compile(rf"\b{_OF_MATRICES}\s+{_NAME}\$", re.IGNORECASE)
_AFTER = re.compile(rf"{_NAME}{_IS}(?:{_OF_MATRICES}\b|{_KIND}{_FILLING}{_MATRIX})", re.IGNORECASE)

_BESIDE = re.compile(
    rf"{_NAME}\$,?\s+(symmetric|invertible|orthogonal|positive[\s-]+(?:semi[\s-]?)?definite)\b(?!\s*-)",
    re.IGNORECASE,
)


_CASE = re.compile(r"\b(?:if|when|whenever|unless|case|not|no)\b", re.IGNORECASE)
"""What makes a case of a statement, or denies it."""

SIDE = "?of "
"""How the unknown size of a matrix that is only said to be square begins."""


def with_spoken_squares(scope: Scope, text: str) -> Scope:
    """The scope in which what the words call symmetric, diagonal or a covariance is a square matrix."""
    plain = re.sub(r"\\[()]", "$", text)
    matches = [m for pattern in (_BEFORE, _WITH, _AFTER, _BESIDE) for m in pattern.finditer(plain)]
    kept = [m for m in matches if not _CASE.search(plain, max(0, m.start() - 40), m.start())]
    found = [(m[2], m[1]) if m.re in (_BEFORE, _WITH) else (m[1], m[2] or m[m.re.groups]) for m in kept]
    kinds = {key: (kind or "").lower() for name, kind in found if (key := _capital(name)) is not None}
    shapes = {key: (f"{SIDE}{key}",) * 2 for key in kinds}
    diagonal = frozenset(key for key, kind in kinds.items() if kind == "diagonal")
    return replace(scope, shapes=shapes | dict(scope.shapes), diagonal=scope.diagonal | diagonal)


def _capital(name: str) -> str | None:
    """The key of a name in capitals; what is written small may be a number."""
    tree = fragment(name, repaired=True)
    key = key_of(tree) if isinstance(tree, s.Name) else ""
    return key if key.lstrip("\\")[:1].isupper() else None


def is_only_square(shape: tuple[str, ...]) -> bool:
    """Whether of a shape nothing is known but that it is square."""
    return any(dim.startswith(SIDE) for dim in shape)
