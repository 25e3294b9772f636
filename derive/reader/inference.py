"""What a document shows about its own notation: which names are functions, which superscripts are indices."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeGuard

from derive.reader.bigs import bound_names
from derive.reader.notation import FUNCTION_LETTERS, LAYER_LETTERS, Macro, Notation
from derive.reader.scripts import spelling
from derive.reader.syntax import (
    Add,
    Ambiguous,
    Big,
    Call,
    Chain,
    Derivative,
    Differential,
    Fraction,
    Index,
    Iterate,
    Name,
    Neg,
    Node,
    Number,
    Power,
    Prime,
    Product,
    Sequence,
    Sub,
    Transpose,
)
from derive.reader.tree import Part, children, walk

MANY = 2
"""Strokes that mean a transpose for certain."""


@dataclass
class _Evidence:
    """What was seen of each name, by the key of the question."""

    heads: Counter[str] = field(default_factory=Counter)
    called: Counter[str] = field(default_factory=Counter)
    compound: Counter[str] = field(default_factory=Counter)
    bare: Counter[str] = field(default_factory=Counter)
    iterated: set[str] = field(default_factory=set)
    raised: dict[str, set[str]] = field(default_factory=dict)
    indexed: set[str] = field(default_factory=set)
    stepped: set[str] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)
    bound: set[str] = field(default_factory=set)
    arithmetic: set[str] = field(default_factory=set)
    calculated: set[str] = field(default_factory=set)
    transposed: int = 0
    strokes: int = 0
    derived: int = 0
    d_is_a_name: bool = False
    d_is_a_sign: bool = False


GAMMA = r"factor \Gamma"
_LOG_GAMMA = re.compile(r"\\(?:log|ln)\s*\\Gamma(?![A-Za-z])")
SIGMOID = r"call \sigma"
"""Beside σ(1 − σ), short for σ(z)(1 − σ(z)), σ(wᵀx) is still a call."""


def infer(trees: Iterable[Node], macros: Mapping[str, Macro]) -> Notation:
    """The notation that the formulas of a document show.

    >>> from derive.reader.grammar import parse
    >>> trees = [parse(text).tree for text in ("u(x) = x^2", "u(y)")]
    >>> infer(trees, {}).choices["call u"]
    'call'
    """
    seen = _Evidence()
    for tree in trees:
        if isinstance(tree, Chain):
            _head(tree, seen)
        _look(tree, seen, False)
    return Notation(_choices(seen), macros, seen.d_is_a_name and not seen.d_is_a_sign)


def with_gamma(notation: Notation, text: str) -> Notation:
    """The notation in which Γ is a function whatever stands in its bracket, where the text has log Γ(a + 1)."""
    if _LOG_GAMMA.search(text) is None:
        return notation
    called = {GAMMA: "call", GAMMA.replace("factor", "call"): "call"}
    return replace(notation, choices={**notation.choices, **called})


def _head(chain: Chain, seen: _Evidence) -> None:
    """h(x) = …: the name before the bracket is a function, so in L(y, ŷ), too; dL = …: d makes differentials."""
    first = chain.members[0]
    seen.d_is_a_sign |= isinstance(first, Differential) and first.span.start + 1 == first.of.span.start
    for reading in first.readings if isinstance(first, Ambiguous) else (first,):
        if isinstance(reading, Call) and all(_is_name(argument) for argument in reading.arguments):
            seen.heads[_call_key(reading.function)] += 1


def _is_name(node: Node) -> bool:
    return isinstance(node, Name) or (isinstance(node, Index) and _is_name(node.base))


def _call_key(function: Node) -> str:
    from derive.reader.calls import key

    return key(function)


def _look(node: Part, seen: _Evidence, arithmetic: bool) -> None:
    """Walk over a tree; ``arithmetic``: the node is a term or factor of something."""
    if isinstance(node, Chain) and node.members[0] == Name("d"):
        seen.d_is_a_name = True
    match node:
        case Ambiguous(readings, key):
            seen.asked.add(key)
            if key.startswith("call "):
                seen.called[key] += 1
            if key.startswith("factor "):
                _look_at_argument(readings[0], seen)
            elif key.startswith("prime "):
                seen.strokes += _before_a_factor(readings)
            else:
                _look(readings[0], seen, arithmetic)
            return
        case Call(function, arguments):
            simple = len(arguments) > 1 or _is_name(arguments[0]) or not isinstance(function, Name | Index)
            (seen.called if simple else seen.compound)[_call_key(function)] += 1
            for argument in arguments:
                _look(argument, seen, False)
            return
        case Name() if arithmetic:
            seen.bare["call " + spelling(node)] += 1
            seen.arithmetic.add(node.letter)
            seen.calculated.add(node.letter)
            return
        case Power(base=Name() as base, exponent=exponent) if isinstance(_counter(exponent), Name):
            seen.d_is_a_name |= "bb" in base.decorations and exponent == Name("d")
            seen.arithmetic.update(part.letter for part in walk(exponent) if isinstance(part, Name))
            _raised(node, seen)
            _look(base, seen, True)
            return
        case Index(base=base):
            if arithmetic and isinstance(base, Name):
                seen.bare[_call_key(node)] += 1
            _raised(node, seen)
            _look(base, seen, False)
            for item in _items(node):
                _look(item, seen, False)
            return
        case Transpose():
            seen.transposed += 1
        case Derivative(by=(_, Prime())):
            seen.strokes += MANY
        case Prime(Fraction()):
            seen.derived += 1
        case Big(_, _, below, above):
            seen.bound.update(name.letter for name in bound_names(below))
            seen.d_is_a_name |= above == Name("d")
        case Iterate(base):
            seen.iterated.add(_call_key(base))
        case Chain(members, relations) if relations[0].sign in ("=", "in") and _is_range(members[-1]):
            seen.bound.update(name.letter for name in bound_names(members[0]))
        case Power(base, exponent) if isinstance(base, Name) and "bb" in base.decorations:
            seen.d_is_a_name |= any(part == Name("d") for part in walk(exponent))
        case _:
            pass
    _raised(node, seen)
    inside = isinstance(node, Add | Sub | Product | Fraction | Neg | Power)
    for part in children(node):
        _look(part, seen, inside)


def _look_at_argument(node: Node, seen: _Evidence) -> None:
    match node:
        case Call(_, arguments):
            for argument in arguments:
                _look(argument, seen, False)
        case Product(_, right):
            _look(right, seen, False)
        case _:
            for part in children(node):
                _look(part, seen, False)


def _before_a_factor(readings: tuple[Node, ...]) -> int:
    """Whether a stroke is likelier a transpose."""
    return int(isinstance(readings[0], Transpose))


def _is_range(node: Node) -> bool:
    return isinstance(node, Sequence) and len(node.items) > 1


def _items(node: Index) -> tuple[Node, ...]:
    """The indices of a name, k for k + 1: nobody calculates with the number of a layer or an entry."""
    items = (item for held in (node.below, node.above) if held is not None for item in held.items)
    return tuple(map(_counter, items))


def _counter(item: Node) -> Node:
    return item.left if _neighbour(item) else item


def _neighbour(item: Node) -> TypeGuard[Add | Sub]:
    return isinstance(item, Add | Sub) and isinstance(item.left, Name) and isinstance(item.right, Number)


def _raised(node: Part, seen: _Evidence) -> None:
    """Which letters stand above which names."""
    if (
        isinstance(node, Index)
        and isinstance(node.base, Name)
        and node.above is not None
        and not node.above.bracket
    ):
        item = node.above.items[0]
        letters = {part.letter for part in walk(item) if isinstance(part, Name)}
        seen.raised.setdefault(spelling(node.base), set()).update(letters)
        if node.below is not None:
            seen.indexed.add(spelling(node.base))
            seen.stepped.update(letters if _neighbour(item) else ())
    if isinstance(node, Power) and isinstance(node.base, Name) and isinstance(node.exponent, Name):
        seen.raised.setdefault(spelling(node.base), set()).add(node.exponent.letter)


def _choices(seen: _Evidence) -> dict[str, str]:
    found: dict[str, str] = {}
    for key in sorted(seen.asked):
        kind, _, name = key.partition(" ")
        choice = {"call": _call, "factor": _factor, "power": _power, "prime": _prime}.get(kind)
        decided = choice(name, seen) if choice is not None else None
        if decided is not None:
            found[key] = decided
    for key in seen.compound:
        if seen.bare[key]:
            function = seen.heads[key] or seen.called[key] or key == SIGMOID
            found.setdefault(key.replace("call ", "factor ", 1), "open" if function else "product")
    for key in seen.heads:
        if not seen.bare[key]:
            found.setdefault(key, "call")
            found.setdefault(key.replace("call ", "factor ", 1), "call")
    if _prime("", seen) == "transpose":
        found["prime ()"] = "transpose"
    return found


def _call(name: str, seen: _Evidence) -> str | None:
    key = "call " + name
    if key in seen.iterated:
        return "iterate"
    return "call" if seen.heads[key] else None


def _factor(name: str, seen: _Evidence) -> str | None:
    """A name before a compound bracket: a function if called elsewhere, a factor if bare elsewhere."""
    key = "call " + name
    function, bare = seen.heads[key] > 0 or seen.called[key] > 0, seen.bare[key] > 0
    if bare and not function:
        return "product"
    if not function and name.rstrip("_").split(" ")[-1] not in FUNCTION_LETTERS:
        return "product"
    return "call" if function and not bare and seen.heads[key] else None


def _power(name: str, seen: _Evidence) -> str | None:
    """Layers and bound indices above a name are indices; letters that are calculated with are exponents."""
    letters = seen.raised.get(name, set())
    if name in seen.indexed and letters & seen.stepped - seen.calculated:
        return "index"
    if letters & LAYER_LETTERS or (letters and letters <= seen.bound and not letters & seen.arithmetic):
        return "index"
    if letters and letters <= seen.arithmetic and not letters & seen.bound:
        return "power"
    return None


def _prime(name: str, seen: _Evidence) -> str | None:
    """A stroke on a function, or where quotients have one, is a derivative; so it is where transposes are a T."""
    if seen.heads["call " + name] or seen.called["call " + name] or seen.derived:
        return "prime"
    if seen.transposed and seen.transposed >= seen.strokes:
        return "prime"
    return "transpose" if seen.strokes >= MANY and not seen.transposed else None


__all__ = ["Derivative", "Prime", "infer"]
