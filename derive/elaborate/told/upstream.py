r"""Derivatives that a text hands over in words: "$G$ is the gradient of the loss with respect to $Y$"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from derive.elaborate.same_letters.primed_names import stroked_name
from derive.elaborate.symbols.names import keys_in, reference
from derive.elaborate.symbols.roles import head_of, is_loss
from derive.elaborate.symbols.scope import Definition, Scope
from derive.reader import syntax as s
from derive.reader.fragments import fragment
from derive.reader.tree import is_numeric, walk

_MATHS = r"\$\s*([^$=<>]{1,40}?)\s*\$"
_KIND = (
    r"(?:(?:scalar|upstream|incoming|given|known|partial|total|backpropagated|outer|local)[\s-]+)*"
    r"(?:gradient|derivative|sensitivity|adjoint)"
)
_OF = (
    r"of\s+(?:(?:the|a|an|our|some|its|this|overall|scalar|training|total|final|whole|downstream|later)\s+)*"
    rf"(?:(?:loss|cost|error|objective|function|energy|criterion)\s*)*(?:{_MATHS})?"
)
_BY = (
    r"\s*(?:with\s+respect\s+to|w\.?\s?r\.?\s?t\.?|by|to|in)\s+(?:(?:the|its|this)\s+)?"
    rf"(?:[a-z-]+\s+){{0,2}}?{_MATHS}"
)
_VERB = (
    r"(?:(?:it|this|that)\s+is|is|be|being|denotes?|means|stands\s+for|for|as|to\s+be|which\s+is|that\s+is)"
)
_ARRIVES = r"(?:what\s+(?:arrives|comes|flows|is\s+handed)(?:\s+\w+){1,3}\s*,\s*)?"
_IS = rf"[\s,:;(–—-]*(?:{_VERB}\s+)?{_ARRIVES}(?:the|a|an)\s+"
_AFTER = re.compile(rf"{_MATHS}{_IS}{_KIND}\s+{_OF}{_BY}", re.IGNORECASE)
_BEFORE = re.compile(
    rf"\b{_KIND}\s+{_OF}{_BY}\s*,?\s*(?:is\s+)?(?:denoted|written|called|named)\s+(?:by\s+|as\s+)?{_MATHS}",
    re.IGNORECASE,
)
_THERE = re.compile(
    rf"\b(?:loss|cost|error|objective)\s+{_MATHS}\s+(?:depends\s+(?:only\s+)?(?:up)?on|sees|is\s+a\s+function\s+of|takes)\s+"
    rf"(?:only\s+)?(?:the\s+\w+\s+)?{_MATHS}[^$.;,]{{0,20}}[.;,]\s*(?:and\s+)?(?:let|write|call|with)\s+"
    rf"{_MATHS}\s+(?:be|for|as|is)?\s*its\s+(?:gradient|derivative)(?:\s+there\b|\s+by\s+it\b|\s+with\s+respect\s+to\s+it\b)",
    re.IGNORECASE,
)
"""The loss L depends on y; let g be its gradient there."""
_ANY = re.compile(
    rf"\b(?:let|for|take|assume|suppose|with|and)\s+{_MATHS},?\s+(?:(?:be|is|denotes?|for)\s+)?(?:any|some|an?|the)\s+"
    r"(?:(?:scalar|real|real-valued|differentiable|smooth|arbitrary|final|downstream|training)[\s-]+)*"
    r"(?:(?:scalar|number|loss|function|quantity|objective|cost)\s+)?"
    r"(?:(?:that|which)\s+)?(?:is\s+)?(?:(?:computed|calculated|made|built|obtained|derived|formed|depends|depending)\s+)?"
    rf"(?:only\s+)?(?:from|out\s+of|of|on)\s+(?:only\s+)?(?:the\s+\w+\s+)?{_MATHS}[^$.;]{{0,30}}[\s.;,]+"
    rf"(?:and\s+)?(?:let|write|call|with|denote)\s+{_MATHS}\s+(?:(?:be|for|as|is|denotes?)\s+)?"
    r"its\s+(?:gradient|derivative)(?:\s+there\b|\s+(?:by|with\s+respect\s+to|in|at)\s+(?:it\b|\$\s*\2\s*\$))",
    re.IGNORECASE,
)
"""Let l be any scalar computed from y and let g denote its gradient there."""
_DERIVATIVE = r"\$\s*([^$=<>]*?(?:\\partial|\\nabla|\\mathrm\s*\{?d)[^$=<>]*?)\s*\$"
_SHORT_FOR = re.compile(
    rf"{_MATHS}\s*{_VERB}\s+(?:(?:the|a|an)\s+{_KIND}\s+)?{_DERIVATIVE}",
    re.IGNORECASE,
)
_CALLED = re.compile(
    rf"{_DERIVATIVE}\s*,?\s*(?:(?:is|are)\s+)?(?:denoted|written|called|named|abbreviated)\s+(?:by\s+|as\s+)?{_MATHS}"
    rf"|\b(?:denote|write|abbreviate|call)\s+{_DERIVATIVE}\s+(?:by\s+|as\s+)?{_MATHS}",
    re.IGNORECASE,
)
_TURNED = r"\$\s*([^$=<>]*?(?:\\partial|\\nabla)[^$=<>]*?)=([^$=<>]{1,40}?)\$"
_GIVEN = re.compile(
    rf"\b(?:assume|suppose|given|denote|let|write|call|receives?|handed|know)\b[^$.]{{0,60}}{_TURNED}"
    rf"|{_TURNED}\s+(?:is|are|be)\s+(?:already\s+)?(?:given|known|available|handed)",
    re.IGNORECASE,
)
_NOT_ITSELF = re.compile(r"\b(?:negative|minus|not|second|former|half|twice)\b", re.IGNORECASE)
_SPACE = re.compile(r"\\in\b.*", re.DOTALL)


def with_upstream_derivatives(scope: Scope, text: str, trees: Sequence[s.Node]) -> Scope:
    """The scope in which the names that a text introduces as derivatives of a loss without a formula are these.

    A loss with a formula is left alone: of its sum, its mean or one sample the words do not say which is meant.
    """
    introduced = _introduced(trees, scope)
    usual = _only_loss(trees, scope, introduced)
    used = {key for tree in trees if isinstance(tree, s.Chain) for key in keys_in(tree, scope.letters)}
    for name, derivative in _spoken(text, usual):
        ref, of = reference(name, scope.letters), reference(_differentiated(derivative), scope.letters)
        if ref is not None and ref.key not in used:
            continue
        if ref is None or of is None or not introduced.isdisjoint((ref.key, of.key)) or not is_loss(of.key):
            continue
        indices = tuple(part.letter for part in ref.indices if isinstance(part, s.Name))
        if len(indices) == len(ref.indices):
            scope = scope.define(Definition(ref.key, derivative, indices))
    return scope


def _spoken(text: str, usual: s.Node | None) -> Iterator[tuple[s.Node, s.Node]]:
    plain = re.sub(r"\\[()]", "$", text)
    found = [(m[1], m[2], m[3], m[0]) for m in _AFTER.finditer(plain)]
    found += [(m[3], m[1], m[2], m[0]) for m in _BEFORE.finditer(plain)]
    found += [(m[3], m[1], m[2], m[0]) for pattern in (_THERE, _ANY) for m in pattern.finditer(plain)]
    for written, loss, by, whole in found:
        name, of, variable = _name(written), _name(loss) if loss else usual, _name(by)
        if name and of and variable and not _NOT_ITSELF.search(whole):
            yield name, s.Derivative(of, (variable,))
    pairs = [(m[1], m[2], m[0]) for m in _SHORT_FOR.finditer(plain)]
    turned = (m for pattern in (_CALLED, _GIVEN) for m in pattern.finditer(plain))
    pairs += [(m[2] or m[4], m[1] or m[3], m[0]) for m in turned]
    for written, derivative, whole in pairs:
        name, short = _name(written), fragment(derivative)
        if name and isinstance(short, s.Derivative | s.Nabla) and not _NOT_ITSELF.search(whole):
            yield name, short


def _differentiated(derivative: s.Node) -> s.Node:
    of = derivative.of if isinstance(derivative, s.Derivative | s.Nabla) else None
    return derivative if of is None else of


def _name(text: str) -> s.Node | None:
    found = fragment(_SPACE.sub("", text))
    if (stroked := stroked_name(found)) is not None:
        return stroked
    return found if isinstance(found, s.Name | s.Index) else None


def _introduced(trees: Sequence[s.Node], scope: Scope) -> frozenset[str]:
    """The names that stand alone on the left of an equation."""
    chains = (tree for tree in trees if isinstance(tree, s.Chain) and tree.relations[0].sign in ("=", ":="))
    heads = (head_of(each.members[0], scope.letters) for each in chains if not is_numeric(each.members[-1]))
    return frozenset(head.key for head in heads if head is not None) | frozenset(scope.definitions)


def _only_loss(trees: Sequence[s.Node], scope: Scope, introduced: frozenset[str]) -> s.Node | None:
    """The one loss that is differentiated and never introduced: "the loss" without a letter means it."""
    found: dict[str, s.Node] = {}
    for part in (part for tree in trees for part in walk(tree)):
        if isinstance(part, s.Derivative | s.Nabla) and isinstance(part.of, s.Name):
            ref = reference(part.of, scope.letters)
            if ref is not None and is_loss(ref.key) and ref.key not in introduced:
                found[ref.key] = part.of
    return next(iter(found.values())) if len(found) == 1 else None
