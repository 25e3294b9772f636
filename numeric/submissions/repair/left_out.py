"""What may have been left out at one place: a factor, a term, a sum."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Sequence

from numeric.submissions.repair.atoms import Atom, Atoms
from numeric.submissions.repair.model import (
    FACTOR,
    FUNCTION,
    SCALE,
    SIGN,
    TERM,
    Rewriting,
    Spot,
    binary,
    parsed,
)  # fmt: skip


def left_out(spot: Spot, atoms: Atoms) -> Iterator[Rewriting]:
    """What a place may lack: a minus, a sum over an axis, a factor, another term."""
    node = spot.node
    yield Rewriting(ast.UnaryOp(ast.USub(), node), SIGN, 2)
    for axis in (0, 1):
        yield Rewriting(_summed(node, axis), FUNCTION, 3, "bias-gradient-not-summed")
    others = list(atoms.factors())
    if spot.is_summand:
        yield from _scaled(node, [atom for atom in others if atom.is_number], atoms.counts)
    for atom in others:
        if not atom.is_number:
            slip = "power-rule-dropped-exponent" if atom.text in set(_factors(node)) else ""
            yield Rewriting(binary(node, ast.Mult(), atom.node()), FACTOR, 3, slip)
            yield Rewriting(binary(node, ast.Div(), atom.node()), FACTOR, 3)
    yield from _by_parts(node, atoms)
    yield from _leaky(node, atoms)
    if isinstance(spot.parent, ast.Expression):
        yield from (
            Rewriting(binary(node, ast.Add(), other), TERM, 2, "path-dropped") for other in _unused(atoms)
        )
        for other in _terms(atoms, others):
            yield from (
                Rewriting(binary(node, op(), other), TERM, 4, "product-rule-dropped-term")
                for op in (ast.Add, ast.Sub)
            )


def _factors(node: ast.expr) -> Iterator[str]:
    """The texts of what a product is made of."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        yield from (*_factors(node.left), *_factors(node.right))
    else:
        yield ast.unparse(node)


def _scaled(node: ast.expr, numbers: Sequence[Atom], counts: Collection[str]) -> Iterator[Rewriting]:
    yield Rewriting(binary(ast.Constant(2), ast.Mult(), node), SCALE, 3)
    yield Rewriting(binary(node, ast.Div(), ast.Constant(2)), SCALE, 3)
    for atom in numbers:
        yield Rewriting(binary(node, ast.Mult(), atom.node()), SCALE, 3)
        slip = "missing-mean-factor" if atom.text in counts else ""
        yield Rewriting(binary(node, ast.Div(), atom.node()), SCALE, 3, slip)


def _leaky(node: ast.expr, atoms: Atoms) -> Iterator[Rewriting]:
    """What a factor that is 0 or 1 would be for a function that lets a little through."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        for kept, mask in ((node.left, node.right), (node.right, node.left)):
            for number in atoms.constants:
                slope = parsed(f"np.where({ast.unparse(mask)}, 1, {number})")
                yield Rewriting(binary(kept, ast.Mult(), slope), FACTOR, 4, "relu-mask-wrong")


def _by_parts(node: ast.expr, atoms: Atoms) -> Iterator[Rewriting]:
    """Times or over what is a factor elsewhere, or the slope of an activation."""
    slopes = list(_slopes(atoms))
    for text in dict.fromkeys([*atoms.parts, *slopes]):
        slip = "missing-sigma-prime" if text in slopes else ""
        yield Rewriting(binary(node, ast.Mult(), parsed(text)), _kind(text, atoms), 4, slip)
    for text in dict.fromkeys([*atoms.parts, *(text for text in slopes if "* (1" in text)]):
        yield Rewriting(binary(node, ast.Div(), parsed(text)), _kind(text, atoms), 4)


def _kind(text: str, atoms: Atoms) -> str:
    names = [node.id for node in ast.walk(parsed(text)) if isinstance(node, ast.Name)]
    return SCALE if all(atoms.known[name].is_number for name in names if name in atoms.known) else FACTOR


def _terms(atoms: Atoms, others: Sequence[Atom]) -> Iterator[ast.expr]:
    for atom in others:
        yield atom.node()
        if not atom.is_number:
            yield from (parsed(f"{number} * {atom.text}") for number in atoms.numbers)


def _unused(atoms: Atoms) -> Iterator[ast.expr]:
    """What was worked out and is used nowhere may be meant to be added, all of it or a share for each sample."""
    for name in (name for name in atoms.unused if name in atoms.known):
        yield parsed(name)
        yield from (parsed(f"{name} / {count}") for count in sorted(atoms.counts))


_SLOPES = ("(1 - {0})", "({0} * (1 - {0}))", "(1 - {0} ** 2)", "({0} > 0)")


def _slopes(atoms: Atoms) -> Iterator[str]:
    texts = [atom.text for atom in atoms.known.values() if not atom.is_number]
    # The value of an activation is the next one in a list that begins with the input.
    following = [
        f"{text[:-1]} + 1]" for text in texts if text.endswith(tuple(f"[{name}]" for name in atoms.counters))
    ]
    return (slope.format(text) for text in dict.fromkeys([*texts, *following]) for slope in _SLOPES)


def _summed(node: ast.expr, axis: int) -> ast.expr:
    method = ast.Attribute(node, "sum", ast.Load())
    options = [ast.keyword("axis", ast.Constant(axis)), ast.keyword("keepdims", ast.Constant(True))]
    return ast.Call(method, [], options)
