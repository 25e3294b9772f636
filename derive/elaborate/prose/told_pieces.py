"""Functions given piece by piece in a sentence: "ρ(r) = ½r² for |r| ≤ δ and δ(|r| − ½δ) otherwise"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from derive.reader import syntax as s
from derive.reader.blocks import Block, Document, Formula
from derive.reader.tree import is_numeric

_IF = re.compile(r"[\s,]*\b(?:for|if|when|whenever|where|on|as long as|provided)\s*(?:all\s*)?")
_IF_LAST = re.compile(r"\b(?:for|if|when|whenever|on)\s*\Z", re.IGNORECASE)
_THEN = re.compile(r"\s*(?:,\s*)?(?:then\s*)?(?:we\s+(?:have|set|put|take|use)\s*)?")
_AND = re.compile(
    r"[\s,;.]*(?:(?:and|but|while|whereas|or)\b[\s,]*)?"
    r"(?P<rest>(?:otherwise|else)\b[\s,]*)?(?:(?:by|it is|we set)\s*)?",
    re.IGNORECASE,
)
_REST = re.compile(r"[\s,]*\b(?:otherwise|else|elsewhere|in (?:all )?(?:the )?other cases?)\b")
_REST_DISPLAYED = re.compile(r"\\(?:text\w*|mbox|mathrm)\s*\{[^{}]*\b(?:otherwise|else|elsewhere)\b")
_ORDERS = ("<", "<=", ">", ">=", "!=")
OTHERWISE = s.Text("otherwise")


def with_told_pieces(document: Document) -> Document:
    """The document in which what a sentence says of a function piece by piece is one definition by cases."""
    blocks = list(document.blocks)
    for place in range(len(blocks)):
        found = _Sentence(tuple(blocks), document.text, place).pieces()
        if found is not None:
            blocks[place] = _defined(blocks[place], found)
            for other in found.used:
                blocks[other] = _defined(blocks[other], found)
    joined = (_joined(block, document.text) if block.display else block for block in blocks)
    return replace(document, blocks=tuple(joined))


@dataclass(frozen=True, slots=True)
class _Pieces:
    """The branches of a function, and the blocks apart from its own that say them."""

    branches: tuple[s.Branch, ...]
    used: tuple[int, ...]


def _defined(block: Block, pieces: _Pieces) -> Block:
    """A block whose equations say all pieces; what else it holds, conditions and bare values, has been read."""
    whole = (_whole(formula, pieces) for formula in block.formulas if _head(formula) is not None)
    return replace(block, formulas=tuple(whole))


def _whole(formula: Formula, pieces: _Pieces) -> Formula:
    assert formula.chain is not None
    head, piece = formula.chain.members
    tree = replace(formula.chain, members=(head, s.Cases(pieces.branches, piece.span)))
    return replace(formula, tree=tree, conditions=())


def _joined(block: Block, text: str) -> Block:
    """A display in which the first formulas give a function piece by piece, these as one formula."""
    ends = (*(formula.span.start for formula in block.formulas[1:]), block.span.end)
    head = _head(block.formulas[0]) if len(block.formulas) > 1 else None
    if head is None:
        return block
    branches = list[s.Branch]()
    for formula, end in zip(block.formulas, ends, strict=True):
        condition = _displayed_condition(formula, text[formula.span.start : end])
        if _head(formula) != head or condition is None:
            break
        assert formula.chain is not None
        branches.append(s.Branch(formula.chain.members[1], condition, formula.span))
    if not _is_function(head, branches):
        return block
    pieces, count = _Pieces(tuple(branches), ()), len(branches)
    defined = (_whole(formula, pieces) for formula in block.formulas[:count])
    return replace(block, formulas=(*defined, *block.formulas[count:]))


def _is_function(head: s.Node, branches: Sequence[s.Branch]) -> bool:
    """Whether pieces make a function; of a bare name, "y = 1 if s > 0 and −1 otherwise", they say how to decide."""
    decided = not isinstance(head, s.Call) and all(is_numeric(branch.value) for branch in branches)
    return len(branches) > 1 and not decided


def _displayed_condition(formula: Formula, written: str) -> s.Node | None:
    if _REST_DISPLAYED.search(written):
        return OTHERWISE
    chains = [each for each in formula.conditions if isinstance(each, s.Chain) and _is_comparison(each)]
    return chains[0] if len(chains) == 1 and len(formula.conditions) == 1 else None


def _is_comparison(chain: s.Chain) -> bool:
    return all(relation.sign in _ORDERS for relation in chain.relations)


@dataclass(frozen=True, slots=True)
class _Sentence:
    """The formulas of a text from the one at ``place`` on, with the words between them."""

    blocks: tuple[Block, ...]
    text: str
    place: int

    def pieces(self) -> _Pieces | None:
        """The pieces that the formula at this place begins to give; None where it does not."""
        head = _head(self._formula(self.place))
        if head is None:
            return None
        found, used = list[s.Branch](), list[int]()
        for branch, blocks in self._branches(head):
            found.append(branch)
            used.extend(blocks)
        return _Pieces(tuple(found), tuple(used)) if _is_function(head, found) else None

    def _branches(self, head: s.Node) -> Iterator[tuple[s.Branch, tuple[int, ...]]]:
        value, at = _value(self._formula(self.place), head), self.place
        condition, last = self._condition_before(at), at
        used: tuple[int, ...] = (at - 1,)
        if condition is None:
            condition, last = self._condition_behind(at)
            used = tuple(range(at + 1, last + 1))
        while value is not None and condition is not None:
            yield s.Branch(value, condition, value.span), used
            joint = _AND.fullmatch(self._gap(last))
            if joint is None or condition == OTHERWISE:
                return
            at = last + 1
            value = _value(self._formula(at), head)
            if value is None:
                return
            condition, last = (OTHERWISE, at) if joint["rest"] else self._condition_behind(at)
            used = tuple(range(at, last + 1))

    def _condition_behind(self, at: int) -> tuple[s.Node | None, int]:
        """The comparison that follows a formula, "for |r| ≤ δ", or "otherwise"; with the last block that says it."""
        if _REST.match(self._after(at)):
            return OTHERWISE, at
        if _IF.fullmatch(self._gap(at)) and (found := self._comparison(at + 1)) is not None:
            return found, at + 1
        return None, at

    def _condition_before(self, at: int) -> s.Node | None:
        """The comparison before a formula: "if |r| ≤ δ then"."""
        led = at > 0 and _IF_LAST.search(self.blocks[at - 1].before)
        return self._comparison(at - 1) if led and _THEN.fullmatch(self._gap(at - 1)) else None

    def _comparison(self, at: int) -> s.Chain | None:
        formula = self._formula(at)
        chain = formula.chain if formula is not None else None
        return chain if chain is not None and _is_comparison(chain) else None

    def _formula(self, at: int) -> Formula | None:
        """The only formula of an inline block."""
        block = self.blocks[at] if 0 <= at < len(self.blocks) else None
        alone = block is not None and not block.display and len(block.formulas) == 1
        return block.formulas[0] if alone and block is not None else None

    def _gap(self, at: int) -> str:
        """The words between a block and the next one, without the signs around formulas."""
        if at + 1 >= len(self.blocks):
            return "."
        between = self.text[self.blocks[at].span.end : self.blocks[at + 1].span.start]
        return re.sub(r"\$|\\[()]", " ", between)

    def _after(self, at: int) -> str:
        return re.sub(r"\A\s*(?:\$|\\\))", "", self.text[self.blocks[at].span.end :][:60])


def _head(formula: Formula | None) -> s.Node | None:
    """What a formula gives a value to: f(x) or a name."""
    match formula.tree if formula is not None else None:
        case s.Chain(members=(head, _), relations=(relation,)) if relation.sign in ("=", ":="):
            plain = isinstance(head, s.Name | s.Index)
            called = isinstance(head, s.Call) and isinstance(head.function, s.Name | s.Index)
            return head if plain or called else None
    return None


def _value(formula: Formula | None, head: s.Node) -> s.Node | None:
    """What a formula says that the function is: e of f(x) = e, or the formula itself where it is no equation."""
    tree = formula.tree if formula is not None else None
    match tree:
        case s.Chain(members=(left, right), relations=(relation,)) if (
            relation.sign in ("=", ":=") and left == head
        ):
            return right
        case s.Chain():
            return None
    return tree
