"""Letters that are sizes: the ends of ranges, the dimensions of spaces, the last indices of lists with dots."""

from __future__ import annotations

from collections.abc import Iterator

from derive.elaborate.symbols.names import label_text, letters_of
from derive.reader import syntax as s
from derive.reader.tree import Part, walk

COUNTED = "|"
"""How the letter of the size of a set begins."""


def declared_sizes(chain: s.Chain) -> Iterator[str]:
    """The letters that a relation says to be sizes: the end of a range, and the dimensions of a space."""
    last = last_of_range(chain)
    if last is not None:
        yield from size_letters(last)
    for place, relation in enumerate(chain.relations):
        if relation.sign == "in":
            for dim in space_dims(chain.members[place + 1]) or ():
                if len(dim) == 1 and dim.isalpha():
                    yield dim


def size_letters(node: s.Node | None) -> set[str]:
    """The letter of a size such as n, n − 1 or n + 1, or |S| for the size of a set."""
    if isinstance(node, s.Name) and _is_letter(node.letter) and not node.decorations:
        return {node.letter}
    if isinstance(node, s.Sub | s.Add):
        return size_letters(node.left)
    return set()


def _is_letter(letter: str) -> bool:
    return len(letter) == 1 or letter.startswith(COUNTED)


def dotted_sizes(node: s.Matrix | s.Sequence) -> Iterator[str]:
    """The last index of what is listed with dots: n of x_1, …, x_n, p alone of x_{i1}, …, x_{ip}."""
    cells = [c for row in node.rows for c in row] if isinstance(node, s.Matrix) else list(node.items)
    if len(cells) == 1 and isinstance(cells[0], s.Sequence):
        cells = list(cells[0].items)
    if not any(isinstance(cell, s.Dots) for cell in cells):
        return
    kept = {item for part in walk(cells[0]) for item in _below(part)}
    for part in walk(cells[-1]):
        for item in _below(part):
            yield from size_letters(item) if item not in kept else ()


def _below(part: Part) -> tuple[s.Node, ...]:
    return part.below.items if isinstance(part, s.Index) and part.below is not None else ()


def ranged_letters(chain: s.Chain) -> Iterator[str]:
    """i in i = 1, …, n."""
    for head in _heads(chain):
        if last_of_range(chain) is not None:
            yield head


def _heads(chain: s.Chain) -> Iterator[str]:
    if isinstance(chain.members[0], s.Name) and letters_of(chain.members[0]):
        yield chain.members[0].letter


def last_of_range(chain: s.Chain) -> s.Node | None:
    """The end of the range in i = 1, …, n; None where there are no dots."""
    last = chain.members[-1]
    if isinstance(last, s.Sequence) and any(isinstance(item, s.Dots) for item in last.items):
        return last.items[-1]
    return None


def space_dims(node: s.Node) -> tuple[str, ...] | None:
    r"""The sizes in \mathbb{R}^{M×N}; () for \mathbb{R}; None where it is not a space of reals."""
    match node:
        case s.Name(letter="R", decorations=("bb",) | ("bold",) | ()):
            return ()
        case s.Power(base=base, exponent=exponent) if space_dims(base) == ():
            return _dims(exponent)
        case s.Index(base=base, above=s.Indices(items=items)) if space_dims(base) == ():
            return tuple(dim for item in items for dim in _dims(item) or ("?",))
        case s.Index(base=base, above=None) if is_of_positive_numbers(node):
            return space_dims(base)
    return None


def is_of_positive_numbers(node: s.Node) -> bool:
    r"""Whether a space has the mark of numbers from 0 on: \mathbb{R}_+, \mathbb{R}_{\ge 0}^n, \mathbb{R}^n_{>0}."""
    match node:
        case s.Power(base=base):
            return is_of_positive_numbers(base)
        case s.Index(base=base, below=s.Indices(items=(s.Text(text="+"),)), above=None):
            return space_dims(base) is not None
        case s.Index(
            base=base,
            below=s.Indices(items=(s.Chain(members=(s.Hole(), s.Number(text="0")), relations=(relation,)),)),
            above=None,
        ):
            return relation.sign in (">", ">=") and space_dims(base) is not None
    return False


def _dims(node: s.Node) -> tuple[str, ...] | None:
    match node:
        case s.Name(letter=letter):
            return (letter,)
        case s.Number(text=text):
            return (text,)
        case s.Product(left=left, right=right, sign="times"):
            one, other = _dims(left), _dims(right)
            return one + other if one is not None and other is not None else None
        case s.Index(base=s.Name(letter=letter), below=s.Indices(items=items)):
            return (f"{letter}_" + "".join(label_text(item) for item in items),)
        case s.Index(base=s.Name(letter=letter), above=s.Indices(items=items)):
            return (f"{letter}^" + "".join(label_text(item) for item in items),)
    return ("?",)
