"""A differential of a product in which one factor was held: dR = A dX Xᵀ for R = A X Xᵀ."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from derive.elaborate.claims.judge import Context, judge
from derive.elaborate.shapes.provisos import own_words
from derive.elaborate.symbols.names import keys_in, reference
from derive.elaborate.symbols.roles import Link
from derive.elaborate.symbols.scope import Scope
from derive.model import Right
from derive.reader import syntax as s
from derive.reader.tree import walk

MOST_SITES = 8
MOST_SUMMANDS = 24
DEEPEST = 6
_OTHERS = re.compile(
    r"\b(?:held|hold\w*|fix\w*|constants?|frozen|freez\w*|stop\w*|detach\w*|first|second|one of|contribut\w*|alone|"
    r"only|partial\w*|direct\w*|part)\b"
)
"""Words by which a line may be meant of one factor alone."""
_SENTENCE_END = re.compile(r"[.;:$]")
_LINEAR = frozenset(("tr", "Tr", "trace", "vec"))


@dataclass(frozen=True, slots=True)
class Part:
    """A summand of a differential, and the places in the definitions whose variation it holds."""

    tree: s.Node
    sites: frozenset[tuple[str, int]] = frozenset()


def drops_a_differential(link: Link | None, context: Context) -> bool:
    """Whether a line is what the product rule gives when one place of the variable is held."""
    if link is None or not isinstance(link.left, s.Differential):
        return False
    words = f"{own_words(link.block.before)} {_SENTENCE_END.split(link.block.after)[0]}"
    if _OTHERS.search(words.lower()):
        return False
    parts = _Expanding(context.typed.scope, _written(link, context.typed.scope)).parts_of(link.left.of)
    if parts is None or not 2 <= len(parts) <= MOST_SUMMANDS:
        return False
    sites = sorted({site for part in parts for site in part.sites})
    kept = ([part for part in parts if site not in part.sites] for site in sites)
    return any(_is_right(link, rest, context) for rest in islice(kept, MOST_SITES) if rest)


def _written(link: Link, scope: Scope) -> frozenset[str]:
    parts = (part for part in walk(link.right) if isinstance(part, s.Differential))
    return frozenset(key for part in parts for key in keys_in(part.of, scope.letters))


def _is_right(link: Link, parts: Sequence[Part], context: Context) -> bool:
    total = parts[0].tree
    for part in parts[1:]:
        total = s.Add(total, part.tree)
    return isinstance(judge(replace(link, left=total), context).verdict, Right)


@dataclass
class _Expanding:
    """The product rule in the formulas of a document, down to the names whose differentials are written."""

    scope: Scope
    written: frozenset[str]
    below: str = ""
    depth: int = 0
    places: int = 0

    def parts_of(self, node: s.Node) -> list[Part] | None:
        """The summands of the differential of a formula; None where another rule is needed."""
        if not (self.scope.ancestors(node) & self.written):
            return []
        match node:
            case s.Name() | s.Index():
                return self._of_name(node)
            case s.Add(left=left, right=right):
                return _joined(self.parts_of(left), self.parts_of(right))
            case s.Sub(left=left, right=right):
                return _joined(self.parts_of(left), _each(self.parts_of(right), s.Neg))
            case s.Neg(of=of):
                return _each(self.parts_of(of), s.Neg)
            case s.Transpose(of=of):
                return _each(self.parts_of(of), lambda tree: replace(node, of=tree))
            case s.Fraction(top=top, bottom=bottom) if not self._moves(bottom):
                return _each(self.parts_of(top), lambda tree: replace(node, top=tree))
            case s.Product(left=left, right=right) | s.Inner(left=left, right=right) if right is not None:
                return _joined(
                    _each(self.parts_of(left), lambda tree: replace(node, left=tree)),
                    _each(self.parts_of(right), lambda tree: replace(node, right=tree)),
                )
            case s.Call(function=s.Name(letter=name), arguments=(only,)) if name in _LINEAR:
                return _each(self.parts_of(only), lambda tree: replace(node, arguments=(tree,)))
        return None

    def _moves(self, node: s.Node) -> bool:
        return bool(self.scope.ancestors(node) & self.written)

    def _of_name(self, node: s.Name | s.Index) -> list[Part] | None:
        ref = reference(node, self.scope.letters)
        if ref is None:
            return None
        if ref.key in self.written:
            self.places += 1
            return [Part(s.Differential(node), frozenset({(self.below, self.places)}))]
        made = self.scope.definitions.get(ref.key)
        if made is None or made.body is None or made.indices or self.depth == DEEPEST:
            return None
        # What a name is made of has the same places wherever the name stands.
        inside = replace(self, below=ref.key, depth=self.depth + 1, places=0)
        return inside.parts_of(made.body)


def _each(parts: Sequence[Part] | None, change: Callable[[s.Node], s.Node]) -> list[Part] | None:
    return None if parts is None else [replace(part, tree=change(part.tree)) for part in parts]


def _joined(*groups: list[Part] | None) -> list[Part] | None:
    return (
        None if any(group is None for group in groups) else [part for group in groups for part in group or ()]
    )
