"""Names with a bracket behind them: an argument, an index of an iteration, a condition, or a factor."""

from __future__ import annotations

from typing import Literal, cast

from derive.reader import brackets
from derive.reader.brackets import Bracket
from derive.reader.cursor import Cursor
from derive.reader.lexer import Token
from derive.reader.notation import FUNCTION_LETTERS, SURE_FUNCTIONS, WEIGHTS
from derive.reader.scripts import index_like, scripts, spelling
from derive.reader.syntax import (
    Add,
    Call,
    Chain,
    Conditional,
    Expectation,
    Hole,
    Index,
    Indicator,
    Iterate,
    Jacobian,
    Name,
    Neg,
    Node,
    Number,
    Power,
    Prime,
    Product,
    Sequence,
    Span,
    Sub,
    Text,
    Transpose,
)
from derive.reader.tree import rebuilt, walk

Style = Literal["(", "[", "{", "bare"]
_ONES = frozenset(("1", "I", "\\chi"))
_ORDERS = frozenset(("<", ">", "<=", ">="))
_LAWS = frozenset(("p", "pr"))


def applied(cursor: Cursor, node: Node, start: int) -> Node:
    """A name and its scripts, with the bracket that may follow it."""
    if cursor.kind != "open" or cursor.token.text not in "([{":
        return brackets.evaluated_at(cursor, node, start) if cursor.kind == "bar" else node
    function = _function(node)
    if function is None:
        return node
    if (found := indicator(cursor, function, start)) is not None:
        return scripts(cursor, found, start, True)
    if cursor.token.text == "{" and not _is_called(cursor, function):
        return node
    if cursor.token.text == "[" and letter_of(function) == "E" and isinstance(node, Name | Index):
        return _expectation(cursor, node, start)
    return _decide(cursor, node, function, start)


def _function(node: Node) -> Node | None:
    """What could be called here: a name, indexed or primed; x² and Xᵀ are not."""
    match node:
        case Name(letter) if not letter.isdigit() or node.decorations:
            return node
        case Index(base) if isinstance(base, Name) and base.letter:
            return node
        case Prime(of):
            return node if _function(of) is not None else None
        case Power(base) if isinstance(base, Name):
            return node
        case _:
            return None


def letter_of(node: Node) -> str:
    """The letter of a name under its indices and strokes, or nothing."""
    match node:
        case Name(letter):
            return letter
        case Index(base) | Power(base):
            return letter_of(base)
        case Prime(of):
            return letter_of(of)
        case _:
            return ""


def key(node: Node) -> str:
    """The key of the question how a name before a bracket is read: "call h", "call p_" if it is indexed."""
    match node:
        case Name():
            return "call " + spelling(node)
        case Index(base, below) if isinstance(base, Name):
            return "call " + spelling(base) + ("_" if below is not None and _index_below(node) else "")
        case Power(base):
            return key(base)
        case Prime(of):
            return key(of)
        case _:
            return "call"


def _index_below(node: Index) -> bool:
    assert node.below is not None
    return all(isinstance(item, Number) or index_like(item) for item in node.below.items)


def _is_called(cursor: Cursor, function: Node) -> bool:
    return cursor.notation.choices.get(key(function)) == "call" or letter_of(function) in SURE_FUNCTIONS


def _decide(cursor: Cursor, node: Node, function: Node, start: int) -> Node:
    found = brackets.bracket(cursor)
    if _asks(node, found):
        question = Indicator(found.items[0], cursor.span(found.start))
        return Product(node, scripts(cursor, question, found.start, True), "", cursor.span(start))
    call = _call(node, found, cursor.span(start))
    verdict = _likelihood(cursor, function, found)
    if verdict == "iterate":
        return scripts(cursor, Iterate(node, found.items[0], cursor.span(start)), start, True)
    called = after(cursor, call, start)
    if verdict == "call":
        return called
    beside = _substituted(called, call, brackets.as_node(cursor, found))
    product = Product(node, beside, "", cursor.span(start))
    return product if verdict == "product" else _both(cursor, node, called, product, verdict, start)


def _asks(node: Node, found: brackets.Bracket) -> bool:
    """Whether a bracket is 1 where it holds and 0 elsewhere: c_k [k = y], b [z > 0], but no P[X = x]."""
    if found.opening != "[" or len(found.items) != 1 or not isinstance(found.items[0], Chain):
        return False
    condition = found.items[0]
    name = letter_of(node)
    letter = name.lstrip("\\")
    if not letter[:1].islower():
        return False
    below = node.below.items if isinstance(node, Index) and node.below is not None else ()
    if below and (_index_below(cast(Index, node)) or set(below) & set(condition.members)):
        return True
    if letter in _LAWS:
        return False
    compares_indices = name not in (*SURE_FUNCTIONS, "\\delta") and all(map(index_like, condition.members))
    return compares_indices or all(relation.sign in _ORDERS for relation in condition.relations)


def _both(cursor: Cursor, node: Node, called: Node, product: Node, likely: str, start: int) -> Node:
    """Keep both readings, the likelier one first."""
    options = {"call": called, "product": product}
    if isinstance(node, Name | Index) and isinstance(called, Call) and _is_step(called.arguments[0]):
        options["iterate"] = Iterate(node, called.arguments[0], called.span)
    first = likely.rstrip("?")
    options = {first: options[first], **options} if first in options else options
    name = key(_function(node) or node)
    simple = isinstance(called, Call) and _simple(called.arguments[0])
    return cursor.choose(name if simple else name.replace("call ", "factor ", 1), options, start)


def _substituted(node: Node, old: Node, new: Node) -> Node:
    """The node with one part, known by identity, replaced."""
    if node is old:
        return new
    changed: Node = rebuilt(node, lambda part: _substituted(part, old, new) if part is not None else part)
    return changed


def _call(node: Node, found: Bracket, span: Span) -> Node:
    jacobian = _jacobian(node, found, span)
    if jacobian is not None:
        return jacobian
    style = cast(Style, found.opening if found.opening in "([{" else "(")
    arguments = tuple(found.items) or (Hole(Span(found.start + 1, found.end - 1)),)
    if isinstance(node, Power):
        if node.exponent == Neg(Number("1")):
            return Call(node, arguments, style, span)
        return Power(Call(node.base, arguments, style, span), node.exponent, span)
    return Call(node, arguments, style, span)


def _jacobian(node: Node, found: Bracket, span: Span) -> Node | None:
    """J_X(S) with a bold J."""
    if (
        isinstance(node, Index)
        and isinstance(node.base, Name)
        and node.base.letter == "J"
        and "bold" in node.base.decorations
    ):
        below = node.below
        if below is not None and len(below.items) == 1 and len(found.items) == 1:
            return Jacobian(found.items[0], below.items[0], span)
    return None


def after(cursor: Cursor, call: Node, start: int) -> Node:
    """Scripts behind a call, and calls that return functions."""
    node = scripts(cursor, call, start, True) if cursor.kind in ("^", "_", "prime", "bang") else call
    return brackets.evaluated_at(cursor, node, start) if cursor.kind == "bar" else node


def _likelihood(cursor: Cursor, function: Node, found: Bracket) -> str:
    """ "call", "product", "iterate", or the likelier of two with a question mark."""
    items = found.items
    if (
        len(items) > 1
        or any(isinstance(item, Conditional | Chain | Hole | Text) for item in items)
        or not items
    ):
        return "call"
    only = items[0]
    letter = letter_of(function)
    if _mentions(only, function):
        return "product"
    name = key(function) if _simple(only) else key(function).replace("call ", "factor ", 1)
    chosen = cursor.notation.choices.get(name)
    if chosen == "open":
        return "call?"
    if chosen is not None:
        return chosen
    if len(letter) > 1 and letter.isalpha():
        return "call"
    if isinstance(function, Prime):
        return "call" if not letter.isupper() else "call?"
    if found.opening == "[":
        return "call?" if letter in SURE_FUNCTIONS and not isinstance(function, Power) else "product"
    return _byletter_of(function, letter, only, cursor.kind == "^")


def _byletter_of(function: Node, letter: str, only: Node, raised: bool) -> str:
    """By the letter before the bracket; ``raised``: the bracket carries a superscript, as the a in δ(a)ᵀ."""
    simple = _simple(only)
    if isinstance(function, Power):
        return "call?" if letter in SURE_FUNCTIONS and simple else "product?"
    if letter in WEIGHTS and _is_step(only):
        return "iterate?" if isinstance(only, Name) else "iterate"
    indexed = isinstance(function, Index) and function.below is not None and _index_below(function)
    decorated = isinstance(function, Name) and "cal" in function.decorations
    if (letter in SURE_FUNCTIONS and not indexed) or decorated:
        return "call"
    if simple and indexed and letter in SURE_FUNCTIONS and _numbered(function):
        return "call"
    if simple:
        beside = (indexed and isinstance(only, Index)) or raised
        return "product?" if beside and letter not in FUNCTION_LETTERS else "call?"
    if letter in FUNCTION_LETTERS:
        return "product?" if indexed else "call?"
    return "product?"


def _numbered(function: Node) -> bool:
    """f_1: one of several functions."""
    return (
        isinstance(function, Index)
        and function.below is not None
        and isinstance(function.below.items[0], Number)
    )


def _simple(node: Node) -> bool:
    """A lone name, indexed or not: nobody multiplies by a bracket around a name."""
    match node:
        case Name():
            return True
        case Index(base) | Transpose(base):
            return _simple(base)
        case _:
            return False


def _is_step(node: Node) -> bool:
    match node:
        case Name(letter, ()):
            return letter in ("n", "t", "k", "\\tau")
        case Add(left, right) | Sub(left, right):
            return _is_step(left) and isinstance(right, Number)
        case _:
            return False


def _mentions(argument: Node, function: Node) -> bool:
    """σ(1 − σ): what stands bare in its own bracket is no function here."""
    name = function.of if isinstance(function, Prime) else function
    called = {id(part.function) for part in walk(argument) if isinstance(part, Call)}
    return any(part == name and id(part) not in called for part in walk(argument))


# -- indicators and expectations


def indicator(cursor: Cursor, base: Node, start: int) -> Node | None:
    """1[y = k], 𝟙{u > 0}, I(u > 0): a base that can be an indicator, and a condition in brackets."""
    if cursor.kind != "open" or cursor.token.text not in "([{" or not _can_indicate(base, cursor.token):
        return None
    end = cursor.partner[cursor.at]
    if not any(token.kind == "rel" for token in cursor.tokens[cursor.at : end]):
        return None
    found = brackets.bracket(cursor)
    condition = (
        found.items[0]
        if len(found.items) == 1
        else Sequence(tuple(found.items), "", "", cursor.span(found.start))
    )
    return Indicator(condition, cursor.span(start))


def _can_indicate(base: Node, opening: Token) -> bool:
    """Whether a base may be an indicator: f'(x) = 1 (x > 0) says where f' is 1, 1(x > 0) is the indicator."""
    match base:
        case Number("1"):
            return opening.text in "[{" or opening.start == base.span.end
        case Name("1") | Name("I") | Name("\\chi"):
            return True
        case _:
            return False


def _expectation(cursor: Cursor, node: Node, start: int) -> Node:
    found = brackets.bracket(cursor)
    of = (
        found.items[0]
        if len(found.items) == 1
        else Sequence(tuple(found.items), "", "", cursor.span(found.start))
    )
    under = node.below.items[0] if isinstance(node, Index) and node.below is not None else None
    return scripts(cursor, Expectation(of, under, cursor.span(start)), start, True)


__all__ = ["after", "applied", "indicator", "key", "letter_of"]
