"""The tree as TeX: what was understood, in one spelling, and read back as the same tree."""

from __future__ import annotations

from derive.reader import operators
from derive.reader.bigs import bound_names, occurs_free
from derive.reader.levels import (
    CHAIN,
    DOT,
    FACTOR,
    FROBENIUS,
    PREFIX,
    SUM,
    TERM,
    ends_open,
    is_open_ended,
    level_of,
    may_be_called,
)
from derive.reader.names import MARKS, RAISED, RELATIONS, name_tex
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

_SIGNS = {
    "": " ", "cdot": r" \cdot ", "times": r" \times ", "*": " * ", "odot": r" \odot ", "circ": r" \circ ",
    "ast": r" \ast ", ":": " : ", "otimes": r" \otimes ",
}  # fmt: skip
_CLOSERS = {"(": ")", "[": "]", "{": r"\}"}


def tex(node: Node) -> str:
    r"""The tree as TeX that reads back as the same tree (the first reading, where there are several).

    >>> from derive.reader.grammar import parse
    >>> tex(parse(r"dL/dw = -(1 - ŷ) x^T").tree)
    'dL/dw = -\\left(1 - \\hat{y}\\right) x^{\\top}'
    """
    return at_level(node, CHAIN)


def at_level(node: Node, level: int) -> str:
    """The tree as TeX, in brackets where it binds more loosely than the level."""
    while isinstance(node, Ambiguous):
        node = node.readings[0]
    text = _written(node)
    return text if level_of(node) >= level else rounded(text)


def rounded(text: str) -> str:
    """A text in round brackets."""
    return rf"\left({text}\right)"


def _written(node: Node) -> str:
    match node:
        case Number(shown=shown) if shown:
            return shown
        case Number(text):
            return text
        case Name():
            return name_tex(node)
        case Chain():
            return _chain(node)
        case Add(left, right):
            return f"{_left_term(left, right)} + {at_level(right, FROBENIUS)}"
        case Sub(left, right):
            return f"{_left_term(left, right)} - {at_level(right, FROBENIUS)}"
        case PlusMinus(left, right):
            return rf"{_left_term(left, right)} \pm {at_level(right, FROBENIUS)}"
        case Neg(of):
            return f"-{at_level(of, TERM)}"
        case Plus(of, either):
            return rf"\pm {at_level(of, TERM)}" if either else f"+{at_level(of, TERM)}"
        case Product():
            return _product(node)
        case Fraction(top, bottom, "frac"):
            return rf"\frac{{{tex(top)}}}{{{tex(bottom)}}}"
        case Fraction(top, bottom, sign):
            slash = "/" if sign == "/" else r" \oslash "
            return f"{operand(top, DOT)}{slash}{operand(bottom, PREFIX, last=True)}"
        case Index():
            return _index(node)
        case Power(base, exponent):
            return operators.power(base, exponent)
        case Transpose(of):
            return rf"{base_tex(of)}^{{\top}}"
        case Prime(of, order):
            return base_tex(of) + "'" * order
        case Call():
            return _call(node)
        case Iterate(base, step):
            return rf"{at_level(base, FACTOR)}\left({tex(step)}\right)"
        case _:
            return _operators(node)


def _operators(node: Node) -> str:
    match node:
        case Derivative():
            return operators.derivative(node)
        case Nabla(of, by, order):
            return operators.prefixed(
                r"\nabla" + (f"_{{{tex(by)}}}" if by is not None else "") + ("^{2}" if order == 2 else ""), of
            )
        case Differential():
            return operators.differential(node)
        case Jacobian(of, by):
            below, inside = "" if by is None else tex(by), "" if of is None else tex(of)
            return rf"\mathbf{{J}}_{{{below}}}\left({inside}\right)"
        case Big():
            return operators.big(node)
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
            return f"{base_tex(of)}!"
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
        case _:
            raise AssertionError(f"{type(node).__name__} is printed elsewhere")


def _chain(chain: Chain) -> str:
    parts = [at_level(chain.members[0], SUM)]
    for relation, member in zip(chain.relations, chain.members[1:], strict=True):
        parts += [RELATIONS[relation.sign], _list_member(member)]
    return " ".join(part for part in parts if part)


def _list_member(node: Node) -> str:
    return tex(node) if isinstance(node, Sequence) and not node.opening else at_level(node, SUM)


def _left_term(left: Node, right: Node) -> str:
    """The left side of a sum; a Σ that would reach over the right side gets brackets."""
    last = left.right if isinstance(left, Add | Sub) else left
    while isinstance(last, Neg | Product):
        last = last.of if isinstance(last, Neg) else last.right
    if isinstance(last, Ambiguous):
        last = last.readings[0]
    reaches = isinstance(last, Big) and (last.below is None or occurs_free(bound_names(last.below), right))
    return rounded(tex(left)) if reaches else at_level(left, SUM)


def _product(node: Product) -> str:
    level = level_of(node)
    left = operand(node.left, level)
    called = node.sign == "" and may_be_called(node.left)
    right = _guarded(node.right) if called else operand(node.right, level + 1, last=True)
    sign = "cdot" if node.sign == "" and right[:1].isdigit() else node.sign  # 2 · 1², not 21²
    return f"{left}{_SIGNS[sign]}{right}"


def operand(node: Node, level: int, last: bool = False) -> str:
    """A factor; one that would reach over what follows stands in brackets, unless it is the last."""
    while isinstance(node, Ambiguous):
        node = node.readings[0]
    if isinstance(node, Product) and not last and level_of(node) >= level and not ends_open(node):
        return _written(node)
    slashed = isinstance(node, Fraction) and node.sign != "frac"
    if not last and (is_open_ended(node) or ends_open(node) or slashed):
        return rounded(_written(node))
    return at_level(node, level)


def _guarded(node: Node) -> str:
    """A factor behind a name: a bracket in braces is no argument."""
    text = operand(node, PREFIX, last=True)
    return (
        f"{{{text}}}" if text.startswith((r"\left(", r"\left[", r"\left\{", r"\left|", r"\left\|")) else text
    )


def base_tex(node: Node) -> str:
    """What carries a superscript, in brackets or braces where it has to be kept together."""
    while isinstance(node, Ambiguous):
        node = node.readings[0]
    match node:
        case Name(_, decorations):
            return f"{{{name_tex(node)}}}" if any(mark in RAISED for mark in decorations) else name_tex(node)
        case Index(_, _, above):
            return f"{{{_index(node)}}}" if above is not None or _has_marks(node) else _index(node)
        case Number() | Matrix() | Abs() | Norm() | Inner():
            return _written(node)
        case Call(_, _, "(" | "[" | "{"):
            return f"{{{_written(node)}}}"
        case Fraction(_, _, "frac"):
            return rounded(_written(node))
        case Prime() | Power() | Transpose() | Root() | Expectation() | Indicator():
            return f"{{{_written(node)}}}"
        case Sequence(_, "(" | "[" | "{"):
            return _written(node)
        case _:
            return rounded(tex(node))


def _has_marks(node: Index) -> bool:
    return isinstance(node.base, Name) and any(mark in RAISED for mark in node.base.decorations)


def _index(node: Index) -> str:
    below, above = node.below, node.above
    text = name_tex(node.base) if isinstance(node.base, Name) else base_tex(node.base)
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
    return at_level(node, FACTOR)


def _bare(node: Node) -> str:
    while isinstance(node, Ambiguous):
        node = node.readings[0]
    plain = isinstance(node, Number | Name | Index | Call | Power | Fraction) and level_of(node) == FACTOR
    return _written(node) if plain else f"{{{tex(node)}}}"


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
    if decoration in RAISED:
        return f"{base_tex(of)}^{{{RAISED[decoration]}}}"
    return f"{MARKS.get(decoration, chr(92) + decoration)}{{{tex(of)}}}"
