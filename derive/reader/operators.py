"""Derivatives, gradients, sums and powers as TeX."""

from __future__ import annotations

from derive.reader import tex as printer
from derive.reader.levels import DOT, ENTRYWISE, FACTOR
from derive.reader.scripts import reads_as_index
from derive.reader.syntax import Big, Derivative, Differential, Name, Node, Product
from derive.reader.tree import walk


def derivative(node: Derivative) -> str:
    """A derivative in the style in which it was written."""
    sign = {"partial": r"\partial ", "d": "d", "D": "D", "delta": r"\delta "}[node.symbol]
    order = f"^{{{len(node.by)}}}" if len(node.by) > 1 else ""
    if node.style == "subscript":
        below = ", ".join(printer.tex(by) for by in node.by)
        return prefixed(f"{sign.strip()}_{{{below}}}", node.of)
    if node.style == "slash" and node.of is not None and len(node.by) == 1:
        return f"{sign}{scoped(node.of)}/{sign}{scoped(node.by[0])}"
    below = _twice(sign, node.by) or sign + (" " + sign).join(scoped(by) for by in node.by)
    if node.style == "operator" or node.of is None:
        return prefixed(rf"\frac{{{sign.strip()}{order}}}{{{below}}}", node.of)
    return rf"\frac{{{sign.strip()}{order} {printer.at_level(node.of, DOT)}}}{{{below}}}"


def _twice(sign: str, by: tuple[Node, ...]) -> str:
    """∂w² for the same name twice."""
    same = len(by) == 2 and by[0] == by[1] and isinstance(by[0], Name)
    return f"{sign}{scoped(by[0])}^{{2}}" if same else ""


def scoped(node: Node) -> str:
    """A variable below a derivative, or what a differential is taken of."""
    return printer.at_level(node, FACTOR)


def differential(node: Differential) -> str:
    """dL, d(1 − ŷ), and d(2), as d2 would be a product."""
    sign = "d" if node.symbol == "d" else rf"\{node.symbol} "
    text = scoped(node.of)
    return rf"{sign}\left({text}\right)" if text[:1].isdigit() else sign + text


def prefixed(operator: str, of: Node | None) -> str:
    """An operator before what it is applied to."""
    return operator if of is None else f"{operator} {printer.operand(of, FACTOR, last=True)}"


def big(node: Big) -> str:
    """A sum, a product, an extremum."""
    sign = {"argmax": r"\operatorname{argmax}", "argmin": r"\operatorname{argmin}"}.get(
        node.symbol, "\\" + node.symbol
    )
    text = sign + (f"_{{{printer.tex(node.below)}}}" if node.below is not None else "")
    text += f"^{{{printer.tex(node.above)}}}" if node.above is not None else ""
    if node.body is None:
        return text
    extremum = node.symbol not in ("sum", "prod", "int") and node.below is None
    body = printer.at_level(node.body, FACTOR) if extremum else printer.at_level(node.body, ENTRYWISE)
    return f"{text} {{{body}}}" if extremum else f"{text} {body}"


def power(base: Node, exponent: Node) -> str:
    """A power; its base in brackets where the exponent would be taken for an index."""
    below = printer.rounded(printer.tex(base)) if reads_as_index(base, exponent) else printer.base_tex(base)
    return f"{below}^{{{_raised(exponent)}}}"


def _raised(exponent: Node) -> str:
    """An exponent; in further braces where a bracket or a colon would be read as in an index."""
    colons = any(isinstance(part, Product) and part.sign == ":" for part in walk(exponent))
    text = printer.tex(exponent)
    return f"{{{text}}}" if colons or text.startswith(r"\left") else text
