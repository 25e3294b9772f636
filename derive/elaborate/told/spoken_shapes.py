r"""Shapes that a document gives in words: "$X$ is $n \times p$", "$b$, $1 \times C$", "| $W$ | $n \times h$ |"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from derive.elaborate.symbols.declared import declared_names, declared_shape
from derive.elaborate.symbols.scope import Scope
from derive.reader import syntax as s
from derive.reader.fragments import fragment

_SIZE = r"(?:[A-Za-z](?:_\{?\w+\}?|\^\{?[\[(]?\w+[\])]?\}?)?|\d+|\\ell)"
_BY = rf"{_SIZE}\s*(?:\\times|×)\s*{_SIZE}"
_NAME = r"(?:[A-Za-z\\{}_\s]|\d|\[|\]|\^|\(|\)|')+?"
_FILLING = (
    r"(?:[\s:,(=~—–-]|\b(?:is|are|be|being|has|have|of|with|a|an|the|in|as|form|shapes?|sizes?|dimensions?|now|then|"
    r"matrix|matrices|vectors?|row|column|real|weight|weights|design|data|batch|stored|written|taken|kept)\b)*"
)
_OF_THE_NEXT = r"(?![\s-]*(?:[a-z]+[\s-]+){0,3}(?:matrix|vector|array|jacobian)\s+\$)"
"""In "the slope by $W$ is the $n \\times m$ array $G$" the size is that of what follows."""
_AFTER = re.compile(rf"\$\s*({_NAME})\s*\${_FILLING}\$\s*\(?({_BY})\)?\s*[.,;]?\${_OF_THE_NEXT}")
_INSIDE = re.compile(rf"\$\s*({_NAME})\s*(?::|\\colon|\\;\()\s*\(?({_BY})\)?\s*\$")
_BEFORE = re.compile(
    rf"\$\s*({_BY})\s*\$[\s-]*(?:(?!and\b|or\b)\w+[\s-]+){{0,3}}?(?:matrix|vector|array)\s+\$\s*({_NAME})\s*\$"
)
_SPACE = r"(?:\\mathbb\s*\{?R\}?\s*\^\s*\{)?"
_ROW = re.compile(
    rf"\|\s*\$\s*({_NAME}(?:,{_NAME})*)\s*\$\s*\|(?:[^$|\n]*\|)?\s*\$\s*{_SPACE}\(?({_BY})\)?\}}?\s*\$\s*\|"
)
_LIST = r"(?:\s|\\[,;:! ]|\\quad)*,(?:\s|\\[,;:! ]|\\quad)*"
_ROW_OF_MANY = re.compile(
    rf"\|\s*\$\s*({_NAME}(?:{_LIST}{_NAME})+)\s*\$\s*\|(?:[^$|\n]*\|)?\s*\$\s*({_BY}(?:{_LIST}{_BY})+)\s*\$\s*\|"
)
_SHORT = r"([A-Za-z]|\d+)\s*(?:x|×|\s-?by-?\s)\s*([A-Za-z]|\d+)"
_UNMARKED = (
    re.compile(
        rf"(?<![\w$\\)])(?P<name>\$?[A-Z](?:_?\d)?\$?)\s*(?:\(|,?\s+(?:is|an?|of (?:size|shape))\s+(?:an?\s+)?)"
        rf"{_SHORT}\b(?=\s*(?:[).,;]|$)|\s+(?:and|matrix|or)\b)(?!\)\s*(?:\w+\s+)?(?:matrix|array|block|grid)\b)"
    ),
    re.compile(rf"(?<![\w$\\]){_SHORT}\s+(?:\w+\s+)?matrix\s+(?P<name>\$?[A-Z](?:_?\d)?\$?)(?![\w$'^(])"),
)
"""A shape that stands in the words without dollar signs: "A (m x n)", "the n by p matrix X"."""
_SHARED = re.compile(
    r"(?<!\bof )(?<!\bfor )(?<!\bin )(?<!\band )(?<!, )"
    rf"((?:\$[^$=]{{1,30}}\$(?:\s*,\s*(?:and\s+)?|\s+and\s+)?)+)\s*(?:are|have)\b(?:\s+(?:all|both|each)\b)?{_FILLING}\$\s*\(?({_BY})\)?\s*[.,;]?\$"
)
"""One shape of several names: "$Q, K$ and $V$ are (all) $n \\times d$"."""
_CROSS, _TIMES = "×", r" \times "
_LISTED = re.compile(rf"\s*,?\s*(?:and\s*)?\$\s*{_BY}")
_TOGETHER = re.compile(r"\$\s*(?:,|and|,\s*and)\s*$")


def with_spoken_shapes(scope: Scope, text: str) -> Scope:
    r"""The scope with the shapes that the words of a text give; what a formula or a header declares comes first."""
    shapes, rows, sizes = dict[str, tuple[str, ...]](), set[str](), set[str]()
    for name, shape in spoken_shapes(text):
        for key, count in declared_names(name, scope.letters):
            if len(shape) == 2 and shape[0] == "1":
                rows.add(key)
            shapes.setdefault(key, ("?",) * count + tuple(size for size in shape if size != "1"))
            sizes |= {size for size in shape if size.isalpha()}
    letters = replace(scope.letters, sizes=scope.letters.sizes | sizes)
    return replace(scope, shapes=shapes | dict(scope.shapes), rows=scope.rows | rows, letters=letters)


def spoken_shapes(text: str) -> Iterator[tuple[s.Node, tuple[str, ...]]]:
    r"""The names and sizes of sentences such as "$W$ has shape $h \times d$".

    >>> said = spoken_shapes(r"where $X$ is $n \times p$ and the $1\times C$ vector $b$ is added")
    >>> [(name.letter, sizes) for name, sizes in said]
    [('X', ('n', 'p')), ('b', ('1', 'C'))]
    """
    plain = re.sub(r"\\[()]", "$", text)
    found = [(m[1], m[2], m) for pattern in (_AFTER, _INSIDE, _ROW) for m in pattern.finditer(plain)]
    found += [(m[2], m[1], m) for m in _BEFORE.finditer(plain)]
    for name, sizes, match in found:
        # In "$A$, $B$ are $m × n$, $n × p$" the first size is not that of the last name.
        if _LISTED.match(plain, match.end()) or _TOGETHER.search(plain, 0, match.start() + 1):
            continue
        member = _membership(name, sizes)
        if member is not None:
            yield member
    for match in _SHARED.finditer(plain):
        if _LISTED.match(plain, match.end()) is None:
            written = (name for part in re.findall(r"\$([^$]+)\$", match[1]) for name in part.split(","))
            said = [_membership(name, match[2]) for name in written]
            yield from (each for each in said if each is not None)
    for match in (each for pattern in _UNMARKED for each in pattern.finditer(plain)):
        if plain.count("$", 0, match.start()) % 2 == 0:
            name, (first, second) = match["name"].strip("$"), _sizes_of(match)
            member = _membership(name, rf"{first} \times {second}")
            yield from () if member is None else (member,)
    for match in _ROW_OF_MANY.finditer(plain):
        many, all_sizes = re.split(_LIST, match[1]), re.split(_LIST, match[2])
        if len(many) == len(all_sizes):
            members = (_membership(name, sizes) for name, sizes in zip(many, all_sizes, strict=True))
            yield from (member for member in members if member is not None)


def _sizes_of(match: re.Match[str]) -> tuple[str, str]:
    """The two sizes among the groups of a match, of which the name is one as well."""
    first, second = (match[k] for k in range(1, 4) if k != match.re.groupindex["name"])
    return first, second


def _membership(name: str, sizes: str) -> tuple[s.Node, tuple[str, ...]] | None:
    match fragment(rf"{name} \in \mathbb{{R}}^{{{sizes.replace(_CROSS, _TIMES)}}}"):
        case s.Chain(members=(left, right)) if shape := declared_shape(right):
            return left, shape
    return None
