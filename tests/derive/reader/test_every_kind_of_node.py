"""Every kind of node can be shown: as TeX, and as the s-expression that tests compare."""

from __future__ import annotations

from dataclasses import MISSING, fields

import pytest

from derive.reader import syntax
from derive.reader.sexpr import sexpr
from derive.reader.syntax import Branch, Name, Node, Relation
from derive.reader.tex import tex

KINDS = [
    kind
    for kind in vars(syntax).values()
    if isinstance(kind, type) and issubclass(kind, Node) and kind is not Node
]
LETTER = Name("a")
FILLINGS = {
    "Node": LETTER,
    "Node | None": LETTER,
    "str": "a",
    "BigSymbol": "sum",
    "tuple[Node, ...]": (LETTER, LETTER),
    "tuple[tuple[Node, ...], ...]": ((LETTER,),),
    "tuple[Branch, ...]": (Branch(LETTER, LETTER),),
    "tuple[Relation, ...]": (Relation("="),),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_node_is_shown(kind: type[Node]) -> None:
    filled = {each.name: FILLINGS[str(each.type)] for each in fields(kind) if each.default is MISSING}
    node = kind(**filled)
    assert sexpr(node)
    assert tex(node) or kind is syntax.Hole


def test_all_kinds_are_looked_at() -> None:
    assert len(KINDS) > 40
