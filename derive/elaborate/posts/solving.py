"""Where a text stops deriving and starts to solve: its equations then hold at the solution only, and refute nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from derive.elaborate.symbols.names import Letters, keys_in
from derive.elaborate.symbols.roles import Link, is_derivative, is_zero
from derive.elaborate.symbols.scope import Definition
from derive.reader import syntax as s
from derive.reader.tree import Part, walk

_SOLVING = re.compile(
    r"\b(?:set|sets|setting|equate|equating|equal|equals|putting|put)\b[^.]{0,60}(?:\bzero\b|\$\s*0\b|=\s*0\b)"
    r"|\bstationar|\bnormal equations?\b|\bfirst[- ]order (?:condition|optimality)|\bcritical points?\b"
    r"|\bsolv(?:e|es|ing|ed) (?:for|this|the|it|these)\b|\bscore equations?\b|\bvanish(?:es|ing)?\b"
    r"|\bat (?:the|an|any|its) (?:optimum|maximum|minimum|solution|optimal)|\bKKT\b|\bLagrang",
    re.IGNORECASE,
)
_SOLVED = re.compile(
    r"[$\s,)]*(?:then\s+)?(?:(?:maximi[sz]es?|minimi[sz]es?|solves?)\b|(?:is|are|gives?|yields?|attains?)\b"
    r"[^.;$]{0,40}\b(?:maximi[sz]ers?|minimi[sz]ers?|maxim|minim|optim|solution|root|stationar|critical|mode\b|MLE\b))"
)
"""What a sentence says behind the value that a variable takes where something is best."""
_DEFINING = re.compile(r"\b(?:where|with|let|define|denote|put|write|call|here)\W*$", re.IGNORECASE)


def first_solved(links: Sequence[Link]) -> int:
    """The place of the first link from which a text solves: a derivative is set to zero, or the words say so."""
    for place, link in enumerate(links):
        if _SOLVING.search(link.block.before) or _SOLVED.match(link.block.after) or is_stationarity(link):
            return place
    return len(links)


def is_stationarity(link: Link) -> bool:
    """dJ/dw = … = 0, 0 = ∇J; of Ḡ 1 = 0, the sums of rows of a slope, nothing is solved."""
    first = link.formula.chain.members[0] if link.formula.chain is not None else link.left
    if is_zero(link.right):
        return _is_slope(first) or _is_slope(link.left)
    return is_zero(link.left) and _is_slope(link.right)


def _is_slope(node: s.Node) -> bool:
    sums = isinstance(node, s.Product) and is_derivative(node.left)
    return is_derivative(node) and not sums


def is_to_be_solved(link: Link) -> bool:
    """Whether an equation names nothing on its left: XᵀXβ = Xᵀy, c/p = λ, and what its chain goes on with."""
    first = link.formula.chain.members[0] if link.formula.chain is not None else link.left
    return not is_derivative(first) and not isinstance(first, s.Name | s.Index | s.Call | s.Differential)


def is_solution(made: Definition, link: Link, earlier: Sequence[Link], letters: Letters) -> bool:
    """Whether a definition gives the value at the solution of something by which was differentiated before."""
    if _DEFINING.search(link.block.before):
        return False
    parts = (part for other in earlier for side in (other.left, other.right) for part in walk(side))
    return any(made.key in keys_in(by, letters) for part in parts for by in _variables(part))


def is_length(made: Definition, later: Sequence[Link], letters: Letters) -> bool:
    """Whether a definition is a length that is differentiated further down by what it is made of: ∇_u ‖u − v‖."""
    if not isinstance(made.body, s.Norm | s.Abs):
        return False
    own = set(keys_in(made.body, letters))
    parts = (part for link in later for part in walk(link.left) if isinstance(part, s.Derivative | s.Nabla))
    slopes = (part for part in parts if part.of is not None and made.key in keys_in(part.of, letters))
    return any(own & set(keys_in(by, letters)) for part in slopes for by in _variables(part))


def _variables(part: Part) -> tuple[s.Node, ...]:
    match part:
        case s.Derivative(by=by):
            return by
        case (
            s.Nabla(of=s.Call(arguments=arguments), by=None) | s.Call(function=s.Prime(), arguments=arguments)
        ):
            return arguments
        case s.Nabla(by=by) if by is not None:
            return (by,)
    return ()
