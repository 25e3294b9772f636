"""Names with a stroke: the x' of k(x, x') and the h' of ∂L/∂h' are other objects like x and h, no derivatives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.reader import syntax as s
from derive.reader.blocks import Document
from derive.reader.tree import Part, is_stroke, rebuilt, walk

_SAYS_SO = re.compile(
    r"\b(?:primes?|strokes?|dash(?:es)?)\b[^.;]{0,60}?\b(?:never|not|no)\b[^.;]{0,30}\bderivatives?\b"
    r"|\bno\s+derivatives?\s+(?:is|are)\s+meant\b"
    r"|\b(?:a\s+)?(?:primes?|strokes?|dash(?:es)?)\s+(?:means?|denotes?|marks?|stands?\s+for|is|=)\s+"
    r"(?:the\s+)?(?:next|new|successor|following|later|updated)\b"
    r"|\b(?:a\s+|the\s+)?(?:primes?|strokes?|dash(?:es)?)\s+(?:belongs?\s+to|refers?\s+to|goes\s+with)\s+"
    r"(?:the\s+)?\W{0,2}(?:next|new|successor|following|later|updated)\b",
    re.IGNORECASE,
)
"""Words by which a stroke makes another name, whatever it stands behind."""
_VECTORS = frozenset("abcdkqruvwxyz")
"""Letters of which z'_i alone in a sentence is no derivative."""


def with_primed_names(document: Document) -> Document:
    """The document in which x' is a name where it stands beside x among the arguments of a function.

    So is the f' of f' = f(x'), and every name with a stroke where words say that none is a derivative, and the h'
    that a document differentiates by, and with it what else stands so on the left of an equation: a gated cell makes
    c' and h'.

    >>> from derive.reader.document import read_text
    >>> read = read_text(r"$$k(x, x') = x^T A x'$$")
    >>> with_primed_names(read).blocks[0].formulas[0].tree.members[0].arguments[1]
    Name(letter="x'", decorations=())
    """
    trees = written_trees(document)
    names = {name for tree in trees for name in _pairs(tree)}
    heads = {name for tree in trees for name in _heads(tree)}
    names |= heads if heads & {name for tree in trees for name in _variables(tree)} else set()
    if _SAYS_SO.search(document.prose) is not None:
        names |= {of for tree in trees for part in walk(tree) if (of := _stroked(part)) is not None}
    names |= {base for tree in trees for base in _member_variables(tree)}
    names -= {name for tree in trees for part in walk(tree) for name in _functions(part)}
    moved = {own.name for tree in trees if (own := _own_value(tree)) is not None and own.is_moved}
    names |= moved

    def whole(tree: s.Node) -> s.Node:
        own = _own_value(tree)
        return _named(own.head if own is not None and own.name in moved else tree, names)

    return rewritten(document, lambda tree: _named(tree, names), whole) if names else document


@dataclass(frozen=True, slots=True)
class _OwnValue:
    """What f = f(x) says, or f' = f(x'): that the stroke behind f belongs to x."""

    head: s.Node
    name: s.Name
    is_moved: bool


def _own_value(tree: s.Node) -> _OwnValue | None:
    if not isinstance(tree, s.Chain) or len(tree.members) != 2:
        return None
    head, value = tree.members
    called = value.readings[0] if isinstance(value, s.Ambiguous) else value
    match called:
        case s.Call(function=s.Name() as name, arguments=(argument,)):
            is_moved = _primed(argument) is not None
            return _OwnValue(head, name, is_moved) if (_primed(head) if is_moved else head) == name else None
    return None


def _pairs(tree: s.Node) -> Iterator[s.Node]:
    for part in walk(tree):
        if isinstance(part, s.Call):
            yield from (of for each in part.arguments if (of := _primed(each)) in part.arguments and of)


def _variables(tree: s.Node) -> Iterator[s.Node]:
    """The names with a stroke by which something is differentiated."""
    for part in walk(tree):
        if isinstance(part, s.Derivative):
            yield from (of for each in part.by if (of := _primed(each)) and of not in part.by)


def _member_variables(tree: s.Node) -> Iterator[s.Node]:
    """The families with a stroke of which a member stands alone, or is what is differentiated by: z' of ∂L/∂z'_j."""
    alone = _primed_member(tree)
    if alone is not None and alone.letter in _VECTORS:
        yield alone
    for part in walk(tree):
        if isinstance(part, s.Derivative):
            yield from (base for each in part.by if (base := _primed_member(each)))


def _heads(tree: s.Node) -> Iterator[s.Node]:
    """The name with a stroke on the left of an equation."""
    if isinstance(tree, s.Chain) and (of := _primed(tree.members[0])):
        yield of


def _functions(part: Part) -> Iterator[s.Node]:
    """What is applied to something, with a stroke or without."""
    if isinstance(part, s.Call):
        yield part.function.of if isinstance(part.function, s.Prime) else part.function


def _primed(node: s.Node) -> s.Name | None:
    """The name below one stroke."""
    if isinstance(node, s.Ambiguous) and is_stroke(node):
        node = node.readings[0]
    match node:
        case s.Prime(of=s.Name() as of, order=1):
            return of
        case s.Transpose(of=s.Name() as of):
            return of
    return None


def _stroked(part: Part) -> s.Name | None:
    """The name below one stroke that is no transpose sign of another form."""
    return (
        _primed(part)
        if isinstance(part, s.Prime) or (isinstance(part, s.Ambiguous) and is_stroke(part))
        else None
    )


def stroked_name(node: s.Node | None) -> s.Name | None:
    """The name that h' is where it is one.

    >>> stroked_name(s.Prime(s.Name("h"), 1))
    Name(letter="h'", decorations=())
    """
    of = _stroked(node) if node is not None else None
    return replace(of, letter=f"{of.letter}'") if of is not None else None


def _primed_member(node: s.Node) -> s.Name | None:
    """The name of a family with a stroke before the index, z'_j; the stroke of z_j' may be a transpose."""
    match node:
        case s.Prime(of=s.Index(base=s.Name() as base), order=1):
            return base
    return None


def _named(node: s.Node, names: set[s.Node]) -> s.Node:
    base = _primed_member(node)
    if base is not None and base in names and isinstance(node, s.Prime) and isinstance(node.of, s.Index):
        member = replace(node.of, base=replace(base, letter=f"{base.letter}'"), span=node.span)
        inside: s.Node = rebuilt(member, lambda part: part if part is member.base else _named(part, names))
        return inside
    if (of := _stroked(node)) in names and of is not None:
        return replace(of, letter=f"{of.letter}'", span=node.span)
    changed: s.Node = rebuilt(node, lambda part: _named(part, names))
    return changed
