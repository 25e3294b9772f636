"""The tree as an s-expression: short, exact, for measuring and for looking at."""

from __future__ import annotations

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

_SIGNS = {"odot": "had", "circ": "had", ":": "frob"}
_MARKS = {"bold": "\\b", "cal": "\\mathcal", "bb": "\\mathbb", "frak": "\\mathfrak", "sans": "\\mathsf"}


def sexpr(node: Node | None) -> str:
    r"""The tree as an s-expression.

    >>> from derive.reader.grammar import parse
    >>> sexpr(parse(r"\frac{\partial L}{\partial w} = X^T(\hat y - y)").tree)
    '(rel = (D L w) (mul (T X) (sub \\hat{y} y)))'
    """
    match node:
        case None:
            return "_"
        case Number(text):
            return text
        case Name():
            return _name(node)
        case Index():
            return _index(node)
        case Text(text):
            return f"(text {text})"
        case Dots():
            return "(dots)"
        case Hole():
            return "(hole)"
        case Ambiguous(readings):
            return sexpr(readings[0])
        case Matrix():
            return _matrix(node)
        case Chain():
            return _chain(node)
        case Call():
            return _call(node)
        case Sequence(items, opening):
            return _sequence(items, opening)
        case _:
            return _plain(node)


def _plain(node: Node) -> str:
    match node:
        case Add(left, right):
            return _list("add", left, right)
        case Sub(left, right):
            return _list("sub", left, right)
        case PlusMinus(left, right):
            return _list("pm", left, right)
        case Product(left, right, sign):
            return _list(_SIGNS.get(sign, "mul"), left, right)
        case Fraction(top, bottom):
            return _list("div", top, bottom)
        case Neg(of):
            return _list("neg", of)
        case Plus(of):
            return sexpr(of)
        case Power(base, exponent):
            return _list("pow", base, exponent)
        case Transpose(of):
            return _list("T", of)
        case Prime(of, order):
            return f"(prime {sexpr(of)} {order})"
        case Derivative(of, by):
            return _list("D", of, *by)
        case Nabla(of, by, order):
            return _list("nabla" if order == 1 else f"nabla{order}", by, of)
        case Differential(of):
            return _list("diff", of)
        case Jacobian(of, by):
            return _list("jacobian", of, by)
        case Iterate(base, step):
            return _list("iter", base, step)
        case Big(symbol, body, below, above):
            return _list(symbol, below, above, body)
        case _:
            return _rare(node)


def _rare(node: Node) -> str:
    match node:
        case Norm(of, index):
            return _list("norm", of) + (f"_{sexpr(index)}" if index is not None else "")
        case Abs(of):
            return _list("abs", of)
        case Inner(left, right):
            return f"(inner {_sequence((left,) if right is None else (left, right), '(')})"
        case Root(of, degree):
            return _list("sqrt", of) if degree is None else _list("root", of, degree)
        case Factorial(of):
            return _list("fact", of)
        case Binomial(top, bottom):
            return _list("binom", top, bottom)
        case Conditional(of, given):
            return _list("given", of, given)
        case Expectation(of, under):
            return _list("E", under, of)
        case Indicator(condition):
            return _list("indicator", condition)
        case At(of, where):
            return _list("at", of, where)
        case Decorated(of, decoration):
            return f"({decoration} {sexpr(of)})"
        case Choice(options):
            return _list("choice", *options)
        case SetOf(element, condition):
            return _list("setof", element, condition)
        case Cases(branches):
            return "(cases " + " ; ".join(_branch(branch) for branch in branches) + ")"
        case _:
            raise AssertionError(f"{type(node).__name__} is printed elsewhere")


def _list(head: str, *parts: Node | None) -> str:
    return "(" + " ".join((head, *(sexpr(part) for part in parts))) + ")"


def _branch(branch: Branch) -> str:
    return f"{sexpr(branch.value)} {sexpr(branch.condition)}"


def _name(name: Name) -> str:
    text = name.letter
    if len(text) > 1 and not text.startswith("\\"):
        text = f"\\text{{{text}}}"
    for mark in name.decorations:
        text = f"{_MARKS.get(mark, chr(92) + mark)}{{{text}}}"
    return text


def _index(node: Index) -> str:
    text = sexpr(node.base)
    if node.below is not None:
        text += "_" + _indices(node.below)
    return text if node.above is None else f"(idx {text} {_above(node.above)})"


def _indices(indices: Indices) -> str:
    parts = [_label(item) for item in indices.items]
    if len(parts) == 1:
        return parts[0]
    return _left("mul" if indices.joined else "seq", parts)


def _above(indices: Indices) -> str:
    inner = _indices(indices)
    return {"(": f"({inner})", "[": f"[{inner}]", "": inner}[indices.bracket]


def _label(node: Node) -> str:
    return f"\\text{{{node.text}}}" if isinstance(node, Text) else sexpr(node)


def _left(head: str, parts: list[str]) -> str:
    text = parts[0]
    for part in parts[1:]:
        text = f"({head} {text} {part})"
    return text


def _sequence(items: tuple[Node, ...], opening: str) -> str:
    if not items:
        return "(empty)"
    inner = _left("seq", [sexpr(item) for item in items])
    return f"(set {inner})" if opening == "{" else inner


def _matrix(node: Matrix) -> str:
    rows = " ; ".join(" ".join(sexpr(cell) for cell in row) for row in node.rows)
    return f"[{node.style}matrix {rows}]"


def _chain(node: Chain) -> str:
    text = sexpr(node.members[0])
    for relation, member in zip(node.relations, node.members[1:], strict=True):
        text = f"(rel {relation.sign} {text} {sexpr(member)})"
    return text


def _call(node: Call) -> str:
    arguments = _left("seq", [sexpr(argument) for argument in node.arguments])
    if node.style == "{" and len(node.arguments) > 1:
        arguments = f"(set {arguments})"
    function = node.function
    if isinstance(function, Name) and function.letter.isalpha() and len(function.letter) > 1:
        return f"(trace {arguments})" if function.letter == "tr" else f"(fn {function.letter} {arguments})"
    return f"(call {sexpr(function)} {arguments})"
