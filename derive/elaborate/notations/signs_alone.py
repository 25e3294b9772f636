r"""Signs that stand alone for a slope of the loss: "write $\partial_v$ for the derivative of the loss by $v$"."""

from __future__ import annotations

import re
from dataclasses import replace

from derive.elaborate.symbols.names import key_of
from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.elaborate.symbols.roles import is_loss
from derive.reader import syntax as s
from derive.reader.blocks import Block, Document
from derive.reader.fragments import fragment
from derive.reader.tree import Part, rebuilt, walk

_SIGN = r"\$\s*\\(?P<sign>partial|nabla)_(?P<by>\{[^{}$]*(?:\{[^{}$]*\}[^{}$]*)?\}|\\?\w+)\s*\$"
_MEANS = (
    r"\s*,?\s*(?:(?:will|shall|always|here|simply|just)\s+)*(?:be(?:\s+short)?\s+for|be|is(?:\s+short)?\s+for|is|for|denotes?|means?"
    r"|stands?\s+for|abbreviates?|as|short\s+for)\s+(?:the\s+|a\s+)?(?:(?:column|row|vector)\s+of\s+)?(?:\(\w+\)\s*)?(?:[\w-]+\s+)?"
    r"(?:derivative|gradient|sensitivity|adjoint|slope)s?\s+of\s+(?:(?:the|our|a)\s+)?"
    r"(?:(?:whole|total|final|training|scalar)\s+)?(?P<loss>loss|cost|error|objective|energy|\$[^$=]{1,20}\$)"
)
_SAID = re.compile(_SIGN + _MEANS, re.IGNORECASE)
_LETTERS = ("L", "J", "E", r"\mathcal{L}")
"""Letters for a loss that has none of its own."""


def with_signs_alone(document: Document) -> Document:
    r"""The document with ∂L/∂x for every ∂_x that stands alone, where its words say that this is meant.

    >>> from derive.reader.document import read_text
    >>> from derive.reader.tex import tex
    >>> read = read_text(r"Write $\partial_v$ for the gradient of the loss by $v$. $$\partial_x = W^T\partial_z$$")
    >>> tex(with_signs_alone(read).blocks[-1].formulas[0].tree)
    '\\frac{\\partial L}{\\partial x} = W^{\\top} \\frac{\\partial L}{\\partial z}'
    """
    said = _SAID.search(document.prose)
    if said is None:
        return document
    trees = written_trees(document)
    loss, sign = _loss(said["loss"].strip("$"), trees), said["sign"]
    letter = fragment(said["by"].strip("{}"))
    if loss is None or letter is None:
        return document
    about = s.Nabla(None, letter)
    blocks = (block for block in document.blocks if block.display or not _is_about(block, letter, about))
    return rewritten(replace(document, blocks=tuple(blocks)), lambda tree: _spelled(tree, sign, loss))


def _loss(named: str, trees: list[s.Node]) -> s.Name | None:
    """The loss that words name; a letter that the page does not use for anything else where they name none."""
    written = fragment(named)
    if isinstance(written, s.Name) and is_loss(key_of(written)):
        return written
    if named.isalpha() and len(named) > 1:
        used = {part for tree in trees for part in walk(tree) if isinstance(part, s.Name)}
        losses = {
            part.of for tree in trees for part in walk(tree) if isinstance(part, s.Derivative | s.Nabla)
        }
        own = [name for name in used & losses if isinstance(name, s.Name) and is_loss(key_of(name))]
        free = [name for letter in _LETTERS[:3] if (name := s.Name(letter)) not in used]
        return own[0] if len(own) == 1 else free[0] if free and not own else None
    return None


def _is_about(block: Block, letter: s.Node, about: s.Node) -> bool:
    """Whether a block in a sentence is only about what a sign means, of any name."""
    trees = [formula.tree for formula in block.formulas]
    return bool(trees) and all(tree is not None and _bare(tree) in (letter, _bare(about)) for tree in trees)


def _bare(node: s.Node) -> s.Node:
    """A derivative or a name without where it stands."""
    match node:
        case s.Derivative(of=None, by=(by,)) | s.Nabla(of=None, by=by) if by is not None:
            return s.Nabla(None, _bare(by))
        case s.Name():
            return s.Name(node.letter, node.decorations)
    return node


def _spelled(node: Part, sign: str, loss: s.Name) -> s.Node:
    """A formula with every slope of the loss spelled out; what stood behind a sign is a factor."""
    changed: s.Node = rebuilt(node, lambda part: _spelled(part, sign, loss))
    match changed:
        case s.Derivative(of=of, by=(by,), symbol="partial", style="subscript") if sign == "partial":
            return _slope(loss, by, of, changed)
        case s.Nabla(of=of, by=by, order=1) if sign == "nabla" and by is not None:
            return _slope(loss, by, of, changed)
    return changed


def _slope(loss: s.Name, by: s.Node, of: s.Node | None, whole: s.Node) -> s.Node:
    if of == loss:
        return whole
    slope = s.Derivative(loss, (by,), span=whole.span)
    return slope if of is None else s.Product(slope, of, "", whole.span)
