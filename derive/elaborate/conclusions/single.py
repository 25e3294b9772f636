"""Two formulas in TeX, without a document around them: are they equal?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from derive.elaborate.claims.judge import Context, judge
from derive.elaborate.index_letters.letters import letters_in
from derive.elaborate.shapes.infer import typed_scope
from derive.elaborate.symbols.calls_and_products import settled
from derive.elaborate.symbols.declared import spoken_domain
from derive.elaborate.symbols.names import Letters, keys_in
from derive.elaborate.symbols.roles import Link, is_derivative
from derive.elaborate.symbols.scope import Scope
from derive.errors import GradproofError
from derive.model import Reason, Unknown, Verdict, Wrong
from derive.reader import syntax as s
from derive.reader.blocks import Block, Formula
from derive.reader.tree import walk

WORDS = "sigmoid softmax normal"


def judge_pair(left: str, right: str, domains: Mapping[str, str] | None = None) -> Verdict:
    r"""The verdict on the equality of two formulas in TeX.

    Two equations are equal where they say the same about the same thing; a derivative on a left side is a name.
    Raises ``ReadError`` where a formula cannot be read and ``GradproofError`` for an unknown domain.

    >>> type(judge_pair(r"(\hat{y}-y)x", r"x(\hat{y}-y)")).__name__
    'Right'
    """
    from derive.reader.grammar import parse

    trees = [parse(text).tree for text in (left, right)]
    sides = [_difference(tree) for tree in trees]
    return judge_trees(sides[0], sides[1], domains or {})


def judge_trees(left: s.Node, right: s.Node, domains: Mapping[str, str]) -> Verdict:
    """The verdict on the equality of two formulas that have been read."""
    letters = letters_in((left, right))
    sides = [settled(side, frozenset((r"\sigma", "f", "g", "h")), letters) for side in (left, right)]
    relation = s.Relation("=")
    formula = Formula(s.NOWHERE, s.Chain((sides[0], sides[1]), (relation,)))
    link = Link(Block(s.NOWHERE, True, (formula,)), formula, 0, sides[0], relation, sides[1], True)
    known = frozenset(key for side in sides for key in keys_in(side, letters))
    scope = Scope(letters=letters, known=known, words=WORDS)
    scope = replace(scope, domains={key: _domain(key, text) for key, text in domains.items()})
    typed = typed_scope(scope, [link], {})
    return _with_squares(link, scope) if typed.overrides else judge(link, Context(typed, {})).verdict


def _with_squares(link: Link, scope: Scope) -> Verdict:
    # Square matrices make sense of every product and transposition: a difference there refutes, equality is no proof.
    squares = dict.fromkeys(_transposed(link, scope.letters), ("n", "n"))
    typed = typed_scope(replace(scope, shapes=squares), [link], {})
    verdict = judge(link, Context(typed, {})).verdict
    if isinstance(verdict, Wrong) and verdict.kind == "value" and not typed.overrides:
        return verdict
    return Unknown(Reason.READINGS_DISAGREE, "shapes that make sense of both sides")


def _transposed(link: Link, letters: Letters) -> frozenset[str]:
    inside = (
        node for side in (link.left, link.right) for node in walk(side) if isinstance(node, s.Transpose)
    )
    return frozenset(key for node in inside for key in keys_in(node, letters))


def _domain(name: str, text: str):  # type: ignore[no-untyped-def]
    found = spoken_domain(text)
    if found is None:
        raise GradproofError(
            f"the domain {text!r} of {name} is not known", remedy="write {0,1}, (0,1) or real"
        )
    return found


def _difference(tree: s.Node) -> s.Node:
    if not isinstance(tree, s.Chain):
        return tree
    if len(tree.members) != 2 or tree.relations[0].sign != "=":
        raise GradproofError(
            "only single equations are compared", remedy="compare two of the chain's members"
        )
    return s.Sub(_named(tree.members[0]), tree.members[1])


def _named(side: s.Node) -> s.Node:
    from derive.reader.tex import tex

    return s.Name(f"[{tex(side)}]") if is_derivative(side) else side
