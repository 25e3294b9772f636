r"""Second differentials: d²f = tr(dXᵀ dX) is what df changes by, where dX stays as it is."""

from __future__ import annotations

from dataclasses import replace

from derive.elaborate.symbols.rewriting import rewritten
from derive.elaborate.symbols.roles import contains
from derive.reader import syntax as s
from derive.reader.blocks import Document


def with_second_differentials(document: Document) -> Document:
    r"""The document with d(df) for the d²f of an equation the other side of which has differentials in it.

    >>> from derive.reader.document import read_text
    >>> read = with_second_differentials(read_text("$$d^2 f = 2 dx\\, dx$$"))
    >>> read.blocks[0].formulas[0].tree.members[0]
    Differential(of=Differential(of=Name(letter='f', decorations=()), symbol='d'), symbol='d')
    """
    return rewritten(document, lambda tree: tree, _spelled)


def _spelled(tree: s.Node) -> s.Node:
    match tree:
        case s.Chain(
            members=(
                s.Product(
                    left=s.Power(base=s.Name(letter="d"), exponent=s.Number(text="2")), right=of
                ) as head,
                *bodies,
            )
        ) if bodies and all(contains(body, s.Differential) for body in bodies):
            twice = s.Differential(s.Differential(of, span=of.span), span=head.span)
            return replace(tree, members=(twice, *bodies))
    return tree
