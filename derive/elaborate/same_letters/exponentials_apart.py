"""The number e beside errors e: where a document makes e, or a function ρ(e) of it, e^{-t} is still an exponential."""

from __future__ import annotations

from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.reader import syntax as s
from derive.reader.blocks import Document
from derive.reader.tree import Part, rebuilt, walk

_COUNTED = frozenset("ijklmnNK")
_ERRORS = (s.Name("e"), s.Name("e", ("bold",)))


def with_exponentials_apart(document: Document) -> Document:
    r"""The document with e^{-x} as exp(-x), and e^{x} beside it, where e is also a name that a formula makes or takes.

    >>> from derive.reader.document import read_text
    >>> read = read_text(r"Let $e = w - y$ and $f(t) = 1/(1 + e^{-t})$.")
    >>> with_exponentials_apart(read).blocks[-1].formulas[0].tree.members[1].bottom.right.function
    Name(letter='exp', decorations=())
    """
    if not any(_makes_e(tree) for tree in written_trees(document)):
        return document
    return rewritten(document, _with_exponentials)


def _makes_e(tree: s.Node) -> bool:
    """Whether a formula says what e is (and not that it is the base of the logarithm), what depends on it, or e ∈ ℝ."""
    if any(argument in _ERRORS for argument in _arguments(tree)) or any(map(_is_by_e, walk(tree))):
        return True
    sides = tree.members[:1] if isinstance(tree, s.Chain) else ()
    return any(side in _ERRORS for side in sides) and any(
        isinstance(part, s.Name) and part.letter not in ("e", "exp") for part in walk(tree)
    )


def _is_by_e(part: Part) -> bool:
    return isinstance(part, s.Derivative) and any(by in _ERRORS for by in part.by)


def _with_exponentials(tree: s.Node) -> s.Node:
    """A formula with its exponentials spelled out, if one of them has an exponent that no power of an error has."""
    beside_one = any(map(_is_beside_one, walk(tree)))
    if not beside_one and not any(
        isinstance(part, s.Power) and _is_exponential(part, tree) for part in walk(tree)
    ):
        return tree

    def spelled(node: s.Node) -> s.Node:
        if isinstance(node, s.Power) and node.base == s.Name("e") and _has_names(node.exponent):
            return s.Call(s.Name("exp", span=node.span), (spelled(node.exponent),), "(", node.span)
        changed: s.Node = rebuilt(node, spelled)
        return changed

    return spelled(tree)


def _is_beside_one(part: Part) -> bool:
    """Whether a part is 1 + e^z, in which hardly anybody adds a power of an error."""
    match part:
        case s.Add(s.Number("1"), s.Power(s.Name("e"), raised)) | s.Add(
            s.Power(s.Name("e"), raised), s.Number("1")
        ):
            return _has_names(raised)
    return False


def _has_names(node: s.Node) -> bool:
    return any(isinstance(part, s.Name) for part in walk(node))


def _is_exponential(power: s.Power, tree: s.Node) -> bool:
    """Whether e is raised to what no error is: a member s_j, a share or a product, or minus something.

    Not to counts, and to minus a count only where it is the argument of what is defined.
    """
    if power.base != s.Name("e") or not _has_names(power.exponent):
        return False
    if isinstance(power.exponent, s.Index | s.Fraction | s.Product):
        return not all(x.letter in _COUNTED for x in walk(power.exponent) if isinstance(x, s.Name))
    if not isinstance(power.exponent, s.Neg):
        return False
    raised = power.exponent.of
    return not (isinstance(raised, s.Name) and raised.letter in _COUNTED) or raised in _arguments(tree)


def _arguments(tree: s.Node) -> tuple[s.Node, ...]:
    first = tree.members[0] if isinstance(tree, s.Chain) else tree
    return first.arguments if isinstance(first, s.Call) else ()
