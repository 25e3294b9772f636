"""What an author declares about a document under ``gradproof:`` in its front matter."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from derive.errors import GradproofError
from derive.reader.blocks import Header

_LONGEST = 20_000
_KEYS = ("symbols", "shapes", "domains", "convention", "definitions", "problem")
_CONVENTIONS = {
    "layout": ("rows", "columns"),
    "derivatives": ("numerator", "denominator"),
    "sign": ("loss", "log-likelihood"),
    "reduction": ("one", "sum", "mean"),
}


def header(front_matter: str | None, path: str = "") -> Header:
    """The declarations in a front matter (none: an empty header); GradproofError where they make no sense.

    >>> header("gradproof:\\n  shapes:\\n    X: M x N\\n").shapes["X"]
    ('M', 'N')
    """
    if front_matter is None or not re.search(r"^gradproof\s*:", front_matter, re.MULTILINE):
        return Header()
    if len(front_matter) > _LONGEST:
        raise GradproofError(f"{path}: the front matter is too long")
    loaded = _loaded(front_matter, path)
    return from_mapping(loaded.get("gradproof") or {}, path)


def _loaded(text: str, path: str) -> Mapping[str, Any]:
    import yaml

    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.events.AliasEvent):
                raise GradproofError(f"{path}: the front matter uses aliases", remedy="write the values out")
        loaded = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError) as failure:
        line = str(failure).split("\n")[0][:80]
        raise GradproofError(f"{path}: the front matter is not YAML: {line}") from None
    if not isinstance(loaded, dict):
        raise GradproofError(f"{path}: the front matter must be a mapping")
    return loaded


def from_mapping(given: object, path: str = "") -> Header:
    """A header from what stands under ``gradproof:``."""
    if not isinstance(given, dict):
        raise GradproofError(
            f"{path}: gradproof: must be a mapping", remedy=f"its keys are {', '.join(_KEYS)}"
        )
    unknown = [str(key) for key in given if key not in _KEYS]
    if unknown:
        raise GradproofError(
            f"{path}: gradproof: does not know {unknown[0]}", remedy=f"its keys are {', '.join(_KEYS)}"
        )
    definitions = given.get("definitions") or []
    definitions = [definitions] if isinstance(definitions, str) else definitions
    if not isinstance(definitions, list):
        raise GradproofError(f"{path}: definitions: must be a list of equations")
    problem = given.get("problem")
    return Header(
        symbols=_texts(given, "symbols", path),
        shapes={name: shape(value, path) for name, value in _mapping(given, "shapes", path).items()},
        domains=_texts(given, "domains", path),
        definitions=tuple(str(equation) for equation in definitions),
        convention=_convention(given, path),
        problem=None if problem is None else str(problem),
    )


def _convention(given: dict[str, Any], path: str) -> dict[str, str]:
    convention = _texts(given, "convention", path)
    for key, word in convention.items():
        if key not in _CONVENTIONS:
            known = ", ".join(_CONVENTIONS)
            raise GradproofError(f"{path}: convention: does not know {key}", remedy=f"it has {known}")
        if word not in _CONVENTIONS[key]:
            known = ", ".join(_CONVENTIONS[key])
            raise GradproofError(f"{path}: convention: {key} cannot be {word}", remedy=f"it can be {known}")
    return convention


def _mapping(given: dict[str, Any], key: str, path: str) -> dict[str, Any]:
    value = given.get(key) or {}
    if not isinstance(value, dict):
        raise GradproofError(f"{path}: {key}: must be a mapping from names")
    return {str(name): entry for name, entry in value.items()}


def _texts(given: dict[str, Any], key: str, path: str) -> dict[str, str]:
    return {name: _text(entry) for name, entry in _mapping(given, key, path).items()}


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "{" + ",".join(str(item) for item in value) + "}"
    if isinstance(value, dict):
        return "{" + ",".join(str(item) for item in value) + "}"
    return str(value)


def shape(value: object, path: str = "") -> tuple[str, ...]:
    """A shape as people write it: M x N, (M, N), [M, N], N, scalar.

    >>> shape("(M, N)"), shape("3"), shape("scalar")
    (('M', 'N'), ('3',), ())
    """
    if isinstance(value, list | tuple):
        return tuple(str(size) for size in value)
    text = str(value).strip().strip("()[]").replace("\\times", "x")
    if text.lower() in ("scalar", "", "number"):
        return ()
    sizes = tuple(part.strip() for part in re.split(r"\s*[x×,*]\s*|\s+", text) if part.strip())
    if not all(re.fullmatch(r"[A-Za-z]\w*|\d+", size) for size in sizes):
        raise GradproofError(f"{path}: the shape {value!r} is not understood", remedy="write it as M x N")
    return sizes
