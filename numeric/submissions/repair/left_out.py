"""What may have been left out at one place: a factor, a term, a sum."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import replace

from numeric.submissions.repair.atoms import Atom, Atoms, Shape
from numeric.submissions.repair.model import (
    FACTOR,
    FUNCTION,
    SCALE,
    SIGN,
    TERM,
    Rewriting,
    Spot,
    binary,
    makes_room,
    parsed,
    turned,
)  # fmt: skip
from numeric.submissions.repair.shapes import broadcast, shape_of


def left_out(spot: Spot, atoms: Atoms) -> Iterator[Rewriting]:
    """What a place may lack: a minus, a sum over an axis, a factor, another term."""
    node = spot.node
    yield Rewriting(ast.UnaryOp(ast.USub(), node), SIGN, 2)
    for axis in (0, 1):
        yield Rewriting(_summed(node, axis), FUNCTION, 3, "bias-gradient-not-summed")
    others = list(atoms.factors())
    # A name that stands alone lacks something more likely than a whole formula does; nobody forgets to divide.
    more = 0 if spot.is_bare and not isinstance(spot.parent, ast.BinOp) else 1
    if spot.is_summand:
        numbers = [atom for atom in others if atom.is_number]
        for each in _scaled(node, numbers, atoms, 4 if spot.is_listed else 3):
            yield replace(each, weight=3, is_bare=True) if _is_beside(spot, each.node) else each
    shape = shape_of(node, atoms.known)
    for atom in others:
        if not atom.is_number and _keeps(shape, atom.shape):
            factors = list(_factors(node))
            weight = LIKELY if atom.text in atoms.unused else 3 + more
            slip = POWER if ("*", atom.text) in factors else "missing-inner-derivative"
            yield Rewriting(binary(node, ast.Mult(), atom.node()), FACTOR, weight, slip, spot.is_bare)
            slip = POWER if ("/", atom.text) in factors else ""
            weight = LIKELY if atom.text in atoms.unused else 4
            yield Rewriting(binary(node, ast.Div(), atom.node()), FACTOR, weight, slip)
    yield from (replace(each, is_bare=spot.is_bare) for each in _by_parts(node, atoms, more))
    yield from _leaky(node, atoms)
    yield from _with_transpose(node, atoms)
    if spot.is_whole:
        # Nobody adds to what makes room: a sum that begins with zeros lacks something where it ends.
        for other in _terms(atoms, others):
            yield from _added(node, other, 5 if makes_room(node) else 4, "product-rule-dropped-term")
        # Two names are put together where they are stored, rather than within the formula of one of them.
        weight = LIKELY - 1 if spot.is_stored else LIKELY
        for other in _unused_terms(atoms, others):
            yield from _added(node, other, weight, "path-dropped")


def _is_beside(spot: Spot, scaled: ast.expr) -> bool:
    """Whether something that is handed on beside it has the same number: (a / n, b) for (a / n, b / n)."""
    if not (spot.is_listed and isinstance(scaled, ast.BinOp)):
        return False
    others = (each for each in ast.iter_child_nodes(spot.parent) if isinstance(each, ast.BinOp))
    ends = {ast.dump(each.right) for each in others if type(each.op) is type(scaled.op)}
    return ast.dump(scaled.right) in ends


LIKELY = 2
POWER = "power-rule-dropped-exponent"


def _added(node: ast.expr, other: ast.expr, weight: int, slip: str) -> Iterator[Rewriting]:
    for op in (ast.Add, ast.Sub):
        yield Rewriting(binary(node, op(), other), TERM, weight, slip)


def _unused_terms(atoms: Atoms, others: Sequence[Atom]) -> Iterator[ast.expr]:
    """What was worked out and then made nothing of, alone and with one more factor."""
    for name in atoms.unused:
        if name in atoms.known:
            yield parsed(name)
            yield from (parsed(f"{name} * {atom.text}") for atom in others if atom.text != name)
            yield from (parsed(f"{name} / {text}") for text in _divisors(atoms, others))


def _divisors(atoms: Atoms, others: Sequence[Atom]) -> Sequence[str]:
    return [*(atom.text for atom in others if atom.is_number), *atoms.lengths]


def _with_transpose(node: ast.expr, atoms: Atoms) -> Iterator[Rewriting]:
    """A square table that is used with both of its sides: A + A.T."""
    atom = atoms.known.get(ast.unparse(node))
    if atom is not None and atom.shape is not None and len(atom.shape) == 2 and len(set(atom.shape)) == 1:
        yield Rewriting(binary(node, ast.Add(), turned(node)), TERM, 3, "product-rule-dropped-term")


def _factors(node: ast.expr, sign: str = "*") -> Iterator[tuple[str, str]]:
    """What a product is made of: each factor and divisor with its sign."""
    match node:
        case ast.BinOp(left=left, op=ast.Mult() | ast.Div() as op, right=right):
            yield from _factors(left, sign)
            yield from _factors(right, sign if isinstance(op, ast.Mult) else _OTHER[sign])
        case _:
            yield sign, ast.unparse(node)


_OTHER = {"*": "/", "/": "*"}


def _scaled(node: ast.expr, numbers: Sequence[Atom], atoms: Atoms, weight: int) -> Iterator[Rewriting]:
    yield Rewriting(binary(ast.Constant(2), ast.Mult(), node), SCALE, weight)
    yield Rewriting(binary(node, ast.Div(), ast.Constant(2)), SCALE, weight)
    for atom in numbers:
        yield Rewriting(binary(node, ast.Mult(), atom.node()), SCALE, weight)
        slip = "missing-mean-factor" if atom.text in atoms.counts else ""
        yield Rewriting(binary(node, ast.Div(), atom.node()), SCALE, weight, slip)
    for text in atoms.lengths:
        yield Rewriting(binary(node, ast.Mult(), parsed(text)), SCALE, weight, "extra-mean-factor")
        yield Rewriting(binary(node, ast.Div(), parsed(text)), SCALE, weight, "missing-mean-factor")


def _leaky(node: ast.expr, atoms: Atoms) -> Iterator[Rewriting]:
    """What a factor that is 0 or 1 would be for a function that lets a little through."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        for kept, mask in ((node.left, node.right), (node.right, node.left)):
            for number in atoms.constants:
                slope = parsed(f"np.where({ast.unparse(mask)}, 1, {number})")
                yield Rewriting(binary(kept, ast.Mult(), slope), FACTOR, 4, "relu-mask-wrong")


def _keeps(shape: Shape | None, other: Shape | None) -> bool:
    """Whether a product with something of another shape has the same shape still, as far as that is known."""
    return shape is None or other is None or broadcast(shape, other) == shape


def _by_parts(node: ast.expr, atoms: Atoms, more: int) -> Iterator[Rewriting]:
    """Times or over what is a factor elsewhere, or the slope of an activation."""
    shape = shape_of(node, atoms.known)
    slopes = list(_slopes(atoms, shape))
    for text in dict.fromkeys([*atoms.parts, *slopes]):
        slip = "missing-sigma-prime" if text in slopes else ""
        yield Rewriting(binary(node, ast.Mult(), parsed(text)), _kind(text, atoms), 4 + more, slip)
    for text in dict.fromkeys([*atoms.parts, *(text for text in slopes if "* (1" in text)]):
        yield Rewriting(binary(node, ast.Div(), parsed(text)), _kind(text, atoms), 5)


def _kind(text: str, atoms: Atoms) -> str:
    names = [node.id for node in ast.walk(parsed(text)) if isinstance(node, ast.Name)]
    return SCALE if all(atoms.known[name].is_number for name in names if name in atoms.known) else FACTOR


def _terms(atoms: Atoms, others: Sequence[Atom]) -> Iterator[ast.expr]:
    for atom in others:
        yield atom.node()
        if not atom.is_number:
            yield from (parsed(f"{number} * {atom.text}") for number in atoms.numbers)


_SLOPES = ("(1 - {0})", "({0} * (1 - {0}))", "(1 - {0} ** 2)", "({0} > 0)")


def _slopes(atoms: Atoms, shape: Shape | None) -> Iterator[str]:
    seen = [atom for atom in atoms.known.values() if not atom.is_number]
    texts = [atom.text for atom in seen if _keeps(shape, atom.shape)]
    # The value of an activation is the next one in a list that begins with the input.
    following = [
        f"{text[:-1]} + 1]" for text in texts if text.endswith(tuple(f"[{name}]" for name in atoms.counters))
    ]
    forms = (*_SLOPES, *atoms.units)
    return (slope.format(text) for text in dict.fromkeys([*texts, *following]) for slope in forms)


def _summed(node: ast.expr, axis: int) -> ast.expr:
    method = ast.Attribute(node, "sum", ast.Load())
    options = [ast.keyword("axis", ast.Constant(axis)), ast.keyword("keepdims", ast.Constant(True))]
    return ast.Call(method, [], options)
