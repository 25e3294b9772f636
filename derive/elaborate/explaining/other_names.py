"""One name where another one of the definitions belongs, (p − y)u for (p − y)v, and vectors that were lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, permutations

from derive.elaborate.evaluation.variables import free_letters
from derive.elaborate.explaining.lost_factors import Change, definitions_behind, leaves_out
from derive.elaborate.shapes.typed import Typed
from derive.elaborate.symbols.names import CONSTANTS, Reference, keys_in, letters_of, reference
from derive.elaborate.symbols.opaque import GRADIENT
from derive.elaborate.symbols.roles import Link
from derive.elaborate.symbols.scope import Axes
from derive.reader import syntax as s
from derive.reader.tree import Part, children, walk

MOST_NAMES = 8
MOST_PLACES = 6


def other_names(link: Link, typed: Typed) -> Iterator[Change]:
    """Each name of a right side with any other in its place from which the left side is made.

    Of x_j for x_i another index is to be found, and no other name; z = j is what it is said to be, and no slip.
    """
    if has_derivatives(link.right) or (link.begins and not has_derivatives(link.left)):
        return
    names = names_behind(link, typed)
    for part in list(_whole_names(link.right, typed))[:MOST_PLACES]:
        for name in names:
            if _key(name, typed) != _key(part, typed):
                yield part, name


def _key(name: s.Node, typed: Typed) -> str | None:
    ref = reference(name, typed.scope.letters)
    return ref.key if ref is not None else None


def lost_inputs(link: Link, typed: Typed) -> Iterator[Change]:
    """A right side times a vector or a matrix of the definitions, δ x and u zᵀ and Xᵀδ, where nothing is left out."""
    if leaves_out(link) or has_derivatives(link.right):
        return
    for name in names_behind(link, typed):
        if is_input(name, link, typed):
            yield from ((link.right, whole) for whole in _times(link.right, name, typed))


def _times(whole: s.Node, name: s.Node, typed: Typed) -> Iterator[s.Node]:
    ref = reference(name, typed.scope.letters)
    axes = typed.typing.get(ref.key, Axes(0)).count - len(ref.indices) if ref is not None else 0
    if axes == 1:
        if isinstance(whole, s.Product) and whole.sign == "odot":
            yield s.Product(whole, name, "odot")
        yield s.Product(whole, name)
        yield s.Product(whole, s.Transpose(name))
    if axes == 2:
        yield s.Product(s.Transpose(name), whole)
        yield s.Product(name, whole)
        yield s.Product(whole, s.Transpose(name))
        yield s.Product(whole, name)


def is_input(name: s.Node, link: Link, typed: Typed) -> bool:
    """Whether the variable of a line is multiplied by a name in the definitions behind it: v beside u_w in u_wᵀv."""
    match link.left:
        case s.Derivative(by=(variable,)) | s.Nabla(by=s.Name() | s.Index() as variable):
            letters = typed.scope.letters
            own, wanted = reference(variable, letters), reference(name, letters)
        case _:
            return False
    if own is None or wanted is None:
        return False
    bodies = [made.body for made in definitions_behind(link, typed) if made.body is not None]
    products = (part for body in bodies for part in walk(body) if isinstance(part, s.Product | s.Inner))
    sides = (
        tuple(set(keys_in(each, letters)) for each in (part.left, part.right) if each) for part in products
    )
    return any(
        own.key in one and wanted.key in other for pair in sides for one, other in permutations(pair, 2)
    )


def has_derivatives(node: s.Node) -> bool:
    """Whether a formula has derivatives, gradients or differentials in it."""
    return any(isinstance(part, s.Derivative | s.Nabla | s.Jacobian | s.Differential) for part in walk(node))


def names_behind(link: Link, typed: Typed) -> Sequence[s.Node]:
    """The names as they stand in the definitions behind a line, where their indices mean something in the line."""
    free = free_letters(link, typed.scope.letters)
    bodies = [made.body for made in definitions_behind(link, typed) if made.body is not None]
    found: dict[tuple[str, tuple[s.Node, ...]], s.Node] = {}
    for part in chain.from_iterable(_whole_names(body, typed) for body in bodies):
        ref = reference(part, typed.scope.letters)
        if ref is not None and not ref.key.startswith(GRADIENT) and _below(ref) <= frozenset(free):
            found.setdefault((ref.key, tuple(ref.indices)), part)
    return list(found.values())[:MOST_NAMES]


def _below(ref: Reference) -> frozenset[str]:
    return frozenset(letter for item in ref.indices for letter in letters_of(item))


def _whole_names(node: Part, typed: Typed) -> Iterator[s.Node]:
    """The names of a formula with their indices, and none of functions, numbers or sizes."""
    if isinstance(node, s.Name | s.Index):
        ref = reference(node, typed.scope.letters)
        if ref is not None:
            if ref.key not in CONSTANTS | typed.scope.letters.sizes | typed.scope.functions:
                yield node
            return
    for part in _operands(node):
        yield from _whole_names(part, typed)


def _operands(node: Part) -> Iterator[Part]:
    match node:
        case s.Call(arguments=arguments):
            yield from arguments
        case s.Big(body=body):
            yield from () if body is None else (body,)
        case _:
            yield from children(node)
