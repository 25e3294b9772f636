r"""Outputs and targets told in words: "$p$ for the vector of probabilities", "Y one-hot" beside labels y_i."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from derive.elaborate.symbols.names import BULLET, Reference, key_of, letters_of, reference
from derive.elaborate.symbols.scope import Definition, Scope
from derive.elaborate.told.introduced import introduced_keys
from derive.reader import syntax as s
from derive.reader.fragments import fragment
from derive.reader.tree import walk

_NAME = r"(?:\$\s*([^$=<>,;]{1,30}?)\s*\$|\\\(\s*([^=<>,;]{1,30}?)\s*\\\))"
_VERB = r"(?:is|are|be|being|for|denotes?|as|collects|holds|contains|,)"
_KIND = r"(?:(?:class|predicted|output|model|softmax|resulting|estimated)\s+)*"
_PROBABILITIES = re.compile(
    rf"{_NAME}\s*{_VERB}\s*(?:the\s+)?(?:(?:column\s+)?vector\s+of\s+)?(?:the\s+|all\s+)?{_KIND}probabilities\b"
    rf"|\b(?:predicted|output|model|softmax|resulting|estimated)\s+(?:class\s+)?probabilities\s+{_NAME}(?!\s*=)",
    re.IGNORECASE,
)
_OF_ANOTHER = re.compile(
    r"\b(?:teacher|student|target|true|truth|reference|prior|old|second|other)", re.IGNORECASE
)
NEARBY = 40
"""So many characters around a phrase may say whose probabilities it names."""
_HOT = re.compile(
    rf"(?:{_NAME}|(?<![\w$\\])`?([A-Z])`?(?![\w$]))\s*(?:{_VERB}\s*)?(?:the\s+|a\s+|its\s+|their\s+)?"
    r"(?:matrix\s+of\s+|rows?\s+are\s+|with\s+)?one[- ]hot\b"
    rf"|\bone[- ]hot\s+(?:\w+\s+){{0,3}}?{_NAME}(?!\s*=)",
    re.IGNORECASE,
)


def with_told_outputs(scope: Scope, text: str, trees: Sequence[s.Node]) -> Scope:
    """The scope in which the probabilities that words name are those of the one softmax of the document, and a matrix
    that words call one-hot has its ones at the labels that the document picks by.
    """
    introduced = introduced_keys(trees, scope)
    for ref in _named(text, _PROBABILITIES, scope):
        calls = {
            part for tree in trees for part in walk(tree) if isinstance(part, s.Call) and _is_softmax(part)
        }
        if ref.key not in introduced and len(calls) == 1:
            scope = scope.define(Definition(ref.key, next(iter(calls))))
    for ref in _named(text, _HOT, scope):
        made = _hot_rows(ref, trees, scope) if ref.key not in introduced else None
        scope = scope.define(made) if made is not None else scope
    return scope


def _named(text: str, pattern: re.Pattern[str], scope: Scope) -> Iterator[Reference]:
    for match in pattern.finditer(text):
        if _OF_ANOTHER.search(text[max(0, match.start() - NEARBY) : match.end() + NEARBY]):
            continue
        written = next((group for group in match.groups() if group), None)
        node = fragment(written) if written is not None else None
        ref = reference(node, scope.letters) if node is not None else None
        if ref is not None and not ref.indices:
            yield ref


def _is_softmax(part: s.Call) -> bool:
    """Whether a part is the softmax of a name: that of z + c only shows what does not change it."""
    match part:
        case s.Call(function=s.Name(letter=letter), arguments=(s.Name(),)):
            return letter.lower() == "softmax"
    return False


def _hot_rows(ref: Reference, trees: Sequence[s.Node], scope: Scope) -> Definition | None:
    """Y_ik = 1[k = y_i] for a capital Y where the labels are y_i and nothing says what the entries of Y are."""
    labels = {label for tree in trees for label in _labels(tree, scope)}
    if len(labels) != 1 or not ref.key[0].isupper():
        return None
    (label,) = labels
    sample = label.below.items[0] if label.below is not None else None
    if not isinstance(sample, s.Name) or key_of(label.base) == ref.key:  # type: ignore[arg-type]
        return None
    other = next((x for x in ("k", "c", "j") if x in scope.letters.indices and x != sample.letter), BULLET)
    hot = s.Indicator(s.Chain((s.Name(other), label), (s.Relation("="),)))
    return Definition(ref.key, hot, (sample.letter, other))


def _labels(tree: s.Node, scope: Scope) -> Iterator[s.Index]:
    """The y_i of p_{i y_i}: labels with one plain letter below them that stand as an index themselves."""
    for part in walk(tree):
        below = part.below.items if isinstance(part, s.Index) and part.below is not None else ()
        for item in below:
            match item:
                case s.Index(base=s.Name(), below=s.Indices(items=(one,)), above=None) if letters_of(one):
                    if scope.letters.class_of(item) is not None:
                        yield item
