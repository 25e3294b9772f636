"""The tree as TeX: what was understood, in one spelling, and read back as the same tree."""

from __future__ import annotations

from typing import assert_never

from derive.reader import signs
from derive.reader.bigs import bound_names, occurs_free
from derive.reader.signs import words
from derive.reader.syntax import (
    Abs,
    Add,
    Ambiguous,
    At,
    Big,
    Binomial,
    Branch,
    Call,
    Cases,
    Chain,
    Choice,
    Conditional,
    Decorated,
    Derivative,
    Differential,
    Dots,
    Expectation,
    Factorial,
    Fraction,
    Hole,
    Index,
    Indicator,
    Indices,
    Inner,
    Iterate,
    Jacobian,
    Matrix,
    Nabla,
    Name,
    Neg,
    Node,
    Norm,
    Number,
    Plus,
    PlusMinus,
    Power,
    Prime,
    Product,
    Root,
    Sequence,
    SetOf,
    Sub,
    Text,
    Transpose,
)

_CHAIN, _SUM, _TERM, _FROBENIUS, _ENTRYWISE, _DOT, _PREFIX, _FACTOR = range(8)

_SIGNS = {
    "": " ", "cdot": r" \cdot ", "times": r" \times ", "*": " * ", "odot": r" \odot ", "circ": r" \circ ",
    "ast": r" \ast ", ":": " : ", "otimes": r" \otimes ",
}  # fmt: skip
_RELATIONS = {
    "=": "=", "!=": r"\neq", "<": "<", "<=": r"\le", ">": ">", ">=": r"\ge", "<<": r"\ll", ">>": r"\gg",
    "approx": r"\approx", "propto": r"\propto", ":=": ":=", "=:": "=:", "<-": r"\leftarrow", "->": r"\to",
    "mapsto": r"\mapsto", "in": r"\in", "notin": r"\notin", "ni": r"\ni", "subset": r"\subseteq",
    "sim": r"\sim",
    "equiv": r"\equiv", "=>": r"\implies", "<=>": r"\iff", "perp": r"\perp", "colon": ":",
    "forall": r"\forall",
    "exists": r"\exists", "and": r"\land", "or": r"\lor",
}  # fmt: skip
_MARKS = {
    "bold": r"\mathbf", "cal": r"\mathcal", "bb": r"\mathbb", "frak": r"\mathfrak", "sans": r"\mathsf",
    "hat": r"\hat",
    "tilde": r"\tilde", "bar": r"\bar", "vec": r"\vec", "dot": r"\dot", "ddot": r"\ddot", "check": r"\check",
    "breve": r"\breve", "underline": r"\underline", "acute": r"\acute", "grave": r"\grave",
    "ring": r"\mathring",
}  # fmt: skip
_RAISED = {"star": "*", "dagger": r"\dagger", "plus": "+", "minus": "-", "circ": r"\circ"}
_COMMANDS = words(
    "log ln exp sin cos tan cot sinh cosh tanh max min sup inf lim arcsin arccos arctan det dim ker"
)
_CLOSERS = {"(": ")", "[": "]", "{": r"\}"}


def tex(node: Node) -> str:
    r"""The tree as TeX that reads back as the same tree (the first reading, where there are several).

    >>> from derive.reader.grammar import parse
    >>> tex(parse(r"dL/dw = -(1 - ŷ) x^T").tree)
    'dL/dw = -\\left(1 - \\hat{y}\\right) x^{\\top}'
    """
    return _tex(node, _CHAIN)


def _tex(node: Node, level: int) -> str:
    while isinstance(node, Ambiguous):
        node = node.readings[0]
    text = _written(node)
    return text if _level(node) >= level else _round(text)


def _round(text: str) -> str:
    return rf"\left({text}\right)"


def _level(node: Node) -> int:
    match node:
        case Chain():
            return _CHAIN
        case Sequence(_, ""):
            return _CHAIN
        case Conditional():
            return _CHAIN
        case Add() | Sub() | PlusMinus():
            return _SUM
        case Neg() | Plus():
            return _TERM
        case Product(_, _, sign):
            return {":": _FROBENIUS, **dict.fromkeys(("odot", "circ", "ast"), _ENTRYWISE)}.get(sign, _DOT)
        case Fraction(_, _, sign):
            return _FACTOR if sign == "frac" else _DOT
        case Ambiguous(readings):
            return _level(readings[0])
        case _:
            return _PREFIX if _open_ended(node) else _FACTOR


def _open_ended(node: Node) -> bool:
    """Whether what follows would be read as part of the node."""
    match node:
        case Big() | Nabla():
            return True
        case Derivative(of, _, _, style):
            return style in ("operator", "subscript") or of is None
        case Call(_, _, style):
            return style == "bare"
        case Differential() | Text():
            return True
        case _:
            return False


def _written(node: Node) -> str:
    match node:
        case Number(text):
            return text
        case Name():
            return _name(node)
        case Chain():
            return _chain(node)
        case Add(left, right):
            return f"{_left_term(left, right)} + {_tex(right, _FROBENIUS)}"
        case Sub(left, right):
            return f"{_left_term(left, right)} - {_tex(right, _FROBENIUS)}"
        case PlusMinus(left, right):
            return rf"{_left_term(left, right)} \pm {_tex(right, _FROBENIUS)}"
        case Neg(of):
            return f"-{_tex(of, _TERM)}"
        case Plus(of, either):
            return rf"\pm {_tex(of, _TERM)}" if either else f"+{_tex(of, _TERM)}"
        case Product():
            return _product(node)
        case Fraction(top, bottom, "frac"):
            return rf"\frac{{{tex(top)}}}{{{tex(bottom)}}}"
        case Fraction(top, bottom, sign):
            slash = "/" if sign == "/" else r" \oslash "
            return f"{_operand(top, _DOT)}{slash}{_operand(bottom, _PREFIX, last=True)}"
        case Index():
            return _index(node)
        case Power(base, exponent):
            return f"{_base(base)}^{{{tex(exponent)}}}"
        case Transpose(of):
            return rf"{_base(of)}^{{\top}}"
        case Prime(of, order):
            return _base(of) + "'" * order
        case Call():
            return _call(node)
        case Iterate(base, step):
            return rf"{_tex(base, _FACTOR)}\left({tex(step)}\right)"
        case _:
            return _operators(node)


def _operators(node: Node) -> str:
    match node:
        case Derivative():
            return _derivative(node)
        case Nabla(of, by, order):
            return _prefixed(
                r"\nabla" + (f"_{{{tex(by)}}}" if by is not None else "") + ("^{2}" if order == 2 else ""), of
            )
        case Differential(of, symbol):
            return ("d" if symbol == "d" else rf"\{symbol} ") + _scoped(of)
        case Jacobian(of, by):
            below, inside = "" if by is None else tex(by), "" if of is None else tex(of)
            return rf"\mathbf{{J}}_{{{below}}}\left({inside}\right)"
        case Big():
            return _big(node)
        case Expectation(of, under):
            return (
                r"\mathbb{E}"
                + (f"_{{{tex(under)}}}" if under is not None else "")
                + rf"\left[{tex(of)}\right]"
            )
        case Norm(of, index):
            return rf"\left\|{tex(of)}\right\|" + (f"_{{{tex(index)}}}" if index is not None else "")
        case Abs(of):
            return rf"\left|{tex(of)}\right|"
        case Inner(left, right):
            return rf"\left\langle {tex(left)}{'' if right is None else ', ' + tex(right)} \right\rangle"
        case Root(of, degree):
            return rf"\sqrt{'' if degree is None else '[' + tex(degree) + ']'}{{{tex(of)}}}"
        case Factorial(of):
            return f"{_base(of)}!"
        case Binomial(top, bottom):
            return rf"\binom{{{tex(top)}}}{{{tex(bottom)}}}"
        case _:
            return _structures(node)


def _structures(node: Node) -> str:
    match node:
        case Matrix(rows, style):
            body = r" \\ ".join(" & ".join(tex(cell) for cell in row) for row in rows)
            return rf"\begin{{{style}matrix}} {body} \end{{{style}matrix}}"
        case Cases(branches):
            return r"\begin{cases} " + r" \\ ".join(_branch(branch) for branch in branches) + r" \end{cases}"
        case Sequence(items, opening, closing):
            return _sequence(items, opening, closing)
        case SetOf(element, condition):
            return rf"\left\{{{tex(element)} \mid {tex(condition)}\right\}}"
        case Conditional(of, given):
            return rf"{tex(of)} \mid {tex(given)}"
        case Indicator(condition):
            return rf"\mathbb{{1}}\left[{tex(condition)}\right]"
        case At(of, where):
            return rf"\left.{tex(of)}\right|_{{{tex(where)}}}"
        case Decorated(of, decoration):
            return _decorated(of, decoration)
        case Dots():
            return r"\dots"
        case Text(text):
            return rf"\text{{{text}}}"
        case Choice(options):
            return r"\left[" + r" \text{ or } ".join(tex(option) for option in options) + r"\right]"
        case Ambiguous(readings):
            return _written(readings[0])
        case Hole():
            return ""
        case (
            Number() | Name() | Chain() | Add() | Sub() | PlusMinus() | Neg() | Plus() | Product()
            | Fraction() | Index() | Power() | Transpose() | Prime() | Call() | Iterate() | Derivative() | Nabla()
            | Differential() | Jacobian() | Big() | Expectation() | Norm() | Abs() | Inner() | Root()
            | Factorial() | Binomial()
        ):  # fmt: skip
            raise AssertionError("printed elsewhere")
        case _:
            assert_never(node)


def _name(name: Name) -> str:
    text = name.letter
    if len(text) > 1 and not text.startswith("\\"):
        text = "\\" + text if text in _COMMANDS else _word(text)
    for mark in name.decorations:
        text = f"{text}^{{{_RAISED[mark]}}}" if mark in _RAISED else f"{_MARKS[mark]}{{{text}}}"
    return text


def _word(text: str) -> str:
    return rf"\operatorname{{{text}}}" if text in signs.FUNCTION_WORDS else rf"\text{{{text}}}"


def _chain(chain: Chain) -> str:
    parts = [_tex(chain.members[0], _SUM)]
    for relation, member in zip(chain.relations, chain.members[1:], strict=True):
        parts += [_RELATIONS[relation.sign], _list_member(member)]
    return " ".join(part for part in parts if part)


def _list_member(node: Node) -> str:
    return tex(node) if isinstance(node, Sequence) and not node.opening else _tex(node, _SUM)


def _left_term(left: Node, right: Node) -> str:
    """The left side of a sum; a Σ that would reach over the right side gets brackets."""
    last = left.right if isinstance(left, Add | Sub) else left
    while isinstance(last, Neg | Product):
        last = last.of if isinstance(last, Neg) else last.right
    if isinstance(last, Ambiguous):
        last = last.readings[0]
    reaches = isinstance(last, Big) and (last.below is None or occurs_free(bound_names(last.below), right))
    return _round(tex(left)) if reaches else _tex(left, _SUM)


def _product(node: Product) -> str:
    level = _level(node)
    left = _operand(node.left, level)
    if node.sign == "" and _may_be_called(node.left):
        return f"{left} {_guarded(node.right)}"
    return f"{left}{_SIGNS[node.sign]}{_operand(node.right, level + 1, last=True)}"


def _operand(node: Node, level: int, last: bool = False) -> str:
    """A factor; one that would reach over what follows stands in brackets, unless it is the last."""
    while isinstance(node, Ambiguous):
        node = node.readings[0]
    if isinstance(node, Product) and not last and _level(node) >= level and not _ends_open(node):
        return _written(node)
    slashed = isinstance(node, Fraction) and node.sign != "frac"
    if not last and (_open_ended(node) or _ends_open(node) or slashed):
        return _round(_written(node))
    return _tex(node, level)


def _ends_open(node: Node) -> bool:
    while isinstance(node, Product | Fraction) and getattr(node, "sign", "frac") != "frac":
        node = node.right if isinstance(node, Product) else node.bottom
        while isinstance(node, Ambiguous):
            node = node.readings[0]
    return _open_ended(node)


def _may_be_called(node: Node) -> bool:
    while isinstance(node, Product):
        node = node.right
    while isinstance(node, Ambiguous):
        node = node.readings[0]
    return isinstance(node, Name | Index | Prime | Power | Number | Transpose)


def _guarded(node: Node) -> str:
    """A factor behind a name: a bracket in braces is no argument."""
    text = _operand(node, _PREFIX, last=True)
    return f"{{{text}}}" if text.startswith((r"\left(", r"\left[", r"\left\{")) else text


def _base(node: Node) -> str:
    while isinstance(node, Ambiguous):
        node = node.readings[0]
    match node:
        case Name(_, decorations):
            return f"{{{_name(node)}}}" if any(mark in _RAISED for mark in decorations) else _name(node)
        case Index(_, _, above):
            return f"{{{_index(node)}}}" if above is not None or _has_marks(node) else _index(node)
        case Number() | Matrix() | Abs() | Norm() | Inner():
            return _written(node)
        case Call(_, _, "(" | "[" | "{"):
            return f"{{{_written(node)}}}"
        case Prime() | Power() | Transpose() | Fraction(_, _, "frac") | Root() | Expectation() | Indicator():
            return f"{{{_written(node)}}}"
        case Sequence(_, "(" | "[" | "{"):
            return _written(node)
        case _:
            return _round(tex(node))


def _has_marks(node: Index) -> bool:
    return isinstance(node.base, Name) and any(mark in _RAISED for mark in node.base.decorations)


def _index(node: Index) -> str:
    below, above = node.below, node.above
    text = _name(node.base) if isinstance(node.base, Name) else _base(node.base)
    text += f"_{{{_indices(below)}}}" if below is not None else ""
    return text + (f"^{{{_indices(above)}}}" if above is not None else "")


def _indices(indices: Indices) -> str:
    text = ("" if indices.joined else ", ").join(_index_item(item, indices.joined) for item in indices.items)
    return {"(": f"({text})", "[": f"[{text}]", "": text}[indices.bracket]


def _index_item(node: Node, joined: bool) -> str:
    text = tex(node)
    return text + " " if joined and text.startswith("\\") else text


def _call(node: Call) -> str:
    function = _function(node.function)
    arguments = ", ".join(tex(argument) for argument in node.arguments)
    if node.style == "bare":
        return f"{function} {_bare(node.arguments[0])}"
    opening = r"\left\{" if node.style == "{" else rf"\left{node.style}"
    return rf"{function}{opening}{arguments}\right{_CLOSERS[node.style]}"


def _function(node: Node) -> str:
    return _tex(node, _FACTOR)


def _bare(node: Node) -> str:
    while isinstance(node, Ambiguous):
        node = node.readings[0]
    plain = isinstance(node, Number | Name | Index | Call | Power | Fraction) and _level(node) == _FACTOR
    return _written(node) if plain else f"{{{tex(node)}}}"


def _derivative(node: Derivative) -> str:
    sign = {"partial": r"\partial ", "d": "d", "D": "D", "delta": r"\delta "}[node.symbol]
    order = f"^{{{len(node.by)}}}" if len(node.by) > 1 else ""
    if node.style == "subscript":
        below = ", ".join(tex(by) for by in node.by)
        return _prefixed(f"{sign.strip()}_{{{below}}}", node.of)
    if node.style == "slash" and node.of is not None and len(node.by) == 1:
        return f"{sign}{_scoped(node.of)}/{sign}{_scoped(node.by[0])}"
    below = sign + (" " + sign).join(_scoped(by) for by in node.by)
    if node.style == "operator" or node.of is None:
        return _prefixed(rf"\frac{{{sign.strip()}{order}}}{{{below}}}", node.of)
    return rf"\frac{{{sign.strip()}{order} {tex(node.of)}}}{{{below}}}"


def _scoped(node: Node) -> str:
    """A variable below a derivative, or what a differential is taken of."""
    return _tex(node, _FACTOR)


def _prefixed(operator: str, of: Node | None) -> str:
    return operator if of is None else f"{operator} {_operand(of, _FACTOR, last=True)}"


def _big(node: Big) -> str:
    sign = {"argmax": r"\operatorname{argmax}", "argmin": r"\operatorname{argmin}"}.get(
        node.symbol, "\\" + node.symbol
    )
    text = sign + (f"_{{{tex(node.below)}}}" if node.below is not None else "")
    text += f"^{{{tex(node.above)}}}" if node.above is not None else ""
    if node.body is None:
        return text
    extremum = node.symbol not in ("sum", "prod", "int") and node.below is None
    body = _tex(node.body, _FACTOR) if extremum else _tex(node.body, _ENTRYWISE)
    return f"{text} {{{body}}}" if extremum else f"{text} {body}"


def _branch(branch: Branch) -> str:
    if branch.condition is None:
        return tex(branch.value)
    condition = tex(branch.condition)
    return f"{tex(branch.value)} & {condition}"


def _sequence(items: tuple[Node, ...], opening: str, closing: str) -> str:
    inner = ", ".join(tex(item) for item in items)
    left = {"{": r"\left\{", "": ""}.get(opening, rf"\left{opening}")
    right = {"}": r"\right\}", "": ""}.get(closing, rf"\right{closing}")
    return f"{left}{inner}{right}"


def _decorated(of: Node, decoration: str) -> str:
    if decoration in _RAISED:
        return f"{_base(of)}^{{{_RAISED[decoration]}}}"
    return f"{_MARKS.get(decoration, chr(92) + decoration)}{{{tex(of)}}}"
