r"""Sets of indices that a document makes by a condition, V = {i : m_i < 1}: what is summed over them is spelled out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from derive.elaborate.symbols.names import is_letter
from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.reader import syntax as s
from derive.reader.blocks import Document
from derive.reader.fragments import fragment
from derive.reader.tree import Part, placed, rebuilt, walk

_MATH = r"\$([^$]+)\$"
_MEMBERS = r"(?:all\s+|those\s+|the\s+)?(?:[a-z]+\s+)?\w+s(?:\s+\$([^$]+)\$)?"
_WITH = rf"(?:with|where|such\s+that|for\s+which|satisfying|that\s+satisfy)\s+{_MATH}"
_NAMELY = (
    r"(?:,\s*(?:that\s+is,?\s+|i\.\s*e\.,?(?:\\?\s)+|namely\s+)?(?:of\s+)?"
    r"(?:those|the\s+ones|all|the\s+\w+s|the(?=\s+\$))(?:\s+\$([^$]+)\$)?,?)?"
)
_OF = rf"of\s+{_MEMBERS}{_NAMELY}\s+{_WITH}"
_SAID = (
    re.compile(rf"{_MATH},?\s+(?:be|is|denotes?|for|as)\s+(?:the\s+)?(?:index\s+)?(?:sub)?set\s+{_OF}"),
    re.compile(rf"\b(?:sub)?set\s+{_MATH}\s+{_OF}"),
)


@dataclass(frozen=True, slots=True)
class Built:
    """A set with its member and what is asked of it: V, i and m_i < 1; a family V_k has an index."""

    name: s.Node
    member: s.Name
    condition: s.Chain


def with_built_sets(document: Document) -> Document:
    """The document with the conditions of its sets where it names a set: Σ_{i : m_i < 1} for Σ_{i ∈ V}.

    >>> from derive.reader.document import read_text
    >>> read = read_text(r"$V = \\{i : m_i < 1\\}$ $$\\sum_{k \\in V} x_k$$")
    >>> [relation.sign for relation in with_built_sets(read).blocks[1].formulas[0].tree.below.relations]
    ['colon', '<']
    """
    found = [*_written(document), *_said(document.prose)]
    once = [one for one in found if all(one == other or one.name != other.name for other in found)]
    return rewritten(document, lambda tree: _spelled(tree, tuple(once))) if once else document


def _written(document: Document) -> Iterator[Built]:
    for tree in written_trees(document):
        match tree:
            case s.Chain(
                (s.Name() | s.Index() as name, s.SetOf(s.Name() as member, s.Chain() as condition)), _
            ):
                yield Built(name, member, condition)
            case s.Chain((s.Name() | s.Index() as name, s.Sequence((s.Chain() as inside,), opening="{")), _):
                yield from _among(name, inside)


def _among(name: s.Node, inside: s.Chain) -> Iterator[Built]:
    """{i ∈ D : m_i < 1}, {1 ≤ i ≤ n : m_i < 1}."""
    signs = [relation.sign for relation in inside.relations]
    at = signs.index("colon") + 1 if "colon" in signs else 0
    members = [one for one in inside.members[:at] if isinstance(one, s.Name) and is_letter(one)]
    if at and members and len(signs) > at:
        yield Built(name, members[0], s.Chain(inside.members[at:], inside.relations[at:]))


def _said(text: str) -> Iterator[Built]:
    for match in (match for pattern in _SAID for match in pattern.finditer(text)):
        named, plain, namely, told = match.groups()
        parts = (named, plain or namely, told)
        name, member, condition = (fragment(part, repaired=True) if part else None for part in parts)
        if isinstance(name, s.Name | s.Index) and isinstance(condition, s.Chain):
            letters = [member] if member is not None else _letters(condition)
            if len(letters) == 1 and isinstance(letters[0], s.Name):
                yield Built(name, letters[0], condition)


def _letters(condition: s.Chain) -> list[s.Node]:
    indices = (part.below.items for part in walk(condition) if isinstance(part, s.Index) and part.below)
    return list(dict.fromkeys(item for items in indices for item in items))


def _spelled(node: s.Node, sets: tuple[Built, ...]) -> s.Node:
    full = _full(node, sets)
    changed: s.Node = rebuilt(node if full is None else full, lambda part: _spelled(part, sets))
    return changed


def _full(node: s.Node, sets: tuple[Built, ...]) -> s.Node | None:
    match node:
        case s.Chain((s.Name() as member, named), (s.Relation("in"),)):
            return _asked(member, named, sets)
        case s.Big(below=s.Chain((s.Name() as member, named), (s.Relation("in"),))):
            condition = _asked(member, named, sets)
            return None if condition is None else _over(node, member, condition)
        case s.Abs(named):
            built = next((one for one in sets if one.name == named), None)
            counted = s.Big("sum", s.Number("1"), span=node.span)
            return None if built is None else _over(counted, built.member, built.condition)
    return None


def _over(big: s.Big, member: s.Name, condition: s.Chain) -> s.Big:
    colon = s.Relation("colon")
    below = s.Chain((member, *condition.members), (colon, *condition.relations))
    return s.Big(big.symbol, big.body, below, None, big.span)


def _asked(member: s.Name, named: s.Node, sets: tuple[Built, ...]) -> s.Chain | None:
    """The condition on a member of a set, its letters in place of those with which the set was made."""
    for built in sets:
        changes = _changes(built.name, named)
        if changes is not None:
            found = _with(built.condition, {built.member: member, **changes}, named.span)
            assert isinstance(found, s.Chain)
            return found
    return None


def _changes(name: s.Node, named: s.Node) -> dict[s.Node, s.Node] | None:
    """What turns V_k into V_c; nothing where a set is not the one that is meant."""
    match name, named:
        case s.Name(), _ if name == named:
            return {}
        case s.Index(base, s.Indices(items)), s.Index(other, s.Indices(others)):
            same = base == other and len(items) == len(others)
            return dict(zip(items, others, strict=True)) if same else None
    return None


def _with(node: Part, changes: dict[s.Node, s.Node], place: s.Span) -> s.Node:
    """A condition with other letters, all of it standing where the set is named."""
    if isinstance(node, s.Name) and node in changes:
        return changes[node]
    changed: s.Node = rebuilt(node, lambda part: _with(part, changes, place))
    return placed(changed, place)
