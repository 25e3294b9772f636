"""Exact terms as plain JSON and back: a list of shared nodes, checked node by node when it is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from derive.functions import FUNCTIONS
from derive.terms import (
    PI,
    Add,
    AllOf,
    AnyOf,
    Case,
    Compare,
    Condition,
    Const,
    Fn,
    Mul,
    Negation,
    Num,
    Pow,
    Sym,
    Term,
    add,
    all_of,
    any_of,
    case,
    compare,
    fn,
    mul,
    negation,
    num,
    power,
    sym,
)

Item = Term | Condition
Row = list[Any]
MAX_NODES = 200_000
MAX_DIGITS = 2_000


class Malformed(ValueError):
    """What came over the descriptor is not a list of terms."""


class Encoder:
    """Collects the nodes of terms; each term is written once.

    >>> encoder = Encoder()
    >>> encoder.number(add(sym("x"), 1)), sorted(encoder.rows[:2])
    (2, [['n', '1'], ['s', 'x']])
    """

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self._numbers: dict[Item, int] = {}

    def number(self, item: Item) -> int:
        """The number of a term's node; its parts get theirs first."""
        stack = [item]
        while stack:
            top = stack[-1]
            waiting = [part for part in _parts(top) if part not in self._numbers]
            if waiting and top not in self._numbers:
                stack.extend(waiting)
                continue
            stack.pop()
            if top not in self._numbers:
                self._numbers[top] = len(self.rows)
                self.rows.append(self._row(top))
        return self._numbers[item]

    def _row(self, item: Item) -> Row:
        at = self._numbers
        match item:
            case Num(value=value):
                return ["n", str(value)]
            case Sym(name=name):
                return ["s", name]
            case Const(name=name):
                return ["c", name]
            case Add(args=args):
                return ["+", *(at[arg] for arg in args)]
            case Mul(args=args):
                return ["*", *(at[arg] for arg in args)]
            case Pow(base=base, exponent=exponent):
                return ["^", at[base], at[exponent]]
            case Fn(name=name, args=args):
                return ["f", name, *(at[arg] for arg in args)]
            case Case(branches=branches, otherwise=otherwise):
                return ["?", *(at[each] for branch in branches for each in branch), at[otherwise]]
            case Compare(relation=relation, left=left, right=right):
                return ["r", relation, at[left], at[right]]
            case AllOf(parts=parts):
                return ["&", *(at[part] for part in parts)]
            case AnyOf(parts=parts):
                return ["|", *(at[part] for part in parts)]
            case Negation(part=part):
                return ["!", at[part]]


def _parts(item: Item) -> Sequence[Item]:
    match item:
        case Num() | Sym() | Const():
            return ()
        case Add(args=args) | Mul(args=args) | Fn(args=args):
            return args
        case Pow(base=base, exponent=exponent):
            return (base, exponent)
        case Case(branches=branches, otherwise=otherwise):
            return (*(each for branch in branches for each in branch), otherwise)
        case Compare(left=left, right=right):
            return (left, right)
        case AllOf(parts=parts) | AnyOf(parts=parts):
            return parts
        case Negation(part=part):
            return (part,)


def decode(rows: Any) -> list[Item]:
    """The terms and conditions of a list of nodes; Malformed says what is not as it should be.

    >>> decode([["s", "x"], ["n", "1"], ["+", 0, 1]])[2] is add(sym("x"), 1)
    True
    """
    if not isinstance(rows, list) or len(rows) > MAX_NODES:
        raise Malformed("the nodes are no list, or too many")
    items: list[Item] = []
    for row in rows:
        items.append(_item(row, items))
    return items


def _item(row: Any, items: Sequence[Item]) -> Item:
    if not isinstance(row, list) or not row or row[0] not in _READERS:
        raise Malformed("a node is of no known kind")
    try:
        return _READERS[row[0]](row[1:], items)
    except (TypeError, ValueError, IndexError, KeyError, ArithmeticError) as problem:
        raise Malformed(f"a node of kind {row[0]!r} does not hold what it should") from problem


def _terms(places: Sequence[Any], items: Sequence[Item]) -> list[Term]:
    found = [_at(place, items) for place in places]
    if not all(isinstance(each, Term) for each in found):
        raise Malformed("a condition stands where a term belongs")
    return found  # type: ignore[return-value]


def _conditions(places: Sequence[Any], items: Sequence[Item]) -> list[Condition]:
    found = [_at(place, items) for place in places]
    if not all(isinstance(each, Condition) for each in found):
        raise Malformed("a term stands where a condition belongs")
    return found  # type: ignore[return-value]


def _at(place: Any, items: Sequence[Item]) -> Item:
    if type(place) is not int or not 0 <= place < len(items):
        raise Malformed("a node refers to one that is not there")
    return items[place]


def _number(row: Sequence[Any], items: Sequence[Item]) -> Term:
    (text,) = row
    if not isinstance(text, str) or len(text) > MAX_DIGITS:
        raise Malformed("a number is too long")
    return num(Fraction(text))


def _symbol(row: Sequence[Any], items: Sequence[Item]) -> Term:
    (name,) = row
    if not isinstance(name, str) or len(name) > 100:
        raise Malformed("a symbol has no name")
    return sym(name)


def _function(row: Sequence[Any], items: Sequence[Item]) -> Term:
    name, *places = row
    args = _terms(places, items)
    if name in ("max", "min") and len(args) >= 1:
        return fn(name, *args)
    if len(args) != len(FUNCTIONS[name].derivatives):
        raise Malformed(f"{name} has one argument")
    return fn(name, *args)


def _choice(row: Sequence[Any], items: Sequence[Item]) -> Term:
    *pairs, last = row
    conditions, values = _conditions(pairs[::2], items), _terms(pairs[1::2], items)
    (otherwise,) = _terms([last], items)
    return case(zip(conditions, values, strict=True), otherwise)


def _relation(row: Sequence[Any], items: Sequence[Item]) -> Condition:
    relation, *sides = row
    left, right = _terms(sides, items)
    if relation not in ("<", "<=", "=", "!="):
        raise Malformed("a comparison has no known relation")
    return compare(relation, left, right)


def _constant(row: Sequence[Any], items: Sequence[Item]) -> Term:
    if list(row) != ["pi"]:
        raise Malformed("the only named constant is pi")
    return PI


def _power(row: Sequence[Any], items: Sequence[Item]) -> Term:
    base, exponent = _terms(row, items)
    return power(base, exponent)


_READERS: Mapping[str, Callable[[Sequence[Any], Sequence[Item]], Item]] = {
    "n": _number,
    "s": _symbol,
    "c": _constant,
    "+": lambda row, items: add(*_terms(row, items)),
    "*": lambda row, items: mul(*_terms(row, items)),
    "^": _power,
    "f": _function,
    "?": _choice,
    "r": _relation,
    "&": lambda row, items: all_of(*_conditions(row, items)),
    "|": lambda row, items: any_of(*_conditions(row, items)),
    "!": lambda row, items: negation(_conditions(row, items)[0]),
}
